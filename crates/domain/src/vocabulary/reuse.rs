//! What a reuse is and what it speaks of: the two lists every reuse must choose from.

use super::label::{Term, Vocabulary};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReuseType {
    Api,
    Application,
    Idea,
    NewsArticle,
    Paper,
    Post,
    Visualization,
    Hardware,
}

impl Vocabulary for ReuseType {
    const ALL: &'static [Self] = &[
        Self::Api,
        Self::Application,
        Self::Idea,
        Self::NewsArticle,
        Self::Paper,
        Self::Post,
        Self::Visualization,
        Self::Hardware,
    ];

    fn term(self) -> Term {
        match self {
            Self::Api => Term::new("api", "API", "API"),
            Self::Application => Term::new("application", "Application", "Application"),
            Self::Idea => Term::new("idea", "Idée", "Idea"),
            Self::NewsArticle => Term::new("news_article", "Article de presse", "News article"),
            Self::Paper => Term::new("paper", "Article scientifique", "Paper"),
            Self::Post => Term::new("post", "Billet", "Post"),
            Self::Visualization => Term::new("visualization", "Visualisation", "Visualization"),
            Self::Hardware => Term::new("hardware", "Objet connecté", "Connected device"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReuseTopic {
    Health,
    TransportAndMobility,
    HousingAndDevelopment,
    FoodAndAgriculture,
    CultureAndRecreation,
    EconomyAndBusiness,
    EnvironmentAndEnergy,
    WorkAndTraining,
    PoliticsAndPublicLife,
    SafetyAndSecurity,
    EducationAndResearch,
    SocietyAndDemography,
    LawAndJustice,
    OpenDataTools,
    Others,
}

impl Vocabulary for ReuseTopic {
    const ALL: &'static [Self] = &[
        Self::Health,
        Self::TransportAndMobility,
        Self::HousingAndDevelopment,
        Self::FoodAndAgriculture,
        Self::CultureAndRecreation,
        Self::EconomyAndBusiness,
        Self::EnvironmentAndEnergy,
        Self::WorkAndTraining,
        Self::PoliticsAndPublicLife,
        Self::SafetyAndSecurity,
        Self::EducationAndResearch,
        Self::SocietyAndDemography,
        Self::LawAndJustice,
        Self::OpenDataTools,
        Self::Others,
    ];

    fn term(self) -> Term {
        let (code, fr, en) = match self {
            Self::Health => ("health", "Santé", "Health"),
            Self::TransportAndMobility => (
                "transport_and_mobility",
                "Transports et mobilité",
                "Transport and mobility",
            ),
            Self::HousingAndDevelopment => (
                "housing_and_development",
                "Logement et urbanisme",
                "Housing and development",
            ),
            Self::FoodAndAgriculture => (
                "food_and_agriculture",
                "Alimentation et agriculture",
                "Food and agriculture",
            ),
            Self::CultureAndRecreation => (
                "culture_and_recreation",
                "Culture et loisirs",
                "Culture and recreation",
            ),
            Self::EconomyAndBusiness => (
                "economy_and_business",
                "Économie et entreprises",
                "Economy and business",
            ),
            Self::EnvironmentAndEnergy => (
                "environment_and_energy",
                "Environnement et énergie",
                "Environment and energy",
            ),
            Self::WorkAndTraining => (
                "work_and_training",
                "Emploi et formation",
                "Work and training",
            ),
            Self::PoliticsAndPublicLife => (
                "politics_and_public_life",
                "Politique et vie publique",
                "Politics and public life",
            ),
            Self::SafetyAndSecurity => (
                "safety_and_security",
                "Sûreté et sécurité",
                "Safety and security",
            ),
            Self::EducationAndResearch => (
                "education_and_research",
                "Éducation et recherche",
                "Education and research",
            ),
            Self::SocietyAndDemography => (
                "society_and_demography",
                "Société et démographie",
                "Society and demography",
            ),
            Self::LawAndJustice => ("law_and_justice", "Droit et justice", "Law and justice"),
            Self::OpenDataTools => (
                "open_data_tools",
                "Outils pour les données ouvertes",
                "Open data tools",
            ),
            Self::Others => ("others", "Autres", "Others"),
        };
        Term::new(code, fr, en)
    }
}
