//! The public pages. A handler finds its objects with the use cases of the API, and a template shows them.

mod card;
mod dataset;
mod error;
mod frame;
pub mod home;
mod jsonld;
mod language;
mod pagination;
mod search;
mod shelf;

use axum::Router;

use crate::{Web, view};

pub use error::dress;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(view::routes())
        .merge(home::routes())
        .merge(search::routes())
        .merge(dataset::routes())
        .merge(language::routes())
}
