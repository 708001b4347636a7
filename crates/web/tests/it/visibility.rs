//! What lists and objects show to whom, beyond the statuses of the permission matrix.

use axum::http::StatusCode;
use serde_json::json;
use vitrail_app::account;
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::{Kind, Owner};
use vitrail_testkit::catalogue::{Catalogue, days_ago};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test, store};

use crate::people::{ask_as, person};
use crate::portal;

/// Everybody who may ask, with their tokens.
struct People {
    stranger: String,
    owner: String,
    member: String,
    sysadmin: String,
}

/// The catalogue with an editor in its organization, and everybody's tokens.
async fn people(portal: &Portal, catalogue: &mut Catalogue) -> People {
    let (_, stranger) = person(portal, "stranger", false).await;
    let (_, sysadmin) = person(portal, "sysadmin", true).await;
    let (member, token) = person(portal, "member", false).await;
    catalogue.organization.members.push(Member {
        user: member,
        role: Role::PartialEditor,
        since: days_ago(1),
    });
    let owner = account::create_token(&portal.app, catalogue.user.id, None).await;
    People {
        stranger,
        owner: owner.unwrap(),
        member: token,
        sysadmin,
    }
}

async fn status(portal: &Portal, path: &str, token: Option<&str>) -> StatusCode {
    ask_as(portal, token, path).await.status
}

db_test!(
    private_objects_are_listed_for_their_people_only,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        let people = people(&portal, &mut catalogue).await;
        let owner = Owner::Organization(catalogue.organization.id);
        (catalogue.reuse.owner, catalogue.reuse.private) = (owner, true);
        (catalogue.dataservice.owner, catalogue.dataservice.private) = (owner, true);
        (catalogue.topic.owner, catalogue.topic.private) = (owner, true);
        catalogue.dataset.private = true;
        catalogue.write(&portal).await.unwrap();
        for list in [
            "/api/1/datasets/",
            "/api/1/reuses/",
            "/api/2/reuses/",
            "/api/1/dataservices/",
            "/api/1/discussions/",
            "/api/2/topics/",
        ] {
            for (token, total) in [
                (&people.stranger, 0),
                (&people.member, 1),
                (&people.sysadmin, 1),
            ] {
                let answer = ask_as(&portal, Some(token), list).await;
                assert_eq!(answer.json().unwrap()["total"], total, "{list}");
            }
            let answer = portal.get(list).await.unwrap();
            assert_eq!(answer.json().unwrap()["total"], 0, "{list}");
        }
    }
);

db_test!(
    a_public_reuse_does_not_show_private_datasets,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        let people = people(&portal, &mut catalogue).await;
        catalogue.dataset.private = true;
        catalogue.dataservice.private = true;
        catalogue.write(&portal).await.unwrap();
        let path = format!("/api/1/reuses/{}/", catalogue.reuse.id);
        let shown = portal.get(&path).await.unwrap().json().unwrap();
        assert_eq!(
            (&shown["datasets"], &shown["dataservices"]),
            (&json!([]), &json!([]))
        );
        let shown = ask_as(&portal, Some(&people.member), &path).await;
        let shown = shown.json().unwrap();
        assert_eq!(shown["datasets"][0]["id"], json!(catalogue.dataset.id));
        assert_eq!(
            shown["dataservices"][0]["id"],
            json!(catalogue.dataservice.id)
        );
    }
);

db_test!(tables_name_no_private_dataset, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let id = catalogue.dataset.id;
    catalogue.reuse.datasets = vec![id];
    catalogue.dataservice.datasets = vec![id];
    let tables = [
        "/api/1/site/reuses.csv?fresh=1",
        "/api/1/site/dataservices.csv?fresh=1",
    ];
    for is_private in [false, true] {
        catalogue.dataset.private = is_private;
        catalogue.write(&portal).await.unwrap();
        for table in tables {
            let said = portal.get(table).await.unwrap().text();
            assert!(said.lines().count() > 1, "{table}: {said}");
            assert_eq!(
                said.contains(&id.to_string()),
                !is_private,
                "{table}: {said}"
            );
        }
    }
});

