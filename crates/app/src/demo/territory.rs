//! The real territories that the demonstration speaks of, with the words that French puts before their names.

use std::collections::HashMap;

use vitrail_domain::vocabulary::zones;

/// A commune as rows of files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commune {
    pub code: &'static str,
    pub name: &'static str,
    pub population: u32,
    pub department: &'static str,
}

/// A territory that data are about.
#[derive(Clone, Debug)]
pub struct Place {
    /// A zone id.
    pub zone: &'static str,
    pub name: String,
    /// The name after “of”: “de Brest”, “du Havre”, “de l’Ain”, “en France”.
    pub of: String,
    /// Where something happens: “à Brest”, “au Havre”, “sur le territoire de l’Ain”, “en France”.
    pub here: String,
    /// Its communes, the largest first, at most [`COMMUNES`].
    pub communes: Vec<Commune>,
    pub centre: Option<(f64, f64)>,
}

/// More would make files longer than a demonstration needs.
pub const COMMUNES: usize = 180;

/// The territories by id, and the communes of each.
pub struct Territories {
    zones: HashMap<&'static str, (&'static str, &'static str)>,
    communes: Vec<Commune>,
    /// Places in `communes`, by zone.
    inside: HashMap<&'static str, Vec<usize>>,
}

impl Territories {
    pub fn load() -> Self {
        let mut found = Self {
            zones: HashMap::new(),
            communes: Vec::new(),
            inside: HashMap::new(),
        };
        let mut above = Vec::new();
        for zone in zones::shipped() {
            found.zones.insert(zone.id, (zone.level, zone.name));
            if zone.level != "fr:commune" || zone.kind.is_some() {
                continue;
            }
            let department = zone
                .parents
                .iter()
                .find_map(|parent| parent.strip_prefix("fr:departement:"));
            found.communes.push(Commune {
                code: zone.code,
                name: zone.name,
                population: zone
                    .population
                    .and_then(|people| u32::try_from(people).ok())
                    .unwrap_or(0),
                department: department.unwrap_or_default(),
            });
            above.push((zone.id, zone.parents));
        }
        let mut order: Vec<usize> = (0..found.communes.len()).collect();
        order.sort_by_key(|at| {
            found
                .communes
                .get(*at)
                .map(|commune| (std::cmp::Reverse(commune.population), commune.code))
        });
        for at in order {
            let Some((id, parents)) = above.get(at) else {
                continue;
            };
            for zone in parents.iter().chain([id]) {
                found.inside.entry(*zone).or_default().push(at);
            }
        }
        found
    }

    /// Communes of a zone, the largest first.
    pub fn communes(&self, zone: &str) -> impl Iterator<Item = Commune> {
        let places = self.inside.get(zone).map(Vec::as_slice);
        places
            .unwrap_or_default()
            .iter()
            .filter_map(|at| self.communes.get(*at).copied())
    }

    pub fn department_name(&self, code: &str) -> &'static str {
        self.zones
            .get(format!("fr:departement:{code}").as_str())
            .map_or("", |(_, name)| *name)
    }

    /// The territory of an id.
    pub fn place(&self, id: &str, centre: Option<(f64, f64)>) -> Option<Place> {
        let (zone, (level, name)) = self.zones.get_key_value(id)?;
        let name = full_name(name);
        let of = match *level {
            "country" => "en France".to_owned(),
            "fr:region" => format!("de la région {name}"),
            "fr:departement" => {
                let code = id.rsplit(':').next().unwrap_or_default();
                format!("{}{name}", department_article(code))
            }
            _ => of(&name),
        };
        let here = match *level {
            "country" => of.clone(),
            "fr:commune" => at(&name),
            _ => format!("sur le territoire {of}"),
        };
        Some(Place {
            zone,
            name,
            of,
            here,
            communes: self.communes(id).take(COMMUNES).collect(),
            centre,
        })
    }
}

