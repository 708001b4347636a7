//! Where the things of a portal are, and for whom a document is made.

use oxrdf::NamedNode;
use vitrail_domain::{Dataservice, Dataset, Extras, Id, Resource};

use crate::iri::iri;

/// The shapes that a document follows: they contradict one another on some datatypes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// DCAT-AP 3.0.
    #[default]
    DcatAp3,
    /// DCAT-AP 2.1.1: `?profile=dcat-ap-2`.
    DcatAp2,
    /// The words of the source, for what was harvested: `?profile=source`. Else as DCAT-AP 3.0.
    Source,
}

impl Profile {
    /// The names under which callers ask for them.
    pub const NAMES: [&str; 3] = ["dcat-ap-3", "dcat-ap-2", "source"];

    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "dcat-ap-3" => Some(Self::DcatAp3),
            "dcat-ap-2" => Some(Self::DcatAp2),
            "source" => Some(Self::Source),
            _ => None,
        }
    }
}

/// What a document says of the portal that it comes from.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The public address, without final slash.
    pub base: String,
    pub title: String,
    pub description: String,
    /// `fr` or `en`.
    pub language: String,
    pub profile: Profile,
}

impl Portal {
    fn node(&self, path: &str) -> NamedNode {
        let text = format!("{}{path}", self.base);
        iri(&text).unwrap_or_else(|| NamedNode::new_unchecked(text))
    }

    pub fn home(&self) -> NamedNode {
        self.node("")
    }

    pub fn catalogue(&self) -> NamedNode {
        self.node("/api/1/site/catalog")
    }

    pub fn catalogue_of(&self, organization: Id) -> NamedNode {
        self.node(&format!("/api/1/organizations/{organization}/catalog"))
    }

    /// The name of a dataset: that of its source, else its address here.
    pub fn dataset(&self, dataset: &Dataset) -> NamedNode {
        self.name_of_source(dataset.harvest.as_ref())
            .unwrap_or_else(|| self.dataset_here(dataset.id))
    }

    /// How the source names a thing, unless that is a name of this portal, which it may not give.
    fn name_of_source(&self, harvest: Option<&Extras>) -> Option<NamedNode> {
        self.foreign(harvested(harvest, "uri")?)
    }

    /// The facts of a source, where its words are asked for.
    pub fn words_of<'a>(&self, harvest: Option<&'a Extras>) -> Option<&'a Extras> {
        harvest.filter(|_| self.profile == Profile::Source)
    }

    /// A name that a source gives, unless it is one of this portal.
    pub fn foreign(&self, name: &str) -> Option<NamedNode> {
        let ours = name.strip_prefix(self.base.as_str());
        if ours.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
            return None;
        }
        iri(name)
    }

    pub fn dataset_here(&self, id: Id) -> NamedNode {
        self.node(&format!("/datasets/{id}"))
    }

    pub fn dataset_page(&self, dataset: &Dataset) -> NamedNode {
        self.node(&format!("/datasets/{}", dataset.slug))
    }

    pub fn distribution(&self, dataset: Id, resource: &Resource) -> NamedNode {
        self.node(&format!("/datasets/{dataset}?resource_id={}", resource.id))
    }

    /// The web service that a file is in truth.
    pub fn service_of(&self, dataset: Id, resource: &Resource) -> NamedNode {
        self.node(&format!("/datasets/{dataset}?service_id={}", resource.id))
    }

    /// The address of a file that never changes.
    pub fn permalink(&self, resource: &Resource) -> NamedNode {
        self.node(&format!("/api/1/datasets/r/{}", resource.id))
    }

    /// Where a file is now.
    pub fn file(&self, resource: &Resource) -> Option<NamedNode> {
        if resource.url.starts_with('/') {
            return iri(&format!("{}{}", self.base, resource.url));
        }
        iri(&resource.url)
    }

    pub fn dataservice(&self, dataservice: &Dataservice) -> NamedNode {
        self.name_of_source(dataservice.harvest.as_ref())
            .unwrap_or_else(|| self.dataservice_here(dataservice.id))
    }

    pub fn dataservice_here(&self, id: Id) -> NamedNode {
        self.node(&format!("/dataservices/{id}"))
    }

    pub fn dataservice_page(&self, dataservice: &Dataservice) -> NamedNode {
        self.node(&format!("/dataservices/{}", dataservice.slug))
    }

    pub fn organization(&self, id: Id) -> NamedNode {
        self.node(&format!("/organizations/{id}"))
    }

    pub fn user(&self, id: Id) -> NamedNode {
        self.node(&format!("/users/{id}"))
    }

    pub fn contact(&self, id: Id) -> NamedNode {
        self.node(&format!("/api/1/contacts/{id}/"))
    }

    pub fn zone(&self, id: &str) -> NamedNode {
        self.node(&format!("/api/1/spatial/zones/{id}/"))
    }
}

/// A text among harvest facts.
pub fn harvested<'a>(harvest: Option<&'a Extras>, key: &str) -> Option<&'a str> {
    let text = harvest?.get(key)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}
