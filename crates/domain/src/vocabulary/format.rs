//! Formats of files: which family a reader filters by, which ones are closed, what may be uploaded and what is suggested
//! while a publisher types. Formats themselves are free text; these lists only classify them.

use super::label::{Term, Vocabulary};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormatFamily {
    Tabular,
    MachineReadable,
    Geographical,
    Documents,
    Other,
}

impl Vocabulary for FormatFamily {
    const ALL: &'static [Self] = &[
        Self::Tabular,
        Self::MachineReadable,
        Self::Geographical,
        Self::Documents,
        Self::Other,
    ];

    fn term(self) -> Term {
        match self {
            Self::Tabular => Term::new("tabular", "Tableaux", "Tables"),
            Self::MachineReadable => {
                Term::new("machine_readable", "Données structurées", "Structured data")
            }
            Self::Geographical => Term::new("geographical", "Données géographiques", "Maps"),
            Self::Documents => Term::new("documents", "Documents", "Documents"),
            Self::Other => Term::new("other", "Autres formats", "Other formats"),
        }
    }
}

impl FormatFamily {
    pub fn formats(self) -> &'static [&'static str] {
        match self {
            Self::Tabular => &["csv", "parquet", "xls", "xlsx", "ods", "tsv", "csv.gz"],
            Self::MachineReadable => &["json", "xml", "rdf", "sql", "jsonl", "ndjson"],
            Self::Geographical => &[
                "shp", "kml", "kmz", "gpx", "shx", "ovr", "geojson", "gpkg", "pmtiles", "mbtiles",
                "wms", "wfs", "ogc:wms", "ogc:wfs",
            ],
            Self::Documents => &[
                "pdf", "doc", "docx", "md", "txt", "html", "htm", "rtf", "odt",
            ],
            Self::Other => &[],
        }
    }

    /// The family of a format, whatever its case. What no family claims is `other`.
    pub fn of(format: &str) -> Self {
        let format = format.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|family| {
                family
                    .formats()
                    .iter()
                    .any(|f| f.eq_ignore_ascii_case(format))
            })
            .unwrap_or(Self::Other)
    }
}

/// Formats that cannot be read without the program of one vendor, or hardly by a machine at all.
pub const CLOSED: &[&str] = &["pdf", "doc", "docx", "word", "xls", "excel", "xlsx"];

pub fn is_closed(format: &str) -> bool {
    CLOSED
        .iter()
        .any(|closed| closed.eq_ignore_ascii_case(format.trim()))
}

/// Extensions of the files that may be uploaded, sorted as the API lists them.
pub const UPLOAD_EXTENSIONS: &[&str] = &[
    "7z", "bz2", "cpg", "csv", "db", "dbf", "doc", "docx", "dwg", "dxf", "ecw", "epub", "geojson",
    "gif", "gpkg", "gpx", "grib2", "gz", "ics", "jp2", "jpe", "jpeg", "jpg", "json", "kml", "kmz",
    "lyr", "n3", "odg", "odp", "ods", "odt", "other", "ovr", "owl", "pdf", "png", "pps", "ppt",
    "prj", "rar", "rdf", "rtf", "sbn", "sbx", "shp", "shx", "sql", "sqlite", "ssim", "svg", "svgz",
    "tar", "tgz", "tiff", "ttl", "txt", "webp", "xls", "xlsx", "xml", "xsd", "xz", "zip",
];

pub fn may_upload(extension: &str) -> bool {
    UPLOAD_EXTENSIONS
        .iter()
        .any(|allowed| allowed.eq_ignore_ascii_case(extension))
}

/// Formats that are only linked to, yet worth suggesting.
const LINKED_FORMATS: &[&str] = &[
    "html", "jsonl", "mbtiles", "md", "ndjson", "parquet", "pmtiles", "tsv", "wfs", "wms",
];

const MIMES: &[&str] = &[
    "text/csv",
    "text/tab-separated-values",
    "text/plain",
    "text/html",
    "text/xml",
    "text/turtle",
    "text/calendar",
    "text/markdown",
    "application/json",
    "application/geo+json",
    "application/ld+json",
    "application/x-ndjson",
    "application/pdf",
    "application/xml",
    "application/rdf+xml",
    "application/xhtml+xml",
    "application/n-triples",
    "application/vnd.apache.parquet",
    "application/vnd.geo+json",
    "application/vnd.google-earth.kml+xml",
    "application/vnd.google-earth.kmz",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.sqlite3",
    "application/geopackage+sqlite3",
    "application/msword",
    "application/rtf",
    "application/epub+zip",
    "application/gml+xml",
    "application/gpx+xml",
    "application/gzip",
    "application/zip",
    "application/x-tar",
    "application/x-bzip2",
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/octet-stream",
    "image/bmp",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/tiff",
    "image/webp",
];

/// Formats that contain `query`: the first `size` of the list, then shortest first, as udata answers.
pub fn suggest_formats(query: &str, size: usize) -> Vec<&'static str> {
    suggest(UPLOAD_EXTENSIONS.iter().chain(LINKED_FORMATS), query, size)
}

/// The same for MIME types.
pub fn suggest_mimes(query: &str, size: usize) -> Vec<&'static str> {
    suggest(MIMES.iter(), query, size)
}

fn suggest<'a>(
    list: impl Iterator<Item = &'a &'static str>,
    query: &str,
    size: usize,
) -> Vec<&'static str> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<_> = list
        .copied()
        .filter(|item| item.contains(&query))
        .take(size)
        .collect();
    found.sort_by_key(|item| item.len());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_has_one_family() {
        assert_eq!(FormatFamily::of(" CSV.gz"), FormatFamily::Tabular);
        assert_eq!(FormatFamily::of("ogc:wms"), FormatFamily::Geographical);
        assert_eq!(FormatFamily::of("zip"), FormatFamily::Other);
        assert!(is_closed("PDF") && !is_closed("csv"));
    }

    #[test]
    fn suggestions_are_cut_then_sorted_by_length() {
        assert_eq!(suggest_formats("cs", 10), ["csv", "ics"]);
        assert_eq!(suggest_formats("CSV", 10), ["csv"]);
        assert_eq!(suggest_formats("json", 2), ["json", "geojson"]);
        assert_eq!(suggest_mimes("csv", 10), ["text/csv"]);
        assert!(suggest_formats("x", 0).is_empty());
    }
}
