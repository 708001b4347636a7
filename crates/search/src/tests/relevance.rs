//! What is found, and in which order.

use proptest::prelude::*;

use super::{DAY, NOW, found, ids, index_of, search, titled};
use crate::{Document, Index, Kind, Query, Reason, Resource, Synonyms};

#[test]
fn accents_elisions_and_plurals_do_not_matter() {
    let titles = [
        "Qualité de l’air",
        "Répertoires des élus",
        "Codes postaux",
        "Gares",
    ];
    assert_eq!(found(&titles, "qualite de l'air"), ["0"]);
    assert_eq!(found(&titles, "L'AIR"), ["0"]);
    assert_eq!(found(&titles, "élu"), ["1"]);
    assert_eq!(found(&titles, "repertoire des elus"), ["1"]);
    assert_eq!(found(&titles, "code postal"), ["2"]);
}

#[test]
fn the_word_itself_comes_before_another_of_its_stem() {
    let mut documents = titled(&[
        "Aires de covoiturage",
        "Qualité de l’air",
        "Mesures de l’air ambiant et de sa qualité",
        "Aires géographiques",
    ]);
    // However much the others are used.
    documents[0].followers = 400;
    documents[0].reuses = 100;
    let index = index_of(Kind::Dataset, &documents);
    let air = search(&index, "air");
    assert_eq!(ids(&air).len(), 4, "what the stem finds is not lost");
    assert_eq!(ids(&air)[..2], ["1", "2"]);
    let areas = search(&index, "aire");
    assert_eq!(ids(&areas)[..2], ["0", "3"]);
}

#[test]
fn nouns_find_the_adjectives_made_of_them() {
    let titles = [
        "Comptages routiers",
        "Budget communal",
        "Comptages sur la route",
        "Gares",
    ];
    assert_eq!(found(&titles, "comptages route"), ["2", "0"]);
    assert_eq!(found(&titles, "budget des communes"), ["1"]);
}

#[test]
fn english_plurals_too() {
    assert_eq!(
        found(&["Cities and buildings", "Forests"], "city building"),
        ["0"]
    );
}

#[test]
fn initials_and_acronyms() {
    let titles = [
        "Base Adresse Nationale",
        "Ban de poissons",
        "Code géographique (COG)",
        "Les cogs anciens",
    ];
    assert_eq!(found(&titles, "BAN").len(), 2);
    assert_eq!(found(&titles, "cog").first().map(String::as_str), Some("2"));
    let given = Document {
        id: "a".to_owned(),
        title: "Demandes de valeurs foncières".to_owned(),
        acronym: Some("DVF".to_owned()),
        ..Document::default()
    };
    let other = Document {
        id: "b".into(),
        title: "Le DVF expliqué".into(),
        ..Document::default()
    };
    let index = index_of(Kind::Dataset, &[other, given]);
    assert_eq!(ids(&search(&index, "dvf")), ["a", "b"]);
}

#[test]
fn compounds_in_both_directions() {
    let titles = [
        "Open Damir : soins",
        "OpenStreetMap France",
        "Géo-plateforme",
        "Cartes",
    ];
    assert_eq!(found(&titles, "opendamir"), ["0"]);
    assert_eq!(found(&titles, "open street map"), ["1"]);
    assert_eq!(found(&titles, "openstreetmap"), ["1"]);
    assert_eq!(found(&titles, "geoplateforme"), ["2"]);
    assert_eq!(found(&titles, "géo plateforme"), ["2"]);
    assert_eq!(found(&["Opendamir"], "open damir"), ["0"]);
    let described = Document {
        id: "0".to_owned(),
        title: "Soins".to_owned(),
        description: "Extrait du jeu open damir".to_owned(),
        ..Document::default()
    };
    assert_eq!(
        ids(&search(&index_of(Kind::Dataset, &[described]), "opendamir")),
        ["0"]
    );
}

#[test]
fn typos_are_forgiven_only_when_needed() {
    let titles = ["Électricité", "Gare", "Garde", "Communes"];
    assert_eq!(found(&titles, "electrisité"), ["0"]);
    assert_eq!(found(&titles, "gare"), ["1"]);
    assert_eq!(found(&titles, "comunnes"), ["3"]);
    assert_eq!(found(&["Open Damir", "Gare"], "opendmair"), ["0"]);
    let index = index_of(Kind::Dataset, &titled(&titles));
    let results = search(&index, "electrisité");
    assert_eq!(results.suggestion.as_deref(), Some("electricite"));
}

