//! The catalogue as DCAT-US writes it (Project Open Data 1.1, `/data.json`): one JSON document, written as it is read.
//! A fact that the portal does not have is left out, even where that schema asks for it.

use serde_json::{Map, Value, json};
use vitrail_dcat::{bounding_box, of_source};
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::access::{AccessType, ReasonCategory};
use vitrail_domain::vocabulary::frequency::Frequency;
use vitrail_domain::vocabulary::license;
use vitrail_domain::{Dataset, Id, Resource};
use vitrail_store::{self as store, Viewer};

use super::{STEP, last};
use crate::dataset::{self, Filter};
use crate::rdf::{Described, contacts};
use crate::{App, Result, file};

const SCHEMA: &str = "https://project-open-data.cio.gov/v1.1/schema";
/// Characters that the schema allows to `rights`.
const RIGHTS_MAX: usize = 255;

/// The document being written.
pub struct Catalogue {
    app: App,
    filter: Filter,
    /// The public address of the portal, without final slash.
    base: String,
    at: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Head,
    /// After this one, which was the first of all or not.
    After(Option<Id>),
    End,
    Done,
}

/// The public catalogue.
pub fn catalogue(app: &App, base: &str) -> Catalogue {
    Catalogue {
        app: app.clone(),
        filter: Filter::default(),
        base: base.to_owned(),
        at: Step::Head,
    }
}

impl Catalogue {
    /// The next part; nothing when all is written.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        match self.at {
            Step::Head => {
                self.filter = dataset::without_strangers(&self.app, &self.filter).await?;
                let head = json!({
                    "@context": format!("{SCHEMA}/catalog.jsonld"),
                    "@id": format!("{}/data.json", self.base),
                    "@type": "dcat:Catalog",
                    "conformsTo": SCHEMA,
                    "describedBy": format!("{SCHEMA}/catalog.json"),
                });
                let head = head.to_string();
                self.at = Step::After(None);
                let open = head.strip_suffix('}').unwrap_or(&head);
                Ok(Some(format!("{open},\"dataset\":[").into_bytes()))
            }
            Step::After(after) => {
                let size = i64::try_from(STEP).unwrap_or(i64::MAX);
                let (db, anyone) = (self.app.db(), &Viewer::Anonymous);
                let found = store::dataset::after(db, &self.filter, anyone, after, size).await?;
                let next = last(&found);
                let described = Described::read(&self.app, found).await?;
                let mut text = String::new();
                for (place, found) in described.all.data.iter().enumerate() {
                    if after.is_some() || place > 0 {
                        text.push(',');
                    }
                    text.push_str(&Value::Object(self.one(&described, found)).to_string());
                }
                self.at = next.map_or(Step::End, |last| Step::After(Some(last)));
                Ok(Some(text.into_bytes()))
            }
            Step::End => {
                self.at = Step::Done;
                Ok(Some(b"]}".to_vec()))
            }
            Step::Done => Ok(None),
        }
    }

    fn one(&self, described: &Described, found: &Dataset) -> Map<String, Value> {
        let references = &described.all.references;
        let people = contacts(references, &found.contact_points);
        let named = people.iter().find(|it| it.role == "publisher");
        let publisher = references.name_of(found.owner);
        let publisher = publisher.or_else(|| named.map(|it| it.name.clone()));
        let contact = people.first().map(|it| {
            let email = it.email.as_ref().map(|email| format!("mailto:{email}"));
            sparse([
                ("@type", Some(json!("vcard:Contact"))),
                ("fn", Some(json!(it.name))),
                ("hasEmail", email.map(Value::from)),
            ])
        });
        let period = found.temporal_coverage.map(|period| {
            let end = period.end.map(|end| end.to_string()).unwrap_or_default();
            format!("{}/{end}", period.start)
        });
        let identifier = found
            .harvest
            .as_ref()
            .and_then(|it| it.get("dct_identifier"));
        let id = found.id.to_string();
        let licence = found.license.as_deref().and_then(license::find);
        let files = described.all.resources.get(&found.id);
        let files: Vec<Value> = files
            .into_iter()
            .flatten()
            .map(|it| self.file(it))
            .collect();
        sparse([
            ("@type", Some(json!("dcat:Dataset"))),
            ("identifier", Some(json!(identifier.unwrap_or(&json!(id))))),
            ("title", Some(json!(found.title))),
            ("description", text(&found.description)),
            (
                "keyword",
                (!found.tags.is_empty()).then(|| json!(found.tags)),
            ),
            ("issued", Some(json!(found.created_at().date().to_string()))),
            ("modified", found.updated().map(|at| json!(at.to_string()))),
            (
                "publisher",
                publisher.map(|name| json!({"@type": "org:Organization", "name": name})),
            ),
            ("contactPoint", contact.map(Value::Object)),
            ("accessLevel", Some(json!(access(&found.access_type)))),
            (
                "rights",
                rights(found, &self.app.settings().default_language).map(Value::from),
            ),
            ("license", licence.and_then(|it| it.url).map(Value::from)),
            ("spatial", spatial(described, found).map(Value::from)),
            ("temporal", period.map(Value::from)),
            (
                "accrualPeriodicity",
                periodicity(&found.frequency).map(Value::from),
            ),
            (
                "landingPage",
                Some(json!(format!("{}/datasets/{}", self.base, found.slug))),
            ),
            ("distribution", (!files.is_empty()).then(|| json!(files))),
        ])
    }

    fn file(&self, file: &Resource) -> Value {
        let url = file::hosted(&self.base, &file.url).into_owned();
        let kind = media_type(file);
        // The schema asks for the type of what is downloaded. A file of which nobody knows it is got at all the same, and no
        // type is made up.
        let (download, access) = match file.r#type.as_str() {
            "api" => (None, Some(url)),
            _ if kind.is_none() => (None, Some(url)),
            _ => (Some(url), None),
        };
        let schema = file.schema.as_ref().and_then(|schema| schema.url.clone());
        Value::Object(sparse([
            ("@type", Some(json!("dcat:Distribution"))),
            ("title", text(&file.title)),
            ("description", file.description.as_deref().and_then(text)),
            (
                "mediaType",
                kind.filter(|_| download.is_some()).map(Value::from),
            ),
            ("downloadURL", download.map(Value::from)),
            ("accessURL", access.map(Value::from)),
            ("format", text(&file.format)),
            ("conformsTo", schema.map(Value::from)),
        ]))
    }
}

