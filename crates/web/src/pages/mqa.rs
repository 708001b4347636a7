//! The points of the European assessment as pages show them: how many, and what to do for the others, what gives most
//! first.

use serde::Serialize;
use vitrail_app::dcat::mqa::{INDICATORS, MOST, Rating, Report};
use vitrail_app::domain::Timestamp;
use vitrail_app::mqa::{RATINGS, Summary};

/// What a dataset gets.
#[derive(Serialize)]
pub struct Points {
    score: u16,
    max: u16,
    rating: &'static str,
    advice: Vec<Advice>,
    /// Points that a check of its links will give or not.
    unchecked: u16,
}

#[derive(Serialize)]
struct Advice {
    points: u16,
    text: &'static str,
}

impl Points {
    pub fn new(report: &Report, lang: &str) -> Self {
        let mut advice: Vec<Advice> = Vec::new();
        for one in report
            .measures
            .iter()
            .filter(|one| one.passed == Some(false))
        {
            let (points, text) = (
                one.indicator.points,
                report.advice(one.indicator).in_lang(lang),
            );
            // One thing to do may give the points of several indicators.
            match advice.iter_mut().find(|said| said.text == text) {
                Some(said) => said.points += points,
                None => advice.push(Advice { points, text }),
            }
        }
        advice.sort_by_key(|one| std::cmp::Reverse(one.points));
        let unknown = report.measures.iter().filter(|one| one.passed.is_none());
        Self {
            score: report.score,
            max: MOST,
            rating: report.rating().code(),
            advice,
            unchecked: unknown.map(|one| one.indicator.points).sum(),
        }
    }
}

/// What many datasets get together.
#[derive(Serialize)]
pub struct Together {
    datasets: usize,
    score: u16,
    max: u16,
    rating: &'static str,
    ratings: Vec<Count>,
    rows: Vec<Row>,
    measured: Option<Timestamp>,
    /// The same figures in the API.
    api: String,
}

#[derive(Serialize)]
struct Count {
    rating: &'static str,
    datasets: usize,
}

#[derive(Serialize)]
struct Row {
    dimension: &'static str,
    advice: &'static str,
    points: u16,
    passed: usize,
    unchecked: usize,
    /// Of a hundred datasets.
    percent: usize,
}

impl Together {
    pub fn new(summary: &Summary, measured: Option<Timestamp>, api: String, lang: &str) -> Self {
        let ratings = RATINGS.iter().zip(summary.ratings);
        let counted = INDICATORS.iter().zip(&summary.passed);
        let percent = |passed: usize| (passed * 100).checked_div(summary.datasets);
        let rows = counted.map(|(indicator, (passed, unchecked))| Row {
            dimension: indicator.dimension.label().in_lang(lang),
            advice: indicator.advice.in_lang(lang),
            points: indicator.points,
            passed: *passed,
            unchecked: *unchecked,
            percent: percent(*passed).unwrap_or(0),
        });
        Self {
            datasets: summary.datasets,
            score: summary.score,
            max: MOST,
            rating: Rating::of(summary.score).code(),
            ratings: ratings
                .map(|(rating, datasets)| Count {
                    rating: rating.code(),
                    datasets,
                })
                .collect(),
            rows: rows.collect(),
            measured,
            api,
        }
    }
}
