//! Every template is rendered with a sample of each kind of content, in each language; every key that a template
//! names exists in each.

use serde_json::{Value, json};
use vitrail_app::Clock;

mod desk;

use super::templates::files;
use super::{LANGUAGES, Template, Views, Words};

const ID: &str = "53699d0ea3a729239d205b2e";
const WHEN: &str = "2026-11-20T10:00:00+00:00";

fn organization() -> Value {
    json!({"id": ID, "name": "Météo-France", "acronym": "MF", "slug": "meteo", "page": "/organizations/meteo",
           "description": "Le *temps*", "badges": [{"kind": "certified"}, {"kind": "public-service"}],
           "metrics": {"datasets": 3, "followers": 2}, "created_at": WHEN, "url": "https://x.example",
           "members": [{"user": person(), "role": "admin"}], "logo_thumbnail": "https://ailleurs.example/logo.png"})
}

fn person() -> Value {
    json!({"id": ID, "first_name": "Claire", "last_name": "Martin", "page": "/users/claire", "slug": "claire",
           "since": WHEN, "about": "Moi", "organizations": [], "website": "https://x.example"})
}

fn quality() -> Value {
    json!({"license": true, "temporal_coverage": false, "spatial": true, "update_frequency": true,
           "dataset_description_quality": true, "update_fulfilled_in_time": false, "has_open_format": true,
           "all_resources_available": true, "resources_documentation": false, "score": 0.666})
}

fn dataset() -> Value {
    json!({"id": ID, "title": "Qualité <de> l’air", "acronym": "QA", "slug": "air", "page": "/datasets/air",
           "description": "# Air\n\nDes mesures.", "organization": organization(), "owner": null,
           "quality": quality(), "frequency": {"id": "daily", "label": "Quotidienne"}, "tags": ["air"],
           "license": {"id": "lov2", "title": "Licence Ouverte", "url": "https://x.example"},
           "access_type": "open", "badges": [{"kind": "hvd"}], "metrics": {"reuses": 2, "followers": 1},
           "created_at": WHEN, "last_update": WHEN, "last_modified": WHEN, "private": false,
           "temporal_coverage": {"start": "2020-01-01", "end": null},
           "spatial": {"zones": [{"id": "country:fr", "name": "France"}], "granularity": {"id": "fr:commune", "name": "Commune"}},
           "contact_points": [{"name": "Service", "email": "a@x.example", "contact_form": null, "role": "contact"}],
           "harvest": {"domain": "x.example", "remote_url": "https://x.example", "last_update": WHEN},
           "formats": ["csv"], "explanation": ["Parce que."]})
}

fn restricted() -> Value {
    let mut dataset = dataset();
    dataset["access_type"] = json!("restricted");
    dataset["access_audiences"] = json!([{"role": "private", "condition": "no"}]);
    dataset["deleted"] = json!(WHEN);
    dataset["archived"] = json!(WHEN);
    dataset["private"] = json!(true);
    dataset["organization"] = Value::Null;
    dataset["owner"] = person();
    dataset["license"] = Value::Null;
    dataset
}

fn file() -> Value {
    json!({"id": "b5fd3b47-6b9c-4e49-8f4b-1f0c3a3c9e11", "title": "Mesures", "format": "csv", "family": "tabular",
           "filetype": "remote", "type": "main", "url": "https://x.example/a.csv", "latest": "/r/1",
           "filesize": 4_800_000, "mime": "text/csv", "checksum": {"type": "sha1", "value": "abc"},
           "created_at": WHEN, "last_modified": WHEN, "extras": {"check:available": false, "check:date": WHEN, "check:status": 404},
           "metrics": {"views": 3}, "description": "Le *fichier*", "schema": {"name": "x/y"}, "preview_url": null})
}

