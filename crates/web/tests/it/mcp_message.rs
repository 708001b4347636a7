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
    for method in ["nobody/knows", "resources/read", "prompts/get"] {
        let body = format!(
            r#"{{"jsonrpc": "2.0", "id": 1, "method": "{method}", "params": {{"uri": "a:b", "name": "a"}}}}"#
        );
        let (_, id, code, why) = error_of(&portal, &body).await;
        assert_eq!((id, code), (json!(1), -32601), "{method}");
        assert_eq!(why, format!("Method not found: {method}"));
    }
    let told = r#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#;
    let answer = portal.send(Method::POST, "/mcp", &HEADERS, told).await;
    assert_eq!(answer.unwrap().status, StatusCode::ACCEPTED);
}

/// Headers that cannot be answered are refused as messages are.
#[tokio::test]
async fn headers_that_are_refused_are_told_why() {
    let portal = Portal::with(|_| ()).await.unwrap();
    let list = r#"{"jsonrpc": "2.0", "id": 7, "method": "tools/list"}"#;
    let (json_kind, both) = ("application/json", "application/json, text/event-stream");
    for (kind, accept, version, status, id, begins) in [
        (
            json_kind,
            "text/plain",
            None,
            406,
            json!(7),
            "Accept: write",
        ),
        (json_kind, json_kind, None, 406, json!(7), "Accept: write"),
        (
            "text/plain",
            both,
            None,
            415,
            json!(null),
            "Content-Type: write `application/json`.",
        ),
        (
            "application/jsonx",
            both,
            None,
            415,
            json!(7),
            "Content-Type: write `application/json`.",
        ),
        (
            json_kind,
            both,
            Some("1999-01-01"),
            400,
            json!(7),
            "MCP-Protocol-Version: write a version that is known here: 2024-11-05, ",
        ),
    ] {
        let mut headers = vec![("content-type", kind), ("accept", accept)];
        headers.extend(version.map(|version| ("mcp-protocol-version", version)));
        let answer = portal.send(Method::POST, "/mcp", &headers, list).await;
        let answer = answer.unwrap();
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let said = answer.json().unwrap();
        assert_eq!(answer.status.as_u16(), status, "{said}");
        assert_eq!(
            (&said["jsonrpc"], &said["id"]),
            (&json!("2.0"), &id),
            "{said}"
        );
        assert_eq!(said["error"]["code"], -32600, "{said}");
        let why = said["error"]["message"].as_str().unwrap();
        assert!(why.starts_with(begins), "{why}");
    }
    let long = format!("{list}{}", " ".repeat(300_000));
    let answer = portal
        .send(Method::POST, "/mcp", &HEADERS, long)
        .await
        .unwrap();
    assert_eq!(answer.status.as_u16(), 413);
    let said = answer.json().unwrap();
    assert_eq!(
        said["error"]["message"],
        "A message has at most 200000 bytes."
    );
    // The name of the kind is read in any case of its letters.
    let headers = [("content-type", "Application/JSON"), ("accept", both)];
    let answer = portal
        .send(Method::POST, "/mcp", &headers, list)
        .await
        .unwrap();
    assert!(answer.json().unwrap()["result"]["tools"].is_array());
}
