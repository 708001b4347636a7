//! Tests of use cases on real databases.

#![cfg(test)]

mod import;
mod import_live;
mod import_shared;
mod jobs;
mod portal;
