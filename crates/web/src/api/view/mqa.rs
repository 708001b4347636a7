//! The points of the European metadata quality assessment in the API.

use serde::Serialize;
use vitrail_app::dcat::Violation;
use vitrail_app::dcat::mqa::{Dimension, INDICATORS, MOST, Measure, Rating, Report, lacking};
use vitrail_app::domain::{Dataset, Timestamp};
use vitrail_app::mqa::{RATINGS, Summary};

use crate::api::view::community_resource::DatasetRef;
use crate::context::Context;

/// What is said of a dataset.
#[derive(Serialize)]
pub struct ReportOut {
    pub dataset: String,
    pub score: u16,
    pub max: u16,
    pub rating: &'static str,
    pub dimensions: Vec<DimensionOut>,
    /// The name of the distribution that counts.
    pub distribution: Option<String>,
    pub violations: Vec<ViolationOut>,
    /// None where the data are not of high value.
    pub high_value: Option<Vec<LackingOut>>,
}

#[derive(Serialize)]
pub struct DimensionOut {
    pub id: &'static str,
    pub label: &'static str,
    pub points: u16,
    pub max: u16,
    pub indicators: Vec<IndicatorOut>,
}

#[derive(Serialize)]
pub struct IndicatorOut {
    pub id: &'static str,
    pub label: &'static str,
    pub property: Option<&'static str>,
    pub points: u16,
    pub max: u16,
    /// `passed`, `failed` or `not checked`.
    pub state: &'static str,
    /// What to do for the points that are not there.
    pub advice: Option<&'static str>,
}

#[derive(Serialize)]
pub struct ViolationOut {
    pub node: String,
    pub property: &'static str,
    pub rule: &'static str,
}

/// A fact that data of high value lack.
#[derive(Serialize)]
pub struct LackingOut {
    #[serde(flatten)]
    pub what: ViolationOut,
    pub advice: &'static str,
}

impl LackingOut {
    fn all(context: &Context, lacks: &[Violation]) -> Vec<Self> {
        let lacks = lacks.iter();
        lacks
            .map(|one| Self {
                what: ViolationOut::new(one),
                advice: lacking(one).in_lang(context.lang),
            })
            .collect()
    }
}

/// A dataset that lacks something.
#[derive(Serialize)]
pub struct FailingOut<'a> {
    #[serde(flatten)]
    dataset: DatasetRef<'a>,
    /// Where what data of high value lack is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    high_value: Option<Vec<LackingOut>>,
}

impl<'a> FailingOut<'a> {
    /// `of_high_value`: that is what is looked at, rather than an indicator.
    pub fn all(
        context: &Context,
        found: &'a [(Dataset, Report)],
        of_high_value: bool,
    ) -> Vec<Self> {
        let one = |(dataset, report): &'a (Dataset, Report)| Self {
            dataset: DatasetRef::of(context, dataset),
            high_value: report
                .high_value
                .as_ref()
                .filter(|_| of_high_value)
                .map(|lacks| LackingOut::all(context, lacks)),
        };
        found.iter().map(one).collect()
    }
}

impl ReportOut {
    pub fn new(context: &Context, dataset: &Dataset, report: &Report) -> Self {
        let dimensions = Dimension::ALL.into_iter().map(|dimension| {
            let (points, max) = report.of(dimension);
            let of = report
                .measures
                .iter()
                .filter(|one| one.indicator.dimension == dimension);
            DimensionOut {
                id: dimension.code(),
                label: dimension.label().in_lang(context.lang),
                points,
                max,
                indicators: of
                    .map(|one| IndicatorOut::new(context, report, one))
                    .collect(),
            }
        });
        Self {
            dataset: dataset.id.to_string(),
            score: report.score,
            max: MOST,
            rating: report.rating().code(),
            dimensions: dimensions.collect(),
            distribution: report
                .best
                .as_deref()
                .map(|name| name.trim_matches(['<', '>']).to_owned()),
            violations: report.violations.iter().map(ViolationOut::new).collect(),
            high_value: report
                .high_value
                .as_ref()
                .map(|lacks| LackingOut::all(context, lacks)),
        }
    }
}

impl IndicatorOut {
    fn new(context: &Context, report: &Report, measure: &Measure) -> Self {
        let indicator = measure.indicator;
        Self {
            id: indicator.id,
            label: indicator.label.in_lang(context.lang),
            property: Some(indicator.property).filter(|property| !property.is_empty()),
            points: measure.points(),
            max: indicator.points,
            state: match measure.passed {
                Some(true) => "passed",
                Some(false) => "failed",
                None => "not checked",
            },
            advice: (measure.passed == Some(false))
                .then(|| report.advice(indicator).said.in_lang(context.lang)),
        }
    }
}

impl ViolationOut {
    fn new(found: &Violation) -> Self {
        Self {
            node: found.node.trim_matches(['<', '>']).to_owned(),
            property: found.property,
            rule: found.rule.as_str(),
        }
    }
}

/// What is said of an organization.
#[derive(Serialize)]
pub struct SummaryOut {
    /// None for the whole catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// When the whole catalogue was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_at: Option<Timestamp>,
    pub datasets: usize,
    /// The mean of the scores of its public datasets.
    pub score: u16,
    pub max: u16,
    pub rating: &'static str,
    pub ratings: Vec<RatingOut>,
    pub indicators: Vec<CountOut>,
    pub high_value: HighValueOut,
}

/// The datasets of high value, and those of them that lack a fact.
#[derive(Serialize)]
pub struct HighValueOut {
    pub datasets: usize,
    pub lacking: usize,
}

#[derive(Serialize)]
pub struct RatingOut {
    pub id: &'static str,
    pub datasets: usize,
}

#[derive(Serialize)]
pub struct CountOut {
    pub id: &'static str,
    pub label: &'static str,
    pub dimension: &'static str,
    pub max: u16,
    pub passed: usize,
    pub failed: usize,
    pub not_checked: usize,
    /// What to do, where something fails.
    pub advice: Option<&'static str>,
}

impl SummaryOut {
    pub fn new(context: &Context, summary: &Summary) -> Self {
        let ratings = RATINGS.iter().zip(&summary.ratings);
        let counted = INDICATORS.iter().zip(&summary.passed);
        Self {
            organization: None,
            measured_at: None,
            datasets: summary.datasets,
            score: summary.score,
            max: MOST,
            rating: Rating::of(summary.score).code(),
            ratings: ratings
                .map(|(rating, datasets)| RatingOut {
                    id: rating.code(),
                    datasets: *datasets,
                })
                .collect(),
            high_value: HighValueOut {
                datasets: summary.high_value.0,
                lacking: summary.high_value.1,
            },
            indicators: counted
                .map(|(indicator, counted)| {
                    let failed = summary.failed(counted);
                    CountOut {
                        id: indicator.id,
                        label: indicator.label.in_lang(context.lang),
                        dimension: indicator.dimension.code(),
                        max: indicator.points,
                        passed: counted.0,
                        failed,
                        not_checked: counted.1,
                        advice: (failed > 0).then(|| indicator.advice.in_lang(context.lang)),
                    }
                })
                .collect(),
        }
    }
}
