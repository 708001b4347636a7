//! Archives that the portal wrote, opened by a reader that is not its own writer.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where what it reads is broken"
)]

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The names of the files of a ZIP, in their order, and what they hold.
///
/// # Panics
/// When it is no ZIP, or one of its files is not what its checksum says.
pub fn files(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let read = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.enclosed_name().unwrap();
        (name.to_str().unwrap().to_owned(), bytes)
    };
    (0..count).map(read).collect()
}
