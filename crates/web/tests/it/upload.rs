//! Files sent through the API, whole, in parts, replaced, refused and cut.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::write::{send, signed_in, token};

pub const BOUNDARY: &str = "a-line-that-no-file-holds";

/// A multipart body of text fields, then perhaps a file.
pub fn form(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    if let Some((name, bytes)) = file {
        let part = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

async fn post(portal: &Portal, path: &str, token: &str, body: Vec<u8>) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("content-type", kind.as_str()), ("x-api-key", token)];
    portal
        .send(Method::POST, path, &headers, body)
        .await
        .unwrap()
}

/// A dataset and the path to it.
async fn dataset(portal: &Portal, token: &str, private: bool) -> String {
    let sent = json!({"title": "Qualité de l’air", "description": "d", "private": private});
    let made = send(portal, Method::POST, "/api/1/datasets/", Some(token), &sent).await;
    let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
    format!("/api/1/datasets/{id}/")
}

/// The path of an address of the portal.
pub fn path(url: &Value) -> String {
    let url = url.as_str().unwrap();
    let (_, rest) = url.split_once("//").unwrap();
    format!("/{}", rest.split_once('/').unwrap().1)
}

db_test!(a_file_is_sent_read_and_replaced, async |db: Db| {
    let (portal, token) = signed_in(db).await;
    let at = dataset(&portal, &token, false).await;
    let sent = form(&[], Some(("Données été.csv", &b"a;b\n1;2\n"[..])));
    let made = post(&portal, &format!("{at}upload/"), &token, sent).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.json().unwrap();
    assert_eq!(made["success"], true);
    assert_eq!(made["title"], "donnees-ete.csv");
    assert_eq!(made["filesize"], 8);
    assert_eq!(made["format"], "csv");
    assert_eq!(
        made["checksum"]["value"],
        "8ed8c0adb521e1b006b5acd8c2c0802f93fd9cd7"
    );
    let read = portal.get(&path(&made["url"])).await.unwrap();
    assert_eq!(read.text(), "a;b\n1;2\n");

    let replacing = format!("{at}resources/{}/upload/", made["id"].as_str().unwrap());
    let sent = form(&[], Some(("autre.csv", &b"c\n3\n"[..])));
    let other = post(&portal, &replacing, &token, sent).await;
    assert_eq!(other.status, StatusCode::OK);
    let other = other.json().unwrap();
    assert_eq!(other["id"], made["id"]);
    let read = portal.get(&path(&other["url"])).await.unwrap();
    assert_eq!(read.text(), "c\n3\n");
    let former = portal.get(&path(&made["url"])).await.unwrap();
    assert_eq!(
        former.text(),
        "a;b\n1;2\n",
        "the former file stays where it was"
    );
});

db_test!(a_large_file_comes_in_parts, async |db: Db| {
    let (portal, token) = signed_in(db).await;
    let at = format!("{}upload/", dataset(&portal, &token, false).await);
    let fields = |index: &'static str, size: &'static str| {
        let offset = match index {
            "0" => "0",
            "1" => "1000",
            _ => "2000",
        };
        [
            ("uuid", "11111111-2222-3333-4444-555555555555"),
            ("filename", "gros.csv"),
            ("partindex", index),
            ("partbyteoffset", offset),
            ("totalparts", "3"),
            ("chunksize", size),
        ]
    };
    let end = |total| {
        form(
            &[
                ("uuid", "11111111-2222-3333-4444-555555555555"),
                ("filename", "gros.csv"),
                ("totalparts", total),
            ],
            None,
        )
    };
    // Out of order, and one of them twice.
    for (index, letter) in [("2", b'c'), ("0", b'x'), ("1", b'b'), ("0", b'a')] {
        let part = form(&fields(index, "1000"), Some(("blob", &[letter; 1000][..])));
        let answer = post(&portal, &at, &token, part).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(
            answer.json().unwrap(),
            json!({"success": true, "error": null, "message": ""})
        );
    }
    let short = form(&fields("1", "1000"), Some(("blob", &b"zz"[..])));
    let answer = post(&portal, &at, &token, short).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json().unwrap()["error"], "Chunk size mismatch");
    let missing = post(&portal, &at, &token, end("4")).await;
    assert_eq!(missing.json().unwrap()["error"], "A part is missing");
    // No part is left out, and none goes.
    let fewer = post(&portal, &at, &token, end("2")).await;
    assert_eq!(fewer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        fewer.json().unwrap()["error"],
        "The number of parts is not the one that came with them"
    );
    // Nobody else reaches these parts.
    let other = crate::write::token(&portal, "admin@example.com").await;
    let stolen = post(&portal, &at, &other, end("3")).await;
    assert_eq!(stolen.json().unwrap()["error"], "A part is missing");

    // Without bytes to send, some clients write the end as a plain form.
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-api-key", token.as_str()),
    ];
    let end_of_all = "uuid=11111111-2222-3333-4444-555555555555&filename=gros.csv&totalparts=3";
    let made = portal.send(Method::POST, &at, &headers, end_of_all).await;
    let made = made.unwrap();
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.json().unwrap();
    assert_eq!(made["filesize"], 3000);
    let read = portal.get(&path(&made["url"])).await.unwrap().text();
    assert!(read.starts_with("aaaa") && read.ends_with("cccc"));
    let again = post(&portal, &at, &token, end("3")).await;
    assert_eq!(
        again.json().unwrap()["error"],
        "A part is missing",
        "parts go once the file is whole"
    );
});

