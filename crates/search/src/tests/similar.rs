//! Documents about the same thing.

use super::{index_of, titled};
use crate::similar::Model;
use crate::{Document, Index, Kind, Organization};

fn like(index: &Index, document: &Document) -> Vec<String> {
    let organization = document.organization.as_ref();
    let organization = organization.map(|o| format!("{}|{}", o.id, o.name));
    let model = Model {
        id: &document.id,
        title: &document.title,
        tags: &document.tags,
        organization: organization.as_deref(),
    };
    index.similar(Kind::Dataset, model, 2).unwrap()
}

#[test]
fn shared_words_and_tags_make_documents_alike() {
    let mut documents = titled(&[
        "Arbres de la ville de Brest",
        "Arbres remarquables de Pau",
        "Budget de la ville de Brest",
        "Inventaire du patrimoine végétal",
        "Horaires des bus",
    ]);
    documents[0].tags = vec!["nature".to_owned()];
    documents[3].tags = vec!["nature".to_owned(), "arbres".to_owned()];
    let index = index_of(Kind::Dataset, &documents);
    let found = like(&index, &documents[0]);
    assert_eq!(found.len(), 2, "never itself, never more than asked");
    assert!(!found.contains(&"0".to_owned()) && !found.contains(&"4".to_owned()));
    assert!(like(&index, &documents[4]).is_empty(), "nothing is like it");
}

#[test]
fn of_two_alike_that_of_the_same_organization_comes_first() {
    let mut documents = titled(&["Arbres de Pau", "Arbres", "Arbres", "Bus"]);
    let organization = |id: &str| {
        Some(Organization {
            id: id.to_owned(),
            name: id.to_owned(),
            ..Organization::default()
        })
    };
    documents[0].organization = organization("a");
    documents[1].organization = organization("b");
    documents[2].organization = organization("a");
    let index = index_of(Kind::Dataset, &documents);
    assert_eq!(like(&index, &documents[0]), ["2", "1"]);
}

#[test]
fn a_commit_makes_another_answer() {
    let documents = titled(&["Arbres de Pau", "Arbres de Brest", "Bus"]);
    let index = index_of(Kind::Dataset, &documents);
    assert_eq!(like(&index, &documents[0]), ["1"]);
    let mut writer = index.writer().unwrap();
    writer.delete(Kind::Dataset, "1");
    writer.commit(2).unwrap();
    assert!(like(&index, &documents[0]).is_empty());
}
