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
    /// Its name for people.
    pub label: Label,
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
    label: Label,
    dimension: Dimension,
    property: &'static str,
    points: u16,
    advice: Label,
) -> Indicator {
    Indicator {
        id,
        label,
        dimension,
        property,
        of_files: false,
        points,
        advice,
    }
}

const fn of_files(
    id: &'static str,
    label: Label,
    dimension: Dimension,
    property: &'static str,
    points: u16,
    advice: Label,
) -> Indicator {
    Indicator {
        of_files: true,
        ..of_dataset(id, label, dimension, property, points, advice)
    }
}

use Dimension::{Accessibility, Contextuality, Findability, Interoperability, Reusability};

/// In the order of the assessment.
pub const INDICATORS: [Indicator; 23] = [
    of_dataset(
        "keywordAvailability",
        Label::new("Mots-clés", "Keywords"),
        Findability,
        "dcat:keyword",
        30,
        Label::new("Donnez un mot-clé.", "Give a keyword."),
    ),
    of_dataset(
        "categoryAvailability",
        Label::new("Thème européen", "European theme"),
        Findability,
        "dcat:theme",
        30,
        Label::new(
            "Donnez un mot-clé qui nomme un thème européen, comme «\u{a0}santé\u{a0}» ou «\u{a0}transport\u{a0}».",
            "Give a keyword that names a European theme, such as “health” or “transport”.",
        ),
    ),
    of_dataset(
        "spatialAvailability",
        Label::new("Territoire", "Territory"),
        Findability,
        "dct:spatial",
        20,
        Label::new(
            "Dites sur quel territoire portent les données.",
            "Say which territory the data are about.",
        ),
    ),
    of_dataset(
        "temporalAvailability",
        Label::new("Période", "Period"),
        Findability,
        "dct:temporal",
        20,
        Label::new(
            "Dites sur quelle période portent les données.",
            "Say which period the data are about.",
        ),
    ),
    of_files(
        "accessUrlStatusCode",
        Label::new(
            "Une adresse d’accès qui répond",
            "An access address that answers",
        ),
        Accessibility,
        "dcat:accessURL",
        50,
        Label::new(
            "Réparez l’adresse d’un fichier.",
            "Mend the address of a file.",
        ),
    ),
    of_files(
        "downloadUrlAvailability",
        Label::new("Une adresse de téléchargement", "A download address"),
        Accessibility,
        "dcat:downloadURL",
        20,
        Label::new(
            "Ajoutez un fichier à télécharger.",
            "Add a file to download.",
        ),
    ),
    of_files(
        "downloadUrlStatusCode",
        Label::new(
            "Une adresse de téléchargement qui répond",
            "A download address that answers",
        ),
        Accessibility,
        "dcat:downloadURL",
        30,
        Label::new(
            "Réparez l’adresse d’un fichier.",
            "Mend the address of a file.",
        ),
    ),
    of_files(
        "formatAvailability",
        Label::new("Format", "Format"),
        Interoperability,
        "dct:format",
        20,
        Label::new("Dites le format d’un fichier.", "Say the format of a file."),
    ),
    of_files(
        "mediaTypeAvailability",
        Label::new("Type de fichier", "Media type"),
        Interoperability,
        "dcat:mediaType",
        10,
        Label::new(
            "Dites le type d’un fichier, comme «\u{a0}text/csv\u{a0}».",
            "Say the media type of a file, such as “text/csv”.",
        ),
    ),
    of_files(
        "formatMediaTypeVocabularyAlignment",
        Label::new(
            "Un format de la liste européenne",
            "A format of the European list",
        ),
        Interoperability,
        "dct:format",
        10,
        Label::new(
            "Choisissez un format de la liste européenne.",
            "Choose a format of the European list.",
        ),
    ),
    of_files(
        "formatMediaTypeNonProprietary",
        Label::new("Un format ouvert", "An open format"),
        Interoperability,
        "dct:format",
        20,
        Label::new(
            "Publiez aussi les données dans un format ouvert, comme CSV ou JSON.",
            "Publish the data in an open format too, such as CSV or JSON.",
        ),
    ),
    of_files(
        "formatMediaTypeMachineInterpretable",
        Label::new(
            "Un format que les machines lisent",
            "A format that machines read",
        ),
        Interoperability,
        "dct:format",
        20,
        Label::new(
            "Publiez aussi les données dans un format que les machines lisent, comme CSV ou JSON.",
            "Publish the data in a format that machines read too, such as CSV or JSON.",
        ),
    ),
    of_dataset(
        "dcatApCompliance",
        Label::new("Conforme à DCAT-AP", "Valid against DCAT-AP"),
        Interoperability,
        "",
        30,
        Label::new(
            "Donnez ce que DCAT-AP demande\u{a0}: un titre et une description.",
            "Give what DCAT-AP asks for: a title and a description.",
        ),
    ),
    of_files(
        "licenceAvailability",
        Label::new("Licence", "Licence"),
        Reusability,
        "dct:license",
        20,
        Label::new("Choisissez une licence.", "Choose a licence."),
    ),
    of_files(
        "knownLicence",
        Label::new(
            "Une licence que l’Europe connaît",
            "A licence that Europe knows",
        ),
        Reusability,
        "dct:license",
        10,
        Label::new(
            "Choisissez une licence que l’Europe connaît, comme ODbL ou CC0.",
            "Choose a licence that Europe knows, such as ODbL or CC0.",
        ),
    ),
    of_dataset(
        "accessRightsAvailability",
        Label::new("Conditions d’accès", "Access rights"),
        Reusability,
        "dct:accessRights",
        10,
        Label::new(
            "Dites qui peut accéder aux données.",
            "Say who may reach the data.",
        ),
    ),
    of_dataset(
        "accessRightsVocabularyAlignment",
        Label::new(
            "Conditions d’accès dans les termes européens",
            "Access rights in European terms",
        ),
        Reusability,
        "dct:accessRights",
        5,
        Label::new(
            "Dites qui peut accéder aux données.",
            "Say who may reach the data.",
        ),
    ),
    of_dataset(
        "contactPointAvailability",
        Label::new("Point de contact", "Contact point"),
        Reusability,
        "dcat:contactPoint",
        20,
        Label::new("Donnez un point de contact.", "Give a contact point."),
    ),
    of_dataset(
        "publisherAvailability",
        Label::new("Producteur", "Publisher"),
        Reusability,
        "dct:publisher",
        10,
        Label::new(
            "Publiez au nom d’une organisation.",
            "Publish in the name of an organization.",
        ),
    ),
    of_files(
        "rightsAvailability",
        Label::new("Droits", "Rights"),
        Contextuality,
        "dct:rights",
        5,
        Label::new(
            "Dites les droits sur un fichier, par l’API\u{a0}: extras.dcat.rights.",
            "Say the rights on a file, in the API: extras.dcat.rights.",
        ),
    ),
    of_files(
        "byteSizeAvailability",
        Label::new("Taille", "Size"),
        Contextuality,
        "dcat:byteSize",
        5,
        Label::new(
            "Dites la taille d’un fichier\u{a0}: envoyez-le ici, ou donnez-la par l’API.",
            "Say the size of a file: send it here, or give it in the API.",
        ),
    ),
    of_dataset(
        "dateIssuedAvailability",
        Label::new("Date de publication", "Date of publication"),
        Contextuality,
        "dct:issued",
        5,
        Label::new(
            "Dites quand les données ont été publiées.",
            "Say when the data were published.",
        ),
    ),
    of_dataset(
        "dateModifiedAvailability",
        Label::new("Date de mise à jour", "Date of change"),
        Contextuality,
        "dct:modified",
        5,
        Label::new(
            "Dites quand les données ont changé.",
            "Say when the data changed.",
        ),
    ),
];

/// An indicator by the name that the assessment gives it.
pub fn indicator(id: &str) -> Option<&'static Indicator> {
    INDICATORS.iter().find(|one| one.id == id)
}

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
