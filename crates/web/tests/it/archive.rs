//! A dataset as one ZIP: what the portal hosts is in it, byte for byte, and the manifest says the rest.

use axum::http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vitrail_app::{account, file};
use vitrail_domain::{Owner, Resource};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, archive, db_test, make};

use crate::people::ask_as;

fn hosted(title: &str, key: &str, format: &str) -> Resource {
    Resource {
        url: file::address(key),
        filetype: "file".to_owned(),
        format: format.to_owned(),
        ..make::resource(title)
    }
}

db_test!(a_dataset_is_given_whole, async |db: Db| {
    let portal = Portal::on_with(db, |settings| settings.archive_max = 2_000_000).unwrap();
    let owner = portal.user("Amina", |_| {}).await;
    let token = account::create_token(&portal.app, owner.id, None)
        .await
        .unwrap();
    // More than is read at once, and what does not compress.
    let table: Vec<u8> = (0..40_000_u32)
        .flat_map(|n| format!("{n};é\n").into_bytes())
        .collect();
    let picture: Vec<u8> = (0..300_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let objects = file::objects(&portal.app);
    objects
        .put("resources/air/1/mesures.csv", &table)
        .await
        .unwrap();
    objects
        .put("resources/air/2/Mesures.csv", b"")
        .await
        .unwrap();
    objects
        .put("resources/air/3/carte.png", &picture)
        .await
        .unwrap();
    let files = [
        hosted("Mesures", "resources/air/1/mesures.csv", "csv"),
        hosted(
            "Mesures de l’an passé",
            "resources/air/2/Mesures.csv",
            "csv",
        ),
        hosted("Carte", "resources/air/3/carte.png", "png"),
        hosted("Perdu", "resources/air/4/perdu.csv", "csv"),
        make::resource("Ailleurs"),
    ];
    let owned = Owner::User(owner.id);
    let private = async |is_private: bool| {
        let dataset = portal
            .dataset("Qualité de l’air", |dataset| {
                (dataset.owner, dataset.private) = (owned, is_private);
                dataset.license = Some("lov2".to_owned());
            })
            .await;
        portal.resources(dataset.id, &files).await;
        dataset
    };
    let dataset = private(false).await;
    let path = format!("/api/1/datasets/{}/archive.zip", dataset.slug);
    let answer = portal.get(&path).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    assert_eq!(
        answer.header("content-disposition"),
        Some(format!("attachment; filename=\"{}.zip\"", dataset.slug).as_str())
    );
    assert!(
        answer.body.len() < 200_000 + picture.len(),
        "the table is compressed"
    );
    let found = archive::files(answer.body);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "files/mesures.csv",
            "files/Mesures-2.csv",
            "files/carte.png",
            "manifest.json",
            "README.txt"
        ]
    );
    assert_eq!(found[0].1, table);
    assert!(found[1].1.is_empty());
    assert_eq!(found[2].1, picture);

    let manifest: Value = serde_json::from_slice(&found[3].1).unwrap();
    assert_eq!(manifest["title"], json!(dataset.title));
    assert_eq!(manifest["licence"]["id"], "lov2");
    assert!(
        manifest["licence"]["url"]
            .as_str()
            .unwrap()
            .starts_with("https://")
    );
    assert_eq!(manifest["producer"], json!(owner.full_name()));
    let page = manifest["url"].as_str().unwrap();
    assert!(
        page.ends_with(&format!("/datasets/{}", dataset.slug)),
        "{page}"
    );
    let entries = manifest["files"].as_array().unwrap();
    assert_eq!(entries.len(), 5);
    for (entry, (name, bytes)) in entries.iter().zip(&found).take(3) {
        assert_eq!(
            (&entry["included"], &entry["path"], &entry["size"]),
            (&json!(true), &json!(name), &json!(bytes.len()))
        );
        assert_eq!(
            entry["sha256"],
            json!(format!("{:x}", Sha256::digest(bytes)))
        );
    }
    for (entry, why) in [(&entries[3], "missing"), (&entries[4], "elsewhere")] {
        assert_eq!(
            (&entry["included"], &entry["reason"]),
            (&json!(false), &json!(why))
        );
        assert!(
            entry["url"].as_str().unwrap().starts_with("http"),
            "{entry}"
        );
    }
    let readme = String::from_utf8(found[4].1.clone()).unwrap();
    assert!(
        readme.contains("files/mesures.csv") && readme.contains("Ailleurs"),
        "{readme}"
    );
    let page = portal
        .get(&format!("/datasets/{}", dataset.slug))
        .await
        .unwrap();
    assert!(page.text().contains("/archive.zip"));

    private(true).await;
    assert_eq!(
        portal.get(&path).await.unwrap().status,
        StatusCode::NOT_FOUND
    );
    let mine = ask_as(&portal, Some(&token), &path).await;
    assert_eq!(
        (mine.status, mine.header("cache-control")),
        (StatusCode::OK, Some("private, no-cache"))
    );
});

db_test!(a_dataset_too_large_is_given_file_by_file, async |db: Db| {
    let portal = Portal::on_with(db, |settings| settings.archive_max = 1_000).unwrap();
    let dataset = portal.dataset("Grand", |_| {}).await;
    let large = Resource {
        filesize: Some(1_001),
        ..hosted("Grand", "resources/grand/1/grand.csv", "csv")
    };
    portal.resources(dataset.id, &[large]).await;
    let path = format!("/api/1/datasets/{}/archive.zip", dataset.id);
    let answer = portal.get(&path).await.unwrap();
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("1000 bytes"), "{}", answer.text());
    let page = portal
        .get(&format!("/datasets/{}", dataset.slug))
        .await
        .unwrap();
    assert!(!page.text().contains("/archive.zip"));

    // What only has links gives its manifest.
    portal
        .resources(dataset.id, &[make::resource("Ailleurs")])
        .await;
    let links = archive::files(portal.get(&path).await.unwrap().body);
    assert_eq!(links.len(), 2);
});
