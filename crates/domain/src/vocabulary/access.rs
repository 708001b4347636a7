//! How freely data can be reached, by whom, and why not. The reasons are the eight limits of article 13(1) of the INSPIRE
//! directive; harvested records name them by URL or by the legal mention that French metadata guides prescribe.

use super::label::{Label, Term, Vocabulary};
use crate::slug::slugify;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessType {
    #[default]
    Open,
    OpenWithAccount,
    Restricted,
}

impl AccessType {
    /// The concept of the European authority table. `RESTRICTED` means something narrower there.
    pub fn eu_uri(self) -> &'static str {
        match self {
            Self::Open | Self::OpenWithAccount => {
                "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
            }
            Self::Restricted => {
                "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
            }
        }
    }
}

impl AccessType {
    /// What a concept of that table comes to here.
    pub fn of_eu_uri(uri: &str) -> Option<Self> {
        let (_, code) = uri.rsplit_once("/authority/access-right/")?;
        match code {
            "PUBLIC" => Some(Self::Open),
            "NON_PUBLIC" | "RESTRICTED" | "CONFIDENTIAL" | "SENSITIVE" => Some(Self::Restricted),
            _ => None,
        }
    }
}

impl Vocabulary for AccessType {
    const ALL: &'static [Self] = &[Self::Open, Self::OpenWithAccount, Self::Restricted];

