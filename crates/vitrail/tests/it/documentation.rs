//! The operator's guide names every command, flag, variable and key, and none that does not exist.

use std::collections::BTreeSet;
use std::path::Path;

use vitrail_testkit::source;

use crate::program::run;

/// Every command, by its words, with its help.
fn commands() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![Vec::<String>::new()];
    while let Some(words) = waiting.pop() {
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = run(Path::new("."), &arguments).out;
        if let Some((_, list)) = help.split_once("Commands:\n") {
            let list = list.split("\n\n").next().unwrap();
            for line in list.lines() {
                let name = line.split_whitespace().next().unwrap();
                if name != "help" && line.starts_with("  ") && !line.starts_with("   ") {
                    let mut words = words.clone();
                    words.push(name.to_owned());
                    waiting.push(words);
                }
            }
        }
        found.push((words.join(" "), help));
    }
    assert!(found.len() > 8, "the help was not understood");
    found
}

/// The words of a text that begin so and go on with letters, digits, `-` or `_`.
fn words(text: &str, beginning: &str) -> BTreeSet<String> {
    text.match_indices(beginning)
        .filter(|(at, _)| !text[..*at].ends_with(['-', '_']))
        .map(|(at, _)| {
            let rest = &text[at + beginning.len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
            format!("{beginning}{}", &rest[..end.unwrap_or(rest.len())])
        })
        .filter(|word| word.len() > beginning.len() && !word.ends_with('-'))
        .collect()
}

fn guide() -> String {
    std::fs::read_to_string(source::root().join("docs/operator.md")).unwrap()
}

#[test]
fn every_command_and_flag_is_documented_and_exists() {
    let guide = guide();
    let mut known = BTreeSet::from(["--help".to_owned(), "--version".to_owned()]);
    let mut variables = BTreeSet::new();
    for (command, help) in commands() {
        if !help.contains("Commands:\n") {
            assert!(
                guide.contains(&format!("vitrail {command}")),
                "`vitrail {command}` is not documented"
            );
        }
        known.extend(words(&help, "--"));
        variables.extend(words(&help, "VITRAIL_"));
    }
    let documented = words(&guide, "--");
    for flag in &known {
        assert!(
            documented.contains(flag),
            "{flag} is not documented in docs/operator.md"
        );
    }
    for flag in &documented {
        assert!(
            known.contains(flag),
            "docs/operator.md names {flag}, which no command has"
        );
    }
    let documented = words(&guide, "VITRAIL_");
    assert_eq!(
        documented, variables,
        "variables: in docs/operator.md, then in the program"
    );
}

#[test]
fn each_setting_has_one_name_in_three_places() {
    let settings = source::rust_files("crates/vitrail/src")
        .into_iter()
        .find(|(path, _)| path.ends_with("settings.rs"))
        .unwrap()
        .1;
    let file = settings
        .split("struct File {")
        .nth(1)
        .unwrap()
        .split('}')
        .next()
        .unwrap();
    let mut keys: BTreeSet<String> = file
        .lines()
        .filter_map(|line| Some(line.trim().split_once(':')?.0.to_owned()))
        .collect();
    keys.insert("config".to_owned());
    let mut documented = BTreeSet::new();
    for line in guide().lines().filter(|line| line.starts_with("| `--")) {
        let cells: Vec<&str> = line
            .split('|')
            .map(|cell| cell.trim().trim_matches('`'))
            .collect();
        let name = cells[1].trim_start_matches("--").replace('-', "_");
        assert_eq!(
            cells[2],
            format!("VITRAIL_{}", name.to_uppercase()),
            "{line}"
        );
        assert!(
            cells[3] == name || (name == "config" && cells[3] == "—"),
            "{line}"
        );
        documented.insert(name);
    }
    assert_eq!(
        documented, keys,
        "the table of docs/operator.md, then the keys of vitrail.toml"
    );
}

#[test]
fn every_job_is_documented() {
    let guide = guide();
    for job in vitrail_app::jobs::JOBS {
        let row = format!("| `{}` |", job.name);
        assert!(
            guide.contains(&row),
            "docs/operator.md: no row `{}`",
            job.name
        );
    }
}
