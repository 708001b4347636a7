//! What a file is by its first bytes, held against the end of its name: a page or a program that calls itself a
//! table would harm those who open it.

/// How the files of an extension begin, for the formats that have a signature.
const SIGNATURES: &[(&[&str], &[&[u8]])] = &[
    (&["pdf"], &[b"%PDF"]),
    (&["png"], &[b"\x89PNG\r\n\x1a\n"]),
    (&["jpg", "jpeg", "jpe"], &[b"\xff\xd8\xff"]),
    (&["gif"], &[b"GIF8"]),
    (&["webp"], &[b"RIFF"]),
    (
        &[
            "zip", "xlsx", "docx", "ods", "odt", "odp", "odg", "kmz", "epub",
        ],
        &[b"PK\x03\x04", b"PK\x05\x06"],
    ),
    (&["gz", "tgz", "svgz"], &[b"\x1f\x8b"]),
    (&["bz2"], &[b"BZh"]),
    (&["xz"], &[b"\xfd7zXZ\0"]),
    (&["7z"], &[b"7z\xbc\xaf\x27\x1c"]),
    (&["rar"], &[b"Rar!"]),
    (&["sqlite", "gpkg"], &[b"SQLite format 3\0"]),
    (&["tiff"], &[b"II*\0", b"MM\0*"]),
    (&["shp"], &[b"\0\0\x27\x0a"]),
];

/// Formats that people read: none begins as a picture, an archive or a document of an office does.
const TEXTS: &[&str] = &[
    "csv", "txt", "json", "geojson", "xml", "xsd", "svg", "kml", "gpx", "rdf", "owl", "ttl", "n3",
    "sql", "ics", "rtf",
];

/// How what is no text begins.
const BINARIES: &[&[u8]] = &[
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"SQLite format 3\0",
    // Documents of former offices.
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
];

/// Programs, which no dataset needs.
const PROGRAMS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xcf\xfa\xed\xfe",
    b"#!",
];

/// Formats of which a browser may show the beginning as a page, when it believes that they are one.
const SHOWN: &[&str] = &["pdf", "png", "jpg", "jpeg", "jpe", "gif", "webp", "tiff"];

/// What makes a browser believe so; none of it has a place at the beginning of these.
const PAGE: &[&str] = &[
    "<script",
    "<html",
    "<!doctype html",
    "<iframe",
    "<svg",
    "<?php",
];

/// Why a file that begins so cannot bear this extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    Program,
    /// A web page.
    Page,
    /// Another format than the extension says.
    Other,
    /// A web page behind the first bytes of another format.
    Hidden,
}

/// Holds the first bytes of a file against its extension, in lower case. An empty file is nothing yet.
pub fn check(extension: &str, head: &[u8]) -> Result<(), Mismatch> {
    if head.is_empty() {
        return Ok(());
    }
    if let Some((_, signatures)) = SIGNATURES
        .iter()
        .find(|(extensions, _)| extensions.contains(&extension))
    {
        let fits = signatures.iter().any(|start| head.starts_with(start));
        if !fits {
            return Err(Mismatch::Other);
        }
        let text = String::from_utf8_lossy(head).to_lowercase();
        return if SHOWN.contains(&extension) && PAGE.iter().any(|mark| text.contains(mark)) {
            Err(Mismatch::Hidden)
        } else {
            Ok(())
        };
    }
    if PROGRAMS.iter().any(|start| head.starts_with(start)) {
        return Err(Mismatch::Program);
    }
    if TEXTS.contains(&extension) && BINARIES.iter().any(|start| head.starts_with(start)) {
        return Err(Mismatch::Other);
    }
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("<!doctype html")
        || text.starts_with("<html")
        || text.starts_with("<script")
    {
        return Err(Mismatch::Page);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contents_agree() {
        for (extension, head, expected) in [
            ("csv", &b"a;b\n1;2\n"[..], Ok(())),
            ("csv", b"", Ok(())),
            ("pdf", b"%PDF-1.7", Ok(())),
            ("pdf", b"a;b", Err(Mismatch::Other)),
            ("xlsx", b"PK\x03\x04...", Ok(())),
            ("csv", b"MZ\x90", Err(Mismatch::Program)),
            ("json", b"\x7fELF", Err(Mismatch::Program)),
            ("txt", b"  <!DOCTYPE html><html>", Err(Mismatch::Page)),
            ("xml", b"<?xml version=\"1.0\"?><a/>", Ok(())),
            ("zip", b"<html>", Err(Mismatch::Other)),
            ("csv", b"\x89PNG\r\n\x1a\n", Err(Mismatch::Other)),
            ("csv", b"PK\x03\x04...", Err(Mismatch::Other)),
            ("xls", b"PK\x03\x04...", Ok(())),
            ("shp", b"a;b", Err(Mismatch::Other)),
            ("tiff", b"II*\0", Ok(())),
            ("pdf", b"%PDF-1.4\n<HTML><body>", Err(Mismatch::Hidden)),
            ("jpg", b"\xff\xd8\xff\xe0<script>", Err(Mismatch::Hidden)),
        ] {
            assert_eq!(check(extension, head), expected, "{extension} {head:?}");
        }
    }
}
