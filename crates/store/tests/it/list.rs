//! What the tests of lists share: saving several objects in one transaction, reading the names of a page.

use vitrail_domain::{Id, Owner};
use vitrail_store::{Page, Sort, Viewer};
use vitrail_testkit::make;

pub const ALL: Page = Page::ALL;

/// Saves each object with the `save` of its module, in one transaction.
#[macro_export]
macro_rules! save {
    ($db:expr, $module:ident, [$($object:expr),* $(,)?]) => {{
        let mut tx = $db.begin().await.unwrap();
        $(vitrail_store::$module::save(&mut tx, $object).await.unwrap();)*
        tx.commit().await.unwrap();
    }};
}

/// The titles of a page.
#[macro_export]
macro_rules! titles {
    ($listed:expr, $field:ident) => {{
        let listed = $listed.await.unwrap();
        listed
            .data
            .into_iter()
            .map(|object| object.$field)
            .collect::<Vec<String>>()
    }};
}

/// Ascending, then descending.
pub fn both_ways(column: &'static str) -> [Option<Sort>; 2] {
    [false, true].map(|descending| Some(Sort { column, descending }))
}

/// Readers of every kind, of objects owned by `make::id("owner")` or by the organization `make::id("org")`.
pub fn viewers() -> [(&'static str, Viewer); 5] {
    let person = |name, organizations: &[&str]| Viewer::User {
        id: make::id(name),
        organizations: organizations.iter().copied().map(make::id).collect(),
    };
    [
        ("anonymous", Viewer::Anonymous),
        ("stranger", person("stranger", &[])),
        ("owner", person("owner", &[])),
        ("member", person("member", &["elsewhere", "org", "third"])),
        ("sysadmin", Viewer::Sysadmin),
    ]
}

/// The two owners of what `viewers` read.
pub fn owners() -> [(&'static str, Owner); 2] {
    let id: fn(&str) -> Id = make::id;
    [
        ("of a person", Owner::User(id("owner"))),
        ("of an organization", Owner::Organization(id("org"))),
    ]
}

/// Who sees, among what `owners` own, an object that is hidden from the public.
pub fn sees(who: &str, owner: Owner) -> bool {
    match who {
        "sysadmin" => true,
        "owner" => owner.user().is_some(),
        "member" => owner.organization().is_some(),
        _ => false,
    }
}
