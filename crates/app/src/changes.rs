//! What changed in the public catalogue, for neighbours that stay in step: read after a place of the change log, as often
//! as one likes, and always the same. What is private is not spoken of, except that something is not there any more.

use std::collections::{HashMap, HashSet};

use vitrail_dcat::{Event, Fragment, NamedNode};
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

/// What happens around an object without changing it.
const SILENT: [&str; 5] = ["checked", "counted", "discussed", "followed", "unfollowed"];

/// Whether a change leaves what the public reads of its subject as it was.
pub(crate) fn is_silent(change: &Change) -> bool {
    SILENT.contains(&change.operation.as_str())
}

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
    let mut hides: HashSet<(Kind, Id)> = HashSet::new();
    let told = changes
        .iter()
        .filter(|change| kinds.contains(&change.subject.0) && !is_silent(change))
        // A new contact is met with what names it.
        .filter(|change| change.subject.0 != Kind::ContactPoint || change.operation != "created");
    for change in told {
        latest.insert(change.subject, change);
        if may_hide(change) {
            hides.insert(change.subject);
        }
    }
    let visible = visible(app, &latest).await?;
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

/// Whether a change may be one that takes its subject from the public.
fn may_hide(change: &Change) -> bool {
    let hiding = [
        "private",
        "held",
        "archived",
        "archived_at",
        "deleted",
        "deleted_at",
    ];
    change.operation == "deleted"
        || change
            .fields
            .iter()
            .any(|field| hiding.contains(&field.as_str()))
}

/// Those of these subjects that the public sees.
async fn visible(app: &App, of: &HashMap<(Kind, Id), &Change>) -> Result<HashSet<(Kind, Id)>> {
    async fn seen<S: Subject<Key = Id>>(
        app: &App,
        of: &HashMap<(Kind, Id), &Change>,
        is_visible: impl Fn(&S) -> bool,
    ) -> Result<Vec<(Kind, Id)>> {
        let ids: Vec<Id> = of
            .keys()
            .filter(|(kind, _)| *kind == S::KIND)
            .map(|(_, id)| *id)
            .collect();
        let found = subject::by_ids::<S>(app.db(), &ids).await?;
        let visible = found.into_values().filter(is_visible);
        Ok(visible.map(|found| (S::KIND, found.key())).collect())
    }
    let mut all: HashSet<(Kind, Id)> = HashSet::new();
    all.extend(seen::<Dataset>(app, of, Dataset::is_visible).await?);
    all.extend(seen::<Dataservice>(app, of, Dataservice::is_visible).await?);
    all.extend(seen::<Organization>(app, of, Organization::is_visible).await?);
    all.extend(seen::<Reuse>(app, of, Reuse::is_visible).await?);
    all.extend(seen::<ContactPoint>(app, of, |_| true).await?);
    Ok(all)
}

/// The same for those who read graphs: events about datasets and dataservices, and these as they are now.
pub async fn stream(
    app: &App,
    cursor: i64,
    size: i64,
    form: &Form,
    address: impl Fn(Option<i64>) -> String,
) -> Result<Vec<u8>> {
    let feed = feed(app, cursor, size, &[Kind::Dataset, Kind::Dataservice]).await?;
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
    making.describe(datasets, services).await?;
    let fragment = Fragment {
        stream: address(None),
        this: address(Some(cursor)),
        next: feed.more.then(|| address(Some(feed.cursor))),
    };
    making
        .document
        .stream(&fragment, &events)
        .map_err(unwritten)?;
    making.document.finish().map_err(unwritten)
}
