//! The points that the European metadata quality assessment gives to a dataset: 405 at most, in 23 indicators. They are
//! counted on the graph that Europe reads, and only the best distribution counts.

use std::collections::HashMap;

use oxrdf::{NamedNode, NamedOrBlankNode, Term};
use serde_json::Value;
use vitrail_domain::vocabulary::access::AccessType;
use vitrail_domain::vocabulary::{Label, Vocabulary};
use vitrail_domain::{Dataservice, Dataset, Resource};

use crate::check::{Rule, Violation, check, check_high_value};
use crate::dataset::{DatasetFacts, dataset, is_high_value, stub};
use crate::graph::{Graph, Node, Property};
use crate::links::Portal;
use crate::terms::{dcat, dct};
use crate::{dataservice, lists};

mod high_value;
mod indicator;

pub use high_value::lacking;
pub use indicator::{Dimension, INDICATORS, Indicator, MOST, Rating, indicator};

/// An indicator, measured: none when nobody has looked yet.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    pub indicator: &'static Indicator,
    pub passed: Option<bool>,
}

impl Measure {
    pub fn points(&self) -> u16 {
        if self.passed == Some(true) {
            self.indicator.points
        } else {
            0
        }
    }
}

/// A file of an open format gives all that a format gives.
const FIRST_FILE: Label = Label::new(
    "Ajoutez un premier fichier dans un format ouvert, comme CSV ou JSON.",
    "Add a first file in an open format, such as CSV or JSON.",
);

/// What shapes refuse beside a title and a description comes of more than one field: it is told apart.
const SHAPES: Label = Label::new(
    "Corrigez ce que DCAT-AP refuse.",
    "Mend what DCAT-AP refuses.",
);

/// A licence is said of open data only.
const NOT_OPEN: Label = Label::new(
    "Ouvrez ces données\u{a0}: une licence ne se dit que de données ouvertes.",
    "Open these data: a licence is said of open data only.",
);

/// What the assessment says of a dataset.
#[derive(Clone, Debug)]
pub struct Report {
    pub measures: Vec<Measure>,
    pub score: u16,
    /// The name of the distribution that counts.
    pub best: Option<String>,
    pub violations: Vec<Violation>,
    /// Of data of high value: what DCAT-AP HVD asks beside, and is not there. It takes no points.
    pub high_value: Option<Vec<Violation>>,
    /// Whether the data are for all: others have no licence.
    pub is_open: bool,
    /// The dataset and its files by their names in the graph, where something is refused.
    about: HashMap<String, About>,
    /// Of a dataset without any file: what each indicator would be with a first one.
    with_file: Option<Vec<Option<bool>>>,
}

/// What a violation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Dataset,
    /// A file, by its title.
    File(String),
    /// An API that serves it, by its title.
    Api(String),
    /// Something that the dataset or a file points at.
    Other,
}

/// What to do for the points of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    pub said: Label,
    /// The points that doing so surely gives: an address gives some only once it has been checked.
    pub points: u16,
    /// Whether they come once there is a file only.
    pub needs_file: bool,
}

impl Report {
    pub fn rating(&self) -> Rating {
        Rating::of(self.score)
    }

    /// What to do to get the points of an indicator.
    pub fn advice(&self, of: &Indicator) -> Advice {
        let with_file = self.with_file.as_ref().filter(|_| of.of_files);
        let Some(with_file) = with_file else {
            return Advice {
                said: self.said(of),
                points: of.points,
                needs_file: false,
            };
        };
        let known = INDICATORS.iter().zip(with_file);
        let mut known = known.filter(|(one, _)| one.id == of.id);
        let passed = known.next().and_then(|(_, passed)| *passed);
        Advice {
            said: match passed {
                Some(false) => self.said(of),
                _ => FIRST_FILE,
            },
            points: passed.map_or(0, |_| of.points),
            needs_file: passed == Some(false),
        }
    }

    fn said(&self, of: &Indicator) -> Label {
        let is_licence = of.property == "dct:license";
        if is_licence && !self.is_open {
            return NOT_OPEN;
        }
        if of.id == "dcatApCompliance" && self.refused().next().is_some() {
            return SHAPES;
        }
        of.advice
    }

    /// What is refused beside what the advice asks for: a title and a description.
    pub fn refused(&self) -> impl Iterator<Item = &Violation> {
        self.violations.iter().filter(|one| {
            !(one.rule == Rule::Missing && matches!(one.property, "dct:title" | "dct:description"))
        })
    }

    /// What a violation is about.
    pub fn about(&self, violation: &Violation) -> &About {
        self.about.get(&violation.node).unwrap_or(&About::Other)
    }

    /// The points of a dimension, and all that it has.
    pub fn of(&self, dimension: Dimension) -> (u16, u16) {
        let of = self
            .measures
            .iter()
            .filter(|one| one.indicator.dimension == dimension);
        of.fold((0, 0), |(points, most), one| {
            (points + one.points(), most + one.indicator.points)
        })
    }
}