    fn term(self) -> Term {
        match self {
            Self::Open => Term::new("open", "Ouvert", "Open"),
            Self::OpenWithAccount => Term::new(
                "open_with_account",
                "Ouvert avec un compte",
                "Open with an account",
            ),
            Self::Restricted => Term::new("restricted", "Restreint", "Restricted"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessAudience {
    LocalAuthorityAndAdministration,
    CompanyAndAssociation,
    Private,
}

impl Vocabulary for AccessAudience {
    const ALL: &'static [Self] = &[
        Self::LocalAuthorityAndAdministration,
        Self::CompanyAndAssociation,
        Self::Private,
    ];

    fn term(self) -> Term {
        match self {
            Self::LocalAuthorityAndAdministration => Term::new(
                "local_authority_and_administration",
                "Collectivités et administrations",
                "Local authorities and administrations",
            ),
            Self::CompanyAndAssociation => Term::new(
                "company_and_association",
                "Entreprises et associations",
                "Companies and associations",
            ),
            Self::Private => Term::new("private", "Particuliers", "Individuals"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessCondition {
    Yes,
    No,
    UnderCondition,
}

impl Vocabulary for AccessCondition {
    const ALL: &'static [Self] = &[Self::Yes, Self::No, Self::UnderCondition];

    fn term(self) -> Term {
        match self {
            Self::Yes => Term::new("yes", "Oui", "Yes"),
            Self::No => Term::new("no", "Non", "No"),
            Self::UnderCondition => {
                Term::new("under_condition", "Sous conditions", "Under conditions")
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCategory {
    ConfidentialityOfProceedingsOfPublicAuthorities,
    InternationalRelationsPublicSecurityOrNationalDefence,
    CourseOfJusticeOrFairTrial,
    ConfidentialityOfCommercialOrIndustrialInformation,
    IntellectualPropertyRights,
    ConfidentialityOfPersonalData,
    ProtectionOfVoluntaryInformationSuppliers,
    ProtectionOfEnvironment,
}

const INSPIRE: &str = "inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/";

impl ReasonCategory {
    /// When this reason applies, in one sentence.
    pub fn definition(self) -> Label {
        match self {
            Self::ConfidentialityOfProceedingsOfPublicAuthorities => Label::new(
                "Ouvrir ces données dévoilerait des délibérations que la loi garde secrètes.",
                "Opening the data would reveal deliberations that the law keeps secret.",
            ),
            Self::InternationalRelationsPublicSecurityOrNationalDefence => Label::new(
                "Ouvrir ces données nuirait aux relations avec d’autres États, à la sécurité \
                 publique ou à la défense.",
                "Opening the data would harm relations with other States, public security or \
                 defence.",
            ),
            Self::CourseOfJusticeOrFairTrial => Label::new(
                "Ouvrir ces données gênerait une enquête, un procès ou les droits d’une personne \
                 jugée.",
                "Opening the data would hinder an inquiry, a trial or the rights of someone being \
                 tried.",
            ),
            Self::ConfidentialityOfCommercialOrIndustrialInformation => Label::new(
                "Ouvrir ces données dévoilerait un secret des affaires, statistique ou fiscal que \
                 la loi protège.",
                "Opening the data would reveal a business, statistical or tax secret that the law \
                 protects.",
            ),
            Self::IntellectualPropertyRights => Label::new(
                "Ouvrir ces données porterait atteinte aux droits d’un auteur ou d’un inventeur.",
                "Opening the data would infringe the rights of an author or an inventor.",
            ),
            Self::ConfidentialityOfPersonalData => Label::new(
                "Ces données concernent des personnes qui n’ont pas accepté qu’elles soient \
                 publiées.",
                "The data are about people who have not agreed to their publication.",
            ),
            Self::ProtectionOfVoluntaryInformationSuppliers => Label::new(
                "Ces données ont été confiées par quelqu’un qui n’y était pas obligé et n’a pas \
                 accepté leur diffusion.",
                "The data were entrusted by someone who had no duty to give them and has not \
                 agreed to their release.",
            ),
            Self::ProtectionOfEnvironment => Label::new(
                "Ouvrir ces données mettrait en danger ce qu’elles décrivent, par exemple une \
                 espèce rare.",
                "Opening the data would endanger what they describe, a rare species for instance.",
            ),
        }
    }

    /// The letter in article 13(1) of the directive, and the French article that transposes it.
    fn articles(self) -> (char, &'static str) {
        match self {
            Self::ConfidentialityOfProceedingsOfPublicAuthorities => ('a', "L124-4-I-1"),
            Self::InternationalRelationsPublicSecurityOrNationalDefence => ('b', "L124-5-II-1"),
            Self::CourseOfJusticeOrFairTrial => ('c', "L124-5-II-2"),
            Self::ConfidentialityOfCommercialOrIndustrialInformation => ('d', "L124-4-I-1"),
            Self::IntellectualPropertyRights => ('e', "L124-5-II-3"),
            Self::ConfidentialityOfPersonalData => ('f', "L124-4-I-1"),
            Self::ProtectionOfVoluntaryInformationSuppliers => ('g', "L124-4-I-3"),
            Self::ProtectionOfEnvironment => ('h', "L124-4-I-2"),
        }
    }

    /// The concept of the INSPIRE registry.
    pub fn url(self) -> String {
        format!(
            "http://{INSPIRE}INSPIRE_Directive_Article13_1{}",
            self.articles().0
        )
    }

    /// The mention that metadata carry: the French guide's in French, the registry's otherwise.
    pub fn legal_mention(self, lang: &str) -> String {
        let (letter, article) = self.articles();
        if lang.starts_with("fr") {
            format!(
                "{article} du code de l’environnement (Directive 2007/2/CE (INSPIRE), Article 13.1.{letter})"
            )
        } else {
            format!(
                "public access limited according to Article 13(1)({letter}) of the INSPIRE Directive"
            )
        }
    }

    /// Reads the URL or the legal mention found in a harvested record, whatever its case or punctuation.
    pub fn guess(text: &str) -> Option<Self> {
        let text = slugify(
            text.trim()
                .trim_start_matches("https://")
                .trim_start_matches("http://"),
        );
        Self::ALL.iter().copied().find(|reason| {
            let url = reason.url();
            text == slugify(url.trim_start_matches("http://"))
                || text == slugify(&reason.legal_mention("fr"))
                || text == slugify(&reason.legal_mention("en"))
        })
    }
}

impl Vocabulary for ReasonCategory {
    const ALL: &'static [Self] = &[
        Self::ConfidentialityOfProceedingsOfPublicAuthorities,
        Self::InternationalRelationsPublicSecurityOrNationalDefence,
        Self::CourseOfJusticeOrFairTrial,
        Self::ConfidentialityOfCommercialOrIndustrialInformation,
        Self::IntellectualPropertyRights,
        Self::ConfidentialityOfPersonalData,
        Self::ProtectionOfVoluntaryInformationSuppliers,
        Self::ProtectionOfEnvironment,
    ];

    fn term(self) -> Term {
        match self {
            Self::ConfidentialityOfProceedingsOfPublicAuthorities => Term::new(
                "confidentiality_of_proceedings_of_public_authorities",
                "Secret des délibérations des autorités publiques",
                "Confidentiality of public authorities’ proceedings",
            ),
            Self::InternationalRelationsPublicSecurityOrNationalDefence => Term::new(
                "international_relations_public_security_or_national_defence",
                "Relations internationales, sécurité publique ou défense nationale",
                "International relations, public security or national defence",
            ),
            Self::CourseOfJusticeOrFairTrial => Term::new(
                "course_of_justice_or_fair_trial",
                "Bonne marche de la justice",
                "Course of justice",
            ),
            Self::ConfidentialityOfCommercialOrIndustrialInformation => Term::new(
                "confidentiality_of_commercial_or_industrial_information",
                "Secret commercial ou industriel",
                "Commercial or industrial confidentiality",
            ),
            Self::IntellectualPropertyRights => Term::new(
                "intellectual_property_rights",
                "Propriété intellectuelle",
                "Intellectual property rights",
            ),
            Self::ConfidentialityOfPersonalData => Term::new(
                "confidentiality_of_personal_data",
                "Protection des données personnelles",
                "Personal data confidentiality",
            ),
            Self::ProtectionOfVoluntaryInformationSuppliers => Term::new(
                "protection_of_voluntary_information_suppliers",
                "Protection des informateurs volontaires",
                "Protection of voluntary information suppliers",
            ),
            Self::ProtectionOfEnvironment => Term::new(
                "protection_of_environment",
                "Protection de l’environnement",
                "Environmental protection",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_read_from_what_it_writes() {
        for reason in ReasonCategory::ALL {
            assert_eq!(ReasonCategory::guess(&reason.url()), Some(*reason));
            assert_eq!(
                ReasonCategory::guess(&reason.legal_mention("fr")),
                Some(*reason)
            );
            assert_eq!(
                ReasonCategory::guess(&reason.legal_mention("en")),
                Some(*reason)
            );
        }
        assert_eq!(ReasonCategory::guess("no limitations"), None);
    }
}