db_test!(deleted_objects_say_so, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    catalogue.reuse.deleted = Some(days_ago(1));
    catalogue.dataservice.deleted_at = Some(days_ago(1));
    catalogue.write(&portal).await.unwrap();
    let reuse = format!("/api/1/reuses/{}/", catalogue.reuse.id);
    let dataservice = format!("/api/1/dataservices/{}/", catalogue.dataservice.id);
    for (path, message) in [
        (&reuse, "This reuse has been deleted"),
        (&dataservice, "Dataservice has been deleted"),
    ] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.status, StatusCode::GONE, "{path}");
        assert_eq!(answer.json().unwrap(), json!({"message": message}));
    }
    catalogue.reuse.private = true;
    catalogue.write(&portal).await.unwrap();
    assert_eq!(status(&portal, &reuse, None).await, StatusCode::NOT_FOUND);
});

db_test!(drafts_are_listed_for_sysadmins_only, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let people = people(&portal, &mut catalogue).await;
    catalogue.post.published = None;
    catalogue.write(&portal).await.unwrap();
    let drafts = "/api/1/posts/?with_drafts=true";
    for (token, total) in [(&people.stranger, 0), (&people.sysadmin, 1)] {
        let answer = ask_as(&portal, Some(token), drafts).await;
        assert_eq!(answer.json().unwrap()["total"], total);
    }
});

db_test!(former_slugs_lead_to_the_current_one, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    portal
        .write(async |tx| {
            for (kind, id) in [
                (Kind::Organization, catalogue.organization.id),
                (Kind::Reuse, catalogue.reuse.id),
                (Kind::Dataservice, catalogue.dataservice.id),
                (Kind::Topic, catalogue.topic.id),
                (Kind::User, catalogue.user.id),
                (Kind::Post, catalogue.post.id),
            ] {
                store::slug::remember(tx, kind, "avant", id).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    for (former, current) in [
        (
            "/api/1/organizations/avant/datasets",
            "/api/1/organizations/ville-d-evian/datasets",
        ),
        ("/api/1/reuses/avant", "/api/1/reuses/carte-de-l-air"),
        ("/api/1/dataservices/avant", "/api/1/dataservices/api-air"),
        (
            "/api/2/topics/avant/elements",
            "/api/2/topics/air-pur/elements",
        ),
        ("/api/1/users/avant", "/api/1/users/prenom-claire"),
        ("/api/1/posts/avant", "/api/1/posts/actualite"),
    ] {
        let answer = portal.get(former).await.unwrap();
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{former}");
        let location = answer.location().unwrap().trim_end_matches('/');
        assert_eq!(location, current);
    }
    for path in [
        "organizations",
        "reuses",
        "dataservices",
        "users",
        "posts",
        "discussions",
        "contacts",
    ] {
        for key in ["000000000000000000000000", "nulle-part"] {
            let path = format!("/api/1/{path}/{key}/");
            assert_eq!(
                status(&portal, &path, None).await,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
});

db_test!(what_is_mine_is_asked_by_name, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let people = people(&portal, &mut catalogue).await;
    catalogue.dataset.private = true;
    catalogue.write(&portal).await.unwrap();
    let own = [
        ("/api/1/me/datasets/", 0),
        ("/api/1/me/reuses/", 1),
        ("/api/1/me/org_datasets/", 1),
        ("/api/1/me/org_datasets/?q=air", 1),
        ("/api/1/me/org_datasets/?q=eau", 0),
        ("/api/1/me/org_reuses/", 1),
        ("/api/1/me/org_community_resources/", 1),
        ("/api/1/me/org_community_resources/?q=nope", 0),
        ("/api/1/me/org_discussions/", 1),
        ("/api/1/me/api_tokens/", 1),
        ("/api/1/me/org_invitations/", 0),
    ];
    for (path, count) in own {
        let answer = ask_as(&portal, Some(&people.owner), path).await;
        let found = answer.json().unwrap();
        assert_eq!(found.as_array().unwrap().len(), count, "{path}");
        assert!(
            !found.to_string().contains(&people.owner),
            "a token is shown once"
        );
    }
    let owner = Some(people.owner.as_str());
    let answer = ask_as(&portal, owner, "/api/2/me/org_topics/").await;
    assert_eq!(answer.json().unwrap()["total"], 1);
    let answer = ask_as(&portal, owner, "/api/1/me/metrics/").await;
    assert_eq!(
        answer.json().unwrap(),
        json!({"id": catalogue.user.id, "datasets_count": 0, "datasets_org_count": 1,
               "followers_count": 0, "followers_org_count": 0, "resources_availability": 100.0})
    );
});
