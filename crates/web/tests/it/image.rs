//! Pictures sent through the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::upload::{BOUNDARY, form, path};
use crate::write::{send, token};
use crate::write_reuse::alone;

/// A picture of one pixel.
const PIXEL: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0,
    0, 0, 31, 21, 196, 137, 0, 0, 0, 13, 73, 68, 65, 84, 120, 156, 99, 248, 207, 192, 240, 31, 0,
    5, 0, 1, 255, 137, 153, 61, 29, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

async fn picture(portal: &Portal, method: Method, at: &str, token: &str, body: Vec<u8>) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("content-type", kind.as_str()), ("x-api-key", token)];
    portal.send(method, at, &headers, body).await.unwrap()
}

db_test!(pictures_are_drawn_again_and_served, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let admin = token(&portal, "admin@example.com").await;
    let me = Some(denis.as_str());
    let sent = json!({"name": "Ville", "description": "d"});
    let made = send(&portal, Method::POST, "/api/1/organizations/", me, &sent).await;
    let town = format!(
        "/api/1/organizations/{}/",
        made.json().unwrap()["id"].as_str().unwrap()
    );
    let reuse = json!({
        "title": "Carte", "description": "d", "url": "https://www.example.com/r", "type": "api",
        "topic": "health",
    });
    let made = send(&portal, Method::POST, "/api/1/reuses/", me, &reuse).await;
    let reuse = format!(
        "/api/1/reuses/{}/",
        made.json().unwrap()["id"].as_str().unwrap()
    );
    let name = json!({"name": "Nouvelle"});
    let made = send(&portal, Method::POST, "/api/1/posts/", Some(&admin), &name).await;
    let post = format!(
        "/api/1/posts/{}/",
        made.json().unwrap()["id"].as_str().unwrap()
    );
    let hidden = [PIXEL, b"<script>"].concat();
    for (token, owner, part, field) in [
        (&denis, town.as_str(), "logo/", "logo"),
        (&denis, &reuse, "image/", "image"),
        (&denis, "/api/1/me/", "avatar/", "avatar"),
        (&admin, &post, "image/", "image"),
    ] {
        let body = form(&[("bbox", "0,0,1,1")], Some(("p.png", &hidden)));
        let kept = picture(
            &portal,
            Method::POST,
            &format!("{owner}{part}"),
            token,
            body,
        )
        .await;
        assert_eq!(kept.status, StatusCode::OK, "{owner}{part}");
        let kept = kept.json().unwrap();
        assert_eq!(kept["success"], true);
        let shown = send(&portal, Method::GET, owner, Some(token), &Value::Null).await;
        let shown = shown.json().unwrap();
        assert_eq!(shown[field], kept["image"], "{owner}");
        let small = &shown[format!("{field}_thumbnail")];
        for address in [&kept["image"], small] {
            let served = portal.get(&path(address)).await.unwrap();
            assert_eq!(served.status, StatusCode::OK, "{address}");
            assert_eq!(served.header("content-type"), Some("image/png"));
            assert_eq!(served.header("x-content-type-options"), Some("nosniff"));
            assert!(!served.body.windows(8).any(|part| part == b"<script>"));
        }
    }
    let logo = format!("{town}logo/");
    let before = portal.get(&town).await.unwrap().json().unwrap()["logo"].clone();
    let again = form(&[("bbox", "0,0,1,1")], None);
    let again = picture(&portal, Method::PUT, &logo, &denis, again).await;
    assert_eq!(again.status, StatusCode::OK);
    let gone = portal.get(&path(&before)).await.unwrap();
    assert_eq!(gone.status, StatusCode::NOT_FOUND);

    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>";
    for (token, body, status) in [
        (&denis, form(&[], Some(("a.svg", &svg[..]))), 400),
        (&denis, form(&[], Some(("a.png", b"not a picture"))), 400),
        (
            &denis,
            form(&[("bbox", "0,0,9,9")], Some(("a.png", PIXEL))),
            400,
        ),
        (&denis, form(&[], None), 400),
        (
            &denis,
            form(&[], Some(("a.png", &vec![0; 10_100_000][..]))),
            413,
        ),
        (
            &token_of_other(&portal).await,
            form(&[], Some(("a.png", PIXEL))),
            403,
        ),
    ] {
        let refused = picture(&portal, Method::POST, &logo, token, body).await;
        assert_eq!(refused.status.as_u16(), status, "{}", refused.text());
    }
    // A page names its pictures by their paths: it knows no public address, and asks no other server.
    let page = town.replace("/api/1", "");
    let page = portal.get(page.trim_end_matches('/')).await.unwrap();
    let shown = page.text();
    assert!(
        shown.contains("<img class=\"portrait\" src=\"/s/images/"),
        "{shown}"
    );

    let text = form(&[], Some(("a.png", b"text")));
    let text = picture(&portal, Method::POST, &logo, &denis, text).await;
    assert_eq!(text.json().unwrap()["message"], "Unsupported image format");

    let kept = portal.get(&town).await.unwrap().json().unwrap()["logo"].clone();
    let desk = town.replace("/api/1", "/admin");
    let refused = form(&[], Some(("a.png", b"text")));
    let refused = picture(
        &portal,
        Method::POST,
        &format!("{desk}picture"),
        &denis,
        refused,
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains(&path(&kept)));
    let headers = [("x-api-key", denis.as_str())];
    let away = format!("{desk}picture/remove");
    let away = portal
        .send(Method::POST, &away, &headers, "")
        .await
        .unwrap();
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    let town = portal.get(&town).await.unwrap().json().unwrap();
    assert_eq!(
        (&town["logo"], &town["logo_thumbnail"]),
        (&Value::Null, &Value::Null)
    );
    let gone = portal.get(&path(&kept)).await.unwrap();
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
});

async fn token_of_other(portal: &Portal) -> String {
    token(portal, "other@example.com").await
}
