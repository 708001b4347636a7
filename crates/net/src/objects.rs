//! Files that the portal hosts itself, kept in a folder under keys such as `resources/6f0e…/notes.csv`.
//! A file appears whole or not at all, also after a power cut, and no key can name anything outside.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};

use crate::draft::{Draft, Written};

#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    #[error(
        "`{0}` is not a key: use up to 1000 bytes of letters, digits and `-`, `_`, `.`, in parts \
         separated by `/`, none of which is empty, begins with a dot or is longer than 200 bytes"
    )]
    BadKey(String),
    #[error("no file is kept under `{0}`")]
    Absent(String),
    #[error("`{key}` cannot be {doing} in {}: {why}; check the free space and the rights of the folder", .folder.display())]
    Io {
        key: String,
        doing: &'static str,
        folder: PathBuf,
        why: io::Error,
    },
}

#[derive(Debug, Clone)]
pub struct Objects {
    folder: PathBuf,
}

impl Objects {
    /// The folder is made when the first file is kept.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self {
            folder: path.into(),
        }
    }

    /// Keeps a file, in place of the one that had the same key.
    pub async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), ObjectsError> {
        let target = self.path(key)?;
        let kept = match target.parent() {
            Some(parent) => write_whole(parent, &target, bytes).await,
            None => Err(io::ErrorKind::NotFound.into()),
        };
        kept.map_err(|why| self.failure(key, "written", why))
    }

    /// The file and its length.
    pub async fn open(&self, key: &str) -> Result<(File, u64), ObjectsError> {
        let path = self.path(key)?;
        match open_file(&path).await {
            Ok(found) => Ok(found),
            Err(why) if is_absence(&why) => Err(ObjectsError::Absent(key.to_owned())),
            Err(why) => Err(self.failure(key, "read", why)),
        }
    }

    /// A file to be written little by little, which appears when it is kept.
    pub async fn draft(&self) -> Result<Draft, ObjectsError> {
        Draft::create(&self.folder)
            .await
            .map_err(|why| self.failure("a draft", "written", why))
    }

    /// Keeps a draft under a key, in place of the file that had it.
    pub async fn keep(&self, draft: Draft, key: &str) -> Result<Written, ObjectsError> {
        let target = self.path(key)?;
        let kept = draft.keep(&target).await;
        kept.map_err(|why| self.failure(key, "written", why))
    }

    /// Whether a file has this key.
    pub async fn has(&self, key: &str) -> Result<bool, ObjectsError> {
        let path = self.path(key)?;
        let found = fs::try_exists(&path).await;
        found.map_err(|why| self.failure(key, "looked for", why))
    }

    /// Removes what is kept under a key; removing what is not there is no error.
    pub async fn remove(&self, key: &str) -> Result<(), ObjectsError> {
        match tokio::fs::remove_file(self.path(key)?).await {
            Err(why) if !is_absence(&why) => Err(self.failure(key, "removed", why)),
            _ => Ok(()),
        }
    }

    /// Removes the files of a folder of keys, or those that nobody wrote since an instant; says how many. What is not there
    /// needs no removal.
    pub async fn purge(
        &self,
        folder: &str,
        before: Option<SystemTime>,
    ) -> Result<u64, ObjectsError> {
        let path = self.path(folder)?;
        let purged = tokio::task::spawn_blocking(move || purge(&path, before));
        match purged.await {
            Ok(Ok(purged)) => Ok(purged),
            Ok(Err(why)) => Err(self.failure(folder, "purged", why)),
            Err(error) => Err(self.failure(folder, "purged", io::Error::other(error))),
        }
    }

    fn path(&self, key: &str) -> Result<PathBuf, ObjectsError> {
        if is_key(key) {
            Ok(self.folder.join(key))
        } else {
            Err(ObjectsError::BadKey(key.to_owned()))
        }
    }

    fn failure(&self, key: &str, doing: &'static str, why: io::Error) -> ObjectsError {
        ObjectsError::Io {
            key: key.to_owned(),
            doing,
            folder: self.folder.clone(),
            why,
        }
    }
}

fn purge(folder: &Path, before: Option<SystemTime>) -> io::Result<u64> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) if is_absence(&why) => return Ok(0),
        Err(why) => return Err(why),
    };
    let mut purged = 0;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            purged += purge(&entry.path(), before)?;
            // One that still holds something stays.
            let _ = std::fs::remove_dir(entry.path());
        } else if is_older(&entry, before)? {
            std::fs::remove_file(entry.path())?;
            purged += 1;
        }
    }
    Ok(purged)
}

fn is_older(entry: &std::fs::DirEntry, before: Option<SystemTime>) -> io::Result<bool> {
    let Some(before) = before else {
        return Ok(true);
    };
    Ok(entry.metadata()?.modified()? < before)
}

fn is_key(key: &str) -> bool {
    key.len() <= 1000 && key.split('/').all(is_key_part)
}

fn is_key_part(part: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !part.is_empty() && part.len() <= 200 && !part.starts_with('.') && part.bytes().all(plain)
}

/// A key that is a folder, or goes through a file, names nothing.
fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | IsADirectory)
}

async fn open_file(path: &Path) -> io::Result<(File, u64)> {
    let file = File::open(path).await?;
    let facts = file.metadata().await?;
    if facts.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok((file, facts.len()))
}

/// Writes beside the target under a name that no key can have, then renames.
async fn write_whole(parent: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    fs::create_dir_all(parent).await?;
    let turn = COUNTER.fetch_add(1, Ordering::Relaxed);
    let draft = parent.join(format!(".draft-{}-{turn}", std::process::id()));
    let written = write_and_rename(&draft, target, bytes).await;
    if written.is_err() {
        // The first error is the one to tell; a draft left behind is only lost space.
        let _ = fs::remove_file(&draft).await;
    }
    written
}

async fn write_and_rename(draft: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(draft).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    fs::rename(draft, target).await
}
