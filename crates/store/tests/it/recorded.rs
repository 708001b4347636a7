use std::collections::HashMap;

use vitrail_domain::{Change, Dataset, Id, Kind, Owner, Timestamp};
use vitrail_store::matching::{Among, Match};
use vitrail_store::{Db, Sort, Viewer, change, dataset, matching, recorded};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::save;

fn at(hour: i64) -> Timestamp {
    NOW.plus(hour * 3_600_000_000)
}

async fn tell(db: &Db, hour: i64, subject: (Kind, Id), operation: &str, fields: &[&str]) {
    let mut tx = db.begin().await.unwrap();
    let told = Change {
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        ..Change::new(at(hour), subject, operation)
    };
    change::record(&mut tx, &told).await.unwrap();
    tx.commit().await.unwrap();
}

db_test!(
    records_change_with_the_log_and_with_whom_they_name,
    async |db: Db| {
        let publisher = make::organization("Ville", &[]);
        let person = make::user("Ada");
        let contact = make::contact_point("Accueil", Owner::User(person.id));
        save!(db, organization, [&publisher]);
        save!(db, user, [&person]);
        save!(db, contact_point, [&contact]);
        let old = at(-90_000);
        let mut all = ["Air", "Eau", "Sol"].map(|title| Dataset {
            created_at_internal: old,
            last_modified_internal: old,
            ..make::dataset(title)
        });
        all[0].owner = Owner::Organization(publisher.id);
        all[1].owner = Owner::User(person.id);
        all[2].contact_points = vec![contact.id];
        // One came in the morning of the day after what the log will say of it.
        all[2].created_at_internal = at(5);
        save!(db, dataset, [&all[0], &all[1]]);
        let mut tx = db.begin().await.unwrap();
        dataset::insert_new(&mut tx, &[(all[2].clone(), Vec::new())])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let ids: Vec<Id> = all.iter().map(|dataset| dataset.id).collect();
        let dates = async || {
            let found: HashMap<Id, Timestamp> = recorded::of(&db, &ids).await.unwrap();
            ids.iter().map(|id| found[id]).collect::<Vec<_>>()
        };
        assert_eq!(dates().await, [old, old, at(5)], "as old as they say");
        assert_eq!(recorded::earliest(&db).await.unwrap(), Some(old));

        for (id, hour) in ids.iter().zip([1, 2, 3]) {
            tell(&db, hour, (Kind::Dataset, *id), "imported", &[]).await;
        }
        assert_eq!(dates().await, [at(1), at(2), at(5)]);
        for (kind, id) in [
            (Kind::Dataset, ids[0]),
            (Kind::Organization, publisher.id),
            (Kind::User, person.id),
        ] {
            tell(&db, 9, (kind, id), "counted", &[]).await;
            let operation = if kind == Kind::Dataset {
                "followed"
            } else {
                "updated"
            };
            tell(&db, 9, (kind, id), operation, &["members"]).await;
        }
        assert_eq!(dates().await, [at(1), at(2), at(5)], "nothing they say");

        let organization = (Kind::Organization, publisher.id);
        tell(&db, 10, organization, "updated", &["name"]).await;
        tell(&db, 11, (Kind::User, person.id), "updated", &["last_name"]).await;
        tell(&db, 12, (Kind::ContactPoint, contact.id), "updated", &[]).await;
        assert_eq!(dates().await, [at(10), at(11), at(12)]);
        assert_eq!(recorded::of(&db, &[]).await.unwrap(), HashMap::new());

        // What is asked for by an instant is what says it, in the order that it says.
        let found = async |matching: Match| {
            let among = Among {
                viewer: Viewer::Anonymous,
                matching,
            };
            let sort = Sort {
                column: recorded::AT,
                descending: true,
            };
            let listed = matching::find(&db, &among, &[sort], 0, 9).await.unwrap();
            listed.data
        };
        let since = |hour: i64| Match::Recorded(Some(at(hour).micros()), None);
        assert_eq!(found(since(11)).await, [ids[2], ids[1]]);
        assert_eq!(found(Match::Everything).await, [ids[2], ids[1], ids[0]]);
    }
);
