//! What one person adds is counted against them, whichever way they come in; what they change is not, and those who
//! run the portal are not. Accounts that nobody confirmed are forgotten.

use axum::http::{Method, StatusCode};
use vitrail_app::Rate;
use vitrail_app::account::register;
use vitrail_app::domain::time::{DAY, SECOND};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::account::PASSWORD;

async fn publish(portal: &Portal, token: &str, title: &str) -> Answer {
    let headers = [("x-api-key", token), ("content-type", "application/json")];
    let body = format!("{{\"title\": \"{title}\", \"description\": \"Une liste\"}}");
    let sent = portal.send(Method::POST, "/api/1/datasets/", &headers, body);
    sent.await.unwrap()
}

db_test!(what_one_person_adds_is_counted, async |db: Db| {
    let portal = Portal::on_with(db, |settings| {
        settings.limits.publish = Some(Rate::new(2, 60));
    });
    let portal = portal.unwrap();
    let claire = portal.user("Claire", |_| {}).await;
    let denis = portal.user("Denis", |_| {}).await;
    let admin = portal.user("Admin", |user| user.admin = true).await;
    let (claire, denis) = (portal.token(claire.id).await, portal.token(denis.id).await);
    let admin = portal.token(admin.id).await;
    let first = publish(&portal, &claire, "Un").await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert_eq!(
        publish(&portal, &claire, "Deux").await.status,
        StatusCode::CREATED
    );
    let third = publish(&portal, &claire, "Trois").await;
    assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(third.header("retry-after"), Some("1800"));
    // Others are not concerned, nor what is there already.
    assert_eq!(
        publish(&portal, &denis, "Trois").await.status,
        StatusCode::CREATED
    );
    for title in ["Quatre", "Cinq", "Six"] {
        assert_eq!(
            publish(&portal, &admin, title).await.status,
            StatusCode::CREATED
        );
    }
    let path = format!(
        "/api/1/datasets/{}/",
        first.json().unwrap()["id"].as_str().unwrap()
    );
    let headers = [
        ("x-api-key", claire.as_str()),
        ("content-type", "application/json"),
    ];
    let changed = portal
        .send(Method::PUT, &path, &headers, "{\"title\": \"Une\"}")
        .await
        .unwrap();
    assert_eq!(changed.status, StatusCode::OK);
    portal.advance(1_800 * SECOND);
    assert_eq!(
        publish(&portal, &claire, "Trois").await.status,
        StatusCode::CREATED
    );
});

db_test!(a_form_that_is_looked_at_is_not_counted, async |db: Db| {
    let portal = Portal::on_with(db, |settings| {
        settings.limits.publish = Some(Rate::new(2, 60));
    });
    let portal = portal.unwrap();
    let claire = portal.user("Claire", |_| {}).await;
    let token = portal.token(claire.id).await;
    let headers = [("x-api-key", token.as_str()), ("accept", "text/html")];
    let sent = async |does: &str| {
        let fields = [("name", "Eau"), ("do", does)];
        let path = "/admin/topics/new";
        portal.submit(path, &headers, &fields).await.unwrap()
    };
    for _ in 0..5 {
        assert_eq!(sent("check").await.status, StatusCode::OK);
    }
    for _ in 0..2 {
        assert_eq!(sent("draft").await.status, StatusCode::SEE_OTHER);
    }
    let refused = sent("draft").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.text().starts_with("<!doctype html>"));
    // The page that says so is no try of its own: one comes back each half hour.
    portal.advance(1_800 * SECOND);
    assert_eq!(sent("draft").await.status, StatusCode::SEE_OTHER);
});

db_test!(
    accounts_that_nobody_confirmed_are_forgotten,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let fields = [
            ("first_name", "Amina"),
            ("last_name", "Diallo"),
            ("email", "amina@example.org"),
            ("password", PASSWORD),
            ("password_confirm", PASSWORD),
            ("accept_conditions", "true"),
        ];
        assert_eq!(
            portal
                .submit("/register", &[], &fields)
                .await
                .unwrap()
                .status,
            StatusCode::OK
        );
        portal.user("Denis", |_| {}).await;
        portal.advance(29 * DAY);
        assert_eq!(register::forget_unconfirmed(&portal.app).await.unwrap(), 0);
        portal.advance(2 * DAY);
        assert_eq!(register::forget_unconfirmed(&portal.app).await.unwrap(), 1);
        assert_eq!(register::forget_unconfirmed(&portal.app).await.unwrap(), 0);
        assert_eq!(
            portal
                .submit("/register", &[], &fields)
                .await
                .unwrap()
                .status,
            StatusCode::OK
        );
    }
);
