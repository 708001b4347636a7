//! What writing may change, field by field: the same rules for the API, the pages and the harvesters. Each
//! `edit` takes what is there and well said; the problems stay in the form.

mod dataset;
mod name;
mod organization;
mod resource;
mod spatial;

pub use dataset::{CREATED as DATASET_NEEDS, merge};
pub use organization::CREATED as ORGANIZATION_NEEDS;
pub use resource::{CREATED as RESOURCE_NEEDS, reserved};
