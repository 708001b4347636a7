//! Samples of the pages of the back-office.

use serde_json::{Value, json};

use super::{ID, WHEN, pages, quality};
use crate::view::Template;

fn around(content: Value) -> Value {
    let door = |kind: &str, current: bool| {
        json!({"name": null, "kind": kind, "id": ID, "image": null, "url": "/admin/me/datasets", "current": current,
               "links": [{"key": "datasets", "url": "/admin/me/datasets"}]})
    };
    let mut all = json!({
        "side": {"waiting": 3, "path": "/admin", "doors": [door("me", true), door("site", false)]},
        "trail": [{"label": "Moi", "url": "/admin/me/datasets"}],
        "tabs": [{"label": "Fichiers", "url": "/x", "current": true}],
        "notice": {"kind": "success", "text": "Fait"}});
    if let (Value::Object(all), Value::Object(content)) = (&mut all, content) {
        all.extend(content);
    }
    all
}

fn field(kind: &str) -> Value {
    json!({"name": "spatial.zones", "id": "spatial-zones", "kind": kind, "label": "Champ", "hint": "Indice", "example": "x",
           "required": false, "error": "Non", "theirs": "autre", "find": "a", "value": "v <de>",
           "options": [{"value": "a", "label": "A", "note": "n", "selected": true}, {"value": "b", "label": "B", "note": null, "selected": false}]})
}

fn form() -> Value {
    let kinds = [
        "text", "url", "email", "number", "date", "lines", "markdown", "tags", "choice", "radio",
        "boxes", "picks", "pick",
    ];
    let mut fields: Vec<Value> = kinds.into_iter().map(field).collect();
    fields.push(json!({"name": "description", "id": "description", "kind": "markdown", "label": "D", "hint": null, "example": null,
                       "required": true, "error": null, "theirs": null, "find": "", "value": "*a*", "options": []}));
    json!({"action": "/x", "lead": null, "stale": true, "seen": 3, "hidden": [["next", "/x"]], "live": true, "back": "/y",
           "errors": {"title": "Non", "form": "Non"}, "buttons": [{"value": "save", "label": "Enregistrer", "quiet": false}],
           "groups": [{"name": "what", "title": "Quoi", "fields": fields}, {"name": "all", "title": null, "fields": [field("text")]}]})
}

fn cell() -> Value {
    json!({"column": "title", "text": "T", "url": "/t", "note": "n", "when": WHEN, "number": 3, "score": 0.5, "code": false,
           "badges": [{"label": "Public", "tone": "success"}],
           "acts": [{"label": "Agir", "of": "sur", "url": "/x", "fields": [["do", "x"]], "grave": true}, {"label": "Voir", "of": "", "url": "/x", "fields": [], "grave": false}]})
}

pub fn table() -> Value {
    json!({"caption": "Tout", "columns": [{"name": "title", "url": "/x", "sorted": "descending"}, {"name": "state", "url": null, "sorted": null}],
           "rows": [[cell(), cell()]], "total": 40, "pagination_of": pages(), "empty": "Rien"})
}

fn editor() -> Value {
    let act = json!({"value": "up:/1", "label": "Monter", "anchor": "b-0", "grave": true});
    let list = |label: Option<&str>, pieces: Value| json!({"label": label, "pieces": pieces, "adds": [act]});
    let piece = |lists: Value| {
        json!([{"anchor": "b-0", "name": "Texte 1", "title": "T", "hidden": [["/0/class", "MarkdownBloc"]],
                "fields": [field("markdown"), field("picks")], "lists": lists, "acts": [act]}])
    };
    let inner = list(Some("Plis"), piece(json!([])));
    json!({"action": "/x", "seen": 3, "errors": {"b-0-url": "Non"}, "stale": false, "list": list(None, piece(json!([inner])))})
}

fn steps() -> Value {
    json!([{"label": "Un", "url": "/1", "current": false, "done": true}, {"label": "Deux", "url": null, "current": true, "done": false}])
}

fn file() -> Value {
    json!({"id": ID, "title": "Mesures", "description": "Le *fichier*", "format": "csv", "family": "tabular", "hosted": true,
           "size": 4_800_000, "type": "main", "url": "/r", "updated": WHEN, "edit": "/e", "first": false, "last": false})
}

fn version() -> Value {
    json!({"number": 2, "at": WHEN, "who": "Claire", "what": "Modification", "fields": ["titre"], "url": "/v/2"})
}

fn harvested() -> Value {
    let lost =
        json!([{"subject": "a", "property": "dct:spatial", "value": "v <de>", "reason": "r"}]);
    json!({"errors": ["Non"], "notes": ["Note"], "lost": lost, "items": [{
        "title": "T", "remote_id": "a", "remote_url": "https://a.example/a", "url": "/d", "state": {"label": "Créée", "tone": "success"},
        "service": true, "errors": ["Non"], "logs": ["Note"], "lost": lost,
        "changes": [{"field": "title", "old": "a", "new": "b", "kept": true}], "kept": ["Titre"],
        "dataset": {"description": "d", "license": null, "frequency": "daily", "tags": ["a"], "files": [["F", "csv", "https://a.example/f"]]}}]})
}

