//! A neighbour that speaks udata's API, as this portal does: the importer already understands its objects, and every field
//! is kept. Datasets are read by pages, then dataservices; which datasets an API serves is asked for each that has some.

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::Url;
use vitrail_app::import::understood;
use vitrail_domain::dataset::{DATA_MODIFIED, normalise_tags};
use vitrail_domain::harvest::{
    Filter, HarvestConfig, HarvestedDataservice, HarvestedDataset, Lost,
};
use vitrail_domain::{Dataservice, Dataset, Extras, Id, Kind, Owner, Resource};

use crate::walk::{self, Answer, Ask, Fault, Step, Walk};
use crate::{json, said};

const ROWS: &str = "100";

pub struct Udata {
    root: Url,
    filters: Vec<Filter>,
    key: Option<String>,
    /// Dataservices that wait to know what they serve.
    waiting: HashMap<String, HarvestedDataservice>,
}

impl Udata {
    pub fn new(url: &Url, config: &HarvestConfig) -> Self {
        Self {
            root: root(url),
            filters: config.filters.clone(),
            key: config.apikey.clone().filter(|key| !key.is_empty()),
            waiting: HashMap::new(),
        }
    }

    fn ask(&self, url: Url, about: &str) -> Ask {
        let mut ask = Ask::get(url, "application/json");
        about.clone_into(&mut ask.about);
        if let Some(key) = &self.key {
            ask.headers.push(("x-api-key", key.clone()));
        }
        ask
    }

    /// The first page of a list, with what can be wanted of it by its address.
    fn list(&self, what: &str) -> Result<Ask, Fault> {
        let mut url = self.path(&format!("api/1/{what}/"))?;
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("page_size", ROWS);
            for filter in self.filters.iter().filter(|filter| !excludes(filter)) {
                query.append_pair(&filter.key, &said::shown(&filter.value));
            }
        }
        Ok(self.ask(url, what))
    }

    fn path(&self, path: &str) -> Result<Url, Fault> {
        let url = self.root.join(path);
        url.map_err(|_| Fault(format!("{} is no base of an API", self.root)))
    }

    /// Whether no filter excludes an object.
    fn wants(&self, map: &Map<String, Value>) -> bool {
        let organization = map.get("organization").and_then(Value::as_object);
        let is_of = |value: &str| {
            let told = ["id", "slug", "name"].iter();
            told.filter_map(|key| said::text(organization?, key))
                .any(|name| name == value)
        };
        let tags = said::list(map, "tags").iter().filter_map(Value::as_str);
        let tags = normalise_tags(tags);
        let excluded = |filter: &Filter| {
            let value = said::shown(&filter.value);
            match filter.key.as_str() {
                "organization" => is_of(&value),
                _ => normalise_tags([value.as_str()])
                    .iter()
                    .any(|tag| tags.contains(tag)),
            }
        };
        let mut unwanted = self.filters.iter().filter(|filter| excludes(filter));
        !unwanted.any(excluded)
    }

    fn object(&mut self, value: &Value, about: &str, step: &mut Step) -> Result<(), Fault> {
        let Some(map) = value.as_object() else {
            let lost = Lost::new(
                self.root.as_str(),
                "data",
                said::shown(value),
                "not an object",
            );
            step.harvested.lost.push(lost);
            return Ok(());
        };
        if !self.wants(map) {
            return Ok(());
        }
        let is_service = about == "dataservices" || map.contains_key("base_api_url");
        if !is_service {
            step.harvested
                .datasets
                .push(dataset(value, map, &self.root));
            return Ok(());
        }
        let read = dataservice(value, map, &self.root);
        let link = map.get("datasets").and_then(Value::as_object);
        let total = link.and_then(|link| link.get("total")?.as_u64());
        if total.is_none_or(|total| total == 0) || about.is_empty() {
            step.harvested.dataservices.push(read);
            return Ok(());
        }
        let mut url = self.path("api/1/datasets/")?;
        url.query_pairs_mut()
            .append_pair("dataservice", &read.remote_id)
            .append_pair("page_size", ROWS);
        let mut ask = self.ask(url, &format!("served by {}", read.remote_id));
        ask.of_item = true;
        step.next.push(ask);
        self.waiting.insert(read.remote_id.clone(), read);
        Ok(())
    }

    /// The datasets that a dataservice serves, a page of them.
    fn served(&mut self, id: &str, page: &Map<String, Value>, next: Option<Url>) -> Step {
        let mut step = Step::default();
        let Some(service) = self.waiting.get_mut(id) else {
            return step;
        };
        for dataset in said::list(page, "data") {
            let id = dataset.get("id").and_then(Value::as_str);
            service.datasets.extend(id.map(str::to_owned));
        }
        if let Some(url) = next {
            let mut ask = self.ask(url, &format!("served by {id}"));
            ask.of_item = true;
            step.next.push(ask);
        } else {
            step.harvested.dataservices.extend(self.waiting.remove(id));
        }
        step
    }
}

