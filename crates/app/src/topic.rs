//! Topics and their elements.

mod write;

use std::collections::HashMap;

use vitrail_domain::{Actor, Id, Kind, Topic, TopicElement};
use vitrail_store as store;
pub use vitrail_store::topic::{ElementFilter, Filter, SORTS};
pub use write::{
    add_elements, clear_elements, create, delete, feature, move_element, remove_element, update,
    update_element,
};

use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result, Sort, Viewer, reading, user};

/// Topics with their owners and how many elements each has.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    pub data: Vec<Topic>,
    pub counts: HashMap<Id, i64>,
    pub references: References,
}

/// The topic of an id or a slug, for those who may read it.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Topic> {
    let topic: Topic = reading::find(app, key).await?;
    reading::allowed(actor, Kind::Topic, topic.owner, topic.is_private(), false)?;
    Ok(topic)
}

/// The topic of an id or a slug, for those who may edit it; one that was put away too.
pub async fn find_to_edit(app: &App, actor: &Actor, key: &str) -> Result<Topic> {
    crate::editing::subject::find(app, actor, key).await
}

/// A page of the topics that the actor may see.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Topic>> {
    Ok(store::topic::list(app.db(), filter, &Viewer::of(actor), sort, page).await?)
}

/// The names of public topics by id, as texts: what lists of choices need.
pub async fn names(app: &App, ids: &[String]) -> Result<HashMap<String, String>> {
    let ids: Vec<Id> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let names = store::topic::names(app.db(), &ids).await?;
    Ok(names
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect())
}

/// A page of the caller's topics and those of their organizations.
pub async fn mine(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Topic>> {
    let mine = user::mine(actor, true)?;
    Ok(store::topic::list(app.db(), filter, &mine, sort, page).await?)
}

/// Topics with what a view of them needs.
pub async fn with_references(app: &App, data: Vec<Topic>) -> Result<Topics> {
    let mut wanted = Wanted::default();
    for topic in &data {
        wanted.owner(topic.owner);
    }
    let ids: Vec<Id> = data.iter().map(|topic| topic.id).collect();
    let counts = if ids.is_empty() {
        HashMap::new()
    } else {
        store::topic::count_elements(app.db(), &ids).await?
    };
    let references = wanted.load(app).await?;
    Ok(Topics {
        data,
        counts,
        references,
    })
}

/// One element of a topic.
pub async fn element(app: &App, topic: Id, id: &str) -> Result<TopicElement> {
    let missing = || Error::NotFound(Kind::TopicElement);
    let id: Id = id.parse().map_err(|_| missing())?;
    let found = store::subject::get::<TopicElement>(app.db(), id).await?;
    found
        .filter(|element| element.topic == topic)
        .ok_or_else(missing)
}

/// A page of the elements of a topic, in their order.
pub async fn elements(
    app: &App,
    topic: Id,
    filter: &ElementFilter,
    page: Page,
) -> Result<Listed<TopicElement>> {
    Ok(store::topic::elements(app.db(), topic, filter, page).await?)
}
