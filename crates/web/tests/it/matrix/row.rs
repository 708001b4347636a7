//! One line of the table, understood:
//!
//!     METHOD PATH  EXPECTED  [at ADDRESS]  [with BODY]
//!
//! `PATH` as the router declares it. `EXPECTED` is one pattern, or one for each state of the object:
//! `public ALL, draft READERS`. A pattern is a name of `PATTERNS`, a number (the same for everybody), or eight
//! numbers in brackets, in the order of `ROLES`; `ALL:302` says what success is when it is not 200. `ADDRESS` is
//! what is asked when the path alone is not enough; its places, and those of the body, are filled with the objects
//! of the world. A body is JSON when it begins with a brace, else a form.

use super::world::State;

/// Success, whatever it is on a line.
const OK: u16 = 200;

/// In the order of the roles: anonymous, other user, owner, partial editor without and with the assignment,
/// editor, administrator of the organization, sysadmin.
const PATTERNS: [(&str, [u16; 8]); 22] = [
    ("ALL", [OK; 8]),
    // What is private does not exist for others, what is deleted is gone for them.
    ("READERS", [404, 404, OK, OK, OK, OK, OK, OK]),
    ("GONE", [410, 410, OK, OK, OK, OK, OK, OK]),
    ("SIGNED_IN", [401, OK, OK, OK, OK, OK, OK, OK]),
    ("EDITORS", [401, 403, OK, 403, OK, OK, OK, OK]),
    // A private object does not exist for strangers who write, either.
    ("DRAFT_EDITORS", [401, 404, OK, 403, OK, OK, OK, OK]),
    ("GONE_TO_WRITE", [401, 410, 410, 410, 410, 410, 410, 410]),
    // A source is run by its owner, or by those who run its organization.
    ("SOURCE", [401, 403, OK, 403, 403, 403, OK, OK]),
    ("ADMINS", [401, 403, 403, 403, 403, 403, OK, OK]),
    ("SYSADMIN", [401, 403, 403, 403, 403, 403, 403, OK]),
    // What only those who run the organization, or the portal, still find.
    ("GONE_BUT_ADMINS", [410, 410, 410, 410, 410, 410, OK, OK]),
    ("GONE_BUT_SYSADMIN", [410, 410, 410, 410, 410, 410, 410, OK]),
    (
        "HIDDEN_BUT_SYSADMIN",
        [404, 404, 404, 404, 404, 404, 404, OK],
    ),
    // The same in the back-office, where whoever is not signed in is led to sign in.
    ("DESK", [303, OK, OK, OK, OK, OK, OK, OK]),
    ("DESK_EDITORS", [303, 403, OK, 403, OK, OK, OK, OK]),
    ("DESK_DRAFT", [303, 404, OK, 403, OK, OK, OK, OK]),
    ("DESK_GONE", [303, 410, OK, 403, OK, OK, OK, OK]),
    ("DESK_DECIDERS", [303, 403, OK, 403, 403, 403, OK, OK]),
    ("DESK_SYSADMIN", [303, 403, 403, 403, 403, 403, 403, OK]),
    ("DESK_ADMINS", [303, 403, 403, 403, 403, 403, OK, OK]),
    ("DESK_GONE_ADMINS", [303, 410, 410, 410, 410, 410, OK, OK]),
    ("DESK_LOST", [303, 410, 410, 403, 410, 410, 410, 410]),
];

/// A life that most objects share, so that their lines stay short.
const LIFE: &str = "public ALL, draft READERS, deleted GONE, archived ALL";

/// The same for those who write.
const EDITED: &str = "public EDITORS, draft DRAFT_EDITORS, deleted GONE_TO_WRITE, archived EDITORS";

/// The pages of the back-office about an object: who deleted it finds it there.
const KEPT: &str =
    "public DESK_EDITORS, draft DESK_DRAFT, deleted DESK_GONE, archived DESK_EDITORS";

/// The same where a deleted object cannot be written.
const LIVING: &str =
    "public DESK_EDITORS, draft DESK_DRAFT, deleted DESK_LOST, archived DESK_EDITORS";

/// What those who run an organization write of it.
const RUN: &str = "public ADMINS, deleted GONE_TO_WRITE";

#[derive(Clone, Debug)]
pub struct Row {
    pub method: String,
    pub path: String,
    /// The address, with its places.
    pub asked: String,
    pub body: Option<String>,
    pub expected: Vec<(State, [u16; 8])>,
}

