//! The room of tables, from outside: what is written is read again by the reader of the `parquet` crate.

#![cfg(test)]

mod parquet;