#[test]
fn synonyms_of_one_word_or_several() {
    let titles = [
        "Loi de finances 2016",
        "Découpage administratif",
        "Répertoire national des associations",
    ];
    assert_eq!(found(&titles, "lolf"), ["0"]);
    assert_eq!(found(&titles, "lolf 2016"), ["0"]);
    assert_eq!(found(&titles, "contours"), ["1"]);
    assert_eq!(found(&titles, "waldec"), ["2"]);
    assert_eq!(
        found(&["Fichier waldec"], "répertoire national des associations"),
        ["0"]
    );
}

#[test]
fn an_exact_title_comes_first() {
    let mut documents = titled(&[
        "Gares de voyageurs du réseau (GVR)",
        "Gares",
        "Les gares de tri",
    ]);
    documents[0].description = "gares gares gares".to_owned();
    let index = index_of(Kind::Dataset, &documents);
    assert_eq!(ids(&search(&index, "gare"))[0], "1");
    // A title of several words is asked for on purpose: no fame hides it, with or without brackets.
    let mut rival = titled(&["Gares de voyageurs du réseau et gares de voyageurs du monde"]);
    rival[0].id = "rival".to_owned();
    rival[0].views = 10_000_000;
    rival[0].followers = 10_000;
    rival[0].reuses = 10_000;
    let index = index_of(Kind::Dataset, &[documents, rival].concat());
    assert_eq!(ids(&search(&index, "gares voyageurs réseau"))[0], "0");
}

#[test]
fn what_is_kept_up_to_date_comes_before_its_like() {
    let mut documents = titled(&["Base Sirene", "Base Sirene"]);
    documents[0].last_update = Some(NOW - 2_000 * DAY);
    documents[1].last_update = Some(NOW - DAY);
    let index = index_of(Kind::Dataset, &documents);
    assert_eq!(ids(&search(&index, "sirene")), ["1", "0"]);
}

#[test]
fn what_is_not_known_of_a_document_neither_lifts_nor_sinks_it() {
    let with = |quality| Document {
        quality,
        ..Document::default()
    };
    let [bad, unknown, good] = [Some(0.0), None, Some(1.0)].map(|quality| with(quality).boost());
    assert!(bad < unknown && unknown < good);
}

#[test]
fn fame_decides_between_equals_but_not_against_the_text() {
    let mut documents = titled(&["Carte des écoles", "Carte des écoles", "Autre chose"]);
    documents[1].views = 100_000;
    documents[2].views = 1_000_000;
    documents[2].description = "Il y est question d’écoles, de loin".to_owned();
    let index = index_of(Kind::Dataset, &documents);
    assert_eq!(ids(&search(&index, "écoles")), ["1", "0", "2"]);
}

#[test]
fn archived_documents_come_last() {
    let mut documents = titled(&["Sirene", "La base Sirene"]);
    documents[0].archived = true;
    let index = index_of(Kind::Dataset, &documents);
    assert_eq!(ids(&search(&index, "sirene")), ["1", "0"]);
    assert_eq!(ids(&search(&index, "")), ["1", "0"]);
}

#[test]
fn all_words_when_possible_most_words_otherwise() {
    let titles = [
        "gares de Lyon",
        "gares de Paris",
        "gares de Nantes",
        "parcs de Lyon",
    ];
    assert_eq!(
        found(&titles, "gares nantes").first().map(String::as_str),
        Some("2")
    );
    let many = [
        "gares Lyon a",
        "gares Lyon b",
        "gares Lyon c",
        "gares",
        "Lyon",
    ];
    assert_eq!(found(&many, "gares lyon").len(), 3);
    assert!(!found(&titles, "gares de Lyon introuvable").is_empty());
    assert!(found(&titles, "zzzz").is_empty());
    assert!(found(&titles, "???").is_empty());
}

#[test]
fn neighbours_come_before_strangers() {
    let titles = [
        "Air : qualité des sols et de l’eau, mesure",
        "Mesure : sols et qualité de l’air",
    ];
    assert_eq!(found(&titles, "qualité air")[0], "1");
}

#[test]
fn ids_are_found() {
    let mut documents = titled(&["Un", "Deux"]);
    documents[1].resources.push(Resource {
        id: "b0825a29-8047-42a7-95df-e9451e7c664a".to_owned(),
        ..Resource::default()
    });
    let index = index_of(Kind::Dataset, &documents);
    assert_eq!(
        ids(&search(&index, " B0825A29-8047-42a7-95df-e9451e7c664a")),
        ["1"]
    );
    assert_eq!(ids(&search(&index, "0")), ["0"]);
}