/// Measures a dataset on the graph that describes it, and what a first file would bring where there is none.
pub fn measure(portal: &Portal, facts: &DatasetFacts<'_>) -> Report {
    let mut report = tally(portal, facts);
    if report.best.is_none() {
        let file = [usual_file()];
        let with_file = tally(
            portal,
            &DatasetFacts {
                resources: &file,
                ..facts.clone()
            },
        );
        let measures = with_file.measures.iter();
        report.with_file = Some(measures.map(|one| one.passed).collect());
    }
    report
}

/// What the first file of a dataset is, as far as one can promise anything of it: a table that is elsewhere.
fn usual_file() -> Resource {
    Resource {
        url: "https://source.example/table.csv".to_owned(),
        format: "csv".to_owned(),
        ..Resource::default()
    }
}

/// Measures a dataset as it is, for who counts many and advises none.
pub fn tally(portal: &Portal, facts: &DatasetFacts<'_>) -> Report {
    let mut graph = Graph::default();
    dataset(&mut graph, portal, facts);
    // The document of a dataset describes a service when both are of high value only: what others say of theirs is not
    // its producer's to mend.
    let is_high = is_high_value(&facts.dataset.badges);
    let services = facts.services.iter().copied();
    let services = services.filter(|service| is_high && is_high_value(&service.badges));
    let services: Vec<&Dataservice> = services.collect();
    for service in &services {
        dataservice::named(&mut graph, portal, service);
    }
    for series in &facts.series {
        stub(&mut graph, portal, series);
    }
    let nodes = graph.take();
    let name: NamedOrBlankNode = portal.dataset(facts.dataset).into();
    let named: HashMap<NamedOrBlankNode, &Resource> = facts
        .resources
        .iter()
        .map(|file| (portal.distribution(facts.dataset.id, file).into(), file))
        .collect();
    let violations = check(&nodes);
    let high_value = is_high.then(|| lacked(&nodes, portal, facts.dataset, &services));
    let found = nodes.iter().find(|node| node.subject == name);
    let files = found.map_or(Vec::new(), |node| distributions(node, &nodes));
    let counted = files.iter().map(|file| {
        let reach = named.get(&file.subject).and_then(|file| reached(file));
        let passed = |indicator: &Indicator| of_file(indicator.id, file, reach);
        (points(&passed), *file, reach)
    });
    // The first of the best ones.
    let best = counted.reduce(|best, other| if other.0 > best.0 { other } else { best });
    let measures: Vec<Measure> = INDICATORS
        .iter()
        .map(|indicator| {
            let passed = match (&best, indicator.of_files) {
                (Some((_, file, reach)), true) => of_file(indicator.id, file, *reach),
                (None, true) => Some(false),
                (best, false) => {
                    let file = best.as_ref().map(|(_, file, _)| *file);
                    Some(found.is_some_and(|node| {
                        of_node(indicator.id, node, file, violations.is_empty())
                    }))
                }
            };
            Measure { indicator, passed }
        })
        .collect();
    let is_faulty = !violations.is_empty() || high_value.iter().any(|lacks| !lacks.is_empty());
    let mut about = HashMap::new();
    if is_faulty {
        for (node, file) in &named {
            let title = About::File(file.title.clone());
            let service = portal.service_of(facts.dataset.id, file);
            about.insert(service.to_string(), title.clone());
            about.insert(node.to_string(), title);
        }
        about.insert(name.to_string(), About::Dataset);
        for service in &services {
            let service_name: Term = portal.dataservice(service).into();
            let of_it = About::Api(service.title.clone());
            // The distribution that leads to it has no name of its own.
            let leads = |node: &&Node| value(node, dcat::ACCESS_SERVICE) == Some(&service_name);
            let files = nodes
                .iter()
                .filter(leads)
                .map(|node| node.subject.to_string());
            let files = files.filter(|node| node.starts_with('_'));
            about.extend(files.map(|node| (node, of_it.clone())));
            about.insert(service_name.to_string(), of_it);
        }
    }
    Report {
        score: measures.iter().map(Measure::points).sum(),
        best: best.map(|(_, file, _)| file.subject.to_string()),
        measures,
        violations,
        high_value,
        is_open: facts.dataset.access_type == AccessType::Open.code(),
        about,
        with_file: None,
    }
}

/// What these nodes of a dataset of high value lack. Its APIs of high value are in its document too, whole: here they are
/// only named, and asked what they say themselves. Others' APIs are not.
fn lacked(
    nodes: &[Node],
    portal: &Portal,
    dataset: &Dataset,
    services: &[&Dataservice],
) -> Vec<Violation> {
    let missing = |node: &NamedNode, property| Violation {
        node: node.to_string(),
        property,
        rule: Rule::Missing,
    };
    let names = services.iter().map(|service| portal.dataservice(service));
    let names: Vec<NamedNode> = names.collect();
    let mut found = check_high_value(nodes);
    found.retain(|one| names.iter().all(|name| name.to_string() != one.node));
    for (service, name) in services.iter().zip(&names) {
        let lacks = dataservice::lacked(service, dataset).into_iter();
        found.extend(lacks.map(|property| missing(name, property)));
    }
    let leads = |node: &Node| value(node, dcat::ACCESS_SERVICE).is_some();
    if services.is_empty() && !nodes.iter().any(leads) {
        found.push(missing(&portal.dataset(dataset), "dcat:accessService"));
    }
    found
}

