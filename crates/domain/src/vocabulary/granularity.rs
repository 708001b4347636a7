//! The levels of territories and the grain of data. A level has zones; a granularity is a level, a point of interest or
//! something else. Other countries may add levels with their own zones: codes stay text everywhere else.

use super::label::Label;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    pub id: &'static str,
    /// Small for large territories: suggestions are sorted by it.
    pub admin_level: u16,
    pub name: Label,
}

const fn level(id: &'static str, admin_level: u16, fr: &'static str, en: &'static str) -> Level {
    Level {
        id,
        admin_level,
        name: Label::new(fr, en),
    }
}

/// Largest territories first.
pub const LEVELS: &[Level] = &[
    level("country-group", 10, "Groupe de pays", "Country group"),
    level("country", 20, "Pays", "Country"),
    level("country-subset", 30, "Partie de pays", "Part of a country"),
    level("fr:region", 40, "Région française", "French region"),
    level(
        "fr:departement",
        60,
        "Département français",
        "French department",
    ),
    level(
        "fr:collectivite",
        60,
        "Collectivité française d’outre-mer",
        "French overseas collectivity",
    ),
    level(
        "fr:epci",
        68,
        "Intercommunalité française (EPCI)",
        "French intermunicipality (EPCI)",
    ),
    level(
        "fr:arrondissement",
        70,
        "Arrondissement français",
        "French arrondissement",
    ),
    level("fr:commune", 80, "Commune française", "French municipality"),
    level("fr:canton", 98, "Canton français", "French canton"),
    level(
        "fr:iris",
        98,
        "IRIS (quartier INSEE)",
        "IRIS (INSEE district)",
    ),
];

pub const POI: (&str, Label) = ("poi", Label::new("Point d’intérêt", "Point of interest"));
pub const OTHER: (&str, Label) = ("other", Label::new("Autre", "Other"));

/// Every granularity with its name: the levels, then `poi` and `other`.
pub fn granularities() -> impl Iterator<Item = (&'static str, Label)> {
    LEVELS
        .iter()
        .map(|level| (level.id, level.name))
        .chain([POI, OTHER])
}

pub fn find(id: &str) -> Option<&'static Level> {
    LEVELS.iter().find(|level| level.id == id)
}

/// Level and code of a zone id: `fr:commune:75056` is (`fr:commune`, `75056`). A level that is not shipped is taken to be
/// all but the last part.
pub fn split_zone_id(id: &str) -> Option<(&str, &str)> {
    let shipped = LEVELS.iter().find_map(|level| {
        let code = id.strip_prefix(level.id)?.strip_prefix(':')?;
        Some((level.id, code))
    });
    let (level, code) = shipped.or_else(|| id.rsplit_once(':'))?;
    (!level.is_empty() && !code.is_empty()).then_some((level, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_ids_split_at_their_level() {
        assert_eq!(
            split_zone_id("fr:commune:75056"),
            Some(("fr:commune", "75056"))
        );
        assert_eq!(
            split_zone_id("country-subset:fr:metro"),
            Some(("country-subset", "fr:metro"))
        );
        assert_eq!(split_zone_id("country:fr"), Some(("country", "fr")));
        assert_eq!(split_zone_id("lu:canton:2"), Some(("lu:canton", "2")));
        assert_eq!(split_zone_id("world"), None);
        assert_eq!(split_zone_id("fr:commune:"), None);
    }

    #[test]
    fn levels_go_down_and_granularities_end_with_the_vague_ones() {
        assert!(LEVELS.is_sorted_by_key(|level| level.admin_level));
        let ids: Vec<_> = granularities().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 13);
        assert!(ids.ends_with(&["poi", "other"]));
        assert_eq!(find("fr:iris").map(|level| level.admin_level), Some(98));
    }
}
