//! How people come into organizations, what they are told, and what they may do there.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::account::letters;
use crate::organizations::organization;
use crate::write::{send, signed_in, token};

/// Who takes part.
struct Town {
    portal: Portal,
    /// Runs the organization.
    denis: String,
    claire: String,
    path: String,
}

impl Town {
    async fn new(db: Db) -> Self {
        let (portal, denis) = signed_in(db).await;
        let claire = token(&portal, "claire@example.com").await;
        let path = organization(&portal, &denis).await;
        Self {
            portal,
            denis,
            claire,
            path,
        }
    }

    async fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        send(&self.portal, Method::POST, path, Some(token), body).await
    }

    async fn get(&self, token: &str, path: &str) -> Value {
        let headers = [("x-api-key", token)];
        let answer = self.portal.ask(Method::GET, path, &headers).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.json().unwrap()
    }

    /// Claire asks to join: the path of her request.
    async fn asked(&self) -> String {
        let path = format!("{}membership/", self.path);
        let sent = json!({"comment": "Je travaille ici"});
        let answer = self.post(&self.claire, &path, &sent).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        format!("{path}{}/", answer.json().unwrap()["id"].as_str().unwrap())
    }

    /// Claire becomes a member: her path there.
    async fn joined(&self) -> String {
        let asked = self.asked().await;
        let accept = format!("{asked}accept/");
        let member = self.post(&self.denis, &accept, &Value::Null).await;
        assert_eq!(member.status, StatusCode::OK);
        let member = member.json().unwrap();
        assert_eq!(member["role"], "editor");
        let id = member["user"]["id"].as_str().unwrap();
        format!("{}member/{id}/", self.path)
    }

    async fn told(&self, token: &str) -> Value {
        self.get(token, "/api/1/notifications/?sort=created").await["data"].clone()
    }
}

db_test!(a_request_is_made_once_and_accepted_once, async |db: Db| {
    let town = Town::new(db).await;
    let requests = format!("{}membership/", town.path);
    let bare = town.post(&town.claire, &requests, &json!({})).await;
    let sentence = "'comment' is required when 'kind' is 'request'";
    let expected = json!({"errors": {"comment": sentence}, "message": sentence});
    assert_eq!(bare.json().unwrap(), expected);

    let asked = town.asked().await;
    let again = json!({"comment": "Depuis hier"});
    let again = town.post(&town.claire, &requests, &again).await;
    assert_eq!(again.status, StatusCode::OK, "the same one");
    let listed = town.get(&town.denis, &requests).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["comment"], "Depuis hier");
    let told = town.told(&town.denis).await;
    assert_eq!(told[0]["type"], "organization.membership.requested");
    assert_eq!(told[0]["handled_at"], Value::Null);

    let accept = format!("{asked}accept/");
    let stranger = town.post(&town.claire, &accept, &Value::Null).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    for status in [200, 409] {
        let member = town.post(&town.denis, &accept, &Value::Null).await;
        assert_eq!(member.status.as_u16(), status);
        assert_eq!(member.json().unwrap()["role"], "editor");
    }
    let found = town.get(&town.claire, &town.path).await;
    assert_eq!(found["metrics"]["members"], 2);
    assert!(
        !town.told(&town.denis).await[0]["handled_at"].is_null(),
        "settled"
    );
    let told = town.told(&town.claire).await;
    assert_eq!(told[0]["type"], "organization.membership.accepted");
    let read = format!(
        "/api/1/notifications/{}/read/",
        told[0]["id"].as_str().unwrap()
    );
    let others = town.post(&town.denis, &read, &Value::Null).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND);
    let read = town.post(&town.claire, &read, &Value::Null).await;
    assert!(!read.json().unwrap()["handled_at"].is_null());
    let open = town
        .get(&town.claire, "/api/1/notifications/?handled=false")
        .await;
    assert_eq!(open["total"], 0);
});

db_test!(a_refusal_says_why, async |db: Db| {
    let town = Town::new(db).await;
    let refuse = format!("{}refuse/", town.asked().await);
    for (sent, status) in [
        (json!({}), 400),
        (json!({"comment": "Nous ne vous connaissons pas"}), 200),
        (json!({"comment": "Encore"}), 400),
    ] {
        let answer = town.post(&town.denis, &refuse, &sent).await;
        assert_eq!(answer.status.as_u16(), status, "{sent}");
    }
    let told = town.told(&town.claire).await;
    assert_eq!(told[0]["type"], "organization.membership.refused");
    town.asked().await;
});

