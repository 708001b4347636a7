//! What forms offer: closed lists in the language of the page, the contacts of an owner, and what a search finds.
//! What was chosen stays offered, whatever is searched next.

use vitrail_app::domain::vocabulary::frequency::Frequency;
use vitrail_app::domain::vocabulary::granularity::granularities;
use vitrail_app::domain::vocabulary::license::{LICENSES, NOT_SPECIFIED};
use vitrail_app::domain::vocabulary::{Vocabulary, role::ContactRole};
use vitrail_app::domain::{
    Actor, Dataservice, Dataset, Id, Kind, Organization, Owner, Reuse, User,
};
use vitrail_app::{
    Error, Page, contact_point, dataservice, dataset, organization, reuse, search, spatial,
    subjects, user,
};

use super::form::{Choice, Typed};
use crate::Web;
use crate::view::Words;

/// How many a search offers.
const FOUND: usize = 8;

/// The terms of a closed list.
pub fn terms<V: Vocabulary>(lang: &str) -> Vec<Choice> {
    let term = |term: &V| Choice::new(term.code(), term.label().in_lang(lang));
    V::ALL.iter().map(term).collect()
}

/// The same, after an empty one.
pub fn none_or<V: Vocabulary>(lang: &str, none: String) -> Vec<Choice> {
    let mut all = vec![Choice::new("", none)];
    all.extend(terms::<V>(lang));
    all
}

/// Licences, those that administrations may use first, each with what a reader may do.
pub fn licenses(lang: &str, none: String) -> Vec<Choice> {
    let mut all = vec![Choice::new("", none)];
    let known = LICENSES
        .iter()
        .filter(|license| license.id != NOT_SPECIFIED);
    all.extend(known.map(|license| Choice {
        note: Some(license.summary.in_lang(lang).to_owned()),
        ..Choice::new(license.id, license.title)
    }));
    all
}

pub fn frequencies(lang: &str) -> Vec<Choice> {
    terms::<Frequency>(lang)
}

pub fn levels(lang: &str, none: String) -> Vec<Choice> {
    let mut all = vec![Choice::new("", none)];
    all.extend(granularities().map(|(id, name)| Choice::new(id, name.in_lang(lang))));
    all
}

/// Territories: those chosen, then those that the search of the form finds.
pub async fn zones(
    web: &Web,
    typed: &Typed,
    field: &str,
    words: &Words,
) -> Result<Vec<Choice>, Error> {
    let level = |id: &str| words.find(&format!("granularity-{}", id.replace(':', "-")), None);
    let chosen = typed.many(field);
    let known = dataset::zones(&web.app, chosen).await?;
    let mut all: Vec<Choice> = Vec::new();
    for id in chosen {
        let zone = known.get(id);
        let name = zone.map_or_else(|| id.clone(), |zone| zone.name.clone());
        all.push(Choice {
            note: zone.and_then(|zone| level(&zone.level)),
            ..Choice::new(id, name)
        });
    }
    let found = spatial::suggest(&web.app, typed.one(&format!("find:{field}")), FOUND).await?;
    for zone in found {
        if !chosen.contains(&zone.id) {
            all.push(Choice {
                note: level(&zone.level).map(|level| format!("{level}, {}", zone.code)),
                ..Choice::new(zone.id, zone.name)
            });
        }
    }
    Ok(all)
}

/// The contacts of an owner.
pub async fn contacts(web: &Web, owner: Owner, lang: &str) -> Result<Vec<Choice>, Error> {
    let page = Page {
        number: 1,
        size: 200,
    };
    let listed = contact_point::list(&web.app, owner, None, page).await?;
    let choice = |contact: vitrail_app::domain::ContactPoint| {
        let role = ContactRole::parse(&contact.role).map(|role| role.label().in_lang(lang));
        let reached = contact.email.or(contact.contact_form);
        let note: Vec<String> = role.map(str::to_owned).into_iter().chain(reached).collect();
        Choice {
            note: Some(note.join(", ")),
            ..Choice::new(contact.id.to_string(), contact.name)
        }
    };
    Ok(listed.data.into_iter().map(choice).collect())
}

/// What a field may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Datasets,
    Dataservices,
    Reuses,
    People,
    Organizations,
}

