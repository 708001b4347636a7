//! Who publishes: fictitious services over real territories, and agencies, associations and companies that say
//! they are fictitious in their own name.

use vitrail_domain::organization::{Member, Role};
use vitrail_domain::time::DAY;
use vitrail_domain::{ContactPoint, Organization, Owner, Timestamp, User, siret as rule, slug};

use super::chance::Chance;
use super::territory::{Place, Territories, of};
use super::theme::Holder;

/// A publisher while the catalogue is drawn.
pub struct Publisher {
    pub organization: Organization,
    pub contact: ContactPoint,
    pub holder: Holder,
    pub themes: &'static [&'static str],
    pub place: Place,
    /// “la Ville de Brest” and “de la Ville de Brest”.
    pub le: String,
    pub du: String,
    /// How much more than others it publishes.
    pub weight: i64,
}

type Centre = (f64, f64);

const CITIES: &[(&str, Centre)] = &[
    ("49007", (47.4736, -0.5542)),
    ("29019", (48.3904, -4.4861)),
    ("21231", (47.3220, 5.0415)),
    ("87085", (45.8315, 1.2578)),
    ("66136", (42.6976, 2.8954)),
    ("68224", (47.7508, 7.3359)),
    ("17300", (46.1603, -1.1511)),
    ("74010", (45.8992, 6.1294)),
    ("76351", (49.4944, 0.1079)),
    ("64445", (43.2951, -0.3708)),
    ("18033", (47.0810, 2.3988)),
    ("97411", (-20.8789, 55.4481)),
];

const INTERCOMMUNALITIES: &[(&str, Centre)] = &[
    ("243300316", (44.8378, -0.5792)),
    ("200023414", (49.4432, 1.0993)),
    ("243500139", (48.1173, -1.6778)),
    ("243700754", (47.3941, 0.6848)),
    ("246300701", (45.7772, 3.0870)),
    ("246700488", (48.5734, 7.7521)),
    ("200067106", (43.4929, -1.4748)),
    ("241700434", (46.1603, -1.1511)),
];

const DEPARTMENTS: &[&str] = &["01", "29", "33", "34", "38", "44", "59", "88"];
const REGIONS: &[&str] = &["53", "76", "28", "84"];

struct Fictitious {
    name: &'static str,
    acronym: Option<&'static str>,
    article: &'static str,
    zone: &'static str,
    centre: Option<Centre>,
    badges: &'static [&'static str],
    themes: &'static [&'static str],
    about: &'static str,
}

const FICTITIOUS: &[Fictitious] = &[
    Fictitious {
        name: "Agence fictive de l’air et du climat",
        acronym: Some("AFAC"),
        article: "l’",
        zone: "country:fr",
        centre: None,
        badges: &["public-service", "certified"],
        themes: &["qualite-air", "stations-meteo"],
        about: "Elle mesure l’air et le temps qu’il fait, et publie ses relevés chaque jour.",
    },
    Fictitious {
        name: "Agence fictive de l’eau et des rivières",
        acronym: Some("AFER"),
        article: "l’",
        zone: "country:fr",
        centre: None,
        badges: &["public-service", "certified"],
        themes: &["hauteurs-rivieres"],
        about: "Elle suit les rivières et prévient des crues.",
    },
    Fictitious {
        name: "Office fictif de la statistique locale",
        acronym: Some("OFSL"),
        article: "l’",
        zone: "country:fr",
        centre: None,
        badges: &["public-service", "certified"],
        themes: &["population", "demandeurs-emploi", "agriculture-biologique"],
        about: "Il compte les habitants, les emplois et les exploitations de chaque commune.",
    },
    Fictitious {
        name: "Office fictif des mobilités",
        acronym: Some("OFM"),
        article: "l’",
        zone: "country:fr",
        centre: None,
        badges: &["public-service"],
        themes: &["accidents", "regularite-trains"],
        about: "Il observe les déplacements et la sécurité des routes.",
    },
    Fictitious {
        name: "Association fictive pour la qualité de l’air en Corse",
        acronym: Some("AFQAC"),
        article: "l’",
        zone: "fr:region:94",
        centre: None,
        badges: &["association"],
        themes: &["qualite-air"],
        about: "Elle surveille l’air des villes et des campagnes corses.",
    },
    Fictitious {
        name: "Cartographes bénévoles de Nantes (association fictive)",
        acronym: None,
        article: "les ",
        zone: "fr:commune:44109",
        centre: Some((47.2184, -1.5536)),
        badges: &["association"],
        themes: &["arrets-bus", "bornes-recharge"],
        about: "Des bénévoles qui relèvent sur le terrain ce que les cartes ne disent pas.",
    },
    Fictitious {
        name: "Traverse, réseau de bus fictif de Dijon",
        acronym: None,
        article: "",
        zone: "fr:epci:242100410",
        centre: Some((47.3220, 5.0415)),
        badges: &["company"],
        themes: &["arrets-bus", "frequentation-bus"],
        about: "Exploitant d’un réseau de bus de démonstration.",
    },
    Fictitious {
        name: "Énergies du Réseau, société fictive",
        acronym: Some("EDR"),
        article: "",
        zone: "country:fr",
        centre: None,
        badges: &["company", "certified"],
        themes: &["energies-renouvelables", "fibre-optique"],
        about: "Gestionnaire de réseaux de démonstration.",
    },
];