impl Walk for Udata {
    fn first(&mut self) -> Result<Vec<Ask>, Fault> {
        Ok(vec![self.list("datasets")?])
    }

    fn read(&mut self, ask: &Ask, answer: &Answer) -> Result<Step, Fault> {
        let value = json::read(answer)?;
        let page = value.as_object();
        let next = page
            .and_then(|page| page.get("next_page")?.as_str())
            .and_then(|next| answer.url.join(next).ok());
        if let (Some(id), Some(page)) = (ask.about.strip_prefix("served by "), page) {
            return Ok(self.served(id, page, next));
        }
        let mut step = Step::default();
        let objects = match (&value, page.and_then(|page| page.get("data"))) {
            (Value::Array(objects), _) | (_, Some(Value::Array(objects))) => objects.as_slice(),
            (one, _) => std::slice::from_ref(one),
        };
        for object in walk::few(objects)? {
            self.object(object, &ask.about, &mut step)?;
        }
        if let Some(url) = next {
            // A list that began is one: it is read to its end, unless it has none.
            step.next.push(self.ask(url, &ask.about));
        } else if ask.about == "datasets" {
            // Portals of before 2024 have none: that must not fail the datasets.
            let mut services = self.list("dataservices")?;
            services.of_item = true;
            step.next.push(services);
        }
        Ok(step)
    }

    /// An API of which the datasets are not known is not taken with fewer of them: it stays as it was.
    fn failed(&mut self, ask: &Ask) -> (Kind, String) {
        match ask.about.strip_prefix("served by ") {
            Some(id) => {
                self.waiting.remove(id);
                (Kind::Dataservice, id.to_owned())
            }
            None => (Kind::Dataset, ask.about.clone()),
        }
    }
}

/// The address of the portal, whatever part of its API was given.
fn root(url: &Url) -> Url {
    let mut root = url.clone();
    root.set_query(None);
    root.set_fragment(None);
    let path = format!("{}/", url.path().trim_end_matches('/'));
    let above = path.split("/api/").next().unwrap_or_default();
    root.set_path(&format!("{}/", above.trim_end_matches('/')));
    root
}

/// What a neighbour says of an object, as facts of a harvest: its own harvest names the first source.
fn facts(
    before: Option<&Extras>,
    map: &Map<String, Value>,
    dates: [Option<String>; 2],
    page: Option<String>,
) -> Option<Extras> {
    let kept = |key: &str| before?.get(key)?.as_str().map(str::to_owned);
    let told = |key: &str| Some(said::date(&said::text(map, key)?)?.to_string());
    let [created, modified] = dates;
    said::facts([
        (
            "created_at",
            kept("created_at")
                .or_else(|| told("created_at"))
                .or(created),
        ),
        ("issued_at", kept("issued_at")),
        (
            "modified_at",
            kept("modified_at")
                .or_else(|| told("last_modified"))
                .or(modified),
        ),
        ("dct_identifier", kept("dct_identifier")),
        ("uri", kept("uri")),
        ("remote_url", page),
    ])
}

fn page_of(map: &Map<String, Value>, kind: &str, root: &Url) -> Option<String> {
    let told = ["page", "self_web_url"].iter();
    let told = told.filter_map(|key| said::text(map, key));
    let mut told = told.filter_map(|url| said::address(&url, Some(root)));
    told.next().or_else(|| {
        let name = said::text(map, "slug").or_else(|| said::text(map, "id"))?;
        root.join(&format!("{kind}/{name}/")).ok().map(Url::into)
    })
}

fn altered(id: &str, altered: Vec<(String, String)>) -> Vec<Lost> {
    let altered = altered.into_iter();
    altered
        .map(|(reason, value)| {
            let value = value
                .split_once(": ")
                .map_or(value.as_str(), |(_, value)| value);
            Lost::new(id, "", value, reason)
        })
        .collect()
}

