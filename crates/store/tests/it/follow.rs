use vitrail_domain::{Id, Kind};
use vitrail_store::{Db, Page, follow};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::ALL;
use crate::save;

db_test!(followers_are_those_of_today, async |db: Db| {
    let air = (Kind::Dataset, make::id("Air"));
    let [mut ada, mut bob, mut ended] =
        ["Ada", "Bob", "Ended"].map(|name| make::follow(make::id(name), air));
    ada.since = NOW.plus(1);
    bob.since = NOW.plus(2);
    save!(
        db,
        follow,
        [
            &ada,
            &bob,
            &ended,
            &make::follow(make::id("Ada"), (Kind::Dataset, make::id("Eau")))
        ]
    );
    ended.until = Some(NOW);
    save!(db, follow, [&ended]);
    let list = async |following, follower: Option<Id>, page: Page| {
        let listed = follow::list(&db, following, follower, page).await.unwrap();
        (listed.data, listed.total)
    };
    assert_eq!(
        list(air, None, ALL).await,
        (vec![bob.clone(), ada.clone()], 2)
    );
    assert_eq!(
        list(air, Some(make::id("Ada")), ALL).await,
        (vec![ada.clone()], 1)
    );
    assert_eq!(list(air, Some(make::id("Ended")), ALL).await, (vec![], 0));
    assert_eq!(
        list(air, None, Page { number: 2, size: 1 }).await,
        (vec![ada], 2)
    );
    assert_eq!(list((Kind::Reuse, air.1), None, ALL).await, (vec![], 0));
});

db_test!(a_follow_lasts_until_it_ends, async |db: Db| {
    let (air, ada) = ((Kind::Dataset, make::id("Air")), make::id("Ada"));
    let mut first = make::follow(ada, air);
    save!(db, follow, [&first]);
    let found = follow::current(&db, ada, air).await.unwrap();
    assert_eq!(found.as_ref(), Some(&first));
    first.until = Some(NOW);
    save!(db, follow, [&first]);
    assert_eq!(follow::current(&db, ada, air).await.unwrap(), None);
});
