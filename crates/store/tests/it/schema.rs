//! The two schemas are written twice: here they are compared table by table.

use std::collections::BTreeMap;

use sqlx::{Connection, Row, SqliteConnection};
use vitrail_store::{Db, Durability};
use vitrail_testkit::db::block_on;
use vitrail_testkit::postgres::test_database_url;

#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Name, kind and whether it may hold nothing, in order.
    columns: Vec<(String, &'static str, bool)>,
    key: Vec<String>,
    /// What must be unique, besides the key.
    unique: Vec<Vec<String>>,
    indexes: BTreeMap<String, Vec<String>>,
}

type Schema = BTreeMap<String, Table>;

/// The two kinds of values that the store writes.
fn kind(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "text" => "text",
        "bigint" | "integer" => "number",
        other => panic!("a column of type {other}: the store binds texts and numbers only"),
    }
}

async fn sqlite() -> Schema {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vitrail.db");
    let db = Db::sqlite(&file, Durability::Full).await.unwrap();
    db.close().await;
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
        .await
        .unwrap();
    let mut schema = Schema::new();
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' \
         AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%sqlx%'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    for name in names {
        let mut table = Table::default();
        let mut key = BTreeMap::new();
        let columns = sqlx::query("SELECT name, type, \"notnull\", pk FROM pragma_table_info($1)")
            .bind(&name)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        for column in columns {
            let place: i64 = column.get("pk");
            let nullable = column.get::<i64, _>("notnull") == 0 && place == 0;
            let column_name: String = column.get("name");
            if place > 0 {
                key.insert(place, column_name.clone());
            }
            table
                .columns
                .push((column_name, kind(column.get("type")), nullable));
        }
        table.key = key.into_values().collect();
        let indexes = sqlx::query("SELECT name, origin FROM pragma_index_list($1)")
            .bind(&name)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        for index in indexes {
            let index_name: String = index.get("name");
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT name FROM pragma_index_info($1) ORDER BY seqno")
                    .bind(&index_name)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
            match index.get::<String, _>("origin").as_str() {
                "u" => table.unique.push(columns),
                "c" => drop(table.indexes.insert(index_name, columns)),
                _ => {}
            }
        }
        table.unique.sort();
        schema.insert(name, table);
    }
    schema
}

async fn postgres() -> Schema {
    let url = test_database_url().await;
    Db::postgres(&url).await.unwrap().close().await;
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let mut schema = Schema::new();
    let columns = sqlx::query(
        "SELECT table_name::text AS t, column_name::text AS c, data_type::text AS d, \
         is_nullable = 'YES' AS n FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%' \
         ORDER BY table_name, ordinal_position",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    for column in columns {
        let table = schema.entry(column.get("t")).or_default();
        let nature: String = column.get("d");
        table
            .columns
            .push((column.get("c"), kind(&nature), column.get("n")));
    }
    let indexes = sqlx::query(
        "SELECT c.relname::text AS t, i.relname::text AS i, x.indisprimary AS p, x.indisunique AS u, \
         (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(x.indkey) WITH ORDINALITY k(at, n) \
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.at) AS columns \
         FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid \
         JOIN pg_namespace s ON s.oid = c.relnamespace \
         WHERE s.nspname = 'public' AND c.relname NOT LIKE '%sqlx%'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    for index in indexes {
        let table = schema.entry(index.get("t")).or_default();
        let columns: Vec<String> = index.get("columns");
        if index.get("p") {
            table.key = columns;
        } else if index.get("u") {
            table.unique.push(columns);
            table.unique.sort();
        } else {
            table.indexes.insert(index.get("i"), columns);
        }
    }
    schema
}

#[test]
fn both_engines_have_the_same_schema() {
    let (sqlite, postgres) = block_on(async { (sqlite().await, postgres().await) });
    assert!(sqlite.len() > 20, "{:?}", sqlite.keys());
    let names = |schema: &Schema| schema.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres));
    for (name, table) in &sqlite {
        assert_eq!(
            table, &postgres[name],
            "table {name}: SQLite, then PostgreSQL"
        );
    }
}

#[test]
fn migrations_have_the_same_numbers() {
    let names = |engine: &str| {
        let folder = vitrail_testkit::source::root()
            .join("crates/store/migrations")
            .join(engine);
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