fn reuse() -> Value {
    json!({"id": ID, "title": "Une carte", "slug": "carte", "page": "/reuses/carte", "type": "visualization",
           "topic": "health", "url": "https://x.example", "description": "Une **carte**", "owner": person(),
           "organization": null, "created_at": WHEN, "last_modified": WHEN, "tags": ["carte"],
           "metrics": {"followers": 2}, "private": false, "datasets": {"total": 2}})
}

fn dataservice() -> Value {
    json!({"id": ID, "title": "API Adresse", "self_web_url": "/dataservices/adresse", "description": "x",
           "organization": organization(), "format": "REST", "availability": 99.5, "access_type": "open",
           "base_api_url": "https://x.example", "rate_limiting": "50/s", "metadata_modified_at": WHEN,
           "created_at": WHEN, "tags": [], "license": {"id": "lov2", "title": "LO", "url": null},
           "datasets": {"total": 1}, "technical_documentation_url": "https://x.example", "badges": []})
}

fn topic() -> Value {
    json!({"id": ID, "name": "Climat", "slug": "climat", "page": "/topics/climat", "description": "x",
           "owner": person(), "tags": ["climat"], "created_at": WHEN, "last_modified": WHEN,
           "spatial": {"zones": [{"id": "country:fr", "name": "France"}], "granularity": {"id": "other", "name": "Autre"}},
           "elements": {"total": 4}})
}

fn post() -> Value {
    json!({"id": ID, "name": "Nouvelle", "page": "/posts/nouvelle", "headline": "En bref", "content": "Du *texte*",
           "published": WHEN, "created_at": WHEN, "owner": person()})
}

fn blocs() -> Value {
    let link = json!({"title": "Lien", "url": "https://x.example"});
    let text = json!({"kind": "markdown", "title": "Titre", "subtitle": "Sous", "text": "Du *texte*", "main_link": link});
    json!([text, {"kind": "datasets", "objects": [dataset()]}, {"kind": "reuses", "objects": [reuse()]},
           {"kind": "dataservices", "objects": [dataservice()]}, {"kind": "links", "links": [link]},
           {"kind": "accordion", "items": [{"title": "Repli", "content": [text]}]}, {"kind": "hero", "title": "Ici", "main_link": link}])
}

fn discussion() -> Value {
    json!({"id": ID, "title": "Question", "user": person(), "created": WHEN, "closed": WHEN, "open": true,
           "discussion": [{"content": "Bonjour", "posted_on": WHEN, "posted_by": person(),
                           "posted_by_organization": organization(), "last_modified_at": WHEN}]})
}

fn shelf(item: &Value) -> Value {
    json!({"total": 40, "items": [item], "url": "/suite"})
}

fn pages() -> Value {
    json!({"page": 2, "pages": 40, "previous": "/p1", "next": "/p3",
           "items": [{"page": 1, "url": "/p1"}, {"gap": true}, {"page": 2, "url": "/p2", "current": true}]})
}

