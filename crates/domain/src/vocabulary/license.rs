//! The licences a portal ships with, what each allows in plain words, and the rule that recognises one in what a catalogue
//! wrote. Codes and titles are those of data.gouv.fr; an operator may load others.

use super::edits::within;
use super::label::Label;
use crate::slug::slugify;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct License {
    pub id: &'static str,
    pub title: &'static str,
    pub maintainer: Option<&'static str>,
    pub url: Option<&'static str>,
    pub flags: &'static [&'static str],
    pub alternate_urls: &'static [&'static str],
    pub alternate_titles: &'static [&'static str],
    /// What a reader may do, without a lawyer.
    pub summary: Label,
}

/// The code that stands for the absence of a licence.
pub const NOT_SPECIFIED: &str = "notspecified";

const OPEN_DATA: &[&str] = &["domain_data", "okd_compliant"];
const OPEN_CONTENT: &[&str] = &["okd_compliant", "domain_content"];
const OPEN_BOTH: &[&str] = &["domain_data", "okd_compliant", "domain_content"];
const OPEN_ALL: &[&str] = &[
    "domain_data",
    "okd_compliant",
    "domain_content",
    "domain_software",
];
const OPEN_GENERIC: &[&str] = &["okd_compliant", "generic", "domain_content"];

const ATTRIBUTION: Label = Label::new(
    "Utilisez ces données librement, y compris pour vendre, en citant leur source.",
    "Use the data freely, even commercially, as long as you name their source.",
);
const ATTRIBUTION_DATED: Label = Label::new(
    "Utilisez ces données librement, y compris pour vendre, en citant leur source et la date de leur mise à jour.",
    "Use the data freely, even commercially, as long as you name their source and the date they were updated.",
);
const SHARE_ALIKE: Label = Label::new(
    "Utilisez ces données librement, y compris pour vendre, en citant leur source et en partageant sous la même \
     licence ce que vous en tirez.",
    "Use the data freely, even commercially, as long as you name their source and share what you derive from them \
     under the same licence.",
);
const DATABASE_SHARE_ALIKE: Label = Label::new(
    "Utilisez ces données librement, y compris pour vendre, en citant leur source ; si vous publiez une base qui les \
     enrichit, elle garde la même licence.",
    "Use the data freely, even commercially, as long as you name their source; a database that you publish on top \
     of them keeps the same licence.",
);
const NO_CONDITION: Label = Label::new(
    "Utilisez ces données comme vous voulez, sans condition.",
    "Use the data as you like, without any condition.",
);

