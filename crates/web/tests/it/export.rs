//! The catalogue as tables: the columns of udata, what everybody may read and nothing else.

use std::io::Read;

use axum::http::{Method, StatusCode};
use serde_json::json;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test, table};

use crate::portal;

/// The header and the lines of a table.
fn lines(text: &str) -> (Vec<String>, Vec<String>) {
    let mut lines = text.split_terminator("\r\n").map(str::to_owned);
    let header = lines.next().unwrap_or_default();
    let names = header
        .split(';')
        .map(|name| name.trim_matches('"').to_owned());
    (names.collect(), lines.collect())
}

/// Has the portal publish its own catalogue.
async fn publish(portal: &Portal, catalogue: &Catalogue) {
    let admin = vitrail_app::domain::Actor {
        user: Some(catalogue.user.id),
        sysadmin: true,
        ..Default::default()
    };
    vitrail_app::jobs::run_now(&portal.app, &admin, "catalogue")
        .await
        .unwrap();
    vitrail_app::jobs::run_due(&portal.app).await.unwrap();
}

db_test!(tables_hold_what_is_public, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let organization = &catalogue.organization.slug;
    for (path, columns, first) in [
        ("/api/1/site/datasets.csv?fresh=1", 47, "id"),
        ("/api/1/site/resources.csv?fresh=1", 30, "dataset.id"),
        ("/api/1/site/organizations.csv?fresh=1", 25, "id"),
        ("/api/1/site/reuses.csv?fresh=1", 25, "id"),
        ("/api/1/site/dataservices.csv?fresh=1", 40, "id"),
        ("/api/1/site/discussions.csv?fresh=1", 15, "id"),
        ("/api/1/site/tags.csv", 4, "name"),
        (
            &format!("/api/1/organizations/{organization}/datasets.csv"),
            47,
            "id",
        ),
        (
            &format!("/api/1/organizations/{organization}/datasets-resources.csv"),
            30,
            "dataset.id",
        ),
        (
            &format!("/api/1/organizations/{organization}/dataservices.csv"),
            40,
            "id",
        ),
        (
            &format!("/api/1/organizations/{organization}/discussions.csv"),
            15,
            "id",
        ),
    ] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(
            answer.header("content-type"),
            Some("text/csv; charset=utf-8")
        );
        let disposition = answer.header("content-disposition").unwrap_or_default();
        assert!(
            disposition.starts_with("attachment; filename="),
            "{disposition}"
        );
        let (names, rows) = lines(&answer.text());
        assert_eq!((names.len(), names[0].as_str()), (columns, first), "{path}");
        assert!(!rows.is_empty(), "{path}");
    }
    let whole = async |path: &str| portal.get(path).await.unwrap().text();
    let all = whole("/api/1/site/datasets.csv?fresh=1").await;
    assert!(all.contains(&catalogue.dataset.title));
    let none = whole("/api/1/site/datasets.csv?tag=nothing-has-it").await;
    assert!(lines(&none).1.is_empty());
    let bare = "/api/1/site/datasets.csv";
    let early = portal.get(bare).await.unwrap();
    assert_eq!(early.status, StatusCode::NOT_FOUND, "not published yet");
    publish(&portal, &catalogue).await;
    for published in [bare, "/api/1/site/datasets.parquet"] {
        let published = portal.get(published).await.unwrap();
        assert_eq!(published.status, StatusCode::FOUND);
    }
    let missing = portal.get("/api/1/organizations/nobody/datasets.csv").await;
    assert_eq!(missing.unwrap().status, StatusCode::NOT_FOUND);
});

db_test!(the_portal_publishes_its_own_catalogue, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    publish(&portal, &catalogue).await;
    let id = vitrail_app::export::catalogue(&portal.app).await.unwrap();
    let id = id.unwrap();
    let read = async |path: String| portal.get(&path).await.unwrap();
    let said = read(format!("/api/1/datasets/{id}/")).await.json().unwrap();
    assert_eq!(said["contact_points"][0]["name"], "Vitrail", "{said}");
    let file = &said["resources"][0];
    assert!(file["description"].is_string(), "{file}");
    let slug = said["slug"].as_str().unwrap();
    let page = read(format!("/datasets/{slug}?lang=en")).await.text();
    assert!(!page.contains("Unknown producer"), "{page}");
    let graph = read(format!("/api/1/datasets/{id}/rdf.nt")).await.text();
    assert!(
        graph.contains("<http://purl.org/dc/terms/publisher>"),
        "{graph}"
    );
    let found = read("/data.json".to_owned()).await.json().unwrap();
    let all = found["dataset"].as_array().unwrap().iter();
    let mut own = all.filter(|one| one["identifier"] == json!(id.to_string()));
    assert_eq!(own.next().unwrap()["publisher"]["name"], "Vitrail");
});

