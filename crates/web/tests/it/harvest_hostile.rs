//! Sources that do wrong: the job ends with a report, and nothing else is harmed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum_extra::extract::Query;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use vitrail_app::domain::time::DAY;
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::account::letters;
use crate::harvest::{accepted, ckan, items, json_of, last_job, package, read, serve};
use crate::write::token;

db_test!(one_bad_thing_takes_no_other_with_it, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let mut nameless = package("", "Sans identifiant");
    nameless.as_object_mut().unwrap().remove("id");
    let all = vec![
        package("a", "Eau"),
        package("a", "Encore"),
        nameless,
        package("c", ""),
        package("d", "Bruit"),
    ];
    let url = ckan(Arc::new(Mutex::new(all))).await;
    let body = json!({"name": "S", "url": url, "backend": "ckan"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let job = last_job(&portal, &id).await;
    assert_eq!(job["status"], "done-errors", "{job}");
    assert_eq!(job["items"]["by_status"]["failed"], 1, "{job}");
    assert_eq!(job["items"]["by_status"]["skipped"], 1, "{job}");
    // What has no title is known by its name.
    assert_eq!(job["items"]["by_outcome"]["created"], 3, "{job}");

    // Somebody else's dataset is not taken over.
    let denis = token(&portal, "denis@example.org").await;
    let body = json!({"name": "Autre", "url": body["url"], "backend": "ckan"});
    let other = accepted(&portal, &denis, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let job = last_job(&portal, &other).await;
    let met = items(&portal, &job).await;
    let said = serde_json::to_string(&met).unwrap();
    assert!(said.contains("Item has another owner: "), "{said}");
});

async fn hang() -> Response {
    std::future::pending().await
}

async fn page() -> Response {
    ([("content-type", "text/html")], "<html><p>Bienvenue").into_response()
}

async fn endless() -> Response {
    let block = bytes::Bytes::from(vec![b' '; 1_000_000]);
    let blocks = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(block.clone()));
    axum::body::Body::from_stream(blocks).into_response()
}

/// A list of more packages than anybody asks for while none is given.
async fn many() -> Response {
    let names: Vec<String> = (0..3_000).map(|number| format!("p{number}")).collect();
    axum::Json(json!({"success": true, "result": names})).into_response()
}

/// More datasets than are listed, and no export of them.
async fn cut(uri: Uri, Query(asked): Query<HashMap<String, String>>) -> Response {
    if uri.path().ends_with("/exports/json") {
        return StatusCode::NOT_FOUND.into_response();
    }
    // One that is the same stands for all of a page.
    let (id, count) = match asked.get("offset").map(String::as_str) {
        Some("0") => ("one", 100),
        _ => ("two", 9_850),
    };
    let one = json!({"dataset_id": id, "has_records": true, "metas": {"default": {"title": "Un"}}});
    let page = vec![one; count];
    axum::Json(json!({"total_count": 12_000, "results": page})).into_response()
}

async fn inside() -> Response {
    (
        StatusCode::FOUND,
        [("location", "http://169.254.169.254/latest/")],
    )
        .into_response()
}

db_test!(a_job_ends_whatever_its_source_does, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let routes = Router::new()
        .route("/hang/{*rest}", get(hang))
        .route("/html/{*rest}", get(page))
        .route("/endless/{*rest}", get(endless))
        .route("/inside/{*rest}", get(inside))
        .route("/items/api/3/action/package_list", get(many))
        .route(
            "/items/api/3/action/package_show",
            get(|| async { StatusCode::BAD_GATEWAY }),
        )
        .route("/cut/{*rest}", get(cut))
        .route(
            "/failing/{*rest}",
            get(|| async { StatusCode::INTERNAL_SERVER_ERROR }),
        );
    let base = serve(routes).await;
    let mut sources = Vec::new();
    for name in [
        "hang", "html", "endless", "inside", "failing", "items", "cut",
    ] {
        let backend = if name == "cut" { "ods" } else { "ckan" };
        let body = json!({"name": name, "url": format!("{base}{name}/"), "backend": backend});
        sources.push((name, accepted(&portal, &claire, &admin, &body).await));
    }
    assert_eq!(harvest::run_due(&portal.app).await.unwrap(), 7);
    for (name, id) in sources {
        let job = last_job(&portal, &id).await;
        assert_eq!(job["status"], "failed", "{name}: {job}");
        assert!(!job["ended"].is_null(), "{name}: {job}");
        let why = job["errors"][0]["message"].as_str().unwrap();
        assert!(why.len() > 10, "{name}: {why}");
        match name {
            // The server is left alone long before its last item.
            "items" => {
                assert!(why.starts_with("20 requests in a row failed"), "{why}");
                assert_eq!(job["items"]["total"], 20, "{job}");
            }
            "cut" => {
                assert!(why.contains("10,000 datasets at most"), "{why}");
                assert_eq!(job["lost"][0]["property"], "total_count", "{job}");
            }
            _ => {}
        }
    }
    assert_eq!(json_of(&portal, "/api/1/datasets/").await["total"], 2);
});

/// What a server does with a connection.
type Does = fn(tokio::net::TcpStream) -> tokio::task::JoinHandle<()>;

/// A server that speaks no HTTP; its address.
async fn rude(does: Does) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            does(stream);
        }
    });
    address.to_string()
}

fn answers(stream: tokio::net::TcpStream, answer: &'static str) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut stream = stream;
        let _ = stream.read(&mut [0; 4_096]).await;
        let _ = stream.write_all(answer.as_bytes()).await;
    })
}

