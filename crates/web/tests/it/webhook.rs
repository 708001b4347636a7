//! Webhooks: an address is called with a signature, again when it fails, no more after five failures; its history
//! can be told again; nothing of the house is called.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use vitrail_app::domain::time::DAY;
use vitrail_app::{jobs, webhook};
use vitrail_testkit::db::block_on;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::store::{self, Tx};

use crate::write::{send, token};
use crate::write_reuse::dataset;

/// Whoever is called: what was asked, and what is answered.
#[derive(Clone)]
struct Listener {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
    status: Arc<Mutex<u16>>,
}

async fn listener() -> Listener {
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let found = Listener {
        url: format!("http://{}/hook", server.local_addr().unwrap()),
        heard: Arc::default(),
        status: Arc::new(Mutex::new(200)),
    };
    let told = found.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = server.accept().await {
            let mut text = String::new();
            let mut buffer = [0_u8; 8_192];
            // The body ends with its brace: calls are one JSON object each.
            while !text.ends_with('}') {
                match stream.read(&mut buffer).await {
                    Ok(read @ 1..) => text.push_str(&String::from_utf8_lossy(&buffer[..read])),
                    _ => break,
                }
            }
            told.heard.lock().unwrap().push(text);
            let status = *told.status.lock().unwrap();
            let answer =
                format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    found
}

impl Listener {
    fn heard(&self) -> Vec<(Value, String)> {
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        let split = |text: String| {
            let (headers, body) = text.split_once("\r\n\r\n").unwrap();
            let headers = headers.to_lowercase();
            let (_, sign) = headers.split_once("x-hub-signature-256: ").unwrap();
            let sign = sign.lines().next().unwrap().to_owned();
            (serde_json::from_str(body).unwrap(), sign)
        };
        heard.into_iter().map(split).collect()
    }
}

async fn work(portal: &Portal) {
    webhook::catch_up(&portal.app).await.unwrap();
    jobs::run_due(&portal.app).await.unwrap();
}

#[test]
fn what_happens_is_told_and_signed() {
    block_on(async {
        let allow = |settings: &mut vitrail_app::Settings| {
            settings.webhook_allow = vec!["127.0.0.0/8".parse().unwrap()];
        };
        let portal = Portal::with(allow).await.unwrap();
        let denis = token(&portal, "denis@example.com").await;
        let me = Some(denis.as_str());
        let listener = listener().await;
        let path = "/api/1/webhooks/";
        let bad = json!({"url": "ftp://x", "events": ["nothing"]});
        let bad = send(&portal, Method::POST, path, me, &bad).await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
        let asked =
            json!({"url": listener.url, "events": ["dataset.created", "discussion.created"]});
        let made = send(&portal, Method::POST, path, me, &asked).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        let made = made.json().unwrap();
        let secret = made["secret"].as_str().unwrap().to_owned();
        work(&portal).await;
        assert_eq!(listener.heard()[0].0["test"], true);

        let id = dataset(&portal, &denis).await;
        let title = json!({"title": "Autre"});
        send(
            &portal,
            Method::PUT,
            &format!("/api/1/datasets/{id}/"),
            me,
            &title,
        )
        .await;
        let claire = token(&portal, "claire@example.com").await;
        dataset(&portal, &claire).await;
        work(&portal).await;
        let heard = listener.heard();
        assert_eq!(heard.len(), 1, "{heard:?}");
        let (body, sign) = &heard[0];
        assert_eq!(
            (&body["event"], &body["model_id"]),
            (&json!("dataset.created"), &json!(id))
        );
        let calls = format!("{path}{}/calls/", made["id"].as_str().unwrap());
        let history = send(&portal, Method::GET, &calls, me, &json!({}))
            .await
            .json()
            .unwrap();
        let mut told = history["data"].as_array().unwrap().iter();
        let last = told.find(|call| call["event"] == "dataset.created");
        let last = last.unwrap();
        assert_eq!(last["status"], 200);
        let expected = webhook::signature(&secret, last["body"].as_str().unwrap());
        assert_eq!(sign, &expected);

        // Told again, in the same words.
        let again = format!("{calls}{}/replay/", last["id"].as_str().unwrap());
        send(&portal, Method::POST, &again, me, &json!({})).await;
        work(&portal).await;
        assert_eq!(listener.heard()[0].0, *body);
        let stranger = send(&portal, Method::GET, &calls, Some(&claire), &json!({})).await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);
        let page = [("x-api-key", denis.as_str())];
        let shown = format!("/account/webhooks/{}", made["id"].as_str().unwrap());
        let shown = portal.ask(Method::GET, &shown, &page).await.unwrap();
        assert!(shown.text().contains("dataset.created"));
    });
}

