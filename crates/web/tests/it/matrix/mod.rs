//! The permission matrix: every operation of the router, for every role, in every state of the object that it
//! touches, has one line in a table that says who is answered what. A route without a line fails, and so does a
//! line without a route: nothing can be served to somebody by oversight.

mod desk;
mod row;
mod table;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::header::ALLOW;
use axum::http::{Method, StatusCode};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test, source};

use row::Row;
use world::{ROLES, Role, Side, State, World};

fn rows() -> Vec<Row> {
    table::TABLES.into_iter().flat_map(rows_of).collect()
}

fn rows_of(table: &str) -> impl Iterator<Item = Row> {
    let lines = table.lines();
    lines
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(Row::parse)
}

#[test]
fn every_route_has_its_line_and_every_line_its_route() {
    let declared: BTreeSet<String> = source::routes().into_iter().collect();
    let known: BTreeSet<String> = rows().into_iter().map(|row| row.path).collect();
    let missing: Vec<_> = declared.difference(&known).collect();
    assert!(missing.is_empty(), "no line in the table for {missing:?}");
    let extra: Vec<_> = known.difference(&declared).collect();
    assert!(extra.is_empty(), "no route for the lines of {extra:?}");
}

/// What the router takes at each path, as it says when it is asked with a method that nobody serves.
#[tokio::test]
async fn every_method_has_its_line_and_every_line_its_method() {
    let world = World::new(Portal::empty().await.unwrap()).await;
    let mut lines: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut asked = BTreeMap::new();
    for row in rows() {
        asked.insert(row.path.clone(), row.asked.clone());
        lines.entry(row.path).or_default().insert(row.method);
    }
    let things = world.things(State::Public, Side::Organization);
    for (path, known) in lines {
        let method = Method::from_bytes(b"BREW").unwrap();
        let bare = asked[&path].split('?').next().unwrap().to_owned();
        let answer = world.portal.ask(method, &things.fill(&bare), &[]).await;
        let answer = answer.unwrap();
        let taken: BTreeSet<String> = if answer.status == StatusCode::METHOD_NOT_ALLOWED {
            let allowed = answer.headers[ALLOW].to_str().unwrap();
            let names = allowed.split(',').filter(|name| *name != "HEAD");
            names.map(str::to_owned).collect()
        } else {
            ["ANY".to_owned()].into()
        };
        assert_eq!(known, taken, "lines and methods of {path}");
    }
}

/// The sides on which a role looks at objects: strangers see both alike.
fn sides(role: Role) -> &'static [Side] {
    match role {
        Role::Anonymous | Role::Other | Role::Sysadmin => &[Side::Person, Side::Organization],
        Role::Owner => &[Side::Person],
        Role::Unassigned | Role::Assigned | Role::Editor | Role::Admin => &[Side::Organization],
    }
}

db_test!(everyone_is_answered_as_said_on_api_1, async |db: Db| {
    answers_as_said(db, table::API_1).await;
});

db_test!(everyone_is_answered_as_said_on_reuses, async |db: Db| {
    answers_as_said(db, table::REUSES).await;
});

db_test!(everyone_is_answered_as_said_on_people, async |db: Db| {
    answers_as_said(db, table::PEOPLE).await;
});

db_test!(everyone_is_answered_as_said_on_me, async |db: Db| {
    answers_as_said(db, table::ME).await;
});

db_test!(everyone_is_answered_as_said_on_api_2, async |db: Db| {
    answers_as_said(db, table::API_2).await;
});

db_test!(everyone_is_answered_as_said_on_pages, async |db: Db| {
    answers_as_said(db, table::PAGES).await;
});

db_test!(everyone_is_answered_as_said_at_the_desk, async |db: Db| {
    answers_as_said(db, desk::DESK).await;
});

db_test!(
    everyone_is_answered_as_said_at_the_desk_of_others,
    async |db: Db| {
        answers_as_said(db, desk::DESK_OF_OTHERS).await;
    }
);

db_test!(
    everyone_is_answered_as_said_at_the_desk_of_the_portal,
    async |db: Db| {
        answers_as_said(db, desk::DESK_OF_PORTAL).await;
    }
);

db_test!(
    everyone_is_answered_as_said_on_the_harvest,
    async |db: Db| {
        answers_as_said(db, table::HARVEST).await;
    }
);

db_test!(everyone_is_answered_as_said_at_last, async |db: Db| {
    answers_as_said(db, table::LAST).await;
});

async fn answers_as_said(db: Db, table: &str) {
    let mut world = World::new(Portal::on(db).unwrap()).await;
    let mut faults = Vec::new();
    for row in rows_of(table) {
        for (state, expected) in &row.expected {
            for (role, expected) in ROLES.into_iter().zip(expected) {
                let alone = &[Side::Organization][..];
                let sides = if row.is_alone() { alone } else { sides(role) };
                for side in sides {
                    let (path, found) = world.ask(&row, role, (*state, *side), *expected).await;
                    if found != *expected {
                        faults.push(format!(
                            "{} {path}, {state:?} of {side:?}, as {role:?}: {found}, not {expected}",
                            row.method
                        ));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

/// Who is signed in by a cookie changes nothing without the token of the session, wherever it is.
#[tokio::test]
async fn no_operation_of_a_session_goes_without_its_csrf_token() {
    let world = World::new(Portal::empty().await.unwrap()).await;
    let opens = [
        "/login",
        "/register",
        "/setup/{secret}",
        "/oauth/token",
        "/oauth/revoke",
        // Looks at no cookie.
        "/mcp",
        "/sparql",
    ];
    let rows = rows().into_iter().filter(|row| {
        !matches!(row.method.as_str(), "GET" | "ANY") && !opens.contains(&row.path.as_str())
    });
    for row in rows {
        let status = world.ask_by_cookie(&row).await;
        assert_eq!(status, 403, "{} {}", row.method, row.path);
    }
}
