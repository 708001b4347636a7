//! What the European assessment looks at, how many points each thing gives, and what to do to get them.

use vitrail_domain::vocabulary::Label;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    Findability,
    Accessibility,
    Interoperability,
    Reusability,
    Contextuality,
}

impl Dimension {
    pub const ALL: [Self; 5] = [
        Self::Findability,
        Self::Accessibility,
        Self::Interoperability,
        Self::Reusability,
        Self::Contextuality,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Findability => "findability",
            Self::Accessibility => "accessibility",
            Self::Interoperability => "interoperability",
            Self::Reusability => "reusability",
            Self::Contextuality => "contextuality",
        }
    }

    pub fn label(self) -> Label {
        match self {
            Self::Findability => Label::new("Facile à trouver", "Findability"),
            Self::Accessibility => Label::new("Accessible", "Accessibility"),
            Self::Interoperability => Label::new("Interopérable", "Interoperability"),
            Self::Reusability => Label::new("Réutilisable", "Reusability"),
            Self::Contextuality => Label::new("Situé dans son contexte", "Contextuality"),
        }
    }
}

/// What is looked at, under the name that the assessment gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub id: &'static str,
    pub dimension: Dimension,
    pub property: &'static str,
    /// Looked at on files rather than on the dataset.
    pub of_files: bool,
    pub points: u16,
    /// What to do to get the points.
    pub advice: Label,
}

const fn of_dataset(
    id: &'static str,
    dimension: Dimension,
    property: &'static str,
    points: u16,
    fr: &'static str,
    en: &'static str,
) -> Indicator {
    Indicator {
        id,
        dimension,
        property,
        of_files: false,
        points,
        advice: Label::new(fr, en),
    }
}

const fn of_files(
    id: &'static str,
    dimension: Dimension,
    property: &'static str,
    points: u16,
    fr: &'static str,
    en: &'static str,
) -> Indicator {
    Indicator {
        of_files: true,
        ..of_dataset(id, dimension, property, points, fr, en)
    }
}

use Dimension::{Accessibility, Contextuality, Findability, Interoperability, Reusability};

/// In the order of the assessment.
pub const INDICATORS: [Indicator; 23] = [
    of_dataset(
        "keywordAvailability",
        Findability,
        "dcat:keyword",
        30,
        "Donnez un mot-clé.",
        "Give a keyword.",
    ),
    of_dataset(
        "categoryAvailability",
        Findability,
        "dcat:theme",
        30,
        "Donnez un mot-clé qui nomme un thème européen, comme « santé » ou « transport ».",
        "Give a keyword that names a European theme, such as “health” or “transport”.",
    ),
    of_dataset(
        "spatialAvailability",
        Findability,
        "dct:spatial",
        20,
        "Dites sur quel territoire portent les données.",
        "Say which territory the data are about.",
    ),
    of_dataset(
        "temporalAvailability",
        Findability,
        "dct:temporal",
        20,
        "Dites sur quelle période portent les données.",
        "Say which period the data are about.",
    ),
    of_files(
        "accessUrlStatusCode",
        Accessibility,
        "dcat:accessURL",
        50,
        "Réparez l’adresse d’un fichier.",
        "Mend the address of a file.",
    ),
    of_files(
        "downloadUrlAvailability",
        Accessibility,
        "dcat:downloadURL",
        20,
        "Ajoutez un fichier à télécharger.",
        "Add a file to download.",
    ),
    of_files(
        "downloadUrlStatusCode",
        Accessibility,
        "dcat:downloadURL",
        30,
        "Réparez l’adresse d’un fichier.",
        "Mend the address of a file.",
    ),
    of_files(
        "formatAvailability",
        Interoperability,
        "dct:format",
        20,
        "Dites le format d’un fichier.",
        "Say the format of a file.",
    ),
    of_files(
        "mediaTypeAvailability",
        Interoperability,
        "dcat:mediaType",
        10,
        "Dites le type d’un fichier, comme « text/csv ».",
        "Say the media type of a file, such as “text/csv”.",
    ),
    of_files(
        "formatMediaTypeVocabularyAlignment",
        Interoperability,
        "dct:format",
        10,
        "Choisissez un format de la liste européenne.",
        "Choose a format of the European list.",
    ),
    of_files(
        "formatMediaTypeNonProprietary",
        Interoperability,
        "dct:format",
        20,
        "Publiez aussi les données dans un format ouvert, comme CSV ou JSON.",
        "Publish the data in an open format too, such as CSV or JSON.",
    ),
    of_files(
        "formatMediaTypeMachineInterpretable",
        Interoperability,
        "dct:format",
        20,
        "Publiez aussi les données dans un format que les machines lisent, comme CSV ou JSON.",
        "Publish the data in a format that machines read too, such as CSV or JSON.",
    ),
    of_dataset(
        "dcatApCompliance",
        Interoperability,
        "",
        30,
        "Donnez ce que DCAT-AP demande : un titre et une description.",
        "Give what DCAT-AP asks for: a title and a description.",
    ),
    of_files(
        "licenceAvailability",
        Reusability,
        "dct:license",
        20,
        "Choisissez une licence.",
        "Choose a licence.",
    ),
    of_files(
        "knownLicence",
        Reusability,
        "dct:license",
        10,
        "Choisissez une licence que l’Europe connaît, comme ODbL ou CC0.",
        "Choose a licence that Europe knows, such as ODbL or CC0.",
    ),
    of_dataset(
        "accessRightsAvailability",
        Reusability,
        "dct:accessRights",
        10,
        "Dites qui peut accéder aux données.",
        "Say who may reach the data.",
    ),
    of_dataset(
        "accessRightsVocabularyAlignment",
        Reusability,
        "dct:accessRights",
        5,
        "Dites qui peut accéder aux données.",
        "Say who may reach the data.",
    ),
    of_dataset(
        "contactPointAvailability",
        Reusability,
        "dcat:contactPoint",
        20,
        "Donnez un point de contact.",
        "Give a contact point.",
    ),
    of_dataset(
        "publisherAvailability",
        Reusability,
        "dct:publisher",
        10,
        "Publiez au nom d’une organisation.",
        "Publish in the name of an organization.",
    ),
    of_files(
        "rightsAvailability",
        Contextuality,
        "dct:rights",
        5,
        "Dites les droits sur un fichier, par l’API : `extras.dcat.rights`.",
        "Say the rights on a file, in the API: `extras.dcat.rights`.",
    ),
    of_files(
        "byteSizeAvailability",
        Contextuality,
        "dcat:byteSize",
        5,
        "Dites la taille d’un fichier : envoyez-le ici, ou donnez-la par l’API.",
        "Say the size of a file: send it here, or give it in the API.",
    ),
    of_dataset(
        "dateIssuedAvailability",
        Contextuality,
        "dct:issued",
        5,
        "Dites quand les données ont été publiées.",
        "Say when the data were published.",
    ),
    of_dataset(
        "dateModifiedAvailability",
        Contextuality,
        "dct:modified",
        5,
        "Dites quand les données ont changé.",
        "Say when the data changed.",
    ),
];

/// All the points there are.
pub const MOST: u16 = 405;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    Excellent,
    Good,
    Sufficient,
    Bad,
}

impl Rating {
    pub fn of(score: u16) -> Self {
        match score {
            351.. => Self::Excellent,
            221..=350 => Self::Good,
            121..=220 => Self::Sufficient,
            _ => Self::Bad,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Excellent => "excellent",
            Self::Good => "good",
            Self::Sufficient => "sufficient",
            Self::Bad => "bad",
        }
    }
}
