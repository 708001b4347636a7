//! Each backend on what real catalogues answered.

#![cfg(test)]

mod ckan;
mod csw;
mod ods;
mod shared;
mod udata;
