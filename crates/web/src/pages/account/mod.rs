//! Accounts: opening one, signing in and out, passwords, addresses, sessions. People fill in forms; clients of
//! udata send the same as JSON, in the words of the library behind its accounts.

mod address;
mod captcha;
pub(super) mod cookie;
pub mod form;
mod oidc;
mod page;
mod password;
mod profile;
mod register;
mod script;
mod second;
mod setup;
mod sign;
mod tokens;

use axum::Router;

use crate::Web;

pub use script::{is_room, respoken, speaks_json};

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(setup::routes())
        .merge(sign::routes())
        .merge(register::routes())
        .merge(password::routes())
        .merge(address::routes())
        .merge(captcha::routes())
        .merge(oidc::routes())
        .merge(page::routes())
        .merge(profile::routes())
        .merge(second::routes())
        .merge(tokens::routes())
}
