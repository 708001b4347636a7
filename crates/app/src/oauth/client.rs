//! The applications that a sysadmin lets in. A secret is shown once, when it is made.

use serde_json::Value;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::oauth::{Client, Grant, Scope, is_redirect};
use vitrail_domain::{Actor, Extras, Id, Kind, User};
use vitrail_store as store;

use crate::account::{digest, secret};
use crate::{App, Error, Result, editing, reading};

const NAME_MAX: usize = 128;
const DESCRIPTION_MAX: usize = 2_000;

/// All applications, the first made first.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Client>> {
    reading::sysadmin(actor)?;
    Ok(store::oauth::clients(app.db()).await?)
}

pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Client> {
    reading::sysadmin(actor)?;
    held(app.db(), key).await
}

async fn held(run: impl Into<store::Run<'_>>, key: &str) -> Result<Client> {
    let id: Id = key.parse().map_err(|_| Error::NotFound(Kind::Site))?;
    let found = store::oauth::client(run, id).await?;
    Ok(found.ok_or(Error::NotFound(Kind::Site))?.0)
}

/// A new application, and its secret when it keeps one.
///
/// Fields: `name`, `description`, `redirect_uris` (a list, or a text with one address a line), `grant_types`, `scopes`
/// (lists, or texts with spaces), `confidential`, `internal`, `owner` (an id; the caller by default).
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<(Client, Option<String>)> {
    reading::sysadmin(actor)?;
    let me = reading::in_person(actor)?;
    let mut client = Client {
        id: app.new_id(),
        owner: me,
        grants: vec![Grant::AuthorizationCode, Grant::RefreshToken],
        scopes: vec![Scope::Default],
        confidential: true,
        created: app.now(),
        ..Client::default()
    };
    let mut form = Form::new(body);
    form.need(&["name"]);
    edit(&mut client, form)?;
    let text = client.confidential.then(|| secret(app));
    let mut tx = app.db().begin().await?;
    is_owner(&mut tx, &client).await?;
    store::oauth::save_client(&mut tx, &client).await?;
    let kept = text.as_deref().map(digest);
    store::oauth::set_secret(&mut tx, client.id, kept.as_deref()).await?;
    tx.commit().await?;
    Ok((client, text))
}

/// Changes an application; the fields that are absent stay. One that no longer keeps a secret loses it.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Client> {
    reading::sysadmin(actor)?;
    reading::in_person(actor)?;
    let mut tx = app.db().begin().await?;
    let mut client = held(&mut tx, key).await?;
    editing::still_marked(actor, &client)?;
    edit(&mut client, Form::new(body))?;
    is_owner(&mut tx, &client).await?;
    store::oauth::save_client(&mut tx, &client).await?;
    if !client.confidential {
        store::oauth::set_secret(&mut tx, client.id, None).await?;
    }
    tx.commit().await?;
    Ok(client)
}

/// Another secret, in place of the former one, which works no more.
pub async fn rotate(app: &App, actor: &Actor, key: &str) -> Result<String> {
    reading::sysadmin(actor)?;
    reading::in_person(actor)?;
    let mut tx = app.db().begin().await?;
    let client = held(&mut tx, key).await?;
    if !client.confidential {
        return Err(Error::Refused("This application keeps no secret."));
    }
    let text = secret(app);
    store::oauth::set_secret(&mut tx, client.id, Some(&digest(&text))).await?;
    tx.commit().await?;
    Ok(text)
}

/// Forgets an application: its codes and its tokens end.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    reading::sysadmin(actor)?;
    reading::in_person(actor)?;
    let mut tx = app.db().begin().await?;
    let client = held(&mut tx, key).await?;
    store::oauth::delete_client(&mut tx, client.id).await?;
    tx.commit().await?;
    Ok(())
}

async fn is_owner(tx: &mut store::Tx, client: &Client) -> Result<()> {
    let owner = store::subject::get::<User>(tx, client.owner).await?;
    if owner.is_some_and(|owner| owner.deleted.is_none()) {
        return Ok(());
    }
    let problem = Problem::Unknown(client.owner.to_string());
    Err(editing::invalid(Kind::Site, "owner", problem))
}

fn edit(client: &mut Client, mut form: Form<'_>) -> Result<()> {
    if let Some(name) = form.required("name", NAME_MAX) {
        client.name = name;
    }
    if let Some(description) = form.text("description", DESCRIPTION_MAX) {
        client.description = description;
    }
    if let Some(confidential) = form.truth("confidential") {
        client.confidential = confidential;
    }
    if let Some(internal) = form.truth("internal") {
        client.internal = internal;
    }
    if let Some(Some(owner)) = form.id("owner") {
        client.owner = owner;
    }
    if let Some(uris) = texts(&mut form, "redirect_uris") {
        if let Some(bad) = uris.iter().find(|uri| !is_redirect(uri)) {
            form.refuse("redirect_uris", Problem::BadUrl(bad.clone()));
        }
        client.redirect_uris = uris;
    }
    if let Some(grants) = named(&mut form, "grant_types", Grant::parse) {
        client.grants = grants;
    }
    if let Some(scopes) = named(&mut form, "scopes", Scope::parse) {
        client.scopes = scopes;
    }
    check(client, &mut form);
    editing::finish(form, Kind::Site)
}

/// What does not go together.
fn check(client: &Client, form: &mut Form<'_>) {
    let mut say = |field: &str, sentence: &str| {
        form.refuse(field, Problem::Said(sentence.to_owned()));
    };
    let has = |grant| client.grants.contains(&grant);
    if client.scopes.is_empty() {
        say("scopes", "Choose at least one scope.");
    }
    if client.grants.is_empty() {
        say("grant_types", "Choose at least one way to come to a token.");
    }
    if has(Grant::AuthorizationCode) && client.redirect_uris.is_empty() {
        say(
            "redirect_uris",
            "People who consent must be sent back somewhere: give at least one address.",
        );
    }
    if !client.confidential && (has(Grant::ClientCredentials) || has(Grant::Password)) {
        say(
            "grant_types",
            "An application without secret can only ask people to consent in their browser.",
        );
    }
}

/// Texts: a list, or one text with spaces or lines between them.
fn texts(form: &mut Form<'_>, name: &str) -> Option<Vec<String>> {
    let value = form.value(name)?;
    let found: Option<Vec<String>> = match value {
        Value::String(text) => Some(text.split_whitespace().map(str::to_owned).collect()),
        Value::Array(list) => list
            .iter()
            .map(|item| Some(item.as_str()?.trim().to_owned()))
            .collect(),
        _ => None,
    };
    if found.is_none() {
        form.refuse(name, Problem::Expected("list"));
    }
    let mut found = found?;
    found.retain(|text| !text.is_empty());
    Some(found)
}

/// Texts that each name something known.
fn named<T: Copy + Ord>(
    form: &mut Form<'_>,
    name: &str,
    parse: fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    for text in texts(form, name)? {
        match parse(&text) {
            Some(known) => found.push(known),
            None => form.refuse(name, Problem::Unknown(text)),
        }
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}
