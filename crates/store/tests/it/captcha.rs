use vitrail_domain::time::DAY;
use vitrail_store::Db;
use vitrail_store::captcha;
use vitrail_testkit::db_test;
use vitrail_testkit::make::NOW;

db_test!(proofs_are_used_once_and_secrets_stay, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    assert_eq!(
        captcha::secret(&mut tx, "k", "first").await.unwrap(),
        "first"
    );
    assert_eq!(
        captcha::secret(&mut tx, "k", "second").await.unwrap(),
        "first"
    );
    assert!(captcha::use_up(&mut tx, "c", NOW.plus(DAY)).await.unwrap());
    assert!(!captcha::use_up(&mut tx, "c", NOW.plus(DAY)).await.unwrap());
    assert_eq!(captcha::purge(&mut tx, NOW).await.unwrap(), 0);
    assert_eq!(captcha::purge(&mut tx, NOW.plus(DAY)).await.unwrap(), 1);
    tx.commit().await.unwrap();
});