/// What each page is shown with; a page without sample does not compile.
fn sample(template: Template) -> Value {
    if let Some(sample) = desk::sample(template) {
        return sample;
    }
    match template {
        Template::Home => json!({
            "examples": [{"label": "eau", "url": "/datasets?q=eau"}], "figure": {"fresh": 3, "total": 4},
            "subjects": [{"id": "eau", "label": "Eau", "url": "/", "count": 3}],
            "recent": [dataset()], "popular": [restricted()], "posts": [post()]}),
        Template::Search => json!({
            "kind": "datasets", "q": "eau", "total": 41, "results": [dataset(), restricted()], "explain": true,
            "types": [{"kind": "datasets", "count": 41, "url": "/", "selected": true}, {"kind": "topics", "count": 1, "url": "/", "selected": false}],
            "facets": [{"key": "license", "open": true, "options": [
                {"value": "lov2", "count": 3, "selected": true, "url": "/"}, {"value": "x", "label": "X", "count": 0, "selected": false, "url": "/"}]}],
            "chips": [{"key": "license", "label": "LO", "url": "/"}], "clear_url": "/", "explain_url": "/",
            "sorts": [{"value": "", "selected": true}, {"value": "-created", "selected": false}],
            "hidden": [{"name": "license", "value": "lov2"}], "suggestion": {"q": "eaux", "url": "/"}, "pagination_of": pages()}),
        Template::Dataset => json!({
            "dataset": dataset(), "files": [{"type": "main", "total": 30, "resources": [file()], "url": "/"}],
            "file_count": 30, "size": 4_800_000, "first_file": file(), "dates": {"checked": WHEN},
            "reuses": shelf(&reuse()), "dataservices": shelf(&dataservice()), "discussions": shelf(&discussion()),
            "history": shelf(&json!({"created_at": WHEN, "key": "dataset:created", "label": "a créé", "actor": person(), "changes": ["title"]})),
            "community": shelf(&file()), "similar": [dataset()]}),
        Template::Organization => json!({
            "organization": organization(), "blocs": blocs(), "datasets": shelf(&dataset()), "dataservices": shelf(&dataservice()), "reuses": shelf(&reuse())}),
        Template::Reuse => json!({
            "reuse": reuse(), "datasets": shelf(&dataset()), "dataservices": shelf(&dataservice()),
            "discussions": shelf(&discussion()), "same_author": [reuse()]}),
        Template::Dataservice => json!({
            "dataservice": dataservice(), "datasets": shelf(&dataset()), "reuses": shelf(&reuse()), "discussions": shelf(&discussion())}),
        Template::Topic => json!({
            "topic": topic(), "datasets": shelf(&dataset()), "dataservices": shelf(&dataservice()), "reuses": shelf(&reuse()),
            "discussions": shelf(&discussion()), "wanted": [{"title": "Absent", "description": "x"}],
            "elsewhere": [{"title": "Ailleurs", "description": "x", "url": "https://x.example"}]}),
        Template::User => json!({
            "profile": person(), "datasets": shelf(&dataset()), "dataservices": shelf(&dataservice()), "reuses": shelf(&reuse())}),
        Template::Posts => json!({"posts": [post()], "pagination_of": pages()}),
        Template::Post => {
            json!({"post": post(), "datasets": [dataset()], "reuses": [reuse()], "blocs": blocs()})
        }
        Template::Page => {
            json!({"document": {"title": "Mentions", "html": "<h2>A</h2>", "updated": "2026-11-20"}})
        }
        Template::Embed => json!({"kind": "datasets", "object": dataset()}),
        Template::Error => {
            json!({"status": 410, "message": "x", "q": "air", "tombstone": {"title": "Air"},
            "suggestions": [{"label": "Air", "url": "/"}], "incident": "ab12"})
        }
        Template::Api => {
            json!({"specs": [{"label": "OpenAPI", "url": "/"}], "tools": [{"name": "search", "description": "x"}], "groups": [{"id": "datasets", "title": "Datasets",
            "operations": [{"method": "get", "path": "/api/1/datasets/", "summary": "Liste", "description": "x", "try_url": "/",
                "parameters": [{"name": "q", "in": "query", "required": true, "type": "string", "description": "x"}]}]}]})
        }
        Template::Setup => {
            json!({"action": "/setup/x", "form": {"email": "a"}, "errors": {"email": "Non", "form": "Non"}, "csrf": "x"})
        }
        Template::AccountForm => json!({
            "action": "/register", "lead": "Texte", "submit": "Créer", "captcha": true,
            "elsewhere": {"label": "Avec ProConnect", "url": "/oidc/login"}, "why": "Parce que", "next": "/",
            "errors": {"email": "Non", "conditions": "Non"},
            "fields": [{"name": "email", "label": "Adresse", "type": "email", "value": "a", "autocomplete": "email", "hint": "x", "error": "Non"},
                       {"name": "conditions", "label": "Oui", "type": "checkbox", "value": "", "error": "Non"}],
            "ways": [{"label": "Ailleurs", "url": "/"}]}),
        Template::AccountDone => {
            json!({"lead": "Fait", "way": {"label": "Suite", "url": "/"}, "mails": "./mails"})
        }
        Template::Consent => json!({
            "application": {"name": "Carte", "description": "Des cartes"}, "action": "/oauth/authorize?x=1",
            "scopes": ["read", "default", "admin"], "host": "app.example", "email": "a@x.example"}),
        Template::Discussion => json!({
            "discussion": {"id": ID, "title": "Question", "closed": null, "permissions": {"close": true},
                "discussion": [{"id": ID, "content": "Bonjour", "posted_on": WHEN, "posted_by": person(), "permissions": {"edit": true},
                                "posted_by_organization": organization(), "last_modified_at": WHEN}]},
            "subject": {"name": "Air", "url": "/datasets/air", "organization": ID}, "form": talking()}),
        Template::Discuss => {
            json!({"action": "/x", "subject": {"name": "Air", "url": "/"}, "form": talking()})
        }
        Template::Message => {
            json!({"action": "/x", "back": "/", "title": "Question", "form": talking()})
        }
        Template::Follows => {
            json!({"mails": "daily", "choices": ["immediate", "daily", "none"], "error": true,
            "follows": [{"kind": "datasets", "id": ID, "name": "Air", "url": "/", "since": WHEN}],
            "searches": [{"id": ID, "kind": "datasets", "words": ["eau"], "url": "/", "since": WHEN}]})
        }
        Template::Statistics => {
            json!({"top": 100, "quality": 66, "reused": 12, "asked": 10, "answered": 8,
            "delay": {"unit": "days", "count": 3}, "found": null, "said": 0, "volumes": [{"key": "datasets", "count": 1200}],
            "charts": [{"key": "downloads", "most": 10, "bars": [{"month": "2026-01", "count": 10, "x": 4, "y": 0, "height": 120}]}]})
        }
        Template::Webhooks => {
            json!({"action": "/account/webhooks", "url": "x", "error": true, "of": {"name": "Ville", "url": "/o"},
            "webhooks": [{"id": ID, "url": "https://x.example", "events": [], "disabled_at": WHEN}],
            "events": [{"name": "dataset.created", "chosen": true}]})
        }
        Template::Webhook => {
            json!({"back": "/", "webhook": {"id": ID, "url": "https://x.example", "events": ["dataset.created"], "secret": "s", "disabled_at": WHEN},
            "calls": [{"id": ID, "event": "ping", "created_at": WHEN, "failure": "no", "attempts": 2}]})
        }
        Template::Report => {
            json!({"action": "/x", "name": "Air", "of_message": true, "message": "M",
            "reasons": [{"code": "spam", "label": "Spam", "chosen": true}], "errors": {"reason": "Non", "message": "Non"}})
        }
        Template::Sparql => json!({
            "query": "SELECT", "why": "Non", "retry": true, "truth": null, "seconds": 10, "rows_most": 1000, "more": true, "head": ["a"],
            "rows": [[{"text": "x", "link": "https://x.example", "note": null}, {"text": "y", "link": null, "note": "fr"}, null]],
            "forms": [{"name": "CSV", "url": "/sparql?format=csv"}], "examples": [{"label": "Air", "url": "/sparql"}], "prefixes": [{"name": "dcat", "space": "http://x/"}]}),
        Template::Thanks => json!({"next": "/"}),
        Template::Unsubscribe => json!({"action": "/unsubscribe/x", "done": false}),
        Template::SecondFactor => json!({
            "since": null, "left": 0, "codes": ["abcd-efgh"], "errors": {"code": "Non"},
            "offer": {"key": "ABCD", "uri": "otpauth://totp/x", "squares": "M0 0h1v1h-1z", "side": 29}}),
        Template::Token => json!({"token": "udata_x", "reads": true}),
        Template::Account => json!({
            "me": {"first_name": "A", "last_name": "B", "email": "a@x.example", "id": ID, "image": null, "page": "/users/a"}, "second": true,
            "tokens": [{"id": ID, "name": null, "prefix": "udata_x", "scope": "read", "created": WHEN, "expires": WHEN}],
            "applications": [{"id": ID, "name": "Carte", "scopes": ["read", "admin"], "since": WHEN}],
            "sessions": [{"id": ID, "agent": "Firefox", "created": WHEN, "current": true},
                         {"id": ID, "agent": null, "created": WHEN, "current": false}]}),
        of_the_desk => panic!("{of_the_desk:?} has no sample"),
    }
}