/// The media type that is kept, else that of the format.
fn media_type(file: &Resource) -> Option<&str> {
    let kept = file.mime.as_deref().filter(|mime| mime.contains('/'));
    kept.or_else(|| vitrail_dcat::file_type(&file.format)?.media_type)
}

/// An object of what is known.
fn sparse<const N: usize>(fields: [(&str, Option<Value>); N]) -> Map<String, Value> {
    let known = fields.into_iter();
    known
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

fn text(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| text.into())
}

fn access(access_type: &str) -> &'static str {
    match access_type {
        "open" => "public",
        "open_with_account" => "restricted public",
        _ => "non-public",
    }
}

/// Why not everybody gets the data at once and how they are asked for, in the language of the portal; else what the
/// source said.
fn rights(found: &Dataset, lang: &str) -> Option<String> {
    let access = AccessType::parse(&found.access_type).unwrap_or_default();
    let mut said = Vec::new();
    if access == AccessType::Open {
        said = of_source(&found.extras, "rights");
    } else {
        if access == AccessType::OpenWithAccount {
            said.push(access.term().label.in_lang(lang).to_owned());
        }
        let category = found.access_type_reason_category.as_deref();
        let category = category.and_then(ReasonCategory::parse);
        said.extend(category.map(|it| it.legal_mention(lang)));
        said.extend(found.access_type_reason.clone());
        said.extend(found.authorization_request_url.clone());
        if said.is_empty() {
            said = of_source(&found.extras, "accessRights");
        }
    }
    let said = said.join(" – ");
    let said: String = said.trim().chars().take(RIGHTS_MAX).collect();
    (!said.is_empty()).then_some(said)
}

/// Where data are about, which is one text in this schema: the box around their geometry (west, south, east, north), else
/// the names of their zones.
fn spatial(described: &Described, found: &Dataset) -> Option<String> {
    let geometry = found.spatial.as_ref().and_then(|it| it.geom.as_ref());
    if let Some([west, south, east, north]) = geometry.and_then(bounding_box) {
        return Some(format!("{west},{south},{east},{north}"));
    }
    let places = described.places(found);
    (!places.is_empty()).then(|| places.join(", "))
}

/// A repeating interval of ISO 8601, for the promises that are one.
fn periodicity(frequency: &str) -> Option<&'static str> {
    Some(match Frequency::parse(frequency)? {
        Frequency::Continuous => "R/PT1S",
        Frequency::OneMinute => "R/PT1M",
        Frequency::FiveMinutes => "R/PT5M",
        Frequency::TenMinutes => "R/PT10M",
        Frequency::FifteenMinutes => "R/PT15M",
        Frequency::ThirtyMinutes => "R/PT30M",
        Frequency::Hourly => "R/PT1H",
        Frequency::Bihourly => "R/PT2H",
        Frequency::Trihourly => "R/PT3H",
        Frequency::TwelveHours | Frequency::Semidaily => "R/PT12H",
        Frequency::ThreeTimesADay => "R/PT8H",
        Frequency::Daily => "R/P1D",
        Frequency::Semiweekly => "R/P3.5D",
        Frequency::ThreeTimesAWeek => "R/P0.33W",
        Frequency::Weekly => "R/P1W",
        Frequency::Biweekly => "R/P2W",
        Frequency::Semimonthly => "R/P0.5M",
        Frequency::ThreeTimesAMonth => "R/P0.33M",
        Frequency::Monthly => "R/P1M",
        Frequency::Bimonthly => "R/P2M",
        Frequency::Quarterly => "R/P3M",
        Frequency::ThreeTimesAYear => "R/P4M",
        Frequency::Semiannual => "R/P6M",
        Frequency::Annual => "R/P1Y",
        Frequency::Biennial => "R/P2Y",
        Frequency::Triennial => "R/P3Y",
        Frequency::Quadrennial => "R/P4Y",
        Frequency::Quinquennial => "R/P5Y",
        Frequency::Decennial => "R/P10Y",
        Frequency::Irregular => "irregular",
        _ => return None,
    })
}
