//! Writing topics and their elements. A topic that is deleted is gone for good, with its elements and what people
//! said of it, as on udata.

use std::collections::HashSet;

use serde_json::Value;
use vitrail_domain::edit::TOPIC_NEEDS;
use vitrail_domain::form::{Form, Problem, Problems, id_of};
use vitrail_domain::{
    Actor, Change, Dataservice, Dataset, Extras, Id, Kind, Owner, Reuse, Timestamp, Topic,
    TopicElement,
};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::editing;
use crate::editing::subject::{self, Edited};
use crate::{App, Error, Result, dataservice, dataset, discussion, reading, reuse};

/// Most elements that one request may bring.
const TOGETHER: usize = 10_000;

impl Edited for Topic {
    fn owner(&self) -> Owner {
        self.owner
    }
    fn is_private(&self) -> bool {
        self.private
    }
    fn modified(&self) -> Timestamp {
        self.last_modified
    }
    fn set_modified(&mut self, at: Timestamp) {
        self.last_modified = at;
    }
    fn name(&self) -> &str {
        &self.name
    }
    fn slug_mut(&mut self) -> &mut String {
        &mut self.slug
    }
    fn held_mut(&mut self) -> &mut bool {
        &mut self.held
    }
    fn texts(&self) -> Vec<&str> {
        vec![&self.name, &self.description]
    }
    fn featured_mut(&mut self) -> &mut bool {
        &mut self.featured
    }
    fn brought_back(self, now: &Self) -> Self {
        Self {
            id: now.id,
            slug: now.slug.clone(),
            owner: now.owner,
            private: now.private,
            held: now.held,
            featured: now.featured,
            created_at: now.created_at,
            last_modified: now.last_modified,
            metrics: now.metrics.clone(),
            ..self
        }
    }
    async fn save(&self, tx: &mut Tx) -> Result<()> {
        Ok(store::topic::save(tx, self).await?)
    }
    fn refusal() -> Error {
        Error::Refused("Forbidden")
    }
}

/// A new topic, with the elements that come inside.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Topic> {
    reading::signed_in(actor)?;
    let (id, now) = (app.new_id(), app.now());
    let mut form = Form::new(body);
    let mut tx = app.db().begin().await?;
    let mut topic = Topic {
        id,
        owner: editing::owner_of_new(&mut tx, actor, &mut form).await?,
        created_at: now,
        last_modified: now,
        ..Topic::default()
    };
    topic.edit(&mut form);
    form.need(&TOPIC_NEEDS);
    editing::known_zones(&mut tx, &mut form, topic.spatial.as_ref(), None).await?;
    let elements = inline(app, &mut tx, actor, &mut form, id).await?;
    editing::finish(form, Kind::Topic)?;
    let elements = elements.unwrap_or_default();
    store::topic::append_elements(&mut tx, id, &elements).await?;
    told(app, &mut tx, &held(&elements)).await?;
    subject::add(app, tx, actor, topic).await
}

/// Changes what the body names; a list of elements replaces those that the topic has.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Topic> {
    let mut form = Form::new(body);
    let (mut tx, former) = subject::open_for::<Topic>(app, actor, key, &form).await?;
    let mut topic = former.clone();
    topic.edit(&mut form);
    topic.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    let (place, kept) = (topic.spatial.as_ref(), former.spatial.as_ref());
    editing::known_zones(&mut tx, &mut form, place, kept).await?;
    let elements = inline(app, &mut tx, actor, &mut form, former.id).await?;
    editing::finish(form, Kind::Topic)?;
    let Some(elements) = elements else {
        return subject::change(app, tx, actor, former, topic).await;
    };
    let mut told_of = store::topic::held(&mut tx, former.id).await?;
    told_of.extend(held(&elements));
    store::topic::replace_elements(&mut tx, former.id, &elements).await?;
    told(app, &mut tx, &told_of).await?;
    subject::rewrite(app, tx, actor, former, topic).await
}

/// Takes a topic away for good.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (mut tx, topic) = subject::open::<Topic>(app, actor, key).await?;
    let held = store::topic::held(&mut tx, topic.id).await?;
    told(app, &mut tx, &held).await?;
    let about = (Kind::Topic, topic.id);
    discussion::write::take_out_about(app, &mut tx, actor, about).await?;
    store::held::forget(&mut tx, about).await?;
    store::topic::delete(&mut tx, topic.id).await?;
    subject::keep(app, &mut tx, actor, Some(&topic), &topic, "deleted").await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a topic forward, or no longer.
pub async fn feature(app: &App, actor: &Actor, key: &str, featured: bool) -> Result<Topic> {
    subject::feature(app, actor, key, featured).await
}

