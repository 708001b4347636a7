//! What tests share. It sees every room and none sees it, except from `[dev-dependencies]`.

pub mod postgres;
