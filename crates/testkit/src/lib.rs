//! What tests share. It sees every room and none sees it, except from `[dev-dependencies]`.

pub mod archive;
pub mod build;
pub mod catalogue;
pub mod db;
pub mod make;
pub mod portal;
pub mod postgres;
pub mod recordings;
pub mod source;
pub mod table;

pub use vitrail_store as store;
pub use vitrail_store::Db;
