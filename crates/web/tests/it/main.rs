//! The HTTP room from outside: requests go through the whole router.

#![cfg(test)]

mod cors;
mod described;
mod description;
mod edges;
mod feed;
mod people;
mod read;
mod recorded;
mod robust;
mod search;
mod shapes;
mod subjects;
mod visibility;

use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::Portal;

/// A portal that holds one object of each kind.
async fn portal() -> (Portal, Catalogue) {
    filled(Portal::empty().await.unwrap()).await
}

/// The same on PostgreSQL.
async fn portal_on_postgres() -> (Portal, Catalogue) {
    filled(Portal::empty_on_postgres().await.unwrap()).await
}

async fn filled(portal: Portal) -> (Portal, Catalogue) {
    let catalogue = Catalogue::default();
    catalogue.write(&portal).await.unwrap();
    (portal, catalogue)
}
