//! What jobs compute is kept until they compute it again.

use vitrail_domain::Timestamp;
use vitrail_store::computed;
use vitrail_testkit::{Db, db_test};

db_test!(the_last_is_kept, async |db: Db| {
    assert_eq!(computed::get::<u16>(&db, "mqa").await.unwrap(), None);
    for (at, score) in [(1, 200_u16), (2, 300)] {
        let mut tx = db.begin().await.unwrap();
        let at = Timestamp::from_micros(at);
        computed::set(&mut tx, "mqa", at, &score).await.unwrap();
        tx.commit().await.unwrap();
    }
    let kept = computed::get::<u16>(&db, "mqa").await.unwrap();
    assert_eq!(kept, Some((Timestamp::from_micros(2), 300)));
    assert_eq!(computed::get::<u16>(&db, "other").await.unwrap(), None);
    // What cannot be read any more has to be computed again.
    assert_eq!(computed::get::<(u16, u16)>(&db, "mqa").await.unwrap(), None);
});
