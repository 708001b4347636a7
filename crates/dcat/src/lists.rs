//! The lists of the European Publications Office and of the MQA that the mappings need; `vocab/README.md` says where
//! each comes from.

use std::collections::HashMap;
use std::sync::LazyLock;

use oxrdf::NamedNode;

const AUTHORITY: &str = "http://publications.europa.eu/resource/authority/";
const MEDIA_TYPES: &str = "http://www.iana.org/assignments/media-types/";

/// A term of an authority table.
pub fn authority(table: &str, code: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{AUTHORITY}{table}/{code}"))
}

/// The list of all data themes.
pub fn themes_list() -> NamedNode {
    NamedNode::new_unchecked(format!("{AUTHORITY}data-theme"))
}

/// A sort of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    /// In the European list; none when it is not there.
    pub code: Option<&'static str>,
    /// Registered or in common use; none when there is no such thing.
    pub media_type: Option<&'static str>,
    /// In the MQA's lists of what machines read, and of what belongs to nobody.
    pub machine_readable: bool,
    pub non_proprietary: bool,
}

/// A theme of data, or a category of those of high value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub code: &'static str,
    pub fr: &'static str,
    pub en: &'static str,
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().map(|line| line.split('\t').collect())
}

fn cell(row: &[&'static str], at: usize) -> &'static str {
    row.get(at).copied().unwrap_or_default()
}

static FILE_TYPES: LazyLock<HashMap<&str, FileType>> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for row in rows(include_str!("../../../vocab/eu/file-types.tsv")) {
        let given = |at: usize| Some(cell(&row, at)).filter(|text| !text.is_empty());
        let file_type = FileType {
            code: given(0),
            media_type: given(1),
            machine_readable: cell(&row, 2).contains('m'),
            non_proprietary: cell(&row, 2).contains('o'),
        };
        for format in cell(&row, 3).split(',') {
            found.insert(format, file_type);
        }
    }
    found
});

/// The sort of files that a format names.
pub fn file_type(format: &str) -> Option<FileType> {
    FILE_TYPES
        .get(format.trim().to_lowercase().as_str())
        .copied()
}

/// The sort of files of a European address.
pub fn file_type_of(iri: &str) -> Option<FileType> {
    let code = iri.strip_prefix(AUTHORITY)?.strip_prefix("file-type/")?;
    FILE_TYPES
        .values()
        .find(|known| known.code == Some(code))
        .copied()
}

/// The first format of each European code.
static USUAL_FORMATS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for row in rows(include_str!("../../../vocab/eu/file-types.tsv")) {
        let usual = cell(&row, 3).split(',').next().unwrap_or_default();
        found.entry(cell(&row, 0)).or_insert(usual);
    }
    found
});

/// The format that a European address stands for, as people write it.
pub fn format_of(iri: &str) -> Option<String> {
    let code = iri.strip_prefix(AUTHORITY)?.strip_prefix("file-type/")?;
    let usual = USUAL_FORMATS.get(code).map(|format| (*format).to_owned());
    Some(usual.unwrap_or_else(|| code.to_lowercase()))
}

/// The IRI of a media type as servers and people write it (`text/csv; charset=utf-8`).
pub fn media_type(mime: &str) -> Option<NamedNode> {
    let bare = mime
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let bare = match bare.as_str() {
        "application/vnd.geo+json" => "application/geo+json",
        "text/json" => "application/json",
        other => other,
    };
    let (kind, sort) = bare.split_once('/')?;
    let is_token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    (is_token(kind) && is_token(sort)).then_some(())?;
    NamedNode::new(format!("{MEDIA_TYPES}{bare}")).ok()
}

static THEMES: LazyLock<HashMap<&str, Theme>> =
    LazyLock::new(|| themed(include_str!("../../../vocab/eu/themes.tsv")));

static HVD: LazyLock<HashMap<&str, Theme>> =
    LazyLock::new(|| themed(include_str!("../../../vocab/eu/hvd.tsv")));

fn themed(text: &'static str) -> HashMap<&'static str, Theme> {
    let mut found = HashMap::new();
    for row in rows(text) {
        let theme = Theme {
            code: cell(&row, 0),
            fr: cell(&row, 1),
            en: cell(&row, 2),
        };
        for tag in cell(&row, 3).split(',') {
            found.insert(tag, theme);
        }
    }
    found
}

/// The themes that tags name for certain, in the order of the tags, each once.
pub fn themes(tags: &[String]) -> Vec<Theme> {
    known(tags, &THEMES)
}

/// The categories of data of high value that tags name.
pub fn hvd_categories(tags: &[String]) -> Vec<Theme> {
    known(tags, &HVD)
}

fn known(tags: &[String], list: &HashMap<&str, Theme>) -> Vec<Theme> {
    let mut found = Vec::new();
    for tag in tags {
        if let Some(theme) = list.get(tag.as_str())
            && !found.contains(theme)
        {
            found.push(*theme);
        }
    }
    found
}

static LANGUAGES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for row in rows(include_str!("../../../vocab/eu/languages.tsv")) {
        for code in cell(&row, 1).split(',') {
            found.insert(code, cell(&row, 0));
        }
    }
    found
});

