//! When the data of Opendatasoft are from, which period they are about and how often they change.

use url::Url;
use vitrail_domain::Timestamp;
use vitrail_domain::dataset::TemporalCoverage;
use vitrail_domain::harvest::HarvestedDataset;
use vitrail_domain::slug::slugify;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::frequency::Frequency;

use super::{Metas, lose};
use crate::said;

pub fn when(metas: &mut Metas, read: &mut HarvestedDataset, root: &Url) {
    let mut date = |template: &str, key: &str| {
        let text = metas.text(template, key)?;
        let date = said::date(&text);
        if date.is_none() {
            lose(
                read,
                &format!("{template}.{key}"),
                &text,
                "a date that is none",
            );
        }
        date
    };
    let created = date("dcat", "created");
    let issued = date("dcat", "issued");
    let modified = date("default", "modified");
    let start = date("dcat", "temporal_coverage_start").map(Timestamp::date);
    let end = date("dcat", "temporal_coverage_end").map(Timestamp::date);
    let written = |date: Option<Timestamp>| date.map(|date| date.to_string());
    let page = root.join(&format!("explore/dataset/{}/", read.remote_id));
    read.dataset.harvest = said::facts([
        ("created_at", written(created)),
        ("issued_at", written(issued)),
        ("modified_at", written(modified)),
        ("remote_url", page.ok().map(Url::into)),
    ]);
    read.dataset.temporal_coverage = match (start, end) {
        (Some(start), Some(end)) if end < start => Some(TemporalCoverage {
            start: end,
            end: Some(start),
        }),
        (Some(start), end) => Some(TemporalCoverage { start, end }),
        _ => None,
    };
    if let Some(text) = metas.text("dcat", "temporal") {
        let found = vitrail_dcat::read::period(&text);
        if found.is_none() && read.dataset.temporal_coverage.is_none() {
            lose(read, "dcat.temporal", &text, "a period that is none");
        }
        let kept = read.dataset.temporal_coverage.or(found);
        if found.is_some() && kept != found {
            lose(read, "dcat.temporal", &text, "One period is kept");
        }
        read.dataset.temporal_coverage = kept;
    }
    let mut kept = None;
    for (template, key) in [
        ("default", "update_frequency"),
        ("dcat", "accrualperiodicity"),
    ] {
        let Some(told) = metas.text(template, key) else {
            continue;
        };
        let why = match frequency(&told) {
            Some(known) if kept.is_none_or(|kept| kept == known) => {
                kept = Some(known);
                let harvest = &mut read.dataset.harvest;
                said::keep_terms(harvest, "dct:accrualPeriodicity", &[&told]);
                known.code().clone_into(&mut read.dataset.frequency);
                continue;
            }
            Some(_) => "One frequency is kept",
            None => "a frequency that is not known",
        };
        lose(read, &format!("{template}.{key}"), &told, why);
    }
}

/// A frequency by its code or by its name in French or in English, which people type.
fn frequency(text: &str) -> Option<Frequency> {
    said::frequency(text).or_else(|| {
        let wanted = slugify(text);
        let adjectives = [
            ("annuelle", Frequency::Annual),
            ("annuel", Frequency::Annual),
            ("mensuelle", Frequency::Monthly),
            ("mensuel", Frequency::Monthly),
            ("hebdomadaire", Frequency::Weekly),
            ("quotidienne", Frequency::Daily),
            ("quotidien", Frequency::Daily),
            ("journaliere", Frequency::Daily),
            ("trimestrielle", Frequency::Quarterly),
            ("trimestriel", Frequency::Quarterly),
            ("semestrielle", Frequency::Semiannual),
            ("semestriel", Frequency::Semiannual),
            ("temps-reel", Frequency::Continuous),
        ];
        let adjective = adjectives.iter().find(|(name, _)| *name == wanted);
        adjective.map(|(_, known)| *known).or_else(|| {
            let named = |known: &&Frequency| {
                let label = known.label();
                slugify(label.fr) == wanted || slugify(label.en) == wanted
            };
            Frequency::ALL.iter().find(named).copied()
        })
    })
}
