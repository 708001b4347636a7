//! What an import did and what it decided: counted by reason, with a few examples each, so that an operator
//! can judge thousands of small repairs at a glance.

use std::collections::BTreeMap;

use serde::Serialize;
use vitrail_domain::Kind;

const EXAMPLES: usize = 5;

/// What became of something that was not as expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Left out of the portal.
    Refused,
    /// Written otherwise than it came.
    Mended,
    /// Two descriptions of one thing made one.
    Merged,
    /// Written as it came, although the rules of the portal would not accept it from a form.
    Kept,
}

/// One reason, how often it was met, and where at first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub count: u64,
    pub examples: Vec<String>,
}

/// How many objects of a kind were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

/// The whole account of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Objects read by source.
    pub sources: BTreeMap<String, u64>,
    /// Sources of which something could not be read, and why.
    pub unreadable: Vec<String>,
    pub written: BTreeMap<Kind, Tally>,
    /// By outcome, then by reason.
    pub findings: BTreeMap<Outcome, BTreeMap<String, Finding>>,
    /// Objects whose counts were made larger by what the portal now holds.
    pub recounted: u64,
}

impl Report {
    /// Counts a decision; the example is only written when it is one of the first.
    pub fn note(&mut self, outcome: Outcome, reason: &str, example: impl FnOnce() -> String) {
        let reasons = self.findings.entry(outcome).or_default();
        if !reasons.contains_key(reason) {
            reasons.insert(reason.to_owned(), Finding::default());
        }
        if let Some(finding) = reasons.get_mut(reason) {
            finding.count += 1;
            if finding.examples.len() < EXAMPLES {
                finding.examples.push(example());
            }
        }
    }

    pub fn count(&self, outcome: Outcome, reason: &str) -> u64 {
        self.findings
            .get(&outcome)
            .and_then(|reasons| reasons.get(reason))
            .map_or(0, |finding| finding.count)
    }

    pub fn tally(&mut self, kind: Kind) -> &mut Tally {
        self.written.entry(kind).or_default()
    }

    /// How many objects were read in all.
    pub fn read(&self) -> u64 {
        self.sources.values().sum()
    }

    /// Whether anything of the portal changed.
    pub fn changed(&self) -> bool {
        self.recounted > 0
            || self
                .written
                .values()
                .any(|tally| tally.created > 0 || tally.updated > 0)
    }

    /// Whether the command must end with a failure: a source could not be read, or nothing was found.
    pub fn failed(&self) -> bool {
        !self.unreadable.is_empty() || self.read() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_all_and_shows_a_few() {
        let mut report = Report::default();
        for turn in 0..9 {
            report.note(Outcome::Kept, "a short tag", || format!("tag {turn}"));
        }
        let finding = &report.findings[&Outcome::Kept]["a short tag"];
        assert_eq!(finding.count, 9);
        assert_eq!(finding.examples.len(), EXAMPLES);
        assert_eq!(report.count(Outcome::Kept, "a short tag"), 9);
        assert!(report.failed(), "nothing was read");
    }
}