fn talking() -> Value {
    json!({"title": "T", "comment": "C", "errors": {"comment": "Non"}, "speaks_for": ID, "speaks": true})
}

fn frame() -> Value {
    json!({"site": {"title": "Portail", "keywords": [], "demo": true, "base_url": "http://x.example", "version": "1"},
           "path": "/x", "page_title": "Titre", "page_description": "Texte", "canonical": "http://x.example/x",
           "alternate": {"fr": "/x?lang=fr", "en": "/x?lang=en"}, "user": null, "follow": {"kind": "datasets", "id": ID, "on": true}, "csrf_token": null, "today": WHEN, "door": "datasets",
           "robots": "noindex", "jsonld": "{}", "feed": {"title": "Nouveautés", "url": "/"}, "links": []})
}

fn views() -> Views {
    let now = WHEN.parse().unwrap();
    Views::from_parts(&Clock::fixed(now), &vitrail_app::Settings::default()).unwrap()
}

#[test]
fn every_template_is_rendered_in_every_language() {
    let views = views();
    for template in Template::ALL {
        for lang in LANGUAGES {
            let html = views
                .render(lang, *template, &frame(), &sample(*template))
                .unwrap_or_else(|error| panic!("{} in {lang}: {error:#}", template.file()));
            assert!(html.contains("</html>"), "{template:?}");
            assert_eq!(html.matches("<h1").count(), 1, "{template:?} in {lang}");
            for bad in [
                "undefined",
                ">none<",
                "<de>",
                "&amp;lt;",
                "ailleurs.example",
            ] {
                assert!(!html.contains(bad), "{bad} in {template:?} in {lang}");
            }
        }
    }
}

