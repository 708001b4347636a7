//! Search pages: one for each kind of object, whose state is its address.

mod asked;
mod facet;
mod found;
mod page;

use axum::Router;
use axum::routing::get;

use crate::Web;

pub use facet::address;

pub fn routes() -> Router<Web> {
    let mut router = Router::new();
    for kind in asked::KINDS {
        let path = format!("/{}", kind.path);
        let handler = move |web, context| page::show(web, context, kind);
        router = router
            .route(&path, get(handler))
            .route(&format!("{path}/search"), get(handler));
    }
    router
}
