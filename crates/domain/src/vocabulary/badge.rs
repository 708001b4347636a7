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

/// The badges that tags ask for.
pub const TAGGED: [&str; 2] = ["hvd", "inspire"];

/// Makes badges follow tags: who tags `inspire` bears that badge; `hvd` is borne with that tag by what certified public
/// services publish, and by nobody else's. A badge without its tag was given by somebody, and stays. Says whether
/// anything changed.
pub fn follow_tags(
    badges: &mut Vec<String>,
    tags: &[String],
    known: impl Fn(&str) -> bool,
    is_certified_public: bool,
) -> bool {
    let before = badges.len();
    let mut given = false;
    for kind in TAGGED.into_iter().filter(|kind| known(kind)) {
        if !tags.iter().any(|tag| tag == kind) {
            continue;
        }
        if kind == "hvd" && !is_certified_public {
            badges.retain(|badge| badge != kind);
        } else if !badges.iter().any(|badge| badge == kind) {
            badges.push(kind.to_owned());
            given = true;
        }
    }
    given || badges.len() != before
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

#[cfg(test)]
mod tests {
    use super::*;

    fn after(badges: &[&str], tags: &[&str], certified: bool) -> Option<Vec<String>> {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut badges = owned(badges);
        follow_tags(&mut badges, &owned(tags), |_| true, certified).then_some(badges)
    }

    #[test]
    fn badges_follow_tags() {
        let said = |all: &[&str]| Some(all.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(
            after(&[], &["hvd", "inspire"], true),
            said(&["hvd", "inspire"])
        );
        assert_eq!(after(&[], &["hvd", "inspire"], false), said(&["inspire"]));
        assert_eq!(after(&["spd", "hvd"], &["hvd"], false), said(&["spd"]));
        assert_eq!(after(&["hvd"], &["hvd"], true), None);
        assert_eq!(after(&["hvd"], &[], false), None, "somebody gave it");
        let mut badges = Vec::new();
        let tags = ["inspire".to_owned()];
        assert!(!follow_tags(&mut badges, &tags, |kind| kind == "hvd", true));
    }
}
