//! Every subject but datasets beside the answers of a live udata: same status, same keys, same types of JSON.

use vitrail_app::account;
use vitrail_domain::resource::Checksum;
use vitrail_testkit::catalogue::{Catalogue, days_ago};
use vitrail_testkit::recordings::{self, shape};

use vitrail_testkit::{Db, db_test};

use crate::people::{ask_as, person};
use crate::portal;

/// Whom a recording was asked as.
#[derive(Clone, Copy)]
enum As {
    Nobody,
    Claire,
    Denis,
    Admin,
}

fn steps(catalogue: &Catalogue) -> Vec<(&'static str, As, String)> {
    let Catalogue {
        organization,
        reuse,
        dataservice,
        topic,
        discussion,
        dataset,
        user,
        ..
    } = catalogue;
    let (organization, topic) = (
        format!("/api/1/organizations/{}/", organization.id),
        format!("/api/2/topics/{}/", topic.id),
    );
    let plain = |name, path: &str| (name, As::Nobody, path.to_owned());
    vec![
        plain("002-get-site", "/api/1/site/"),
        plain("020-get-me", "/api/1/me/"),
        ("021-me-claire", As::Claire, "/api/1/me/".to_owned()),
        plain("080-get-organization", &organization),
        plain("081-organizations", "/api/1/organizations/?page_size=2"),
        (
            "086-membership-list-forbidden",
            As::Denis,
            format!("{organization}membership/"),
        ),
        (
            "092-assignments",
            As::Claire,
            format!("{organization}assignments/"),
        ),
        (
            "096-organization-datasets",
            As::Nobody,
            format!("{organization}datasets/"),
        ),
        (
            "101-get-reuse",
            As::Nobody,
            format!("/api/1/reuses/{}/", reuse.id),
        ),
        plain("102-get-reuse-v2-list", "/api/2/reuses/?page_size=1"),
        (
            "106-get-dataservice",
            As::Nobody,
            format!("/api/1/dataservices/{}/", dataservice.id),
        ),
        plain("110-dataservices", "/api/1/dataservices/"),
        plain("112-get-topic", &topic),
        (
            "113-topic-elements",
            As::Nobody,
            format!("{topic}elements/"),
        ),
        plain("117-topics", "/api/2/topics/"),
        (
            "121-get-discussion",
            As::Nobody,
            format!("/api/1/discussions/{}/", discussion.id),
        ),
        plain("124-discussions", "/api/1/discussions/?page_size=1"),
        plain("131-reports-anonymous", "/api/1/reports/"),
        ("132-reports-user", As::Denis, "/api/1/reports/".to_owned()),
        (
            "135-transfer-list-no-arg",
            As::Denis,
            "/api/1/transfer/".to_owned(),
        ),
        ("139-tokens", As::Claire, "/api/1/me/api_tokens/".to_owned()),
        (
            "142-activity",
            As::Nobody,
            format!("/api/1/activity/?related_to={}", dataset.id),
        ),
        ("143-users-forbidden", As::Denis, "/api/1/users/".to_owned()),
        (
            "144-users-admin",
            As::Admin,
            "/api/1/users/?page_size=2".to_owned(),
        ),
        (
            "145-user-public",
            As::Nobody,
            format!("/api/1/users/{}/", user.id),
        ),
        (
            "147-me-metrics",
            As::Claire,
            "/api/1/me/metrics/".to_owned(),
        ),
        plain("161-posts", "/api/1/posts/"),
    ]
}

/// Gives the catalogue what the recorded objects had.
fn complete(catalogue: &mut Catalogue) {
    catalogue.organization.url = Some("https://www.example.com".to_owned());
    let file = &mut catalogue.resources[0];
    file.filesize = Some(3_000);
    file.mime = Some("text/csv".to_owned());
    file.checksum = Some(Checksum {
        r#type: "sha1".to_owned(),
        value: "f212f0ceb6b86884f0515c68d357b3a261c003cf".to_owned(),
    });
    catalogue.dataservice.availability = Some(99.5);
    catalogue.dataservice.rate_limiting = Some("10/s".to_owned());
    catalogue.elements[0].description = Some("on cherche".to_owned());
    catalogue.discussion.closed = Some(days_ago(1));
    catalogue.discussion.closed_by = Some(catalogue.user.id);
}

db_test!(answers_have_the_recorded_shapes, async |db: Db| {
    if recordings::folder().is_none() {
        println!("skipped: no recordings of udata here (set VITRAIL_SHARED)");
        return;
    }
    let (portal, mut catalogue) = portal(db).await;
    complete(&mut catalogue);
    catalogue.write(&portal).await.unwrap();
    let claire = account::create_token(&portal.app, catalogue.user.id, Some("script".to_owned()))
        .await
        .unwrap();
    let (_, denis) = person(&portal, "denis", false).await;
    let (_, admin) = person(&portal, "admin", true).await;
    let mut off = Vec::new();
    for (name, asker, path) in steps(&catalogue) {
        let token = match asker {
            As::Nobody => None,
            As::Claire => Some(claire.as_str()),
            As::Denis => Some(denis.as_str()),
            As::Admin => Some(admin.as_str()),
        };
        let answer = ask_as(&portal, token, &path).await;
        let recorded = recordings::read(name).unwrap();
        if answer.status.as_u16() != recorded.status {
            off.push(format!("{name} {path}: status {}", answer.status));
            continue;
        }
        let ours = answer.json().unwrap();
        for difference in shape(&ours, &recorded.json) {
            // Some recorded owners are people where ours are organizations, and the reverse; recorded people had
            // signed in.
            let expected = [
                ".owner: null",
                ".organization: null",
                ".last_login_at: null",
            ];
            if !expected.iter().any(|end| difference.contains(end)) {
                off.push(format!("{name} {path} {difference}"));
            }
        }
        if recorded.status >= 400 {
            assert_eq!(ours, recorded.json, "{name}");
        }
        if let Some(metrics) = recorded.json["metrics"].as_object() {
            for key in metrics.keys() {
                assert!(!ours["metrics"][key].is_null(), "{name} metrics.{key}");
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
});

db_test!(
    version_2_keeps_the_recorded_order_of_keys,
    async |db: Db| {
        if recordings::folder().is_none() {
            println!("skipped: no recordings of udata here (set VITRAIL_SHARED)");
            return;
        }
        let (portal, catalogue) = portal(db).await;
        for (path, keys) in [
            (
                format!("/api/2/topics/{}/", catalogue.topic.id),
                [
                    "id",
                    "created_at",
                    "color",
                    "featured",
                    "spatial",
                    "elements",
                ],
            ),
            (
                "/api/2/reuses/?page_size=1".to_owned(),
                [
                    "created_at",
                    "description",
                    "image_thumbnail",
                    "dataservices",
                    "topic",
                    "archived",
                ],
            ),
        ] {
            let answer = portal.get(&path).await.unwrap();
            let text = String::from_utf8(answer.body).unwrap();
            let places: Vec<usize> = keys
                .iter()
                .map(|key| text.find(&format!("\"{key}\":")).unwrap())
                .collect();
            assert!(places.is_sorted(), "{path} {places:?}");
        }
    }
);
