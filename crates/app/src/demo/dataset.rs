//! The datasets, with what is good and bad about each: some are late, some have no licence, some only a PDF, as
//! in any catalogue. Each rule picks its datasets by their number, so that small catalogues have all of them.

use std::collections::HashSet;

use vitrail_domain::dataset::{AccessAudience, TemporalCoverage, normalise_tags};
use vitrail_domain::spatial::Spatial;
use vitrail_domain::time::{DAY, SECOND};
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::frequency::Frequency;
use vitrail_domain::{Dataset, Owner, Resource, Timestamp, User, slug};

use super::chance::Chance;
use super::organization::Publisher;
use super::resource::{self, Hosted};
use super::territory::{Place, Territories};
use super::theme::{Holder, Theme};

/// A dataset while the catalogue is drawn.
pub struct Entry {
    pub dataset: Dataset,
    pub resources: Vec<Resource>,
    /// Keys and contents of the files that the portal keeps.
    pub files: Vec<Hosted>,
    pub theme: &'static Theme,
    pub place: Place,
    pub publisher: usize,
}

/// What all datasets are drawn from.
pub struct Draw<'a> {
    pub seed: u64,
    pub now: Timestamp,
    pub territories: &'a Territories,
    pub publishers: &'a [Publisher],
    pub people: &'a [User],
}

/// Which publisher speaks of what, and whether about a commune of its territory or another year.
pub struct Choice {
    pub publisher: usize,
    pub theme: &'static Theme,
    /// How many times this pair came before.
    pub turn: usize,
}

/// What is wrong, or special, about a dataset.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traits {
    pub late: bool,
    pub closed: bool,
    pub broken: bool,
    pub empty: bool,
    pub restricted: bool,
}

impl Traits {
    fn of(number: usize) -> Self {
        Self {
            late: number % 11 == 4,
            closed: number % 37 == 9,
            broken: number % 41 == 13,
            empty: number % 97 == 50,
            restricted: number % 71 == 35,
        }
    }
}

/// A theme suits a publisher: by what it is, or because it named the theme.
pub fn suits(publisher: &Publisher, theme: &Theme) -> bool {
    match publisher.holder {
        Holder::Chosen => publisher.themes.contains(&theme.key),
        // Points need a place on the map that we know.
        holder => {
            theme.holders.contains(&holder)
                && (!theme.has_points() || publisher.place.centre.is_some())
        }
    }
}

