//! What a kind of catalogue may be told besides an address: the forms of sources are made of it.

use serde::Serialize;

/// A kind of catalogue, as producers choose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BackendFacts {
    pub extra_configs: Vec<ExtraFacts>,
    pub features: Vec<FeatureFacts>,
    pub filters: Vec<FilterFacts>,
    pub id: String,
    pub label: String,
}

/// Something that limits what is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FilterFacts {
    pub description: String,
    pub key: String,
    pub label: String,
    /// `string`, `boolean` or `integer`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A switch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FeatureFacts {
    pub default: bool,
    pub description: String,
    pub key: String,
    pub label: String,
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExtraFacts {
    pub default: Option<String>,
    pub description: String,
    pub key: String,
    pub label: String,
}
