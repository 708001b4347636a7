use std::process::Command;

use vitrail_testkit::postgres::test_database_url;

fn psql(url: &str, statement: &str) -> String {
    let done = Command::new("psql")
        .args(["-X", "-Atc", statement, url])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn each_test_has_an_empty_database() {
    let first = test_database_url().await;
    let second = test_database_url().await;
    psql(&first, "create table note (id int)");
    let tables = "select count(*) from pg_tables where schemaname = 'public'";
    assert_eq!(psql(&first, tables), "1");
    assert_eq!(psql(&second, tables), "0");
}

#[tokio::test]
async fn databases_of_dead_processes_are_dropped() {
    let url = test_database_url().await;
    // No process has this number: Linux counts to 4,194,304.
    psql(&url, "create database t_4194305_0");
    let name = "select count(*) from pg_database where datname = 't_4194305_0'";
    assert_eq!(psql(&url, name), "1");

    // Another process cleans as it comes.
    let test = std::env::current_exe().unwrap();
    let other = Command::new(test)
        .args(["--exact", "postgres::each_test_has_an_empty_database"])
        .output()
        .unwrap();
    assert!(
        other.status.success(),
        "{}",
        String::from_utf8_lossy(&other.stdout)
    );
    assert_eq!(psql(&url, name), "0");
}
