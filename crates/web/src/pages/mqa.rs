//! The points of the European assessment as pages show them: how many, and what to do for the others, what gives most
//! first.

use serde::Serialize;
use vitrail_app::dcat::Violation;
use vitrail_app::dcat::mqa::{About, INDICATORS, MOST, Rating, Report, lacking};
use vitrail_app::domain::{Id, Timestamp};
use vitrail_app::mqa::{HIGH_VALUE, RATINGS, Summary};

use crate::view::Words;

/// What a dataset gets.
#[derive(Serialize)]
pub struct Points {
    score: u16,
    max: u16,
    rating: &'static str,
    advice: Vec<Advice>,
    /// Points that a check of its links will give or not.
    unchecked: u16,
    refused: Vec<Refused>,
    /// None where the data are not of high value.
    high_value: Option<Vec<Lacking>>,
}

#[derive(Serialize)]
struct Advice {
    points: u16,
    text: &'static str,
    needs_file: bool,
}

/// Something that DCAT-AP refuses.
#[derive(Serialize)]
struct Refused {
    property: &'static str,
    rule: &'static str,
    /// `dataset`, `file`, `api` or `other`.
    about: &'static str,
    title: Option<String>,
}

/// A fact that data of high value lack.
#[derive(Default, Serialize)]
struct Lacking {
    text: &'static str,
    /// Whether the dataset itself lacks it.
    whole: bool,
    /// How many files lack it.
    files: usize,
    /// The APIs that lack it.
    apis: Vec<String>,
}

impl Lacking {
    /// What to do for these facts, each thing once.
    fn together(report: &Report, found: &[Violation], lang: &str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for one in found {
            let text = lacking(one).in_lang(lang);
            let about = report.about(one);
            let known = all.iter().position(|said| said.text == text);
            let place = known.unwrap_or_else(|| {
                all.push(Self {
                    text,
                    ..Self::default()
                });
                all.len() - 1
            });
            let Some(said) = all.get_mut(place) else {
                continue;
            };
            match about {
                About::Dataset => said.whole = true,
                About::File(_) => said.files += 1,
                About::Api(title) if !said.apis.contains(title) => said.apis.push(title.clone()),
                About::Api(_) | About::Other => {}
            }
        }
        all
    }

    /// What to do and where, as the form of the dataset says it.
    fn said(&self, words: &Words) -> String {
        let files = (self.files > 0 && !self.whole).then(|| {
            let files = u64::try_from(self.files).unwrap_or(u64::MAX);
            words.format("count-files", &[("n", files.into())])
        });
        let apis = self
            .apis
            .iter()
            .map(|title| words.format("mqa-about-api", &[("title", title.as_str().into())]));
        let places: Vec<String> = files.into_iter().chain(apis).collect();
        if places.is_empty() {
            return self.text.to_owned();
        }
        format!("{} ({})", self.text, places.join(", "))
    }
}

/// What data of high value lack, for a list of many.
pub fn lacks(report: &Report, words: &Words) -> String {
    let found = report.high_value.as_deref().unwrap_or_default();
    let all = Lacking::together(report, found, words.lang());
    let said = all.iter().map(|one| one.said(words));
    said.collect::<Vec<_>>().join(" ")
}

impl Refused {
    fn new(report: &Report, violation: &Violation) -> Self {
        let (about, title) = match report.about(violation) {
            About::Dataset => ("dataset", None),
            About::File(title) => ("file", Some(title.clone())),
            About::Api(title) => ("api", Some(title.clone())),
            About::Other => ("other", None),
        };
        Self {
            property: violation.property,
            rule: violation.rule.as_str(),
            about,
            title,
        }
    }
}

impl Points {
    pub fn new(report: &Report, lang: &str) -> Self {
        let mut advice: Vec<Advice> = Vec::new();
        for one in report
            .measures
            .iter()
            .filter(|one| one.passed == Some(false))
        {
            let found = report.advice(one.indicator);
            let text = found.said.in_lang(lang);
            // One thing to do may give the points of several indicators.
            match advice.iter_mut().find(|said| said.text == text) {
                Some(said) => said.points += found.points,
                None => advice.push(Advice {
                    points: found.points,
                    text,
                    needs_file: found.needs_file,
                }),
            }
        }
        advice.sort_by_key(|one| (one.needs_file, std::cmp::Reverse(one.points)));
        let unknown = report.measures.iter().filter(|one| one.passed.is_none());
        Self {
            score: report.score,
            max: MOST,
            rating: report.rating().code(),
            advice,
            unchecked: unknown.map(|one| one.indicator.points).sum(),
            refused: report
                .refused()
                .map(|one| Refused::new(report, one))
                .collect(),
            high_value: report
                .high_value
                .as_deref()
                .map(|found| Lacking::together(report, found, lang)),
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
    /// None where no data are of high value.
    high_value: Option<HighValue>,
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
struct HighValue {
    datasets: usize,
    lacking: usize,
    /// Those that lack a fact.
    url: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    dimension: &'static str,
    /// Where something fails.
    advice: Option<&'static str>,
    points: u16,
    passed: usize,
    failed: usize,
    /// The datasets that fail.
    url: Option<String>,
    unchecked: usize,
    /// Of a hundred datasets.
    percent: usize,
}

impl Together {
    /// `of`: the organization, in its back-office; none for the whole catalogue.
    pub fn new(summary: &Summary, of: Option<Id>, measured: Option<Timestamp>, lang: &str) -> Self {
        let api = of.map_or_else(
            || "/api/1/site/mqa/".to_owned(),
            |id| format!("/api/1/organizations/{id}/mqa/"),
        );
        let ratings = RATINGS.iter().zip(summary.ratings);
        let counted = INDICATORS.iter().zip(&summary.passed);
        // Rounded, but all is said of all only.
        let percent = |passed: usize| {
            let half = summary.datasets / 2;
            let rounded = (passed * 100 + half).checked_div(summary.datasets)?;
            Some(if passed < summary.datasets {
                rounded.min(99)
            } else {
                rounded
            })
        };
        let failing = |failed: usize, id: &str| {
            let of = of.filter(|_| failed > 0)?;
            Some(format!("/admin/organizations/{of}/mqa/{id}"))
        };
        let (of_high_value, lacking) = summary.high_value;
        // Of the whole catalogue, the others would be too many to look at one by one.
        let all = of.is_none() && lacking > 0;
        let all = all.then(|| format!("/admin/site/mqa/{HIGH_VALUE}"));
        let rows = counted.map(|(indicator, counted)| {
            let failed = summary.failed(counted);
            Row {
                name: indicator.label.in_lang(lang),
                dimension: indicator.dimension.label().in_lang(lang),
                advice: (failed > 0).then(|| indicator.advice.in_lang(lang)),
                points: indicator.points,
                passed: counted.0,
                failed,
                url: failing(failed, indicator.id),
                unchecked: counted.1,
                percent: percent(counted.0).unwrap_or(0),
            }
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
            high_value: (of_high_value > 0).then(|| HighValue {
                datasets: of_high_value,
                lacking,
                url: all.or_else(|| failing(lacking, HIGH_VALUE)),
            }),
            measured,
            api,
        }
    }
}
