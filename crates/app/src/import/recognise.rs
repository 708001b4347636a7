//! What a JSON value of a source is: its class, its address, or its shape says so.

use serde_json::{Map, Value};

use super::gather::Gathered;
use super::read::{Reading, reference};
use super::report::{Outcome, Report};
use super::{dataset, subjects};

/// A kind of object that sources hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Bundle,
    Dataset,
    Organization,
    Reuse,
    Dataservice,
    Topic,
    Post,
    Discussion,
    Community,
    Contact,
    User,
}

const PATHS: [(&str, Shape); 9] = [
    ("/community_resources/", Shape::Community),
    ("/datasets/", Shape::Dataset),
    ("/organizations/", Shape::Organization),
    ("/reuses/", Shape::Reuse),
    ("/dataservices/", Shape::Dataservice),
    ("/topics/", Shape::Topic),
    ("/posts/", Shape::Post),
    ("/discussions/", Shape::Discussion),
    ("/users/", Shape::User),
];

const CLASSES: [(&str, Shape); 9] = [
    ("Dataset", Shape::Dataset),
    ("Organization", Shape::Organization),
    ("Reuse", Shape::Reuse),
    ("Dataservice", Shape::Dataservice),
    ("Topic", Shape::Topic),
    ("Post", Shape::Post),
    ("Discussion", Shape::Discussion),
    ("CommunityResource", Shape::Community),
    ("User", Shape::User),
];

/// What an object is; none when nothing tells.
pub fn shape(map: &Map<String, Value>) -> Option<Shape> {
    let has = |key: &str| map.contains_key(key);
    let text = |key: &str| map.get(key).and_then(Value::as_str);
    if map.get("dataset").is_some_and(Value::is_object)
        && (has("resources") || has("organization"))
        && !has("id")
    {
        return Some(Shape::Bundle);
    }
    if has("discussion") {
        return Some(Shape::Discussion);
    }
    if let Some((_, shape)) = CLASSES.iter().find(|(name, _)| text("class") == Some(name)) {
        return Some(*shape);
    }
    for address in ["uri", "self_api_url", "page"].into_iter().filter_map(text) {
        let found = PATHS
            .iter()
            .find(|(part, _)| address.contains(part) || format!("{address}/").contains(part));
        if let Some((_, shape)) = found {
            return Some(*shape);
        }
    }
    if has("filetype") && has("url") {
        return Some(Shape::Community);
    }
    if has("body_type") || has("headline") {
        return Some(Shape::Post);
    }
    if has("first_name") {
        return Some(Shape::User);
    }
    if has("base_api_url") || has("metadata_modified_at") {
        return Some(Shape::Dataservice);
    }
    if has("contact_form") && has("role") {
        return Some(Shape::Contact);
    }
    if has("elements") && has("name") {
        return Some(Shape::Topic);
    }
    if has("title") && has("url") && (has("topic") || has("type")) {
        return Some(Shape::Reuse);
    }
    if has("title") {
        return Some(Shape::Dataset);
    }
    has("name").then_some(Shape::Organization)
}

/// Gathers one value of a source; false when it could not be used at all.
pub fn take(value: &Value, gathered: &mut Gathered, report: &mut Report, place: &str) -> bool {
    let Some(map) = value.as_object() else {
        report.note(Outcome::Refused, "not an object", || place.to_owned());
        return false;
    };
    let Some(shape) = shape(map) else {
        let reason = "an object of a kind that is not known";
        report.note(Outcome::Refused, reason, || place.to_owned());
        return false;
    };
    take_as(shape, map, gathered, report, place)
}

/// Gathers one object known to be of a shape.
pub fn take_as(
    shape: Shape,
    map: &Map<String, Value>,
    gathered: &mut Gathered,
    report: &mut Report,
    place: &str,
) -> bool {
    if shape == Shape::Bundle {
        return bundle(map, gathered, report, place);
    }
    one(shape, map, gathered, report, None)
}

