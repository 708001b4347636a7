//! What a broken or hostile source may make a reader hold, and XML that everybody but a strict parser can read.

use serde_json::json;
use vitrail_harvest::Backend;

use crate::csw::SERVICE;
use crate::shared::parse;

/// A page of empty objects takes a hundred times its size in memory.
#[test]
fn pages_in_json_have_a_bound() {
    let filled = |start: &str, one: &str, times: usize, end: &str| {
        format!("{start}{}{one}{end}", format!("{one},").repeat(times))
    };
    let ckan = ("{\"success\":true,\"result\":[", "]}");
    let ods = ("{\"results\":[", "]}");
    let udata = ("{\"data\":[", "]}");
    for (backend, (start, end)) in [
        (Backend::Ckan, ckan),
        (Backend::Dkan, ckan),
        (Backend::Ods, ods),
        (Backend::Udata, udata),
    ] {
        for (one, times, why) in [
            ("{}", 500_000, "500,000 objects"),
            ("1", 1_500_000, "1,500,000 values"),
            ("{}", 25_000, "more than 25,000 datasets"),
        ] {
            let body = filled(start, one, times, end);
            let fault = parse(backend, body.as_bytes()).unwrap_err();
            assert!(fault.0.contains(why), "{backend:?}: {fault}");
        }
        let body = filled(start, "{\"id\":\"a\"}", 10_000, end);
        assert!(parse(backend, body.as_bytes()).is_ok(), "{backend:?}");
    }
    let names = filled("[", "\"a\"", 200_000, "]");
    let fault = parse(Backend::Dkan, names.as_bytes()).unwrap_err();
    assert!(fault.0.contains("more than 200000 requests"), "{fault}");
}

#[test]
fn answers_have_a_bound() {
    let records = |inside: &str| {
        format!("<GetRecordsResponse><SearchResults>{inside}</SearchResults></GetRecordsResponse>")
    };
    let many = records(&"<MD_Metadata/>".repeat(25_001));
    let wide = records(&format!("<MD_Metadata {}/>", "a=\"\" ".repeat(1_001)));
    let said = records(&"<a b=\"\"/>".repeat(500_001));
    for (body, why) in [
        (&many, "more than 25,000 datasets"),
        (&wide, "too many elements"),
        (&said, "too many elements"),
    ] {
        let fault = parse(Backend::CswIso19139, body.as_bytes()).unwrap_err();
        assert!(fault.0.contains(why), "{fault}");
    }
}

/// What HTML knows and XML does not loses no record.
#[test]
fn references_of_html_and_bare_ampersands_are_read() {
    let body = SERVICE.replace(
        "<gmd:abstract><gco:CharacterString>",
        "<gmd:abstract><gco:CharacterString>R&D;&nbsp;: <![CDATA[a&b]]> ",
    );
    assert_ne!(body, SERVICE);
    let step = parse(Backend::CswIso19139, body.as_bytes()).unwrap();
    let description = &step.harvested.dataservices[0].dataservice.description;
    assert!(description.starts_with("R&D;\u{a0}: a&b "), "{description}");
    for address in ["?a=1&b=2", "?a=1&other;", "&#xD800;"] {
        let linked = SERVICE.replace(
            "<gmd:MD_Metadata",
            &format!("<gmd:MD_Metadata id=\"{address}\""),
        );
        assert_ne!(linked, SERVICE);
        assert!(parse(Backend::CswIso19139, linked.as_bytes()).is_ok());
    }
}

/// A dataset that is not read whole is not read: what it has would be taken for gone.
#[test]
fn a_package_has_a_bound_in_files() {
    let files = vec![json!({"url": "http://a.example.org/b"}); 20_000];
    let package = json!({"id": "p", "name": "p", "title": "Arbres", "resources": files});
    let step = parse(Backend::Ckan, &serde_json::to_vec(&package).unwrap()).unwrap();
    let read = &step.harvested.datasets[0];
    assert!(read.skipped.as_deref().unwrap().contains("20,000 files"));
    assert!(read.resources.is_empty());
}
