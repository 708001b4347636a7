//! What people read is counted, without them: pages, records, files; robots are not; figures come back by month.

use axum::http::Method;
use serde_json::json;
use vitrail_app::domain::time::SECOND;
use vitrail_app::{jobs, traffic};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::write::{send, token};
use crate::write_reuse::{alone, dataset};

const PERSON: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
const ROBOT: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

async fn read(portal: &Portal, path: &str, agent: &str) {
    let headers = [("user-agent", agent)];
    portal.ask(Method::GET, path, &headers).await.unwrap();
}

db_test!(what_people_read_is_counted, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let id = dataset(&portal, &denis).await;
    let path = format!("/api/1/datasets/{id}/");
    let found = portal.get(&path).await.unwrap().json().unwrap();
    let file = found["resources"][0]["id"].as_str().unwrap().to_owned();
    // The second answers are ready ones.
    for agent in [PERSON, PERSON, ROBOT, "curl/8.5"] {
        read(&portal, "/datasets/air", agent).await;
    }
    read(&portal, &path, PERSON).await;
    for agent in [PERSON, ROBOT, "curl/8.5"] {
        read(&portal, &format!("/api/1/datasets/r/{file}"), agent).await;
    }
    traffic::flush(&portal.app).await.unwrap();
    read(&portal, "/datasets/air", PERSON).await;
    traffic::flush(&portal.app).await.unwrap();

    // Answers are kept ready until something changes, or for a minute.
    portal.advance(61 * SECOND);
    let data = async |path: String| portal.get(&path).await.unwrap().json().unwrap();
    let model = |model: &str| format!("/metrics-api/api/{model}/data/");
    let found = data(format!(
        "{}?dataset_id__exact={id}&metric_month__sort=desc",
        model("datasets")
    ))
    .await;
    assert_eq!(
        found["data"],
        json!([{"dataset_id": id, "organization_id": null, "metric_month": "2026-01",
                "monthly_visit": 4, "monthly_download_resource": 2}])
    );
    assert_eq!(found["links"]["next"], json!(null));
    let found = data(format!(
        "{}?dataset_id__exact={id}",
        model("datasets_total")
    ))
    .await;
    assert_eq!(found["data"][0]["visit"], 4);
    let found = data(format!("{}?resource_id__exact={file}", model("resources"))).await;
    assert_eq!(found["data"][0]["dataset_id"], json!(id));
    assert_eq!(found["data"][0]["monthly_download_resource"], 2);
    let found = data(model("site")).await;
    assert_eq!(found["data"][0]["monthly_visit_dataset"], 4);
    assert_eq!(
        data(format!("{}?dataset_id__exact=none", model("datasets"))).await["data"],
        json!([])
    );
    let csv = portal
        .get("/metrics-api/api/datasets/data/csv/")
        .await
        .unwrap();
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let line = format!("{id},,2026-01,4,2");
    assert!(
        csv.text().lines().any(|found| found == line),
        "{}",
        csv.text()
    );
    for bad in [
        "?x__exact=1",
        "?monthly_visit__exact=a",
        "?dataset_id__like=a",
        "?dataset_id=a",
    ] {
        let answer = portal
            .get(&format!("{}{bad}", model("datasets")))
            .await
            .unwrap();
        assert_eq!(answer.status.as_u16(), 400, "{bad}");
        let name = bad[1..].split('=').next().unwrap();
        let said = answer.json().unwrap();
        assert!(said["errors"][name].is_string(), "{bad}: {said}");
    }
    let empty = format!("{}?page_size=0", model("datasets"));
    let empty = portal.get(&empty).await.unwrap();
    assert_eq!(empty.status.as_u16(), 400);
    assert!(empty.json().unwrap()["errors"]["page_size"].is_string());
    let nothing = portal.get("/metrics-api/api/nothing/data/").await.unwrap();
    assert_eq!(nothing.status.as_u16(), 404);
    assert!(nothing.json().unwrap()["message"].is_string());
    // A page that is asked too much says so in its own words.
    let large = "x".repeat(9_000_000);
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let large = portal.send(Method::POST, "/found", &kind, large).await;
    let large = large.unwrap();
    assert_eq!(large.status.as_u16(), 413);
    assert!(
        large.text().contains("Too much was sent"),
        "{}",
        large.text()
    );

    // The metrics of the object follow, once.
    jobs::run_due(&portal.app).await.unwrap();
    for _ in 0..2 {
        portal.advance(3_600 * SECOND);
        jobs::run_due(&portal.app).await.unwrap();
        let found = data(path.clone()).await;
        assert_eq!(found["metrics"]["views"], 4);
        assert_eq!(found["metrics"]["resources_downloads"], 2);
        assert_eq!(found["resources"][0]["metrics"]["views"], 2);
    }
});

db_test!(the_figures_of_impact_come_first, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let id = dataset(&portal, &claire).await;
    let asked = json!({"title": "t", "comment": "c", "subject": {"class": "Dataset", "id": id}});
    let path = "/api/1/discussions/";
    let admin = token(&portal, "admin@example.com").await;
    // The publisher answers, the portal answers, nobody does; what the publisher opens is no question to them.
    let mut own = Vec::new();
    for asker in [&denis, &denis, &denis, &claire] {
        let made = send(&portal, Method::POST, path, Some(asker), &asked).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.text());
        own.push(format!(
            "{path}{}/",
            made.json().unwrap()["id"].as_str().unwrap()
        ));
    }
    for who in [&denis, &claire, &claire] {
        portal.advance(5 * 3_600 * SECOND);
        let said = json!({"comment": "r"});
        send(&portal, Method::POST, &own[0], Some(who), &said).await;
    }
    let said = json!({"comment": "r"});
    send(&portal, Method::POST, &own[1], Some(&admin), &said).await;
    for found in ["yes", "yes", "no"] {
        let fields = [
            ("found", found),
            ("page", "search"),
            ("next", "/datasets?q=x"),
        ];
        let said = portal.submit("/found", &[], &fields).await.unwrap();
        assert_eq!(said.location(), Some("/thanks?next=%2Fdatasets%3Fq%3Dx"));
    }
    let page = portal.get("/statistics").await.unwrap().text();
    for part in ["10 days", "2 discussions out of 3", "67%", "<svg"] {
        assert!(page.contains(part), "{part}: {page}");
    }
});