impl Row {
    pub fn parse(line: &str) -> Self {
        let (line, body) = cut(line, " with ");
        let (line, asked) = cut(&line, " at ");
        let mut words = line.splitn(2, char::is_whitespace);
        let method = words.next().unwrap().to_owned();
        let rest = words
            .next()
            .unwrap_or_else(|| panic!("a line without path: {line}"));
        let (path, expected) = rest
            .trim()
            .split_once(char::is_whitespace)
            .unwrap_or_else(|| panic!("nothing is expected: {line}"));
        Self {
            asked: asked.unwrap_or_else(|| path.to_owned()),
            method,
            path: path.to_owned(),
            body,
            expected: states(expected.trim()),
        }
    }
}

impl Row {
    /// Whether no object of the world is asked for.
    pub fn is_alone(&self) -> bool {
        !self.asked.replace("{secret}", "").contains('{')
    }
}

fn cut(line: &str, mark: &str) -> (String, Option<String>) {
    match line.split_once(mark) {
        Some((line, rest)) => (line.to_owned(), Some(rest.trim().to_owned())),
        None => (line.to_owned(), None),
    }
}

fn states(expected: &str) -> Vec<(State, [u16; 8])> {
    if let Some(success) = expected.strip_prefix("LIFE") {
        let life = LIFE.replace("ALL", &format!("ALL{success}"));
        let life = life.replace("READERS", &format!("READERS{success}"));
        return states(&life.replace("GONE", &format!("GONE{success}")));
    }
    if let Some(success) = expected.strip_prefix("EDITED") {
        let life = EDITED.replace("EDITORS", &format!("EDITORS{success}"));
        return states(&life);
    }
    for (name, life) in [("KEPT", KEPT), ("LIVING", LIVING)] {
        if let Some(success) = expected.strip_prefix(name) {
            let life = life.replace("EDITORS", &format!("EDITORS{success}"));
            let life = life.replace("DRAFT", &format!("DRAFT{success}"));
            return states(&life.replace("GONE", &format!("GONE{success}")));
        }
    }
    if let Some(success) = expected.strip_prefix("RUN") {
        return states(&RUN.replace("ADMINS", &format!("ADMINS{success}")));
    }
    expected
        .split(", ")
        .map(|cell| match cell.trim().split_once(' ') {
            Some((state, pattern)) => (State::parse(state), statuses(pattern)),
            None => (State::Public, statuses(cell)),
        })
        .collect()
}

fn statuses(pattern: &str) -> [u16; 8] {
    let number = |text: &str| -> u16 {
        text.trim()
            .parse()
            .unwrap_or_else(|_| panic!("`{text}` is no status"))
    };
    if let Some(list) = pattern.strip_prefix('[') {
        let list: Vec<u16> = list.trim_end_matches(']').split(',').map(number).collect();
        return list.try_into().expect("eight statuses");
    }
    let (name, success) = match pattern.split_once(':') {
        Some((name, success)) => (name, number(success)),
        None => (pattern, OK),
    };
    if let Some((_, statuses)) = PATTERNS.iter().find(|(known, _)| *known == name) {
        return statuses.map(|status| if status == OK { success } else { status });
    }
    [number(name); 8]
}

#[test]
fn lines_are_understood() {
    let row = Row::parse(
        r#"PUT /api/1/x/{x}   public EDITORS:204, draft [1,2,3,4,5,6,7,8]  at /api/1/x/{x}?y=1 with {"a": 1}"#,
    );
    assert_eq!(
        (row.method.as_str(), row.path.as_str()),
        ("PUT", "/api/1/x/{x}")
    );
    assert_eq!(row.asked, "/api/1/x/{x}?y=1");
    assert_eq!(row.body.as_deref(), Some(r#"{"a": 1}"#));
    assert_eq!(
        row.expected,
        [
            (State::Public, [401, 403, 204, 403, 204, 204, 204, 204]),
            (State::Draft, [1, 2, 3, 4, 5, 6, 7, 8]),
        ]
    );
    assert_eq!(
        Row::parse("GET / 302").expected,
        [(State::Public, [302; 8])]
    );
    assert_eq!(Row::parse("GET / LIFE:302").expected[0].1, [302; 8]);
}
