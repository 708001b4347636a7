//! What a kind of catalogue may be told besides an address: the forms of sources are made of it.

use crate::vocabulary::Label;

/// A kind of catalogue, as producers choose it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackendFacts {
    pub id: String,
    pub label: String,
    /// What limits what is taken: texts.
    pub filters: Vec<Setting>,
    /// Switches, off unless said otherwise.
    pub features: Vec<Setting>,
    /// Texts.
    pub extra_configs: Vec<Setting>,
}

/// Something that a source may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    pub key: &'static str,
    pub label: Label,
    pub description: Label,
}
