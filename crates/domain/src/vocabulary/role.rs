//! Who may do what, by name: roles in an organization, roles on the portal, and the part a contact plays for a dataset.

use super::label::{Label, Term, Vocabulary};
use crate::organization::Role;
use serde::{Deserialize, Serialize};

impl Role {
    /// One sentence for the page where an administrator chooses.
    pub fn description(self) -> Label {
        match self {
            Self::Admin => Label::new(
                "Gère l’organisation, ses membres et tout ce qu’elle publie.",
                "Runs the organization: its members and everything it publishes.",
            ),
            Self::Editor => Label::new(
                "Crée et modifie tout ce que publie l’organisation.",
                "Creates and edits everything the organization publishes.",
            ),
            Self::PartialEditor => Label::new(
                "Crée des contenus et ne modifie que ceux qui lui sont confiés.",
                "Creates content, and edits only what was assigned to them.",
            ),
        }
    }
}

impl Vocabulary for Role {
    const ALL: &'static [Self] = &[Self::Admin, Self::Editor, Self::PartialEditor];

    fn term(self) -> Term {
        match self {
            Self::Admin => Term::new("admin", "Administrateur", "Administrator"),
            Self::Editor => Term::new("editor", "Éditeur", "Editor"),
            Self::PartialEditor => Term::new("partial_editor", "Éditeur partiel", "Partial editor"),
        }
    }
}

/// Roles on the whole portal. Only `admin` grants anything; the others are read from udata's files and kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserRole {
    Admin,
    Editor,
    Moderator,
}

impl UserRole {
    /// The roles that can be given, as the API lists them.
    pub const GRANTABLE: &'static [Self] = &[Self::Admin];
}

impl Vocabulary for UserRole {
    const ALL: &'static [Self] = &[Self::Admin, Self::Editor, Self::Moderator];

    fn term(self) -> Term {
        match self {
            Self::Admin => Term::new("admin", "Administrateur du portail", "Portal administrator"),
            Self::Editor => Term::new("editor", "Éditeur du portail", "Portal editor"),
            Self::Moderator => Term::new("moderator", "Modérateur", "Moderator"),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContactRole {
    #[default]
    Contact,
    Creator,
    Publisher,
    RightsHolder,
    Custodian,
    Distributor,
    Originator,
    PrincipalInvestigator,
    Processor,
    ResourceProvider,
    User,
}

impl Vocabulary for ContactRole {
    const ALL: &'static [Self] = &[
        Self::Contact,
        Self::Creator,
        Self::Publisher,
        Self::RightsHolder,
        Self::Custodian,
        Self::Distributor,
        Self::Originator,
        Self::PrincipalInvestigator,
        Self::Processor,
        Self::ResourceProvider,
        Self::User,
    ];

    fn term(self) -> Term {
        match self {
            Self::Contact => Term::new("contact", "Contact", "Contact"),
            Self::Creator => Term::new("creator", "Créateur", "Creator"),
            Self::Publisher => Term::new("publisher", "Diffuseur", "Publisher"),
            Self::RightsHolder => {
                Term::new("rightsHolder", "Détenteur des droits", "Rights holder")
            }
            Self::Custodian => Term::new("custodian", "Gestionnaire", "Custodian"),
            Self::Distributor => Term::new("distributor", "Distributeur", "Distributor"),
            Self::Originator => Term::new("originator", "Commanditaire", "Originator"),
            Self::PrincipalInvestigator => Term::new(
                "principalInvestigator",
                "Maître d’œuvre",
                "Principal investigator",
            ),
            Self::Processor => Term::new("processor", "Intégrateur", "Processor"),
            Self::ResourceProvider => {
                Term::new("resourceProvider", "Fournisseur", "Resource provider")
            }
            Self::User => Term::new("user", "Utilisateur", "User"),
        }
    }
}
