//! Topics and their elements, in order.

use std::collections::HashMap;

use vitrail_domain::{Id, Kind, Topic, TopicElement, text};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort, Viewer};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// What the list of udata filters on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    pub private: Option<bool>,
    pub tags: Vec<String>,
    pub geozone: Option<String>,
    pub granularity: Option<String>,
    pub organization: Option<Id>,
    pub owner: Option<Id>,
    pub featured: Option<bool>,
    /// Topics that hold this object.
    pub holding: Option<(Kind, Id)>,
}

/// Which elements of a topic.
#[derive(Clone, Debug, Default)]
pub struct ElementFilter {
    /// `Some(None)`: elements without an object.
    pub kind: Option<Option<Kind>>,
    pub q: Option<String>,
    pub tags: Vec<String>,
}

/// The sorts of udata.
pub const SORTS: [(&str, &str); 3] = [
    ("name", "words"),
    ("created", "created"),
    ("last_modified", "modified"),
];

pub async fn save(tx: &mut Tx, topic: &Topic) -> Result<()> {
    let spatial = topic.spatial.as_ref();
    let columns = vec![
        ("id", topic.id.into()),
        ("slug", topic.slug.as_str().into()),
        ("name", topic.name.as_str().into()),
        ("words", text::words(&topic.name).into()),
        ("owner_id", topic.owner.user().into()),
        ("organization_id", topic.owner.organization().into()),
        ("private", topic.is_private().into()),
        ("featured", topic.featured.into()),
        (
            "granularity",
            spatial.map(|spatial| spatial.granularity.as_str()).into(),
        ),
        ("created", topic.created_at.into()),
        ("modified", topic.last_modified.into()),
        ("facts", facts(topic)?),
        ("metrics", serde_json::to_string(&topic.metrics)?.into()),
    ];
    let zones = spatial
        .map(|spatial| spatial.zones.as_slice())
        .unwrap_or_default();
    Sql::upsert(Topic::TABLE, columns).execute(&mut *tx).await?;
    subject::set_many(tx, "tag", Kind::Topic, topic.id, &topic.tags).await?;
    subject::set_many(tx, "place", Kind::Topic, topic.id, zones).await
}

/// The names of the topics that everyone may see, of these.
pub async fn names(run: impl Into<Run<'_>>, ids: &[Id]) -> Result<HashMap<Id, String>> {
    let mut sql = Sql::new("SELECT id, name FROM topic WHERE private = 0 AND id IN ");
    sql.bind_list(ids);
    let rows = sql.all::<(String, String)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, name)| Some((id.parse().ok()?, name)))
        .collect())
}

/// Replaces all the elements of a topic.
pub async fn replace_elements(tx: &mut Tx, topic: Id, elements: &[TopicElement]) -> Result<()> {
    let mut sql = Sql::new(
        "DELETE FROM tag WHERE kind = 'topic_element' AND subject_id IN \
         (SELECT id FROM topic_element WHERE topic_id = ",
    );
    sql.bind(topic).push(")");
    sql.execute(&mut *tx).await?;
    let mut sql = Sql::new("DELETE FROM topic_element WHERE topic_id = ");
    sql.bind(topic);
    sql.execute(&mut *tx).await?;
    insert(tx, topic, 0, elements).await
}

/// Adds elements after those that a topic has.
pub async fn append_elements(tx: &mut Tx, topic: Id, elements: &[TopicElement]) -> Result<()> {
    let mut sql =
        Sql::new("SELECT COALESCE(MAX(position), -1) FROM topic_element WHERE topic_id = ");
    sql.bind(topic);
    let last = sql.count(&mut *tx).await?;
    insert(tx, topic, last + 1, elements).await
}

/// Writes an element that is there, in its place.
pub async fn save_element(tx: &mut Tx, element: &TopicElement) -> Result<()> {
    let mut sql = Sql::new("UPDATE topic_element SET kind = ");
    sql.bind(element.element.map(|(kind, _)| kind.as_str()))
        .push(", element_id = ")
        .bind(element.element.map(|(_, id)| id))
        .push(", words = ")
        .bind(words(element))
        .push(", facts = ")
        .bind(facts(element)?)
        .push(" WHERE id = ")
        .bind(element.id);
    sql.execute(&mut *tx).await?;
    subject::set_many(tx, "tag", Kind::TopicElement, element.id, &element.tags).await
}

/// Changes the places of an element and of the one before it, or after it; false where there is none.
pub async fn swap_element(tx: &mut Tx, element: &TopicElement, up: bool) -> Result<bool> {
    let mut sql = Sql::new("SELECT position FROM topic_element WHERE id = ");
    sql.bind(element.id);
    let place = sql.count(&mut *tx).await?;
    let mut sql = Sql::new("SELECT id, position FROM topic_element WHERE topic_id = ");
    sql.bind(element.topic).push(if up {
        " AND position < "
    } else {
        " AND position > "
    });
    sql.bind(place).push(if up {
        " ORDER BY position DESC LIMIT 1"
    } else {
        " ORDER BY position LIMIT 1"
    });
    let Some((other, its_place)) = sql.first::<(String, i64)>(&mut *tx).await? else {
        return Ok(false);
    };
    for (id, place) in [(other, place), (element.id.to_string(), its_place)] {
        let mut sql = Sql::new("UPDATE topic_element SET position = ");
        sql.bind(place).push(" WHERE id = ").bind(id);
        sql.execute(&mut *tx).await?;
    }
    Ok(true)
}

