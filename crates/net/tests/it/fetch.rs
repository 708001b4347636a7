//! Against a listener of ours on loopback, which answers a fixed script: one entry a connection.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::Mutex,
};
use url::Url;
use vitrail_net::{Fetch, FetchError, FetchOptions, Lookup, Patience, Refusal};

/// What was asked, one request a line.
type Asked = Arc<Mutex<Vec<String>>>;

/// Serves the answers in order, the last one for ever.
async fn site(answers: Vec<String>) -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Asked::default();
    let log = asked.clone();
    tokio::spawn(async move {
        let mut turn = 0;
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(socket.read_u8().await.unwrap());
            }
            log.lock().await.push(String::from_utf8(head).unwrap());
            let answer = answers[turn.min(answers.len() - 1)].clone();
            turn += 1;
            // The client may hang up in the middle: that is what some tests are about.
            let _ = socket.write_all(answer.as_bytes()).await;
            if answer.ends_with("…") {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
        }
    });
    (address, asked)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn options() -> FetchOptions {
    FetchOptions {
        allow: vec!["127.0.0.0/8".parse().unwrap()],
        connect_within: Duration::from_secs(2),
        read_within: Duration::from_millis(300),
        patience: Patience {
            bears_failures: false,
            attempts: 3,
            first_pause: Duration::from_millis(1),
            longest_pause: Duration::from_secs(2),
        },
        ..FetchOptions::default()
    }
}

fn url(address: SocketAddr, path: &str) -> Url {
    Url::parse(&format!("http://{address}{path}")).unwrap()
}

/// Every name is on loopback.
fn all_on_loopback() -> Lookup {
    Arc::new(|_| Box::pin(async { Ok(vec!["127.0.0.1".parse().unwrap()]) }))
}

#[tokio::test]
async fn json_comes_with_our_name() {
    let (address, asked) = site(vec![answer("200 OK", "", r#"{"data":[1]}"#)]).await;
    let fetch = Fetch::new(options()).unwrap();
    let value = fetch
        .get_json(&url(address, "/api/1/datasets/?page=2"), 1000)
        .await
        .unwrap();
    assert_eq!(value["data"][0], 1);
    let request = asked.lock().await.remove(0).to_lowercase();
    assert!(
        request.starts_with("get /api/1/datasets/?page=2 http/1.1"),
        "{request}"
    );
    assert!(request.contains("user-agent: vitrail/"), "{request}");
    assert!(request.contains("accept: application/json"), "{request}");
}

#[tokio::test]
async fn without_an_allowed_network_loopback_is_refused() {
    let (address, asked) = site(vec![answer("200 OK", "", "secret")]).await;
    let strict = FetchOptions {
        allow: vec![],
        lookup: all_on_loopback(),
        ..options()
    };
    let fetch = Fetch::new(strict).unwrap();
    let named = Url::parse("http://innocent.example/").unwrap();
    for url in [url(address, "/"), named] {
        let error = fetch.get_bytes(&url, 1000).await.unwrap_err();
        assert!(
            matches!(
                error,
                FetchError::Refused {
                    why: Refusal::Address { .. },
                    ..
                }
            ),
            "{error:?}"
        );
        assert!(
            error
                .to_string()
                .contains("127.0.0.1 is a loopback address"),
            "{error}"
        );
    }
    assert!(asked.lock().await.is_empty());
}

#[tokio::test]
async fn an_allowed_network_may_be_called_by_name_and_on_any_port() {
    let (address, _) = site(vec![answer("200 OK", "", "hello")]).await;
    let fetch = Fetch::new(FetchOptions {
        lookup: all_on_loopback(),
        ..options()
    })
    .unwrap();
    let url = Url::parse(&format!("http://portal.example:{}/", address.port())).unwrap();
    assert_eq!(fetch.get_bytes(&url, 1000).await.unwrap(), "hello");
}

#[tokio::test]
async fn redirects_are_followed_and_judged_one_by_one() {
    let hop = |to: &str| answer("302 Found", &format!("location: {to}\r\n"), "");
    let fetch = Fetch::new(options()).unwrap();

    let (address, asked) = site(vec![hop("/there?x=1"), answer("200 OK", "", "found")]).await;
    assert_eq!(
        fetch.get_bytes(&url(address, "/here"), 1000).await.unwrap(),
        "found"
    );
    assert!(asked.lock().await[1].starts_with("GET /there?x=1 "));

    for (to, expected) in [
        (
            "http://169.254.169.254/latest/meta-data/",
            "a link-local address",
        ),
        ("http://[::ffff:10.0.0.1]/", "a private address"),
        ("file:///etc/passwd", "the scheme `file`"),
        ("http://me:secret@127.0.0.1/", "a user name"),
        ("http://1.1.1.1:22/", "port 22"),
        ("http://[nonsense", "not an address"),
    ] {
        let (address, _) = site(vec![hop(to)]).await;
        let error = fetch
            .get_bytes(&url(address, "/"), 1000)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{to}: {error}");
    }

    let (address, asked) = site(vec![hop("/again")]).await;
    let error = fetch.get_bytes(&url(address, "/"), 1000).await.unwrap_err();
    assert!(
        matches!(error, FetchError::TooManyRedirects { most: 5, .. }),
        "{error:?}"
    );
    assert_eq!(asked.lock().await.len(), 6);
}

#[tokio::test]
async fn a_body_is_counted_announced_or_not() {
    let fetch = Fetch::new(options()).unwrap();
    let unannounced = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}",
        "x".repeat(101)
    );
    for too_large in [answer("200 OK", "", &"x".repeat(101)), unannounced] {
        let (address, _) = site(vec![too_large]).await;
        let error = fetch.get_bytes(&url(address, "/"), 100).await.unwrap_err();
        assert!(
            matches!(error, FetchError::TooLarge { most: 100, .. }),
            "{error:?}"
        );
        assert_eq!(
            fetch
                .get_bytes(&url(address, "/"), 101)
                .await
                .unwrap()
                .len(),
            101
        );
    }
}

#[tokio::test]
async fn a_busy_server_is_asked_again_a_few_times() {
    let fetch = Fetch::new(options()).unwrap();
    let busy = answer("503 Service Unavailable", "", "");
    let (address, asked) = site(vec![busy.clone(), busy, answer("200 OK", "", "at last")]).await;
    assert_eq!(
        fetch.get_bytes(&url(address, "/"), 1000).await.unwrap(),
        "at last"
    );
    assert_eq!(asked.lock().await.len(), 3);

    let (address, asked) = site(vec![answer("429 Too Many Requests", "", "")]).await;
    let error = fetch.get_bytes(&url(address, "/"), 1000).await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("answered 429: we ask too often, try again later")
    );
    assert_eq!(asked.lock().await.len(), 3);

    let away = answer("429 Too Many Requests", "retry-after: 3600\r\n", "");
    let (address, asked) = site(vec![away]).await;
    assert!(fetch.get_bytes(&url(address, "/"), 1000).await.is_err());
    assert_eq!(
        asked.lock().await.len(),
        1,
        "an hour is beyond our patience"
    );
}

