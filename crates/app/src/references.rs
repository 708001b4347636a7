//! The objects that others name — organizations, people, contact points — read together for a page of results
//! rather than one by one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use vitrail_domain::{ContactPoint, Id, Organization, Owner, User};
use vitrail_store as store;
use vitrail_store::kept::Kept;
use vitrail_store::subject::Subject;

use crate::{App, Result};

/// What a view needs to name owners and contacts.
#[derive(Clone, Debug, Default)]
pub struct References {
    pub organizations: HashMap<Id, Arc<Organization>>,
    pub users: HashMap<Id, Arc<User>>,
    pub contacts: HashMap<Id, Arc<ContactPoint>>,
}

impl References {
    /// How an owner is called, if they are among these.
    pub fn name_of(&self, owner: Owner) -> Option<String> {
        match owner {
            Owner::Organization(id) => self.organizations.get(&id).map(|it| it.name.clone()),
            Owner::User(id) => self.users.get(&id).map(|it| it.full_name()),
            Owner::Nobody => None,
        }
    }
}

/// Those that were read since the last change.
#[derive(Default)]
pub struct Named {
    organizations: Kept<Id, Organization>,
    users: Kept<Id, User>,
    contacts: Kept<Id, ContactPoint>,
}

/// Ids to read, gathered from the objects of a page.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    organizations: HashSet<Id>,
    users: HashSet<Id>,
    contacts: HashSet<Id>,
}

impl Wanted {
    pub fn owner(&mut self, owner: Owner) -> &mut Self {
        self.organizations.extend(owner.organization());
        self.users.extend(owner.user());
        self
    }

    pub fn organization(&mut self, id: impl IntoIterator<Item = Id>) -> &mut Self {
        self.organizations.extend(id);
        self
    }

    pub fn user(&mut self, id: impl IntoIterator<Item = Id>) -> &mut Self {
        self.users.extend(id);
        self
    }

    pub fn contacts(&mut self, ids: &[Id]) -> &mut Self {
        self.contacts.extend(ids);
        self
    }

    /// Reads those that are not known yet; one statement per kind.
    pub async fn load(&self, app: &App) -> Result<References> {
        let named = app.named();
        Ok(References {
            organizations: load(app, &named.organizations, &self.organizations).await?,
            users: load(app, &named.users, &self.users).await?,
            contacts: load(app, &named.contacts, &self.contacts).await?,
        })
    }
}

async fn load<S: Subject<Key = Id>>(
    app: &App,
    kept: &Kept<Id, S>,
    wanted: &HashSet<Id>,
) -> Result<HashMap<Id, Arc<S>>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted: Vec<Id> = wanted.iter().copied().collect();
    let (mut found, place) = kept.known(app.db(), &wanted);
    let missing: Vec<Id> = wanted
        .into_iter()
        .filter(|id| !found.contains_key(id))
        .collect();
    if !missing.is_empty() {
        let read = store::subject::by_ids::<S>(app.db(), &missing).await?;
        let read: Vec<_> = read
            .into_iter()
            .map(|(id, object)| (id, Arc::new(object)))
            .collect();
        kept.keep(app.db(), place, read.clone());
        found.extend(read);
    }
    Ok(found)
}
