//! What the index keeps, replaces, refuses and recreates.

use super::{NOW, ids, index_of, search, titled};
use crate::schema::VERSION;
use crate::{DEFAULT_SYNONYMS, Error, Index, Kind, Opened, Query, Staleness, Synonyms};

fn synonyms() -> Synonyms {
    Synonyms::parse(DEFAULT_SYNONYMS)
}

#[test]
fn documents_are_replaced_and_deleted() {
    let index = index_of(Kind::Dataset, &titled(&["gares", "écoles"]));
    let mut writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(Error::Busy)));
    let [mut first, _] = titled(&["gares", "écoles"]).try_into().unwrap();
    first.title = "stations".to_owned();
    first.tags = vec!["new".to_owned()];
    writer.put(Kind::Dataset, &first).unwrap();
    writer.delete(Kind::Dataset, "1");
    writer.delete(Kind::Reuse, "0");
    assert_eq!(
        search(&index, "gares").total,
        1,
        "nothing is visible before the commit"
    );
    writer.commit(42).unwrap();
    assert_eq!(index.cursor(), 42);
    assert_eq!(ids(&search(&index, "")), ["0"]);
    assert_eq!(ids(&search(&index, "stations")), ["0"]);
    assert!(ids(&search(&index, "gares")).is_empty());
    assert!(index.suggest(Kind::Dataset, "gar", 5).unwrap().is_empty());
    writer.optimize().unwrap();
    let results = search(&index, "");
    assert_eq!(results.facets["tag"][1].name, "new");
    assert_eq!((index.len(), index.cursor()), (1, 42));
    writer.clear().unwrap();
    writer.commit(43).unwrap();
    assert!(index.is_empty());
}

#[test]
fn many_commits_count_as_one() {
    let index = Index::in_memory(synonyms()).unwrap();
    let mut writer = index.writer().unwrap();
    for (cursor, mut document) in (1..).zip(titled(&["gare"; 30])) {
        document.tags = vec![format!("t{}", cursor % 3)];
        writer.put(Kind::Dataset, &document).unwrap();
        writer.commit(cursor).unwrap();
    }
    let results = index
        .search(&Query::new(Kind::Dataset, "gare", NOW))
        .unwrap();
    assert_eq!(results.total, 30);
    let counts: Vec<u64> = results.facets["tag"]
        .iter()
        .map(|bucket| bucket.count)
        .collect();
    assert_eq!(counts, [30, 10, 10, 10]);
}

#[test]
fn a_folder_is_opened_again_or_recreated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let refused = Index::open(&path, synonyms());
    assert!(matches!(refused, Err(Error::Rebuild(Staleness::Absent))));
    let (index, opened) = Index::open_or_recreate(&path, synonyms()).unwrap();
    assert_eq!(opened, Opened::Recreated(Staleness::Absent));
    let mut writer = index.writer().unwrap();
    writer.put(Kind::Dataset, &titled(&["gares"])[0]).unwrap();
    writer.commit(7).unwrap();
    writer.close().unwrap();
    drop(index);
    let (index, opened) = Index::open_or_recreate(&path, synonyms()).unwrap();
    assert_eq!(
        (opened, index.cursor(), index.len()),
        (Opened::Existing, 7, 1)
    );
    drop(index);

    let meta = path.join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    std::fs::write(&meta, text.replace(&format!("\"{VERSION} 7\""), "\"0 7\"")).unwrap();
    let refused = Index::open(&path, synonyms());
    assert!(matches!(refused, Err(Error::Rebuild(Staleness::Outdated))));
    std::fs::write(&meta, "{").unwrap();
    let (index, opened) = Index::open_or_recreate(&path, synonyms()).unwrap();
    assert_eq!(opened, Opened::Recreated(Staleness::Corrupt));
    assert!(index.is_empty());
}

#[test]
fn descriptions_are_found_by_their_words() {
    let mut documents = titled(&["Réseau d’eau", "Réseau", "Rien"]);
    documents[1].description = "Les eaux et leur distribution".to_owned();
    documents[2].description = "Distribution des prix".to_owned();
    let index = index_of(Kind::Dataset, &documents);
    for (words, expected) in [
        ("distribution", vec!["1", "2"]),
        ("eau", vec!["1"]),
        ("eau distribution", vec!["1"]),
        ("réseau", vec![]),
        ("distribtion", vec![]),
        ("", vec![]),
    ] {
        let mut found = index.described(Kind::Dataset, words).unwrap();
        found.sort();
        assert_eq!(found, expected, "{words}");
    }
    assert!(index.described(Kind::Reuse, "eau").unwrap().is_empty());
}

#[test]
fn phrases_are_words_that_follow_one_another() {
    let mut documents = titled(&[
        "Eau potable",
        "Potable, l’eau ?",
        "Réseau d’eau non potable",
        "Rien",
        "OpenData de la ville",
    ]);
    documents[3].description = "Qualité des eaux potables".to_owned();
    documents[4].resources = vec![crate::Resource {
        title: "Potable : eau".to_owned(),
        ..crate::Resource::default()
    }];
    let index = index_of(Kind::Dataset, &documents);
    let sorted = |mut found: Vec<String>| {
        found.sort();
        found
    };
    for (phrase, apart, expected) in [
        ("eau potable", 0, vec!["0", "3"]),
        ("L’eau potable", 0, vec!["0", "3"]),
        ("potable eau", 0, vec!["1"]),
        ("eau potable", 1, vec!["0", "2", "3"]),
        ("réseau eau non potable", 0, vec!["2"]),
        ("open data ville", 0, vec!["4"]),
        ("OpenData ville", 0, vec!["4"]),
        ("potable", 0, vec!["0", "1", "2", "3"]),
        ("", 0, vec![]),
    ] {
        let found = index.phrase(Kind::Dataset, phrase, apart).unwrap();
        assert_eq!(sorted(found), expected, "{phrase}~{apart}");
    }
    let described = index.phrase_described(Kind::Dataset, "eau potable", 0);
    assert_eq!(described.unwrap(), ["3"]);
    assert_eq!(index.beside(Kind::Dataset, "eau potable").unwrap(), ["4"]);
    assert!(
        index
            .phrase(Kind::Reuse, "eau potable", 0)
            .unwrap()
            .is_empty()
    );
}