#[test]
fn reasons_are_given() {
    let mut documents = titled(&["Accidents de la route"]);
    documents[0].certified_public = true;
    let index = index_of(Kind::Dataset, &documents);
    let mut query = Query::new(Kind::Dataset, "accident route", NOW);
    query.explain = true;
    let results = index.search(&query).unwrap();
    let reasons = &results.hits[0].reasons;
    assert!(reasons.contains(&Reason::ExactTitle));
    assert!(reasons.contains(&Reason::CertifiedPublicService));
    assert!(
        reasons
            .iter()
            .any(|r| matches!(r, Reason::Word { word, .. } if word == "accident"))
    );
    for reason in reasons {
        assert!(crate::render(reason, crate::Lang::French).ends_with('.'));
        assert!(crate::render(reason, crate::Lang::English).ends_with('.'));
    }
}

#[test]
fn completion() {
    let mut documents = titled(&["Liste des gares", "Gares routières", "Garages", "Écoles"]);
    documents[2].followers = 900;
    let index = index_of(Kind::Dataset, &documents);
    let suggest = |q: &str| index.suggest(Kind::Dataset, q, 10).unwrap();
    assert_eq!(suggest("gar"), ["2", "1", "0"]);
    assert_eq!(suggest("gares r"), ["1"]);
    assert_eq!(suggest("eco"), ["3"]);
    assert_eq!(suggest("liste de"), ["0"]);
    assert_eq!(suggest("l"), ["0"]);
    assert_eq!(suggest("routeires"), ["1"]);
    assert!(suggest("").is_empty() && suggest("xyz").is_empty());
    assert_eq!(
        index.suggest(Kind::Reuse, "gar", 10).unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(index.suggest(Kind::Dataset, "gar", 1).unwrap(), ["2"]);
}

#[test]
fn kinds_are_apart() {
    let index = index_of(Kind::Reuse, &titled(&["Gares"]));
    assert!(ids(&search(&index, "gares")).is_empty());
    assert_eq!(search(&index, "").total, 0);
    let results = index
        .search(&Query::new(Kind::Reuse, "gares", NOW + DAY))
        .unwrap();
    assert_eq!(results.total, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_breaks_a_search(text in "\\PC{0,60}", words in "[a-z'éàœ\"()*:~^ -]{0,40}") {
        thread_local! {
            static INDEX: Index = {
                let titles = ["Qualité de l’air", "Œuvres (ABC) : OpenData", "a b c", "😀 ﬁn"];
                index_of(Kind::Dataset, &titled(&titles))
            };
        }
        INDEX.with(|index| {
            for q in [&text, &words] {
                let query = Query { explain: true, ..Query::new(Kind::Dataset, q.as_str(), NOW) };
                index.search(&query).unwrap();
                index.suggest(Kind::Dataset, q, 5).unwrap();
                Synonyms::parse(q);
            }
        });
    }

    #[test]
    fn no_text_breaks_indexing(text in "\\PC{0,200}") {
        let mut documents = titled(&[text.as_str()]);
        documents[0].description.clone_from(&text);
        documents[0].tags.push(text.clone());
        documents[0].acronym = Some(text.clone());
        let index = index_of(Kind::Dataset, &documents);
        index.search(&Query::new(Kind::Dataset, text, NOW)).unwrap();
    }
}

#[test]
fn those_that_have_all_the_words_are_counted() {
    let mut documents = titled(&["Qualité de l’air", "Air et pistes", "Vélo", "Gares"]);
    documents[0].tags = vec!["velo".to_owned()];
    let index = index_of(Kind::Dataset, &documents);
    let found = search(&index, "air velo");
    assert_eq!((found.total, found.complete), (2, 1), "{:?}", ids(&found));
    assert!(!found.is_relaxed(), "one has both words");
    assert_eq!(ids(&found)[0], "0");
    let none = search(&index, "gares velo");
    assert_eq!((none.total > 0, none.complete), (true, 0));
    assert!(none.is_relaxed());
    // What the filters leave is what counts.
    documents[2].tags = vec!["plan".to_owned()];
    let index = index_of(Kind::Dataset, &documents);
    let mut query = Query::new(Kind::Dataset, "air velo", NOW);
    query.filters.tags = vec!["plan".to_owned()];
    let found = index.search(&query).unwrap();
    assert_eq!((found.total, found.complete), (1, 0));
    assert!(found.is_relaxed());
    let all = search(&index, "");
    assert_eq!((all.total, all.complete, all.is_relaxed()), (4, 4, false));
    assert!(
        !search(&index, "introuvable").is_relaxed(),
        "nothing was found at all"
    );
}
