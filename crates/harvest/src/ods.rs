//! Portals of Opendatasoft, by the catalogue of Explore v2.1: what the default and DCAT templates say of each dataset,
//! its exports in every format that suits it, and its attached files.

mod files;
mod when;

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use url::Url;
use vitrail_domain::harvest::{HarvestConfig, HarvestedDataset, Lost};
use vitrail_domain::vocabulary::license;
use vitrail_domain::{ContactPoint, Extras};

use crate::walk::{self, Answer, Ask, Fault, Step, Walk};
use crate::{json, said};

const ROWS: usize = 100;

/// Explore lists no further than this; its export of the catalogue gives it whole, in one answer.
const LAST: usize = 10_000;
/// What the export is asked about.
const WHOLE: &str = "whole";

pub struct Ods {
    root: Url,
    key: Option<String>,
    /// Facets wanted and unwanted, as Explore reads them.
    filters: Vec<(&'static str, String)>,
    /// How many datasets the page before the export gave, and which: the export gives them again.
    given: (usize, HashSet<String>),
}

impl Ods {
    pub fn new(url: &Url, config: &HarvestConfig) -> Self {
        let filters = config.filters.iter().map(|filter| {
            let value = said::shown(&filter.value).replace('"', "\\\"");
            let kind = match filter.r#type.as_deref() {
                Some("exclude") => "exclude",
                _ => "refine",
            };
            (kind, format!("{}:\"{value}\"", filter.key))
        });
        Self {
            root: root(url),
            key: config.apikey.clone().filter(|key| !key.is_empty()),
            filters: filters.collect(),
            given: (0, HashSet::new()),
        }
    }

    fn page(&self, offset: usize) -> Result<Ask, Fault> {
        let part = [("limit", ROWS), ("offset", offset)];
        self.ask("datasets", &part, format!("from {offset}"))
    }

    fn ask(&self, of: &str, part: &[(&str, usize)], about: String) -> Result<Ask, Fault> {
        let url = self.root.join("api/explore/v2.1/catalog/");
        let url = url.and_then(|catalogue| catalogue.join(of));
        let mut url = url.map_err(|_| Fault(format!("{} is no base of an API", self.root)))?;
        {
            let mut query = url.query_pairs_mut();
            for (name, number) in part {
                query.append_pair(name, &number.to_string());
            }
            for (kind, value) in &self.filters {
                query.append_pair(kind, value);
            }
        }
        if url.query() == Some("") {
            url.set_query(None);
        }
        let mut ask = Ask::get(url, "application/json");
        ask.about = about;
        if let Some(key) = &self.key {
            ask.headers.push(("authorization", format!("Apikey {key}")));
        }
        Ok(ask)
    }

    /// Adds the page after this one, if this one says that there is more; the export where pages do not go to the end.
    fn follow(
        &mut self,
        ask: &Ask,
        page: &Map<String, Value>,
        found: usize,
        step: &mut Step,
    ) -> Result<(), Fault> {
        let start = ask.about.strip_prefix("from ");
        let Some(start) = start.and_then(|start| start.parse::<usize>().ok()) else {
            return Ok(());
        };
        let total = page.get("total_count").and_then(Value::as_u64);
        let total = usize::try_from(total.unwrap_or(0)).unwrap_or(usize::MAX);
        let next = start + found;
        if found == 0 || next >= total {
            return Ok(());
        }
        if start == 0 && total > LAST {
            let given = step.harvested.datasets.iter();
            self.given = (found, given.map(|one| one.remote_id.clone()).collect());
            let whole = self.ask("exports/json", &[], WHOLE.to_owned())?;
            step.next.push(whole);
        } else if next + ROWS > LAST {
            let why = "Explore lists 10,000 datasets at most: use filters to split the source";
            let (whole, total) = (self.root.as_str(), total.to_string());
            let lost = Lost::new(whole, "total_count", total, why);
            step.harvested.lost.push(lost);
            step.cut = Some(why.to_owned());
        } else {
            step.next.push(self.page(next)?);
        }
        Ok(())
    }
}

impl Walk for Ods {
    fn first(&mut self) -> Result<Vec<Ask>, Fault> {
        Ok(vec![self.page(0)?])
    }

    fn read(&mut self, ask: &Ask, answer: &Answer) -> Result<Step, Fault> {
        let value = json::read(answer)?;
        let mut step = Step::default();
        let page = value.as_object();
        if let Some(code) = page.and_then(|page| page.get("error_code")) {
            let message = page.and_then(|page| said::text(page, "message"));
            let code = said::shown(code);
            return Err(Fault(format!("{code}: {}", message.unwrap_or_default())));
        }
        let results = page.and_then(|page| page.get("results").or_else(|| page.get("datasets")));
        let found = match (&value, results) {
            (Value::Array(found), _) | (_, Some(Value::Array(found))) => found.as_slice(),
            (one, _) => std::slice::from_ref(one),
        };
        for one in walk::few(found)? {
            match one.as_object() {
                Some(map) => {
                    let read = dataset(map, &self.root);
                    if ask.about != WHOLE || !self.given.1.contains(&read.remote_id) {
                        step.harvested.datasets.push(read);
                    }
                }
                None => step.harvested.lost.push(Lost::new(
                    self.root.as_str(),
                    "results",
                    said::shown(one),
                    "not a dataset",
                )),
            }
        }
        if let Some(page) = page {
            self.follow(ask, page, found.len(), &mut step)?;
        }
        Ok(step)
    }

