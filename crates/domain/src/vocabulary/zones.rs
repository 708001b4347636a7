//! The territories Vitrail is born with: France down to its communes, and the countries. They are a starting list, which
//! an operator may replace; `vocab/README.md` says where they come from and what was decided about doubtful cases.

use super::granularity::split_zone_id;
use std::collections::HashMap;

static ZONES: &str = include_str!(concat!(env!("OUT_DIR"), "/zones.tsv"));

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneRecord {
    pub id: &'static str,
    pub code: &'static str,
    pub level: &'static str,
    pub name: &'static str,
    /// Only countries and their groups have a name of their own in English.
    pub name_en: Option<&'static str>,
    /// Every zone that wholly contains this one, nearest first: for a commune its arrondissement, intercommunality,
    /// département, region, part of the country, country and groups of countries.
    pub parents: Vec<&'static str>,
    pub population: Option<u64>,
    /// What the level does not say: the sort of intercommunality, or `deleguee`, `associee`, `arrondissement-municipal`.
    pub kind: Option<&'static str>,
    /// Code of the chief town, or of the commune that this place is part of.
    pub seat: Option<&'static str>,
}

impl ZoneRecord {
    pub fn name_in(&self, lang: &str) -> &'static str {
        match self.name_en {
            Some(name) if !lang.starts_with("fr") => name,
            _ => self.name,
        }
    }
}

/// Every territory, the ones that contain before the ones contained.
pub fn shipped() -> impl Iterator<Item = ZoneRecord> {
    parse(ZONES)
}

fn parse(text: &'static str) -> impl Iterator<Item = ZoneRecord> {
    let mut above: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    text.lines().filter_map(move |line| {
        let mut cells = line.split('\t');
        let mut next = || cells.next().filter(|cell| !cell.is_empty());
        let id = next()?;
        let name = next()?;
        let name_en = next();
        let parents = ancestors(next().unwrap_or_default(), &above);
        let population = next().and_then(|number| number.parse().ok());
        let (kind, seat) = (next(), next());
        let (level, code) = split_zone_id(id)?;
        if level != "fr:commune" {
            above.insert(id, parents.clone());
        }
        Some(ZoneRecord {
            id,
            code,
            level,
            name,
            name_en,
            parents,
            population,
            kind,
            seat,
        })
    })
}

/// The direct parents, then what holds them, each zone once. Communes need not be looked up: what a commune holds is
/// written with the same direct parents.
fn ancestors(
    direct: &'static str,
    above: &HashMap<&'static str, Vec<&'static str>>,
) -> Vec<&'static str> {
    let mut found = Vec::with_capacity(12);
    found.extend(direct.split(',').filter(|id| !id.is_empty()));
    for at in 0..found.len() {
        let higher = found.get(at).and_then(|id| above.get(id));
        for id in higher.into_iter().flatten() {
            if !found.contains(id) {
                found.push(id);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, HashSet};

    fn find(id: &str) -> ZoneRecord {
        shipped()
            .find(|zone| zone.id == id)
            .unwrap_or_else(|| panic!("no zone {id}"))
    }

    #[test]
    fn the_country_is_whole() {
        let zones: Vec<_> = shipped().collect();
        assert_eq!(
            zones.len(),
            ZONES.lines().count(),
            "a line could not be read"
        );
        let ids: HashSet<_> = zones.iter().map(|zone| zone.id).collect();
        assert_eq!(ids.len(), zones.len(), "an id is used twice");
        let mut counts = BTreeMap::new();
        for zone in &zones {
            *counts
                .entry((zone.level, zone.kind.unwrap_or_default()))
                .or_insert(0) += 1;
            for parent in &zone.parents {
                assert!(
                    ids.contains(parent),
                    "{} lies in an unknown zone {parent}",
                    zone.id
                );
            }
        }
        assert_eq!(counts[&("fr:commune", "")], 34_969);
        assert_eq!(counts[&("fr:commune", "deleguee")], 2_105 - 584);
        assert_eq!(counts[&("fr:commune", "associee")], 471);
        assert_eq!(counts[&("fr:commune", "arrondissement-municipal")], 45);
        assert_eq!(counts[&("fr:region", "")], 18);
        assert_eq!(counts[&("fr:departement", "")], 101);
        assert_eq!(counts[&("fr:collectivite", "")], 8);
        assert_eq!(counts[&("fr:epci", "ept")], 11);
        assert!(counts[&("country", "")] >= 249);
    }

    #[test]
    fn a_commune_knows_what_it_lies_in() {
        let city = find("fr:commune:75056");
        assert_eq!(
            (city.name, city.code, city.level),
            ("Paris", "75056", "fr:commune")
        );
        assert!(city.population.is_some_and(|people| people > 2_000_000));
        assert_eq!(
            city.parents,
            [
                "fr:arrondissement:751",
                "fr:epci:200054781",
                "fr:departement:75",
                "fr:region:11",
                "country-subset:fr:metro",
                "country:fr",
                "country-group:ue",
                "country-group:world",
            ]
        );
        let district = find("fr:commune:75101");
        assert_eq!(district.kind, Some("arrondissement-municipal"));
        assert_eq!(district.seat, Some("75056"));
        assert_eq!(district.parents.first(), Some(&"fr:commune:75056"));
        assert!(
            find("fr:commune:98735")
                .parents
                .contains(&"fr:collectivite:987")
        );
    }

    #[test]
    fn countries_have_two_names() {
        let country = find("country:de");
        assert_eq!(
            (country.name_in("fr"), country.name_in("en")),
            ("Allemagne", "Germany")
        );
        assert_eq!(find("fr:commune:75056").name_in("en"), "Paris");
    }
}