#[test]
fn every_key_of_a_template_exists() {
    for lang in LANGUAGES {
        let words = Words::load(lang, None).unwrap();
        for (name, text) in files() {
            // `asset("` ends like `t("`.
            let text = text.replace("asset(", "");
            for call in text.split("t(\"").skip(1) {
                let (key, after) = call.split_once('"').unwrap();
                // A key that ends with what data say is tried by `t_or`, or is a list of ours.
                if !after.trim_start().starts_with('~') {
                    assert!(words.has(key), "{key} of {name} is missing in {lang}");
                }
            }
        }
    }
}

#[test]
fn a_template_of_the_operator_replaces_ours() {
    let folder = std::env::temp_dir().join(format!("vitrail-templates-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("locales")).unwrap();
    std::fs::write(folder.join("page.html"), "<p>{{ t('home') }}</p>").unwrap();
    std::fs::write(folder.join("locales/en.ftl"), "home = Hall\n").unwrap();
    let mut settings = vitrail_app::Settings {
        templates: Some(folder.clone()),
        ..Default::default()
    };
    let views = Views::from_parts(&Clock::default(), &settings).unwrap();
    let html = |lang| {
        views
            .render(lang, Template::Page, &frame(), &json!({}))
            .unwrap()
    };
    assert_eq!(
        (html("en").as_str(), html("fr").as_str()),
        ("<p>Hall</p>", "<p>Accueil</p>")
    );
    std::fs::write(folder.join("page.html"), "{% if %}").unwrap();
    let error = Views::from_parts(&Clock::default(), &settings)
        .err()
        .unwrap();
    assert!(format!("{error:#}").contains("page.html"), "{error:#}");
    settings.templates = None;
    std::fs::remove_dir_all(folder).unwrap();
    assert!(Views::from_parts(&Clock::default(), &settings).is_ok());
}
