//! What the datasets of the demonstration are about: words, rhythm and columns of each theme.

mod culture;
mod energy;
mod environment;
mod housing;
mod living;
mod money;
mod people;
mod transport;

use super::theme::Theme;

/// Every theme, in a fixed order: what is drawn from it depends on it.
pub fn all() -> impl Iterator<Item = &'static Theme> {
    environment::THEMES
        .iter()
        .chain(energy::THEMES)
        .chain(transport::THEMES)
        .chain(money::THEMES)
        .chain(housing::THEMES)
        .chain(people::THEMES)
        .chain(culture::THEMES)
        .chain(living::THEMES)
}
