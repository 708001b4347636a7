//! A function of the store that no test names is a failure.

use std::fmt::Write;

use vitrail_testkit::source;

/// The names of the functions that a module offers.
fn functions(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text
        .split("pub async fn ")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(['(', '<'])?.0.to_owned()))
        .collect();
    names.dedup();
    names
}

#[test]
fn every_function_has_its_test() {
    let tests: String = source::rust_files("crates/store/tests")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let mut missing = String::new();
    for (path, text) in source::rust_files("crates/store/src") {
        let module = path.file_stem().unwrap().to_str().unwrap();
        // The statement builder is private: the modules are its tests.
        if module == "sql" {
            continue;
        }
        for name in functions(&text) {
            // Methods are called by a dot.
            let called = if ["db", "recount"].contains(&module) {
                tests.contains(&format!(".{name}(")) || tests.contains(&format!("Db::{name}("))
            } else {
                tests.contains(&format!("{module}::{name}("))
                    || tests.contains(&format!("{module}::{name}::<"))
                    || (name == "save" && tests.contains(&format!(" {module}, [")))
            };
            if !called {
                writeln!(missing, "{module}::{name}").unwrap();
            }
        }
    }
    assert!(
        missing.is_empty(),
        "no test on both engines names:\n{missing}"
    );
}
