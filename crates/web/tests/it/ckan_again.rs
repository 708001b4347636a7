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

db_test!(what_packages_say_badly_is_kept_or_told, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let claire = token(&portal, "claire@example.org").await;
    let admin = token(&portal, "admin@example.org").await;
    let mut package = crate::harvest::package("p1", "Arbres");
    package["url"] = json!("www.example.org/arbres");
    package["resources"][0]["created"] = json!("hier");
    package["maintainer"] = json!("Service");
    package["maintainer_email"] = json!("un@example.org, Deux <deux@example.org>");
    package["author_email"] = json!("voir le site");
    package["license_id"] = json!("notspecified");
    let rights = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC";
    package["extras"] = json!([{"key": "access_rights", "value": rights}]);
    let mut bare = crate::harvest::package("p2", "Bancs");
    bare["access_rights"] = json!("non public");
    let mut open = crate::harvest::package("p3", "Cartes");
    open["access_rights"] = json!("PUBLIC");
    // A portal such as ours, which knows no more of a place than that there is one, and has a badge that we may not give.
    let mut own = crate::harvest::package("p4", "Données");
    own["tags"] = json!([{"name": "hvd"}]);
    let says = [
        ("access_type", "open"),
        ("granularity", "other"),
        ("badges", "hvd spd"),
    ];
    let says = says.map(|(key, value)| json!({"key": format!("udata:{key}"), "value": value}));
    own["extras"] = json!(says);
    let url = ckan(Arc::new(Mutex::new(vec![package, bare, open, own]))).await;
    let body = json!({"name": "S", "url": url, "backend": "ckan"});
    let source = accepted(&portal, &claire, &admin, &body).await;
    let job = read(&portal, &admin, &source).await;
    let mut items = items(&portal, &job).await;
    items.sort_by_key(|item| item["remote_id"].as_str().unwrap().to_owned());
    let lost = |item: &Value| -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let lost = item["lost"].as_array().unwrap().iter();
        lost.map(|it| {
            (
                text(&it["property"]),
                text(&it["value"]),
                text(&it["reason"]),
            )
        })
        .collect()
    };
    let mut told = lost(&items[0]);
    told.sort();
    let expected = [
        ("author_email", "voir le site", "not an address of e-mail"),
        ("resources.created", "hier", "a date that is none"),
        ("url", "www.example.org/arbres", "not an address of the web"),
    ];
    let owned = |(property, value, why): &(&str, &str, &str)| {
        (
            (*property).to_owned(),
            (*value).to_owned(),
            (*why).to_owned(),
        )
    };
    assert_eq!(told, expected.iter().map(owned).collect::<Vec<_>>());
    let mut shown = Vec::new();
    for item in &items {
        let id = item["dataset"]["id"].as_str().unwrap();
        shown.push(json_of(&portal, &format!("/api/1/datasets/{id}/")).await);
    }
    let mut emails: Vec<[Value; 4]> = contacts(&shown[0]);
    emails.sort_by_key(|contact| contact[2].to_string());
    let expected = ["deux@example.org", "un@example.org"].map(|email| {
        [
            json!("Service"),
            json!("contact"),
            json!(email),
            json!(null),
        ]
    });
    assert_eq!(emails, expected);
    assert_eq!(
        shown[0]["quality"]["license"], false,
        "as a source without the word"
    );
    let access = shown.iter().map(|one| one["access_type"].as_str().unwrap());
    let access: Vec<&str> = access.collect();
    assert_eq!(access, ["restricted", "restricted", "open", "open"]);
    assert_eq!(shown[0]["extras"]["access_rights"], rights);
    assert_eq!(
        shown[3]["spatial"],
        json!({"geom": null, "zones": [], "granularity": "other"})
    );
    assert_eq!(shown[3]["badges"], json!([{"kind": "spd"}]));
    let why = "a badge that only certified public services bear";
    assert_eq!(lost(&items[3]), [owned(&("badges", "hvd", why))]);
    let seen = portal
        .get(&format!("/api/1/harvest/source/{source}/"))
        .await;
    assert_eq!(seen.unwrap().status, axum::http::StatusCode::OK);
});

db_test!(
    records_that_change_here_keep_the_dates_of_their_data,
    async |db: Db| {
        let neighbour = Portal::empty().await.unwrap();
        let anne = neighbour.user("Anne", |_| {}).await;
        let old = NOW.plus(-90 * 86_400_000_000);
        let made = neighbour.dataset("Forêts", |dataset| {
            dataset.owner = vitrail_app::domain::Owner::User(anne.id);
            dataset.created_at_internal = old.plus(-86_400_000_000);
            dataset.last_modified_internal = old;
        });
        let made = made.await;
        let mut file = make::resource("Parcelles");
        file.last_modified_internal = old.plus(-3_600_000_000);
        neighbour.resources(made.id, &[file]).await;
        let shown = json_of(&neighbour, "/api/1/datasets/forets/").await;
        // Its publisher takes another name: the record changes, its data do not.
        let renamed = json!({"last_name": "Autrement"});
        let key = neighbour.token(anne.id).await;
        let put = axum::http::Method::PUT;
        let done = crate::write::send(&neighbour, put, "/api/1/me/", Some(&key), &renamed).await;
        assert_eq!(done.status, axum::http::StatusCode::OK, "{}", done.text());
        let package = json_of(&neighbour, "/api/3/action/package_show?id=forets").await;
        let package = package["result"].clone();
        let now = NOW.to_string();
        let changed = package["metadata_modified"].as_str().unwrap();
        assert_eq!(changed.get(..19), now.get(..19), "{package}");

        let portal = Portal::on(db).unwrap();
        let claire = token(&portal, "claire@example.org").await;
        let admin = token(&portal, "admin@example.org").await;
        let url = ckan(Arc::new(Mutex::new(vec![package]))).await;
        let body = json!({"name": "S", "url": url, "backend": "ckan"});
        let source = accepted(&portal, &claire, &admin, &body).await;
        let job = read(&portal, &admin, &source).await;
        let item = items(&portal, &job).await.remove(0);
        let id = item["dataset"]["id"].as_str().unwrap();
        let back = json_of(&portal, &format!("/api/1/datasets/{id}/")).await;
        for key in ["created_at", "last_modified", "last_update"] {
            assert_eq!(back[key], shown[key], "{key}");
        }
        assert!(back["extras"].as_object().unwrap().is_empty(), "{back}");
    }
);
