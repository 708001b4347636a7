//! The files that the portal keeps: whose they are decides who is given them, and who may keep a copy.

use axum::http::{Method, StatusCode};
use vitrail_app::{account, file};
use vitrail_domain::{Owner, Resource};
use vitrail_testkit::portal::{NOW, Portal};
use vitrail_testkit::{Db, db_test, make};

use crate::people::ask_as;

const KEY: &str = "resources/mesures/20260115-120000/mesures.csv";
const TEXT: &[u8] = b"jour,valeur\n1,2\n";

/// A file that the portal keeps.
async fn kept(portal: &Portal, title: &str, key: &str) -> Resource {
    file::objects(&portal.app).put(key, TEXT).await.unwrap();
    Resource {
        url: file::address(key),
        filetype: "file".to_owned(),
        ..make::resource(title)
    }
}

db_test!(
    a_private_file_is_given_to_its_readers_alone,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let owner = portal.user("Amina", |_| {}).await;
        let token = account::create_token(&portal.app, owner.id, None)
            .await
            .unwrap();
        let owned = Owner::User(owner.id);
        let file = kept(&portal, "Mesures", KEY).await;
        let dataset = portal
            .dataset("Mesures", |dataset| dataset.owner = owned)
            .await;
        portal
            .resources(dataset.id, std::slice::from_ref(&file))
            .await;
        let path = format!("/{KEY}");

        let public = portal.get(&path).await.unwrap();
        assert_eq!(
            (public.status, public.body.as_slice()),
            (StatusCode::OK, TEXT)
        );
        assert_eq!(public.header("cache-control"), Some("public, no-cache"));
        let tag = public.header("etag").unwrap().to_owned();

        portal
            .dataset("Mesures", |dataset| {
                (dataset.owner, dataset.private) = (owned, true);
            })
            .await;
        // Who was given it before learns nothing more, not even that it is the same.
        for headers in [
            vec![],
            vec![("if-none-match", tag.as_str())],
            vec![("range", "bytes=0-3")],
        ] {
            for path in [path.clone(), format!("/s/{KEY}")] {
                let answer = portal.ask(Method::GET, &path, &headers).await.unwrap();
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} {headers:?}");
                assert!(answer.header("etag").is_none());
            }
        }
        let private = ask_as(&portal, Some(&token), &path).await;
        assert_eq!(private.body, TEXT);
        assert_eq!(private.header("cache-control"), Some("private, no-cache"));
        let headers = [("x-api-key", token.as_str()), ("if-none-match", &tag)];
        let same = portal.ask(Method::GET, &path, &headers).await.unwrap();
        assert_eq!(same.status, StatusCode::NOT_MODIFIED);
        assert_eq!(same.header("cache-control"), Some("private, no-cache"));

        portal
            .dataset("Mesures", |dataset| {
                (dataset.owner, dataset.deleted) = (owned, Some(NOW));
            })
            .await;
        assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::GONE);
        let own = ask_as(&portal, Some(&token), &path).await;
        assert_eq!(own.status, StatusCode::OK);

        // Another dataset holds the same file, and is public.
        let copy = Resource {
            id: make::uuid("Copie"),
            ..file
        };
        let other = portal.dataset("Copie", |_| {}).await;
        portal.resources(other.id, &[copy]).await;
        assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::OK);
    }
);

db_test!(a_file_goes_with_what_held_it, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let file = kept(&portal, "Mesures", KEY).await;
    let path = format!("/{KEY}");
    let status = async || portal.get(&path).await.unwrap().status;
    assert_eq!(
        status().await,
        StatusCode::NOT_FOUND,
        "nothing holds it yet"
    );
    let dataset = portal.dataset("Mesures", |_| {}).await;
    portal
        .resources(dataset.id, std::slice::from_ref(&file))
        .await;
    assert_eq!(status().await, StatusCode::OK);
    portal.resources(dataset.id, &[]).await;
    assert_eq!(
        status().await,
        StatusCode::NOT_FOUND,
        "nothing holds it any more"
    );
    // What a reuser adds is public, and a remote address that looks like ours holds nothing.
    let mut added = make::community_resource("Ajout", Some(dataset.id), Owner::Nobody);
    added.resource.url = file::address(KEY);
    portal.community_resource(added.clone()).await;
    assert_eq!(status().await, StatusCode::NOT_FOUND);
    added.resource.filetype = "file".to_owned();
    portal.community_resource(added).await;
    assert_eq!(status().await, StatusCode::OK);
    // Images are nobody's.
    kept(&portal, "Logo", "avatars/logo.png").await;
    let logo = portal.get("/s/avatars/logo.png").await.unwrap();
    assert_eq!(logo.status, StatusCode::OK);
});
