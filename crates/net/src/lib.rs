//! Every outside effect of the portal. No other room opens a connection to a stranger: an address that
//! a visitor or a catalogue gave us goes through [`Fetch`], which refuses our own network, counts
//! bytes and keeps deadlines. Files that the portal hosts live behind [`Objects`]. Letters leave by [`Mailer`].

mod draft;
mod error;
mod fetch;
mod guard;
mod look;
mod mail;
mod objects;
mod retry;

pub use draft::{Draft, Written};
pub use error::FetchError;
pub use fetch::{Fetch, FetchOptions, Reply, Wanted};
pub use guard::{Looking, Lookup, Refusal, system_lookup};
pub use ipnet::IpNet;
pub use look::Looked;
pub use mail::{Mail, MailError, Mailer};
pub use objects::{Objects, ObjectsError};
pub use retry::Patience;