/// The absence of a licence first, then the ones most used.
pub const LICENSES: &[License] = &[
    License {
        id: NOT_SPECIFIED,
        title: "License Not Specified",
        maintainer: None,
        url: None,
        flags: &["generic"],
        alternate_urls: &[],
        alternate_titles: &["Licence non spécifiée", "Licence non précisée"],
        summary: Label::new(
            "Le producteur n’a pas dit ce que vous pouvez faire de ces données : demandez-le-lui.",
            "The producer has not said what you may do with the data: ask before you rely on them.",
        ),
    },
    License {
        id: "lov2",
        title: "Licence Ouverte / Open Licence version 2.0",
        maintainer: Some("Etalab"),
        url: Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
        flags: OPEN_BOTH,
        alternate_urls: &[
            "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
            "https://www.etalab.gouv.fr/wp-content/uploads/2018/11/open-licence.pdf",
            "https://github.com/etalab/licence-ouverte/blob/master/LO.md",
            "https://spdx.org/licenses/etalab-2.0",
            "https://spdx.org/licenses/etalab-2.0.html",
        ],
        alternate_titles: &[
            "Licence Ouverte 2.0",
            "Licence Ouverte v2",
            "Licence Ouverte v2.0",
            "Licence Ouverte version 2.0",
            "Licence Ouverte v2.0 (Etalab)",
            "Licence Ouverte / Open Licence v2",
            "Licence Ouverte / Open Licence v2.0",
            "Licence Ouverte / Open Licence 2.0",
            "Licence Ouverte Etalab v2.0",
            "Licence Etalab v2.0",
            "Open Licence v2.0",
            "Open Licence version 2.0",
            "etalab-2.0",
        ],
        summary: ATTRIBUTION_DATED,
    },
    License {
        id: "fr-lo",
        title: "Licence Ouverte / Open Licence",
        maintainer: Some("Etalab"),
        url: Some("https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Licence_Ouverte.pdf"),
        flags: OPEN_BOTH,
        alternate_urls: &[
            "https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Open_Licence.pdf",
            "http://www.etalab.gouv.fr/pages/Licence_ouverte_Open_licence-5899923.html",
            "http://www.data.gouv.fr/Licence-Ouverte-Open-Licence",
        ],
        alternate_titles: &[
            "LO/OL",
            "Licence Ouverte",
            "Licence Ouverte 1.0",
            "Licence Ouverte version 1.0",
            "Licence Ouverte (Etalab)",
            "Licence Ouverte Etalab",
        ],
        summary: ATTRIBUTION_DATED,
    },
    License {
        id: "odc-odbl",
        title: "Open Data Commons Open Database License (ODbL)",
        maintainer: Some("Open Data Commons"),
        url: Some("http://opendatacommons.org/licenses/odbl/summary/"),
        flags: OPEN_DATA,
        alternate_urls: &[
            "http://www.opendefinition.org/licenses/odc-odbl",
            "https://opendefinition.org/licenses/odc-odbl",
            "https://opendatacommons.org/licenses/odbl/",
            "https://opendatacommons.org/licenses/odbl/1-0/",
            "https://opendatacommons.org/licenses/odbl/1.0/",
            "http://publications.europa.eu/resource/authority/licence/ODC_BL",
            "https://spdx.org/licenses/ODbL-1.0",
        ],
        alternate_titles: &[
            "ODbL",
            "ODbL 1.0",
            "ODbL-1.0",
            "Licence ODbL",
            "Open Database License",
            "Open Database License (ODbL)",
            "Open Database License (ODbL) 1.0",
            "Open Data Commons Open Database License 1.0",
        ],
        summary: DATABASE_SHARE_ALIKE,
    },
    License {
        id: "odc-by",
        title: "Open Data Commons Attribution License",
        maintainer: Some("Open Data Commons"),
        url: Some("http://opendatacommons.org/licenses/by/summary/"),
        flags: OPEN_DATA,
        alternate_urls: &[
            "http://www.opendefinition.org/licenses/odc-by",
            "https://opendatacommons.org/licenses/by/",
            "https://opendatacommons.org/licenses/by/1-0/",
            "http://publications.europa.eu/resource/authority/licence/ODC_BY",
            "https://spdx.org/licenses/ODC-By-1.0",
        ],
        alternate_titles: &[
            "ODC-By-1.0",
            "Open Data Commons Attribution License (ODC-By)",
        ],
        summary: ATTRIBUTION,
    },
    License {
        id: "odc-pddl",
        title: "Open Data Commons Public Domain Dedication and Licence (PDDL)",
        maintainer: Some("Open Data Commons"),
        url: Some("http://opendatacommons.org/licenses/pddl/summary/"),
        flags: OPEN_DATA,
        alternate_urls: &[
            "http://www.opendefinition.org/licenses/odc-pddl",
            "https://opendatacommons.org/licenses/pddl/",
            "https://opendatacommons.org/licenses/pddl/1-0/",
            "http://publications.europa.eu/resource/authority/licence/ODC_PDDL",
            "https://spdx.org/licenses/PDDL-1.0",
        ],
        alternate_titles: &["PDDL", "PDDL-1.0"],
        summary: NO_CONDITION,
    },
    License {
        id: "cc-zero",
        title: "Creative Commons CCZero",
        maintainer: Some("Creative Commons"),
        url: Some("http://www.opendefinition.org/licenses/cc-zero"),
        flags: OPEN_ALL,
        alternate_urls: &[
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "https://creativecommons.org/publicdomain/zero/1.0/legalcode",
            "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
            "http://publications.europa.eu/resource/authority/licence/CC0",
            "https://spdx.org/licenses/CC0-1.0",
        ],
        alternate_titles: &["CC0", "CC0 1.0", "CC0-1.0", "Creative Commons Zero"],
        summary: NO_CONDITION,
    },
    License {
        id: "cc-by",
        title: "Creative Commons Attribution",
        maintainer: Some("Creative Commons"),
        url: Some("http://www.opendefinition.org/licenses/cc-by"),
        flags: OPEN_CONTENT,
        alternate_urls: &[
            "https://creativecommons.org/licenses/by/4.0/",
            "https://creativecommons.org/licenses/by/4.0/deed.fr",
            "https://creativecommons.org/licenses/by/4.0/legalcode",
            "https://creativecommons.org/licenses/by/3.0/",
            "https://creativecommons.org/licenses/by/2.0/",
            "http://publications.europa.eu/resource/authority/licence/CC_BY",
            "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
            "http://publications.europa.eu/resource/authority/licence/CC_BY_3_0",
            "https://spdx.org/licenses/CC-BY-4.0",
        ],
        alternate_titles: &[
            "CC BY",
            "CC BY 4.0",
            "CC-BY-4.0",
            "Creative Commons Attribution 4.0",
        ],
        summary: ATTRIBUTION,
    },
    License {
        id: "cc-by-sa",
        title: "Creative Commons Attribution Share-Alike",
        maintainer: Some("Creative Commons"),
        url: Some("http://www.opendefinition.org/licenses/cc-by-sa"),
        flags: OPEN_CONTENT,
        alternate_urls: &[
            "https://creativecommons.org/licenses/by-sa/4.0/",
            "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
            "https://creativecommons.org/licenses/by-sa/4.0/legalcode",
            "https://creativecommons.org/licenses/by-sa/3.0/",
            "https://creativecommons.org/licenses/by-sa/2.0/",
            "http://publications.europa.eu/resource/authority/licence/CC_BYSA",
            "http://publications.europa.eu/resource/authority/licence/CC_BYSA_4_0",
            "http://publications.europa.eu/resource/authority/licence/CC_BYSA_3_0",
            "https://spdx.org/licenses/CC-BY-SA-4.0",
        ],
        alternate_titles: &["CC BY-SA", "CC BY-SA 4.0", "CC-BY-SA-4.0"],
        summary: SHARE_ALIKE,
    },
    License {
        id: "other-open",
        title: "Other (Open)",
        maintainer: None,
        url: None,
        flags: OPEN_GENERIC,
        alternate_urls: &[],
        alternate_titles: &["Autre (ouverte)"],
        summary: Label::new(
            "Ces données sont ouvertes ; leurs conditions exactes sont données par le producteur.",
            "The data are open; their exact terms are given by the producer.",
        ),
    },
    License {
        id: "other-at",
        title: "Other (Attribution)",
        maintainer: None,
        url: None,
        flags: OPEN_GENERIC,
        alternate_urls: &[],
        alternate_titles: &["Autre (attribution)"],
        summary: ATTRIBUTION,
    },
    License {
        id: "other-pd",
        title: "Other (Public Domain)",
        maintainer: None,
        url: None,
        flags: OPEN_GENERIC,
        alternate_urls: &[],
        alternate_titles: &["Autre (domaine public)"],
        summary: Label::new(
            "Ces données sont dans le domaine public : utilisez-les comme vous voulez.",
            "The data are in the public domain: use them as you like.",
        ),
    },
];

