//! Atom feeds: what is new, for readers who come back by themselves. One character that XML does not know would break
//! the whole feed: what comes from elsewhere may hold some, and loses them here.

use atom_syndication::{Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use vitrail_app::References;
use vitrail_app::domain::text::printable;
use vitrail_app::domain::{Owner, Timestamp};

use crate::context::Context;

/// One thing of a feed.
pub struct Item {
    pub title: String,
    /// Its public page, which is also its identifier.
    pub url: String,
    /// Written by people: cleaned here.
    pub markdown: String,
    pub author: Option<String>,
    pub published: Timestamp,
    pub updated: Timestamp,
}

/// A feed at the address that was asked, newest items first.
pub fn feed(context: &Context, title: &str, items: Vec<Item>, now: Timestamp) -> Response {
    let own = context.own_url();
    let updated = items.iter().map(|item| item.updated).max();
    let feed = Feed {
        title: Text::plain(printable(title)),
        id: own.clone(),
        updated: date(updated.unwrap_or(now)),
        links: vec![link(context.url("/"), "alternate"), link(own, "self")],
        entries: items.into_iter().map(entry).collect(),
        lang: Some(context.lang.to_owned()),
        ..Feed::default()
    };
    ([(CONTENT_TYPE, "application/atom+xml")], feed.to_string()).into_response()
}

fn entry(item: Item) -> Entry {
    let html = ammonia::clean(&comrak::markdown_to_html(
        &item.markdown,
        &comrak::Options::default(),
    ));
    let author = item.author.map(|name| Person {
        name: printable(&name).into_owned(),
        ..Person::default()
    });
    Entry {
        title: Text::plain(printable(&item.title)),
        id: item.url.clone(),
        links: vec![link(item.url, "alternate")],
        content: Some(Content {
            value: Some(printable(&html).into_owned()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        authors: author.into_iter().collect(),
        published: Some(date(item.published)),
        updated: date(item.updated),
        ..Entry::default()
    }
}

/// The name of whoever publishes an object.
pub fn author(references: &References, owner: Owner) -> Option<String> {
    match owner {
        Owner::Organization(id) => Some(references.organizations.get(&id)?.name.clone()),
        Owner::User(id) => Some(references.users.get(&id)?.full_name()),
        Owner::Nobody => None,
    }
}

fn link(href: String, rel: &str) -> Link {
    Link {
        href,
        rel: rel.to_owned(),
        ..Link::default()
    }
}

fn date(at: Timestamp) -> FixedDateTime {
    at.to_string().parse().unwrap_or_default()
}
