//! The tools, as one table: what each is for and what it is told. The schemas that clients read are made from it.

use std::sync::Arc;

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

/// What an argument holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    /// One text, or a list of them.
    Texts,
    /// A number from 1.
    Number,
    OneOf(&'static [&'static str]),
}

pub struct Argument {
    pub name: &'static str,
    pub holds: Holds,
    pub needed: bool,
    pub description: &'static str,
}

pub struct Described {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub arguments: &'static [Argument],
}

pub const KINDS: [&str; 5] = [
    "datasets",
    "dataservices",
    "reuses",
    "organizations",
    "topics",
];

const fn optional(name: &'static str, holds: Holds, description: &'static str) -> Argument {
    Argument {
        name,
        holds,
        needed: false,
        description,
    }
}

const fn needed(name: &'static str, description: &'static str) -> Argument {
    Argument {
        name,
        holds: Holds::Text,
        needed: true,
        description,
    }
}

pub const TOOLS: &[Described] = &[
    Described {
        name: "search",
        title: "Search the catalogue",
        description: "Finds what the open-data portal publishes: datasets (the default), dataservices (APIs), reuses, \
                      organizations or topics. Words are searched in French and English, with synonyms and typing mistakes \
                      forgiven; leave `query` out to browse. Each result has its id, page, producer, licence and last update.",
        arguments: &[
            optional("query", Holds::Text, "Words to look for"),
            optional(
                "what",
                Holds::OneOf(&KINDS),
                "What to look for; datasets by default",
            ),
            optional(
                "organization",
                Holds::Text,
                "Only what this organization publishes: its id or slug",
            ),
            optional(
                "tag",
                Holds::Texts,
                "Only what has this tag, or all of these tags",
            ),
            optional(
                "licence",
                Holds::Text,
                "Datasets under this licence: its id, such as lov2 or odc-odbl",
            ),
            optional(
                "format",
                Holds::Text,
                "Datasets with a file of this format: csv, json, geojson, xlsx…",
            ),
            optional(
                "zone",
                Holds::Text,
                "Datasets about this territory: the id of a zone, such as fr:commune:74119, or its exact name",
            ),
            optional(
                "granularity",
                Holds::Text,
                "Datasets of this grain: country, fr:region, fr:departement, fr:epci, fr:commune, poi, other…",
            ),
            optional(
                "sort",
                Holds::Text,
                "An order other than the best answer first: created, last_update, followers, views, reuses (datasets and organizations), \
                 datasets, name (topics); with - before it for the largest or the latest first",
            ),
            optional("page", Holds::Number, "Which page of results, from 1"),
            optional(
                "page_size",
                Holds::Number,
                "How many results a page has: 10 by default, 50 at most",
            ),
        ],
    },
    Described {
        name: "get_dataset",
        title: "Read a dataset",
        description: "What a dataset is: description, producer, licence, last update, territory, quality, and its files with their ids, \
                      formats, sizes and addresses.",
        arguments: &[
            needed(
                "dataset",
                "Id or slug of the dataset, as in the results of a search or at the end of its address",
            ),
            optional(
                "files_page",
                Holds::Number,
                "Which page of its files, from 1: a page has 50",
            ),
        ],
    },
    Described {
        name: "get_resource",
        title: "Read about a file",
        description: "What a file of a dataset is: format, size, checksum, schema, what the last check of its address found, and where \
                      to download it.",
        arguments: &[needed(
            "resource",
            "Id of the file (a UUID), as in the answer of get_dataset",
        )],
    },
    Described {
        name: "get_organization",
        title: "Read about a producer",
        description: "Who an organization is and which of its datasets are read most.",
        arguments: &[needed("organization", "Id or slug of the organization")],
    },
    Described {
        name: "get_dataservice",
        title: "Read about an API",
        description: "What an API of the catalogue serves: its address, its documentation, its terms and the datasets behind it.",
        arguments: &[needed("dataservice", "Id or slug of the dataservice")],
    },
];

pub fn find(name: &str) -> Option<&'static Described> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// A tool in the words of the protocol.
pub fn described(tool: &Described) -> Tool {
    let mut properties = JsonObject::new();
    for argument in tool.arguments {
        let mut schema = match argument.holds {
            Holds::Text => json!({"type": "string"}),
            Holds::Texts => {
                json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
            }
            Holds::Number => json!({"type": "integer", "minimum": 1}),
            Holds::OneOf(known) => json!({"type": "string", "enum": known}),
        };
        schema["description"] = argument.description.into();
        properties.insert(argument.name.to_owned(), schema);
    }
    let needed = tool.arguments.iter().filter(|argument| argument.needed);
    let needed: Vec<&str> = needed.map(|argument| argument.name).collect();
    let mut schema = JsonObject::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("required".to_owned(), needed.into());
    schema.insert("additionalProperties".to_owned(), false.into());
    let reads = ToolAnnotations::with_title(tool.title)
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    Tool::new(tool.name, tool.description, Arc::new(schema))
        .with_title(tool.title)
        .with_annotations(reads)
}
