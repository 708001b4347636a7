//! Work to do later.

use serde_json::json;
use vitrail_domain::time::{DAY, SECOND};
use vitrail_store::job::{self, Job, Schedule};
use vitrail_store::{Db, Page};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

fn waiting(id: &str) -> Job {
    Job {
        id: make::id(id),
        name: "tidy".to_owned(),
        schedule: Some("tidy".to_owned()),
        facts: json!({"a": 1}),
        created: NOW,
        due: Some(NOW),
        lease: None,
        attempts: 0,
        started: None,
        ended: None,
        outcome: None,
        failure: None,
    }
}

db_test!(a_job_is_taken_by_one_and_again_when_lost, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    job::add(&mut tx, &waiting("a")).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!job::is_due(&db, NOW.plus(-1)).await.unwrap());
    assert!(job::is_due(&db, NOW).await.unwrap());

    let until = NOW.plus(60 * SECOND);
    let mut tx = db.begin().await.unwrap();
    let first = job::claim(&mut tx, NOW, until).await.unwrap().unwrap();
    assert_eq!((first.attempts, first.lease), (1, Some(until)));
    assert_eq!(job::claim(&mut tx, NOW, until).await.unwrap(), None);
    assert!(job::renew(&mut tx, &first, until).await.unwrap());
    tx.commit().await.unwrap();

    // Whoever had it died, then came back too late.
    let later = until.plus(60 * SECOND);
    let mut tx = db.begin().await.unwrap();
    let second = job::claim(&mut tx, until, later).await.unwrap().unwrap();
    assert_eq!(second.attempts, 2);
    assert!(!job::renew(&mut tx, &first, later).await.unwrap());
    assert!(!job::done(&mut tx, &first, until, "late").await.unwrap());
    assert!(job::release(&mut tx, &second).await.unwrap());
    let third = job::claim(&mut tx, until, later).await.unwrap().unwrap();
    assert_eq!(third.attempts, 2);
    let again = Some(later);
    assert!(
        job::failed(&mut tx, &third, until, "no", again)
            .await
            .unwrap()
    );
    assert_eq!(job::claim(&mut tx, until, later).await.unwrap(), None);
    let last = job::claim(&mut tx, later, later.plus(1)).await.unwrap();
    let last = last.unwrap();
    assert_eq!(last.failure.as_deref(), Some("no"));
    assert!(job::done(&mut tx, &last, later, "well").await.unwrap());
    tx.commit().await.unwrap();

    let kept = job::last_of(&db, "tidy").await.unwrap().unwrap();
    assert_eq!((kept.due, kept.outcome.as_deref()), (None, Some("well")));
    let page = Page { number: 1, size: 5 };
    assert_eq!(job::list(&db, Some("tidy"), page).await.unwrap().total, 1);
    assert_eq!(job::list(&db, Some("other"), page).await.unwrap().total, 0);
    let mut tx = db.begin().await.unwrap();
    assert_eq!(job::purge(&mut tx, NOW.plus(DAY)).await.unwrap(), 1);
    tx.commit().await.unwrap();
});

db_test!(
    workers_who_claim_at_once_take_different_jobs,
    async |db: Db| {
        let mut tx = db.begin().await.unwrap();
        for number in 0..20 {
            let mut waiting = waiting("a");
            waiting.id = make::id(&format!("job{number}"));
            job::add(&mut tx, &waiting).await.unwrap();
        }
        tx.commit().await.unwrap();
        let claim = async |db: Db| {
            let mut taken = Vec::new();
            loop {
                let mut tx = db.begin().await.unwrap();
                let claimed = job::claim(&mut tx, NOW, NOW.plus(SECOND)).await.unwrap();
                tx.commit().await.unwrap();
                match claimed {
                    Some(job) => taken.push(job.id),
                    None => return taken,
                }
            }
        };
        let (mut one, two) = tokio::join!(claim(db.clone()), claim(db.clone()));
        one.extend(two);
        one.sort();
        one.dedup();
        assert_eq!(one.len(), 20);
    }
);

db_test!(schedules_move_on_once, async |db: Db| {
    let schedule = Schedule {
        name: "tidy".to_owned(),
        cron: "17 * * * *".to_owned(),
        next: NOW,
    };
    let mut tx = db.begin().await.unwrap();
    job::set_schedule(&mut tx, &schedule).await.unwrap();
    let next = NOW.plus(DAY);
    assert!(job::advance(&mut tx, &schedule, next).await.unwrap());
    assert!(!job::advance(&mut tx, &schedule, next).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(job::schedules(&db).await.unwrap()[0].next, next);
    let mut tx = db.begin().await.unwrap();
    job::drop_schedule(&mut tx, "tidy").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(job::schedules(&db).await.unwrap(), []);
});
