//! Importing from a live API: a small server of our own answers as udata does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use vitrail_app::domain::{Dataservice, Dataset, Id, Kind, Topic};
use vitrail_app::import;
use vitrail_net::{Fetch, FetchOptions, Patience};
use vitrail_store as store;
use vitrail_store::{Page, subject};

use crate::portal;

type Asked = Arc<Mutex<Vec<String>>>;

/// Answers the paths given, page by page when the answer is a list of pages, 404 otherwise.
async fn serve(answers: HashMap<String, Vec<Value>>) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let asked = Asked::default();
    let log = Arc::clone(&asked);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (answers, log) = (answers.clone(), Arc::clone(&log));
            tokio::spawn(async move {
                let mut bytes = vec![0; 8_192];
                let read = stream.read(&mut bytes).await.unwrap_or(0);
                let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
                let target = text.split(' ').nth(1).unwrap_or("/").to_owned();
                log.lock().unwrap().push(target.clone());
                let (status, body) = answer(&answers, &target);
                let head = format!(
                    "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
            });
        }
    });
    (base, asked)
}

fn answer(answers: &HashMap<String, Vec<Value>>, target: &str) -> (&'static str, String) {
    let url = url::Url::parse(&format!("http://x{target}")).unwrap();
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    let key = match query.get("dataservice") {
        Some(id) => format!("{}?dataservice={id}", url.path()),
        None => url.path().to_owned(),
    };
    let page: usize = query
        .get("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1);
    let Some(pages) = answers.get(&key) else {
        return ("404 Not Found", "{}".to_owned());
    };
    let Some(data) = pages.get(page - 1).filter(|data| data.is_array()) else {
        return ("500 Internal Server Error", "{}".to_owned());
    };
    // The link to the next page names a host that must not be called.
    let next = (page < pages.len()).then_some("http://192.0.2.1/api/1/?page=2");
    let body = json!({"data": data, "total": pages.len() * 100, "page": page, "next_page": next});
    ("200 OK", body.to_string())
}

fn dataset(id: &str, title: &str) -> Value {
    json!({"id": id, "title": title, "slug": title, "description": "d", "created_at": "2020-01-01",
        "last_modified": "2021-01-01", "resources": []})
}

#[tokio::test]
async fn walks_through_a_portal() {
    const A: &str = "500000000000000000000001";
    const B: &str = "500000000000000000000002";
    const C: &str = "500000000000000000000003";
    const SERVICE: &str = "500000000000000000000011";
    const TOPIC: &str = "500000000000000000000012";
    let lists = [
        ("/api/1/organizations/", vec![json!([])]),
        (
            "/api/1/datasets/",
            vec![
                json!([dataset(A, "a")]),
                Value::Null,
                json!([dataset(B, "b"), dataset("bad", "c")]),
                json!([dataset(C, "c")]),
            ],
        ),
        (
            "/api/1/dataservices/",
            vec![
                json!([{"id": SERVICE, "title": "S", "slug": "s", "description": "d",
            "metadata_modified_at": "2021-01-01", "created_at": "2021-01-01",
            "datasets": {"rel": "subsection", "total": 1}}]),
            ],
        ),
        (
            "/api/1/datasets/?dataservice=500000000000000000000011",
            vec![json!([dataset(A, "a")])],
        ),
        ("/api/1/reuses/", vec![json!([])]),
        (
            "/api/2/topics/",
            vec![
                json!([{"id": TOPIC, "name": "T", "slug": "t", "description": "d",
            "created_at": "2021-01-01", "last_modified": "2021-01-01", "elements": {"rel": "subsection", "total": 2}}]),
            ],
        ),
        (
            "/api/2/topics/500000000000000000000012/elements/",
            vec![
                json!([{"id": "500000000000000000000021", "title": "Words", "element": null}]),
                json!([{"id": "500000000000000000000022", "element": {"class": "Dataset", "id": A}}]),
            ],
        ),
        ("/api/1/discussions/", vec![json!([])]),
    ];
    let answers = lists
        .into_iter()
        .map(|(path, pages)| (path.to_owned(), pages))
        .collect();
    let (base, asked) = serve(answers).await;
    let options = FetchOptions {
        allow: vec!["127.0.0.0/8".parse().unwrap()],
        patience: Patience {
            attempts: 1,
            ..Patience::default()
        },
        ..FetchOptions::default()
    };
    let fetch = Fetch::new(options).unwrap();
    let (app, _folder) = portal::sqlite().await;
    let sources = [format!("{base}/api/1/")];
    let report = import::run(&app, Some(&fetch), &sources, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(report.unreadable.len(), 1, "{:?}", report.unreadable);
    assert!(
        report.unreadable[0].contains("page=2"),
        "{:?}",
        report.unreadable
    );
    assert_eq!(
        report.written[&Kind::Dataset].created,
        3,
        "a page and an object that fail stop nothing"
    );

    let id = |text: &str| text.parse::<Id>().unwrap();
    let service = subject::get::<Dataservice>(app.db(), id(SERVICE))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(service.datasets, [id(A)]);
    assert!(
        subject::get::<Topic>(app.db(), id(TOPIC))
            .await
            .unwrap()
            .is_some()
    );
    let filter = store::topic::ElementFilter::default();
    let elements = store::topic::elements(app.db(), id(TOPIC), &filter, Page::ALL)
        .await
        .unwrap();
    assert_eq!(elements.data[1].element, Some((Kind::Dataset, id(A))));
    let read: Dataset = subject::get(app.db(), id(A)).await.unwrap().unwrap();
    assert_eq!(read.count("dataservices"), 1);
    assert!(
        asked
            .lock()
            .unwrap()
            .iter()
            .any(|target| target.contains("page_size=100"))
    );

    let again = import::run(&app, Some(&fetch), &sources, &mut |_| {})
        .await
        .unwrap();
    assert!(!again.changed(), "{:?}", again.written);
}

#[tokio::test]
async fn a_portal_that_does_not_answer_is_named() {
    let options = FetchOptions {
        allow: vec!["127.0.0.0/8".parse().unwrap()],
        ..FetchOptions::default()
    };
    let fetch = Fetch::new(options).unwrap();
    let (app, _folder) = portal::sqlite().await;
    let sources = ["http://127.0.0.1:9/".to_owned()];
    let report = import::run(&app, Some(&fetch), &sources, &mut |_| {})
        .await
        .unwrap();
    assert!(report.failed());
    assert!(
        report
            .unreadable
            .iter()
            .any(|why| why.contains("127.0.0.1:9")),
        "{:?}",
        report.unreadable
    );
}