db_test!(parts_are_where_they_were_told_to_be, async |db: Db| {
    let (portal, token) = signed_in(db).await;
    let at = format!("{}upload/", dataset(&portal, &token, false).await);
    let part = async |index: &str, offset: &str| {
        let fields = [
            ("uuid", "u"),
            ("filename", "a.csv"),
            ("partindex", index),
            ("partbyteoffset", offset),
            ("totalparts", "2"),
        ];
        let part = form(&fields, Some(("blob", &b"a;b\n"[..])));
        post(&portal, &at, &token, part).await.status
    };
    let fields = [("uuid", "u"), ("filename", "a.csv"), ("totalparts", "2")];
    let end = form(&fields, None);
    assert_eq!(part("0", "4").await, StatusCode::BAD_REQUEST);
    assert_eq!(part("0", "0").await, StatusCode::OK);
    for (offset, status) in [
        ("3", StatusCode::BAD_REQUEST),
        ("8", StatusCode::BAD_REQUEST),
        ("4", StatusCode::CREATED),
    ] {
        assert_eq!(part("1", offset).await, StatusCode::OK);
        let made = post(&portal, &at, &token, end.clone()).await;
        assert_eq!(made.status, status, "{offset}: {}", made.text());
        let said = made.json().unwrap();
        if status == StatusCode::CREATED {
            assert_eq!(said["filesize"], 8);
        } else {
            let why = "A part does not begin where the parts before it end";
            assert_eq!(said["error"], why);
        }
    }
});

/// A ZIP file of one empty entry whose list tells this size.
fn zip_of(size: u32) -> Vec<u8> {
    let mut entry = [0; 26];
    entry[22] = 1;
    let mut list = b"PK\x01\x02".to_vec();
    list.extend_from_slice(&[0; 42]);
    list[24..28].copy_from_slice(&size.to_le_bytes());
    list[28] = 1;
    list.push(b'a');
    let mut end = [0; 18];
    (end[4], end[6], end[8], end[12]) = (1, 1, 47, 31);
    [
        b"PK\x03\x04",
        &entry[..],
        b"a",
        &list[..],
        b"PK\x05\x06",
        &end[..],
    ]
    .concat()
}

