//! Topics: chosen collections, with words about what is still missing.

use vitrail_domain::dataset::normalise_tags;
use vitrail_domain::spatial::Spatial;
use vitrail_domain::time::DAY;
use vitrail_domain::{
    Dataservice, Extras, Id, Kind, Owner, Reuse, Timestamp, Topic, TopicElement, slug,
};

use super::chance::Chance;
use super::dataset::Entry;
use super::organization::Publisher;
use super::reuse::visible;

struct Chosen {
    name: &'static str,
    description: &'static str,
    themes: &'static [&'static str],
    tags: &'static [&'static str],
    missing: &'static [(&'static str, &'static str)],
}

const TOPICS: &[Chosen] = &[
    Chosen {
        name: "Respirer en ville",
        description: "Ce que l’on sait de l’air, des arbres et de la circulation, rassemblé pour celles et ceux qui vivent en ville.\n\nCommencez par les mesures de l’air, puis regardez où sont les arbres et où passent les vélos.",
        themes: &["qualite-air", "arbres", "comptages-velo", "stations-meteo"],
        tags: &["environnement", "santé", "ville"],
        missing: &[(
            "Bruit routier",
            "Aucun producteur n’a encore publié de mesures de bruit.",
        )],
    },
    Chosen {
        name: "Se déplacer sans voiture",
        description: "Bus, trains, vélos et covoiturage : de quoi préparer un trajet ou une étude.",
        themes: &[
            "arrets-bus",
            "frequentation-bus",
            "amenagements-cyclables",
            "regularite-trains",
            "parcs-covoiturage",
        ],
        tags: &["mobilité", "transport"],
        missing: &[(
            "Horaires en temps réel",
            "Les flux en temps réel ne sont pas au catalogue.",
        )],
    },
    Chosen {
        name: "Où va l’argent public",
        description: "Budgets, subventions, marchés et délibérations, pour suivre une décision du vote à la dépense.",
        themes: &[
            "budget-primitif",
            "subventions",
            "marches-publics",
            "deliberations",
        ],
        tags: &["finances publiques", "transparence"],
        missing: &[(
            "Comptes administratifs",
            "Ce qui a été dépensé, et non seulement prévu.",
        )],
    },
    Chosen {
        name: "L’école et la jeunesse",
        description: "Écoles, collèges, lycées et cantines : les données de la scolarité, de la maternelle à la terminale.",
        themes: &["ecoles", "effectifs-colleges", "lycees", "menus-cantines"],
        tags: &["éducation", "jeunesse"],
        missing: &[],
    },
    Chosen {
        name: "L’eau, de la rivière au robinet",
        description: "Hauteurs des rivières, crues, contrôles de l’eau distribuée.",
        themes: &["hauteurs-rivieres", "eau-potable", "stations-meteo"],
        tags: &["eau", "environnement"],
        missing: &[(
            "Nappes souterraines",
            "Niveaux des nappes : demandés aux producteurs.",
        )],
    },
    Chosen {
        name: "Énergie et sobriété",
        description: "Ce que les bâtiments consomment, ce que les territoires produisent, et où recharger une voiture électrique.",
        themes: &[
            "consommation-energie",
            "energies-renouvelables",
            "eclairage-public",
            "bornes-recharge",
        ],
        tags: &["énergie", "transition écologique"],
        missing: &[],
    },
    Chosen {
        name: "Habiter et construire",
        description: "Logement social, autorisations d’urbanisme, commerces et fibre optique.",
        themes: &[
            "logement-social",
            "permis-construire",
            "commerces",
            "fibre-optique",
        ],
        tags: &["logement", "urbanisme"],
        missing: &[(
            "Prix des terrains",
            "Les ventes foncières sont publiées par l’État, hors de ce portail.",
        )],
    },
    Chosen {
        name: "Culture et sport près de chez vous",
        description: "Bibliothèques, musées, agendas, équipements sportifs, sentiers et associations.",
        themes: &[
            "prets-bibliotheques",
            "frequentation-musees",
            "agenda-culturel",
            "equipements-sportifs",
            "randonnees",
        ],
        tags: &["culture", "sport", "loisirs"],
        missing: &[],
    },
];

/// The topics with their elements.
pub fn draw(
    entries: &[Entry],
    reuses: &[Reuse],
    services: &[Dataservice],
    publishers: &[Publisher],
    seed: u64,
    now: Timestamp,
) -> Vec<(Topic, Vec<TopicElement>)> {
    let open = visible(entries);
    let mut topics = Vec::with_capacity(TOPICS.len());
    for (number, chosen) in TOPICS.iter().enumerate() {
        let mut chance = Chance::of(seed, &format!("topic {number}"));
        let created = now.plus(-chance.between(20, 900) * DAY);
        let publisher = publishers.get(number * 3 % publishers.len().max(1));
        let topic = Topic {
            id: chance.id(created),
            slug: slug::slugify(chosen.name),
            name: chosen.name.to_owned(),
            description: chosen.description.to_owned(),
            tags: chosen.tags.iter().map(|tag| (*tag).to_owned()).collect(),
            featured: number < 6,
            private: false,
            extras: Extras::new(),
            spatial: (number % 2 == 0).then(|| Spatial {
                geom: None,
                zones: vec!["country:fr".to_owned()],
                granularity: "other".to_owned(),
            }),
            owner: publisher.map_or(Owner::Nobody, |publisher| {
                Owner::Organization(publisher.organization.id)
            }),
            created_at: created,
            last_modified: now.plus(-chance.between(0, 15) * DAY),
            ..Topic::default()
        };
        let mut elements = Vec::new();
        let mut held: Vec<Id> = Vec::new();
        for theme in chosen.themes {
            for entry in open
                .iter()
                .filter(|entry| entry.theme.key == *theme)
                .take(4)
            {
                held.push(entry.dataset.id);
                let title = (elements.len() % 5 == 0).then(|| entry.dataset.title.clone());
                let tags = normalise_tags(entry.theme.tags.iter().take(1).copied());
                elements.push(element(
                    &topic,
                    title,
                    None,
                    tags,
                    Some((Kind::Dataset, entry.dataset.id)),
                    &mut chance,
                ));
            }
        }
        let of_held = |datasets: &[Id]| datasets.iter().any(|id| held.contains(id));
        for reuse in reuses
            .iter()
            .filter(|reuse| reuse.is_searchable() && of_held(&reuse.datasets))
            .take(3)
        {
            elements.push(element(
                &topic,
                None,
                None,
                Vec::new(),
                Some((Kind::Reuse, reuse.id)),
                &mut chance,
            ));
        }
        for service in services
            .iter()
            .filter(|one| one.is_visible() && of_held(&one.datasets))
            .take(2)
        {
            elements.push(element(
                &topic,
                None,
                None,
                Vec::new(),
                Some((Kind::Dataservice, service.id)),
                &mut chance,
            ));
        }
        for (title, text) in chosen.missing {
            let (title, text) = (Some((*title).to_owned()), Some((*text).to_owned()));
            elements.push(element(&topic, title, text, Vec::new(), None, &mut chance));
        }
        topics.push((topic, elements));
    }
    topics
}

fn element(
    topic: &Topic,
    title: Option<String>,
    description: Option<String>,
    tags: Vec<String>,
    element: Option<(Kind, Id)>,
    chance: &mut Chance,
) -> TopicElement {
    TopicElement {
        id: chance.id(topic.created_at),
        topic: topic.id,
        title,
        description,
        tags,
        extras: Extras::new(),
        element,
    }
}
