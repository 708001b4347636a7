//! Why a document was found, as facts that the caller may put in any language, and plain sentences
//! in French and English for those who have none of their own.

use crate::document::{ARCHIVED, CERTIFIED, FEATURED, FRESH, POPULAR};
use crate::names::KeyKind;
use crate::plan::{Alternative, Cause, PlanWord};
use crate::schema::TextField;

/// Where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Title,
    Organization,
    Tags,
    Description,
    Resources,
    Acronym,
    Initials,
    /// Neighbouring words of the title or of a tag, written as one.
    Joined,
    Id,
}

impl From<TextField> for Field {
    fn from(field: TextField) -> Self {
        match field {
            TextField::Title => Self::Title,
            TextField::Organization => Self::Organization,
            TextField::Tags => Self::Tags,
            TextField::Description => Self::Description,
            TextField::Resources => Self::Resources,
        }
    }
}

impl From<KeyKind> for Field {
    fn from(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Title | KeyKind::Spelling => Self::Title,
            KeyKind::Acronym => Self::Acronym,
            KeyKind::Initials | KeyKind::Beginning => Self::Initials,
            KeyKind::Joined => Self::Joined,
            KeyKind::Id => Self::Id,
        }
    }
}

impl Field {
    /// A stable name to key translations by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Organization => "organization",
            Self::Tags => "tags",
            Self::Description => "description",
            Self::Resources => "resources",
            Self::Acronym => "acronym",
            Self::Initials => "initials",
            Self::Joined => "joined",
            Self::Id => "id",
        }
    }
}

/// One reason.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The text is an identifier of the document or of a resource.
    Id,
    /// The text is the whole title.
    ExactTitle,
    /// The text is the acronym.
    ExactAcronym,
    /// The text is made of the initials of the title.
    Initials,
    /// A word was found as typed, or in another form of it.
    Word { word: String, field: Field },
    /// Words written as one, or one word written as several.
    Compound { word: String, field: Field },
    /// An equivalent of the word was found.
    Synonym {
        word: String,
        found: String,
        field: Field,
    },
    /// A close spelling was found.
    Typo {
        word: String,
        found: String,
        field: Field,
    },
    /// Words stand side by side.
    SideBySide { field: Field },
    /// Many people use it.
    Popular,
    /// A certified public service publishes it.
    CertifiedPublicService,
    /// The portal features it.
    Featured,
    /// It was updated in the last months.
    Fresh,
    /// It is archived, which puts it last.
    Archived,
}

/// A language of [`render`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    French,
    English,
}

impl Reason {
    pub(crate) fn of_word(word: &PlanWord, alternative: &Alternative, field: Field) -> Self {
        let typed = word.folded.clone();
        match &alternative.cause {
            Cause::Typed if field == Field::Joined => Self::Compound { word: typed, field },
            Cause::Typed => Self::Word { word: typed, field },
            Cause::Joined | Cause::Split => Self::Compound { word: typed, field },
            Cause::Synonym(found) => Self::Synonym {
                word: typed,
                found: found.clone(),
                field,
            },
            Cause::Typo(found) => Self::Typo {
                word: typed,
                found: found.clone(),
                field,
            },
        }
    }

    pub(crate) fn of_name(kind: KeyKind) -> Option<Self> {
        match kind {
            KeyKind::Id => Some(Self::Id),
            KeyKind::Title => Some(Self::ExactTitle),
            KeyKind::Acronym => Some(Self::ExactAcronym),
            KeyKind::Initials => Some(Self::Initials),
            KeyKind::Beginning | KeyKind::Joined | KeyKind::Spelling => None,
        }
    }

    /// What the document itself adds, whatever was asked.
    pub(crate) fn of_flags(flags: u16) -> Vec<Self> {
        [
            (POPULAR, Self::Popular),
            (CERTIFIED, Self::CertifiedPublicService),
            (FEATURED, Self::Featured),
            (FRESH, Self::Fresh),
            (ARCHIVED, Self::Archived),
        ]
        .into_iter()
        .filter_map(|(flag, reason)| (flags & flag != 0).then_some(reason))
        .collect()
    }
}

/// A reason as a short sentence.
pub fn render(reason: &Reason, lang: Lang) -> String {
    match lang {
        Lang::French => french(reason),
        Lang::English => english(reason),
    }
}

fn french(reason: &Reason) -> String {
    let place = |field: &Field| match field {
        Field::Title => "le titre",
        Field::Organization => "le nom de l’organisation",
        Field::Tags => "les mots-clés",
        Field::Description => "la description",
        Field::Resources => "les ressources",
        Field::Acronym => "le sigle",
        Field::Initials => "les initiales du titre",
        Field::Joined | Field::Id => "le nom",
    };
    match reason {
        Reason::Id => "C’est l’identifiant demandé.".to_owned(),
        Reason::ExactTitle => "C’est le titre exact.".to_owned(),
        Reason::ExactAcronym => "C’est le sigle exact.".to_owned(),
        Reason::Initials => "Ce sont les initiales du titre.".to_owned(),
        Reason::Word { word, field } => format!("« {word} » est dans {}.", place(field)),
        Reason::Compound { word, field } => {
            format!(
                "« {word} » est dans {}, écrit en un ou plusieurs mots.",
                place(field)
            )
        }
        Reason::Synonym { word, found, field } => {
            format!(
                "« {found} », équivalent de « {word} », est dans {}.",
                place(field)
            )
        }
        Reason::Typo { word, found, field } => {
            format!(
                "« {found} », proche de « {word} », est dans {}.",
                place(field)
            )
        }
        Reason::SideBySide { field } => format!("Les mots se suivent dans {}.", place(field)),
        Reason::Popular => "Très utilisé.".to_owned(),
        Reason::CertifiedPublicService => "Publié par un service public certifié.".to_owned(),
        Reason::Featured => "Mis en avant.".to_owned(),
        Reason::Fresh => "Mis à jour récemment.".to_owned(),
        Reason::Archived => "Archivé, donc classé en dernier.".to_owned(),
    }
}

fn english(reason: &Reason) -> String {
    let place = |field: &Field| match field {
        Field::Title => "the title",
        Field::Organization => "the name of the organization",
        Field::Tags => "the tags",
        Field::Description => "the description",
        Field::Resources => "the resources",
        Field::Acronym => "the acronym",
        Field::Initials => "the initials of the title",
        Field::Joined | Field::Id => "the name",
    };
    match reason {
        Reason::Id => "This is the identifier asked for.".to_owned(),
        Reason::ExactTitle => "This is the exact title.".to_owned(),
        Reason::ExactAcronym => "This is the exact acronym.".to_owned(),
        Reason::Initials => "These are the initials of the title.".to_owned(),
        Reason::Word { word, field } => format!("“{word}” is in {}.", place(field)),
        Reason::Compound { word, field } => {
            format!(
                "“{word}” is in {}, written as one word or several.",
                place(field)
            )
        }
        Reason::Synonym { word, found, field } => {
            format!("“{found}”, which means “{word}”, is in {}.", place(field))
        }
        Reason::Typo { word, found, field } => {
            format!("“{found}”, close to “{word}”, is in {}.", place(field))
        }
        Reason::SideBySide { field } => format!("The words stand together in {}.", place(field)),
        Reason::Popular => "Used by many.".to_owned(),
        Reason::CertifiedPublicService => "Published by a certified public service.".to_owned(),
        Reason::Featured => "Featured.".to_owned(),
        Reason::Fresh => "Updated recently.".to_owned(),
        Reason::Archived => "Archived, hence last.".to_owned(),
    }
}
