//! News and editorial pages.

use vitrail_domain::{Id, Kind, Post, text};

use crate::db::{Db, Result, Tx};
use crate::filter::{self, Listed, Page, Sort};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// What the list of udata filters on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    /// `news` or `page`.
    pub kind: Option<String>,
    pub with_drafts: bool,
}

/// The sorts of udata.
pub const SORTS: [(&str, &str); 6] = [
    ("name", "words"),
    ("created", "created"),
    ("created_at", "created"),
    ("last_modified", "modified"),
    ("modified", "modified"),
    ("published", "published"),
];

pub async fn save(tx: &mut Tx, post: &Post) -> Result<()> {
    let columns = vec![
        ("id", post.id.into()),
        ("slug", post.slug.as_str().into()),
        ("name", post.name.as_str().into()),
        ("words", text::words(&post.name).into()),
        ("kind", post.kind.as_str().into()),
        ("published", post.published.into()),
        ("created", post.created_at.into()),
        ("modified", post.last_modified.into()),
        ("facts", facts(post)?),
    ];
    Sql::upsert(Post::TABLE, columns).execute(tx).await?;
    Ok(())
}

/// Takes a post away for good, with its former addresses.
pub async fn delete(tx: &mut Tx, id: Id) -> Result<()> {
    crate::slug::forget(&mut *tx, Kind::Post, id).await?;
    let mut sql = Sql::new("DELETE FROM post WHERE id = ");
    sql.bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// A page, the last published first unless sorted otherwise.
pub async fn list(
    db: &Db,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Post>> {
    let mut sql = Sql::new("WHERE 1 = 1");
    filter::all_words(&mut sql, filter.q.as_deref());
    filter::equal(&mut sql, "kind", filter.kind.as_deref());
    if !filter.with_drafts {
        sql.push(" AND published IS NOT NULL");
    }
    subject::list(
        db,
        &sql,
        sort,
        "published DESC NULLS LAST, created DESC, id DESC",
        page,
    )
    .await
}
