//! The face of CKAN read by our own backend gives the same datasets.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use vitrail_app::domain::ContactPoint;
use vitrail_testkit::portal::{NOW, Portal};
use vitrail_testkit::{Db, db_test, make};

use crate::harvest::{accepted, ckan, items, json_of, read};
use crate::write::token;

const PROSE: &str = "Les délibérations.\n\nVoir <a href=\"https://example.org/\">ici</a>.\n\nFin.<br>\nEt \
                     encore une ligne.\n\n";

/// A portal with what CKAN has no words for: its package as it gives it, and the dataset as it shows it.
async fn neighbour() -> (Value, Value) {
    let portal = Portal::empty().await.unwrap();
    let mut contacts = Vec::new();
    for (name, role, email, form) in [
        ("Bureau A", "contact", Some("a@example.org"), None),
        ("Bureau B", "contact", None, Some("https://example.org/b")),
        ("Éditeur", "publisher", None, None),
        ("Auteur", "creator", Some("auteur@example.org"), None),
        ("Ayant droit", "rightsHolder", None, None),
    ] {
        let contact = ContactPoint {
            id: make::id(name),
            name: name.to_owned(),
            role: role.to_owned(),
            email: email.map(str::to_owned),
            contact_form: form.map(str::to_owned),
            ..ContactPoint::default()
        };
        contacts.push(portal.contact_point(contact).await.id);
    }
    let made = portal
        .dataset("Délibérations", |dataset| {
            dataset.description = PROSE.to_owned();
            dataset.contact_points = contacts;
            dataset.license = None;
            dataset.access_type = "restricted".to_owned();
            dataset.last_modified_internal = NOW.plus(-90 * 86_400_000_000);
            let harvest = json!({
                "created_at": "2019-03-04T05:06:07+00:00",
                "modified_at": NOW.plus(-86_400_000_000).to_string(),
            });
            dataset.harvest = harvest.as_object().cloned();
            let extras = json!({"": "sans nom", " bord": "espace", "theme": "Culture", "n": 3});
            dataset.extras = extras.as_object().unwrap().clone();
        })
        .await;
    let mut file = make::resource("Service");
    file.format = "wfs".to_owned();
    file.description = Some(PROSE.to_owned());
    portal.resources(made.id, &[file]).await;
    let package = json_of(&portal, "/api/3/action/package_show?id=deliberations").await;
    let shown = json_of(&portal, "/api/1/datasets/deliberations/").await;
    (package["result"].clone(), shown)
}

fn contacts(dataset: &Value) -> Vec<[Value; 4]> {
    let all = dataset["contact_points"].as_array().unwrap().iter();
    all.map(|one| ["name", "role", "email", "contact_form"].map(|key| one[key].clone()))
        .collect()
}

db_test!(our_own_packages_come_back_whole, async |db: Db| {
    let (package, shown) = neighbour().await;
    let portal = Portal::on(db).unwrap();
    let claire = token(&portal, "claire@example.org").await;
    let admin = token(&portal, "admin@example.org").await;
    let url = ckan(Arc::new(Mutex::new(vec![package]))).await;
    let body = json!({"name": "S", "url": url, "backend": "ckan"});
    let source = accepted(&portal, &claire, &admin, &body).await;
    let job = read(&portal, &admin, &source).await;
    let item = items(&portal, &job).await.remove(0);
    assert_eq!(item["lost"], json!([]));
    let id = item["dataset"]["id"].as_str().unwrap();
    let back = json_of(&portal, &format!("/api/1/datasets/{id}/")).await;
    assert_eq!(contacts(&back), contacts(&shown));
    assert_eq!(contacts(&shown).len(), 5);
    for key in [
        "description",
        "license",
        "extras",
        "created_at",
        "last_modified",
        "access_type",
    ] {
        assert_eq!(back[key], shown[key], "{key}");
    }
    let (file, theirs) = (&back["resources"][0], &shown["resources"][0]);
    for key in ["type", "format", "description"] {
        assert_eq!(file[key], theirs[key], "{key}");
    }
});
