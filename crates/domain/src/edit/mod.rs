//! What writing may change, field by field: the same rules for the API, the pages and the harvesters. Each
//! `edit` takes what is there and well said; the problems stay in the form.

mod bloc;
mod contact_point;
mod dataservice;
mod dataset;
mod name;
mod organization;
mod post;
mod resource;
mod reuse;
mod site;
mod spatial;
mod topic;
mod user;

pub use contact_point::CREATED as CONTACT_POINT_NEEDS;
pub use dataservice::CREATED as DATASERVICE_NEEDS;
pub use dataset::{CREATED as DATASET_NEEDS, merge};
pub use organization::CREATED as ORGANIZATION_NEEDS;
pub use post::CREATED as POST_NEEDS;
pub use resource::{CREATED as RESOURCE_NEEDS, reserved};
pub use reuse::CREATED as REUSE_NEEDS;
pub use topic::CREATED as TOPIC_NEEDS;
pub use user::CREATED as USER_NEEDS;
