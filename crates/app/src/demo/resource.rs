//! The files of datasets: hosted ones are written to the portal's own storage with the right size and digest;
//! those of a large catalogue stay with an imaginary producer.

use serde_json::Value;
use sha2::{Digest, Sha256};
use vitrail_domain::dataset::Schema;
use vitrail_domain::resource::Checksum;
use vitrail_domain::time::DAY;
use vitrail_domain::{Dataset, Extras, Resource, Timestamp, text};

use super::chance::Chance;
use super::dataset::{Draw, Traits, Words, capital};
use super::document::Document;
use super::organization::Publisher;
use super::table::{self, Scene, Table};
use super::territory::Place;
use super::theme::Theme;
use crate::file;

/// A file to keep.
pub struct Hosted {
    pub key: String,
    pub bytes: Vec<u8>,
}

/// What the files of a dataset are drawn from.
pub struct Files<'a> {
    pub draw: &'a Draw<'a>,
    pub dataset: &'a Dataset,
    pub theme: &'static Theme,
    pub place: &'a Place,
    pub publisher: &'a Publisher,
    pub traits: Traits,
    pub updated: Timestamp,
}

struct Made {
    name: String,
    title: String,
    description: Option<String>,
    r#type: &'static str,
    format: &'static str,
    mime: &'static str,
    bytes: Vec<u8>,
    at: Timestamp,
}

