//! Applications that act for people, their codes and their tokens. Secrets are kept as digests only.

use vitrail_domain::oauth::Client;
use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// Writes an application; its secret is kept by [`set_secret`].
pub async fn save_client(tx: &mut Tx, client: &Client) -> Result<()> {
    let columns = vec![
        ("id", client.id.into()),
        ("owner_id", client.owner.into()),
        ("created", client.created.into()),
        ("facts", serde_json::to_string(client)?.into()),
    ];
    Sql::upsert("oauth_client", columns).execute(tx).await?;
    Ok(())
}

/// Gives an application the secret of this digest, or none.
pub async fn set_secret(tx: &mut Tx, client: Id, digest: Option<&str>) -> Result<()> {
    let mut sql = Sql::new("UPDATE oauth_client SET secret = ");
    sql.bind(digest).push(" WHERE id = ").bind(client);
    sql.execute(tx).await?;
    Ok(())
}

/// An application, and the digest of its secret.
pub async fn client(run: impl Into<Run<'_>>, id: Id) -> Result<Option<(Client, Option<String>)>> {
    let mut sql = Sql::new("SELECT facts, secret FROM oauth_client WHERE id = ");
    sql.bind(id);
    let found = sql.first::<(String, Option<String>)>(run).await?;
    found
        .map(|(facts, secret)| Ok((serde_json::from_str(&facts)?, secret)))
        .transpose()
}

/// All applications, the first made first.
pub async fn clients(run: impl Into<Run<'_>>) -> Result<Vec<Client>> {
    let sql = Sql::new("SELECT facts FROM oauth_client ORDER BY created, id");
    let rows = sql.all::<(String,)>(run).await?;
    rows.iter()
        .map(|(facts,)| Ok(serde_json::from_str(facts)?))
        .collect()
}

/// Forgets an application, with its codes and its tokens.
pub async fn delete_client(tx: &mut Tx, id: Id) -> Result<bool> {
    for table in ["oauth_code", "oauth_token"] {
        let mut sql = Sql::new("DELETE FROM ");
        sql.push(table).push(" WHERE client_id = ").bind(id);
        sql.execute(&mut *tx).await?;
    }
    let mut sql = Sql::new("DELETE FROM oauth_client WHERE id = ");
    sql.bind(id);
    Ok(sql.execute(tx).await? == 1)
}

/// A code that an application changes for tokens, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub digest: String,
    pub client: Id,
    pub user: Id,
    pub family: Id,
    pub scope: String,
    /// The address that the application gave, when it did.
    pub redirect_uri: Option<String>,
    /// The digest of what the application must show (PKCE).
    pub challenge: Option<String>,
    pub expires: Timestamp,
    pub used: Option<Timestamp>,
}

