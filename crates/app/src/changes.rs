//! What changed in the public catalogue, for neighbours that stay in step: read after a place of the change log, as often
//! as one likes, and always the same. What is private is not spoken of, except that something is not there any more.

use std::collections::{HashMap, HashSet};

use vitrail_dcat::{Event, Fragment, NamedNode};
use vitrail_domain::change::SILENT;
use vitrail_domain::{
    Change, ContactPoint, Dataservice, Dataset, Id, Kind, Organization, Reuse, Timestamp,
};
use vitrail_store as store;
use vitrail_store::subject::{self, Subject};

use crate::rdf::{Form, Making, names_of_their_own, unwritten};
use crate::{App, Result};

/// What the feed speaks of.
const KINDS: [Kind; 5] = [
    Kind::Dataset,
    Kind::Dataservice,
    Kind::Organization,
    Kind::Reuse,
    Kind::ContactPoint,
];

/// What graphs speak of.
const IN_GRAPHS: [Kind; 4] = [
    Kind::Dataset,
    Kind::Dataservice,
    Kind::Organization,
    Kind::ContactPoint,
];

/// The last thing that happened to an object, on a page of the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    pub seq: i64,
    pub at: Timestamp,
    pub subject: (Kind, Id),
    /// Whether the public does not see it any more.
    pub gone: bool,
}

/// A page of the feed.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    pub events: Vec<Happened>,
    /// Where to go on from.
    pub cursor: i64,
    /// Whether something happened after this page.
    pub more: bool,
}

/// What happened after a place of the log, each object once.
pub async fn after(app: &App, cursor: i64, size: i64) -> Result<Feed> {
    feed(app, cursor, size, &KINDS).await
}

/// Some of what changed public datasets, or one dataset, between two instants; the newest first.
pub async fn of_datasets(
    app: &App,
    only: Option<Id>,
    (since, until): (Option<Timestamp>, Option<Timestamp>),
    part: (i64, i64),
) -> Result<Vec<Change>> {
    let wanted = store::change::OfDatasets {
        only,
        without: SILENT.to_vec(),
        since,
        until,
    };
    Ok(store::change::of_datasets(app.db(), &wanted, part).await?)
}

/// The last place of the log.
pub async fn last(app: &App) -> Result<i64> {
    Ok(app.db().look_for_changes().await?)
}

async fn feed(app: &App, cursor: i64, size: i64, kinds: &[Kind]) -> Result<Feed> {
    // One more than the page holds says whether there is another.
    let mut changes = store::change::after(app.db(), cursor, size.saturating_add(1)).await?;
    let most = usize::try_from(size).unwrap_or(0);
    let more = changes.len() > most;
    changes.truncate(most);
    let Some(last) = changes.last().map(|change| change.seq) else {
        return Ok(Feed {
            cursor,
            ..Feed::default()
        });
    };
    let mut latest: HashMap<(Kind, Id), &Change> = HashMap::new();
    let (mut hides, mut closes) = (HashSet::new(), HashSet::new());
    let told = changes
        .iter()
        .filter(|change| kinds.contains(&change.subject.0) && !change.is_silent())
        // A new contact is met with what names it.
        .filter(|change| change.subject.0 != Kind::ContactPoint || change.operation != "created");
    for change in told {
        latest.insert(change.subject, change);
        if is_of(change, &CLOSING) {
            closes.insert(change.subject);
        }
        if change.operation == "deleted" || is_of(change, &HIDING) {
            hides.insert(change.subject);
        }
    }
    let (visible, drafts) = seen(app, &latest).await?;
    // What nobody saw is not told when it is put away, unless it was just taken from the public.
    hides.retain(|subject| !drafts.contains(subject));
    hides.extend(closes);
    let mut events: Vec<Happened> = latest
        .into_values()
        // A draft that was only written is nobody's business.
        .filter(|change| visible.contains(&change.subject) || hides.contains(&change.subject))
        .map(|change| Happened {
            seq: change.seq,
            at: change.at,
            subject: change.subject,
            gone: !visible.contains(&change.subject),
        })
        .collect();
    events.sort_unstable_by_key(|event| event.seq);
    Ok(Feed {
        events,
        cursor: last,
        more,
    })
}

/// Fields that take an object from the public: for good or for long, or by making it one that only its owners see.
const HIDING: [&str; 4] = ["archived", "archived_at", "deleted", "deleted_at"];
const CLOSING: [&str; 2] = ["private", "held"];

