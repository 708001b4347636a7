//! What things are called here: the contacts, slugs, zones and owners that a reading needs, each looked up once.

use std::collections::HashSet;

use vitrail_domain::{ContactPoint, Id, Kind, Organization, Owner, User, slug};
use vitrail_store as store;
use vitrail_store::Tx;

use super::apply::{self, Coming, contact_key};
use super::run::Run;
use crate::Result;

impl Run<'_> {
    /// Contacts of the owner that say the same, made when there are none.
    pub async fn contacts(&mut self, tx: &mut Tx, said: &[ContactPoint]) -> Result<Vec<Id>> {
        let owner = self.origin.source.owner;
        let mut ids = Vec::with_capacity(said.len());
        for contact in said {
            let key = contact_key(contact, owner);
            let id = if let Some(id) = self.contacts.get(&key) {
                *id
            } else {
                let wanted = ContactPoint {
                    id: self.app.new_id(),
                    owner,
                    ..contact.clone()
                };
                let same = store::contact_point::same(&mut *tx, &wanted).await?;
                let id = if let Some(same) = same {
                    same.id
                } else {
                    store::contact_point::save(tx, &wanted).await?;
                    let change =
                        self.change((Kind::ContactPoint, wanted.id), "created", Vec::new());
                    store::change::record(tx, &change).await?;
                    wanted.id
                };
                self.contacts.insert(key, id);
                id
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// A slug for each of these names: its own if free, else numbered from where the last of that name was.
    pub async fn slugs(
        &mut self,
        tx: &mut Tx,
        kind: Kind,
        names: &[String],
    ) -> Result<Vec<String>> {
        /// Numbers that are looked up together.
        const LOOKED_UP: u64 = 32;
        let table = if kind == Kind::Dataset {
            "dataset"
        } else {
            "dataservice"
        };
        let stems: Vec<String> = names
            .iter()
            .map(|name| {
                let stem = slug::slugify(name);
                if stem.is_empty() {
                    kind.as_str().to_owned()
                } else {
                    stem
                }
            })
            .collect();
        let held = store::slug::holders(&mut *tx, table, &stems).await?;
        let mut taken: HashSet<String> = held.into_iter().map(|(slug, _)| slug).collect();
        let mut slugs = Vec::with_capacity(stems.len());
        for stem in stems {
            if taken.insert(stem.clone()) {
                slugs.push(stem);
                continue;
            }
            let room: String = stem.chars().take(slug::MAX_LENGTH - 12).collect();
            let mut number = self.slugs.get(&stem).copied().unwrap_or(1);
            let free = loop {
                let some: Vec<String> = (number..number + LOOKED_UP)
                    .map(|n| format!("{room}-{n}"))
                    .collect();
                let held = store::slug::holders(&mut *tx, table, &some).await?;
                taken.extend(held.into_iter().map(|(slug, _)| slug));
                let free = (number..)
                    .zip(&some)
                    .find(|(_, slug)| !taken.contains(*slug));
                if let Some((at, slug)) = free {
                    number = at + 1;
                    break slug.clone();
                }
                number += LOOKED_UP;
            };
            self.slugs.insert(stem, number);
            taken.insert(free.clone());
            slugs.push(free);
        }
        Ok(slugs)
    }

    /// Takes away the zones that the portal does not know.
    pub async fn drop_unknown_zones(&mut self, tx: &mut Tx, coming: &mut [Coming]) -> Result<()> {
        let named = coming
            .iter()
            .flat_map(|one| &one.one.dataset.spatial)
            .flat_map(|place| &place.zones);
        let strange: Vec<String> = named
            .filter(|zone| !self.zones.contains_key(*zone))
            .cloned()
            .collect();
        if !strange.is_empty() {
            let found = store::zone::by_ids(&mut *tx, &strange).await?;
            for zone in strange {
                let is_known = found.contains_key(&zone);
                self.zones.insert(zone, is_known);
            }
        }
        let known: HashSet<String> = self
            .zones
            .iter()
            .filter(|(_, known)| **known)
            .map(|(zone, _)| zone.clone())
            .collect();
        for one in coming
            .iter_mut()
            .filter(|one| one.one.dataset.spatial.is_some())
        {
            apply::drop_zones(
                &mut one.one.dataset,
                &known,
                &mut one.item.lost,
                &one.item.remote_id,
            );
        }
        Ok(())
    }

    /// How an owner is called.
    pub async fn owner_name(&mut self, tx: &mut Tx, owner: Owner) -> Result<String> {
        if let Some(name) = self.owners.get(&owner) {
            return Ok(name.clone());
        }
        let organizations: Vec<Id> = owner.organization().into_iter().collect();
        let users: Vec<Id> = owner.user().into_iter().collect();
        let found = store::subject::by_ids::<Organization>(&mut *tx, &organizations).await?;
        let organization = found.into_values().next().map(|found| found.name);
        let found = store::subject::by_ids::<User>(&mut *tx, &users).await?;
        let user = found.into_values().next().map(|found| found.full_name());
        let name = organization.or(user).unwrap_or_else(|| "nobody".to_owned());
        self.owners.insert(owner, name.clone());
        Ok(name)
    }
}
