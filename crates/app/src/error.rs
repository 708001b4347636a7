//! Why a use case did not answer: one enumeration for all, turned into HTTP in one place. Messages name the
//! thing and the remedy.

use std::collections::BTreeMap;

use vitrail_domain::Kind;
use vitrail_domain::form::Problems;

/// Sentences by field.
pub type FieldErrors = BTreeMap<String, String>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    NotFound(Kind),
    /// It was here: the sentence that clients of udata know.
    #[error("{}", gone(*.0))]
    Gone(Kind),
    /// A former slug: the current one.
    #[error("moved to {0}")]
    Moved(String),
    #[error("sign in first")]
    Unauthenticated,
    /// A token that is not one of ours, or no longer: the sentence says which.
    #[error("{0}")]
    BadToken(&'static str),
    #[error("You do not have the permission to modify that object.")]
    Forbidden,
    /// Arguments of a query, by name.
    #[error("Input payload validation failed")]
    Arguments(FieldErrors),
    /// A body that is not what is read here, by the part that is wrong.
    #[error("the body cannot be read")]
    Form(FieldErrors),
    /// Fields of an object that somebody writes.
    #[error("the {} is not well said", .0.as_str())]
    Invalid(Kind, Problems),
    /// Items of a list, in their order; those without a problem have an empty place.
    #[error("some items are not well said")]
    InvalidItems(Vec<Problems>),
    /// Somebody else wrote since the caller read.
    #[error("Somebody changed this since you read it: read it again, then make your change.")]
    Stale,
    /// More bytes than are taken, of which the limit is given.
    #[error("The request is larger than the {0} bytes that are accepted.")]
    TooLarge(u64),
    /// More bytes than an archive of a dataset may hold.
    #[error(
        "The files of this dataset make more than the {0} bytes that an archive holds: take them one by one."
    )]
    ArchiveTooLarge(u64),
    /// A file that cannot be taken in, in the words of uploaders.
    #[error("{0}")]
    Upload(&'static str),
    /// The end of the name of a file is none that may be sent.
    #[error("This file type is not allowed.")]
    BadExtension,
    /// What a file holds is not accepted.
    #[error("{0}")]
    Unsupported(&'static str),
    /// Too often: how many seconds to wait.
    #[error("Too many tries: try again in {0} seconds.")]
    TooMany(i64),
    /// The request is well formed, and no.
    #[error("{0}")]
    Refused(&'static str),
    /// A request that makes no sense as a whole.
    #[error("{0}")]
    Bad(String),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// One bad argument of a query.
    pub fn argument(name: &str, message: impl Into<String>) -> Self {
        Self::Arguments(FieldErrors::from([(name.to_owned(), message.into())]))
    }
}

impl From<vitrail_store::Error> for Error {
    fn from(error: vitrail_store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<vitrail_search::Error> for Error {
    fn from(error: vitrail_search::Error) -> Self {
        Self::Internal(error.into())
    }
}

fn gone(kind: Kind) -> &'static str {
    match kind {
        Kind::Dataset => "Dataset has been deleted",
        Kind::Organization => "Organization has been deleted",
        Kind::Reuse => "This reuse has been deleted",
        Kind::Dataservice => "Dataservice has been deleted",
        Kind::User => "User is not active",
        _ => "This object has been deleted",
    }
}
