//! How the portal is kept: SQL on SQLite or PostgreSQL behind one [`Db`]. Each subject has one module whose
//! functions read and write whole domain objects; the same text of SQL serves both engines.

pub mod account;
pub mod bucket;
pub mod captcha;
pub mod change;
pub mod community_resource;
pub mod contact_point;
pub mod dataservice;
pub mod dataset;
mod db;
pub mod dialect;
pub mod discussion;
pub mod filter;
pub mod follow;
pub mod followed_search;
pub mod held;
pub mod job;
pub mod membership;
pub mod metrics;
pub mod notification;
pub mod oauth;
pub mod oidc;
pub mod organization;
pub mod outbox;
pub mod post;
pub mod preference;
pub mod recount;
pub mod report;
pub mod resource;
pub mod reuse;
pub mod second_factor;
pub mod site;
pub mod slug;
mod sql;
pub mod subject;
pub mod tag;
pub mod topic;
pub mod traffic;
pub mod transfer;
pub mod user;
pub mod version;
pub mod webhook;
pub mod zone;

pub use db::{Db, Durability, Error, Result, Run, Tx};
pub use filter::{Listed, Page, Sort, Viewer};
pub use subject::Found;