/// What each page is shown with; none for the pages of other rooms.
pub fn sample(template: Template) -> Option<Value> {
    let asking = json!({"id": ID, "organization": "O", "organization_url": "/o", "person": "P", "comment": "c", "since": WHEN, "url": "/u"});
    let waiting =
        json!({"id": ID, "name": "Denis", "comment": "c", "role": "editor", "since": WHEN});
    Some(around(match template {
        Template::AdminHome => json!({
            "first_name": "Claire", "has_nothing": true, "moderation": [2, 1], "unanswered": [{"title": "Q", "url": "/q", "about": "D", "since": WHEN}],
            "invitations": [asking], "requests": [asking], "drafts": [cell()], "draft_count": 7, "poor": [cell()],
            "transfers": [{"id": ID, "title": "T", "from": "A", "to": "B", "comment": "c", "since": WHEN}]}),
        Template::AdminHarvester => json!({
            "action": "/x", "name": "S", "description": "d", "url": "https://a.example/", "backend": "DCAT", "state": {"label": "Accepté", "tone": "success"},
            "owner": {"label": "O", "url": "/o"}, "declarer": {"label": "Claire", "url": "/c"}, "declared": WHEN,
            "comment": "c", "decided": WHEN, "deleted": false, "active": true, "autoarchive": true, "overwrites": false, "schedule": "1 2 * * *", "next": WHEN,
            "may_edit": true, "may_run": true, "sysadmin": true, "busy": true, "jobs": table(), "error": "Non", "typed": {"comment": "", "schedule": ""}}),
        Template::AdminHarvesterForm => json!({"form": form(), "preview": harvested()}),
        Template::AdminHarvesterPreview => harvested(),
        Template::AdminHarvestJob => json!({
            "state": {"label": "Terminée", "tone": "success"}, "over": false, "started": WHEN, "ended": WHEN, "errors": ["Non"], "notes": ["Note"],
            "lost": harvested()["lost"], "lost_count": 2, "filters": [{"label": "Toutes", "count": 2, "url": "/x", "current": true}],
            "items": harvested()["items"], "total": 2, "pagination_of": pages(), "back": "/b"}),
        Template::AdminNew => json!({}),
        Template::AdminList => json!({
            "table": table(), "list": "datasets", "q": "eau", "sort": "-created", "new_url": "/n",
            "states": [{"name": "any", "url": "/", "current": false}, {"name": "draft", "url": "/", "current": true}]}),
        Template::AdminWho => json!({"steps": steps(), "choices": [
            {"name": null, "id": ID, "url": "/x", "image": null, "role": null}, {"name": "O", "id": ID, "url": "/y", "image": null, "role": "admin"}]}),
        Template::AdminDatasetForm => {
            json!({"form": form(), "steps": steps(), "preview": "*a*", "quality": quality(),
                "mqa": {"score": 210, "max": 405, "rating": "sufficient", "unchecked": 80, "advice": [{"points": 30, "text": "Donnez un mot-clé.", "needs_file": true}],
                    "refused": [{"property": "dct:format", "rule": "too many", "about": "file", "file": "F"}]}})
        }
        Template::AdminFinish => {
            json!({"steps": steps(), "files": 0, "quality": quality(), "action": "/x", "dataset": {
            "id": ID, "title": "T", "description": "*d*", "private": true, "license": "lov2", "frequency": "daily", "tags": ["a"], "page": "/p"}})
        }
        Template::AdminFiles => json!({
            "steps": steps(), "files": [file()], "base": "/b", "next": "/n", "api": "/a", "order_api": "/o", "largest": 10, "accepted": ".csv",
            "link": form(), "errors": ["a.exe : non"], "dataset_title": "T", "finish": "/f"}),
        Template::AdminFile => json!({
            "form": form(), "replace": "/r", "accepted": ".csv", "delete": "/d", "file": file(), "next": "/n", "errors": ["Non"], "community": true}),
        Template::AdminLife => json!({
            "action": "/x", "title": "T", "page": "/p", "private": true, "archived": WHEN, "deleted": null, "unconfirmed": true}),
        Template::AdminVersions => {
            json!({"versions": [version()], "total": 2, "base": "/v", "pagination_of": pages()})
        }
        Template::AdminVersion => json!({
            "version": version(), "with": 1, "base": "/v", "current": false, "differences": [{"field": "titre", "old": "a", "new": "b"}]}),
        Template::AdminForm => json!({"form": form(), "preview": ""}),
        Template::AdminPicture => json!({
            "why": "Le logo", "action": "/x", "id": ID, "image": "/s/images/x/500.png", "error": "Non"}),
        Template::AdminCommunity => json!({
            "dataset": {"title": "T", "url": "/d"}, "link": form(), "upload": "/u", "producers": [{"value": "", "label": "Moi"}, {"value": ID, "label": "O"}], "accepted": ".csv", "largest": 10, "errors": ["a.exe : non"]}),
        Template::AdminElements => json!({
            "base": "/b", "total": 60, "pagination_of": pages(), "objects": form(), "link": form(), "elements": [
            {"id": ID, "title": "T", "kind": "API", "url": "/d", "description": "*d*", "tags": ["a"], "edit": "/e", "first": false, "last": false}]}),
        Template::AdminElement => json!({
            "form": form(), "delete": "/d", "held": {"title": "T", "url": "/d", "kind": "API"}, "name": "T"}),
        Template::AdminMembers => json!({
            "members": [{"id": ID, "name": "Claire", "image": null, "role": "admin", "since": WHEN, "url": "/m", "me": true}],
            "requests": [waiting], "invitations": [waiting], "form": form(), "base": "/b"}),
        Template::AdminMember => {
            json!({"form": form(), "preview": null, "remove": "/r", "name": "Claire"})
        }
        Template::AdminContacts => json!({"table": table(), "form": form()}),
        Template::AdminContact => {
            json!({"form": form(), "preview": null, "delete": "/d", "name": "Service"})
        }
        Template::AdminNotifications => {
            json!({"unread": true, "total": 2, "pagination_of": pages(), "notifications": [
            {"id": ID, "text": "On vous invite", "since": WHEN, "read": false, "waits": true},
            {"id": ID, "text": "Lu", "since": WHEN, "read": true, "waits": false}]})
        }
        Template::AdminDiscussion => json!({
            "messages": [{"who": "Claire", "organization": "O", "at": WHEN, "content": "*Bonjour*"}],
            "about": {"title": "D", "url": "/d"}, "closed": null, "form": form()}),
        Template::AdminTables => {
            json!({"tables": [{"title": "Tout", "table": table()}], "q": "a", "lead": "Texte"})
        }
        Template::AdminListing => {
            json!({"table": table(), "new": {"label": "Écrire", "url": "/n"}, "lead": "Texte", "q": "a", "only": "news"})
        }
        Template::AdminModeration => json!({
            "state": "held", "pagination_of": pages(), "cases": [{"kind": "message", "url": "/u", "title": "T", "gone": true,
            "who": "Denis", "organization": "O", "since": WHEN, "reasons": ["mot suspect"], "excerpt": "Un <casino>"}]}),
        Template::AdminCase => json!({
            "action": "/x", "what": "discussion", "owner": "O", "gone": false, "page": "/p", "edit": "/e", "unconfirmed": true,
            "held": [{"message": ID, "who": "Denis", "organization": "O", "since": WHEN, "reasons": ["mot"], "excerpt": "x"}],
            "reports": [{"id": ID, "reason": "Spam", "who": null, "since": WHEN, "text": "Voyez", "message_of": ID, "dismissed": true}],
            "text": "*d*", "messages": [{"id": ID, "who": "Denis", "organization": "O", "at": WHEN, "content": "*x*", "held": true}],
            "removable": true, "choices": [{"value": ID, "label": "Le message", "note": null, "selected": true}]}),
        Template::AdminUser => json!({
            "id": ID, "name": "Claire", "slug": "claire", "form": form(), "deleted": null, "is_me": false, "unsure": "delete", "ticked": ["legal"]}),
        Template::AdminClient => json!({
            "id": ID, "name": "Appli", "confidential": true, "secret": "abc", "form": form(), "unsure": "rotate"}),
        Template::AdminFeatured => {
            json!({"list": "datasets", "q": "eau", "featured": table(), "found": table()})
        }
        Template::AdminBlocs => json!({
            "lead": "Texte", "page": "/p", "unsaved": true, "editor": editor(), "preview": super::blocs()}),
        Template::AdminPost => json!({
            "action": "/x", "page": "/p", "published": WHEN, "image": "/s/a.png", "wrong": "Non", "unconfirmed": true}),
        Template::AdminStatistics => json!({
            "charts": [{"key": "downloads", "most": 2, "width": 576, "bars": [{"month": "2026-11", "count": 2, "x": 4, "y": 0, "height": 120}]}],
            "tables": [{"kind": "datasets", "table": table()}], "files": [{"label": "Par mois", "url": "/csv"}],
            "mqa": {"datasets": 2, "score": 210, "max": 405, "rating": "good", "ratings": [{"rating": "good", "datasets": 2}], "measured": WHEN, "api": "/api",
                "rows": [{"name": "Licence", "dimension": "Accessible", "advice": "x", "points": 30, "passed": 1, "failed": 1, "url": "/x", "unchecked": 1, "percent": 50}]}}),
        _ => return None,
    }))
}
