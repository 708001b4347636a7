//! Messages to assistants' endpoint that cannot be read: what is wrong is said in the words of JSON-RPC.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::Portal;

use crate::mcp::{HEADERS, sent};

/// What a message is answered: the status, and the error of JSON-RPC.
async fn error_of(portal: &Portal, body: &str) -> (u16, Value, i64, String) {
    let answer = portal.send(Method::POST, "/mcp", &HEADERS, body.to_owned());
    let answer = answer.await.unwrap();
    let json = answer.json().unwrap();
    let error = &json["error"];
    let (code, why) = (error["code"].as_i64(), error["message"].as_str());
    (
        answer.status.as_u16(),
        json["id"].clone(),
        code.unwrap(),
        why.unwrap().to_owned(),
    )
}

#[tokio::test]
async fn messages_that_cannot_be_read_are_told_why() {
    let portal = Portal::with(|_| ()).await.unwrap();
    for (method, begins) in [
        (
            r#""initialize""#,
            "params of `initialize`: they are needed.",
        ),
        (
            r#""initialize", "params": {"capabilities": {}}"#,
            "params of `initialize`: missing field `protocolVersion`",
        ),
        (
            r#""tools/call""#,
            "params of `tools/call`: they are needed.",
        ),
        (
            r#""tools/call", "params": {}"#,
            "params of `tools/call`: missing field `name`",
        ),
        (
            r#""tools/call", "params": {"name": "search", "arguments": []}"#,
            "params of `tools/call`: invalid type: sequence",
        ),
        (
            r#""tools/call", "params": ["search"]"#,
            "params of `tools/call`: write them as an object.",
        ),
        (
            r#""tools/list", "params": {"cursor": 1}"#,
            "params of `tools/list`: ",
        ),
        (
            r#""ping", "params": "x""#,
            "params of `ping`: write them as an object.",
        ),
    ] {
        let body = format!(r#"{{"jsonrpc": "2.0", "id": "a", "method": {method}}}"#);
        let (status, id, code, why) = error_of(&portal, &body).await;
        assert_eq!(
            (status, id, code),
            (200, json!("a"), -32602),
            "{body}: {why}"
        );
        assert!(why.starts_with(begins), "{body}: {why}");
    }
    let list = r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}"#;
    for (body, id, begins) in [
        (
            format!("[{list}]"),
            json!(null),
            "Send one message at a time",
        ),
        ("[]".to_owned(), json!(null), "Send one message at a time"),
        ("3".to_owned(), json!(null), "Send one message at a time"),
        (
            r#"{"id": 1, "method": "tools/list"}"#.to_owned(),
            json!(1),
            "jsonrpc: write \"2.0\"",
        ),
        (list.replace("2.0", "1.0"), json!(1), "jsonrpc: write"),
        (
            list.replace("\"id\": 1", "\"id\": null"),
            json!(null),
            "id: write",
        ),
        (
            list.replace("\"id\": 1", "\"id\": {}"),
            json!(null),
            "id: write",
        ),
        (
            list.replace("\"tools/list\"", "7"),
            json!(1),
            "method: write",
        ),
        (
            r#"{"jsonrpc": "2.0"}"#.to_owned(),
            json!(null),
            "method: say",
        ),
    ] {
        let (status, got, code, why) = error_of(&portal, &body).await;
        assert_eq!((status, &got, code), (400, &id, -32600), "{body}: {why}");
        assert!(why.starts_with(begins), "{body}: {why}");
    }
    // What can be read is answered, and what nobody knows is said to be so.
    assert!(sent(&portal, "ping", json!({})).await["result"].is_object());
    let answer = portal.send(Method::POST, "/mcp", &HEADERS, list).await;
    assert!(answer.unwrap().json().unwrap()["result"]["tools"].is_array());
    let (.., code, _) = error_of(
        &portal,
        r#"{"jsonrpc": "2.0", "id": 1, "method": "nobody/knows"}"#,
    )
    .await;
    assert_eq!(code, -32601);
    let told = r#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#;
    let answer = portal.send(Method::POST, "/mcp", &HEADERS, told).await;
    assert_eq!(answer.unwrap().status, StatusCode::ACCEPTED);
}
