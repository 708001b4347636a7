//! The few statements where the two engines differ.

use std::borrow::Cow;

use vitrail_domain::Id;

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// Makes the writers of the change log wait for one another on PostgreSQL, so that places are committed in
/// order and no follower skips one, and tells the other nodes. SQLite has one writer, and wakes its followers
/// in process.
pub(crate) async fn order_changes(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() {
        Sql::new("SELECT 1 FROM (SELECT pg_advisory_xact_lock(7146003)) AS locked")
            .all::<(i32,)>(&mut *tx)
            .await?;
        // Sent by the server when the transaction commits: the other nodes wake up.
        Sql::new("SELECT 1 FROM (SELECT pg_notify('change', '')) AS sent")
            .all::<(i32,)>(tx)
            .await?;
    }
    Ok(())
}

/// Makes a row read in a transaction wait for, and keep away, other writers on PostgreSQL. On SQLite whoever
/// began to write is alone.
pub(crate) fn hold(sql: &mut Sql, run: &Run<'_>) {
    if matches!(run, Run::Tx(tx) if tx.is_postgres()) {
        sql.push(" FOR UPDATE");
    }
}

/// Makes those who choose the same name at the same time do so one after the other on PostgreSQL.
pub(crate) async fn take_turns(tx: &mut Tx, name: &str) -> Result<()> {
    if tx.is_postgres() {
        let mut sql = Sql::new("SELECT 1 FROM (SELECT pg_advisory_xact_lock(7146004, hashtext(");
        sql.bind(name).push("))) AS locked");
        sql.all::<(i32,)>(tx).await?;
    }
    Ok(())
}

/// Passes over the rows that others hold, on PostgreSQL. On SQLite whoever began to write is alone.
pub(crate) fn skip_taken(sql: &mut Sql, tx: &Tx) {
    if tx.is_postgres() {
        sql.push(" FOR UPDATE SKIP LOCKED");
    }
}

/// The rows of these ids, as one value where they are many: engines take some tens of thousands of values at most.
pub(crate) fn id_among(sql: &mut Sql, ids: &[Id], is_postgres: bool) {
    const FEW: usize = 500;
    if ids.len() <= FEW {
        sql.push("id IN ").bind_list(ids);
        return;
    }
    let texts: Vec<String> = ids.iter().map(Id::to_string).collect();
    if is_postgres {
        sql.push("id = ANY(string_to_array(");
        sql.bind(texts.join(",")).push(", ','))");
    } else {
        sql.push("id IN (SELECT value FROM json_each(");
        sql.bind(format!("[\"{}\"]", texts.join("\",\"")))
            .push("))");
    }
}

/// A text to be put in order letter by letter: PostgreSQL orders as the language of the database does.
pub(crate) fn by_letter(column: &str, is_postgres: bool) -> Cow<'_, str> {
    if is_postgres {
        format!("({column}) COLLATE \"C\"").into()
    } else {
        column.into()
    }
}

/// The text at a place of a JSON object that is kept as text; the names of the path are ours.
pub(crate) fn text_at(sql: &mut Sql, column: &str, path: &[&str], is_postgres: bool) {
    if is_postgres {
        let path = path.join(",");
        sql.push(&format!("(CAST({column} AS jsonb) #>> '{{{path}}}')"));
    } else {
        let path = path.join(".");
        sql.push(&format!("json_extract({column}, '$.{path}')"));
    }
}

/// The same where the names are anybody's.
pub(crate) fn text_along(sql: &mut Sql, column: &str, path: &[&str], is_postgres: bool) {
    if is_postgres {
        sql.push(&format!("(CAST({column} AS jsonb) #>> ARRAY["));
        for (place, name) in path.iter().enumerate() {
            sql.push(if place == 0 { "" } else { ", " }).bind(*name);
        }
        sql.push("])");
    } else {
        // A name goes between quotes, and cannot hold any itself.
        let names = path.iter().map(|name| name.replace('"', ""));
        let names: Vec<String> = names.map(|name| format!(".\"{name}\"")).collect();
        sql.push(&format!("json_extract({column}, "));
        sql.bind(format!("${}", names.concat())).push(")");
    }
}