/// Objects: those chosen, then those that the search of the form finds. A pasted address finds its object.
pub async fn objects(
    web: &Web,
    typed: &Typed,
    field: &str,
    named: Named,
) -> Result<Vec<Choice>, Error> {
    let kind = match named {
        Named::Datasets => Kind::Dataset,
        Named::Dataservices => Kind::Dataservice,
        Named::Reuses => Kind::Reuse,
        Named::People => Kind::User,
        Named::Organizations => Kind::Organization,
    };
    let chosen: Vec<Id> = typed
        .many(field)
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect();
    let known = subjects::load(&web.app, chosen.iter().map(|id| (kind, *id))).await?;
    let mut all: Vec<Choice> = chosen
        .iter()
        .map(|id| {
            let name = known.get((kind, *id)).map(|brief| brief.name.clone());
            Choice::new(id.to_string(), name.unwrap_or_else(|| id.to_string()))
        })
        .collect();
    let q = typed.one(&format!("find:{field}"));
    if q.is_empty() {
        return Ok(all);
    }
    let is_new = |choice: &Choice| !all.iter().any(|known| known.value == choice.value);
    let found = match pasted(web, named, q).await {
        Some(one) => vec![one],
        None => search_for(web, named, q).await?,
    };
    let found: Vec<Choice> = found.into_iter().filter(is_new).collect();
    all.extend(found);
    Ok(all)
}

/// The public object of an address that was pasted.
async fn pasted(web: &Web, named: Named, address: &str) -> Option<Choice> {
    let address = address.split(['?', '#']).next()?;
    let (_, rest) = address.split_once("://")?;
    let slug = rest.trim_end_matches('/').rsplit('/').next()?;
    let (app, anyone) = (&web.app, &Actor::default());
    let choice = |id: Id, name: String| Choice::new(id.to_string(), name);
    let found = match named {
        Named::Datasets => dataset::find(app, anyone, slug)
            .await
            .map(|found| choice(found.id, found.title)),
        Named::Dataservices => dataservice::find(app, anyone, slug)
            .await
            .map(|found| choice(found.id, found.title)),
        Named::Reuses => reuse::find(app, anyone, slug)
            .await
            .map(|found| choice(found.id, found.title)),
        Named::Organizations => organization::find(app, anyone, slug)
            .await
            .map(|found| choice(found.id, found.name)),
        Named::People => return None,
    };
    // What cannot be read is looked for by its words, as any text is.
    found.ok()
}

async fn search_for(web: &Web, named: Named, q: &str) -> Result<Vec<Choice>, Error> {
    // The last part of an address is a slug, which says the words of the title.
    let last = q.trim_end_matches('/').rsplit('/').next().unwrap_or(q);
    let q = if q.contains("://") {
        last.replace('-', " ")
    } else {
        q.to_owned()
    };
    Ok(match named {
        Named::Datasets => search::suggest::<Dataset>(&web.app, &q, FOUND)
            .await?
            .into_iter()
            .filter(Dataset::is_visible)
            .map(|found| Choice::new(found.id.to_string(), found.title))
            .collect(),
        Named::Dataservices => search::suggest::<Dataservice>(&web.app, &q, FOUND)
            .await?
            .into_iter()
            .filter(|found| !found.private && found.deleted_at.is_none())
            .map(|found| Choice::new(found.id.to_string(), found.title))
            .collect(),
        Named::Reuses => search::suggest::<Reuse>(&web.app, &q, FOUND)
            .await?
            .into_iter()
            .filter(|found| !found.is_private() && found.deleted.is_none())
            .map(|found| Choice::new(found.id.to_string(), found.title))
            .collect(),
        Named::Organizations => search::suggest::<Organization>(&web.app, &q, FOUND)
            .await?
            .into_iter()
            .filter(|found| found.deleted.is_none())
            .map(|found| Choice::new(found.id.to_string(), found.name))
            .collect(),
        Named::People => user::suggest(&web.app, &q, i64::try_from(FOUND).unwrap_or(8))
            .await?
            .into_iter()
            .map(|found: User| Choice::new(found.id.to_string(), found.full_name()))
            .collect(),
    })
}
