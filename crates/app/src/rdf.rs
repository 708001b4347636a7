//! The catalogue as linked data: one object, or all of them, described little by little so that the length of a
//! catalogue costs no memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use vitrail_dcat::{
    CatalogueFacts, DatasetFacts, Document, Portal, Profile, Publisher, ServiceFacts, Syntax, View,
    is_high_value, other_identifier,
};
use vitrail_domain::spatial::{Zone, zone_id};
use vitrail_domain::{Actor, ContactPoint, Dataservice, Dataset, Id, Kind, Organization, Owner};
use vitrail_store as store;
use vitrail_store::dataset::Name;
use vitrail_store::subject;

use crate::dataservice::Dataservices;
use crate::dataset::series::Wholes;
use crate::dataset::{Datasets, Files, Filter};
use crate::{App, Error, Page, References, Result, Sort, Viewer, dataservice, dataset, site};

/// How a document is wanted.
#[derive(Clone, Debug)]
pub struct Form {
    pub syntax: Syntax,
    pub profile: Profile,
    /// The public address of the portal, without final slash.
    pub base: String,
}

/// Objects that are read and described together.
pub(crate) const TOGETHER: usize = 100;

pub(crate) async fn portal(app: &App, base: &str, profile: Profile) -> Result<Portal> {
    let site = site::read(app).await?;
    let settings = app.settings();
    let about = settings.marks.about.clone();
    Ok(Portal {
        base: base.to_owned(),
        title: site.title.clone(),
        description: about.unwrap_or_else(|| site.title.clone()),
        language: settings.default_language.clone(),
        profile,
    })
}

/// A dataset, for those who may read it.
pub async fn dataset(app: &App, actor: &Actor, key: &str, form: &Form) -> Result<Vec<u8>> {
    let found = dataset::find(app, actor, key).await?;
    let described = Described::read(app, vec![found]).await?;
    let Some(found) = described.all.data.first() else {
        return Err(Error::NotFound(Kind::Dataset));
    };
    alone(app, &described, found, form).await
}

/// One dataset of those that were read, in a document of its own.
pub(crate) async fn alone(
    app: &App,
    described: &Described,
    found: &Dataset,
    form: &Form,
) -> Result<Vec<u8>> {
    let mut making = Making::new(app, form).await?;
    let facts = described.facts(found);
    // Alone, a dataset names those of its services that are of high value only, and they name it only.
    making.named_only = true;
    let is_high = is_high_value(&found.badges);
    let services = facts.services.iter().copied();
    let services = services.filter(|service| is_high && is_high_value(&service.badges));
    let services: Vec<Dataservice> = services.cloned().collect();
    making.document.dataset(&facts).map_err(unwritten)?;
    making.only.insert(found.id);
    // Shapes ask what is pointed at: its name is said.
    for series in &facts.series {
        making.document.stub(series).map_err(unwritten)?;
    }
    making.services(services).await?;
    making.document.finish().map_err(unwritten)
}

/// A dataservice, for those who may read it.
pub async fn dataservice(app: &App, actor: &Actor, key: &str, form: &Form) -> Result<Vec<u8>> {
    let found = dataservice::find(app, actor, key).await?;
    let mut making = Making::new(app, form).await?;
    making.described(vec![found]).await?;
    making.document.finish().map_err(unwritten)
}

pub(crate) fn unwritten(error: vitrail_dcat::Error) -> Error {
    anyhow::Error::from(error).into()
}

/// The public catalogue of the portal, or of one organization.
pub async fn catalogue(
    app: &App,
    of: Option<Organization>,
    filter: &Filter,
    (sort, page): (Option<Sort>, Page),
    form: &Form,
    view: impl FnOnce(i64) -> View,
) -> Result<Export> {
    let mut filter = dataset::without_strangers(app, filter).await?;
    if let Some(of) = &of {
        filter.organization = Some(of.id);
    }
    let listed = store::dataset::ids(app.db(), &filter, &Viewer::Anonymous, sort, page).await?;
    if page.number > 1 && listed.data.is_empty() {
        return Err(Error::NotFound(Kind::Site));
    }
    let alone = match page.number {
        1 => store::dataservice::without_dataset(app.db(), filter.organization).await?,
        _ => Vec::new(),
    };
    let mut making = Making::new(app, form).await?;
    making.only = listed.data.iter().copied().collect();
    making.catalogue = true;
    making.of = of;
    Ok(Export {
        making: Some(making),
        view: view(listed.total),
        datasets: listed.data.into_iter(),
        alone: alone.into_iter(),
    })
}

/// A catalogue on its way out.
pub struct Export {
    making: Option<Making>,
    view: View,
    datasets: std::vec::IntoIter<Id>,
    alone: std::vec::IntoIter<Id>,
}

