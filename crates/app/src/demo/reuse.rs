//! What people made of the data, and the APIs that serve them.

use std::collections::HashSet;

use vitrail_domain::dataset::{AccessAudience, normalise_tags};
use vitrail_domain::time::DAY;
use vitrail_domain::{Dataservice, Id, Owner, Reuse, Timestamp, User, slug};

use super::chance::Chance;
use super::dataset::{Entry, capital};
use super::organization::Publisher;

/// Type, title and description; `{de_sujet}`, `{sujet}` and `{de}` are filled from the dataset.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "visualization",
        "Carte {de_sujet} {de}",
        "Une carte interactive pour explorer {sujet} {de}. Un clic ouvre le détail, un filtre choisit la période. Le code est publié avec la carte.",
    ),
    (
        "application",
        "{sujet} {de} dans la poche",
        "Une application gratuite, sans publicité, pour consulter {sujet} {de}. Elle fonctionne hors connexion et se met à jour quand les données changent.",
    ),
    (
        "news_article",
        "Ce que disent les données {de_sujet} {de}",
        "Enquête : nous avons lu les fichiers ligne à ligne, interrogé les services et comparé les années. La méthode est détaillée à la fin de l’article.",
    ),
    (
        "paper",
        "Étude {de_sujet} {de} : évolution et limites",
        "Article scientifique. Les auteurs décrivent les données, leurs limites, et proposent un indicateur que d’autres territoires peuvent reprendre.",
    ),
    (
        "post",
        "Comment j’ai exploré {sujet} {de} en une soirée",
        "Un billet pas à pas, du téléchargement du fichier au premier graphique, avec les erreurs commises en chemin.",
    ),
    (
        "api",
        "Interface libre {de_sujet} {de}",
        "Une interface de programmation bâtie par un réutilisateur : elle répond en JSON, ligne par ligne, avec des filtres simples.",
    ),
    (
        "idea",
        "Et si l’on croisait {sujet} {de} avec les transports",
        "Une idée à reprendre : mettre ces données en regard des temps de trajet, pour voir qui en est loin. Écrivez dans les discussions pour y participer.",
    ),
    (
        "hardware",
        "Un afficheur de rue pour {sujet} {de}",
        "Un petit écran à encre électronique, alimenté par ces données, à poser dans un hall ou un abribus. Les plans et le programme sont ouverts.",
    ),
];

/// Sixty reuses of the first datasets, of every type.
pub fn reuses(
    entries: &[Entry],
    publishers: &[Publisher],
    people: &[User],
    seed: u64,
    now: Timestamp,
) -> Vec<Reuse> {
    let open = visible(entries);
    let mut slugs = HashSet::new();
    let mut reuses = Vec::new();
    for number in 0..60.min(open.len()) {
        let mut chance = Chance::of(seed, &format!("reuse {number}"));
        // A few datasets are used again and again.
        let bound = i64::try_from(open.len()).unwrap_or(1) - 1;
        let main = usize::try_from(chance.skewed(0, bound)).unwrap_or(0);
        let (Some(entry), Some((kind, title, text))) =
            (open.get(main), KINDS.get(number % KINDS.len()))
        else {
            continue;
        };
        let title = capital(&fill(title, entry));
        let slug = slug::unique(&slug::slugify(&title), "reutilisation", |slug| {
            slugs.contains(slug)
        });
        slugs.insert(slug.clone());
        let created = later(entry.dataset.created_at_internal, now, &mut chance);
        let mut datasets = vec![entry.dataset.id];
        // Sometimes with a neighbour of the same place or theme.
        let near = open.iter().filter(|other| {
            other.dataset.id != entry.dataset.id
                && other.dataset.created_at_internal <= created
                && (other.place.zone == entry.place.zone || other.theme.key == entry.theme.key)
        });
        datasets.extend(near.take(number % 4).map(|other| other.dataset.id));
        let owner = if number % 9 == 4 {
            let all = publishers.get(number % publishers.len().max(1));
            all.map_or(Owner::Nobody, |publisher| {
                Owner::Organization(publisher.organization.id)
            })
        } else {
            some_person(people, created, &mut chance).map_or(Owner::Nobody, Owner::User)
        };
        reuses.push(Reuse {
            id: chance.id(created),
            url: format!("https://reutilisations.example/{slug}"),
            slug,
            title,
            description: capital(&fill(text, entry)),
            r#type: (*kind).to_owned(),
            topic: entry.theme.topic.to_owned(),
            owner,
            datasets,
            tags: normalise_tags(entry.theme.tags.iter().take(3).copied()),
            featured: number % 12 == 2,
            private: number % 31 == 17,
            archived: (number % 29 == 20).then(|| later(created, now, &mut chance)),
            created_at: created,
            last_modified: created.plus(chance.between(0, (now.micros() - created.micros()) / 2)),
            ..Reuse::default()
        });
    }
    reuses
}

