use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::program::{create_admin, serve};

#[test]
fn the_link_of_the_administrator_is_offered_until_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let link = |said: &[String]| {
        let line = said.iter().find(|line| line.contains("/setup/"))?;
        Some(line.rsplit("/setup/").next()?.to_owned())
    };
    let server = serve(folder.path(), &["--base-url", "http://127.0.0.1/"]);
    let first = link(&server.said).expect("a first start offers the link");
    assert_eq!(first.len(), 64);
    server.stop();
    let server = serve(folder.path(), &[]);
    let second = link(&server.said).expect("a new start offers a new link");
    assert_ne!(first, second);
    server.stop();
    assert_eq!(create_admin(folder.path()).code, Some(0));
    let server = serve(folder.path(), &[]);
    assert_eq!(link(&server.said), None);
    assert_eq!(server.said, [""; 0]);
    server.stop();
}

#[test]
fn it_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let server = serve(folder.path(), &[]);
        assert_eq!(server.get("/health").0, 200);
        // A client that keeps its connection open does not hold the program.
        let mut idle = TcpStream::connect(&server.address).unwrap();
        write!(idle, "GET /health HTTP/1.1\r\nHost: portal.test\r\n\r\n").unwrap();
        let mut start = [0; 15];
        idle.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        let began = Instant::now();
        server.signal(signal);
        let (status, log) = server.stop();
        assert_eq!(status.code(), Some(0), "{signal}: {log}");
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "{:?}",
            began.elapsed()
        );
        assert!(!log.contains("ERROR"), "{log}");
    }
    // What it leaves can be opened again at once.
    serve(folder.path(), &[]).stop();
}

#[test]
fn it_logs_in_json_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (_, log) = serve(folder.path(), &["--log-format", "json"]).stop();
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"].is_string(), "{line}");
    }
    assert!(log.contains("search index"), "{log}");
}

#[test]
fn it_serves_from_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let url = vitrail_testkit::db::block_on(vitrail_testkit::postgres::test_database_url());
    let server = serve(folder.path(), &["--database", &url]);
    let (status, answer) = server.get("/api/1/datasets/");
    assert_eq!(status, 200, "{answer}");
    assert!(!folder.path().join("vitrail-data/vitrail.db").exists());
    let (status, log) = server.stop();
    assert!(status.success(), "{log}");
}
