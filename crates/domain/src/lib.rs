//! What a portal is: its subjects, their rules and their words. Nothing here reads a clock, a file or a
//! network: instants and chance come as parameters, so that every rule can be tested by its values alone.

pub mod address;
pub mod change;
pub mod contact_point;
pub mod dataservice;
pub mod dataset;
pub mod discussion;
pub mod edit;
pub mod follow;
pub mod form;
pub mod harvest;
pub mod held;
pub mod id;
pub mod kind;
pub mod membership;
pub mod notification;
pub mod oauth;
pub mod organization;
pub mod owner;
pub mod password;
pub mod permission;
pub mod post;
pub mod quality;
pub mod report;
pub mod resource;
pub mod reuse;
pub mod siret;
pub mod site;
pub mod slug;
pub mod spatial;
pub mod text;
pub mod time;
pub mod topic;
pub mod transfer;
pub mod user;
pub mod vocabulary;

/// A free JSON object: `extras` of udata, harvest facts, metrics as the source gave them.
pub type Extras = serde_json::Map<String, serde_json::Value>;

pub use change::Change;
pub use contact_point::ContactPoint;
pub use dataservice::Dataservice;
pub use dataset::Dataset;
pub use discussion::{Discussion, Message};
pub use follow::Follow;
pub use id::Id;
pub use kind::Kind;
pub use membership::MembershipRequest;
pub use notification::Notification;
pub use organization::Organization;
pub use owner::Owner;
pub use permission::{Actor, Reach};
pub use post::Post;
pub use report::Report;
pub use resource::{CommunityResource, Resource};
pub use reuse::Reuse;
pub use site::Site;
pub use time::Timestamp;
pub use topic::{Topic, TopicElement};
pub use transfer::Transfer;
pub use user::User;
