//! The marks that administrators put on datasets, organizations and dataservices. They are shown to readers and used as
//! filters, so each kind says in one word or two what it vouches for.

use super::label::{Term, Vocabulary};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DatasetBadge {
    Hvd,
    Inspire,
    PivotalData,
    Sl,
    Spd,
    Sr,
}

impl Vocabulary for DatasetBadge {
    const ALL: &'static [Self] = &[
        Self::Hvd,
        Self::Inspire,
        Self::PivotalData,
        Self::Sl,
        Self::Spd,
        Self::Sr,
    ];

    fn term(self) -> Term {
        match self {
            Self::Hvd => Term::new("hvd", "Données de forte valeur", "High value datasets"),
            Self::Inspire => Term::new("inspire", "Inspire", "Inspire"),
            Self::PivotalData => Term::new("pivotal-data", "Données pivot", "Pivotal data"),
            Self::Sl => Term::new(
                "sl",
                "Série statistique labellisée",
                "Certified statistic series",
            ),
            Self::Spd => Term::new(
                "spd",
                "Service public de la donnée",
                "Reference data public service",
            ),
            Self::Sr => Term::new(
                "sr",
                "Série statistique d’intérêt général",
                "Statistical series of general interest",
            ),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganizationBadge {
    Association,
    Certified,
    Company,
    LocalAuthority,
    PublicService,
}

impl OrganizationBadge {
    /// All kinds but `certified` say what sort of producer the organization is.
    pub fn is_producer_type(self) -> bool {
        self != Self::Certified
    }
}

impl Vocabulary for OrganizationBadge {
    const ALL: &'static [Self] = &[
        Self::Association,
        Self::Certified,
        Self::Company,
        Self::LocalAuthority,
        Self::PublicService,
    ];

    fn term(self) -> Term {
        match self {
            Self::Association => Term::new("association", "Association", "Association"),
            Self::Certified => Term::new("certified", "Certifiée", "Certified"),
            Self::Company => Term::new("company", "Entreprise", "Company"),
            Self::LocalAuthority => Term::new(
                "local-authority",
                "Collectivité territoriale",
                "Local authority",
            ),
            Self::PublicService => Term::new("public-service", "Service public", "Public service"),
        }
    }
}

/// What a producer is, as search filters name it: the badge of the organization, or the absence of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProducerType {
    PublicService,
    LocalAuthority,
    Company,
    Association,
    User,
    NotSpecified,
}

impl Vocabulary for ProducerType {
    const ALL: &'static [Self] = &[
        Self::PublicService,
        Self::LocalAuthority,
        Self::Company,
        Self::Association,
        Self::User,
        Self::NotSpecified,
    ];

    fn term(self) -> Term {
        match self {
            Self::PublicService => OrganizationBadge::PublicService.term(),
            Self::LocalAuthority => OrganizationBadge::LocalAuthority.term(),
            Self::Company => OrganizationBadge::Company.term(),
            Self::Association => OrganizationBadge::Association.term(),
            Self::User => Term::new("user", "Particulier", "Individual"),
            Self::NotSpecified => Term::new("not-specified", "Non précisé", "Not specified"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataserviceBadge {
    Hvd,
}

impl Vocabulary for DataserviceBadge {
    const ALL: &'static [Self] = &[Self::Hvd];

    fn term(self) -> Term {
        match self {
            Self::Hvd => DatasetBadge::Hvd.term(),
        }
    }
}
