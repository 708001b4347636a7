//! Applications that act for people (OAuth2): the page where people consent, and what applications call.

mod consent;
mod token;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(consent::routes())
        .merge(token::routes())
}
