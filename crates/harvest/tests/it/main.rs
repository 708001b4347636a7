//! Each backend on what real catalogues answered.

mod ckan;
mod shared;