db_test!(tables_are_compressed_on_their_way, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let gzip = [("accept-encoding", "gzip")];
    for path in [
        "/api/1/site/datasets.csv?fresh=1",
        "/api/2/datasets/search.csv",
        "/api/1/site/catalog.nt",
        "/data.json",
    ] {
        let plain = portal.get(path).await.unwrap();
        assert_eq!(plain.header("content-encoding"), None, "{path}");
        assert!(plain.text().contains(&catalogue.dataset.id.to_string()));
        let packed = portal.ask(Method::GET, path, &gzip).await.unwrap();
        assert_eq!(packed.header("content-encoding"), Some("gzip"), "{path}");
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&packed.body[..])
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, plain.body, "{path}");
        for answer in [plain, packed] {
            let vary = answer.headers.get_all("vary").iter();
            let mut vary = vary.map(|value| value.to_str().unwrap());
            assert!(vary.any(|value| value == "Accept-Encoding"), "{path}");
        }
    }
    // Nothing is gained for what is compressed already.
    let parquet = "/api/2/datasets/search.parquet";
    let parquet = portal.ask(Method::GET, parquet, &gzip).await.unwrap();
    assert_eq!(parquet.header("content-encoding"), None);
});

/// Whether a value of a Parquet file is what a cell of the CSV says. What was not put away is False there, null here.
fn is_same((cell, quoted): &(String, bool), value: Option<&String>, kind: &str) -> bool {
    match value {
        None => (cell.is_empty() && *quoted) || (cell == "False" && !quoted && kind == "Timestamp"),
        // A mark has two decimals in CSV.
        Some(value) if kind == "DOUBLE" => {
            cell.parse::<f64>().unwrap().to_bits() == value.parse::<f64>().unwrap().to_bits()
        }
        Some(value) => cell == value && *quoted == !matches!(kind, "INT64" | "BOOLEAN"),
    }
}

db_test!(parquet_says_what_csv_says, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let organization = format!("/api/1/organizations/{}", catalogue.organization.slug);
    let typed = |names: &[&str], found: &[(String, String)], kind: &str| {
        for name in names {
            let column = found.iter().find(|(found, _)| found == name);
            assert_eq!(column.map(|(_, kind)| kind.as_str()), Some(kind), "{name}");
        }
    };
    let mut dates = 0;
    for path in [
        "/api/1/site/datasets.csv?fresh=1",
        "/api/1/site/resources.csv?fresh=1",
        "/api/1/site/organizations.csv?fresh=1",
        "/api/1/site/reuses.csv?fresh=1",
        "/api/1/site/dataservices.csv?fresh=1",
        "/api/1/site/discussions.csv?fresh=1",
        "/api/1/site/harvests.csv?fresh=1",
        "/api/1/site/tags.csv",
        "/api/2/datasets/search.csv",
        &format!("{organization}/datasets.csv"),
        &format!("{organization}/datasets-resources.csv"),
        &format!("{organization}/dataservices.csv"),
        &format!("{organization}/reuses.csv"),
        &format!("{organization}/discussions.csv"),
    ] {
        let whole = portal.get(path).await.unwrap();
        let mut lines = table::csv(&whole.text());
        let header = lines.remove(0);
        let answer = portal.get(&path.replace(".csv", ".parquet")).await.unwrap();
        assert_eq!(
            answer.header("content-type"),
            Some("application/vnd.apache.parquet")
        );
        let disposition = answer.header("content-disposition").unwrap();
        assert!(disposition.ends_with(".parquet"), "{disposition}");
        let (columns, found) = table::parquet(answer.body.clone());
        let names = columns.iter().map(|(name, _)| name);
        assert!(names.eq(header.iter().map(|(name, _)| name)), "{path}");
        assert_eq!(lines.len(), found.len(), "{path}");
        for (line, values) in lines.iter().zip(&found) {
            for ((cell, value), (name, kind)) in line.iter().zip(values).zip(&columns) {
                assert!(
                    is_same(cell, value.as_ref(), kind),
                    "{path} {name}: {cell:?} {value:?}"
                );
                dates += usize::from(kind == "Timestamp" && value.is_some());
            }
        }
        if path.contains("site/datasets") {
            typed(&["id", "title", "harvest.backend"], &columns, "String");
            typed(&["resources_count", "metric.views"], &columns, "INT64");
            typed(&["quality_score"], &columns, "DOUBLE");
            typed(&["featured"], &columns, "BOOLEAN");
            typed(&["temporal_coverage.start"], &columns, "Date");
            typed(
                &["created_at", "archived", "harvest.issued_at"],
                &columns,
                "Timestamp",
            );
        }
    }
    assert!(dates > 10, "{dates}");
});

