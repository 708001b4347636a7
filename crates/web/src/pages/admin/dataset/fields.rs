//! What is said of a dataset, in the order in which a producer is asked.

use serde_json::{Value, json};
use vitrail_app::domain::form::Form as Reader;
use vitrail_app::domain::vocabulary::access::{AccessType, ReasonCategory};
use vitrail_app::domain::{Dataset, Extras, Owner, Resource, Timestamp};

use crate::Web;
use crate::error::ApiError;
use crate::pages::admin::choice;
use crate::pages::admin::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Standing, Typed,
};
use crate::pages::admin::room::Room;

/// The territories that something is about.
pub const WHERE: Group = Group(
    "where",
    &[
        Field("spatial.zones", Kind::Picks, Optional),
        Field("spatial.granularity", Kind::Choice, Optional),
    ],
);

pub const FORM: Form = Form {
    name: "dataset",
    groups: &[
        Group(
            "what",
            &[
                Field("title", Kind::Text, Required),
                Field("acronym", Kind::Text, Optional),
                Field("description", Kind::Markdown, Required),
                Field("description_short", Kind::Text, Optional),
                Field("tags", Kind::Tags, Optional),
            ],
        ),
        Group(
            "terms",
            &[
                Field("access_type", Kind::Radio, Optional),
                Field("license", Kind::Choice, Optional),
                Field("access_type_reason_category", Kind::Choice, Optional),
                Field("access_type_reason", Kind::Lines, Optional),
                Field("authorization_request_url", Kind::Url, Optional),
            ],
        ),
        Group(
            "when",
            &[
                Field("frequency", Kind::Choice, Optional),
                Field("frequency_date", Kind::Day, Optional),
                Field("temporal_coverage.start", Kind::Day, Optional),
                Field("temporal_coverage.end", Kind::Day, Optional),
            ],
        ),
        WHERE,
        Group("whom", &[Field("contact_points", Kind::Boxes, Optional)]),
    ],
};

/// What the fields offer.
pub async fn choices(
    web: &Web,
    room: &Room,
    owner: Owner,
    typed: &Typed,
) -> Result<Choices, ApiError> {
    let (lang, words) = (room.context.lang, room.words(web)?);
    let none = || words.text("form-none");
    let zones = choice::zones(web, typed, "spatial.zones", words).await?;
    Ok(Choices::from([
        ("access_type", choice::terms::<AccessType>(lang)),
        ("license", choice::licenses(lang, none())),
        (
            "access_type_reason_category",
            choice::none_or::<ReasonCategory>(lang, none()),
        ),
        ("frequency", choice::frequencies(lang)),
        ("spatial.zones", zones),
        ("spatial.granularity", choice::levels(lang, none())),
        ("contact_points", choice::contacts(web, owner, lang).await?),
    ]))
}

/// What a form says, as clients of the API say it. What the form has no field for stays as it is.
pub fn object(typed: &Typed, former: Option<&Dataset>) -> Extras {
    let mut object = FORM.object(typed);
    let place = former.and_then(|former| former.spatial.as_ref());
    keep_drawn(
        &mut object,
        typed,
        place.and_then(|place| place.geom.as_ref()),
    );
    // The day of a date that somebody wrote with its hour is not another date.
    let day = former.and_then(|former| former.frequency_date);
    if day.is_some_and(|day| day.date().to_string() == typed.one("frequency_date")) {
        object.remove("frequency_date");
    }
    object
}

/// A geometry was drawn elsewhere: only naming territories takes its place.
pub fn keep_drawn(object: &mut Extras, typed: &Typed, geom: Option<&Value>) {
    let Some(geom) = geom.filter(|_| typed.many("spatial.zones").is_empty()) else {
        return;
    };
    let granularity = Some(typed.one("spatial.granularity")).filter(|text| !text.is_empty());
    let spatial = json!({"geom": geom, "granularity": granularity.unwrap_or("other")});
    object.insert("spatial".to_owned(), spatial);
}

/// A dataset as it would be typed.
pub fn typed(dataset: &Dataset) -> Typed {
    let mut held = json!(dataset);
    if let Value::Object(fields) = &mut held {
        // A level of detail that nobody chose.
        if dataset
            .spatial
            .as_ref()
            .is_none_or(|place| place.granularity == "other")
            && let Some(Value::Object(place)) = fields.get_mut("spatial")
        {
            place.remove("granularity");
        }
        fields.insert(
            "frequency_date".to_owned(),
            json!(dataset.frequency_date.map(|day| day.date().to_string())),
        );
    }
    FORM.typed(&held)
}

/// The dataset as it would be with what is typed.
pub fn typed_in(object: &Extras, former: &Dataset, files: &[Resource], now: Timestamp) -> Dataset {
    let mut dataset = former.clone();
    let mut form = Reader::new(object);
    dataset.edit(&mut form);
    // Whose they are is looked at when they are written.
    if let Some(contacts) = form.ids("contact_points") {
        dataset.contact_points = contacts;
    }
    dataset.refresh(files);
    if files.is_empty() {
        // What is being published now is on time.
        dataset.last_update = now;
    }
    dataset
}

/// An empty form: what most producers choose is chosen.
pub fn blank() -> Standing {
    let mut typed = typed(&Dataset::default());
    typed.set("frequency", "unknown");
    typed.set("access_type", "open");
    Standing::of(typed)
}