fn dataset(value: &Value, map: &Map<String, Value>, root: &Url) -> HarvestedDataset {
    let id = said::text(map, "id").unwrap_or_default();
    let understood = understood::dataset(value);
    let lost = altered(&id, understood.altered);
    let Some((dataset, files)) = understood.dataset else {
        return HarvestedDataset {
            remote_id: id,
            skipped: Some("missing title on dataset".to_owned()),
            lost,
            ..HarvestedDataset::default()
        };
    };
    let told = said::list(map, "resources");
    let mut harvest = facts(
        dataset.harvest.as_ref(),
        map,
        [
            Some(dataset.created_at_internal.to_string()),
            Some(dataset.last_modified_internal.to_string()),
        ],
        page_of(map, "datasets", root),
    );
    data_modified(map, &mut harvest);
    let skipped = if dataset.deleted.is_some() {
        Some("deleted by the neighbour".to_owned())
    } else if dataset.archived.is_some() {
        Some("archived by the neighbour".to_owned())
    } else {
        dataset
            .private
            .then(|| "private on the neighbour".to_owned())
    };
    let mut contacts = understood.contacts;
    for contact in &mut contacts {
        contact.id = Id::default();
        contact.owner = Owner::Nobody;
    }
    HarvestedDataset {
        remote_id: id,
        name: said::words(&dataset.slug),
        resources: files
            .into_iter()
            .map(|file| {
                let same = |value: &&Value| {
                    value.get("id").and_then(Value::as_str) == Some(&file.id.to_string())
                };
                let source = told.iter().find(same).and_then(Value::as_object);
                resource(file, source)
            })
            .collect(),
        contacts,
        series: Vec::new(),
        skipped,
        lost,
        dataset: Dataset {
            id: Id::default(),
            slug: String::new(),
            owner: Owner::Nobody,
            harvest,
            created_at_internal: vitrail_domain::Timestamp::default(),
            last_modified_internal: vitrail_domain::Timestamp::default(),
            contact_points: Vec::new(),
            private: false,
            featured: false,
            partial: false,
            metrics: std::collections::BTreeMap::new(),
            ..dataset
        },
    }
}

/// When the data changed, where their record changed at another time. Where a neighbour knows the title and the description
/// alone, it does not know that either.
fn data_modified(map: &Map<String, Value>, harvest: &mut Option<Extras>) {
    if map.get("partial") == Some(&Value::Bool(true)) {
        return;
    }
    let told = said::text(map, "last_update").and_then(|text| said::date(&text));
    let told = told.map(|at| Value::from(at.to_string()));
    let Some((at, facts)) = told.zip(harvest.as_mut()) else {
        return;
    };
    if facts.get("modified_at") != Some(&at) {
        facts.insert(DATA_MODIFIED.to_owned(), at);
    }
}

/// A file of a neighbour: the portal that harvests it never keeps it itself.
fn resource(file: Resource, source: Option<&Map<String, Value>>) -> Resource {
    let told = |key: &str| Some(said::date(&said::text(source?, key)?)?.to_string());
    let kept = |key: &str| file.harvest.as_ref()?.get(key)?.as_str().map(str::to_owned);
    let identified = !file.id.is_nil() && source.is_some();
    Resource {
        harvest: said::facts([
            ("remote_id", identified.then(|| file.id.to_string())),
            (
                "issued_at",
                kept("issued_at").or_else(|| told("created_at")),
            ),
            (
                "modified_at",
                kept("modified_at").or_else(|| told("last_modified")),
            ),
            ("dct_identifier", kept("dct_identifier")),
            ("uri", kept("uri")),
        ]),
        id: uuid::Uuid::nil(),
        filetype: "remote".to_owned(),
        created_at_internal: vitrail_domain::Timestamp::default(),
        last_modified_internal: vitrail_domain::Timestamp::default(),
        metrics: std::collections::BTreeMap::new(),
        ..file
    }
}

fn dataservice(value: &Value, map: &Map<String, Value>, root: &Url) -> HarvestedDataservice {
    let id = said::text(map, "id").unwrap_or_default();
    let understood = understood::dataservice(value);
    let lost = altered(&id, understood.altered);
    let Some(service) = understood.dataservice else {
        return HarvestedDataservice {
            remote_id: id,
            skipped: Some("missing title on dataservice".to_owned()),
            lost,
            ..HarvestedDataservice::default()
        };
    };
    let gone = service.deleted_at.is_some() || service.archived_at.is_some() || service.private;
    let mut contacts = understood.contacts;
    for contact in &mut contacts {
        contact.id = Id::default();
        contact.owner = Owner::Nobody;
    }
    HarvestedDataservice {
        remote_id: id,
        contacts,
        datasets: service.datasets.iter().map(Id::to_string).collect(),
        skipped: gone.then(|| "not published by the neighbour".to_owned()),
        lost,
        dataservice: Dataservice {
            id: Id::default(),
            slug: String::new(),
            owner: Owner::Nobody,
            harvest: facts(
                service.harvest.as_ref(),
                map,
                [
                    Some(service.created_at.to_string()),
                    Some(service.metadata_modified_at.to_string()),
                ],
                page_of(map, "dataservices", root),
            ),
            datasets: Vec::new(),
            contact_points: Vec::new(),
            private: false,
            featured: false,
            created_at: vitrail_domain::Timestamp::default(),
            metadata_modified_at: vitrail_domain::Timestamp::default(),
            metrics: std::collections::BTreeMap::new(),
            ..service
        },
    }
}

fn excludes(filter: &Filter) -> bool {
    filter.r#type.as_deref() == Some("exclude")
}