impl Draw<'_> {
    /// A dataset, its files drawn when it is one of those that the portal hosts.
    pub fn entry(
        &self,
        number: usize,
        choice: &Choice,
        hosted: bool,
        slugs: &mut HashSet<String>,
    ) -> Option<Entry> {
        let publisher = self.publishers.get(choice.publisher)?;
        let mut chance = Chance::of(self.seed, &format!("dataset {number}"));
        let place = self.place(publisher, choice.turn)?;
        let theme = choice.theme;
        let traits = Traits::of(number);
        let words = Words {
            place: &place,
            publisher,
        };
        let mut title = words.fill(theme.title);
        if choice.turn > 0 && place.zone == publisher.place.zone {
            let back = i64::try_from(choice.turn).unwrap_or(0);
            title = format!(
                "{title} – année {}",
                i64::from(self.now.civil().year()) - back
            );
        }
        let (created, updated) = self.dates(number, theme, traits, &mut chance);
        let mut dataset = Dataset {
            id: chance.id(created),
            slug: slug::unique(&slug::slugify(&title), "jeu", |slug| slugs.contains(slug)),
            acronym: theme.acronym.map(str::to_owned),
            owner: self.owner(number, publisher, created),
            created_at_internal: created,
            last_modified_internal: updated,
            ..Dataset::default()
        };
        slugs.insert(dataset.slug.clone());
        if self.lacks("description", number, 29, 7) {
            let words = format!("{} {}.", theme.subject.0, place.of);
            dataset.description = capital(&words);
        } else {
            describe(&mut dataset, number, theme, &words);
        }
        dataset.title = title;
        self.place_in_time_and_space(&mut dataset, number, theme, &place, &mut chance);
        self.fate(&mut dataset, number, publisher, &mut chance);
        let files = resource::Files {
            draw: self,
            dataset: &dataset,
            theme,
            place: &place,
            publisher,
            traits,
            updated,
        };
        let (mut resources, hosted) = if traits.empty {
            (Vec::new(), Vec::new())
        } else if hosted {
            files.hosted(number)
        } else {
            (files.remote(number), Vec::new())
        };
        // The date of the data is that of the last file.
        if let Some(first) = resources.first_mut() {
            first.last_modified_internal = updated;
        }
        dataset.refresh(&resources);
        Some(Entry {
            dataset,
            resources,
            files: hosted,
            theme,
            place,
            publisher: choice.publisher,
        })
    }

    /// Whether a dataset goes without something: one in so many, and half of those published in haste.
    pub fn lacks(&self, what: &str, number: usize, every: usize, at: usize) -> bool {
        let hasty = number % 6 == 3;
        let forgotten = || Chance::of(self.seed, &format!("{what} of {number}")).percent(50);
        number % every == at || hasty && forgotten()
    }

    /// The territory of the publisher, then, for the largest, each of its communes.
    fn place(&self, publisher: &Publisher, turn: usize) -> Option<Place> {
        let home = &publisher.place;
        if turn == 0 || publisher.holder == Holder::City {
            return Some(home.clone());
        }
        match self.territories.communes(home.zone).nth(turn - 1) {
            Some(commune) => {
                let zone = format!("fr:commune:{}", commune.code);
                self.territories.place(&zone, None)
            }
            None => Some(home.clone()),
        }
    }

    /// When it was first published and when its data last changed.
    fn dates(
        &self,
        number: usize,
        theme: &Theme,
        traits: Traits,
        chance: &mut Chance,
    ) -> (Timestamp, Timestamp) {
        let age = if number % 23 == 3 {
            chance.between(0, 14)
        } else {
            20 + chance.skewed(0, 2_600)
        };
        let age = age * DAY + chance.between(3_600 * SECOND, DAY);
        let span = Frequency::parse(theme.frequency)
            .and_then(Frequency::span_seconds)
            .map_or(700 * DAY, |seconds| seconds * SECOND);
        let since = if traits.late {
            span.max(20 * DAY) * chance.between(15, 40) / 10
        } else {
            chance.between(span / 20, span * 9 / 10)
        };
        let updated = self.now.plus(-since);
        let created = self.now.plus(-age);
        if traits.late {
            (created.min(updated.plus(-30 * DAY)), updated)
        } else {
            (created, updated.max(created))
        }
    }

    fn owner(&self, number: usize, publisher: &Publisher, created: Timestamp) -> Owner {
        if number % 61 == 17 {
            let people: Vec<&User> = self
                .people
                .iter()
                .skip(2)
                .filter(|user| user.since < created)
                .collect();
            if let Some(user) = people.get(number % people.len().max(1)) {
                return Owner::User(user.id);
            }
        }
        Owner::Organization(publisher.organization.id)
    }

    fn place_in_time_and_space(
        &self,
        dataset: &mut Dataset,
        number: usize,
        theme: &Theme,
        place: &Place,
        chance: &mut Chance,
    ) {
        let licenses = [
            ("lov2", 58),
            ("fr-lo", 12),
            ("odc-odbl", 15),
            ("cc-by", 5),
            ("cc-zero", 3),
            ("odc-by", 2),
            ("cc-by-sa", 2),
            ("other-at", 2),
            ("other-open", 1),
        ];
        let mut drawn = chance.between(0, 99);
        let license = licenses.iter().find(|(_, share)| {
            drawn -= share;
            drawn < 0
        });
        if !self.lacks("license", number, 23, 5) {
            dataset.license = license.map(|(license, _)| (*license).to_owned());
        }
        if !self.lacks("frequency", number, 17, 2) {
            theme.frequency.clone_into(&mut dataset.frequency);
        }
        if !self.lacks("period", number, 19, 3) {
            let periods =
                resource::periods(theme, dataset.last_modified_internal, self.seed, number);
            let first = periods.last().map(|(_, period)| period.0.date());
            let last = periods.first().map(|(_, period)| period.1.date());
            dataset.temporal_coverage = first.map(|start| TemporalCoverage {
                start,
                // Still running, for some.
                end: last.filter(|_| !number.is_multiple_of(13)),
            });
        }
        if !self.lacks("place", number, 31, 11) {
            dataset.spatial = Some(Spatial {
                geom: None,
                zones: vec![place.zone.to_owned()],
                granularity: theme.granularity.to_owned(),
            });
        }
        let mut tags: Vec<&str> = theme.tags.to_vec();
        chance.shuffle(&mut tags);
        tags.truncate(usize::try_from(chance.between(2, 5)).unwrap_or(3));
        if number.is_multiple_of(2) {
            tags.push(&place.name);
        }
        dataset.tags = normalise_tags(tags);
        if chance.percent(60) {
            dataset.badges = theme
                .badges
                .iter()
                .map(|badge| (*badge).to_owned())
                .collect();
        }
        if number % 83 == 21 {
            dataset.badges.push("pivotal-data".to_owned());
        }
    }

    /// Featured, private, archived, deleted, restricted.
    fn fate(
        &self,
        dataset: &mut Dataset,
        number: usize,
        publisher: &Publisher,
        chance: &mut Chance,
    ) {
        let after = |chance: &mut Chance| {
            let since = dataset.last_modified_internal;
            since.plus(chance.between(0, (self.now.micros() - since.micros()).max(0)))
        };
        dataset.featured = number % 40 == 1;
        dataset.private = number % 53 == 30;
        if number % 43 == 20 {
            dataset.archived = Some(after(chance));
        }
        if number % 89 == 60 {
            dataset.deleted = Some(after(chance));
        }
        if number % 67 == 12 {
            "open_with_account".clone_into(&mut dataset.access_type);
            dataset.authorization_request_url =
                Some("https://acces.demo.example/compte".to_owned());
        }
        if Traits::of(number).restricted {
            "restricted".clone_into(&mut dataset.access_type);
            dataset.access_audiences = [
                ("local_authority_and_administration", "yes"),
                ("company_and_association", "under_condition"),
                ("private", "no"),
            ]
            .into_iter()
            .map(|(role, condition)| AccessAudience {
                role: role.to_owned(),
                condition: condition.to_owned(),
            })
            .collect();
            dataset.authorization_request_url =
                Some("https://acces.demo.example/demande".to_owned());
            dataset.access_type_reason_category =
                Some("confidentiality_of_personal_data".to_owned());
            dataset.access_type_reason = Some(
                "Les lignes nomment des personnes : elles sont remises après signature d’une convention."
                    .to_owned(),
            );
        }
        if dataset.owner.organization().is_some() && number % 6 != 1 {
            dataset.contact_points.push(publisher.contact.id);
        }
    }
}