/// Intercommunalities are listed under their initials.
fn full_name(name: &str) -> String {
    let sorts = [
        ("CA ", "Communauté d’agglomération "),
        ("CU ", "Communauté urbaine "),
        ("CC ", "Communauté de communes "),
    ];
    let long = sorts
        .into_iter()
        .find_map(|(short, long)| Some(format!("{long}{}", name.strip_prefix(short)?)));
    long.unwrap_or_else(|| name.to_owned()).replace('\'', "’")
}

/// A name of a town after “of”: the article melts into it, vowels elide.
pub fn of(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        return format!("du {rest}");
    }
    if let Some(rest) = name.strip_prefix("Les ") {
        return format!("des {rest}");
    }
    if ["Métropole", "Communauté", "Eurométropole"]
        .iter()
        .any(|sort| name.starts_with(sort))
    {
        let article = if name.starts_with('E') {
            "de l’"
        } else {
            "de la "
        };
        return format!("{article}{name}");
    }
    let silent = ["Hyères", "Hérouville", "Herblay", "Hénin", "Hagetmau"];
    let folded = vitrail_domain::text::fold(name);
    let elides = folded.starts_with(['a', 'e', 'i', 'o', 'u'])
        || silent.iter().any(|start| name.starts_with(start));
    if elides {
        format!("d’{name}")
    } else {
        format!("de {name}")
    }
}

/// A name of a town after “in”.
fn at(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        return format!("au {rest}");
    }
    match name.strip_prefix("Les ") {
        Some(rest) => format!("aux {rest}"),
        None => format!("à {name}"),
    }
}

/// What stands before the name of a département.
fn department_article(code: &str) -> &'static str {
    match code {
        "01" | "02" | "03" | "07" | "09" | "10" | "11" | "12" | "27" | "34" | "36" | "38"
        | "60" | "61" | "89" | "91" => "de l’",
        "14" | "15" | "18" | "25" | "29" | "30" | "32" | "39" | "45" | "46" | "56" | "59"
        | "62" | "63" | "67" | "68" | "69" | "81" | "83" | "90" | "94" | "95" => "du ",
        "04" | "05" | "06" | "08" | "13" | "22" | "40" | "64" | "65" | "66" | "78" | "79"
        | "88" | "92" => "des ",
        "28" | "35" | "37" => "d’",
        "41" | "47" | "49" | "54" | "71" | "75" | "77" | "82" | "84" | "976" => "de ",
        _ => "de la ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_says_of_in_many_ways() {
        let territories = Territories::load();
        let of = |id: &str| territories.place(id, None).unwrap().of;
        assert_eq!(of("fr:commune:76351"), "du Havre");
        assert_eq!(of("fr:commune:49007"), "d’Angers");
        assert_eq!(of("fr:commune:17300"), "de La Rochelle");
        assert_eq!(of("fr:commune:29019"), "de Brest");
        assert_eq!(of("fr:departement:01"), "de l’Ain");
        assert_eq!(of("fr:departement:88"), "des Vosges");
        assert_eq!(of("fr:epci:243300316"), "de Bordeaux Métropole");
        assert_eq!(
            of("fr:epci:241700434"),
            "de la Communauté d’agglomération de La Rochelle"
        );
        assert_eq!(of("country:fr"), "en France");
        let here = |id: &str| territories.place(id, None).unwrap().here;
        assert_eq!(here("fr:commune:76351"), "au Havre");
        assert_eq!(here("fr:commune:17300"), "à La Rochelle");
        assert_eq!(here("fr:departement:01"), "sur le territoire de l’Ain");
        assert_eq!(here("country:fr"), "en France");
    }

    #[test]
    fn communes_come_largest_first() {
        let territories = Territories::load();
        let first = territories.communes("fr:departement:29").next().unwrap();
        assert_eq!((first.name, first.department), ("Brest", "29"));
        assert_eq!(territories.communes("fr:commune:29019").count(), 1);
        assert_eq!(territories.department_name("29"), "Finistère");
    }
}