db_test!(
    files_are_refused_with_a_reason_and_leave_nothing,
    async |db: Db| {
        let (portal, token) = signed_in(db).await;
        let at = format!("{}upload/", dataset(&portal, &token, false).await);
        for (name, bytes, status) in [
            ("a.exe", &b"MZ"[..], StatusCode::BAD_REQUEST),
            ("a", b"x", StatusCode::BAD_REQUEST),
            ("a.csv", b"MZ\x90\x00", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            (
                "a.txt",
                b"<!doctype html>",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            ("a.pdf", b"a;b", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            (
                "x.pdf",
                b"%PDF-1.4 <html><script>",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            (
                "poly.jpg",
                b"\xff\xd8\xff\xe0<script>alert(1)</script>",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            (
                "poly.jpg",
                b"\xff\xd8\xff\xe0=1;alert(1)",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            (
                "cut.xlsx",
                &zip_of(5)[..60],
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            (
                "bomb.zip",
                &zip_of(300_000_000),
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            (
                "a.csv.gz",
                b"\x1f\x8b<script>",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
        ] {
            let answer = post(&portal, &at, &token, form(&[], Some((name, bytes)))).await;
            assert_eq!(answer.status, status, "{name}");
        }
        // A dataset without files takes an honest archive, beside this one.
        let beside = format!("{}upload/", dataset(&portal, &token, false).await);
        let honest = form(&[], Some(("a.zip", &zip_of(5))));
        let kept = post(&portal, &beside, &token, honest).await;
        assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text());
        let none = post(&portal, &at, &token, form(&[("x", "y")], None)).await;
        assert_eq!(
            none.json().unwrap(),
            json!({"success": false, "error": "Missing file parameter", "message": ""})
        );
        // The connection ends in the middle.
        let mut cut = form(&[], Some(("a.csv", &b"a;b\n1;2\n"[..])));
        cut.truncate(cut.len() - 40);
        let answer = post(&portal, &at, &token, cut).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        // A file that is not there is not replaced.
        let nowhere = at.replace(
            "upload/",
            "resources/00000000-0000-4000-8000-000000000000/upload/",
        );
        let sent = form(&[], Some(("a.csv", &b"a;b\n1;2\n"[..])));
        let answer = post(&portal, &nowhere, &token, sent).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let list = at.replace("upload/", "");
        let list = portal.get(&list).await.unwrap().json().unwrap();
        assert_eq!(list["resources"], json!([]));
        let files = portal.folder().join("files");
        let left = std::fs::read_dir(files).unwrap();
        let left: Vec<_> = left.map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left, ["resources"], "drafts are gone");
    }
);

db_test!(
    files_of_a_draft_are_for_those_who_read_it,
    async |db: Db| {
        let (portal, mine) = signed_in(db).await;
        let at = format!("{}upload/", dataset(&portal, &mine, true).await);
        let sent = form(&[], Some(("a.csv", &b"a\n1\n"[..])));
        let made = post(&portal, &at, &mine, sent).await.json().unwrap();
        let at = path(&made["url"]);
        assert_eq!(portal.get(&at).await.unwrap().status, StatusCode::NOT_FOUND);
        let stranger = token(&portal, "other@example.com").await;
        for (token, status) in [
            (mine.as_str(), StatusCode::OK),
            (stranger.as_str(), StatusCode::NOT_FOUND),
        ] {
            let headers = [("x-api-key", token)];
            let answer = portal.ask(Method::GET, &at, &headers).await.unwrap();
            assert_eq!(answer.status, status);
        }
    }
);

db_test!(anybody_adds_beside_a_dataset, async |db: Db| {
    let (portal, producer) = signed_in(db).await;
    let at = dataset(&portal, &producer, false).await;
    let id = at.trim_end_matches('/').rsplit('/').next().unwrap();
    let reuser = token(&portal, "other@example.com").await;
    let sent = json!({"title": "Nettoyé", "url": "https://www.example.com/a.csv", "dataset": {"class": "Dataset", "id": id}});
    let all = "/api/1/datasets/community_resources/";
    let made = send(&portal, Method::POST, all, Some(&reuser), &sent).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.json().unwrap();
    assert_eq!(made["dataset"]["id"], id);
    let one = format!("{all}{}/", made["id"].as_str().unwrap());
    let title = json!({"title": "Nettoyé deux fois"});
    let refused = send(&portal, Method::PUT, &one, Some(&producer), &title).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let changed = send(&portal, Method::PUT, &one, Some(&reuser), &title).await;
    assert_eq!(changed.json().unwrap()["title"], "Nettoyé deux fois");

    let file = form(&[], Some(("propre.csv", &b"a\n1\n"[..])));
    let sent = post(&portal, &format!("{at}upload/community/"), &reuser, file).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    let sent = sent.json().unwrap();
    assert_eq!(
        (&sent["success"], &sent["title"]),
        (&json!(true), &json!("propre.csv"))
    );
    let read = portal.get(&path(&sent["url"])).await.unwrap();
    assert_eq!(read.text(), "a\n1\n");
    let file = form(&[], Some(("mieux.csv", &b"b\n2\n"[..])));
    let other = format!("{one}upload/");
    let other = post(&portal, &other, &reuser, file).await.json().unwrap();
    assert_eq!(other["filetype"], "file");

    // Its sender gives it to an organization of theirs, and to no other.
    for (maker, status) in [
        (&producer, StatusCode::BAD_REQUEST),
        (&reuser, StatusCode::OK),
    ] {
        let town = json!({"name": format!("Association {status}"), "description": "d"});
        let organizations = "/api/1/organizations/";
        let town = send(&portal, Method::POST, organizations, Some(maker), &town).await;
        let town = town.json().unwrap()["id"].clone();
        let given = json!({"organization": town});
        let given = send(&portal, Method::PUT, &one, Some(&reuser), &given).await;
        assert_eq!(given.status, status, "{}", given.text());
        let given = given.json().unwrap();
        assert!(status != StatusCode::OK || given["organization"]["id"] == town);
    }

    let gone = send(&portal, Method::DELETE, &one, Some(&reuser), &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(
        portal.get(&one).await.unwrap().status,
        StatusCode::NOT_FOUND
    );
});
