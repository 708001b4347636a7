//! The kinds of catalogues that can be harvested, under the names that udata gives them.

use url::Url;
use vitrail_domain::harvest::HarvestConfig;

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

    /// A reading of the catalogue at this address.
    pub fn walk(self, _url: &Url, _config: &HarvestConfig) -> Result<Box<dyn Walk>, Fault> {
        Err(Fault(format!("The backend {} is not there yet", self.id())))
    }
}
