//! The catalogue in the protocol of libraries (OAI-PMH 2.0): records in the order of their ids, a page at a time, those
//! of one organization or of some days when asked.

use vitrail_dcat::{Profile, Syntax};
use vitrail_domain::{Actor, Dataset, Id, Organization, Timestamp};
use vitrail_store::{self as store, Viewer};

use crate::dataset::{self, Filter};
use crate::rdf::{Described, Form};
use crate::{App, Error, Result, organization, rdf};

/// Records of a page.
pub const TOGETHER: i64 = 100;

/// What is asked of the list of records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// The slug of an organization.
    pub set: Option<String>,
    pub from: Option<Timestamp>,
    /// Included.
    pub until: Option<Timestamp>,
    pub after: Option<Id>,
}

/// Records, and whether others follow.
pub struct Records {
    pub described: Described,
    pub more: bool,
}

/// A page of the records that everybody may read.
pub async fn list(app: &App, wanted: &Wanted) -> Result<Records> {
    let organization = match &wanted.set {
        Some(slug) => {
            let found = organization::find(app, &Actor::default(), slug).await?;
            Some(found.id)
        }
        None => None,
    };
    let filter = Filter {
        organization,
        modified: (wanted.from, wanted.until),
        ..Filter::default()
    };
    let filter = dataset::without_strangers(app, &filter).await?;
    let (db, anyone) = (app.db(), &Viewer::Anonymous);
    // One more than a page: whether another page follows is known, not guessed.
    let found = store::dataset::after(db, &filter, anyone, wanted.after, TOGETHER + 1).await?;
    let (found, more) = page(found);
    Ok(Records {
        described: Described::read(app, found).await?,
        more,
    })
}

/// One record.
pub async fn one(app: &App, key: &str) -> Result<Described> {
    let found = dataset::find(app, &Actor::default(), key).await?;
    if !found.is_visible() {
        return Err(Error::NotFound(vitrail_domain::Kind::Dataset));
    }
    Described::read(app, vec![found]).await
}

/// The organizations whose records can be asked for, in the order of their ids.
/// Whether others follow.
pub async fn sets(app: &App, after: Option<Id>) -> Result<(Vec<Organization>, bool)> {
    let filter = crate::organization::Filter::default();
    let found = store::organization::after(app.db(), &filter, after, TOGETHER + 1).await?;
    Ok(page(found))
}

/// What fits in a page, and whether something is left.
fn page<T>(mut found: Vec<T>) -> (Vec<T>, bool) {
    let most = usize::try_from(TOGETHER).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    (found, more)
}

/// When the oldest record changed last.
pub async fn earliest(app: &App) -> Result<Timestamp> {
    let oldest = store::dataset::earliest(app.db()).await?;
    Ok(oldest.unwrap_or(app.now()))
}

/// A record that was read, as DCAT-AP: an XML document.
pub async fn dcat(
    app: &App,
    described: &Described,
    dataset: &Dataset,
    base: &str,
) -> Result<String> {
    let form = Form {
        syntax: Syntax::Xml,
        profile: Profile::DcatAp3,
        base: base.to_owned(),
    };
    let document = rdf::alone(app, described, dataset, &form).await?;
    String::from_utf8(document).map_err(|error| Error::Internal(error.into()))
}