#[tokio::test]
async fn every_wait_has_an_end() {
    let silent = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbeginning…".to_owned();
    let (address, _) = site(vec![silent]).await;
    let fetch = Fetch::new(options()).unwrap();
    let error = fetch.get_bytes(&url(address, "/"), 1000).await.unwrap_err();
    // It says how long it waited, not how long it would have.
    let waited = options().read_within;
    assert!(
        matches!(error, FetchError::Silent { after, .. } if after == waited),
        "{error:?}"
    );

    let endless = answer("302 Found", "location: /\r\n", "");
    let (address, _) = site(vec![endless]).await;
    let hurried = FetchOptions {
        answer_within: Duration::ZERO,
        ..options()
    };
    let error = Fetch::new(hurried)
        .unwrap()
        .get_bytes(&url(address, "/"), 1000)
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Late { .. }), "{error:?}");
}

#[tokio::test]
async fn errors_name_the_address_and_the_remedy() {
    let fetch = Fetch::new(options()).unwrap();
    let (address, _) = site(vec![answer("200 OK", "", "<html>")]).await;
    let error = fetch
        .get_json(&url(address, "/"), 1000)
        .await
        .unwrap_err()
        .to_string();
    assert!(error.starts_with(&format!(
        "http://{address}/ did not answer JSON: expected value"
    )));

    let (address, _) = site(vec![answer("404 Not Found", "", "")]).await;
    let error = fetch
        .get_bytes(&url(address, "/x"), 1000)
        .await
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        format!("http://{address}/x answered 404: nothing is at this address")
    );

    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let error = fetch
        .get_bytes(&url(closed, "/"), 1000)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("cannot be reached: Connection refused"),
        "{error}"
    );

    let nowhere: Lookup =
        Arc::new(|_| Box::pin(async { Err(std::io::Error::other("no such name")) }));
    let fetch = Fetch::new(FetchOptions {
        lookup: nowhere,
        ..options()
    })
    .unwrap();
    let unknown = Url::parse("https://unknown.example/").unwrap();
    let error = fetch
        .get_bytes(&unknown, 1000)
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("cannot be reached: no such name"), "{error}");
}
