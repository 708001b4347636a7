//! Why a reader asks the moderators to look at something.

use super::label::{Term, Vocabulary};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    AutoSpam,
    ExplicitContent,
    IllegalContent,
    Others,
    PersonalData,
    Security,
    Spam,
}

impl ReportReason {
    /// `auto_spam` is for the portal itself: a form never offers it.
    pub fn offered(self) -> bool {
        self != Self::AutoSpam
    }
}

impl Vocabulary for ReportReason {
    const ALL: &'static [Self] = &[
        Self::AutoSpam,
        Self::ExplicitContent,
        Self::IllegalContent,
        Self::Others,
        Self::PersonalData,
        Self::Security,
        Self::Spam,
    ];

    fn term(self) -> Term {
        match self {
            Self::AutoSpam => Term::new(
                "auto_spam",
                "Spam détecté automatiquement",
                "Auto-detected spam",
            ),
            Self::ExplicitContent => {
                Term::new("explicit_content", "Contenu explicite", "Explicit content")
            }
            Self::IllegalContent => {
                Term::new("illegal_content", "Contenu illicite", "Illegal content")
            }
            Self::Others => Term::new("others", "Autre raison", "Others"),
            Self::PersonalData => {
                Term::new("personal_data", "Données personnelles", "Personal data")
            }
            Self::Security => Term::new("security", "Sécurité", "Security"),
            Self::Spam => Term::new("spam", "Spam", "Spam"),
        }
    }
}