    /// A portal that gives no export is read as far as its pages go.
    fn instead(&mut self, ask: &Ask) -> Vec<Ask> {
        let pages = (ask.about == WHOLE).then(|| self.page(self.given.0));
        pages.and_then(Result::ok).into_iter().collect()
    }
}

/// The address of the portal, whatever page or part of its API was given.
fn root(url: &Url) -> Url {
    let mut root = url.clone();
    root.set_query(None);
    root.set_fragment(None);
    let path = format!("{}/", url.path().trim_end_matches('/'));
    let end = ["/api/", "/explore/"]
        .iter()
        .filter_map(|part| path.find(part))
        .min();
    let above = end.and_then(|end| path.get(..end)).unwrap_or(&path);
    root.set_path(&format!("{}/", above.trim_end_matches('/')));
    root
}

/// The templates of metadata, from which what is read is taken out: what stays is kept among the extras.
struct Metas(Map<String, Value>);

impl Metas {
    fn value(&mut self, template: &str, key: &str) -> Option<Value> {
        let template = self.0.get_mut(template)?.as_object_mut()?;
        template.remove(key).filter(said::says)
    }

    fn text(&mut self, template: &str, key: &str) -> Option<String> {
        match self.value(template, key)? {
            Value::String(text) => said::words(&text),
            Value::Array(list) => {
                let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                said::words(&texts.join(", "))
            }
            value => Some(value.to_string()),
        }
    }

