//! The back-office: what people publish, keep and answer, for themselves or for their organizations. Its pages are
//! forms over the use cases of the API: a form becomes the JSON object that a script would send, and is refused for
//! the same reasons, in the language of the page.

mod bloc;
mod choice;
mod community;
mod contact;
mod dataset;
mod discussion;
mod element;
mod file;
mod form;
mod harvester;
mod held;
mod home;
mod life;
mod list;
mod member;
mod notification;
mod organization;
mod picture;
mod profile;
mod room;
mod site;
mod statistics;
mod subject;
mod table;
mod transfer;
mod version;

use axum::Router;

use crate::Web;

pub use element::url_of;
pub use harvester::harvest_said;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(home::routes())
        .merge(list::routes())
        .merge(dataset::routes())
        .merge(file::routes())
        .merge(subject::routes())
        .merge(element::routes())
        .merge(version::routes())
        .merge(picture::routes())
        .merge(community::routes())
        .merge(transfer::routes())
        .merge(organization::routes())
        .merge(member::routes())
        .merge(contact::routes())
        .merge(profile::routes())
        .merge(notification::routes())
        .merge(discussion::routes())
        .merge(site::routes())
        .merge(statistics::routes())
        .merge(harvester::routes())
}
