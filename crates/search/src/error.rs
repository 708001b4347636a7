//! What can go wrong in the room, in words the caller can act on: most failures of an index mean
//! "build it again", and the caller must be able to tell those from a full disk.

/// Why an index on disk cannot be used and must be built again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Staleness {
    /// There is no index in the folder.
    Absent,
    /// The index was written by another version of the schema.
    Outdated,
    /// The files are there but cannot be read.
    Corrupt,
}

/// Everything the room can refuse or fail at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index must be built again from the database.
    #[error("the search index cannot be used ({0:?}): build it again with `vitrail reindex`")]
    Rebuild(Staleness),
    /// Another writer holds the index.
    #[error("the search index is being written by another process or thread")]
    Busy,
    /// The page asked for is too deep.
    #[error(
        "Result window is too large: page {page} with page_size {page_size} exceeds the maximum of 10000 results. Maximum page for this page_size is {max_page}."
    )]
    Window {
        /// Page asked for.
        page: usize,
        /// Size of the pages.
        page_size: usize,
        /// Last page that can be asked for with this size.
        max_page: usize,
    },
    /// The sort does not exist for this kind of document.
    #[error("`{0}` is not a sort of this kind of document")]
    Sort(String),
    /// The engine failed.
    #[error("the search engine failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// The disk failed.
    #[error("the search index could not be read or written: {0}")]
    Io(#[from] std::io::Error),
}

pub(crate) type Result<T> = std::result::Result<T, Error>;
