//! Datasets.

#![expect(
    clippy::option_option,
    reason = "absent, null and given are three answers of a form"
)]

use serde_json::Value;

use crate::Extras;
use crate::dataset::{
    ACRONYM_MAX, AccessAudience, DESCRIPTION_MAX, DESCRIPTION_SHORT_MAX, Dataset, TITLE_MAX,
    TemporalCoverage,
};
use crate::form::{Form, Problem};
use crate::time::Timestamp;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::access::{AccessType, ReasonCategory};
use crate::vocabulary::frequency::Frequency;
use crate::vocabulary::license;

/// What a new dataset must have.
pub const CREATED: [&str; 2] = ["title", "description"];

/// A reason in free text is at most this long.
pub(super) const REASON_MAX: usize = 5_000;

const ROLES: [&str; 3] = [
    "local_authority_and_administration",
    "company_and_association",
    "private",
];
const CONDITIONS: [&str; 3] = ["yes", "no", "under_condition"];

impl Dataset {
    /// Takes what the form says of the description. Owner, contacts and files are the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(title) = form.required("title", TITLE_MAX) {
            self.title = title;
        }
        if let Some(text) = form.required("description", DESCRIPTION_MAX) {
            self.description = text;
        }
        if let Some(acronym) = form.text("acronym", ACRONYM_MAX) {
            self.acronym = acronym;
        }
        if let Some(text) = form.text("description_short", DESCRIPTION_SHORT_MAX) {
            self.description_short = text;
        }
        if let Some(tags) = form.tags("tags") {
            self.tags = tags;
        }
        if let Some(private) = form.truth("private") {
            self.private = private;
        }
        if let Some(archived) = form.instant("archived") {
            self.archived = archived;
        }
        if let Some(deleted) = form.instant("deleted") {
            self.deleted = deleted;
        }
        if let Some(frequency) = frequency(form) {
            self.frequency = frequency;
        }
        if let Some(date) = form.instant("frequency_date") {
            self.frequency_date = date;
        }
        if let Some(extras) = form.extras("extras") {
            self.extras = extras;
        }
        if let Some(period) = temporal_coverage(form) {
            self.temporal_coverage = period;
        }
        if let Some(place) = super::spatial::read(form) {
            self.spatial = place;
        }
        self.edit_access(form);
    }

    fn edit_access(&mut self, form: &mut Form<'_>) {
        if let Some(license) = licence(form) {
            self.license = license;
        }
        if let Some(access) = form.code::<AccessType>("access_type") {
            self.access_type = access.unwrap_or_else(|| AccessType::Open.code().to_owned());
        }
        if let Some(audiences) = access_audiences(form) {
            self.access_audiences = audiences;
        }
        if let Some(url) = form.url("authorization_request_url") {
            self.authorization_request_url = url;
        }
        if let Some(category) = form.code::<ReasonCategory>("access_type_reason_category") {
            self.access_type_reason_category = category;
        }
        if let Some(reason) = form.text("access_type_reason", REASON_MAX) {
            self.access_type_reason = reason;
        }
        // A licence says what everyone may do: where access is not open it would mislead.
        if self.access_type != AccessType::Open.code() {
            self.license = None;
        }
    }
}

fn frequency(form: &mut Form<'_>) -> Option<String> {
    let Some(text) = form.text("frequency", 100)? else {
        return Some(Frequency::Unknown.code().to_owned());
    };
    let known = Frequency::parse(&text).map(|known| known.code().to_owned());
    if known.is_none() {
        let sentence = format!("'{text}' is not a valid UpdateFrequency");
        form.refuse("frequency", Problem::Whole(sentence));
    }
    known
}

pub(super) fn licence(form: &mut Form<'_>) -> Option<Option<String>> {
    let id = match form.value("license") {
        Some(Value::Object(object)) => object.get("id").and_then(Value::as_str),
        Some(Value::String(text)) => Some(text.as_str()),
        Some(_) => {
            form.refuse("license", Problem::Expected("text"));
            return None;
        }
        None => return form.is_null("license").then_some(None),
    };
    let id = id.map(str::trim).unwrap_or_default();
    if id.is_empty() {
        return Some(None);
    }
    if license::find(id).is_none() {
        form.refuse("license", Problem::Unknown(id.to_owned()));
        return None;
    }
    Some(Some(id.to_owned()))
}

