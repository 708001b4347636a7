//! Datasets in the API. Version 1 holds the files; version 2 links to them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::dataset::Datasets;
use vitrail_app::domain::dataset::{AccessAudience, COUNTS, Schema, TemporalCoverage};
use vitrail_app::domain::quality::Score;
use vitrail_app::domain::spatial::{Spatial, Zone};
use vitrail_app::domain::vocabulary::{Vocabulary, frequency::Frequency, granularity, license};
use vitrail_app::domain::{Dataset, Extras, Kind, Timestamp};

use crate::api::view::contact_point::{ContactPointRef, contacts};
use crate::api::view::organization::{OrganizationRef, owner};
use crate::api::view::resource::{Internal, ResourceOut};
use crate::api::view::user::UserRef;
use crate::api::view::{Badge, Rel, badges, harvest};
use crate::context::Context;

/// A dataset. `R` is its files (version 1) or a link to them (version 2).
#[derive(Clone, Debug, Serialize)]
pub struct DatasetOut<'a> {
    pub id: String,
    pub title: &'a str,
    pub acronym: Option<&'a str>,
    pub slug: &'a str,
    pub description: &'a str,
    pub description_short: Option<&'a str>,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub deleted: Option<Timestamp>,
    pub private: bool,
    pub tags: &'a [String],
    pub badges: Vec<Badge<'a>>,
    pub resources: Files<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community_resources: Option<Rel>,
    pub frequency: Value,
    pub frequency_date: Option<Timestamp>,
    pub extras: &'a Extras,
    pub metrics: BTreeMap<&'a str, Value>,
    pub organization: Option<OrganizationRef<'a>>,
    pub owner: Option<UserRef<'a>>,
    pub temporal_coverage: Option<TemporalCoverage>,
    pub spatial: Option<SpatialOut<'a>>,
    pub license: Value,
    pub access_type: &'a str,
    pub access_audiences: &'a [AccessAudience],
    pub access_type_reason_category: Option<&'a str>,
    pub access_type_reason: Option<&'a str>,
    pub authorization_request_url: Option<&'a str>,
    pub uri: String,
    pub page: String,
    pub last_update: Timestamp,
    pub archived: Option<Timestamp>,
    pub doi: Option<&'a str>,
    pub quality: Score,
    /// Said only of what is known by its title and description alone, where the last update is that of the
    /// identifier, and the quality that of what is here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    pub harvest: Option<Cow<'a, Extras>>,
    /// Masked in version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Option<&'a Schema>>,
    pub geopf: Option<Value>,
    pub internal: Internal,
    pub contact_points: Vec<ContactPointRef<'a>>,
    pub featured: bool,
    pub permissions: DatasetRights,
}

/// The files of a dataset, or where they are.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Files<'a> {
    Whole(Vec<ResourceOut<'a>>),
    Link(Rel),
}

#[derive(Clone, Debug, Serialize)]
pub struct SpatialOut<'a> {
    pub geom: Option<&'a Value>,
    pub zones: Value,
    pub granularity: Value,
}

/// What the caller may do with a dataset.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DatasetRights {
    pub delete: bool,
    pub edit: bool,
    pub edit_resources: bool,
}

/// Zones by id, read when full objects are asked.
pub type Zones = HashMap<String, Zone>;