db_test!(private_datasets_are_in_no_table, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let mut catalogue = Catalogue::default();
    catalogue.dataset.private = true;
    catalogue.write(&portal).await.unwrap();
    let organization = &catalogue.organization.slug;
    for path in [
        "/api/1/site/datasets.csv?fresh=1",
        "/api/1/site/resources.csv?fresh=1",
        &format!("/api/1/organizations/{organization}/datasets.csv"),
        &format!("/api/1/organizations/{organization}/discussions.csv"),
    ] {
        let answer = portal.ask(Method::GET, path, &[]).await.unwrap();
        assert!(lines(&answer.text()).1.is_empty(), "{path}");
    }
});

db_test!(
    browsers_are_told_how_to_search_in_their_language,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        for (lang, said) in [("fr", "Rechercher"), ("en", "Search")] {
            let headers = [("accept-language", lang)];
            let answer = portal.ask(Method::GET, "/opensearch.xml", &headers).await;
            let answer = answer.unwrap();
            assert!(answer.text().contains(said), "{}", answer.text());
            assert_eq!(answer.header("content-language"), Some(lang));
            let vary = answer.headers.get_all("vary").iter();
            let mut vary = vary.map(|value| value.to_str().unwrap());
            assert!(vary.any(|value| value.contains("Accept-Language")));
        }
    }
);

db_test!(a_card_is_shown_on_other_sites, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let page = portal
        .get(&format!("/datasets/{}", catalogue.dataset.slug))
        .await
        .unwrap()
        .text();
    assert!(page.contains("application/json+oembed"));
    let offered = |page: &str, kind: &str, slug: &str| {
        let snippet =
            format!("&lt;iframe src=&quot;http://portal.example/embeds/{kind}/{slug}&quot;");
        assert!(page.contains(&snippet), "{page}");
    };
    offered(&page, "datasets", &catalogue.dataset.slug);
    let slug = &catalogue.organization.slug;
    let page = portal.get(&format!("/organizations/{slug}")).await;
    offered(&page.unwrap().text(), "organizations", slug);
    for (kind, slug) in [
        ("datasets", &catalogue.dataset.slug),
        ("dataservices", &catalogue.dataservice.slug),
        ("reuses", &catalogue.reuse.slug),
        ("organizations", &catalogue.organization.slug),
    ] {
        let base = "http://portal.example";
        let asked = format!("/oembed?format=json&url={base}/fr/{kind}/{slug}/&maxheight=100");
        let answer = portal.get(&asked).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{asked}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let said = answer.json().unwrap();
        assert_eq!(
            (&said["type"], &said["height"]),
            (&"rich".into(), &100.into())
        );
        let card = format!("/embeds/{kind}/{slug}");
        assert!(said["html"].as_str().unwrap().contains(&card));
        let answer = portal.get(&card).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{card}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors *"), "{policy}");
    }
    for (nothing, status) in [
        (
            "/oembed?url=https://elsewhere.example/datasets/a",
            StatusCode::NOT_FOUND,
        ),
        ("/oembed", StatusCode::BAD_REQUEST),
        ("/oembed?format=xml&url=x", StatusCode::NOT_IMPLEMENTED),
        ("/embeds/users/x", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(
            portal.get(nothing).await.unwrap().status,
            status,
            "{nothing}"
        );
    }
});

