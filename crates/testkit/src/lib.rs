//! What tests share. It sees every room and none sees it, except from `[dev-dependencies]`.

pub mod catalogue;
pub mod portal;
pub mod postgres;
pub mod recordings;

pub use vitrail_store as store;
