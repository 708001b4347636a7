//! What the endpoint says of itself to programs: the service description of SPARQL 1.1.

use oxrdf::vocab::xsd;
use oxrdf::{NamedNode, Triple};
use oxrdfio::RdfSerializer;

use super::answer::Table;
use crate::error::Result;
use crate::graph::{Graph, Node};
use crate::links::Portal;
use crate::syntax::Syntax;
use crate::terms::{PREFIXES, dct, sd, void};

/// The results that are written, by the names of W3C.
const FORMATS: [&str; 8] = [
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
];

/// The description, in a syntax.
pub fn description(portal: &Portal, triples: Option<usize>, syntax: Syntax) -> Result<Vec<u8>> {
    let mut graph = Graph::default();
    let endpoint = NamedNode::new_unchecked(format!("{}/sparql", portal.base));
    let mut all = Node::new(graph.blank(), sd::GRAPH);
    if let Some(triples) = triples {
        all.typed(void::TRIPLES, triples.to_string(), xsd::INTEGER);
    }
    let mut dataset = Node::new(graph.blank(), sd::DATASET);
    dataset
        .text(dct::TITLE, &portal.title)
        .add(sd::DEFAULT_GRAPH, all.link());
    let mut service = Node::new(graph.blank(), sd::SERVICE);
    service
        .add(sd::ENDPOINT, endpoint)
        .add(sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_QUERY.into_owned())
        .add(sd::DEFAULT_DATASET, dataset.link());
    for format in FORMATS {
        let format = format!("http://www.w3.org/ns/formats/{format}");
        service.add(sd::RESULT_FORMAT, NamedNode::new_unchecked(format));
    }
    for node in [service, dataset, all] {
        graph.put(node);
    }
    let mut serializer = RdfSerializer::from_format(syntax.format());
    let own = [("sd", "http://www.w3.org/ns/sparql-service-description#")];
    for (prefix, space) in PREFIXES.into_iter().chain(own) {
        if let Ok(with) = serializer.clone().with_prefix(prefix, space) {
            serializer = with;
        }
    }
    let mut writer = serializer.for_writer(Vec::new());
    for node in graph.take() {
        for (predicate, object) in node.properties {
            let triple = Triple::new(node.subject.clone(), predicate, object);
            writer.serialize_triple(triple.as_ref())?;
        }
    }
    Ok(writer.finish()?)
}

/// The names by which `format` asks for a form: of tables, then of graphs.
pub fn form(name: &str) -> Option<(Option<Table>, Option<Syntax>)> {
    let table = Table::ALL
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, table)| *table);
    let syntax = match name {
        "ttl" | "turtle" => Some(Syntax::Turtle),
        "nt" => Some(Syntax::NTriples),
        "rdf" | "xml" => Some(Syntax::Xml),
        "jsonld" | "json" => Some(Syntax::JsonLd),
        _ => None,
    };
    (table.is_some() || syntax.is_some()).then_some((table, syntax))
}
