//! The objects that discussions and activity speak of, whatever their kind: how they are called, where they
//! are, and whether the caller may know of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use vitrail_domain::{
    Actor, Dataservice, Dataset, Id, Kind, Organization, Owner, Post, Reuse, Topic, User,
};
use vitrail_store::{self as store, Run};

use crate::{App, Result};

/// What is said of an object when something else names it.
#[derive(Clone, Debug)]
pub struct Brief {
    pub slug: String,
    pub name: String,
    pub acronym: Option<String>,
    pub owner: Owner,
    /// Private or a draft.
    pub private: bool,
    pub deleted: bool,
}

impl Brief {
    /// Whether the caller may know of it.
    pub fn is_readable_by(&self, actor: &Actor) -> bool {
        actor.sees_private(self.owner) || !(self.private || self.deleted)
    }
}

/// Objects by kind and id, without those that are gone.
#[derive(Clone, Debug, Default)]
pub struct Subjects(HashMap<(Kind, Id), Brief>);

impl Subjects {
    pub fn get(&self, subject: (Kind, Id)) -> Option<&Brief> {
        self.0.get(&subject)
    }
}

/// Reads them; one statement per kind.
pub async fn load(app: &App, wanted: impl IntoIterator<Item = (Kind, Id)>) -> Result<Subjects> {
    load_in(app.db(), wanted).await
}

/// The same, in a transaction too.
pub(crate) async fn load_in(
    run: impl Into<Run<'_>>,
    wanted: impl IntoIterator<Item = (Kind, Id)>,
) -> Result<Subjects> {
    let mut run = run.into();
    let mut kinds: BTreeMap<Kind, BTreeSet<Id>> = BTreeMap::new();
    for (kind, id) in wanted {
        kinds.entry(kind).or_default().insert(id);
    }
    let mut found = HashMap::new();
    for (kind, ids) in kinds {
        let ids: Vec<Id> = ids.into_iter().collect();
        for (id, brief) in briefs(run.again(), kind, &ids).await? {
            found.insert((kind, id), brief);
        }
    }
    Ok(Subjects(found))
}

macro_rules! brief {
    ($run:ident, $ids:ident, $type:ty, |$object:ident| $name:expr, $acronym:expr, $owner:expr, $private:expr, $deleted:expr) => {
        store::subject::by_ids::<$type>($run, $ids)
            .await?
            .into_values()
            .map(|$object| {
                let (owner, private, deleted) = ($owner, $private, $deleted);
                let (id, name, acronym, slug) = ($object.id, $name, $acronym, $object.slug);
                let brief = Brief {
                    slug,
                    name,
                    acronym,
                    owner,
                    private,
                    deleted,
                };
                (id, brief)
            })
            .collect()
    };
}

async fn briefs(run: Run<'_>, kind: Kind, ids: &[Id]) -> Result<Vec<(Id, Brief)>> {
    Ok(match kind {
        Kind::Dataset => {
            brief!(
                run,
                ids,
                Dataset,
                |d| d.title,
                d.acronym,
                d.owner,
                d.is_private(),
                d.deleted.is_some()
            )
        }
        Kind::Reuse => {
            brief!(
                run,
                ids,
                Reuse,
                |r| r.title,
                None,
                r.owner,
                r.is_private(),
                r.deleted.is_some()
            )
        }
        Kind::Dataservice => {
            brief!(
                run,
                ids,
                Dataservice,
                |d| d.title,
                d.acronym,
                d.owner,
                d.is_private(),
                d.deleted_at.is_some()
            )
        }
        Kind::Topic => brief!(
            run,
            ids,
            Topic,
            |t| t.name,
            None,
            t.owner,
            t.is_private(),
            false
        ),
        Kind::Organization => {
            brief!(
                run,
                ids,
                Organization,
                |o| o.name,
                o.acronym,
                Owner::Organization(o.id),
                o.held,
                o.deleted.is_some()
            )
        }
        Kind::User => {
            brief!(
                run,
                ids,
                User,
                |u| u.full_name(),
                None,
                Owner::User(u.id),
                u.held,
                u.deleted.is_some()
            )
        }
        Kind::Post => {
            brief!(
                run,
                ids,
                Post,
                |p| p.name,
                None,
                p.owner.map_or(Owner::Nobody, Owner::User),
                p.published.is_none(),
                false
            )
        }
        _ => Vec::new(),
    })
}