impl Files<'_> {
    /// Files that the portal keeps.
    pub fn hosted(&self, number: usize) -> (Vec<Resource>, Vec<Hosted>) {
        let mut chance = Chance::of(self.draw.seed, &format!("files {number}"));
        let mut made = Vec::new();
        if self.traits.closed || self.traits.restricted {
            made.push(self.documentation(&mut chance, Some("pdf")));
        } else {
            for (year, period) in periods(self.theme, self.updated, self.draw.seed, number) {
                let table = self.table(number, period);
                let last = made.is_empty();
                made.push(self.csv(&table, year, period.1, number));
                if last && self.theme.has_points() && chance.percent(60) {
                    made.push(self.other(&table, "geojson", "application/geo+json", period.1));
                } else if last && chance.percent(20) {
                    made.push(self.other(&table, "json", "application/json", period.1));
                }
            }
            if chance.percent(60) && !self.draw.lacks("documentation", number, 9, 8) {
                made.push(self.documentation(&mut chance, None));
            }
        }
        let mut resources = Vec::new();
        let mut hosted = Vec::new();
        for one in made {
            let (resource, file) = self.keep(one, &mut chance);
            resources.push(resource);
            hosted.push(file);
        }
        if self.traits.broken {
            resources.push(self.broken(&mut chance));
        }
        (resources, hosted)
    }

    fn table(&self, number: usize, period: (Timestamp, Timestamp)) -> Table {
        let organization = &self.publisher.organization;
        let year = u64::try_from(period.1.civil().year()).unwrap_or(0);
        table::draw(&Scene {
            theme: self.theme,
            place: self.place,
            territories: self.draw.territories,
            publisher: (
                &organization.name,
                organization
                    .business_number_id
                    .as_deref()
                    .unwrap_or_default(),
            ),
            period,
            objects: Chance::of(self.draw.seed, &format!("objects {number}")).next(),
            seed: Chance::of(self.draw.seed, &format!("measures {number} {year}")).next(),
        })
    }

    fn csv(&self, table: &Table, year: Option<i16>, at: Timestamp, number: usize) -> Made {
        let stem = match year {
            Some(year) => format!("{}-{year}", self.theme.key),
            None => self.theme.key.to_owned(),
        };
        let title = match (year, number.is_multiple_of(3)) {
            (_, true) => format!("{stem}.csv"),
            (Some(year), false) => capital(&format!("{} – {year}", self.theme.subject.0)),
            (None, false) => capital(&format!("{} – fichier complet", self.theme.subject.0)),
        };
        let separator = match self.theme.separator {
            ',' => "la virgule",
            _ => "le point-virgule",
        };
        let described = !self.draw.lacks("documentation", number, 5, 2);
        let description = described.then(|| {
            format!(
                "{} lignes, une par {}. Texte en UTF-8, séparé par {separator}, décimales à point.",
                table.rows.len(),
                row_name(self.theme),
            )
        });
        Made {
            name: format!("{stem}.csv"),
            title,
            description,
            r#type: "main",
            format: "csv",
            mime: "text/csv",
            bytes: table.csv(self.theme.separator).into_bytes(),
            at,
        }
    }

    fn other(
        &self,
        table: &Table,
        format: &'static str,
        mime: &'static str,
        at: Timestamp,
    ) -> Made {
        let text = if format == "geojson" {
            table.geojson()
        } else {
            table.json()
        };
        let label = if format == "geojson" {
            "carte (GeoJSON)"
        } else {
            "JSON"
        };
        Made {
            name: format!("{}.{format}", self.theme.key),
            title: capital(&format!("{} – {label}", self.theme.subject.0)),
            description: Some(format!("Les lignes du dernier fichier, en {label}.")),
            r#type: "main",
            format,
            mime,
            bytes: text.into_bytes(),
            at,
        }
    }

    fn documentation(&self, chance: &mut Chance, format: Option<&str>) -> Made {
        let words = Words {
            place: self.place,
            publisher: self.publisher,
        };
        let paragraphs: Vec<String> = self
            .theme
            .about
            .iter()
            .map(|text| words.fill(text))
            .collect();
        let title = words.fill(self.theme.title);
        let document = Document {
            title: &title,
            paragraphs: &paragraphs,
            columns: self.theme.columns,
        };
        let format = format.unwrap_or_else(|| chance.pick(&["md", "txt", "pdf"]));
        let (format, mime, bytes) = match format {
            "md" => ("md", "text/markdown", document.markdown().into_bytes()),
            "txt" => ("txt", "text/plain", document.text().into_bytes()),
            _ => ("pdf", "application/pdf", document.pdf()),
        };
        let closed = self.traits.closed;
        Made {
            name: format!("{}-documentation.{format}", self.theme.key),
            title: if closed {
                capital(&format!("{} – présentation", self.theme.subject.0))
            } else {
                "Documentation des colonnes".to_owned()
            },
            description: (!closed).then(|| {
                "Ce que veut dire chaque colonne, et comment les données sont produites.".to_owned()
            }),
            r#type: if closed { "main" } else { "documentation" },
            format,
            mime,
            bytes,
            at: self.dataset.created_at_internal,
        }
    }

    fn keep(&self, made: Made, chance: &mut Chance) -> (Resource, Hosted) {
        let created = made
            .at
            .max(self.dataset.created_at_internal)
            .min(self.draw.now);
        let folder: String = created
            .to_string()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        // As on data.gouv.fr: 20261121T101500 reads 20261121-101500.
        let folder: String = folder
            .chars()
            .take(15)
            .collect::<String>()
            .replace('T', "-");
        let slug: String = self.dataset.slug.chars().take(150).collect();
        let key = format!("resources/{slug}/{folder}/{}", made.name);
        let schema = self.theme.schema.filter(|_| made.format == "csv");
        let resource = Resource {
            id: chance.uuid(),
            title: made.title,
            description: made.description,
            filetype: "file".to_owned(),
            r#type: made.r#type.to_owned(),
            url: file::address(&key),
            format: made.format.to_owned(),
            mime: Some(made.mime.to_owned()),
            filesize: i64::try_from(made.bytes.len()).ok(),
            checksum: Some(Checksum {
                r#type: "sha256".to_owned(),
                value: text::hex(&Sha256::digest(&made.bytes)),
            }),
            schema: schema.map(|(name, version)| Schema {
                name: Some(name.to_owned()),
                version: Some(version.to_owned()),
                url: None,
            }),
            created_at_internal: created,
            last_modified_internal: created,
            ..Resource::default()
        };
        (
            resource,
            Hosted {
                key,
                bytes: made.bytes,
            },
        )
    }

    /// A link that the crawler found dead: a fault that a catalogue must show.
    fn broken(&self, chance: &mut Chance) -> Resource {
        let mut resource = self.linked("zip", 0, chance);
        "Archives des années précédentes".clone_into(&mut resource.title);
        resource.extras = checked(self.draw.now.plus(-2 * DAY), 404);
        resource
    }

    fn linked(&self, format: &str, place: usize, chance: &mut Chance) -> Resource {
        let mime = match format {
            "csv" => "text/csv",
            "json" => "application/json",
            "geojson" => "application/geo+json",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xls" => "application/vnd.ms-excel",
            "pdf" => "application/pdf",
            "zip" | "shp" => "application/zip",
            _ => "application/octet-stream",
        };
        let extension = if format == "shp" { "zip" } else { format };
        Resource {
            id: chance.uuid(),
            title: format!("{}-{}.{extension}", self.theme.key, place + 1),
            url: format!(
                "https://donnees.example/{}/{}-{}.{extension}",
                self.dataset.slug,
                self.theme.key,
                place + 1
            ),
            format: format.to_owned(),
            mime: Some(mime.to_owned()),
            filesize: Some(chance.skewed(1_200, 48_000_000)),
            created_at_internal: self.dataset.created_at_internal,
            last_modified_internal: self.dataset.created_at_internal,
            ..Resource::default()
        }
    }

    /// Links to an imaginary producer.
    pub fn remote(&self, number: usize) -> Vec<Resource> {
        let mut chance = Chance::of(self.draw.seed, &format!("links {number}"));
        let count = usize::try_from(1 + chance.skewed(0, 4)).unwrap_or(1);
        let mut resources = Vec::with_capacity(count);
        for place in 0..count {
            let format = if self.traits.closed {
                "pdf"
            } else {
                chance.pick(FORMATS)
            };
            let mut resource = self.linked(format, place, &mut chance);
            if chance.percent(40) {
                resource.description = Some(capital(&format!(
                    "{} {}.",
                    self.theme.subject.0, self.place.of
                )));
            }
            if place > 0 && chance.percent(30) {
                "documentation".clone_into(&mut resource.r#type);
            }
            if chance.percent(50) {
                let status = if chance.percent(6) { 404 } else { 200 };
                resource.extras = checked(self.draw.now.plus(-chance.between(0, 20 * DAY)), status);
            }
            if let (Some((name, version)), "csv") = (self.theme.schema, format) {
                resource.schema = Some(Schema {
                    name: Some(name.to_owned()),
                    version: Some(version.to_owned()),
                    url: None,
                });
            }
            resources.push(resource);
        }
        resources
    }
}