impl Export {
    /// The next part of it; none after the last.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(making) = &mut self.making else {
            return Ok(None);
        };
        let ids: Vec<Id> = self.datasets.by_ref().take(TOGETHER).collect();
        if !ids.is_empty() {
            let mut found = subject::in_order::<Dataset>(&making.app.db().clone(), &ids).await?;
            // Something may have happened since the ids were read.
            found.retain(Dataset::is_visible);
            let services = making.datasets(found).await?;
            making.services(services).await?;
            return Ok(Some(making.document.take()));
        }
        let ids: Vec<Id> = self.alone.by_ref().take(TOGETHER).collect();
        if !ids.is_empty() {
            let found = subject::in_order::<Dataservice>(making.app.db(), &ids).await?;
            making.services(found).await?;
            return Ok(Some(making.document.take()));
        }
        let Some(mut making) = self.making.take() else {
            return Ok(None);
        };
        let facts = CatalogueFacts {
            of: making.of.as_ref(),
            view: Some(&self.view),
        };
        making.document.catalogue(facts).map_err(unwritten)?;
        Ok(Some(making.document.finish().map_err(unwritten)?))
    }

    /// All of it.
    pub async fn whole(mut self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(part) = self.next().await? {
            all.extend(part);
        }
        Ok(all)
    }
}

/// A document being made from the database.
pub(crate) struct Making {
    app: App,
    pub(crate) portal: Portal,
    pub(crate) document: Document,
    /// Whether what is described belongs to a catalogue, and to whose.
    catalogue: bool,
    of: Option<Organization>,
    /// Datasets that are described here, or will be: others are only named.
    only: HashSet<Id>,
    /// Whether services say nothing of other datasets than these.
    named_only: bool,
    /// Dataservices described so far.
    served: HashSet<Id>,
}

impl Making {
    pub(crate) async fn new(app: &App, form: &Form) -> Result<Self> {
        let portal = portal(app, &form.base, form.profile).await?;
        Ok(Self {
            app: app.clone(),
            document: Document::new(portal.clone(), form.syntax),
            portal,
            catalogue: false,
            of: None,
            only: HashSet::new(),
            named_only: false,
            served: HashSet::new(),
        })
    }

    /// For who wants triples rather than a document.
    pub(crate) fn keeping(app: &App, portal: &Portal) -> Self {
        Self {
            app: app.clone(),
            document: Document::keeping(portal.clone()),
            portal: portal.clone(),
            catalogue: true,
            of: None,
            only: HashSet::new(),
            named_only: false,
            served: HashSet::new(),
        }
    }

    /// Describes a dataservice, and its datasets by their names alone.
    pub(crate) async fn service(&mut self, found: Dataservice) -> Result<()> {
        self.only.extend(&found.datasets);
        self.described(vec![found]).await
    }

    /// Describes datasets; the dataservices that serve them, each once.
    async fn datasets(&mut self, data: Vec<Dataset>) -> Result<Vec<Dataservice>> {
        let described = Described::read(&self.app, data).await?;
        for found in &described.all.data {
            let facts = described.facts(found);
            self.document.dataset(&facts).map_err(unwritten)?;
            if self.catalogue {
                let of = self.of.as_ref();
                self.document.lists_dataset(of, found).map_err(unwritten)?;
            }
        }
        Ok(described.services.into_values().collect())
    }

    /// Describes these objects, and no others but by their names.
    pub(crate) async fn describe(
        &mut self,
        datasets: Vec<Dataset>,
        services: Vec<Dataservice>,
    ) -> Result<()> {
        self.only.extend(datasets.iter().map(|found| found.id));
        self.served.extend(services.iter().map(|found| found.id));
        self.datasets(datasets).await?;
        self.described(services).await
    }

    /// Describes those of these dataservices that were not yet.
    async fn services(&mut self, mut found: Vec<Dataservice>) -> Result<()> {
        found.retain(|service| self.served.insert(service.id) && service.is_visible());
        self.described(found).await
    }

    async fn described(&mut self, found: Vec<Dataservice>) -> Result<()> {
        let app = self.app.clone();
        let Dataservices { data, references } = dataservice::with_references(&app, found).await?;
        for service in &data {
            let datasets = self.served(&app, service).await?;
            let facts = ServiceFacts {
                dataservice: service,
                owner: owner(&references, service.owner),
                contacts: contacts(&references, &service.contact_points),
                datasets: datasets.iter().collect(),
            };
            self.document.dataservice(&facts).map_err(unwritten)?;
            if self.catalogue {
                let of = self.of.as_ref();
                self.document
                    .lists_service(of, service)
                    .map_err(unwritten)?;
            }
        }
        Ok(())
    }

    /// The public datasets of a dataservice, with no more of each than it takes to name it. Those that are not
    /// described here get their name and their description.
    async fn served(&mut self, app: &App, service: &Dataservice) -> Result<Vec<Dataset>> {
        let mut served = Vec::new();
        for chunk in service.datasets.chunks(TOGETHER) {
            let mut all = subject::in_order::<Dataset>(app.db(), chunk).await?;
            names_of_their_own(app, &mut all).await?;
            for found in all {
                if !found.is_visible() {
                    continue;
                }
                if self.named_only && !self.only.contains(&found.id) {
                    continue;
                }
                if self.only.insert(found.id) {
                    self.document.stub(&found).map_err(unwritten)?;
                }
                served.push(Dataset {
                    id: found.id,
                    tags: found.tags,
                    badges: found.badges,
                    harvest: found.harvest,
                    ..Dataset::default()
                });
            }
        }
        Ok(served)
    }
}

