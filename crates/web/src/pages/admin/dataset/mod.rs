//! Datasets in the back-office: published step by step, edited, put away and brought back.

mod edit;
mod fields;
mod life;
mod publish;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(publish::routes())
        .merge(edit::routes())
        .merge(life::routes())
}

pub use edit::{sheet, sheet_of};
pub use fields::{WHERE, keep_drawn};
pub use publish::{Stage, StageOut, steps};
