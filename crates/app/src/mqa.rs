//! What the European metadata quality assessment will say: of a dataset, of all that an organization publishes, and of
//! the whole catalogue.

use serde::{Deserialize, Serialize};
use vitrail_dcat::mqa::{INDICATORS, Measure, Rating, Report, indicator, measure, tally};
use vitrail_dcat::{Portal, Profile};
use vitrail_domain::{Actor, Dataset, Organization, Resource, Timestamp};
use vitrail_store as store;

use crate::dataset::Filter;
use crate::rdf::{Described, TOGETHER, portal};
use crate::{App, Error, Listed, Page, Result, Viewer, dataset, organization};

/// The name under which the measure of the whole catalogue is kept.
const KEPT: &str = "mqa";

/// The report of a dataset, for those who may read it.
pub async fn dataset(app: &App, actor: &Actor, key: &str, base: &str) -> Result<(Dataset, Report)> {
    let found = dataset::find(app, actor, key).await?;
    let portal = portal(app, base, Profile::DcatAp3).await?;
    let described = Described::read(app, vec![found.clone()]).await?;
    Ok((found, only(&portal, &described)?))
}

/// The report of a dataset as it would be with what is being typed.
pub async fn draft(app: &App, base: &str, typed: Dataset, files: &[Resource]) -> Result<Report> {
    let portal = portal(app, base, Profile::DcatAp3).await?;
    let id = typed.id;
    let mut described = Described::read(app, vec![typed]).await?;
    described.all.resources.insert(id, files.to_vec());
    only(&portal, &described)
}

/// The report of the one dataset that was read.
fn only(portal: &Portal, described: &Described) -> Result<Report> {
    let found = described.all.data.first();
    let report = found.map(|found| measure(portal, &described.facts(found)));
    report.ok_or(Error::NotFound(vitrail_domain::Kind::Dataset))
}

/// What many datasets get together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    pub datasets: usize,
    /// The mean of the scores, rounded down, as the score of a catalogue is.
    pub score: u16,
    /// How many datasets are excellent, good, sufficient and bad.
    pub ratings: [usize; 4],
    /// How many datasets get each indicator, and of how many it is not known.
    pub passed: Vec<(usize, usize)>,
    /// How many datasets are of high value, and how many of these lack a fact that the regulation asks for.
    pub high_value: (usize, usize),
}

/// The name, among those of indicators, of what data of high value lack. It takes no points.
pub const HIGH_VALUE: &str = "highValue";

/// From the best to the worst.
pub const RATINGS: [Rating; 4] = [
    Rating::Excellent,
    Rating::Good,
    Rating::Sufficient,
    Rating::Bad,
];

/// What an organization gets, all its public datasets together.
pub async fn organization(
    app: &App,
    actor: &Actor,
    key: &str,
    base: &str,
) -> Result<(Organization, Summary)> {
    let organization = organization::find(app, actor, key).await?;
    let summary = summary(app, base, &all_of(&organization)).await?;
    Ok((organization, summary))
}

/// The public datasets of an organization that lack the points of an indicator, or a fact of data of high value, the
/// oldest first, with what is said of each.
pub async fn failing(
    app: &App,
    actor: &Actor,
    key: &str,
    base: &str,
    (id, page): (&str, Page),
) -> Result<(Organization, Listed<(Dataset, Report)>)> {
    let organization = organization::find(app, actor, key).await?;
    let of_it = all_of(&organization);
    if id == HIGH_VALUE {
        return Ok((organization, lacking(app, base, of_it, page).await?));
    }
    if indicator(id).is_none() {
        return Err(Error::Bad(format!("There is no indicator \"{id}\"")));
    }
    let fails = |report: &Report| {
        let mut measures = report.measures.iter();
        measures.any(|one| one.indicator.id == id && one.passed == Some(false))
    };
    Ok((organization, listed(app, base, &of_it, page, fails).await?))
}

/// The public datasets of high value of the whole catalogue that lack a fact, the oldest first, with what they lack.
pub async fn high_value(app: &App, base: &str, page: Page) -> Result<Listed<(Dataset, Report)>> {
    lacking(app, base, Filter::default(), page).await
}

