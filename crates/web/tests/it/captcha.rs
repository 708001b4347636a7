//! The proof of work of registrations: made by scripts, not needed by those whose browser runs none, used once.

use axum::http::StatusCode;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vitrail_app::domain::text;
use vitrail_app::domain::time::DAY;
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::account::PASSWORD;

async fn register(portal: &Portal, email: &str, proof: &str) -> Answer {
    let fields = [
        ("first_name", "Amina"),
        ("last_name", "Diallo"),
        ("email", email),
        ("password", PASSWORD),
        ("password_confirm", PASSWORD),
        ("accept_conditions", "true"),
        ("altcha", proof),
    ];
    portal.submit("/register", &[], &fields).await.unwrap()
}

async fn asked(portal: &Portal) -> Value {
    portal
        .get("/captcha/challenge")
        .await
        .unwrap()
        .json()
        .unwrap()
}

/// What a browser finds.
fn solved(asked: &Value) -> Value {
    let salt = asked["salt"].as_str().unwrap();
    let hash = |number: u64| text::hex(&Sha256::digest(format!("{salt}{number}").as_bytes()));
    let most = asked["maxnumber"].as_u64().unwrap();
    let found = (0..=most).find(|number| asked["challenge"] == hash(*number));
    json!({"algorithm": asked["algorithm"], "challenge": asked["challenge"], "salt": salt,
           "signature": asked["signature"], "number": found.unwrap()})
}

fn sent(proof: &Value) -> String {
    BASE64_STANDARD.encode(proof.to_string())
}

db_test!(a_proof_lets_more_people_register, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let page = portal.get("/register").await.unwrap().text();
    assert!(page.contains("name=\"altcha\""), "{page}");
    let right = solved(&asked(&portal).await);
    let mut forged = right.clone();
    forged["signature"] = json!("x");
    let mut wrong = right.clone();
    wrong["number"] = json!(50_001);
    for bad in [
        sent(&forged),
        sent(&wrong),
        sent(&json!({})),
        "x".to_owned(),
    ] {
        let answer = register(&portal, "a@example.org", &bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    assert_eq!(
        register(&portal, "a@example.org", &sent(&right))
            .await
            .status,
        StatusCode::OK
    );
    let replayed = register(&portal, "b@example.org", &sent(&right)).await;
    assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = solved(&asked(&portal).await);
    portal.advance(DAY);
    let late = register(&portal, "b@example.org", &sent(&old)).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Without proof fewer go through, with one more still do.
    let mut last = None;
    for number in 0..26 {
        last = Some(register(&portal, &format!("c{number}@example.org"), "").await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.header("retry-after").is_some());
    let proof = sent(&solved(&asked(&portal).await));
    assert_eq!(
        register(&portal, "d@example.org", &proof).await.status,
        StatusCode::OK
    );
});
