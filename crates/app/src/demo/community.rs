//! Files that people other than the producer add beside a dataset: links, which do not answer.

use vitrail_domain::{CommunityResource, Owner, Resource, Timestamp, User};

use super::chance::Chance;
use super::dataset::Entry;
use super::reuse::visible;

/// One dataset in so many has such a file, up to this number of files.
const EVERY: usize = 9;
const MOST: usize = 20;

/// Format, title, description.
const KINDS: [(&str, &str, &str); 3] = [
    (
        "geojson",
        "Version cartographique",
        "Les mêmes lignes, placées sur une carte par un réutilisateur. Adresse de démonstration : elle ne répond pas.",
    ),
    (
        "ods",
        "Version pour tableur, avec un onglet par année",
        "Pour qui préfère un classeur. Adresse de démonstration : elle ne répond pas.",
    ),
    (
        "parquet",
        "Version compacte pour l’analyse",
        "Colonnes typées, prêtes à interroger. Adresse de démonstration : elle ne répond pas.",
    ),
];

pub fn draw(
    entries: &[Entry],
    people: &[User],
    seed: u64,
    now: Timestamp,
) -> Vec<CommunityResource> {
    let open = visible(entries).into_iter().skip(2).step_by(EVERY);
    let added = open.take(MOST).enumerate().filter_map(|(number, entry)| {
        let mut chance = Chance::of(seed, &format!("community {number}"));
        let (format, title, about) = KINDS.get(number % KINDS.len())?;
        let person = people.get(chance.below(people.len()))?;
        let created = entry.dataset.created_at_internal.max(person.since).min(now);
        let slug = &entry.dataset.slug;
        Some(CommunityResource {
            resource: Resource {
                id: chance.uuid(),
                title: (*title).to_owned(),
                description: Some((*about).to_owned()),
                filetype: "remote".to_owned(),
                r#type: "other".to_owned(),
                url: format!("https://contributions.example/{slug}.{format}"),
                format: (*format).to_owned(),
                created_at_internal: created,
                last_modified_internal: created,
                ..Resource::default()
            },
            dataset: Some(entry.dataset.id),
            owner: Owner::User(person.id),
        })
    });
    added.collect()
}