pub async fn add_code(tx: &mut Tx, code: &Code) -> Result<()> {
    let row = vec![
        code.digest.as_str().into(),
        code.client.into(),
        code.user.into(),
        code.family.into(),
        code.scope.as_str().into(),
        code.redirect_uri.as_deref().into(),
        code.challenge.as_deref().into(),
        code.expires.into(),
    ];
    let columns = "digest, client_id, user_id, family, scope, redirect_uri, challenge, expires";
    for sql in Sql::insert_rows("oauth_code", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

type CodeRow = (
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    i64,
    Option<i64>,
);

/// A code, used or not.
pub async fn code(run: impl Into<Run<'_>>, digest: &str) -> Result<Option<Code>> {
    let mut sql = Sql::new(
        "SELECT client_id, user_id, family, scope, redirect_uri, challenge, expires, used \
         FROM oauth_code WHERE digest = ",
    );
    sql.bind(digest);
    let found = sql.first::<CodeRow>(run).await?;
    Ok(found.and_then(
        |(client, user, family, scope, redirect_uri, challenge, expires, used)| {
            Some(Code {
                digest: digest.to_owned(),
                client: client.parse().ok()?,
                user: user.parse().ok()?,
                family: family.parse().ok()?,
                scope,
                redirect_uri,
                challenge,
                expires: Timestamp::from_micros(expires),
                used: used.map(Timestamp::from_micros),
            })
        },
    ))
}

/// Uses a code up: true the first time only.
pub async fn use_code(tx: &mut Tx, digest: &str, now: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("UPDATE oauth_code SET used = ");
    sql.bind(now)
        .push(" WHERE used IS NULL AND digest = ")
        .bind(digest);
    Ok(sql.execute(tx).await? == 1)
}

/// A token of an application; `access` and `refresh` are digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub access: String,
    pub refresh: Option<String>,
    pub client: Id,
    pub user: Id,
    pub family: Id,
    pub scope: String,
    pub created: Timestamp,
    pub expires: Timestamp,
    pub refresh_expires: Option<Timestamp>,
    pub revoked: Option<Timestamp>,
}

pub async fn add_token(tx: &mut Tx, token: &Token) -> Result<()> {
    let row = vec![
        token.access.as_str().into(),
        token.refresh.as_deref().into(),
        token.client.into(),
        token.user.into(),
        token.family.into(),
        token.scope.as_str().into(),
        token.created.into(),
        token.expires.into(),
        token.refresh_expires.into(),
    ];
    let columns =
        "access, refresh, client_id, user_id, family, scope, created, expires, refresh_expires";
    for sql in Sql::insert_rows("oauth_token", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

type TokenRow = (
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
);

const TOKEN: &str = "SELECT access, refresh, client_id, user_id, family, scope, created, expires, \
                     refresh_expires, revoked FROM oauth_token WHERE ";

fn token_of(row: TokenRow) -> Option<Token> {
    let (access, refresh, client, user, family, scope, created, expires, until, revoked) = row;
    Some(Token {
        access,
        refresh,
        client: client.parse().ok()?,
        user: user.parse().ok()?,
        family: family.parse().ok()?,
        scope,
        created: Timestamp::from_micros(created),
        expires: Timestamp::from_micros(expires),
        refresh_expires: until.map(Timestamp::from_micros),
        revoked: revoked.map(Timestamp::from_micros),
    })
}

/// The token whose access half has this digest, whatever became of it.
pub async fn by_access(run: impl Into<Run<'_>>, digest: &str) -> Result<Option<Token>> {
    let mut sql = Sql::new(TOKEN);
    sql.push("access = ").bind(digest);
    Ok(sql.first::<TokenRow>(run).await?.and_then(token_of))
}

/// The same for the half that renews it.
pub async fn by_refresh(run: impl Into<Run<'_>>, digest: &str) -> Result<Option<Token>> {
    let mut sql = Sql::new(TOKEN);
    sql.push("refresh = ").bind(digest);
    Ok(sql.first::<TokenRow>(run).await?.and_then(token_of))
}

/// The tokens of a person that can still be used or renewed, the last made first.
pub async fn tokens_of(run: impl Into<Run<'_>>, user: Id, now: Timestamp) -> Result<Vec<Token>> {
    let mut sql = Sql::new(TOKEN);
    sql.push("revoked IS NULL AND user_id = ").bind(user);
    sql.push(" AND (expires > ").bind(now);
    sql.push(" OR refresh_expires > ").bind(now);
    sql.push(") ORDER BY created DESC, access");
    let rows = sql.all::<TokenRow>(run).await?;
    Ok(rows.into_iter().filter_map(token_of).collect())
}

/// Ends one token: true the first time only.
pub async fn revoke(tx: &mut Tx, access: &str, now: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("UPDATE oauth_token SET revoked = ");
    sql.bind(now)
        .push(" WHERE revoked IS NULL AND access = ")
        .bind(access);
    Ok(sql.execute(tx).await? == 1)
}

/// Ends all the tokens that came of one consent.
pub async fn revoke_family(tx: &mut Tx, family: Id, now: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("UPDATE oauth_token SET revoked = ");
    sql.bind(now)
        .push(" WHERE revoked IS NULL AND family = ")
        .bind(family);
    sql.execute(tx).await
}

/// Ends all the tokens of a person, or those of one application, and forgets their codes.
pub async fn revoke_of(tx: &mut Tx, user: Id, client: Option<Id>, now: Timestamp) -> Result<u64> {
    let mut codes = Sql::new("DELETE FROM oauth_code WHERE user_id = ");
    codes.bind(user);
    let mut sql = Sql::new("UPDATE oauth_token SET revoked = ");
    sql.bind(now)
        .push(" WHERE revoked IS NULL AND user_id = ")
        .bind(user);
    if let Some(client) = client {
        sql.push(" AND client_id = ").bind(client);
        codes.push(" AND client_id = ").bind(client);
    }
    codes.execute(&mut *tx).await?;
    sql.execute(tx).await
}

/// Forgets the codes and the tokens that ended before an instant.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM oauth_code WHERE expires < ");
    sql.bind(before);
    let codes = sql.execute(&mut *tx).await?;
    let mut sql = Sql::new("DELETE FROM oauth_token WHERE expires < ");
    sql.bind(before);
    sql.push(" AND (refresh_expires IS NULL OR refresh_expires < ")
        .bind(before)
        .push(")");
    Ok(codes + sql.execute(tx).await?)
}