pub fn find(id: &str) -> Option<&'static License> {
    LICENSES.iter().find(|license| license.id == id)
}

/// What people call the licence of a code; the code itself when nobody knows it.
pub fn title_of(id: &str) -> &str {
    find(id).map_or(id, |license| license.title)
}

/// The licence that the first understandable text names, by code, address or title.
pub fn guess<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<&'static License> {
    texts
        .into_iter()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .find_map(guess_one)
}

fn guess_one(text: &str) -> Option<&'static License> {
    by_name_or_address(text)
        .or_else(|| by_bare_address(text))
        .or_else(|| by_title(text))
}

fn by_name_or_address(text: &str) -> Option<&'static License> {
    let lower = text.to_lowercase();
    LICENSES.iter().find(|license| {
        license.id == lower
            || slugify(license.title) == lower
            || license.addresses().any(|url| url.to_lowercase() == lower)
    })
}

fn by_bare_address(text: &str) -> Option<&'static License> {
    let wanted = bare(text);
    LICENSES
        .iter()
        .find(|license| license.addresses().any(|url| bare(url) == wanted))
}

/// Titles may be two edits away, when they are long enough for that not to be another name and one licence only fits.
fn by_title(text: &str) -> Option<&'static License> {
    let wanted = slugify(text);
    if wanted.is_empty() {
        return None;
    }
    let exact = LICENSES
        .iter()
        .find(|license| license.titles().any(|t| slugify(t) == wanted));
    exact.or_else(|| {
        let close = |title: &str| {
            let title = slugify(title);
            title.len() > 8 && within(&title, &wanted, 2)
        };
        let mut candidates = LICENSES
            .iter()
            .filter(|license| license.titles().any(close));
        let candidate = candidates.next()?;
        candidates.next().is_none().then_some(candidate)
    })
}