/// Adds elements after the others.
pub async fn add_elements(
    app: &App,
    actor: &Actor,
    key: &str,
    body: &Value,
) -> Result<Vec<TopicElement>> {
    let (mut tx, topic) = subject::open::<Topic>(app, actor, key).await?;
    let Some(items) = body.as_array() else {
        return Err(Error::Bad("Expecting a list".to_owned()));
    };
    let fresh: Vec<Value> = items.iter().map(without_id).collect();
    let read = elements(app, &mut tx, actor, topic.id, &fresh).await?;
    if read.iter().any(std::result::Result::is_err) {
        let problems = read.into_iter().map(|read| read.err().unwrap_or_default());
        return Err(Error::InvalidItems(problems.collect()));
    }
    let made: Vec<TopicElement> = read
        .into_iter()
        .filter_map(std::result::Result::ok)
        .collect();
    store::topic::append_elements(&mut tx, topic.id, &made).await?;
    told(app, &mut tx, &held(&made)).await?;
    touched(app, tx, actor, topic, "element:created").await?;
    Ok(made)
}

/// Changes what the body names of one element.
pub async fn update_element(
    app: &App,
    actor: &Actor,
    key: &str,
    id: &str,
    body: &Extras,
) -> Result<TopicElement> {
    let (mut tx, topic) = subject::open::<Topic>(app, actor, key).await?;
    let former = element(&mut tx, &topic, id).await?;
    let mut changed = former.clone();
    let mut form = Form::new(body);
    changed.edit(&mut form);
    if changed.element != former.element
        && let Some(held) = changed.element
        && !known(&mut tx, actor, &[held]).await?.contains(&held)
    {
        form.refuse("element", Problem::Unknown(held.1.to_string()));
    }
    // An element answers as a dataset does: sentences in lists.
    editing::finish(form, Kind::TopicElement)?;
    if changed != former {
        store::topic::save_element(&mut tx, &changed).await?;
        let both: Vec<(Kind, Id)> = former.element.into_iter().chain(changed.element).collect();
        told(app, &mut tx, &both).await?;
        touched(app, tx, actor, topic, "element:updated").await?;
    }
    Ok(changed)
}

/// Takes one element away.
pub async fn remove_element(app: &App, actor: &Actor, key: &str, id: &str) -> Result<()> {
    let (mut tx, topic) = subject::open::<Topic>(app, actor, key).await?;
    let gone = element(&mut tx, &topic, id).await?;
    store::topic::delete_element(&mut tx, gone.id).await?;
    told(app, &mut tx, &held(std::slice::from_ref(&gone))).await?;
    touched(app, tx, actor, topic, "element:deleted").await
}

/// Moves one element before the one that precedes it, or after the one that follows it.
pub async fn move_element(app: &App, actor: &Actor, key: &str, id: &str, up: bool) -> Result<()> {
    let (mut tx, topic) = subject::open::<Topic>(app, actor, key).await?;
    let moved = element(&mut tx, &topic, id).await?;
    if store::topic::swap_element(&mut tx, &moved, up).await? {
        touched(app, tx, actor, topic, "element:updated").await?;
    }
    Ok(())
}

/// Takes all the elements away.
pub async fn clear_elements(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (mut tx, topic) = subject::open::<Topic>(app, actor, key).await?;
    let held = store::topic::held(&mut tx, topic.id).await?;
    store::topic::replace_elements(&mut tx, topic.id, &[]).await?;
    told(app, &mut tx, &held).await?;
    touched(app, tx, actor, topic, "element:deleted").await
}

/// One element of a topic.
async fn element(tx: &mut Tx, topic: &Topic, id: &str) -> Result<TopicElement> {
    let id = id
        .parse()
        .map_err(|_| Error::NotFound(Kind::TopicElement))?;
    let found = store::subject::get::<TopicElement>(tx, id).await?;
    found
        .filter(|element| element.topic == topic.id)
        .ok_or(Error::NotFound(Kind::TopicElement))
}

/// Dates a topic whose elements changed.
async fn touched(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    former: Topic,
    operation: &str,
) -> Result<()> {
    let topic = Topic {
        last_modified: app.now(),
        ..former
    };
    store::topic::save(&mut tx, &topic).await?;
    let change = Change {
        actor: actor.user,
        organization: topic.owner.organization(),
        fields: vec!["elements".to_owned()],
        ..Change::new(app.now(), (Kind::Topic, topic.id), operation)
    };
    store::change::record(&mut tx, &change).await?;
    tx.commit().await?;
    Ok(())
}

/// What elements hold.
fn held(elements: &[TopicElement]) -> Vec<(Kind, Id)> {
    elements.iter().filter_map(|it| it.element).collect()
}

