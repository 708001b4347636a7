//! Neighbours who read again what changed since they last came: libraries by OAI-PMH, other portals by CKAN.

use axum::http::Method;
use serde_json::json;
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::{Owner, Timestamp};
use vitrail_app::import;
use vitrail_testkit::portal::{NOW, Portal};
use vitrail_testkit::{Db, db_test};

use crate::harvest::json_of;
use crate::write::send;

const HOUR: i64 = 3_600_000_000;

/// What neighbours are told of a portal since an instant: identifiers by OAI-PMH, names by CKAN.
async fn told(portal: &Portal, since: &str) -> (Vec<String>, Vec<String>) {
    let path = format!("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&from={since}");
    let answer = portal.get(&path).await.unwrap().text();
    let identifiers = answer.split("<identifier>oai:portal.example:").skip(1);
    let identifiers = identifiers.filter_map(|rest| rest.split('<').next());
    let mut identifiers: Vec<String> = identifiers.map(str::to_owned).collect();
    let path = "/api/3/action/package_search?sort=metadata_modified+desc&fq=metadata_modified:";
    let found = json_of(portal, &format!("{path}%5B{since}+TO+*%5D")).await;
    let packages = found["result"]["results"].as_array().unwrap();
    let dates: Vec<&str> = packages
        .iter()
        .map(|package| package["metadata_modified"].as_str().unwrap())
        .collect();
    assert!(dates.is_sorted_by(|one, other| one >= other), "{dates:?}");
    for package in packages {
        let [created, changed] = ["metadata_created", "metadata_modified"]
            .map(|key| package[key].as_str().unwrap().to_owned());
        assert!(
            created <= changed && since.get(..19) <= changed.get(..19),
            "{package}"
        );
    }
    let mut names: Vec<String> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap().to_owned())
        .collect();
    identifiers.sort();
    names.sort();
    (identifiers, names)
}

db_test!(
    neighbours_are_told_what_changed_here_whatever_its_dates,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let anne = portal.user("Anne", |_| {}).await;
        let city = portal
            .organization("Mairie", &[(&anne, Role::Admin)], |_| {})
            .await;
        let token = portal.token(anne.id).await;
        let token = Some(token.as_str());
        let old: Timestamp = "2019-05-06T07:08:09Z".parse().unwrap();
        for (title, owner) in [
            ("Arbres", Owner::Organization(city.id)),
            ("Eau", Owner::User(anne.id)),
        ] {
            portal
                .dataset(title, |dataset| {
                    dataset.owner = owner;
                    dataset.created_at_internal = old;
                    dataset.last_modified_internal = old;
                })
                .await;
        }
        let known = json_of(&portal, "/api/1/datasets/arbres/").await;
        let id = known["id"].as_str().unwrap().to_owned();
        let since = |hours: i64| {
            let at = NOW.plus(hours * HOUR).to_string();
            format!("{}Z", at.get(..19).unwrap())
        };
        assert_eq!(told(&portal, &since(0)).await, (Vec::new(), Vec::new()));

        // What an import wrote today is years old, and new to those who come again.
        let mut imported = known.clone();
        imported["description"] = json!("Venu aujourd’hui d’ailleurs.");
        imported["last_modified"] = json!("2019-05-07T07:08:09+00:00");
        imported["internal"]["last_modified_internal"] = json!("2019-05-07T07:08:09+00:00");
        portal.advance(HOUR);
        let file = portal.folder().join("datasets.jsonl");
        std::fs::write(&file, imported.to_string()).unwrap();
        let told_of_trees = (vec![id.clone()], vec!["arbres".to_owned()]);
        let file = [file.display().to_string()];
        import::run(&portal.app, None, &file, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(told(&portal, &since(1)).await, told_of_trees);
        let now = json_of(&portal, "/api/1/datasets/arbres/").await;
        assert_eq!(
            now["last_modified"], imported["last_modified"],
            "the date of the data"
        );

        // A publisher who takes another name takes it in each of its records.
        portal.advance(HOUR);
        let path = format!("/api/1/organizations/{}/", city.id);
        let renamed = send(
            &portal,
            Method::PUT,
            &path,
            token,
            &json!({"name": "Ville d’Évian"}),
        )
        .await;
        assert!(renamed.status.is_success(), "{}", renamed.text());
        assert_eq!(told(&portal, &since(2)).await, told_of_trees);
        assert_eq!(told(&portal, &since(3)).await, (Vec::new(), Vec::new()));
        let record =
            format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:portal.example:{id}");
        let record = portal.get(&record).await.unwrap().text();
        assert!(
            record.contains(&format!("<datestamp>{}</datestamp>", since(2))),
            "{record}"
        );
        assert!(
            record.contains("<setSpec>ville-devian</setSpec>"),
            "{record}"
        );

        // Libraries hold the name of the set that they know.
        let slug = renamed.json().unwrap()["slug"].as_str().unwrap().to_owned();
        for set in ["mairie", &slug, &city.id.to_string()] {
            let path = format!("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set={set}");
            let answer = portal.get(&path).await.unwrap().text();
            assert!(answer.contains(&id), "{set}: {answer}");
        }

        // What a publisher leaves behind is not of a set that nobody finds, and neighbours are told.
        portal.advance(HOUR);
        let gone = send(&portal, Method::DELETE, &path, token, &json!({})).await;
        assert!(gone.status.is_success(), "{}", gone.text());
        assert_eq!(told(&portal, &since(3)).await, told_of_trees);
        let record =
            format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:portal.example:{id}");
        let record = portal.get(&record).await.unwrap().text();
        assert!(!record.contains("<setSpec>"), "{record}");
        let package = json_of(&portal, "/api/3/action/package_show?id=arbres").await;
        let package = &package["result"];
        assert_eq!(
            (&package["organization"], &package["owner_org"]),
            (&json!(null), &json!(null))
        );
    }
);