/// Takes one element away.
pub async fn delete_element(tx: &mut Tx, id: Id) -> Result<()> {
    subject::set_many(&mut *tx, "tag", Kind::TopicElement, id, &[]).await?;
    let mut sql = Sql::new("DELETE FROM topic_element WHERE id = ");
    sql.bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// Takes a topic away for good, with its elements, its former addresses and what is assigned.
pub async fn delete(tx: &mut Tx, id: Id) -> Result<()> {
    replace_elements(&mut *tx, id, &[]).await?;
    subject::set_many(&mut *tx, "tag", Kind::Topic, id, &[]).await?;
    subject::set_many(&mut *tx, "place", Kind::Topic, id, &[]).await?;
    crate::slug::forget(&mut *tx, Kind::Topic, id).await?;
    for start in [
        "DELETE FROM assignment WHERE kind = 'topic' AND subject_id = ",
        "DELETE FROM follow WHERE kind = 'topic' AND subject_id = ",
        "DELETE FROM topic WHERE id = ",
    ] {
        let mut sql = Sql::new(start);
        sql.bind(id);
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// What the elements of a topic hold: each object once.
pub async fn held(run: impl Into<Run<'_>>, topic: Id) -> Result<Vec<(Kind, Id)>> {
    let mut sql = Sql::new(
        "SELECT DISTINCT kind, element_id FROM topic_element \
         WHERE kind IS NOT NULL AND topic_id = ",
    );
    sql.bind(topic);
    let rows = sql.all::<(String, String)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(kind, id)| Some((kind.parse().ok()?, id.parse().ok()?)))
        .collect())
}

fn words(element: &TopicElement) -> String {
    text::words(&format!(
        "{} {}",
        element.title.as_deref().unwrap_or_default(),
        element.description.as_deref().unwrap_or_default()
    ))
}

async fn insert(tx: &mut Tx, topic: Id, first: i64, elements: &[TopicElement]) -> Result<()> {
    let mut rows = Vec::with_capacity(elements.len());
    let mut tags = Vec::new();
    for (position, element) in (first..).zip(elements) {
        rows.push(vec![
            element.id.into(),
            topic.into(),
            position.into(),
            element.element.map(|(kind, _)| kind.as_str()).into(),
            element.element.map(|(_, id)| id).into(),
            words(element).into(),
            facts(element)?,
        ]);
        for tag in &element.tags {
            tags.push(vec![
                Kind::TopicElement.as_str().into(),
                tag.into(),
                element.id.into(),
            ]);
        }
    }
    let columns = "id, topic_id, position, kind, element_id, words, facts";
    let mut statements = Sql::insert_rows("topic_element", columns, rows);
    statements.extend(Sql::insert_rows("tag", "kind, tag, subject_id", tags));
    for sql in statements {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// A page of topics, the newest first unless sorted otherwise.
pub async fn list(
    db: &Db,
    filter: &Filter,
    viewer: &Viewer,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Topic>> {
    let mut sql = Sql::new("WHERE 1 = 1");
    viewer.restrict(&mut sql, "private = 0");
    filter::all_words(&mut sql, filter.q.as_deref());
    filter::owned(&mut sql, filter.owner, filter.organization, None);
    filter::equal(&mut sql, "private", filter.private);
    filter::equal(&mut sql, "featured", filter.featured);
    filter::equal(&mut sql, "granularity", filter.granularity.as_deref());
    filter::tagged(&mut sql, Kind::Topic, &filter.tags);
    if let Some(zone) = &filter.geozone {
        sql.push(" AND id IN (SELECT subject_id FROM place WHERE kind = 'topic' AND zone_id = ");
        sql.bind(zone.as_str()).push(")");
    }
    if let Some((kind, id)) = filter.holding {
        sql.push(" AND id IN (SELECT topic_id FROM topic_element WHERE kind = ");
        sql.bind(kind.as_str())
            .push(" AND element_id = ")
            .bind(id)
            .push(")");
    }
    subject::list(db, &sql, sort, "created DESC, id DESC", page).await
}

/// A page of the elements of a topic, in their order.
pub async fn elements(
    db: &Db,
    topic: Id,
    filter: &ElementFilter,
    page: Page,
) -> Result<Listed<TopicElement>> {
    let mut sql = Sql::new("WHERE topic_id = ");
    sql.bind(topic);
    match filter.kind {
        None => {}
        Some(None) => {
            sql.push(" AND kind IS NULL");
        }
        Some(Some(kind)) => {
            sql.push(" AND kind = ").bind(kind.as_str());
        }
    }
    filter::all_words(&mut sql, filter.q.as_deref());
    filter::tagged(&mut sql, Kind::TopicElement, &filter.tags);
    subject::list(db, &sql, None, "position", page).await
}

/// How many elements each topic has.
pub async fn count_elements(run: impl Into<Run<'_>>, topics: &[Id]) -> Result<HashMap<Id, i64>> {
    let mut sql = Sql::new("SELECT topic_id, COUNT(*) FROM topic_element WHERE topic_id IN ");
    sql.bind_list(topics).push(" GROUP BY topic_id");
    let rows = sql.all::<(String, i64)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, count)| Some((id.parse().ok()?, count)))
        .collect())
}

/// The topics that hold each of these objects, for the search index.
pub async fn holding(
    run: impl Into<Run<'_>>,
    kind: Kind,
    ids: &[Id],
) -> Result<HashMap<Id, Vec<Id>>> {
    let mut sql = Sql::new("SELECT element_id, topic_id FROM topic_element WHERE kind = ");
    sql.bind(kind.as_str())
        .push(" AND element_id IN ")
        .bind_list(ids);
    let mut found: HashMap<Id, Vec<Id>> = HashMap::new();
    for (element, topic) in sql.all::<(String, String)>(run).await? {
        if let (Ok(element), Ok(topic)) = (element.parse(), topic.parse()) {
            found.entry(element).or_default().push(topic);
        }
    }
    Ok(found)
}
