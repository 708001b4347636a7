//! The kinds of catalogues that can be harvested, under the names that udata gives them, what each can be told besides an
//! address, and how one is recognised from what it answers.

use url::Url;
use vitrail_domain::harvest::HarvestConfig;
use vitrail_domain::vocabulary::Label;

use crate::ckan::Ckan;
use crate::csw::{Csw, Records};
use crate::dcat::Dcat;
use crate::ods::Ods;
use crate::udata::Udata;
use crate::walk::{Fault, Walk};

/// A kind of catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Dcat,
    CswDcat,
    CswIso19139,
    Ckan,
    Dkan,
    Ods,
    Udata,
}

/// Something that a source can be told: a filter, a switch or a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knob {
    pub key: &'static str,
    pub label: Label,
    pub description: Label,
}

/// All that a kind of catalogue can be told. Filters and settings are texts; switches are off unless told otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Knobs {
    pub filters: &'static [Knob],
    pub features: &'static [Knob],
    pub extra_configs: &'static [Knob],
}

const CKAN: &[Knob] = &[
    Knob {
        key: "organization",
        label: Label::new("Organisation", "Organization"),
        description: Label::new(
            "Le nom d’une organisation dans CKAN",
            "A CKAN Organization name",
        ),
    },
    Knob {
        key: "tags",
        label: Label::new("Mot-clé", "Tag"),
        description: Label::new("Le nom d’un mot-clé dans CKAN", "A CKAN tag name"),
    },
];

const UDATA: &[Knob] = &[
    Knob {
        key: "organization",
        label: Label::new("Organisation", "Organization"),
        description: Label::new(
            "L’identifiant ou l’adresse courte d’une organisation du portail",
            "The identifier or the slug of an organization of the portal",
        ),
    },
    Knob {
        key: "tag",
        label: Label::new("Mot-clé", "Tag"),
        description: Label::new("Un mot-clé du portail", "A tag of the portal"),
    },
];

const ODS: &[Knob] = &[
    Knob {
        key: "publisher",
        label: Label::new("Producteur", "Publisher"),
        description: Label::new(
            "Le nom d’un producteur du portail",
            "The name of a publisher of the portal",
        ),
    },
    Knob {
        key: "theme",
        label: Label::new("Thème", "Theme"),
        description: Label::new("Un thème du portail", "A theme of the portal"),
    },
    Knob {
        key: "keyword",
        label: Label::new("Mot-clé", "Keyword"),
        description: Label::new("Un mot-clé du portail", "A keyword of the portal"),
    },
];

const GEODCATAP: &[Knob] = &[Knob {
    key: "geodcatap",
    label: Label::new("GeoDCAT-AP", "GeoDCAT-AP"),
    description: Label::new(
        "Demander du GeoDCAT-AP au serveur CSW, qui doit le proposer.",
        "Request GeoDCAT-AP to the CSW server (must be supported by the server).",
    ),
}];

const PREFIX: &[Knob] = &[Knob {
    key: "remote_url_prefix",
    label: Label::new("Début de l’adresse des fiches", "Remote URL prefix"),
    description: Label::new(
        "Le début de l’adresse des pages que le catalogue consacre à ses fiches.",
        "A prefix used to build the remote URL of the harvested items.",
    ),
}];

impl Backend {
    pub const ALL: [Self; 7] = [
        Self::Dcat,
        Self::CswDcat,
        Self::CswIso19139,
        Self::Ckan,
        Self::Dkan,
        Self::Ods,
        Self::Udata,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Self::Dcat => "dcat",
            Self::CswDcat => "csw-dcat",
            Self::CswIso19139 => "csw-iso-19139",
            Self::Ckan => "ckan",
            Self::Dkan => "dkan",
            Self::Ods => "ods",
            Self::Udata => "udata",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Dcat => "DCAT",
            Self::CswDcat => "CSW-DCAT",
            Self::CswIso19139 => "CSW-ISO-19139",
            Self::Ckan => "CKAN",
            Self::Dkan => "DKAN",
            Self::Ods => "Opendatasoft",
            Self::Udata => "udata",
        }
    }

    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|backend| backend.id() == id)
    }

    /// What a source of this kind can be told.
    pub fn knobs(self) -> Knobs {
        let (filters, features, extra_configs): (&[Knob], &[Knob], &[Knob]) = match self {
            Self::Dcat | Self::Dkan => (&[], &[], &[]),
            Self::CswDcat => (&[], GEODCATAP, PREFIX),
            Self::CswIso19139 => (&[], &[], PREFIX),
            Self::Ckan => (CKAN, &[], &[]),
            Self::Ods => (ODS, &[], &[]),
            Self::Udata => (UDATA, &[], &[]),
        };
        Knobs {
            filters,
            features,
            extra_configs,
        }
    }

    /// What is wrong with what a source is told, in udata's words.
    pub fn check(self, config: &HarvestConfig) -> Result<(), String> {
        let knobs = self.knobs();
        let name = self.id();
        let has = |knobs: &[Knob], key: &str| knobs.iter().any(|knob| knob.key == key);
        for filter in &config.filters {
            let key = &filter.key;
            if !has(knobs.filters, key) {
                return Err(format!(
                    "Unknown filter key \"{key}\" for \"{name}\" backend"
                ));
            }
            if !filter.value.is_string() {
                return Err(format!("\"{key}\" filter should of type \"str\""));
            }
        }
        for extra in &config.extra_configs {
            let key = &extra.key;
            if !has(knobs.extra_configs, key) {
                return Err(format!(
                    "Unknown extra config key \"{key}\" for \"{name}\" backend"
                ));
            }
            if !extra.value.is_string() {
                return Err(format!("\"{key}\" extra config should be of type \"str\""));
            }
        }
        for (key, value) in &config.features {
            if !value.is_boolean() {
                return Err("A feature should be a boolean".to_owned());
            }
            if !has(knobs.features, key) {
                return Err(format!("Unknown feature \"{key}\" for \"{name}\" backend"));
            }
        }
        Ok(())
    }

    /// A reading of the catalogue at this address.
    pub fn walk(self, url: &Url, config: &HarvestConfig) -> Result<Box<dyn Walk>, Fault> {
        match self {
            Self::Ckan => Ok(Box::new(Ckan::new(url, config, true))),
            Self::Dkan => Ok(Box::new(Ckan::new(url, config, false))),
            Self::CswIso19139 => Ok(Box::new(Csw::new(url, config, Records::Iso))),
            Self::Ods => Ok(Box::new(Ods::new(url, config))),
            Self::Udata => Ok(Box::new(Udata::new(url, config))),
            Self::Dcat => Ok(Box::new(Dcat::new(url, config))),
            Self::CswDcat => {
                let records = if config.feature("geodcatap") {
                    Records::GeoDcatAp
                } else {
                    Records::Dcat
                };
                Ok(Box::new(Csw::new(url, config, records)))
            }
        }
    }

    /// The kind of catalogue that answers so; none when it is no catalogue at all.
    pub fn guess(body: &[u8], content_type: Option<&str>) -> Option<Self> {
        crate::guess::guess(body, content_type)
    }
}