fn is_of(change: &Change, fields: &[&str]) -> bool {
    let mut changed = change.fields.iter();
    changed.any(|field| fields.contains(&field.as_str()))
}

type Subjects = HashSet<(Kind, Id)>;

/// Those of these subjects that the public sees, and those that only their owners do.
async fn seen(app: &App, of: &HashMap<(Kind, Id), &Change>) -> Result<(Subjects, Subjects)> {
    async fn sort<S: Subject<Key = Id>>(
        app: &App,
        of: &HashMap<(Kind, Id), &Change>,
        (is_visible, is_draft): (impl Fn(&S) -> bool, impl Fn(&S) -> bool),
        (visible, drafts): &mut (Subjects, Subjects),
    ) -> Result<()> {
        let of_kind = of.keys().filter(|(kind, _)| *kind == S::KIND);
        let ids: Vec<Id> = of_kind.map(|(_, id)| *id).collect();
        for found in subject::by_ids::<S>(app.db(), &ids).await?.values() {
            if is_visible(found) {
                visible.insert((S::KIND, found.key()));
            } else if is_draft(found) {
                drafts.insert((S::KIND, found.key()));
            }
        }
        Ok(())
    }
    let mut all = (HashSet::new(), HashSet::new());
    let dataset = (Dataset::is_visible, Dataset::is_private);
    let service = (Dataservice::is_visible, Dataservice::is_private);
    let reuse = (Reuse::is_visible, Reuse::is_private);
    let organization = (Organization::is_visible, |found: &Organization| found.held);
    sort(app, of, dataset, &mut all).await?;
    sort(app, of, service, &mut all).await?;
    sort(app, of, reuse, &mut all).await?;
    sort(app, of, organization, &mut all).await?;
    sort(
        app,
        of,
        (|_: &ContactPoint| true, |_: &ContactPoint| false),
        &mut all,
    )
    .await?;
    Ok(all)
}

/// The same for those who read graphs: events about datasets, dataservices and who answers for them, as they are now.
pub async fn stream(
    app: &App,
    cursor: i64,
    size: i64,
    form: &Form,
    address: impl Fn(Option<i64>) -> String,
) -> Result<Vec<u8>> {
    let feed = feed(app, cursor, size, &IN_GRAPHS).await?;
    let mut making = Making::new(app, form).await?;
    let of = |kind: Kind| -> Vec<Id> {
        let events = feed.events.iter().filter(|event| event.subject.0 == kind);
        events.map(|event| event.subject.1).collect()
    };
    let mut datasets = subject::in_order::<Dataset>(app.db(), &of(Kind::Dataset)).await?;
    let mut services = subject::in_order::<Dataservice>(app.db(), &of(Kind::Dataservice)).await?;
    names_of_their_own(app, &mut datasets).await?;
    let portal = making.portal.clone();
    let mut names: HashMap<Id, NamedNode> = HashMap::new();
    names.extend(
        datasets
            .iter()
            .map(|found| (found.id, portal.dataset(found))),
    );
    names.extend(
        services
            .iter()
            .map(|found| (found.id, portal.dataservice(found))),
    );
    // What is gone is told by the name it had; something may have happened since the events were read.
    datasets.retain(Dataset::is_visible);
    services.retain(Dataservice::is_visible);
    let told = |event: &Happened| {
        let (kind, id) = event.subject;
        let here = || match kind {
            Kind::Dataset => portal.dataset_here(id),
            Kind::Organization => portal.organization(id),
            Kind::ContactPoint => portal.contact(id),
            _ => portal.dataservice_here(id),
        };
        Event {
            seq: event.seq,
            at: event.at,
            object: names.get(&id).cloned().unwrap_or_else(here),
            gone: event.gone,
        }
    };
    let events: Vec<Event> = feed.events.iter().map(told).collect();
    let fragment = Fragment {
        stream: address(None),
        root: address(Some(0)),
        this: address(Some(cursor)),
        next: feed.more.then(|| address(Some(feed.cursor))),
    };
    making
        .document
        .stream(&fragment, &events)
        .map_err(unwritten)?;
    making.describe(datasets, services).await?;
    let organizations =
        subject::in_order::<Organization>(app.db(), &of(Kind::Organization)).await?;
    for found in organizations.iter().filter(|found| found.is_visible()) {
        making.document.organization(found).map_err(unwritten)?;
    }
    let contacts = subject::in_order::<ContactPoint>(app.db(), &of(Kind::ContactPoint)).await?;
    for found in &contacts {
        making.document.contact(found).map_err(unwritten)?;
    }
    making.document.finish().map_err(unwritten)
}