fn points(passed: &impl Fn(&Indicator) -> Option<bool>) -> u16 {
    let of_files = INDICATORS.iter().filter(|indicator| indicator.of_files);
    let passed = of_files.filter(|indicator| passed(indicator) == Some(true));
    passed.map(|indicator| indicator.points).sum()
}

/// The distributions of a dataset, in their order.
fn distributions<'a>(dataset: &Node, nodes: &'a [Node]) -> Vec<&'a Node> {
    let by_name: HashMap<&NamedOrBlankNode, &Node> =
        nodes.iter().map(|node| (&node.subject, node)).collect();
    let named = dataset
        .properties
        .iter()
        .filter(|(property, _)| *property == dcat::DISTRIBUTION);
    named
        .filter_map(|(_, value)| {
            let name: NamedOrBlankNode = match value {
                Term::NamedNode(name) => name.clone().into(),
                Term::BlankNode(name) => name.clone().into(),
                Term::Literal(_) => return None,
            };
            by_name.get(&name).copied()
        })
        .collect()
}

/// What the last check of a file said; none before the first. What the portal holds itself is there.
fn reached(file: &Resource) -> Option<bool> {
    if file.url.starts_with('/') {
        return Some(true);
    }
    let status = file.extras.get("check:status").and_then(Value::as_i64);
    let said = file.extras.get("check:available").and_then(Value::as_bool);
    status.map(|status| (200..400).contains(&status)).or(said)
}

fn value(node: &Node, of: Property) -> Option<&Term> {
    let mut found = node
        .properties
        .iter()
        .filter(|(property, _)| *property == of);
    found.next().map(|(_, value)| value)
}

fn address(node: &Node, of: Property) -> Option<&str> {
    match value(node, of)? {
        Term::NamedNode(name) => Some(name.as_str()),
        _ => None,
    }
}

fn of_file(id: &str, file: &Node, reached: Option<bool>) -> Option<bool> {
    let has = |property| value(file, property).is_some();
    let format = address(file, dct::FORMAT).and_then(lists::file_type_of);
    Some(match id {
        // There must be something to reach.
        "accessUrlStatusCode" if has(dcat::ACCESS_URL) => return reached,
        "downloadUrlStatusCode" if has(dcat::DOWNLOAD_URL) => return reached,
        "downloadUrlAvailability" => has(dcat::DOWNLOAD_URL),
        "formatAvailability" => has(dct::FORMAT),
        "mediaTypeAvailability" => has(dcat::MEDIA_TYPE),
        "formatMediaTypeVocabularyAlignment" => format.is_some(),
        "formatMediaTypeNonProprietary" => format.is_some_and(|format| format.non_proprietary),
        "formatMediaTypeMachineInterpretable" => {
            format.is_some_and(|format| format.machine_readable)
        }
        "licenceAvailability" => has(dct::LICENSE),
        "knownLicence" => address(file, dct::LICENSE).is_some_and(lists::is_known_licence),
        "rightsAvailability" => has(dct::RIGHTS),
        "byteSizeAvailability" => has(dcat::BYTE_SIZE),
        _ => false,
    })
}

fn of_node(id: &str, dataset: &Node, best: Option<&Node>, is_valid: bool) -> bool {
    let has = |property| value(dataset, property).is_some();
    let or_file =
        |property| has(property) || best.is_some_and(|file| value(file, property).is_some());
    match id {
        "keywordAvailability" => has(dcat::KEYWORD),
        "categoryAvailability" => has(dcat::THEME),
        "spatialAvailability" => has(dct::SPATIAL),
        "temporalAvailability" => has(dct::TEMPORAL),
        "dcatApCompliance" => is_valid,
        "accessRightsAvailability" => has(dct::ACCESS_RIGHTS),
        "accessRightsVocabularyAlignment" => address(dataset, dct::ACCESS_RIGHTS)
            .is_some_and(|iri| iri.contains("/authority/access-right/")),
        "contactPointAvailability" => has(dcat::CONTACT_POINT),
        "publisherAvailability" => has(dct::PUBLISHER),
        "dateIssuedAvailability" => or_file(dct::ISSUED),
        "dateModifiedAvailability" => or_file(dct::MODIFIED),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_are_those_of_the_assessment() {
        let sum: u16 = INDICATORS.iter().map(|indicator| indicator.points).sum();
        assert_eq!(sum, MOST);
        let of = |dimension| -> u16 {
            let of = INDICATORS.iter().filter(|one| one.dimension == dimension);
            of.map(|one| one.points).sum()
        };
        assert_eq!(Dimension::ALL.map(of), [100, 100, 110, 75, 20]);
        assert_eq!(Rating::of(405), Rating::Excellent);
        assert_eq!(Rating::of(350), Rating::Good);
        assert_eq!(Rating::of(121), Rating::Sufficient);
        assert_eq!(Rating::of(120), Rating::Bad);
    }
}
