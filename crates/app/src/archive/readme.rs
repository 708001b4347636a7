//! What the archive of a dataset says to people.

use std::fmt::Write as _;

use vitrail_domain::vocabulary::Label;

use super::{Entry, Manifest, Reason};

/// The text of `README.txt`, in the language of the reader.
pub fn text(manifest: &Manifest, lang: &str) -> String {
    let said = |french, english| Label::new(french, english).in_lang(lang);
    let mut text = format!("{}\n{}\n\n", manifest.title, "=".repeat(60));
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name}{} {value}", said(" :", ":"));
    };
    if let Some(producer) = &manifest.producer {
        line(said("Producteur", "Producer"), producer);
    }
    if let Some(licence) = &manifest.licence {
        let address = licence.url.map(|url| format!(" ({url})"));
        let named = format!("{}{}", licence.title, address.unwrap_or_default());
        line(said("Licence", "Licence"), &named);
    }
    line(said("Page", "Page"), &manifest.url);
    line(
        said("Archive faite le", "Archive made on"),
        &manifest.made.to_string(),
    );
    if !manifest.description.trim().is_empty() {
        let _ = write!(text, "\n{}\n", manifest.description.trim());
    }
    let (inside, outside): (Vec<&Entry>, Vec<&Entry>) =
        manifest.files.iter().partition(|entry| entry.included);
    title(
        &mut text,
        said("Fichiers de cette archive", "Files of this archive"),
        inside.len(),
    );
    for entry in inside {
        let path = entry.path.as_deref().unwrap_or_default();
        let bytes = said("octets", "bytes");
        let size = entry.size.unwrap_or(0);
        let _ = writeln!(text, "- {path}\n  {} ({size} {bytes})", entry.title);
    }
    if !outside.is_empty() {
        title(
            &mut text,
            said("Fichiers qui n’y sont pas", "Files that are not in it"),
            outside.len(),
        );
    }
    for entry in outside {
        let why = match entry.reason {
            Some(Reason::Missing) => {
                said("le portail ne l’a pas trouvé", "the portal did not find it")
            }
            _ => said("un autre site le garde", "another site keeps it"),
        };
        let _ = writeln!(text, "- {}\n  {}\n  ({why})", entry.title, entry.url);
    }
    let last = said(
        "manifest.json dit la même chose aux programmes, avec l’empreinte SHA-256 de chaque fichier.",
        "manifest.json says the same to programs, with the SHA-256 checksum of each file.",
    );
    let _ = write!(text, "\n{last}\n");
    text
}

fn title(text: &mut String, said: &str, count: usize) {
    let _ = write!(text, "\n{said} ({count})\n{}\n", "-".repeat(60));
}
