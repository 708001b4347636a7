//! Who reads what: private objects do not exist for strangers, deleted ones are gone, and both stay readable by
//! their owner, the members of their organization and sysadmins.

use axum::http::StatusCode;
use serde_json::json;
use vitrail_app::account;
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::{Kind, Owner};
use vitrail_testkit::catalogue::{Catalogue, days_ago};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::store;

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

fn paths(catalogue: &Catalogue) -> [String; 4] {
    [
        format!("/api/1/reuses/{}/", catalogue.reuse.id),
        format!("/api/1/dataservices/{}/", catalogue.dataservice.id),
        format!("/api/2/dataservices/{}/", catalogue.dataservice.slug),
        format!("/api/2/topics/{}/", catalogue.topic.id),
    ]
}

#[tokio::test]
async fn private_objects_exist_for_their_people_only() {
    let (portal, mut catalogue) = portal().await;
    let people = people(&portal, &mut catalogue).await;
    let owner = Owner::Organization(catalogue.organization.id);
    (catalogue.reuse.owner, catalogue.reuse.private) = (owner, true);
    (catalogue.dataservice.owner, catalogue.dataservice.private) = (owner, true);
    (catalogue.topic.owner, catalogue.topic.private) = (owner, true);
    catalogue.dataset.private = true;
    catalogue.write(&portal).await.unwrap();
    let discussion = format!("/api/1/discussions/{}/", catalogue.discussion.id);
    let elements = format!("/api/2/topics/{}/elements/", catalogue.topic.id);
    for path in paths(&catalogue).iter().chain([&discussion, &elements]) {
        for token in [None, Some(people.stranger.as_str())] {
            let status = status(&portal, path, token).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
        for token in [&people.owner, &people.member, &people.sysadmin] {
            assert_eq!(
                status(&portal, path, Some(token)).await,
                StatusCode::OK,
                "{path}"
            );
        }
    }
    for list in [
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

#[tokio::test]
async fn a_public_reuse_does_not_show_private_datasets() {
    let (portal, mut catalogue) = portal().await;
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

#[tokio::test]
async fn deleted_objects_are_gone() {
    let (portal, mut catalogue) = portal().await;
    let people = people(&portal, &mut catalogue).await;
    let when = Some(days_ago(1));
    catalogue.reuse.owner = Owner::Organization(catalogue.organization.id);
    catalogue.reuse.deleted = when;
    catalogue.dataservice.deleted_at = when;
    catalogue.write(&portal).await.unwrap();
    for (path, message) in [
        (
            format!("/api/1/reuses/{}/", catalogue.reuse.id),
            "This reuse has been deleted",
        ),
        (
            format!("/api/1/dataservices/{}/", catalogue.dataservice.id),
            "Dataservice has been deleted",
        ),
    ] {
        let answer = portal.get(&path).await.unwrap();
        assert_eq!(answer.status, StatusCode::GONE, "{path}");
        assert_eq!(answer.json().unwrap(), json!({"message": message}));
        let member = status(&portal, &path, Some(&people.member)).await;
        assert_eq!(member, StatusCode::OK, "{path}");
    }
    catalogue.reuse.private = true;
    catalogue.organization.deleted = when;
    catalogue.write(&portal).await.unwrap();
    let reuse = format!("/api/1/reuses/{}/", catalogue.reuse.id);
    assert_eq!(status(&portal, &reuse, None).await, StatusCode::NOT_FOUND);
    let organization = format!("/api/1/organizations/{}/", catalogue.organization.id);
    for (token, expected) in [
        (&people.stranger, StatusCode::GONE),
        (&people.owner, StatusCode::OK),
        (&people.sysadmin, StatusCode::OK),
    ] {
        assert_eq!(status(&portal, &organization, Some(token)).await, expected);
    }
}

#[tokio::test]
async fn people_who_left_are_gone_and_drafts_do_not_exist() {
    let (portal, mut catalogue) = portal().await;
    let people = people(&portal, &mut catalogue).await;
    catalogue.post.published = None;
    catalogue.user.active = false;
    catalogue.write(&portal).await.unwrap();
    let user = format!("/api/1/users/{}/", catalogue.user.slug);
    assert_eq!(status(&portal, &user, None).await, StatusCode::GONE);
    assert_eq!(
        status(&portal, &user, Some(&people.sysadmin)).await,
        StatusCode::OK
    );
    let post = format!("/api/1/posts/{}/", catalogue.post.slug);
    let draft = status(&portal, &post, Some(&people.stranger)).await;
    assert_eq!(draft, StatusCode::NOT_FOUND);
    assert_eq!(
        status(&portal, &post, Some(&people.sysadmin)).await,
        StatusCode::OK
    );
    let drafts = "/api/1/posts/?with_drafts=true";
    for (token, total) in [(&people.stranger, 0), (&people.sysadmin, 1)] {
        let answer = ask_as(&portal, Some(token), drafts).await;
        assert_eq!(answer.json().unwrap()["total"], total);
    }
}

#[tokio::test]
async fn former_slugs_lead_to_the_current_one() {
    let (portal, catalogue) = portal().await;
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
}

#[tokio::test]
async fn what_is_mine_is_asked_by_name() {
    let (portal, mut catalogue) = portal().await;
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
        assert_eq!(
            status(&portal, path, None).await,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
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
    let membership = format!(
        "/api/1/organizations/{}/membership/",
        catalogue.organization.id
    );
    for (path, token, expected) in [
        (membership.as_str(), None, StatusCode::UNAUTHORIZED),
        (&membership, Some(&people.member), StatusCode::FORBIDDEN),
        (&membership, Some(&people.owner), StatusCode::OK),
        ("/api/1/transfer/", None, StatusCode::UNAUTHORIZED),
        (
            "/api/1/transfer/?subject=x",
            Some(&people.member),
            StatusCode::OK,
        ),
        ("/api/1/notifications/", None, StatusCode::UNAUTHORIZED),
        (
            "/api/1/notifications/",
            Some(&people.member),
            StatusCode::OK,
        ),
        ("/api/1/reports/", Some(&people.sysadmin), StatusCode::OK),
        ("/api/1/users/", None, StatusCode::UNAUTHORIZED),
    ] {
        let token = token.map(String::as_str);
        assert_eq!(status(&portal, path, token).await, expected, "{path}");
    }
}