/// The language of a code (`fr`, `fr-FR`, `fra`) or of an address that ends with one.
pub fn language(text: &str) -> Option<NamedNode> {
    let last = text
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let code = last
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    LANGUAGES
        .get(code.as_str())
        .map(|code| authority("language", code))
}

static COUNTRIES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    rows(include_str!("../../../vocab/eu/countries.tsv"))
        .map(|row| (cell(&row, 0), cell(&row, 1)))
        .collect()
});

/// The country of a two-letter code.
pub fn country(code: &str) -> Option<NamedNode> {
    COUNTRIES.get(code).map(|code| authority("country", code))
}

/// The two letters of a country of the European list.
pub fn country_of(iri: &str) -> Option<&'static str> {
    let code = iri.strip_prefix(AUTHORITY)?.strip_prefix("country/")?;
    let mut known = COUNTRIES.iter();
    known
        .find(|(_, known)| **known == code)
        .map(|(two, _)| *two)
}

/// The theme of a European address.
pub fn theme_of(iri: &str) -> Option<Theme> {
    let code = iri.strip_prefix(AUTHORITY)?.strip_prefix("data-theme/")?;
    THEMES.values().find(|theme| theme.code == code).copied()
}

/// Whether an address is that of the regulation on data of high value, in any of its versions.
pub fn is_hvd_law(iri: &str) -> bool {
    iri.contains("data.europa.eu/eli/reg_impl/2023/138/")
}

/// The tag of a category of data of high value.
pub fn hvd_tag_of(iri: &str) -> Option<&'static str> {
    let code = iri.strip_prefix("http://data.europa.eu/bna/")?;
    let mut all = rows(include_str!("../../../vocab/eu/hvd.tsv"));
    let row = all.find(|row| cell(row, 0) == code)?;
    cell(&row, 3).split(',').next()
}

/// The id of a licence that Europe knows, by its address or its European one.
pub fn licence_of(iri: &str) -> Option<&'static str> {
    let code = iri
        .strip_prefix(AUTHORITY)
        .and_then(|rest| rest.strip_prefix("licence/"));
    let mut known = LICENCES.iter();
    let is_it = |licence: &Licence| licence.url == iri || Some(licence.code) == code;
    known.find(|(_, known)| is_it(known)).map(|(id, _)| *id)
}

/// How a licence is called in Europe, and the address under which everybody knows it.
#[derive(Clone, Copy, Debug)]
pub struct Licence {
    pub code: &'static str,
    pub url: &'static str,
}

static LICENCES: LazyLock<HashMap<&str, Licence>> = LazyLock::new(|| {
    rows(include_str!("../../../vocab/eu/licences.tsv"))
        .map(|row| {
            let (code, url) = (cell(&row, 1), cell(&row, 2));
            (cell(&row, 0), Licence { code, url })
        })
        .collect()
});

/// Whether an address is that of a licence which Europe knows.
pub fn is_known_licence(iri: &str) -> bool {
    LICENCES.values().any(|known| known.url == iri)
        || iri.starts_with("http://publications.europa.eu/resource/authority/licence/")
}

/// A licence of ours that Europe knows too.
pub fn licence(id: &str) -> Option<Licence> {
    LICENCES.get(id).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_whole() {
        assert_eq!(COUNTRIES.len(), 249);
        let mut codes: Vec<&str> = THEMES.values().map(|theme| theme.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 14);
        assert_eq!(
            HVD.values()
                .filter(|theme| theme.code.starts_with("c_"))
                .count(),
            7
        );
        let read = FILE_TYPES.values().filter(|file| file.machine_readable);
        let mut read: Vec<&str> = read.filter_map(|file| file.code).collect();
        read.sort_unstable();
        read.dedup();
        assert_eq!(read.len(), 20, "the twenty of the MQA");
        for (format, file) in FILE_TYPES.iter() {
            assert_eq!(format.trim().to_lowercase(), *format);
            assert!(
                file.media_type
                    .is_none_or(|mime| media_type(mime).is_some()),
                "{format}"
            );
        }
    }

    #[test]
    fn what_people_write_is_recognised() {
        assert_eq!(file_type(" CSV ").unwrap().code, Some("CSV"));
        assert!(file_type("vecteur").is_none());
        let mime = media_type("text/csv;charset=utf-8").unwrap();
        assert_eq!(
            mime.as_str(),
            "http://www.iana.org/assignments/media-types/text/csv"
        );
        assert!(media_type("csv").is_none());
        assert!(media_type("a b/c").is_none());
        for text in [
            "fr",
            "fr-FR",
            "FRE",
            "http://publications.europa.eu/resource/authority/language/FRA",
        ] {
            assert_eq!(language(text), Some(authority("language", "FRA")), "{text}");
        }
        assert_eq!(country("fr"), Some(authority("country", "FRA")));
        let tags = [
            "sante".to_owned(),
            "velo".to_owned(),
            "sante".to_owned(),
            "x".to_owned(),
        ];
        let found: Vec<&str> = themes(&tags).iter().map(|theme| theme.code).collect();
        assert_eq!(found, ["HEAL", "TRAN"]);
    }
}
