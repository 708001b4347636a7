//! Reading the project's own source text, for the tests that make an untested function, an undocumented
//! setting or a forgotten route fail.

use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Rust files below a folder of the workspace, with their text, in order.
///
/// # Panics
/// When the folder cannot be read.
pub fn rust_files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let entries = std::fs::read_dir(folder)
        .unwrap_or_else(|why| panic!("{} cannot be read: {why}", folder.display()));
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path)
                .unwrap_or_else(|why| panic!("{} cannot be read: {why}", path.display()));
            found.push((path, text));
        }
    }
}

/// The paths of the routes that the source of `web` declares, in order.
///
/// # Panics
/// When a path is not written out where it is declared: a test that looks for routes would not see it.
pub fn routes() -> Vec<String> {
    let mut routes = Vec::new();
    for (file, text) in rust_files("crates/web/src") {
        for declared in text.split(".route(").skip(1) {
            let path = declared.trim_start().strip_prefix('"');
            let path = path.and_then(|rest| rest.split_once('"'));
            let (path, _) = path.unwrap_or_else(|| {
                panic!("{}: write the path of each `.route(` out", file.display())
            });
            routes.push(path.to_owned());
        }
    }
    routes.sort();
    routes.dedup();
    routes
}