/// Says that objects entered or left a topic: the search knows them by their topics.
async fn told(app: &App, tx: &mut Tx, subjects: &[(Kind, Id)]) -> Result<()> {
    let now = app.now();
    let changes = subjects
        .iter()
        .map(|subject| Change::new(now, *subject, "counted"));
    let changes: Vec<Change> = changes.collect();
    if !changes.is_empty() {
        store::change::record_all(tx, &changes).await?;
    }
    Ok(())
}

/// The elements inside the form of a topic. The link that the API gives in their place, sent back, says nothing.
async fn inline(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    form: &mut Form<'_>,
    topic: Id,
) -> Result<Option<Vec<TopicElement>>> {
    if form.value("elements").is_some_and(Value::is_object) {
        return Ok(None);
    }
    let Some(items) = form.list("elements") else {
        return Ok(None);
    };
    let mut made = Vec::with_capacity(items.len());
    let read = elements(app, tx, actor, topic, items).await?;
    for (place, read) in read.into_iter().enumerate() {
        match read {
            Ok(element) => made.push(element),
            Err(problems) => {
                for (field, problems) in problems {
                    for problem in problems {
                        form.refuse(&format!("elements.{place}.{field}"), problem);
                    }
                }
            }
        }
    }
    Ok(Some(made))
}

/// A new element has an id of ours.
fn without_id(item: &Value) -> Value {
    let mut item = item.clone();
    if let Some(fields) = item.as_object_mut() {
        fields.remove("id");
    }
    item
}

/// What each item of a list says: an element, or what is wrong with it. An item with the id of an element of
/// the topic keeps it.
async fn elements(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    topic: Id,
    items: &[Value],
) -> Result<Vec<std::result::Result<TopicElement, Problems>>> {
    if items.len() > TOGETHER {
        let sentence = format!("At most {TOGETHER} elements come together");
        return Err(Error::Bad(sentence));
    }
    let ids: Vec<Id> = items
        .iter()
        .filter_map(|item| id_of(item)?.parse().ok())
        .collect();
    let mut kept = store::subject::by_ids::<TopicElement>(&mut *tx, &ids).await?;
    kept.retain(|_, element| element.topic == topic);
    let mut read = Vec::with_capacity(items.len());
    for item in items {
        let mut problems = Problems::new();
        let Some(fields) = item.as_object() else {
            problems.insert("element".to_owned(), vec![Problem::Expected("object")]);
            read.push(Err(problems));
            continue;
        };
        let id = id_of(item).and_then(|id| id.parse().ok());
        let mut element = id.and_then(|id: Id| kept.remove(&id)).unwrap_or_else(|| {
            let id = app.new_id();
            TopicElement {
                id,
                topic,
                ..TopicElement::default()
            }
        });
        let mut form = Form::new(fields);
        element.edit(&mut form);
        read.push(form.finish().map(|()| element));
    }
    let held: Vec<(Kind, Id)> = read
        .iter()
        .filter_map(|read| read.as_ref().ok()?.element)
        .collect();
    let known = known(tx, actor, &held).await?;
    for read in &mut read {
        let unknown = read.as_ref().ok().and_then(|element| element.element);
        if let Some(unknown) = unknown.filter(|held| !known.contains(held)) {
            let problem = Problem::Unknown(unknown.1.to_string());
            *read = Err(Problems::from([("element".to_owned(), vec![problem])]));
        }
    }
    Ok(read)
}

/// Those of these objects that the actor may know of.
async fn known(tx: &mut Tx, actor: &Actor, subjects: &[(Kind, Id)]) -> Result<HashSet<(Kind, Id)>> {
    let of = |wanted: Kind| -> Vec<Id> {
        let ids = subjects.iter().filter(|(kind, _)| *kind == wanted);
        ids.map(|(_, id)| *id).collect()
    };
    let mut known = HashSet::new();
    let (datasets, reuses, services) = (of(Kind::Dataset), of(Kind::Reuse), of(Kind::Dataservice));
    for (id, found) in store::subject::by_ids::<Dataset>(&mut *tx, &datasets).await? {
        if dataset::readable(actor, &found).is_ok() {
            known.insert((Kind::Dataset, id));
        }
    }
    for (id, found) in store::subject::by_ids::<Reuse>(&mut *tx, &reuses).await? {
        if reuse::readable(actor, &found).is_ok() {
            known.insert((Kind::Reuse, id));
        }
    }
    for (id, found) in store::subject::by_ids::<Dataservice>(&mut *tx, &services).await? {
        if dataservice::readable(actor, &found).is_ok() {
            known.insert((Kind::Dataservice, id));
        }
    }
    Ok(known)
}
