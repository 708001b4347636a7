//! Each backend on what real catalogues answered.

#![cfg(test)]

mod bounds;
mod ckan;
mod csw;
mod dcat;
mod ods;
mod shared;
mod udata;
