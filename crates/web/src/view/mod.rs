//! What turns objects into HTML: templates, words, filters and assets, embedded in the program and replaceable
//! by an operator's folder.

mod assets;
mod filters;
mod markdown;
mod templates;
mod words;

#[cfg(test)]
mod tests;

pub use assets::{asset, routes};
pub use markdown::{clean, plain, to_html};
pub use templates::{Template, Views};
pub use words::{LANGUAGES, Words};