fn describe(dataset: &mut Dataset, number: usize, theme: &Theme, words: &Words<'_>) {
    let summary = words.fill(theme.about.first().copied().unwrap_or_default());
    let mut text = summary.clone();
    for paragraph in theme.about.iter().skip(1) {
        text.push_str("\n\n");
        text.push_str(&words.fill(paragraph));
    }
    text.push_str("\n\n## Contenu des fichiers\n\n");
    let columns = theme.columns.iter();
    text.extend(columns.map(|column| format!("- `{}` : {}\n", column.name, column.about)));
    text.push_str("\n## Pour aller plus loin\n\n");
    text.push_str(&words.fill(
        "Une question, une erreur dans les données, un usage à faire connaître : écrivez dans les \
         discussions de cette page, les agents {du} y répondent.",
    ));
    text.push_str(
        "\n\n*Données de démonstration, tirées au hasard : elles ne décrivent rien de réel.*",
    );
    dataset.description = text;
    if number.is_multiple_of(3) {
        dataset.description_short = Some(summary).filter(|text| text.chars().count() <= 200);
    }
}

/// The words that a theme leaves open.
pub struct Words<'a> {
    pub place: &'a Place,
    pub publisher: &'a Publisher,
}

impl Words<'_> {
    pub fn fill(&self, text: &str) -> String {
        text.replace("{de}", &self.place.of)
            .replace("{ici}", &self.place.here)
            .replace("{du}", &self.publisher.du)
            .replace("{le}", &self.publisher.le)
    }
}

/// The text with a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