    fn texts(&mut self, template: &str, key: &str) -> Vec<String> {
        match self.value(template, key) {
            Some(Value::String(text)) => said::words(&text).into_iter().collect(),
            Some(Value::Array(list)) => {
                let texts = list.iter().filter_map(Value::as_str);
                texts.filter_map(said::words).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What nothing has taken.
    fn rest(self) -> Extras {
        self.0
            .into_iter()
            .filter_map(|(template, values)| {
                let values = values.as_object()?.clone();
                let told: Map<String, Value> = values
                    .into_iter()
                    .filter(|(_, value)| said::says(value))
                    .collect();
                (!told.is_empty()).then_some((template, Value::Object(told)))
            })
            .collect()
    }
}

fn dataset(map: &Map<String, Value>, root: &Url) -> HarvestedDataset {
    // API v2.0 wraps each dataset.
    let map = map.get("dataset").and_then(Value::as_object).unwrap_or(map);
    let id = said::text(map, "dataset_id").unwrap_or_default();
    let metas = map.get("metas").and_then(Value::as_object).cloned();
    let mut metas = Metas(metas.unwrap_or_default());
    let mut read = HarvestedDataset {
        name: said::words(&id),
        remote_id: id,
        ..HarvestedDataset::default()
    };
    let title = metas.text("default", "title");
    read.dataset.title = title.unwrap_or_else(|| read.remote_id.clone());
    when::when(&mut metas, &mut read, root);
    if let Some(text) = metas.text("default", "description") {
        read.dataset.description = said::prose(&text);
        let said = [read.dataset.description.as_str()];
        said::keep_words(
            &mut read.dataset.harvest,
            "dct:description",
            &[&text],
            &said,
        );
    }
    tags(&mut metas, &mut read);
    licence(&mut metas, &mut read);
    contacts(&mut metas, &mut read);
    place(&mut metas, &mut read);
    read.resources = files::files(map, &read, root);
    let mut rest = metas.rest();
    if let Some(fields) = fields(map) {
        rest.insert("fields".to_owned(), fields);
    }
    for key in ["dataset_uid", "features"] {
        if let Some(value) = map.get(key).filter(|value| said::says(value)) {
            rest.insert(key.to_owned(), value.clone());
        }
    }
    if !rest.is_empty() {
        read.dataset
            .extras
            .insert("ods".to_owned(), Value::Object(rest));
    }
    if read.resources.is_empty() {
        read.skipped = Some(format!("Dataset {} has no record", read.remote_id));
    }
    read
}

fn lose(read: &mut HarvestedDataset, property: &str, value: &str, reason: &str) {
    let subject = read.remote_id.clone();
    read.lost.push(Lost::new(subject, property, value, reason));
}

/// Adds a zone or a geometry, and tells what it takes the place of.
fn placed(read: &mut HarvestedDataset, geom: Option<Value>, zone: Option<&str>) {
    for left in said::place(&mut read.dataset.spatial, geom, zone) {
        lose(read, "spatial", &left, said::BESIDE_GEOMETRY);
    }
}

fn tags(metas: &mut Metas, read: &mut HarvestedDataset) {
    let keywords = metas.texts("default", "keyword");
    let mut themes = metas.texts("default", "theme");
    let mut told: Vec<String> = keywords.iter().chain(&themes).cloned().collect();
    let of_inspire = metas.texts("inspire", "theme");
    themes.extend(of_inspire.iter().cloned());
    if !of_inspire.is_empty() {
        told.push("inspire".to_owned());
        let extras = &mut read.dataset.extras;
        extras.insert("ods:inspire_theme".to_owned(), of_inspire.into());
    }
    let (tags, left) = said::tags(told.iter().map(String::as_str));
    let harvest = &mut read.dataset.harvest;
    let keywords: Vec<&str> = keywords.iter().map(String::as_str).collect();
    let said: Vec<&str> = tags.iter().map(String::as_str).collect();
    said::keep_words(harvest, "dcat:keyword", &keywords, &said);
    let themes = themes.iter();
    let themes = themes.map(|theme| json!({"skos:prefLabel": [{ "@value": theme }]}));
    let themes: Vec<Value> = themes.collect();
    if !themes.is_empty() {
        said::keep_written(harvest, "dcat:theme", themes);
    }
    read.dataset.tags = tags;
    for word in left {
        lose(
            read,
            "default.keyword",
            word,
            "a tag has 3 to 96 characters",
        );
    }
}

fn licence(metas: &mut Metas, read: &mut HarvestedDataset) {
    let told: Vec<String> = ["license", "license_url"]
        .iter()
        .filter_map(|key| metas.text("default", key))
        .collect();
    let words: Vec<&str> = told.iter().map(String::as_str).collect();
    said::keep_terms(&mut read.dataset.harvest, "dct:license", &words);
    let known = license::guess(words);
    read.dataset.license = known.map(|license| license.id.to_owned());
    if let (None, Some(first)) = (known, told.first()) {
        lose(
            read,
            "default.license",
            first,
            "a licence that is not known",
        );
    }
    // The words of the source, and its address where it has one.
    if known.is_none() || told.len() > 1 {
        let text = told.join(" · ");
        read.dataset
            .extras
            .insert("ods:license".to_owned(), text.into());
    }
}

fn contacts(metas: &mut Metas, read: &mut HarvestedDataset) {
    let email = metas.text("dcat", "contact_email");
    let email = email.filter(|email| email.contains('@'));
    let contact = metas.text("dcat", "contact_name").or_else(|| email.clone());
    let role = if email.is_some() {
        "contact"
    } else {
        "custodian"
    };
    let told = [
        (contact, role, email),
        (metas.text("default", "publisher"), "publisher", None),
        (metas.text("dcat", "creator"), "creator", None),
    ];
    for (name, role, email) in told {
        let Some(name) = name else { continue };
        read.contacts.push(ContactPoint {
            name,
            email,
            role: role.to_owned(),
            ..ContactPoint::default()
        });
    }
}

fn place(metas: &mut Metas, read: &mut HarvestedDataset) {
    let bounds = metas.value("default", "bbox");
    let geom = bounds.as_ref().and_then(said::geometry);
    if let (None, Some(bounds)) = (&geom, &bounds) {
        lose(
            read,
            "default.bbox",
            &bounds.to_string(),
            "no polygon on Earth",
        );
    }
    let mut names = metas.texts("default", "territory");
    names.extend(metas.texts("dcat", "spatial"));
    let mut unknown = Vec::new();
    for name in names {
        match said::zone(&name) {
            Some(zone) => placed(read, None, Some(zone)),
            None => unknown.push(name),
        }
    }
    // A territory says more than the rectangle that holds the points, which is kept beside it.
    match geom {
        Some(geom) if read.dataset.spatial.is_none() => placed(read, Some(geom), None),
        Some(_) => {
            let extras = &mut read.dataset.extras;
            extras.extend(bounds.map(|bounds| ("ods:bbox".to_owned(), bounds)));
        }
        None => {}
    }
    if !unknown.is_empty() {
        let extras = &mut read.dataset.extras;
        extras.insert("ods:territory".to_owned(), unknown.into());
    }
}

/// What the columns are.
fn fields(map: &Map<String, Value>) -> Option<Value> {
    let fields: Vec<Value> = said::list(map, "fields")
        .iter()
        .take(500)
        .filter_map(Value::as_object)
        .map(|field| {
            let kept = ["name", "label", "type", "description"].iter();
            let kept =
                kept.filter_map(|key| Some(((*key).to_owned(), json!(said::text(field, key)?))));
            Value::Object(kept.collect())
        })
        .collect();
    (!fields.is_empty()).then_some(Value::Array(fields))
}
