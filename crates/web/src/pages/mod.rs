//! The public pages. A handler finds its objects with the use cases of the API, and a template shows them.

mod account;
mod admin;
mod api;
mod bloc;
mod card;
mod chart;
mod dataservice;
mod dataset;
mod discussion;
mod embed;
mod error;
mod feed;
mod follow;
mod frame;
pub mod home;
mod jsonld;
mod language;
mod mqa;
mod oauth;
mod organization;
mod pagination;
mod post;
mod rdf;
pub mod redirect;
mod report;
mod reuse;
mod robot;
mod search;
mod sheet;
mod shelf;
pub mod social;
mod statistics;
mod topic;
mod user;
mod webhook;

use axum::Router;

use crate::{Web, view};

pub use admin::harvest_said;
pub use error::{Nowhere, Spoken, dress, is_read};
pub use frame::{Head, show};
pub use redirect::moved;
pub use robot::escaped;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(view::routes())
        .merge(home::routes())
        .merge(search::routes())
        .merge(dataset::routes())
        .merge(rdf::routes())
        .merge(organization::routes())
        .merge(reuse::routes())
        .merge(dataservice::routes())
        .merge(topic::routes())
        .merge(user::routes())
        .merge(post::routes())
        .merge(sheet::routes())
        .merge(discussion::routes())
        .merge(report::routes())
        .merge(embed::routes())
        .merge(feed::routes())
        .merge(follow::routes())
        .merge(statistics::routes())
        .merge(webhook::routes())
        .merge(account::routes())
        .merge(oauth::routes())
        .merge(admin::routes())
        .merge(api::routes())
        .merge(social::routes())
        .merge(robot::routes())
        .merge(language::routes())
}