/// How many publishers for so many datasets: forty for three hundred, two thousand for a hundred thousand.
pub fn count(datasets: usize) -> usize {
    if datasets <= 300 {
        return datasets.clamp(1, 40);
    }
    (40 + (datasets - 300) * 1_960 / 99_700).min(2_000)
}

/// The publishers of a catalogue of this size, members taken in turn from the people.
pub fn draw(
    territories: &Territories,
    datasets: usize,
    seed: u64,
    now: Timestamp,
    people: &[User],
) -> Vec<Publisher> {
    let count = count(datasets);
    let mut publishers: Vec<Publisher> = Vec::with_capacity(count);
    let cities = CITIES
        .iter()
        .map(|(code, centre)| (format!("fr:commune:{code}"), Holder::City, Some(*centre), 6));
    let intercommunalities = INTERCOMMUNALITIES.iter().map(|(code, centre)| {
        (
            format!("fr:epci:{code}"),
            Holder::Intercommunality,
            Some(*centre),
            9,
        )
    });
    let departments = DEPARTMENTS.iter().map(|code| {
        (
            format!("fr:departement:{code}"),
            Holder::Department,
            None,
            150,
        )
    });
    let regions = REGIONS
        .iter()
        .map(|code| (format!("fr:region:{code}"), Holder::Region, None, 250));
    for (zone, holder, centre, weight) in cities
        .chain(intercommunalities)
        .chain(departments)
        .chain(regions)
    {
        if let Some(place) = territories.place(&zone, centre) {
            publishers.push(territorial(place, holder, weight));
        }
    }
    for one in FICTITIOUS {
        if let Some(place) = territories.place(one.zone, one.centre) {
            publishers.push(fictitious(one, place));
        }
    }
    // Interleaved, so that a small catalogue already has all sorts.
    Chance::of(seed, "order of publishers").shuffle(&mut publishers);
    if count > publishers.len() {
        let known: Vec<&str> = publishers
            .iter()
            .map(|publisher| publisher.place.zone)
            .collect();
        let towns: Vec<String> = territories
            .communes("country:fr")
            .map(|commune| format!("fr:commune:{}", commune.code))
            .filter(|zone| !known.contains(&zone.as_str()))
            .take(count - publishers.len())
            .collect();
        for (rank, zone) in towns.iter().enumerate() {
            let weight = match rank {
                0..100 => 12,
                100..500 => 6,
                _ => 2,
            };
            if let Some(place) = territories.place(zone, None) {
                publishers.push(territorial(place, Holder::City, weight));
            }
        }
    }
    publishers.truncate(count);
    let mut slugs = std::collections::HashSet::new();
    for (number, publisher) in publishers.iter_mut().enumerate() {
        complete(publisher, number, seed, now, people, &mut slugs);
    }
    publishers
}

fn territorial(place: Place, holder: Holder, weight: i64) -> Publisher {
    let (name, article) = match holder {
        Holder::City => (format!("Ville {}", place.of), "la "),
        Holder::Department => (format!("Département {}", place.of), "le "),
        Holder::Region => (format!("Région {}", place.name), "la "),
        Holder::Intercommunality | Holder::Chosen => {
            let sorts = [
                ("Eurométropole", "l’"),
                ("Métropole", "la "),
                ("Communauté", "la "),
            ];
            let article = sorts.iter().find(|(sort, _)| place.name.starts_with(sort));
            (
                place.name.clone(),
                article.map_or("", |(_, article)| *article),
            )
        }
    };
    let about = match holder {
        Holder::City => "Services municipaux : écoles, voirie, culture, sport et cadre de vie.",
        Holder::Department => "Collèges, routes, solidarité, secours et sentiers.",
        Holder::Region => "Lycées, trains régionaux, formation, économie et environnement.",
        Holder::Intercommunality | Holder::Chosen => {
            "Transports, eau, déchets, habitat et aménagement, pour toutes les communes membres."
        }
    };
    let mut publisher = Publisher {
        organization: Organization {
            badges: vec!["local-authority".to_owned()],
            zone: Some(place.zone.to_owned()),
            ..Organization::default()
        },
        contact: ContactPoint::default(),
        holder,
        themes: &[],
        place,
        le: String::new(),
        du: String::new(),
        weight,
    };
    publisher.named(&name, article, about);
    publisher
}