db_test!(libraries_read_the_catalogue_page_by_page, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let ask = async |query: &str| {
        let answer = portal.get(&format!("/oai?{query}")).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        answer.text()
    };
    let who = ask("verb=Identify").await;
    assert!(
        who.contains("<protocolVersion>2.0</protocolVersion>"),
        "{who}"
    );
    let identifier = format!("oai:portal.example:{}", catalogue.dataset.id);
    let former = format!("oai:vitrail:{}", catalogue.dataset.id);
    for (query, holds) in [
        (
            "verb=ListMetadataFormats",
            "<metadataPrefix>oai_dc</metadataPrefix>",
        ),
        ("verb=ListSets", "<setSpec>"),
        (
            "verb=ListIdentifiers&metadataPrefix=oai_dc",
            identifier.as_str(),
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc", "<dc:title>"),
        ("verb=ListRecords&metadataPrefix=dcat_ap", "dcat:Dataset"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01",
            "code=\"noRecordsMatch\"",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&set=nobody",
            "code=\"noRecordsMatch\"",
        ),
        (
            "verb=ListRecords&metadataPrefix=marc21",
            "code=\"cannotDisseminateFormat\"",
        ),
        ("verb=ListRecords", "code=\"badArgument\""),
        (
            "verb=ListRecords&resumptionToken=x",
            "code=\"badResumptionToken\"",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=hier",
            "code=\"badArgument\"",
        ),
        (
            "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:vitrail:0",
            "code=\"idDoesNotExist\"",
        ),
        (
            "verb=GetRecord&metadataPrefix=oai_dc&verb=GetRecord",
            "code=\"badVerb\"",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc",
            "code=\"badArgument\"",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-02&until=2026-02-01",
            "code=\"badArgument\"",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01&until=2026-02-01T00:00:00Z",
            "code=\"badArgument\"",
        ),
        (
            &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={former}"),
            identifier.as_str(),
        ),
        ("verb=Sing", "code=\"badVerb\""),
        ("", "code=\"badVerb\""),
    ] {
        let text = ask(query).await;
        assert!(text.contains(holds), "{query}: {text}");
    }
    let slug = &catalogue.organization.slug;
    let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}");
    let one = ask(&query).await;
    assert!(one.contains(&format!("<setSpec>{slug}</setSpec>")), "{one}");
    let of_set = ask(&format!(
        "verb=ListIdentifiers&metadataPrefix=oai_dc&set={slug}"
    ))
    .await;
    assert!(of_set.contains(&identifier), "{of_set}");
});

db_test!(libraries_are_told_what_to_forget, async |db: Db| {
    let (portal, token) = crate::write::signed_in(db).await;
    let token = Some(token.as_str());
    let write = async |method: Method, path: &str, body: serde_json::Value| {
        let answer = crate::write::send(&portal, method, path, token, &body).await;
        assert!(answer.status.is_success(), "{}", answer.text());
        answer
            .json()
            .ok()
            .and_then(|made| made["id"].as_str().map(str::to_owned))
    };
    let create = async |title: &str, private: bool| {
        let body = json!({"title": title, "description": "d", "private": private});
        let id = write(Method::POST, "/api/1/datasets/", body).await.unwrap();
        let path = format!("/api/1/datasets/{id}/");
        (format!("oai:portal.example:{id}"), path)
    };
    let (hidden, its_path) = create("Devenu privé", false).await;
    write(Method::PUT, &its_path, json!({"private": true})).await;
    let (deleted, its_path) = create("Supprimé", false).await;
    write(Method::DELETE, &its_path, json!(null)).await;
    let (back, its_path) = create("Revenu", false).await;
    write(Method::DELETE, &its_path, json!(null)).await;
    write(Method::PUT, &its_path, json!({"deleted": null})).await;
    let (draft, its_path) = create("Brouillon", true).await;
    write(Method::PUT, &its_path, json!({"title": "Brouillon encore"})).await;
    write(Method::DELETE, &its_path, json!(null)).await;

    let ask = async |query: String| {
        let path = format!("/oai?metadataPrefix=oai_dc&{query}");
        portal.get(&path).await.unwrap().text()
    };
    let gone = |id: &str| format!("<header status=\"deleted\"><identifier>{id}</identifier>");
    for verb in ["ListIdentifiers", "ListRecords"] {
        let list = ask(format!("verb={verb}")).await;
        assert!(
            list.contains(&gone(&hidden)) && list.contains(&gone(&deleted)),
            "{list}"
        );
        assert!(
            list.contains(&format!("<header><identifier>{back}</identifier>")),
            "{list}"
        );
        assert!(!list.contains(&draft), "{list}");
    }
    let one = async |id: &str| ask(format!("verb=GetRecord&identifier={id}")).await;
    assert!(one(&hidden).await.contains(&gone(&hidden)));
    assert!(one(&deleted).await.contains(&gone(&deleted)));
    assert!(one(&draft).await.contains("idDoesNotExist"));
});
