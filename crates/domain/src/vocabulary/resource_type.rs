//! What a file is for in its dataset. Pages group files by it, main files first.

use super::label::{Term, Vocabulary};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResourceType {
    #[default]
    Main,
    Documentation,
    Update,
    Api,
    Code,
    Other,
}

impl Vocabulary for ResourceType {
    const ALL: &'static [Self] = &[
        Self::Main,
        Self::Documentation,
        Self::Update,
        Self::Api,
        Self::Code,
        Self::Other,
    ];

    fn term(self) -> Term {
        match self {
            Self::Main => Term::new("main", "Fichier principal", "Main file"),
            Self::Documentation => Term::new("documentation", "Documentation", "Documentation"),
            Self::Update => Term::new("update", "Mise à jour", "Update"),
            Self::Api => Term::new("api", "API", "API"),
            Self::Code => Term::new("code", "Dépôt de code", "Code repository"),
            Self::Other => Term::new("other", "Autre", "Other"),
        }
    }
}