impl<'a> DatasetOut<'a> {
    /// Version 1.
    pub fn v1(
        context: &Context,
        all: &'a Datasets,
        dataset: &'a Dataset,
        now: Timestamp,
        zones: &Zones,
    ) -> Self {
        let files = all
            .resources
            .get(&dataset.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let files = files
            .iter()
            .map(|file| ResourceOut::new(context, file))
            .collect();
        let mut out = Self::new(context, all, dataset, Files::Whole(files), now, zones);
        out.schema = Some(dataset.schema.as_ref());
        out
    }

    /// Version 2.
    pub fn v2(
        context: &Context,
        all: &'a Datasets,
        dataset: &'a Dataset,
        now: Timestamp,
        zones: &Zones,
    ) -> Self {
        let id = dataset.id;
        let total = all.counts.get(&id).copied().unwrap_or(0);
        let href = context.url(&format!(
            "/api/2/datasets/{id}/resources/?page=1&page_size=50"
        ));
        let mut out = Self::new(
            context,
            all,
            dataset,
            Files::Link(Rel::new(href, total)),
            now,
            zones,
        );
        let href = context.url(&format!(
            "/api/1/datasets/community_resources/?dataset={id}&page=1&page_size=50"
        ));
        let total = all.community_counts.get(&id).copied().unwrap_or(0);
        out.community_resources = Some(Rel::new(href, total));
        out
    }

    fn new(
        context: &Context,
        all: &'a Datasets,
        dataset: &'a Dataset,
        resources: Files<'a>,
        now: Timestamp,
        zones: &Zones,
    ) -> Self {
        let references = &all.references;
        let rights = context
            .actor
            .rights((Kind::Dataset, dataset.id), dataset.owner);
        let full = context.full_objects;
        Self {
            id: dataset.id.to_string(),
            title: &dataset.title,
            acronym: dataset.acronym.as_deref(),
            slug: &dataset.slug,
            description: &dataset.description,
            description_short: dataset.description_short.as_deref(),
            created_at: dataset.created_at(),
            last_modified: dataset.last_modified(),
            deleted: dataset.deleted,
            private: dataset.private,
            tags: &dataset.tags,
            badges: badges(&dataset.badges),
            resources,
            community_resources: None,
            frequency: frequency(&dataset.frequency, full, context.lang),
            frequency_date: dataset.frequency_date,
            extras: &dataset.extras,
            metrics: metrics(&dataset.metrics, &COUNTS),
            organization: OrganizationRef::of(context, references, dataset.owner),
            owner: owner(context, references, dataset.owner),
            temporal_coverage: dataset.temporal_coverage,
            spatial: dataset
                .spatial
                .as_ref()
                .map(|place| spatial(context, place, zones)),
            license: license_of(dataset, full),
            access_type: &dataset.access_type,
            access_audiences: &dataset.access_audiences,
            access_type_reason_category: dataset.access_type_reason_category.as_deref(),
            access_type_reason: dataset.access_type_reason.as_deref(),
            authorization_request_url: dataset.authorization_request_url.as_deref(),
            uri: context.url(&format!("/api/1/datasets/{}/", dataset.slug)),
            page: context.url(&format!("/datasets/{}", dataset.slug)),
            last_update: dataset.last_update,
            archived: dataset.archived,
            doi: None,
            quality: dataset.quality.score(dataset, now),
            partial: dataset.partial,
            harvest: harvest(dataset.harvest.as_ref()),
            schema: None,
            geopf: None,
            internal: Internal {
                created_at_internal: dataset.created_at_internal,
                last_modified_internal: dataset.last_modified_internal,
            },
            contact_points: contacts(references, &dataset.contact_points),
            featured: dataset.featured,
            permissions: DatasetRights {
                delete: rights.delete,
                edit: rights.edit,
                edit_resources: rights.edit,
            },
        }
    }
}

/// The counts of an object, those of `always` being zero when nobody counted them.
pub fn metrics<'a>(
    kept: &'a BTreeMap<String, Value>,
    always: &[&'static str],
) -> BTreeMap<&'a str, Value> {
    let mut all: BTreeMap<&str, Value> = always.iter().map(|key| (*key, Value::from(0))).collect();
    all.extend(
        kept.iter()
            .map(|(key, value)| (key.as_str(), value.clone())),
    );
    all
}

/// The place of an object; `zones` are read when full objects are asked.
pub fn spatial<'a>(context: &Context, place: &'a Spatial, zones: &Zones) -> SpatialOut<'a> {
    let full = context.full_objects;
    SpatialOut {
        geom: place.geom.as_ref(),
        zones: zones_of(&place.zones, full, zones),
        granularity: granularity_of(&place.granularity, full, context.lang),
    }
}

fn frequency(code: &str, full: bool, lang: &str) -> Value {
    if !full {
        return code.into();
    }
    let label = Frequency::parse(code).map_or(code, |frequency| frequency.label().in_lang(lang));
    json!({"id": code, "label": label})
}

fn granularity_of(code: &str, full: bool, lang: &str) -> Value {
    if !full {
        return code.into();
    }
    let name = granularity::granularities().find(|(id, _)| *id == code);
    json!({"id": code, "name": name.map_or(code, |(_, label)| label.in_lang(lang))})
}

fn license_of(dataset: &Dataset, full: bool) -> Value {
    let id = match (&dataset.license, dataset.access_type.as_str()) {
        (Some(id), _) => id.as_str(),
        (None, "open") => license::NOT_SPECIFIED,
        (None, _) => return Value::Null,
    };
    if !full {
        return id.into();
    }
    license::find(id).map_or_else(
        || {
            json!({"id": id, "title": id, "maintainer": null, "url": null, "flags": [],
                  "alternate_urls": [], "alternate_titles": []})
        },
        license_out,
    )
}

/// A licence, whole.
pub fn license_out(license: &license::License) -> Value {
    json!({
        "id": license.id, "title": license.title, "maintainer": license.maintainer, "url": license.url,
        "flags": license.flags, "alternate_urls": license.alternate_urls,
        "alternate_titles": license.alternate_titles,
    })
}

fn zones_of(ids: &[String], full: bool, zones: &Zones) -> Value {
    if !full {
        return ids.into();
    }
    ids.iter()
        .map(|id| {
            zones.get(id).map_or_else(
                || json!({"id": id, "code": null, "level": null, "name": id, "uri": null}),
                |zone| {
                    json!({"id": id, "code": zone.code, "level": zone.level, "name": zone.name,
                           "uri": zone.uri})
                },
            )
        })
        .collect()
}

/// The zones that these datasets name, when full objects are asked.
pub fn zones_wanted<'a>(
    context: &Context,
    datasets: impl IntoIterator<Item = &'a Dataset>,
) -> Vec<String> {
    let places = datasets.into_iter();
    zones_of_places(context, places.filter_map(|found| found.spatial.as_ref()))
}

/// The zones of these places, when full objects are asked.
pub fn zones_of_places<'a>(
    context: &Context,
    places: impl Iterator<Item = &'a Spatial>,
) -> Vec<String> {
    if !context.full_objects {
        return Vec::new();
    }
    let mut ids: Vec<String> = places.flat_map(|place| place.zones.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