/// A period: `{start, end}`, or a text `start - end`; turned when it is the wrong way round.
fn temporal_coverage(form: &mut Form<'_>) -> Option<Option<TemporalCoverage>> {
    const NAME: &str = "temporal_coverage";
    let day = |text: &str| text.trim().parse::<Timestamp>().map(Timestamp::date).ok();
    let (start, end) = match form.value(NAME) {
        None => return form.is_null(NAME).then_some(None),
        Some(Value::Object(fields)) => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
            (text("start").to_owned(), text("end").to_owned())
        }
        Some(Value::String(text)) => {
            let (start, end) = text.split_once(" - ").unwrap_or((text.as_str(), ""));
            (start.to_owned(), end.to_owned())
        }
        Some(_) => {
            form.refuse(NAME, Problem::Expected("object"));
            return None;
        }
    };
    if start.trim().is_empty() && end.trim().is_empty() {
        return Some(None);
    }
    let period = day(&start).zip(if end.trim().is_empty() {
        Some(None)
    } else {
        day(&end).map(Some)
    });
    let Some((start, end)) = period else {
        form.refuse(NAME, Problem::Expected("date"));
        return None;
    };
    Some(Some(match end {
        Some(end) if end < start => TemporalCoverage {
            start: end,
            end: Some(start),
        },
        end => TemporalCoverage { start, end },
    }))
}

pub(super) fn access_audiences(form: &mut Form<'_>) -> Option<Vec<AccessAudience>> {
    const NAME: &str = "access_audiences";
    let mut audiences: Vec<AccessAudience> = Vec::new();
    for item in form.list(NAME)? {
        let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
        let (role, condition) = (text("role"), text("condition"));
        for (value, known) in [(role, ROLES), (condition, CONDITIONS)] {
            if !known.contains(&value) {
                let known = known.iter().map(|known| (*known).to_owned()).collect();
                form.refuse(NAME, Problem::NotAChoice(value.to_owned(), known));
                return None;
            }
        }
        if audiences.iter().any(|other| other.role == role) {
            let sentence = "You can only set one access audience per role".to_owned();
            form.refuse(NAME, Problem::Said(sentence));
            return None;
        }
        audiences.push(AccessAudience {
            role: role.to_owned(),
            condition: condition.to_owned(),
        });
    }
    Some(audiences)
}

/// Merges extras key by key: null takes a key away.
pub fn merge(extras: &mut Extras, changes: &Extras) {
    for (key, value) in changes {
        if value.is_null() {
            extras.remove(key);
        } else {
            extras.insert(key.clone(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Problems;
    use serde_json::json;

    fn edited(value: &Value) -> Result<Dataset, Problems> {
        let mut dataset = Dataset::default();
        let mut form = Form::new(value.as_object().unwrap());
        dataset.edit(&mut form);
        form.finish()?;
        Ok(dataset)
    }

    #[test]
    fn takes_what_is_well_said() {
        let dataset = edited(&json!({
            "title": " Arbres ", "description": "d", "tags": "Été, arbres",
            "frequency": "fortnighly", "license": {"id": "lov2"},
            "temporal_coverage": "2020-12-31 - 2020-01-01",
            "spatial": {"zones": [{"id": "fr:commune:75056@1942-01-01"}], "granularity": "poi"},
        }))
        .unwrap();
        assert_eq!(dataset.title, "Arbres");
        assert_eq!(dataset.tags, ["arbres", "ete"]);
        assert_eq!(dataset.frequency, "biweekly");
        assert_eq!(dataset.license.as_deref(), Some("lov2"));
        let period = dataset.temporal_coverage.unwrap();
        assert_eq!(period.start.to_string(), "2020-01-01");
        assert_eq!(dataset.spatial.unwrap().zones, ["fr:commune:75056"]);
    }

    #[test]
    fn restricted_data_have_no_licence() {
        let dataset = edited(&json!({"license": "lov2", "access_type": "restricted"})).unwrap();
        assert_eq!(dataset.license, None);
    }

    #[test]
    fn refuses_by_field() {
        for (sent, field) in [
            (json!({"title": null}), "title"),
            (json!({"license": "mine"}), "license"),
            (json!({"frequency": "bogus"}), "frequency"),
            (
                json!({"temporal_coverage": {"end": "2020-01-01"}}),
                "temporal_coverage",
            ),
            (json!({"access_type": "closed"}), "access_type"),
            (
                json!({"access_audiences": [{"role": "private", "condition": "maybe"}]}),
                "access_audiences",
            ),
            (
                json!({"spatial": {"zones": ["country:fr"], "geom": {"type": "MultiPolygon", "coordinates": []}}}),
                "spatial.zones",
            ),
            (
                json!({"spatial": {"geom": {"type": "Point"}}}),
                "spatial.geom",
            ),
        ] {
            let problems = edited(&sent).unwrap_err();
            assert!(problems.contains_key(field), "{sent} {problems:?}");
        }
    }

    #[test]
    fn null_takes_an_extra_away() {
        let mut extras = json!({"a": 1, "b": 2}).as_object().unwrap().clone();
        merge(&mut extras, json!({"a": null, "c": 3}).as_object().unwrap());
        assert_eq!(Value::Object(extras), json!({"b": 2, "c": 3}));
    }
}
