//! The administration of the portal by plain forms: moderation, applications, posts and their blocs, what is put
//! forward.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::write::{send, token};

const POST: Method = Method::POST;

async fn portal(db: Db) -> (Portal, String, String) {
    let portal = Portal::on_with(db, |settings| {
        settings.spam.words = vec!["casino".to_owned()];
    });
    let portal = portal.unwrap();
    let admin = token(&portal, "admin@example.com").await;
    let denis = token(&portal, "denis@example.com").await;
    (portal, admin, denis)
}

/// Reads a page in the name of a token.
async fn page(portal: &Portal, path: &str, token: &str) -> Answer {
    let headers = [("x-api-key", token)];
    let answer = portal.send(Method::GET, path, &headers, "").await;
    answer.unwrap()
}

/// Sends a form of a page.
async fn form(portal: &Portal, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
    portal
        .submit(path, &[("x-api-key", token)], fields)
        .await
        .unwrap()
}

async fn made(portal: &Portal, path: &str, token: &str, body: Value) -> String {
    let made = send(portal, POST, path, Some(token), &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{path}");
    made.json().unwrap()["id"].as_str().unwrap().to_owned()
}

async fn status(portal: &Portal, path: &str) -> StatusCode {
    portal.get(path).await.unwrap().status
}

db_test!(a_moderator_decides_from_pages, async |db: Db| {
    let (portal, admin, denis) = portal(db).await;
    let spam = json!({"title": "Le casino", "description": "Gagnez *tout*"});
    let id = made(&portal, "/api/1/datasets/", &denis, spam).await;
    let own = format!("/api/1/datasets/{id}/");
    let queue = page(&portal, "/admin/site/moderation", &admin).await;
    assert!(
        queue.text().contains("suspicious word: casino"),
        "{}",
        queue.text()
    );
    let case = format!("/admin/site/moderation/Dataset/{id}");
    assert!(
        page(&portal, &case, &admin)
            .await
            .text()
            .contains("Gagnez <em>tout</em>")
    );

    // Removing needs a confirmation; what was removed comes back only to be judged again.
    let unsure = form(&portal, &case, &admin, &[("do", "remove")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = [("do", "remove"), ("sure", "true")];
    assert_eq!(
        form(&portal, &case, &admin, &sure).await.status,
        StatusCode::SEE_OTHER
    );
    let back = json!({"deleted": null});
    let back = send(&portal, Method::PUT, &own, Some(&denis), &back).await;
    assert_eq!(back.status, StatusCode::OK);
    assert_eq!(status(&portal, &own).await, StatusCode::NOT_FOUND);
    form(&portal, &case, &admin, &sure).await;
    // A sysadmin who brings it back shows it.
    let back = json!({"deleted": null});
    send(&portal, Method::PUT, &own, Some(&admin), &back).await;
    assert_eq!(status(&portal, &own).await, StatusCode::OK);

    // What people report: dismissed, opened again, then removed.
    let sent = json!({"subject": {"class": "Dataset", "id": id}, "reason": "spam", "message": "Voyez <b>ici</b>"});
    let report = made(&portal, "/api/1/reports/", &denis, sent).await;
    let listed = page(&portal, "/admin/site/moderation?state=reported", &admin).await;
    assert!(listed.text().contains("Voyez"), "{}", listed.text());
    for (what, open) in [("dismiss", 0), ("reopen", 1)] {
        let fields = [("do", what), ("report", report.as_str())];
        form(&portal, &case, &admin, &fields).await;
        let open_ones = "/api/1/reports/?handled=false";
        let found = send(&portal, Method::GET, open_ones, Some(&admin), &Value::Null).await;
        assert_eq!(found.json().unwrap()["total"], open, "{what}");
    }
    form(&portal, &case, &admin, &sure).await;
    assert_eq!(status(&portal, &own).await, StatusCode::GONE);
    let handled = page(&portal, "/admin/site/moderation?state=handled", &admin).await;
    assert!(handled.text().contains("Le casino"));
});

db_test!(discussions_go_with_their_subject_whole, async |db: Db| {
    let (portal, admin, denis) = portal(db).await;
    let topic = made(&portal, "/api/2/topics/", &admin, json!({"name": "Eau"})).await;
    let post = made(&portal, "/api/1/posts/", &admin, json!({"name": "Fête"})).await;
    send(
        &portal,
        POST,
        &format!("/api/1/posts/{post}/publish"),
        Some(&admin),
        &Value::Null,
    )
    .await;
    for (class, id, path) in [
        ("Topic", &topic, format!("/api/2/topics/{topic}/")),
        ("Post", &post, format!("/api/1/posts/{post}/")),
    ] {
        let sent = json!({"title": "Question", "comment": "Un casino ?", "subject": {"class": class, "id": id}});
        made(&portal, "/api/1/discussions/", &denis, sent).await;
        let gone = send(&portal, Method::DELETE, &path, Some(&admin), &Value::Null).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{class}");
    }
    let queue = send(
        &portal,
        Method::GET,
        "/api/1/moderation/",
        Some(&admin),
        &Value::Null,
    )
    .await;
    assert_eq!(queue.json().unwrap()["total"], 0);
    let open = "/api/1/reports/?handled=false";
    let open = send(&portal, Method::GET, open, Some(&admin), &Value::Null).await;
    assert_eq!(open.json().unwrap()["total"], 0);
});

db_test!(
    a_page_of_blocs_is_written_without_scripts,
    async |db: Db| {
        let (portal, admin, denis) = portal(db).await;
        let air = json!({"title": "Qualité de l’air", "description": "d"});
        let air = made(&portal, "/api/1/datasets/", &denis, air).await;
        let sent = [
            ("name", "Notre fête"),
            ("kind", "page"),
            ("body_type", "blocs"),
        ];
        let answer = form(&portal, "/admin/site/posts/new", &admin, &sent).await;
        let path = answer
            .location()
            .unwrap()
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        assert!(path.ends_with("/blocs"), "{path}");

        let added = form(&portal, &path, &admin, &[("do", "add::AccordionListBloc")]).await;
        assert!(
            added
                .text()
                .contains("name=\"/0/class\" value=\"AccordionListBloc\"")
        );
        let blocs = [
            ("/0/class", "AccordionListBloc"),
            ("/0/items/0/title", "Pli"),
            ("/0/items/0/content/0/class", "DatasetsListBloc"),
            ("/0/items/0/content/0/datasets", air.as_str()),
            ("/1/class", "MarkdownBloc"),
            ("/1/content", "Du **gras**"),
        ];
        let moved: Vec<_> = blocs.iter().copied().chain([("do", "up:/1")]).collect();
        let moved = form(&portal, &path, &admin, &moved).await;
        assert!(
            moved
                .text()
                .contains("name=\"/0/class\" value=\"MarkdownBloc\"")
        );
        assert!(
            moved.text().contains("Qualité de l’air"),
            "the preview shows it"
        );
        let empty = [("/0/class", "MarkdownBloc"), ("do", "save")];
        let empty = form(&portal, &path, &admin, &empty).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let saved: Vec<_> = blocs.iter().copied().chain([("do", "save")]).collect();
        let saved = form(&portal, &path, &admin, &saved).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        // Somebody else wrote meanwhile: what is typed stays, and nothing is lost.
        let stale = [("/0/class", "HeroBloc"), ("seen", "1"), ("do", "save")];
        let stale = form(&portal, &path, &admin, &stale).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text().contains("HeroBloc"));

        let life = path.replace("/blocs", "/state");
        form(&portal, &life, &admin, &[("do", "publish")]).await;
        let read = portal.get("/posts/notre-fete").await.unwrap();
        assert!(read.text().contains("<strong>gras</strong>"));
        assert!(read.text().contains("Qualité de l’air"));

        // The same editor for what stands above the list of datasets.
        let banner = [
            ("/0/class", "HeroBloc"),
            ("/0/title", "Bienvenue ici"),
            ("do", "save"),
        ];
        let saved = form(&portal, "/admin/site/portal/datasets", &admin, &banner).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert!(
            portal
                .get("/datasets")
                .await
                .unwrap()
                .text()
                .contains("Bienvenue ici")
        );
        assert!(
            !portal
                .get("/datasets?q=air")
                .await
                .unwrap()
                .text()
                .contains("Bienvenue ici")
        );

        form(
            &portal,
            &life,
            &admin,
            &[("do", "delete"), ("sure", "true")],
        )
        .await;
        assert_eq!(
            status(&portal, "/posts/notre-fete").await,
            StatusCode::NOT_FOUND
        );
    }
);

db_test!(
    applications_and_marks_are_kept_from_pages,
    async |db: Db| {
        let (portal, admin, denis) = portal(db).await;
        let fields = [
            ("name", "Tableau de bord"),
            (
                "redirect_uris",
                "https://www.example.com/a\nhttps://www.example.com/b",
            ),
            ("grant_types", "authorization_code"),
            ("grant_types", "client_credentials"),
            ("scopes", "default"),
            ("confidential", "true"),
        ];
        let wrong = form(&portal, "/admin/site/clients/new", &admin, &fields[..1]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answer = form(&portal, "/admin/site/clients/new", &admin, &fields).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let codes: Vec<String> = answer
            .text()
            .split("<code>")
            .skip(1)
            .map(|part| part.split("</code>").next().unwrap().to_owned())
            .collect();
        let (secret, id) = (codes[0].clone(), codes[1].clone());
        let asked = async |secret: &str| {
            let fields = [
                ("grant_type", "client_credentials"),
                ("client_id", id.as_str()),
                ("client_secret", secret),
            ];
            portal
                .submit("/oauth/token", &[], &fields)
                .await
                .unwrap()
                .status
        };
        assert_eq!(asked(&secret).await, StatusCode::OK);
        let own = format!("/admin/site/clients/{id}");
        assert!(!page(&portal, &own, &admin).await.text().contains(&secret));
        let unsure = form(&portal, &format!("{own}/secret"), &admin, &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        form(
            &portal,
            &format!("{own}/secret"),
            &admin,
            &[("sure", "true")],
        )
        .await;
        assert_ne!(asked(&secret).await, StatusCode::OK);
        form(
            &portal,
            &format!("{own}/delete"),
            &admin,
            &[("sure", "true")],
        )
        .await;
        assert_eq!(
            page(&portal, &own, &admin).await.status,
            StatusCode::NOT_FOUND
        );

        let air = json!({"title": "Qualité de l’air", "description": "d"});
        let air = made(&portal, "/api/1/datasets/", &denis, air).await;
        let marks = format!("/admin/site/marks/datasets/{air}");
        let path = format!("/api/1/datasets/{air}/");
        for (fields, badges, featured) in [
            (
                vec![("badges", "hvd"), ("badges", "spd"), ("featured", "true")],
                json!(["hvd", "spd"]),
                true,
            ),
            (vec![("badges", "spd")], json!(["spd"]), false),
        ] {
            form(&portal, &marks, &admin, &fields).await;
            let found = portal.get(&path).await.unwrap().json().unwrap();
            let kinds: Vec<&Value> = found["badges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| &it["kind"])
                .collect();
            assert_eq!(
                (json!(kinds), &found["featured"]),
                (badges, &json!(featured))
            );
        }
        let forward = format!("/admin/site/featured/datasets/{air}");
        form(&portal, &forward, &admin, &[("do", "add")]).await;
        assert!(
            page(&portal, "/admin/site/featured", &admin)
                .await
                .text()
                .contains("Qualité de l’air")
        );
    }
);

db_test!(
    a_drawn_place_outlives_the_form_of_a_topic,
    async |db: Db| {
        let (portal, admin, _) = portal(db).await;
        let drawn = json!({"type": "MultiPolygon", "coordinates": [[[[6.0, 46.0], [7.0, 46.0], [7.0, 47.0], [6.0, 46.0]]]]});
        let sent = json!({"name": "Eau", "description": "De l’eau", "spatial": {"geom": drawn, "granularity": "other"}});
        let topic = made(&portal, "/api/2/topics/", &admin, sent).await;
        let path = format!("/admin/topics/{topic}");
        let fields = [("name", "Eau douce"), ("description", "De l’eau")];
        let saved = form(&portal, &path, &admin, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let kept = portal
            .get(&format!("/api/2/topics/{topic}/"))
            .await
            .unwrap();
        let kept = kept.json().unwrap();
        assert_eq!(
            (&kept["name"], &kept["spatial"]["geom"]),
            (&json!("Eau douce"), &drawn)
        );
    }
);

db_test!(a_conflict_shows_what_differs_alone, async |db: Db| {
    let (portal, _, denis) = portal(db).await;
    let sent = json!({"title": "Carte", "description": "d", "url": "https://www.example.com/carte",
        "type": "visualization", "topic": "health"});
    let id = made(&portal, "/api/1/reuses/", &denis, sent).await;
    let typed = [
        ("title", "Carte neuve"),
        ("description", "d"),
        ("url", "https://www.example.com/carte"),
        ("type", "visualization"),
        ("topic", "health"),
        ("seen", "1"),
        ("do", "save"),
    ];
    let shown = form(&portal, &format!("/admin/reuses/{id}"), &denis, &typed).await;
    assert_eq!(shown.status, StatusCode::CONFLICT);
    let text = shown.text();
    assert_eq!(text.matches("Saved meanwhile").count(), 1, "{text}");
});
