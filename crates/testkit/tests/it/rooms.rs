//! The rooms and the one direction: `domain` ← { `store`, `search`, `dcat`, `tables`, `net` } ← `app` ← { `harvest`, `web` } ←
//! `vitrail`.
//! A new crate fails here until it has its row, so that its place in the house is a choice.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

/// Each room and the rooms it may import.
const ROOMS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("search", &["domain"]),
    ("dcat", &["domain"]),
    ("tables", &["domain"]),
    ("net", &["domain"]),
    (
        "app",
        &["domain", "store", "search", "dcat", "tables", "net"],
    ),
    ("harvest", &["domain", "dcat", "net", "app"]),
    ("web", &["domain", "app"]),
    (
        "vitrail",
        &["domain", "store", "search", "net", "app", "harvest", "web"],
    ),
    (
        "testkit",
        &["domain", "store", "search", "net", "app", "harvest", "web"],
    ),
];

/// Crates that are the business of some rooms only. The testkit sees all.
const KEEPERS: [(&str, &[&str]); 24] = [
    ("arrow", &["tables"]),
    ("parquet", &["tables"]),
    ("zip", &["app"]),
    ("quick-xml", &["harvest", "web"]),
    ("rmcp", &["web"]),
    ("oxrdf", &["dcat"]),
    ("oxrdfio", &["dcat"]),
    ("spareval", &["dcat"]),
    ("spargebra", &["dcat"]),
    ("sparesults", &["dcat"]),
    ("sqlx", &["store"]),
    ("tantivy", &["search"]),
    ("reqwest", &["net"]),
    ("lettre", &["net"]),
    ("rustls", &["net", "vitrail"]),
    ("ipnet", &["net", "vitrail", "web"]),
    ("axum", &["web", "vitrail"]),
    ("axum-extra", &["web"]),
    ("tower-http", &["web"]),
    ("minijinja", &["web"]),
    ("fluent-bundle", &["web"]),
    ("utoipa", &["web"]),
    ("utoipa-axum", &["web"]),
    ("clap", &["vitrail"]),
];

struct Import {
    name: String,
    only_in_tests: bool,
}

/// The imports of each crate of the workspace, by the name of its room.
fn imports() -> BTreeMap<String, Vec<Import>> {
    let done = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let metadata: Value = serde_json::from_slice(&done.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| (room(&package["name"]), imports_of(package)))
        .collect()
}

fn imports_of(package: &Value) -> Vec<Import> {
    let dependencies = package["dependencies"].as_array().unwrap();
    dependencies
        .iter()
        .map(|dependency| Import {
            name: room(&dependency["name"]),
            only_in_tests: dependency["kind"] == "dev",
        })
        .collect()
}

fn room(name: &Value) -> String {
    name.as_str()
        .unwrap()
        .trim_start_matches("vitrail-")
        .to_owned()
}

#[test]
fn every_crate_has_its_row() {
    let mut found: Vec<String> = imports().into_keys().collect();
    let mut listed: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    found.sort_unstable();
    listed.sort_unstable();
    assert_eq!(
        found, listed,
        "a crate needs a row in ROOMS, and a place in the design"
    );
}

#[test]
fn rooms_import_in_one_direction() {
    let imports = imports();
    for (room, may_import) in ROOMS {
        for import in &imports[room] {
            let is_room = ROOMS.iter().any(|(other, _)| *other == import.name);
            let is_testkit_in_tests = import.name == "testkit" && import.only_in_tests;
            assert!(
                !is_room || is_testkit_in_tests || may_import.contains(&import.name.as_str()),
                "`{room}` may not import `{}`: it may import {may_import:?}",
                import.name
            );
        }
    }
}

#[test]
fn each_foreign_crate_has_its_keepers() {
    for (room, imports) in imports() {
        for import in imports.iter().filter(|import| !import.only_in_tests) {
            let keepers = KEEPERS.iter().find(|(name, _)| *name == import.name);
            let allowed = keepers.is_none_or(|(_, rooms)| rooms.contains(&room.as_str()));
            assert!(
                allowed || room == "testkit",
                "`{room}` may not use `{}`: only {:?} may",
                import.name,
                keepers.map(|(_, rooms)| rooms)
            );
        }
    }
}
