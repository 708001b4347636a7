//! Conversation and reach, by forms alone: a question is asked, its publisher is told in the portal and by mail,
//! answers, and mails end by one click; what is followed comes with the daily digest.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::domain::time::DAY;
use vitrail_app::domain::{Actor, Follow, Kind};
use vitrail_app::{Page, follower, jobs};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::store::{self, Tx};
use vitrail_testkit::{Db, db_test, make};

use crate::account::letters;
use crate::write::{send, token};
use crate::write_reuse::{alone, dataset};

async fn post(portal: &Portal, token: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let headers = [("x-api-key", token)];
    portal.submit(path, &headers, fields).await.unwrap()
}

async fn page(portal: &Portal, token: &str, path: &str) -> String {
    let headers = [("x-api-key", token)];
    let found = portal.ask(Method::GET, path, &headers).await.unwrap();
    assert_eq!(found.status, StatusCode::OK, "{path}");
    found.text()
}

db_test!(a_question_reaches_who_publishes, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let id = dataset(&portal, &claire).await;
    let form = format!("/discuss/datasets/{id}");
    assert!(page(&portal, &denis, &form).await.contains("<textarea"));

    let empty = post(
        &portal,
        &denis,
        &form,
        &[("title", "Unité ?"), ("comment", "")],
    )
    .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Unité ?") && empty.text().contains("f-comment-error"));

    let fields = [("title", "Unité ?"), ("comment", "Quelle **unité** ?")];
    let asked = post(&portal, &denis, &form, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let talk = asked.location().unwrap().to_owned();
    let told = letters(&portal).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to, "claire@example.com");
    assert!(told[0].subject.contains("Unité ?"), "{}", told[0].subject);
    assert!(
        told[0].text.contains("Quelle **unité** ?"),
        "{}",
        told[0].text
    );
    let end = told[0].unsubscribe.clone().unwrap();
    let notified = send(
        &portal,
        Method::GET,
        "/api/1/notifications/",
        Some(&claire),
        &json!({}),
    )
    .await;
    assert_eq!(
        notified.json().unwrap()["data"][0]["type"],
        "discussion.new"
    );

    // The publisher answers: marked, and the asker hears of it.
    let answered = post(&portal, &claire, &talk, &[("comment", "En litres")]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    let shown = portal.get(&talk).await.unwrap().text();
    assert!(shown.contains("message--producer") && shown.contains("<strong>unité</strong>"));
    assert_eq!(letters(&portal).await[0].to, "denis@example.com");

    // One click, without a session, as mail programs do.
    let path = end.strip_prefix("http://portal.example").unwrap();
    assert_eq!(portal.get(path).await.unwrap().status, StatusCode::OK);
    let one_click = [("List-Unsubscribe", "One-Click")];
    let done = portal.submit(path, &[], &one_click).await.unwrap();
    assert_eq!(done.status, StatusCode::OK);
    let more = [("comment", "Par jour ?"), ("close", "true")];
    assert_eq!(
        post(&portal, &denis, &talk, &more).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(letters(&portal).await, []);
    let late = post(&portal, &claire, &talk, &[("comment", "Trop tard")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Who wrote corrects.
    let found = portal
        .get(&format!("/api/1{talk}/"))
        .await
        .unwrap()
        .json()
        .unwrap();
    let message = found["discussion"][0]["id"].as_str().unwrap().to_owned();
    let own = format!("{talk}/messages/{message}");
    let fixed = post(
        &portal,
        &denis,
        &own,
        &[("comment", "Quelle unité, exactement ?")],
    )
    .await;
    assert_eq!(fixed.status, StatusCode::SEE_OTHER);
    let refused = post(&portal, &claire, &own, &[("comment", "x")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        portal
            .get(&talk)
            .await
            .unwrap()
            .text()
            .contains("exactement")
    );
});

db_test!(what_is_followed_comes_with_the_digest, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let id = dataset(&portal, &claire).await;
    // What recurs is known from the start.
    jobs::run_due(&portal.app).await.unwrap();
    let follow = post(
        &portal,
        &denis,
        &format!("/follow/datasets/{id}"),
        &[("next", "/datasets/air")],
    )
    .await;
    assert_eq!(follow.location(), Some("/datasets/air"));
    assert!(
        page(&portal, &denis, "/datasets/air")
            .await
            .contains("/unfollow/datasets/")
    );
    let search = [("kind", "datasets"), ("query", "q=bruit")];
    let followed = post(&portal, &denis, "/follow-search", &search).await;
    assert_eq!(followed.location(), Some("/account/follows"));
    let daily = post(&portal, &denis, "/account/mails", &[("mails", "daily")]).await;
    assert_eq!(daily.status, StatusCode::SEE_OTHER);
    let mine = page(&portal, &denis, "/account/follows").await;
    assert!(mine.contains("bruit") && mine.contains("/unfollow/datasets/"));

    portal.advance(DAY);
    let path = format!("/api/1/datasets/{id}/");
    let title = json!({"title": "Air pur"});
    send(&portal, Method::PUT, &path, Some(&claire), &title).await;
    let noise = json!({"title": "Bruit des rues", "description": "d",
        "resources": [{"title": "a", "url": "https://www.example.com/b.csv", "format": "CSV"}]});
    send(
        &portal,
        Method::POST,
        "/api/1/datasets/",
        Some(&claire),
        &noise,
    )
    .await;
    follower::catch_up(&portal.app).await.unwrap();
    letters(&portal).await;
    portal.advance(DAY);
    jobs::run_due(&portal.app).await.unwrap();
    let told = letters(&portal).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to, "denis@example.com");
    for part in ["Air pur", "/datasets/air", "Bruit des rues"] {
        assert!(told[0].text.contains(part), "{part}: {}", told[0].text);
    }
    // No news, no letter.
    portal.advance(DAY);
    jobs::run_due(&portal.app).await.unwrap();
    assert_eq!(letters(&portal).await, []);

    // Who chose an hour ago reads the news of this hour; who was written to waits for tomorrow.
    let bruno = token(&portal, "bruno@example.com").await;
    let subject = format!("/follow/datasets/{id}");
    post(&portal, &bruno, &subject, &[("next", "/")]).await;
    post(&portal, &bruno, "/account/mails", &[("mails", "daily")]).await;
    let sysadmin = Actor {
        sysadmin: true,
        user: Some(make::id("admin")),
        ..Actor::default()
    };
    for (title, readers) in [("Air vif", 2), ("Air frais", 0)] {
        portal.advance(DAY / 24);
        let title = json!({"title": title});
        send(&portal, Method::PUT, &path, Some(&claire), &title).await;
        follower::catch_up(&portal.app).await.unwrap();
        letters(&portal).await;
        let digest = jobs::run_now(&portal.app, &sysadmin, "digest").await;
        digest.unwrap();
        jobs::run_due(&portal.app).await.unwrap();
        assert_eq!(letters(&portal).await.len(), readers, "{title}");
    }
});

db_test!(a_message_reaches_more_than_a_thousand, async |db: Db| {
    const READERS: usize = 1_100;
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let id = dataset(&portal, &claire).await;
    let subject = (Kind::Dataset, id.parse().unwrap());
    let readers = async |tx: &mut Tx| {
        for number in 0..READERS {
            let reader = make::user(&format!("Lecteur {number}"));
            store::user::save(tx, &reader).await?;
            let follow = Follow {
                id: make::id(&format!("suivi {number}")),
                follower: reader.id,
                following: subject,
                since: make::NOW,
                until: None,
            };
            store::follow::save(tx, &follow).await?;
        }
        Ok(())
    };
    portal.write(readers).await.unwrap();
    let form = format!("/discuss/datasets/{id}");
    let fields = [("title", "Unité ?"), ("comment", "Laquelle ?")];
    let asked = post(&portal, &denis, &form, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    // Each of them, and Claire who publishes.
    let waiting = store::outbox::counts(portal.app.db()).await.unwrap();
    assert_eq!(waiting, (i64::try_from(READERS).unwrap() + 1, 0));
    let last = make::id(&format!("Lecteur {}", READERS - 1));
    let wanted = store::notification::Filter::default();
    let page = Page { number: 1, size: 5 };
    let told = store::notification::list(portal.app.db(), last, &wanted, None, page).await;
    assert_eq!(told.unwrap().total, 1);
});

db_test!(who_is_asked_something_is_told_by_mail, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let made = json!({"name": "Ville", "description": "Une ville"});
    let made = send(
        &portal,
        Method::POST,
        "/api/1/organizations/",
        Some(&denis),
        &made,
    )
    .await;
    let made = made.json().unwrap();
    let organization = format!("/api/1/organizations/{}", made["id"].as_str().unwrap());
    let claire = token(&portal, "claire@example.com").await;
    letters(&portal).await;

    for email in ["stranger@example.org", "claire@example.com"] {
        let path = format!("{organization}/member/");
        let sent = json!({"email": email});
        let invited = send(&portal, Method::POST, &path, Some(&denis), &sent).await;
        assert_eq!(invited.status, StatusCode::CREATED, "{}", invited.text());
        let told = letters(&portal).await;
        assert_eq!(told.len(), 1, "{email}");
        assert_eq!(told[0].to, email);
        assert!(told[0].subject.contains("Ville"), "{}", told[0].subject);
    }
    drop(claire);

    let asker = token(&portal, "asker@example.com").await;
    letters(&portal).await;
    let path = format!("{organization}/membership/");
    let sent = json!({"comment": "Bonjour"});
    let asked = send(&portal, Method::POST, &path, Some(&asker), &sent).await;
    assert_eq!(asked.status, StatusCode::CREATED);
    let told = letters(&portal).await;
    assert_eq!(told[0].to, "denis@example.com");

    let id = asked.json().unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("{organization}/membership/{id}/accept/");
    send(&portal, Method::POST, &path, Some(&denis), &json!({})).await;
    let told = letters(&portal).await;
    assert_eq!((told.len(), told[0].to.as_str()), (1, "asker@example.com"));
});

db_test!(who_publishes_hears_of_what_is_made_of_it, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let admin = token(&portal, "admin@example.com").await;
    let dataset = json!({"title": "Arbres", "description": "Un inventaire"});
    let post = async |path: &str, token: &str, body: &Value| {
        let made = send(&portal, Method::POST, path, Some(token), body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{path}: {}", made.text());
        made.json().unwrap()
    };
    let dataset = post("/api/1/datasets/", &denis, &dataset).await;
    letters(&portal).await;
    let reuse = json!({"title": "Carte des arbres", "description": "d", "url": "https://www.example.com/carte",
        "type": "visualization", "topic": "others", "datasets": [dataset["id"]]});
    let reuse = post("/api/1/reuses/", &claire, &reuse).await;
    let told = letters(&portal).await;
    assert_eq!((told.len(), told[0].to.as_str()), (1, "denis@example.com"));
    assert!(
        told[0].subject.contains("Carte des arbres"),
        "{}",
        told[0].subject
    );
    // An edit that uses nothing new says nothing.
    let path = format!("/api/1/reuses/{}/", reuse["id"].as_str().unwrap());
    let sent = json!({"description": "Une carte, revue"});
    let edited = send(&portal, Method::PUT, &path, Some(&claire), &sent).await;
    assert_eq!(edited.status, StatusCode::OK);
    assert_eq!(letters(&portal).await.len(), 0);

    let ville = json!({"name": "Ville", "description": "Une ville"});
    let ville = post("/api/1/organizations/", &denis, &ville).await;
    let path = format!(
        "/api/1/organizations/{}/badges/",
        ville["id"].as_str().unwrap()
    );
    post(&path, &admin, &json!({"kind": "certified"})).await;
    let told = letters(&portal).await;
    assert_eq!((told.len(), told[0].to.as_str()), (1, "denis@example.com"));
    assert!(told[0].subject.contains("certifi"), "{}", told[0].subject);

    let listed = portal.get_as("/api/1/notifications/", Some(&denis)).await;
    let listed = listed.json().unwrap();
    let classes: Vec<&str> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["details"]["class"].as_str())
        .collect();
    let mut classes = classes;
    classes.sort_unstable();
    assert_eq!(
        classes,
        [
            "NewBadgeNotificationDetails",
            "ReuseCreatedNotificationDetails"
        ]
    );
});
