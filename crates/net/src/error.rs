//! What can go wrong with an outgoing request, in words that name the address and what to do.

use std::{error::Error, time::Duration};

use url::Url;

use crate::Refusal;

#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("the HTTP client cannot start: {0}; on Debian, install the package ca-certificates")]
    Setup(String),
    #[error("{url} is not called: {why}")]
    Refused { url: String, why: Refusal },
    #[error("{url} cannot be reached: {why}; check the address and that the server is up")]
    Unreachable { url: String, why: String },
    #[error("{url} gave no complete answer within {after:?}; try again later or ask for less")]
    Late { url: String, after: Duration },
    #[error("{url} said nothing for {after:?}; try again later")]
    Silent { url: String, after: Duration },
    #[error("{url} redirects more than {most} times; use the address it should end at")]
    TooManyRedirects { url: String, most: u32 },
    #[error("{url} redirects to `{to}`, which is not an address")]
    BadRedirect { url: String, to: String },
    #[error("{url} answered {status}{}", remedy(*.status))]
    Status { url: String, status: u16 },
    #[error("{url} is larger than the {most} bytes allowed here")]
    TooLarge { url: String, most: u64 },
    #[error("{url} did not answer JSON: {why}; check that this is the address of an API")]
    NotJson { url: String, why: String },
}

/// How long a client waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waits {
    /// For a connection.
    pub connect: Duration,
    /// For the next part of an answer.
    pub read: Duration,
}

impl FetchError {
    /// Sorts an error of the client into the cases that matter to a caller.
    pub(crate) fn from_client(url: &Url, error: &reqwest::Error, waits: Waits) -> Self {
        let url = url.to_string();
        if let Some(why) = causes(error).find_map(|cause| cause.downcast_ref::<Refusal>()) {
            return Self::Refused {
                url,
                why: why.clone(),
            };
        }
        if error.is_timeout() {
            let is_early = error.is_connect();
            let after = if is_early { waits.connect } else { waits.read };
            return Self::Silent { url, after };
        }
        // The outer layers only say "error sending request": the reason is the innermost.
        let why = causes(error)
            .last()
            .map_or_else(|| error.to_string(), ToString::to_string);
        Self::Unreachable { url, why }
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

fn remedy(status: u16) -> &'static str {
    match status {
        401 | 403 => ": it needs a right that we do not have",
        404 | 410 => ": nothing is at this address",
        429 => ": we ask too often, try again later",
        500.. => ": the fault is on its side, try again later",
        _ => "",
    }
}