/// The periods that the files describe, the last first, with their year where there is a file a year.
pub fn periods(
    theme: &Theme,
    last: Timestamp,
    seed: u64,
    number: usize,
) -> Vec<(Option<i16>, (Timestamp, Timestamp))> {
    if !theme.yearly {
        return vec![(None, (last.plus(-365 * DAY), last))];
    }
    let civil = last.civil();
    // A year that has hardly begun has no file yet.
    let newest = if civil.month() > 6 {
        civil.year()
    } else {
        civil.year() - 1
    };
    let count = Chance::of(seed, &format!("years {number}")).between(2, 4);
    (0..i16::try_from(count).unwrap_or(2))
        .map(|back| (Some(newest - back), table::year(newest - back, last)))
        .collect()
}

/// As unevenly used as in a real catalogue.
const FORMATS: &[&str] = &[
    "csv", "csv", "csv", "csv", "csv", "json", "json", "geojson", "shp", "shp", "xlsx", "xls",
    "pdf", "zip", "xml", "kml", "ods", "gpkg", "parquet", "html",
];

/// What a crawler says of an address.
fn checked(at: Timestamp, status: i64) -> Extras {
    let mut extras = Extras::new();
    extras.insert("check:available".to_owned(), Value::from(status < 400));
    extras.insert("check:status".to_owned(), Value::from(status));
    extras.insert("check:date".to_owned(), Value::from(at.to_string()));
    extras
}

fn row_name(theme: &Theme) -> &'static str {
    use super::theme::{Rows, Step};
    match theme.rows {
        Rows::List(..) => "objet",
        Rows::Communes => "commune",
        Rows::Panel(Step::Hour, _) => "heure et par lieu",
        Rows::Panel(Step::Day | Step::Workday, _) => "jour et par lieu",
        Rows::Panel(Step::Week, _) => "semaine et par lieu",
        Rows::Panel(Step::Month, _) => "mois et par lieu",
    }
}