/// Those among some that are of high value and lack a fact.
async fn lacking(
    app: &App,
    base: &str,
    among: Filter,
    page: Page,
) -> Result<Listed<(Dataset, Report)>> {
    let of_high_value = Filter {
        badge: Some("hvd".to_owned()),
        ..among
    };
    listed(app, base, &of_high_value, page, lacks_high_value).await
}

/// A page of those of which something is said.
async fn listed(
    app: &App,
    base: &str,
    among: &Filter,
    page: Page,
    wanted: impl Fn(&Report) -> bool,
) -> Result<Listed<(Dataset, Report)>> {
    let (mut data, mut total) = (Vec::new(), 0);
    let shown = page.offset()..page.offset().saturating_add(page.size);
    let take = |found: &Dataset, report: Report| {
        if !wanted(&report) {
            return;
        }
        if shown.contains(&total) {
            data.push((found.clone(), report));
        }
        total += 1;
    };
    each(app, base, among, take).await?;
    Ok(Listed { data, total })
}

fn lacks_high_value(report: &Report) -> bool {
    report.high_value.iter().flatten().next().is_some()
}

fn all_of(organization: &Organization) -> Filter {
    Filter {
        organization: Some(organization.id),
        ..Filter::default()
    }
}

/// What the whole catalogue got when it was last measured. The first who asks waits for it, here and after the program
/// came to count something more.
pub async fn site(app: &App) -> Result<(Timestamp, Summary)> {
    if let Some(kept) = store::computed::get(app.db(), KEPT).await? {
        return Ok(kept);
    }
    let _alone = app.measuring().lock().await;
    match store::computed::get(app.db(), KEPT).await? {
        Some(kept) => Ok(kept),
        None => measure_all(app).await,
    }
}

/// Measures the whole catalogue, and keeps what was found.
pub(crate) async fn measure_all(app: &App) -> Result<(Timestamp, Summary)> {
    // Points do not depend on where the portal is.
    let summary = summary(app, "https://portal.example", &Filter::default()).await?;
    let now = app.now();
    let mut tx = app.db().begin().await?;
    store::computed::set(&mut tx, KEPT, now, &summary).await?;
    tx.commit().await?;
    Ok((now, summary))
}

async fn summary(app: &App, base: &str, filter: &Filter) -> Result<Summary> {
    let mut summary = Summary {
        datasets: 0,
        score: 0,
        ratings: [0; 4],
        passed: vec![(0, 0); INDICATORS.len()],
        high_value: (0, 0),
    };
    let mut sum = 0;
    each(app, base, filter, |_, report| {
        sum += usize::from(report.score);
        summary.count(&report);
    })
    .await?;
    let mean = sum.checked_div(summary.datasets).unwrap_or(0);
    summary.score = u16::try_from(mean).unwrap_or(u16::MAX);
    Ok(summary)
}

/// Measures public datasets, a few at a time.
async fn each(
    app: &App,
    base: &str,
    filter: &Filter,
    mut take: impl FnMut(&Dataset, Report),
) -> Result<()> {
    let portal = portal(app, base, Profile::DcatAp3).await?;
    let (anyone, together) = (Viewer::Anonymous, i64::try_from(TOGETHER).unwrap_or(1));
    let mut place = None;
    loop {
        let found = store::dataset::after(app.db(), filter, &anyone, place, together).await?;
        let Some(last) = found.last() else { break };
        place = Some(last.id);
        let described = Described::read(app, found).await?;
        for found in &described.all.data {
            take(found, tally(&portal, &described.facts(found)));
        }
    }
    Ok(())
}

impl Summary {
    /// How many datasets lack the points of an indicator, of what was counted of it.
    pub fn failed(&self, (passed, unknown): &(usize, usize)) -> usize {
        self.datasets.saturating_sub(passed + unknown)
    }

    fn count(&mut self, report: &Report) {
        self.datasets += 1;
        let rating = report.rating();
        for (of, count) in RATINGS.iter().zip(&mut self.ratings) {
            *count += usize::from(*of == rating);
        }
        self.high_value.0 += usize::from(report.high_value.is_some());
        self.high_value.1 += usize::from(lacks_high_value(report));
        let counted = self.passed.iter_mut().zip(&report.measures);
        for ((passed, unknown), Measure { passed: is, .. }) in counted {
            *passed += usize::from(*is == Some(true));
            *unknown += usize::from(is.is_none());
        }
    }
}
