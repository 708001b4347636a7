//! What the European metadata quality assessment will say: of a dataset, and of all that an organization publishes.

use vitrail_dcat::mqa::{INDICATORS, Measure, Rating, Report, measure};
use vitrail_dcat::{DatasetFacts, Portal, Profile};
use vitrail_domain::{Actor, Dataset, Organization};
use vitrail_store as store;

use crate::dataset::{Datasets, Files, Filter};
use crate::rdf::{TOGETHER, contacts, owner, portal, zones};
use crate::{App, Result, Viewer, dataset, organization};

/// The report of a dataset, for those who may read it.
pub async fn dataset(app: &App, actor: &Actor, key: &str, base: &str) -> Result<(Dataset, Report)> {
    let found = dataset::find(app, actor, key).await?;
    let portal = portal(app, base, Profile::DcatAp3).await?;
    let mut reports = reports(app, &portal, vec![found.clone()]).await?;
    let report = reports
        .pop()
        .ok_or(crate::Error::NotFound(vitrail_domain::Kind::Dataset))?;
    Ok((found, report))
}

/// What an organization gets, all its public datasets together.
#[derive(Clone, Debug)]
pub struct Summary {
    pub organization: Organization,
    pub datasets: usize,
    /// The mean of the scores, rounded down, as the score of a catalogue is.
    pub score: u16,
    /// How many datasets have each rating, the best first.
    pub ratings: [(Rating, usize); 4],
    /// How many datasets get each indicator, and of how many it is not known.
    pub passed: Vec<(usize, usize)>,
}

/// The report of an organization.
pub async fn organization(app: &App, actor: &Actor, key: &str, base: &str) -> Result<Summary> {
    let organization = organization::find(app, actor, key).await?;
    let portal = portal(app, base, Profile::DcatAp3).await?;
    let filter = Filter {
        organization: Some(organization.id),
        ..Filter::default()
    };
    let mut summary = Summary {
        organization,
        datasets: 0,
        score: 0,
        ratings: [
            Rating::Excellent,
            Rating::Good,
            Rating::Sufficient,
            Rating::Bad,
        ]
        .map(|rating| (rating, 0)),
        passed: vec![(0, 0); INDICATORS.len()],
    };
    let mut sum = 0;
    let (anyone, together) = (Viewer::Anonymous, i64::try_from(TOGETHER).unwrap_or(1));
    let mut place = None;
    loop {
        let found = store::dataset::after(app.db(), &filter, &anyone, place, together).await?;
        let Some(last) = found.last() else { break };
        place = Some(last.id);
        for report in reports(app, &portal, found).await? {
            sum += usize::from(report.score);
            summary.count(&report);
        }
    }
    let mean = sum.checked_div(summary.datasets).unwrap_or(0);
    summary.score = u16::try_from(mean).unwrap_or(u16::MAX);
    Ok(summary)
}

impl Summary {
    fn count(&mut self, report: &Report) {
        self.datasets += 1;
        let rating = report.rating();
        for (of, count) in &mut self.ratings {
            *count += usize::from(*of == rating);
        }
        let counted = self.passed.iter_mut().zip(&report.measures);
        for ((passed, unknown), Measure { passed: is, .. }) in counted {
            *passed += usize::from(*is == Some(true));
            *unknown += usize::from(is.is_none());
        }
    }
}

async fn reports(app: &App, portal: &Portal, data: Vec<Dataset>) -> Result<Vec<Report>> {
    let all: Datasets = dataset::with_references(app, data, Files::Whole).await?;
    let zones = zones(app, &all).await?;
    let report = |found: &Dataset| {
        let files = all.resources.get(&found.id);
        let facts = DatasetFacts {
            dataset: found,
            resources: files.map(Vec::as_slice).unwrap_or_default(),
            owner: owner(&all.references, found.owner),
            contacts: contacts(&all.references, &found.contact_points),
            zones: &zones,
            services: Vec::new(),
        };
        measure(portal, &facts)
    };
    Ok(all.data.iter().map(report).collect())
}