/// An address without its scheme and trailing slash, which catalogues write as they please.
fn bare(url: &str) -> String {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    rest.trim_end_matches('/').to_lowercase()
}

impl License {
    fn addresses(&self) -> impl Iterator<Item = &'static str> {
        self.url
            .into_iter()
            .chain(self.alternate_urls.iter().copied())
    }

    fn titles(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.title).chain(self.alternate_titles.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn id(text: &str) -> Option<&'static str> {
        guess([text]).map(|license| license.id)
    }

    #[test]
    fn the_list_is_sound() {
        assert_eq!(LICENSES.len(), 12);
        let names: Vec<_> = LICENSES
            .iter()
            .flat_map(|l| l.titles().map(slugify).chain([l.id.into()]))
            .collect();
        let distinct: HashSet<_> = LICENSES
            .iter()
            .flat_map(|l| {
                l.titles()
                    .map(slugify)
                    .chain([l.id.into()])
                    .map(move |n| (n, l.id))
            })
            .collect();
        let owners: HashSet<_> = names.iter().collect();
        assert_eq!(owners.len(), distinct.len(), "one name for two licences");
        assert!(find(NOT_SPECIFIED).is_some());
    }

    #[test]
    fn every_licence_recognises_its_own_names() {
        for license in LICENSES {
            let names = license
                .titles()
                .chain(license.addresses())
                .chain([license.id]);
            for name in names {
                assert_eq!(id(name), Some(license.id), "{name}");
            }
        }
    }

    #[test]
    fn catalogues_write_as_they_please() {
        assert_eq!(id("LOV2"), Some("lov2"));
        assert_eq!(
            id("http://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
            Some("lov2")
        );
        assert_eq!(
            id("https://opendatacommons.org/licenses/odbl/summary"),
            Some("odc-odbl")
        );
        assert_eq!(
            id("http://creativecommons.org/licenses/by/4.0"),
            Some("cc-by")
        );
        assert_eq!(
            id("Open Data Commons Open Database Licence (ODbL)"),
            Some("odc-odbl")
        );
        assert_eq!(
            id("licence ouverte / open licence version 2.0"),
            Some("lov2")
        );
        assert_eq!(id("Licence ouverte"), Some("fr-lo"));
    }

    #[test]
    fn a_doubt_is_no_answer() {
        assert_eq!(
            id("Licence Ouverte 3.0"),
            None,
            "as near to version 1 as to version 2"
        );
        assert_eq!(id("GPL"), None);
        assert_eq!(id("ODC"), None, "short names are not bent");
        assert_eq!(id(" "), None);
        assert_eq!(
            guess(["nonsense", "", "odbl"]).map(|l| l.id),
            Some("odc-odbl")
        );
        assert_eq!(guess([]), None);
    }
}
