//! The objects that others name — organizations, people, contact points — read together for a page of results
//! rather than one by one.

use std::collections::{HashMap, HashSet};

use vitrail_domain::{ContactPoint, Id, Organization, Owner, User};
use vitrail_store as store;

use crate::{App, Result};

/// What a view needs to name owners and contacts.
#[derive(Clone, Debug, Default)]
pub struct References {
    pub organizations: HashMap<Id, Organization>,
    pub users: HashMap<Id, User>,
    pub contacts: HashMap<Id, ContactPoint>,
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

    /// Reads them; one statement per kind that is wanted at all.
    pub async fn load(&self, app: &App) -> Result<References> {
        let ids = |wanted: &HashSet<Id>| wanted.iter().copied().collect::<Vec<_>>();
        let mut found = References::default();
        if !self.organizations.is_empty() {
            found.organizations =
                store::subject::by_ids(app.db(), &ids(&self.organizations)).await?;
        }
        if !self.users.is_empty() {
            found.users = store::subject::by_ids(app.db(), &ids(&self.users)).await?;
        }
        if !self.contacts.is_empty() {
            found.contacts = store::subject::by_ids(app.db(), &ids(&self.contacts)).await?;
        }
        Ok(found)
    }
}
