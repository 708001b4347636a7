//! What turns objects into HTML: templates, words, filters and assets, embedded in the program and replaceable
//! by an operator's folder.

mod assets;
mod filters;
pub mod logo;
mod markdown;
mod templates;
mod words;

#[cfg(test)]
mod tests;

pub use assets::asset;
pub use markdown::{clean, plain, to_html};
pub use templates::{Template, Views};
pub use words::{LANGUAGES, Words};

use axum::Router;

use crate::Web;

/// What pages show besides text: styles, scripts, the mark of the operator.
pub fn routes() -> Router<Web> {
    assets::routes().merge(logo::routes())
}