fn one(
    shape: Shape,
    map: &Map<String, Value>,
    gathered: &mut Gathered,
    report: &mut Report,
    about: Option<vitrail_domain::Id>,
) -> bool {
    let reading = &mut Reading::new(word(shape), map, report);
    match shape {
        Shape::Bundle => false,
        Shape::Dataset => dataset::read(reading, gathered).is_some(),
        Shape::Organization => subjects::organization(reading, gathered).is_some(),
        Shape::Reuse => subjects::reuse(reading, gathered, about).is_some(),
        Shape::Dataservice => subjects::dataservice(reading, gathered, about).is_some(),
        Shape::Topic => subjects::topic(reading, gathered).is_some(),
        Shape::Post => subjects::post(reading, gathered).is_some(),
        Shape::Discussion => subjects::discussion(reading, gathered, about).is_some(),
        Shape::Community => dataset::read_community(reading, gathered, about).is_some(),
        Shape::Contact => {
            gathered.contact(reading, vitrail_domain::Owner::Nobody);
            true
        }
        Shape::User => {
            let value = Value::Object(Map::from_iter([(
                "user".to_owned(),
                Value::Object(map.clone()),
            )]));
            let map = value.as_object();
            map.is_some_and(|map| gathered.user(&mut reading.inside(map), "user").is_some())
        }
    }
}

fn word(shape: Shape) -> &'static str {
    match shape {
        Shape::Bundle => "bundle",
        Shape::Dataset => "dataset",
        Shape::Organization => "organization",
        Shape::Reuse => "reuse",
        Shape::Dataservice => "dataservice",
        Shape::Topic => "topic",
        Shape::Post => "post",
        Shape::Discussion => "discussion",
        Shape::Community => "community resource",
        Shape::Contact => "contact point",
        Shape::User => "user",
    }
}

/// One bundle of udata's fixtures: a dataset and all that belongs to it, which does not say so itself.
fn bundle(
    map: &Map<String, Value>,
    gathered: &mut Gathered,
    report: &mut Report,
    place: &str,
) -> bool {
    let organization = map.get("organization").and_then(Value::as_object);
    if let Some(organization) = organization {
        one(Shape::Organization, organization, gathered, report, None);
    }
    let Some(dataset) = map.get("dataset").and_then(Value::as_object) else {
        report.note(Outcome::Refused, "a bundle without its dataset", || {
            place.to_owned()
        });
        return organization.is_some();
    };
    let mut whole = dataset.clone();
    for key in ["resources", "organization"] {
        let own = whole.get(key).is_some_and(|value| !value.is_null());
        if let Some(value) = map.get(key).filter(|_| !own) {
            whole.insert(key.to_owned(), value.clone());
        }
    }
    let about = whole.get("id").and_then(reference);
    let read = one(Shape::Dataset, &whole, gathered, report, None);
    let parts = [
        ("reuses", Shape::Reuse),
        ("community_resources", Shape::Community),
        ("discussions", Shape::Discussion),
        ("dataservices", Shape::Dataservice),
    ];
    for (key, shape) in parts {
        let objects = map.get(key).and_then(Value::as_array);
        for object in objects.into_iter().flatten().filter_map(Value::as_object) {
            one(shape, object, gathered, report, about);
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_are_recognised() {
        let cases = [
            (
                json!({"dataset": {}, "organization": {}, "resources": []}),
                Some(Shape::Bundle),
            ),
            (
                json!({"id": 1, "name": "A", "uri": "https://x/api/1/organizations/a/"}),
                Some(Shape::Organization),
            ),
            (
                json!({"id": 1, "title": "A", "page": "https://x/fr/datasets/a/"}),
                Some(Shape::Dataset),
            ),
            (
                json!({"id": 1, "title": "A", "self_api_url": "https://x/api/1/dataservices/a/"}),
                Some(Shape::Dataservice),
            ),
            (
                json!({"title": "A", "discussion": []}),
                Some(Shape::Discussion),
            ),
            (
                json!({"title": "A", "url": "https://a", "type": "api", "topic": "others"}),
                Some(Shape::Reuse),
            ),
            (
                json!({"title": "A", "url": "https://a", "filetype": "remote"}),
                Some(Shape::Community),
            ),
            (
                json!({"title": "A", "organization": {"name": "B"}}),
                Some(Shape::Dataset),
            ),
            (json!({"name": "A"}), Some(Shape::Organization)),
            (
                json!({"name": "A", "uri": "https://x/api/2/topics/a"}),
                Some(Shape::Topic),
            ),
            (json!({"what": 1}), None),
        ];
        for (value, expected) in cases {
            assert_eq!(shape(value.as_object().unwrap()), expected, "{value}");
        }
    }
}