/// Datasets with all that their descriptions need.
pub struct Described {
    pub all: Datasets,
    zones: HashMap<String, Zone>,
    /// The services that serve them.
    services: BTreeMap<Id, Dataservice>,
    serving: HashMap<Id, Vec<Id>>,
    series: Wholes,
}

impl Described {
    pub(crate) async fn read(app: &App, mut data: Vec<Dataset>) -> Result<Self> {
        names_of_their_own(app, &mut data).await?;
        let all = dataset::with_references(app, data, Files::Whole).await?;
        let zones = zones(app, &all).await?;
        let ids: Vec<Id> = all.data.iter().map(|found| found.id).collect();
        let pairs = store::dataservice::serving(app.db(), &ids).await?;
        let wanted: HashSet<Id> = pairs.iter().map(|(_, service)| *service).collect();
        let wanted: Vec<Id> = wanted.into_iter().collect();
        let services = subject::by_ids::<Dataservice>(app.db(), &wanted).await?;
        let mut serving: HashMap<Id, Vec<Id>> = HashMap::new();
        for (dataset, service) in pairs {
            serving.entry(dataset).or_default().push(service);
        }
        let mut series = dataset::series::wholes(app, &all.data).await?;
        let mut here: Vec<Dataset> = std::mem::take(&mut series.here).into_values().collect();
        names_of_their_own(app, &mut here).await?;
        series.here = here.into_iter().map(|found| (found.id, found)).collect();
        Ok(Self {
            series,
            all,
            zones,
            services: services.into_iter().collect(),
            serving,
        })
    }

    /// The zones of one of them by their names, by their identifiers where nobody knows their names.
    pub(crate) fn places<'a>(&'a self, found: &'a Dataset) -> Vec<&'a str> {
        let place = found.spatial.iter();
        let ids = place.flat_map(|place| &place.zones).map(|id| zone_id(id));
        ids.map(|id| self.zones.get(id).map_or(id, |zone| &zone.name))
            .collect()
    }

    /// All that is to be said of one of them.
    pub(crate) fn facts<'a>(&'a self, found: &'a Dataset) -> DatasetFacts<'a> {
        let files = self.all.resources.get(&found.id);
        let services = self.serving.get(&found.id).into_iter().flatten();
        DatasetFacts {
            dataset: found,
            resources: files.map(Vec::as_slice).unwrap_or_default(),
            owner: owner(&self.all.references, found.owner),
            contacts: contacts(&self.all.references, &found.contact_points),
            zones: &self.zones,
            services: services.filter_map(|id| self.services.get(id)).collect(),
            series: self.series.of(found.id),
        }
    }
}

/// Two sources, or two records of one, may give the same name to two datasets: in a graph they would be one. The first
/// bears it; the others are called as they are here, and say it among their other identifiers.
pub(crate) async fn names_of_their_own(app: &App, data: &mut [Dataset]) -> Result<()> {
    for (name, key) in [(Name::Uri, "uri"), (Name::Identifier, "dct_identifier")] {
        let given = |found: &Dataset| {
            let harvest = found.harvest.as_ref()?;
            Some(harvest.get(key)?.as_str()?.to_owned())
        };
        let names: Vec<String> = data.iter().filter_map(given).collect();
        let bearers = store::dataset::bearers(app.db(), name, &names).await?;
        for found in data.iter_mut() {
            let Some(name) = given(found) else { continue };
            if bearers.get(&name).is_none_or(|bearer| *bearer == found.id) {
                continue;
            }
            if let Some(harvest) = &mut found.harvest {
                harvest.remove(key);
            }
            other_identifier(&mut found.extras, name);
        }
    }
    Ok(())
}

pub(crate) fn owner(references: &References, owner: Owner) -> Publisher<'_> {
    match owner {
        Owner::Nobody => Publisher::Nobody,
        Owner::Organization(id) => {
            let found = references.organizations.get(&id);
            found.map_or(Publisher::Nobody, |found| Publisher::Organization(found))
        }
        Owner::User(id) => {
            let found = references.users.get(&id);
            found.map_or(Publisher::Nobody, |found| Publisher::Person(found))
        }
    }
}

pub(crate) fn contacts<'a>(references: &'a References, ids: &[Id]) -> Vec<&'a ContactPoint> {
    let known = ids.iter().filter_map(|id| references.contacts.get(id));
    known.map(AsRef::as_ref).collect()
}

/// The zones that these datasets are about.
pub(crate) async fn zones(app: &App, all: &Datasets) -> Result<HashMap<String, Zone>> {
    let places = all.data.iter().filter_map(|found| found.spatial.as_ref());
    let ids = places.flat_map(|place| &place.zones);
    let mut ids: Vec<String> = ids.map(|id| zone_id(id).to_owned()).collect();
    ids.sort_unstable();
    ids.dedup();
    dataset::zones(app, &ids).await
}