fn fictitious(one: &Fictitious, place: Place) -> Publisher {
    // Only the country has communes enough for thousands of datasets.
    let weight = if place.zone == "country:fr" { 400 } else { 1 };
    let mut publisher = Publisher {
        organization: Organization {
            acronym: one.acronym.map(str::to_owned),
            badges: one.badges.iter().map(|badge| (*badge).to_owned()).collect(),
            zone: Some(place.zone.to_owned()),
            ..Organization::default()
        },
        contact: ContactPoint::default(),
        holder: Holder::Chosen,
        themes: one.themes,
        place,
        le: String::new(),
        du: String::new(),
        weight,
    };
    publisher.named(one.name, one.article, one.about);
    publisher
}

impl Publisher {
    fn named(&mut self, name: &str, article: &str, about: &str) {
        name.clone_into(&mut self.organization.name);
        self.organization.description = format!(
            "{about}\n\nOrganisation de démonstration : elle n’existe pas, ou n’a pas publié ces données."
        );
        // After “la” and “le”, a common noun; names of their own keep their capital anyway.
        self.le = format!("{article}{name}");
        self.du = match article {
            "le " => format!("du {name}"),
            "les " => format!("des {name}"),
            "" => of(name),
            article => format!("de {article}{name}"),
        };
    }
}

fn complete(
    publisher: &mut Publisher,
    number: usize,
    seed: u64,
    now: Timestamp,
    people: &[User],
    slugs: &mut std::collections::HashSet<String>,
) {
    let mut chance = Chance::of(seed, &format!("organization {number}"));
    let organization = &mut publisher.organization;
    organization.created_at = now.plus(-chance.between(1_900, 3_600) * DAY);
    organization.last_modified = now.plus(-chance.between(2, 900) * DAY);
    organization.id = chance.id(organization.created_at);
    organization.slug = slug::unique(&slug::slugify(&organization.name), "organisation", |slug| {
        slugs.contains(slug)
    });
    slugs.insert(organization.slug.clone());
    organization.url = Some(format!("https://{}.example/", organization.slug));
    // Some have not given their number, and certification needs it.
    let certified = organization.has_badge("certified");
    if certified || !number.is_multiple_of(7) {
        organization.business_number_id = Some(siret(&mut chance));
        if organization.has_badge("local-authority") && chance.percent(55) {
            organization.badges.push("certified".to_owned());
            if chance.percent(60) {
                organization.badges.push("public-service".to_owned());
            }
        }
    }
    let roles = [Role::Admin, Role::Editor, Role::PartialEditor];
    let size = chance.between(1, 4);
    // The plain user of the demonstration is a member of nothing.
    let mut candidates: Vec<&User> = people.iter().filter(|user| !user.admin).skip(2).collect();
    chance.shuffle(&mut candidates);
    if number < 6 {
        // The editor of the demonstration has something to edit.
        candidates.splice(0..0, people.iter().filter(|user| !user.admin).take(1));
    }
    for (place, user) in (0..size).zip(candidates) {
        let role = usize::try_from(place)
            .ok()
            .and_then(|place| roles.get(place.min(2)));
        let editor = people.get(1).is_some_and(|editor| editor.id == user.id);
        organization.members.push(Member {
            user: user.id,
            role: if editor {
                Role::Editor
            } else {
                role.copied().unwrap_or(Role::Editor)
            },
            since: organization.created_at.max(user.since),
        });
    }
    publisher.contact = ContactPoint {
        id: chance.id(organization.created_at),
        name: format!("Service des données {}", publisher.du),
        email: Some(format!("donnees@{}.example", organization.slug)),
        contact_form: None,
        role: "contact".to_owned(),
        owner: Owner::Organization(organization.id),
    };
}

/// A SIRET that satisfies the rule and that nobody bears: SIREN numbers do not begin with 0.
pub fn siret(chance: &mut Chance) -> String {
    let stem = format!("0{:07}", chance.between(0, 9_999_999));
    (0..10)
        .map(|key| format!("{stem}{key}00010"))
        .find(|number| rule::check(number).is_ok())
        .unwrap_or_default()
}