db_test!(a_server_out_of_reach_is_told_in_french, async |db: Db| {
    let french = |settings: &mut vitrail_app::Settings| settings.default_language = "fr".to_owned();
    let portal = Portal::on_with(db, french).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    // Nobody listens where somebody just did.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    let silent = rude(|stream| answers(stream, "")).await;
    let short =
        rude(|stream| answers(stream, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<")).await;
    let strange = rude(|stream| answers(stream, "220 mail.example.org\r\n\r\n")).await;
    for (url, english, french) in [
        (
            format!("http://{nobody}/"),
            "Connection refused (os error 111)",
            "la connexion est refusée",
        ),
        (
            format!("http://{silent}/"),
            "connection closed before message completed",
            "le serveur a fermé la connexion sans répondre",
        ),
        (
            format!("http://{short}/"),
            "end of file before message length reached",
            "avant la fin de sa réponse",
        ),
        (
            format!("http://{strange}/"),
            "invalid HTTP version parsed",
            "ce qu’il répond n’est pas du HTTP",
        ),
        (
            format!("https://{strange}/"),
            "received corrupt message of type InvalidContentType",
            "ce serveur ne parle pas HTTPS à ce port",
        ),
    ] {
        let body = json!({"name": "S", "url": url, "backend": "dcat"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        let job = read(&portal, &admin, &id).await;
        let why = job["errors"][0]["message"].as_str().unwrap();
        assert!(why.contains(english), "{url}: {why}");
        let path = format!(
            "/admin/harvesters/{id}/jobs/{}",
            job["id"].as_str().unwrap()
        );
        let headers = [("x-api-key", &*claire), ("accept-language", "fr")];
        let page = portal.send(Method::GET, &path, &headers, "").await;
        let page = page.unwrap().text();
        assert!(page.contains(french), "{url}: {page}");
        assert!(!page.contains(english), "{url}: {page}");
    }
    // Those who run the source get the same by mail.
    let mails = letters(&portal).await;
    let told = mails
        .iter()
        .filter(|mail| mail.text.contains("la connexion est refusée"));
    assert_eq!(told.count(), 1);
    assert!(mails.iter().all(|mail| !mail.text.contains("os error")));
});

/// A catalogue of one dataset, whose words are those of a context elsewhere.
fn of_words(context: &str) -> axum::Json<Value> {
    axum::Json(json!({
        "@context": context,
        "@id": "https://example.org/eau",
        "@type": "Jeu",
        "nom": "Eau potable",
    }))
}

db_test!(contexts_are_fetched_but_not_from_within, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let words = json!({"@context": {
        "Jeu": "http://www.w3.org/ns/dcat#Dataset",
        "nom": "http://purl.org/dc/terms/title",
    }});
    let routes = Router::new()
        .route("/words", get(async || axum::Json(words)))
        .route("/open", get(async || of_words("words")))
        .route("/private", get(async || of_words("http://10.0.0.1/words")))
        .route("/missing", get(async || of_words("nothing")));
    let base = serve(routes).await;
    let mut jobs = Vec::new();
    for name in ["open", "private", "missing"] {
        let body = json!({"name": name, "url": format!("{base}{name}"), "backend": "dcat"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        jobs.push(read(&portal, &admin, &id).await);
    }
    assert_eq!(jobs[0]["status"], "done", "{}", jobs[0]);
    let found = json_of(&portal, "/api/1/datasets/").await;
    assert_eq!(found["total"], 1);
    assert_eq!(found["data"][0]["title"], "Eau potable");
    for (job, why) in [
        (&jobs[1], "10.0.0.1 is a private address"),
        (&jobs[2], "answered 404"),
    ] {
        assert_eq!(job["status"], "failed", "{job}");
        let said = job["errors"][0]["message"].as_str().unwrap();
        assert!(
            said.contains("needs a context") && said.contains(why),
            "{said}"
        );
    }
});

/// A page of some datasets, two of which came before; its lines are short, as an answer may have 4 MB here.
async fn flood(State(count): State<Arc<AtomicUsize>>) -> Response {
    let prefixes = "@prefix c: <http://www.w3.org/ns/dcat#> . @prefix t: <http://purl.org/dc/terms/> . \
                    @prefix : <http://example.org/> .\n";
    let lines = (0..count.load(Ordering::Relaxed))
        .map(|number| format!(":{number} a c:Dataset; t:title \"Jeu\".\n"));
    let body: String = std::iter::once(prefixes.to_owned()).chain(lines).collect();
    ([("content-type", "text/turtle")], body).into_response()
}

db_test!(a_page_without_end_ends_its_job_alone, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let count = Arc::new(AtomicUsize::new(2));
    let routes = Router::new().route("/c.ttl", get(flood));
    let url = serve(routes.with_state(Arc::clone(&count))).await + "c.ttl";
    let body = json!({"name": "S", "url": url, "backend": "dcat"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    let job = read(&portal, &admin, &id).await;
    assert_eq!(job["items"]["total"], 2, "{job}");
    // What is given in parts is given whole, and none of it is left out for what came before.
    count.store(502, Ordering::Relaxed);
    let job = read(&portal, &admin, &id).await;
    assert_eq!(job["items"]["total"], 502, "{job}");
    count.store(100_001, Ordering::Relaxed);
    for _ in 0..2 {
        portal.advance(8 * DAY);
        let job = read(&portal, &admin, &id).await;
        assert_eq!(job["status"], "failed", "{job}");
        let why = job["errors"][0]["message"].as_str().unwrap();
        assert!(why.contains("more than 100,000 datasets"), "{why}");
        assert_eq!(job["items"]["total"], 0, "{job}");
    }
    let found = json_of(&portal, "/api/1/datasets/jeu/").await;
    assert!(found["archived"].is_null(), "nothing is taken for gone");
});
