//! What a request adds to the portal, for limits: told from its method and its path, in one place for the API and for
//! the pages, so that no door is left unwatched. Changing what is there is not counted.

use axum::http::{Extensions, Method};
use vitrail_app::Error;
use vitrail_app::domain::Actor;
use vitrail_app::limit::{self, Deed};

use crate::Web;

/// The first segments of the paths that publish when they end a path, as in `POST /api/1/datasets`.
const PUBLISHED: [&str; 8] = [
    "datasets",
    "reuses",
    "dataservices",
    "organizations",
    "topics",
    "community_resources",
    "resources",
    "elements",
];
const SAID: [&str; 4] = ["comments", "reports", "membership", "transfer"];

pub fn of(method: &Method, path: &str) -> Option<Deed> {
    if *method != Method::POST {
        return None;
    }
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let last = *segments.last()?;
    if segments.contains(&"upload") {
        return Some(Deed::Upload);
    }
    let first = segments.first().copied().unwrap_or_default();
    if ["follow", "unfollow"].contains(&first) {
        return None;
    }
    // A discussion is opened, or something is said in one; correcting what was said comes after more segments.
    let mut end = segments.iter().rev().take(2);
    if end.any(|segment| *segment == "discussions")
        || ["discuss", "report"].contains(&first)
        || SAID.contains(&last)
    {
        return Some(Deed::Discuss);
    }
    let is_new = PUBLISHED.contains(&last)
        || ["link", "objects"].contains(&last)
        || segments.contains(&"new");
    is_new.then_some(Deed::Publish)
}

/// Forms of the back-office are looked at while they are typed: only what is really sent is counted, by whoever
/// reads the form.
pub fn is_told_later(path: &str) -> bool {
    path.starts_with("/admin/")
}

/// A deed that is counted once the form is read.
#[derive(Clone)]
pub struct Waiting {
    deed: Deed,
    actor: Actor,
    place: String,
}

impl Waiting {
    pub fn new(deed: Deed, actor: &Actor, place: String) -> Self {
        Self {
            deed,
            actor: actor.clone(),
            place,
        }
    }
}

/// Counts what waits for its form to be read, if anything does.
pub async fn count(web: &Web, extensions: &Extensions) -> Result<(), Error> {
    match extensions.get::<Waiting>() {
        Some(one) => limit::deed(&web.app, &one.actor, &one.place, one.deed).await,
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_adds_is_counted() {
        for (path, expected) in [
            ("/api/1/datasets/", Some(Deed::Publish)),
            ("/api/1/datasets/x/resources", Some(Deed::Publish)),
            ("/admin/datasets/new/describe", Some(Deed::Publish)),
            ("/admin/datasets/x/files/link", Some(Deed::Publish)),
            ("/admin/datasets/x/files/upload", Some(Deed::Upload)),
            ("/discuss/datasets/x", Some(Deed::Discuss)),
            ("/api/1/datasets/x/upload/", Some(Deed::Upload)),
            ("/api/1/datasets/x/upload/community", Some(Deed::Upload)),
            ("/api/1/discussions", Some(Deed::Discuss)),
            ("/api/1/discussions/x", Some(Deed::Discuss)),
            ("/api/1/reports", Some(Deed::Discuss)),
            ("/discussions/x", Some(Deed::Discuss)),
            ("/admin/discussions/x", Some(Deed::Discuss)),
            ("/report/discussions/x", Some(Deed::Discuss)),
            ("/admin/datasets/x/community/link", Some(Deed::Publish)),
            ("/admin/topics/x/elements/objects", Some(Deed::Publish)),
            ("/discussions/x/messages/y", None),
            ("/api/1/discussions/x/followers", None),
            ("/follow/discussions/x", None),
            ("/api/1/datasets/x/followers", None),
            ("/login", None),
        ] {
            assert_eq!(of(&Method::POST, path), expected, "{path}");
            assert_eq!(of(&Method::PUT, path), None, "{path}");
        }
    }
}
