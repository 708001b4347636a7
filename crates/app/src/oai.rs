//! The catalogue in the protocol of libraries (OAI-PMH 2.0): records in the order of their ids, a page at a time, those
//! of one organization or of some days when asked.

use std::collections::HashMap;

use vitrail_dcat::{Profile, Syntax};
use vitrail_domain::{Actor, Dataset, Id, Organization, Timestamp};
use vitrail_store::withdrawn::{self, Withdrawn};
use vitrail_store::{self as store, Viewer};

use crate::dataset::{self, Filter};
use crate::rdf::{Described, Form};
use crate::references;
use crate::{App, Error, Result, organization, rdf};

/// Records of a page.
pub const TOGETHER: i64 = 100;

/// What is asked of the list of records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// The slug of an organization, one that it had, or its id.
    pub set: Option<String>,
    pub from: Option<Timestamp>,
    /// Included.
    pub until: Option<Timestamp>,
    pub after: Option<Id>,
}

/// Records, and whether others follow.
pub struct Records {
    pub described: Described,
    /// When each last changed here.
    pub recorded: HashMap<Id, Timestamp>,
    /// What the public does not see any more.
    pub gone: Vec<Gone>,
    /// The last of both in the order of ids, where another page follows.
    pub next: Option<Id>,
}

/// A record that was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub id: Id,
    pub at: Timestamp,
    /// The slug of its organization.
    pub set: Option<String>,
}

/// What is in OAI-PMH's answer to a question about one record.
pub enum Record {
    /// With the instant at which it last changed here.
    Here(Box<Described>, Timestamp),
    Gone(Gone),
}

/// A page of the records that everybody may read.
pub async fn list(app: &App, wanted: &Wanted) -> Result<Records> {
    let organization = match &wanted.set {
        Some(key) => Some(publisher(app, key).await?.id),
        None => None,
    };
    let filter = Filter {
        organization,
        recorded: (wanted.from, wanted.until),
        ..Filter::default()
    };
    let filter = dataset::without_strangers(app, &filter).await?;
    let (db, anyone) = (app.db(), &Viewer::Anonymous);
    // One more than a page: whether another page follows is known, not guessed.
    let found = store::dataset::after(db, &filter, anyone, wanted.after, TOGETHER + 1).await?;
    let (mut found, more_here) = page(found);
    let gone = withdrawn::Filter {
        organization,
        from: wanted.from,
        until: wanted.until,
        after: wanted.after,
        // What lies beyond this page belongs to the next one.
        up_to: found.last().filter(|_| more_here).map(|last| last.id),
        only: None,
    };
    let (mut gone, more_gone) = page(withdrawn::list(db, &gone, TOGETHER + 1).await?);
    let mut ids: Vec<Id> = found.iter().map(|one| one.id).collect();
    ids.extend(gone.iter().map(|one| one.id));
    ids.sort_unstable();
    let (ids, more) = page(ids);
    let last = ids.last().copied();
    found.retain(|one| Some(one.id) <= last);
    gone.retain(|one| Some(one.id) <= last);
    Ok(Records {
        recorded: dataset::recorded(app, &found).await?,
        described: Described::read(app, found).await?,
        gone: with_sets(app, gone).await?,
        next: last.filter(|_| more || more_here || more_gone),
    })
}

/// Who has this slug or had it: libraries hold the name of a set for years.
async fn publisher(app: &App, key: &str) -> Result<Organization> {
    let anyone = Actor::default();
    match organization::find(app, &anyone, key).await {
        Err(Error::Moved(slug)) => organization::find(app, &anyone, &slug).await,
        found => found,
    }
}

/// With the slugs of their organizations.
async fn with_sets(app: &App, gone: Vec<Withdrawn>) -> Result<Vec<Gone>> {
    let mut wanted = references::Wanted::default();
    wanted.organization(gone.iter().filter_map(|one| one.organization));
    let named = wanted.load(app).await?;
    let each = gone.into_iter().map(|one| Gone {
        id: one.id,
        at: one.at,
        set: one
            .organization
            .and_then(|id| named.organizations.get(&id))
            .filter(|one| one.deleted.is_none())
            .map(|one| one.slug.clone()),
    });
    Ok(each.collect())
}

/// One record, or what is left of it.
pub async fn one(app: &App, key: &str) -> Result<Record> {
    let missing = Error::NotFound(vitrail_domain::Kind::Dataset);
    match dataset::find(app, &Actor::default(), key).await {
        Ok(found) if found.is_visible() => {
            let created = found.created_at_internal;
            let data = vec![found];
            let recorded = dataset::recorded(app, &data).await?;
            let at = recorded.into_values().next().unwrap_or(created);
            let described = Described::read(app, data).await?;
            return Ok(Record::Here(Box::new(described), at));
        }
        Ok(_) | Err(Error::NotFound(_) | Error::Gone(_)) => {}
        Err(error) => return Err(error),
    }
    let Ok(id) = key.parse::<Id>() else {
        return Err(missing);
    };
    let filter = withdrawn::Filter {
        only: Some(id),
        ..withdrawn::Filter::default()
    };
    let gone = withdrawn::list(app.db(), &filter, 1).await?;
    let gone = with_sets(app, gone).await?.pop();
    gone.map(Record::Gone).ok_or(missing)
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

/// An instant before which no record changed, or went.
pub async fn earliest(app: &App) -> Result<Timestamp> {
    let oldest = store::recorded::earliest(app.db()).await?;
    let first = store::change::after(app.db(), 0, 1).await?;
    let first = first.first().map(|change| change.at);
    let instants = oldest.into_iter().chain(first);
    Ok(instants.min().unwrap_or(app.now()))
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
