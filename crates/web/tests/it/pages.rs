//! Pages as people get them: what they show beside the object itself, and what an operator may change of them.

use axum::http::{Method, StatusCode};
use serde_json::json;
use vitrail_app::Marks;
use vitrail_domain::Owner;
use vitrail_testkit::make;
use vitrail_testkit::portal::{Answer, Portal};

const HTML: [(&str, &str); 1] = [("accept", "text/html")];

async fn page(portal: &Portal, path: &str) -> Answer {
    portal.ask(Method::GET, path, &HTML).await.unwrap()
}

async fn html(portal: &Portal, path: &str) -> String {
    let answer = page(portal, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.text()
}

#[tokio::test]
async fn a_dataset_shows_what_resembles_it_and_what_others_added() {
    let portal = Portal::empty().await.unwrap();
    let user = portal.user("claire", |_| {}).await;
    let trees = portal.dataset("Arbres de Brest", |_| {}).await;
    portal.dataset("Arbres de Pau", |_| {}).await;
    portal
        .dataset("Arbres cachés", |it| it.private = true)
        .await;
    portal.dataset("Horaires des bus", |_| {}).await;
    let mut added =
        make::community_resource("Carte des arbres", Some(trees.id), Owner::User(user.id));
    added.resource.format = "geojson".to_owned();
    portal.community_resource(added).await;
    portal.indexed().await;
    let html = html(&portal, &format!("/datasets/{}", trees.slug)).await;
    let (_, similar) = html.split_once("id=\"similar-title\"").unwrap();
    assert!(similar.contains("Arbres de Pau"));
    assert!(!similar.contains("bus") && !html.contains("Arbres cachés"));
    let (_, community) = html.split_once("id=\"community\"").unwrap();
    assert!(community.contains("Carte des arbres") && community.contains("/users/"));
}

#[tokio::test]
async fn facets_and_chips_name_topics() {
    let portal = Portal::empty().await.unwrap();
    let dataset = portal.dataset("Arbres", |_| {}).await;
    let topic = portal.topic("Respirer en ville", |_| {}).await;
    let hidden = portal.topic("Projet secret", |it| it.private = true).await;
    for topic in [&topic, &hidden] {
        let element = Some((vitrail_domain::Kind::Dataset, dataset.id));
        let element = make::topic_element(topic.id, "Arbres", element);
        portal.elements(topic.id, &[element]).await;
    }
    portal.indexed().await;
    let found = html(&portal, "/datasets").await;
    assert!(found.contains("Respirer en ville"));
    assert!(!found.contains("Projet secret") && !found.contains(&format!(">{}<", hidden.id)));
    let chosen = html(&portal, &format!("/datasets?topic={}", topic.id)).await;
    assert!(chosen.contains("chip--on") && chosen.contains("Respirer en ville"));
    assert!(!chosen.contains(&format!(">{}<", topic.id)));
}

#[tokio::test]
async fn what_was_deleted_is_named_where_it_may_be() {
    let portal = Portal::empty().await.unwrap();
    let gone = |it: &mut vitrail_domain::Dataset| it.deleted = Some(it.created_at_internal);
    let dataset = portal.dataset("Arbres de Brest", gone).await;
    let secret = portal
        .dataset("Secrets de Brest", |it| {
            gone(it);
            it.private = true;
        })
        .await;
    let answer = page(&portal, &format!("/datasets/{}", dataset.slug)).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(
        answer
            .text()
            .contains("“Arbres de Brest” and was deleted on")
    );
    let answer = page(&portal, &format!("/datasets/{}", secret.slug)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!answer.text().contains("Secrets de Brest"));
    let user = portal.user("claire", |it| it.active = false).await;
    let answer = page(&portal, &format!("/users/{}", user.slug)).await;
    assert!(answer.status.is_client_error() && !answer.text().contains("was called"));
}

#[tokio::test]
async fn a_post_made_of_blocs_is_shown_whole() {
    let portal = Portal::empty().await.unwrap();
    let trees = portal.dataset("Arbres de Brest", |_| {}).await;
    let hidden = portal
        .dataset("Arbres cachés", |it| it.private = true)
        .await;
    let reuse = portal.reuse("Carte des arbres", |_| {}).await;
    let service = portal.dataservice("API des arbres", |_| {}).await;
    let post = portal
        .post("Le dossier des arbres", |it| {
            it.body_type = "blocs".to_owned();
            it.content = "ignored".to_owned();
            it.published = Some(it.created_at);
            it.blocs = vec![
                json!({"class": "HeroBloc", "title": "Voyez", "main_link_title": "Entrer", "main_link_url": "/topics"}),
                json!({"class": "MarkdownBloc", "title": "Texte", "content": "Du **gras** <script>x</script>"}),
                json!({"class": "DatasetsListBloc", "datasets": [trees.id.to_string(), {"class": "Dataset", "id": hidden.id.to_string()}]}),
                json!({"class": "ReusesListBloc", "reuses": [{"id": reuse.id.to_string()}]}),
                json!({"class": "LinksListBloc", "links": [{"title": "Mal", "url": "javascript:x"}, {"title": "Bien", "url": "https://x.example"}]}),
                json!({"class": "AccordionListBloc", "items": [{"title": "Pli", "content": [
                    {"class": "DataservicesListBloc", "dataservices": [service.id.to_string()]}]}]}),
            ];
        })
        .await;
    let html = html(&portal, &format!("/posts/{}", post.slug)).await;
    for shown in [
        "Voyez",
        "Entrer",
        "<strong>gras</strong>",
        "Arbres de Brest",
        "Carte des arbres",
        "Bien",
        "<summary>Pli</summary>",
        "API des arbres",
    ] {
        assert!(html.contains(shown), "{shown}");
    }
    for left_out in [
        "Arbres cachés",
        "javascript:",
        "<script>x",
        "ignored",
        ">Mal<",
    ] {
        assert!(!html.contains(left_out), "{left_out}");
    }
}

#[tokio::test]
async fn an_operator_gives_pages_its_name_and_words() {
    let portal = Portal::empty().await.unwrap();
    let before = html(&portal, "/").await;
    assert!(!before.contains("src=\"/logo\""));
    assert_eq!(page(&portal, "/logo").await.status, StatusCode::NOT_FOUND);
    let file = portal.folder().join("logo.svg");
    std::fs::write(&file, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    let portal = Portal::with(|settings| {
        settings.marks = Marks {
            title: Some("Données de Rivemont".to_owned()),
            logo: Some(file.clone()),
            tagline: Some("Nos données & les vôtres".to_owned()),
            about: Some("La ville de Rivemont ouvre ses données.".to_owned()),
            ask_url: Some("https://rivemont.example/demander".to_owned()),
            contact: Some("mailto:donnees@rivemont.example".to_owned()),
            statistics: Some("https://rivemont.example/chiffres".to_owned()),
            links: vec![("Presse".to_owned(), "/pages/presse".to_owned())],
        };
    })
    .await
    .unwrap();
    let home = html(&portal, "/").await;
    for shown in [
        "<title>Données de Rivemont</title>",
        "src=\"/logo\"",
        "Nos données &amp; les vôtres",
        "La ville de Rivemont ouvre",
        "mailto:donnees@rivemont.example",
        "rivemont.example/chiffres",
        "<a href=\"/pages/presse\">Presse</a>",
    ] {
        assert!(home.contains(shown), "{shown}");
    }
    let nothing = html(&portal, "/datasets?q=zzzz").await;
    assert!(nothing.contains("https://rivemont.example/demander"));
    let logo = page(&portal, "/logo").await;
    assert_eq!(logo.status, StatusCode::OK);
    assert_eq!(logo.header("content-type"), Some("image/svg+xml"));
    let site = portal.get("/api/1/site/").await.unwrap().json().unwrap();
    assert_eq!(site["title"], "Données de Rivemont");
}

#[tokio::test]
async fn a_record_known_in_part_claims_nothing() {
    let portal = Portal::empty().await.unwrap();
    let part = portal
        .dataset("Visas de court séjour", |it| {
            it.partial = true;
            it.license = None;
            it.frequency = "unknown".to_owned();
        })
        .await;
    let html = html(&portal, &format!("/datasets/{}", part.slug)).await;
    for said in [
        "only a part of this record",
        "No known update date",
        "Not scored",
    ] {
        assert!(html.contains(said), "{said}");
    }
    for claimed in [
        " ago",
        "data of",
        "No file for now",
        "The producer has not said",
    ] {
        assert!(!html.contains(claimed), "{claimed}");
    }
}