db_test!(
    roles_and_assignments_are_the_administrators,
    async |db: Db| {
        let town = Town::new(db).await;
        let member = town.joined().await;
        let put = async |path: &str, sent: Value| {
            send(&town.portal, Method::PUT, path, Some(&town.denis), &sent).await
        };
        let king = put(&member, json!({"role": "king"})).await;
        assert_eq!(king.status, StatusCode::BAD_REQUEST);
        let sentence =
            "'king' is not a valid choice. Valid choices: ['admin', 'editor', 'partial_editor']";
        assert_eq!(king.json().unwrap()["message"], sentence);
        let sent = json!({"title": "Arbres", "description": "d", "organization": town.path.split('/').nth(4)});
        let made = town.post(&town.denis, "/api/1/datasets/", &sent).await;
        let dataset = made.json().unwrap()["id"].as_str().unwrap().to_owned();
        let subject = json!([{"class": "Dataset", "id": dataset}]);
        let assignments = format!("{member}assignments/");
        assert_eq!(
            put(&assignments, subject.clone()).await.status,
            StatusCode::BAD_REQUEST
        );

        let partial = put(&member, json!({"role": "partial_editor"})).await;
        assert_eq!(partial.json().unwrap()["label"], "Partial editor");
        let edit = format!("/api/1/datasets/{dataset}/");
        let edits = async || {
            let title = json!({"title": "Autres arbres"});
            send(&town.portal, Method::PUT, &edit, Some(&town.claire), &title)
                .await
                .status
        };
        assert_eq!(edits().await, StatusCode::FORBIDDEN);
        let assigned = put(&assignments, subject).await.json().unwrap();
        assert_eq!(assigned[0]["subject"]["id"], dataset.as_str());
        assert_eq!(edits().await, StatusCode::OK);
        let all = town
            .get(&town.denis, &format!("{}assignments/", town.path))
            .await;
        assert_eq!(all, assigned);
        let unknown = json!([{"class": "Dataset", "id": "000000000000000000000000"}]);
        assert_eq!(
            put(&assignments, unknown).await.status,
            StatusCode::BAD_REQUEST
        );
        assert_eq!(
            edits().await,
            StatusCode::OK,
            "what is wrong changes nothing"
        );
        put(&assignments, json!([])).await;
        assert_eq!(edits().await, StatusCode::FORBIDDEN);

        let leave = async |path: &str| {
            send(
                &town.portal,
                Method::DELETE,
                path,
                Some(&town.denis),
                &Value::Null,
            )
            .await
            .status
        };
        assert_eq!(leave(&member).await, StatusCode::NO_CONTENT);
        assert_eq!(leave(&member).await, StatusCode::NOT_FOUND);
        let me = town.get(&town.denis, "/api/1/me/").await;
        let last = format!("{}member/{}/", town.path, me["id"].as_str().unwrap());
        assert_eq!(
            leave(&last).await,
            StatusCode::BAD_REQUEST,
            "somebody runs it"
        );
    }
);

db_test!(
    invitations_are_answered_by_whom_they_name,
    async |db: Db| {
        let town = Town::new(db).await;
        let path = format!("{}member/", town.path);
        let claire = town.get(&town.claire, "/api/1/me/").await["id"].clone();
        // Who wants no mail is told all the same of what waits for an answer.
        let me = [("x-api-key", town.claire.as_str())];
        let none = [("mails", "none")];
        let none = town.portal.submit("/account/mails", &me, &none).await;
        assert_eq!(none.unwrap().status, StatusCode::SEE_OTHER);
        letters(&town.portal).await;
        for (sent, status) in [
            (json!({}), 400),
            (json!({"email": "personne"}), 400),
            (json!({"user": "000000000000000000000000"}), 400),
            (json!({"user": claire, "role": "king"}), 400),
            (
                json!({"email": "autre@example.org", "comment": "Bienvenue"}),
                201,
            ),
            (json!({"email": "AUTRE@example.org"}), 400),
            (
                json!({"email": "claire@example.com", "role": "partial_editor"}),
                201,
            ),
            (json!({"user": claire}), 400),
        ] {
            let answer = town.post(&town.denis, &path, &sent).await;
            assert_eq!(answer.status.as_u16(), status, "{sent}");
        }
        let told = letters(&town.portal).await;
        let told = told.iter().find(|mail| mail.to == "claire@example.com");
        assert_eq!(told.unwrap().unsubscribe, None);
        let mine = town.get(&town.claire, "/api/1/me/org_invitations/").await;
        assert_eq!(mine.as_array().unwrap().len(), 1, "{mine}");
        assert_eq!(mine[0]["organization"]["name"], "Ville d’Évian");
        let told = town.told(&town.claire).await;
        assert_eq!(told[0]["type"], "organization.membership.invited");
        let one = |id: &Value, what: &str| {
            format!("/api/1/me/org_invitations/{}/{what}/", id.as_str().unwrap())
        };
        let yes = one(&mine[0]["id"], "accept");
        let other = town.post(&town.denis, &yes, &Value::Null).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "not theirs");
        let joined = town.post(&town.claire, &yes, &Value::Null).await;
        assert_eq!(
            joined.json().unwrap(),
            json!({"message": "Invitation accepted"})
        );
        let found = town.get(&town.claire, &town.path).await;
        assert_eq!(found["members"][1]["role"], "partial_editor");

        // The address is that of an account made later.
        let autre = token(&town.portal, "autre@example.org").await;
        let mine = town.get(&autre, "/api/1/me/org_invitations/").await;
        let no = one(&mine[0]["id"], "refuse");
        assert_eq!(
            town.post(&autre, &no, &Value::Null).await.status,
            StatusCode::OK
        );
        assert_eq!(
            town.get(&autre, "/api/1/me/org_invitations/").await,
            json!([])
        );

        let sent = json!({"email": "encore@example.org"});
        let asked = town.post(&town.denis, &path, &sent).await.json().unwrap();
        let id = asked["id"].as_str().unwrap();
        let cancel = format!("{}membership/{id}/cancel/", town.path);
        for status in [200, 400] {
            let answer = town.post(&town.denis, &cancel, &Value::Null).await;
            assert_eq!(answer.status.as_u16(), status);
        }
    }
);
