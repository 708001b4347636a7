//! API tokens: their owners make them and take them back.

use serde_json::Value;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::oauth::Scope;
use vitrail_domain::{Actor, Extras, Id, Kind};
use vitrail_store as store;
use vitrail_store::account::{NewToken, TokenFacts};

use crate::{App, Error, Result, account, editing, reading};

const NAME_MAX: usize = 255;

/// A new token of the caller, with its text, which is shown this once.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<(TokenFacts, String)> {
    let user = reading::in_person(actor)?;
    let mut form = Form::new(body);
    let name = form.text("name", NAME_MAX).flatten();
    let expires = form.instant("expires_at").flatten();
    let scope = scope(&mut form);
    editing::finish(form, Kind::User)?;
    if expires.is_some_and(|expires| expires <= app.now()) {
        return Err(Error::Bad("expires_at must be in the future".to_owned()));
    }
    let text = format!("{}{}", account::TOKEN_PREFIX, account::secret(app));
    let token = NewToken {
        id: app.new_id(),
        user,
        digest: account::digest(&text),
        prefix: text.chars().take(14).collect(),
        name,
        scope: scope.as_str().to_owned(),
        created: app.now(),
        expires,
    };
    let facts = TokenFacts {
        id: token.id,
        prefix: token.prefix.clone(),
        name: token.name.clone(),
        scope: token.scope.clone(),
        created: token.created,
        expires,
        revoked: None,
        last_used: None,
    };
    let mut tx = app.db().begin().await?;
    store::account::add_token(&mut tx, token).await?;
    tx.commit().await?;
    Ok((facts, text))
}

/// What the token may do, of the two that there are: everything, unless it is said to read.
fn scope(form: &mut Form<'_>) -> Scope {
    let said = match form.value("scopes") {
        None | Some(Value::Null) => return Scope::Admin,
        Some(Value::String(said)) => Some(said.as_str()),
        Some(Value::Array(list)) if list.len() == 1 => list.first().and_then(Value::as_str),
        Some(_) => None,
    };
    if let Some(scope @ (Scope::Admin | Scope::Read)) = said.and_then(Scope::parse) {
        return scope;
    }
    let sentence = "One of `admin` (all that you may do) and `read`".to_owned();
    form.refuse("scopes", Problem::Said(sentence));
    Scope::Read
}

/// A token of the caller no longer works.
pub async fn revoke(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let user = reading::in_person(actor)?;
    let id: Id = key.parse().map_err(|_| Error::NotFound(Kind::User))?;
    let mut tx = app.db().begin().await?;
    let mine = store::account::tokens(&mut tx, user).await?;
    let token = mine.into_iter().find(|token| token.id == id);
    if token.ok_or(Error::NotFound(Kind::User))?.revoked.is_some() {
        return Err(Error::Gone(Kind::Site));
    }
    store::account::revoke_token(&mut tx, id, app.now()).await?;
    tx.commit().await?;
    Ok(())
}
