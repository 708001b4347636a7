//! Search pages: one for each kind of object, whose state is its address.

mod asked;
mod facet;
mod found;
mod page;

use axum::Router;
use axum::extract::State;
use axum::routing::{MethodRouter, get};

use crate::Web;
use crate::context::Context;

pub use asked::{Asked, KINDS};
pub use facet::address;

/// Each address is written out, so that the tests that read routes in the sources see it.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/datasets", of("datasets"))
        .route("/datasets/search", of("datasets"))
        .route("/dataservices", of("dataservices"))
        .route("/dataservices/search", of("dataservices"))
        .route("/reuses", of("reuses"))
        .route("/reuses/search", of("reuses"))
        .route("/organizations", of("organizations"))
        .route("/organizations/search", of("organizations"))
        .route("/topics", of("topics"))
        .route("/topics/search", of("topics"))
}

/// The search page of a kind, by the word of its addresses.
fn of(path: &'static str) -> MethodRouter<Web> {
    let kind = asked::KINDS.into_iter().find(|kind| kind.path == path);
    kind.map_or_else(MethodRouter::new, |kind| {
        get(move |web: State<Web>, context: Context| page::show(web, context, kind))
    })
}