/// Twenty-five APIs over the data of publishers.
pub fn dataservices(
    entries: &[Entry],
    publishers: &[Publisher],
    seed: u64,
    now: Timestamp,
) -> Vec<Dataservice> {
    let open = visible(entries);
    let mut slugs = HashSet::new();
    let mut services: Vec<Dataservice> = Vec::new();
    let mut order: Vec<&&Entry> = open.iter().collect();
    Chance::of(seed, "order of services").shuffle(&mut order);
    for entry in order {
        if services.len() == 25 {
            break;
        }
        let number = services.len();
        let mut chance = Chance::of(seed, &format!("service {number}"));
        let Some(publisher) = publishers.get(entry.publisher) else {
            continue;
        };
        let title = format!("API {} {}", entry.theme.subject.1, entry.place.of);
        let slug = slug::slugify(&title);
        if !slugs.insert(slug.clone()) {
            continue;
        }
        let base = format!(
            "https://api.{}.example/{}/v1",
            publisher.organization.slug, entry.theme.key
        );
        let created = later(entry.dataset.created_at_internal, now, &mut chance);
        let (access, audiences) = access(number);
        services.push(Dataservice {
            id: chance.id(created),
            slug,
            title,
            acronym: entry.theme.acronym.map(str::to_owned),
            description: service_text(entry, publisher),
            machine_documentation_url: (number % 4 != 3).then(|| format!("{base}/openapi.json")),
            technical_documentation_url: (number % 3 != 2).then(|| format!("{base}/documentation")),
            business_documentation_url: (number.is_multiple_of(5)).then(|| format!("{base}/guide")),
            base_api_url: Some(base.clone()),
            rate_limiting: (number % 3 != 1).then(|| {
                format!(
                    "{} requêtes par minute et par adresse",
                    30 * (1 + number % 4)
                )
            }),
            availability: (number % 4 != 2)
                .then(|| 99.0 + f64::from(u8::try_from(number % 10).unwrap_or(0)) / 10.0),
            availability_url: (number.is_multiple_of(6)).then(|| format!("{base}/etat")),
            format: Some(if number % 8 == 5 { "WMS" } else { "REST" }.to_owned()),
            access_type: access.to_owned(),
            access_audiences: audiences,
            authorization_request_url: (access != "open").then(|| format!("{base}/acces")),
            license: entry.dataset.license.clone(),
            owner: Owner::Organization(publisher.organization.id),
            datasets: vec![entry.dataset.id],
            contact_points: vec![publisher.contact.id],
            tags: normalise_tags(entry.theme.tags.iter().take(4).copied()),
            badges: entry
                .dataset
                .badges
                .iter()
                .filter(|badge| *badge == "hvd")
                .cloned()
                .collect(),
            featured: number % 9 == 1,
            private: number == 22,
            archived_at: (number == 18).then(|| later(created, now, &mut chance)),
            created_at: created,
            metadata_modified_at: later(created, now, &mut chance),
            ..Dataservice::default()
        });
    }
    services
}

fn access(number: usize) -> (&'static str, Vec<AccessAudience>) {
    match number % 6 {
        2 => ("open_with_account", Vec::new()),
        4 => {
            let all = [
                ("local_authority_and_administration", "yes"),
                ("company_and_association", "under_condition"),
                ("private", "no"),
            ];
            let audience = |(role, condition): (&str, &str)| AccessAudience {
                role: role.to_owned(),
                condition: condition.to_owned(),
            };
            ("restricted", all.into_iter().map(audience).collect())
        }
        _ => ("open", Vec::new()),
    }
}

fn service_text(entry: &Entry, publisher: &Publisher) -> String {
    let mut text = format!(
        "Interroge {} {} sans télécharger les fichiers. Les réponses sont en JSON, par pages de cent \
         lignes ; chaque colonne sert de filtre.\n\n## Exemple\n\n```\nGET /lignes?{}=…&page=1\n```\n\n\
         L’API est tenue à jour avec le jeu de données {}.",
        entry.theme.subject.0,
        entry.place.of,
        entry.theme.columns.get(1).map_or("", |column| column.name),
        publisher.du,
    );
    text.push_str("\n\n*API de démonstration : son adresse ne répond pas.*");
    text
}

/// What anybody can read, with files.
pub fn visible(entries: &[Entry]) -> Vec<&Entry> {
    let open = |entry: &&Entry| entry.dataset.is_visible() && !entry.resources.is_empty();
    entries.iter().filter(open).collect()
}

/// Some instant between two, or the first when they are the same.
pub fn later(from: Timestamp, now: Timestamp, chance: &mut Chance) -> Timestamp {
    from.plus(chance.between(0, (now.micros() - from.micros() - DAY / 24).max(0)))
}

/// Somebody who had an account then.
pub fn some_person(people: &[User], at: Timestamp, chance: &mut Chance) -> Option<Id> {
    let there: Vec<Id> = people
        .iter()
        .skip(1)
        .filter(|user| user.since <= at)
        .map(|user| user.id)
        .collect();
    (!there.is_empty()).then(|| chance.pick(&there))
}

pub fn fill(text: &str, entry: &Entry) -> String {
    text.replace("{de_sujet}", entry.theme.subject.1)
        .replace("{sujet}", entry.theme.subject.0)
        .replace("{de}", &entry.place.of)
}
