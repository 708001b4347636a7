//! How each person wants to be told of what happens.

use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// What a person chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    pub user: Id,
    /// `immediate`, `daily` or `none`.
    pub mails: String,
    pub lang: String,
    /// Names the person in links that need no session.
    pub secret: String,
    /// Until when they were told by digest.
    pub digested: Timestamp,
}

type Row = (String, String, String, String, i64);

const SELECT: &str = "SELECT user_id, mails, lang, secret, digested FROM preference ";

fn read((user, mails, lang, secret, digested): Row) -> Option<Preference> {
    Some(Preference {
        user: user.parse().ok()?,
        mails,
        lang,
        secret,
        digested: Timestamp::from_micros(digested),
    })
}

pub async fn save(tx: &mut Tx, preference: &Preference) -> Result<()> {
    let columns = vec![
        ("user_id", preference.user.into()),
        ("mails", preference.mails.as_str().into()),
        ("lang", preference.lang.as_str().into()),
        ("secret", preference.secret.as_str().into()),
        ("digested", preference.digested.into()),
    ];
    Sql::upsert("preference", columns).execute(tx).await?;
    Ok(())
}

/// Writes down what is chosen for those who did not, many in one statement; what somebody chose meanwhile stays.
pub async fn add(tx: &mut Tx, preferences: &[Preference]) -> Result<()> {
    let row = |preference: &Preference| {
        vec![
            preference.user.into(),
            preference.mails.as_str().into(),
            preference.lang.as_str().into(),
            preference.secret.as_str().into(),
            preference.digested.into(),
        ]
    };
    let columns = "user_id, mails, lang, secret, digested";
    let rows = preferences.iter().map(row).collect();
    for sql in Sql::insert_rows("preference", columns, rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// What these people chose; nothing for those who never did.
pub async fn of(run: impl Into<Run<'_>>, users: &[Id]) -> Result<Vec<Preference>> {
    let mut run = run.into();
    let mut found = Vec::new();
    for users in users.chunks(1_000) {
        let mut sql = Sql::new(SELECT);
        sql.push("WHERE user_id IN ").bind_list(users);
        let rows = sql.all::<Row>(run.again()).await?;
        found.extend(rows.into_iter().filter_map(read));
    }
    Ok(found)
}

/// Whose secret this is.
pub async fn by_secret(run: impl Into<Run<'_>>, secret: &str) -> Result<Option<Preference>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE secret = ").bind(secret);
    Ok(sql.first::<Row>(run).await?.and_then(read))
}

/// Those who want mails, by id, after one.
pub async fn to_digest(
    run: impl Into<Run<'_>>,
    after: Option<Id>,
    most: i64,
) -> Result<Vec<Preference>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE mails <> 'none'");
    if let Some(after) = after {
        sql.push(" AND user_id > ").bind(after);
    }
    sql.push(" ORDER BY user_id LIMIT ").bind(most);
    let rows = sql.all::<Row>(run).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Forgets what a person chose.
pub async fn forget(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM preference WHERE user_id = ");
    sql.bind(user);
    sql.execute(tx).await?;
    Ok(())
}
