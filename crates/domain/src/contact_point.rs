//! Whom to ask about an object, and in which capacity they answer.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::owner::Owner;

/// A contact; role `contact` needs an address or a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactPoint {
    pub id: Id,
    pub name: String,
    pub email: Option<String>,
    pub contact_form: Option<String>,
    /// One of the eleven roles of `vocabulary::role`.
    pub role: String,
    pub owner: Owner,
}
