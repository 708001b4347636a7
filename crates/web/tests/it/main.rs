//! The HTTP room from outside: requests go through the whole router.

#![cfg(test)]

mod cors;
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
    let (portal, catalogue) = (Portal::empty().await.unwrap(), Catalogue::default());
    catalogue.write(&portal).await.unwrap();
    (portal, catalogue)
}
