//! What a file holds beyond its first bytes: an archive that would fill the disk of whoever unfolds it, or cannot be
//! unfolded at all, and a picture that is none, are refused before they are kept. Only what tells it is read: the
//! list at the end of an archive, the header of a picture.

mod archive;
mod picture;

use std::io::{self, BufReader};

use tokio::sync::Semaphore;

use super::{Draft, failed_to_read};
use crate::{Error, Result};

/// Files looked into at once: unfolding costs time.
static ROOM: Semaphore = Semaphore::const_new(2);

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Fine,
    /// Unfolded, it is out of all proportion.
    Bomb,
    Unreadable,
}

/// What is to be looked at.
#[derive(Clone, Copy, Debug)]
enum Look {
    Zip,
    Gzip,
    Picture,
}

impl Look {
    /// Archives by what they are, since many formats are archives; pictures by what they are called.
    fn of(format: &str, head: &[u8]) -> Option<Self> {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Some(Self::Zip)
        } else if head.starts_with(b"\x1f\x8b") {
            Some(Self::Gzip)
        } else if !head.is_empty() && picture::FORMATS.contains(&format) {
            Some(Self::Picture)
        } else {
            None
        }
    }
}

/// Refuses a file for what is inside.
pub(super) async fn check(format: &str, draft: &mut Draft) -> Result<()> {
    let Some(look) = Look::of(format, draft.head()) else {
        return Ok(());
    };
    let length = draft.length();
    let file = draft.reader().await.map_err(failed_to_read)?;
    let _room = ROOM.acquire().await.map_err(anyhow::Error::from)?;
    let format = format.to_owned();
    let looking = tokio::task::spawn_blocking(move || {
        let mut file = BufReader::new(file);
        match look {
            Look::Zip => archive::zip(&mut file),
            Look::Gzip => Ok(archive::gzip(file, length)),
            Look::Picture => picture::look(&format, &mut file),
        }
    });
    let found = looking.await.map_err(anyhow::Error::from)?;
    let sentence = match (found.map_err(failed_to_read)?, look) {
        (Found::Fine, _) => return Ok(()),
        (Found::Bomb, _) => {
            "This archive becomes more than a hundred times larger when it is unfolded: send what it holds otherwise"
        }
        (Found::Unreadable, Look::Picture) => {
            "This picture cannot be read: nothing tells its width and height"
        }
        (Found::Unreadable, _) => "This archive cannot be read: make it again, and send it whole",
    };
    Err(Error::Unsupported(sentence))
}

/// What ends too soon cannot be read; other errors are those of the disk.
fn read_or_not(found: io::Result<Found>) -> io::Result<Found> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Found::Unreadable),
        found => found,
    }
}

/// The next bytes.
fn take<const N: usize>(file: &mut impl io::Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
