//! The catalogue as clients of DCAT-US read it.

use serde_json::json;
use vitrail_app::domain::Dataset;
use vitrail_testkit::{Db, db_test, make, store};

use crate::portal;

db_test!(
    the_catalogue_is_read_by_clients_of_dcat_us,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        for (name, format) in [("Tableau", "csv"), ("Chose", "chose")] {
            let mut file = vitrail_testkit::make::resource(name);
            (file.mime, file.format) = (None, format.to_owned());
            catalogue.resources.push(file);
        }
        let (id, files) = (catalogue.dataset.id, &catalogue.resources);
        portal.resources(id, files).await;
        portal.write(async |_| Ok(())).await.unwrap();
        let answer = portal.get("/data.json").await.unwrap();
        let kind = answer.headers["content-type"].to_str().unwrap();
        assert!(kind.starts_with("application/json"), "{kind}");
        let found = answer.json().unwrap();
        assert_eq!(
            found["conformsTo"],
            "https://project-open-data.cio.gov/v1.1/schema"
        );
        let datasets = found["dataset"].as_array().unwrap();
        assert_eq!(datasets.len(), 1, "what is public");
        let one = &datasets[0];
        assert_eq!(one["title"], json!(catalogue.dataset.title));
        assert_eq!(one["publisher"]["name"], json!(catalogue.organization.name));
        assert_eq!(one["accessLevel"], "public");
        let files = one["distribution"].as_array().unwrap();
        assert_eq!(files.len(), catalogue.resources.len());
        let (unknown, known) = files.split_last().unwrap();
        assert!(known.iter().all(|file| {
            file["downloadURL"]
                .as_str()
                .is_some_and(|url| url.starts_with("http"))
        }));
        // The type of a format; none is made up, and what is downloaded must have one.
        assert_eq!(known.last().unwrap()["mediaType"], "text/csv");
        assert_eq!(unknown["format"], "chose");
        assert!(unknown["accessURL"].is_string());
        assert!(unknown.get("mediaType").is_none() && unknown.get("downloadURL").is_none());
    }
);

db_test!(
    clients_of_dcat_us_are_told_where_and_on_which_terms,
    async |db: Db| {
        let (portal, catalogue) = portal(db).await;
        let told = async |change: fn(&mut Dataset)| {
            let mut dataset = catalogue.dataset.clone();
            change(&mut dataset);
            portal
                .write(async |tx| {
                    let zone = make::zone("fr:commune:74119", "Évian-les-Bains", &[]);
                    store::zone::replace_all(tx, [zone]).await?;
                    Ok(store::dataset::save(tx, &dataset).await?)
                })
                .await
                .unwrap();
            let found = portal.get("/data.json").await.unwrap().json().unwrap();
            let one = &found["dataset"][0];
            (
                one["accessLevel"].as_str().map(str::to_owned),
                one["rights"].as_str().map(str::to_owned),
                one["spatial"].as_str().map(str::to_owned),
            )
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told(|_| ()).await,
            (text("public"), None, text("Évian-les-Bains"))
        );
        let restricted = told(|dataset| {
            dataset.access_type = "restricted".to_owned();
            dataset.access_type_reason_category =
                Some("confidentiality_of_personal_data".to_owned());
            dataset.access_type_reason = Some("Des noms y sont écrits.".to_owned());
            let shape = json!({"type": "Polygon", "coordinates": [[[6, 46], [7, 46], [6.5, 46.5], [6, 46]]]});
            dataset.spatial.as_mut().unwrap().geom = Some(shape);
        });
        let said = "public access limited according to Article 13(1)(f) of the INSPIRE Directive – \
                    Des noms y sont écrits.";
        assert_eq!(
            restricted.await,
            (text("non-public"), text(said), text("6,46,7,46.5"))
        );
        let with_account = told(|dataset| {
            dataset.access_type = "open_with_account".to_owned();
            dataset.authorization_request_url = Some("https://compte.example/".to_owned());
            dataset.access_type_reason = Some("x".repeat(300));
            dataset.spatial.as_mut().unwrap().zones = vec!["fr:commune:1".to_owned()];
        });
        let (level, rights, place) = with_account.await;
        assert_eq!(level, text("restricted public"));
        let rights = rights.unwrap();
        assert!(rights.starts_with("Open with an account – "), "{rights}");
        assert_eq!(rights.chars().count(), 255, "what the schema allows");
        assert_eq!(place, text("fr:commune:1"));
    }
);
