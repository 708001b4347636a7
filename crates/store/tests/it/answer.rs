//! What waits for an answer: memberships, transfers, notifications.

use vitrail_domain::membership::{Answer, Asked};
use vitrail_domain::notification::Details;
use vitrail_domain::organization::Role;
use vitrail_domain::{Id, Kind, MembershipRequest, Notification, Owner, Transfer};
use vitrail_store::{Db, Page, Sort, membership, notification, organization, transfer};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{NOW, uuid};

fn request(name: &str, user: Option<&str>) -> MembershipRequest {
    MembershipRequest {
        id: uuid(name),
        organization: Id::seeded("ville"),
        user: user.map(Id::seeded),
        email: Some(format!("{name}@example.org")),
        kind: Asked::Invitation,
        status: Answer::Pending,
        role: Role::PartialEditor,
        comment: Some("Bienvenue".to_owned()),
        assignments: vec![(Kind::Dataset, Id::seeded("arbres"))],
        created: NOW,
        created_by: Some(Id::seeded("claire")),
        handled: None,
        handled_by: None,
        refusal: None,
    }
}

db_test!(requests_are_found_by_both_sides, async |db: Db| {
    let town = Id::seeded("ville");
    let named = request("one", Some("denis"));
    let mut unknown = request("two", None);
    unknown.created = NOW.plus(1);
    let mut tx = db.begin().await.unwrap();
    membership::save(&mut tx, &named).await.unwrap();
    membership::save(&mut tx, &unknown).await.unwrap();
    tx.commit().await.unwrap();
    let found = membership::get(&db, town, named.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&named));
    let elsewhere = membership::get(&db, Id::seeded("autre"), named.id).await;
    assert_eq!(elsewhere.unwrap(), None);
    let (denis, nobody) = (Id::seeded("denis"), Id::seeded("nobody"));
    for (status, user, expected) in [
        (None, None, 2),
        (Some(Answer::Pending), Some(denis), 1),
        (Some(Answer::Refused), None, 0),
    ] {
        let found = membership::of_organization(&db, town, status, user).await;
        assert_eq!(found.unwrap().len(), expected);
    }
    let mine = membership::invitations_of(&db, denis, None).await.unwrap();
    assert_eq!(mine, [named]);
    let address = Some("TWO@example.org");
    let mine = membership::invitations_of(&db, nobody, address).await;
    assert_eq!(mine.unwrap(), [unknown]);
    let mut tx = db.begin().await.unwrap();
    membership::forget(&mut tx, denis).await.unwrap();
    tx.commit().await.unwrap();
    let left = membership::of_organization(&db, town, None, None).await;
    assert_eq!(left.unwrap().len(), 1);
});

db_test!(
    transfers_are_found_by_subject_and_recipient,
    async |db: Db| {
        let (subject, denis) = ((Kind::Dataset, Id::seeded("arbres")), Id::seeded("denis"));
        let asked = Transfer {
            id: Id::seeded("transfer"),
            user: Id::seeded("claire"),
            owner: Owner::User(Id::seeded("claire")),
            recipient: Owner::User(denis),
            subject,
            comment: "Pour toi".to_owned(),
            created: NOW,
            status: Answer::Pending,
            responded: None,
            response: None,
        };
        let mut tx = db.begin().await.unwrap();
        transfer::save(&mut tx, &asked).await.unwrap();
        tx.commit().await.unwrap();
        let found = transfer::get(&db, asked.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&asked));
        let any = transfer::Filter::default();
        let (one, other) = (Some(subject.1), Some(Id::seeded("other")));
        for (wanted, expected) in [
            (
                transfer::Filter {
                    subject: one,
                    kind: Some(Kind::Dataset),
                    ..any
                },
                1,
            ),
            (
                transfer::Filter {
                    subject: other,
                    ..any
                },
                0,
            ),
            (
                transfer::Filter {
                    recipient: Some(denis),
                    ..any
                },
                1,
            ),
            (
                transfer::Filter {
                    status: Some(Answer::Accepted),
                    ..any
                },
                0,
            ),
        ] {
            let found = transfer::list(&db, wanted).await.unwrap();
            assert_eq!(found.len(), expected, "{wanted:?}");
        }
    }
);

db_test!(notifications_are_read_or_settled, async |db: Db| {
    let (denis, town) = (Id::seeded("denis"), Id::seeded("ville"));
    let told = |name: &str, at: i64, details: Details| Notification {
        id: uuid(name),
        user: denis,
        about: name.to_owned(),
        created: NOW.plus(at),
        modified: NOW.plus(at),
        handled: None,
        details,
    };
    let invited = Details::Invited {
        organization: town,
        user: denis,
    };
    let accepted = Details::MembershipAccepted { organization: town };
    let (first, last) = (told("one", 1, invited), told("two", 2, accepted));
    let mut tx = db.begin().await.unwrap();
    let both = [first.clone(), last.clone()];
    notification::add(&mut tx, &both).await.unwrap();
    notification::save(&mut tx, &last).await.unwrap();
    notification::settle(&mut tx, "one", NOW.plus(9))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let settled = Notification {
        modified: NOW.plus(9),
        handled: Some(NOW.plus(9)),
        ..first
    };
    let found = notification::get(&db, denis, settled.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&settled));
    let stranger = notification::get(&db, town, settled.id).await.unwrap();
    assert_eq!(stranger, None);
    let any = notification::Filter::default;
    let event = Some("organization.membership.accepted".to_owned());
    for (wanted, expected) in [
        (any(), vec![last.clone(), settled.clone()]),
        (
            notification::Filter {
                handled: Some(true),
                ..any()
            },
            vec![settled.clone()],
        ),
        (notification::Filter { event, ..any() }, vec![last.clone()]),
        (
            notification::Filter {
                since: NOW.plus(1),
                ..any()
            },
            vec![last.clone()],
        ),
    ] {
        let listed = notification::list(&db, denis, &wanted, None, Page::ALL).await;
        assert_eq!(listed.unwrap().data, expected, "{wanted:?}");
    }
    for (_, column) in notification::SORTS {
        let sort = Some(Sort {
            column,
            descending: false,
        });
        let listed = notification::list(&db, denis, &any(), sort, Page::ALL).await;
        assert_eq!(listed.unwrap().total, 2, "{column}");
    }
    let mut tx = db.begin().await.unwrap();
    notification::forget(&mut tx, denis).await.unwrap();
    tx.commit().await.unwrap();
    let listed = notification::list(&db, denis, &any(), None, Page::ALL).await;
    assert_eq!(listed.unwrap().total, 0);
});

db_test!(assignments_are_taken_away, async |db: Db| {
    let (denis, town) = (Id::seeded("denis"), Id::seeded("ville"));
    let [one, other] = ["one", "other"].map(|name| (Kind::Dataset, Id::seeded(name)));
    let mut tx = db.begin().await.unwrap();
    for subject in [one, other] {
        organization::assign(&mut tx, denis, town, subject)
            .await
            .unwrap();
    }
    organization::unassign_subject(&mut tx, one).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        organization::assignments_of(&db, denis).await.unwrap(),
        [other]
    );
    let mut tx = db.begin().await.unwrap();
    organization::unassign(&mut tx, denis, town).await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        organization::assignments_of(&db, denis)
            .await
            .unwrap()
            .is_empty()
    );
});