#[test]
fn who_fails_is_left_alone() {
    block_on(async {
        let allow = |settings: &mut vitrail_app::Settings| {
            settings.webhook_allow = vec!["127.0.0.0/8".parse().unwrap()];
        };
        let portal = Portal::with(allow).await.unwrap();
        let denis = token(&portal, "denis@example.com").await;
        let me = Some(denis.as_str());
        let listener = listener().await;
        *listener.status.lock().unwrap() = 500;
        let asked = json!({"url": listener.url});
        let made = send(&portal, Method::POST, "/api/1/webhooks/", me, &asked).await;
        let own = format!(
            "/api/1/webhooks/{}/",
            made.json().unwrap()["id"].as_str().unwrap()
        );
        let happens = async |times: usize, status: u16| {
            *listener.status.lock().unwrap() = status;
            for number in 0..times {
                let sent = json!({"title": format!("Jeu {number}"), "description": "d"});
                send(&portal, Method::POST, "/api/1/datasets/", me, &sent).await;
            }
            work(&portal).await;
            let found = send(&portal, Method::GET, &own, me, &json!({})).await;
            (
                listener.heard().len(),
                found.json().unwrap()["failures"].clone(),
            )
        };
        // With the first one, which sees whether anybody answers.
        assert_eq!(happens(3, 500).await, (4, json!(4)));
        assert_eq!(
            happens(1, 204).await,
            (1, json!(0)),
            "an answer is a fresh start"
        );
        assert_eq!(happens(1, 500).await, (1, json!(1)));
        portal.advance(DAY);
        // The five calls that failed are tried again, which counts no more.
        assert_eq!(happens(0, 500).await, (5, json!(1)));
        assert_eq!(happens(4, 500).await, (4, json!(5)));
        portal.advance(DAY);
        work(&portal).await;
        let found = send(&portal, Method::GET, &own, me, &json!({}))
            .await
            .json()
            .unwrap();
        assert_eq!(found["failures"], 5);
        assert!(!found["disabled_at"].is_null());
        let sent = json!({"title": "Encore", "description": "d"});
        send(&portal, Method::POST, "/api/1/datasets/", me, &sent).await;
        work(&portal).await;
        assert_eq!(listener.heard().len(), 0);

        *listener.status.lock().unwrap() = 204;
        send(
            &portal,
            Method::POST,
            &format!("{own}enable/"),
            me,
            &json!({}),
        )
        .await;
        let sent = json!({"title": "De nouveau", "description": "d"});
        send(&portal, Method::POST, "/api/1/datasets/", me, &sent).await;
        work(&portal).await;
        assert_eq!(listener.heard().len(), 1);
    });
}

async fn webhook_of(portal: &Portal, id: &str) -> webhook::Webhook {
    let found = store::webhook::get(portal.app.db(), id.parse().unwrap()).await;
    found.unwrap().unwrap()
}

#[test]
fn nothing_of_the_house_is_called() {
    block_on(async {
        let portal = Portal::empty().await.unwrap();
        let denis = token(&portal, "denis@example.com").await;
        let me = Some(denis.as_str());
        let listener = listener().await;
        for url in [
            listener.url.as_str(),
            "http://169.254.169.254/",
            "http://localhost/hook",
            "http://[::1]/hook",
            "https://user:secret@example.com/hook",
        ] {
            let asked = json!({"url": url});
            let refused = send(&portal, Method::POST, "/api/1/webhooks/", me, &asked).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{url}");
        }
        // What was registered before, or whose network is allowed no more.
        let asked = json!({"url": "http://www.example.com/hook"});
        let made = send(&portal, Method::POST, "/api/1/webhooks/", me, &asked).await;
        let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
        let mut kept = webhook_of(&portal, &id).await;
        kept.url.clone_from(&listener.url);
        let save = async |tx: &mut Tx| Ok(store::webhook::save(tx, &kept).await?);
        portal.write(save).await.unwrap();
        work(&portal).await;
        assert_eq!(listener.heard().len(), 0);
        let calls = format!("/api/1/webhooks/{id}/calls/");
        let history = send(&portal, Method::GET, &calls, me, &json!({}))
            .await
            .json()
            .unwrap();
        let why = history["data"][0]["failure"].as_str().unwrap();
        assert!(why.contains("is not called"), "{why}");
    });
}
