//! A file on its way in: bytes go to the disk as they come, and what is told of them (length, digests, first
//! bytes) is known at the end without reading them again. Dropped before it is kept, it leaves nothing.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sha1::Digest as _;
use sha2::Digest as _;
use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};
use vitrail_domain::text::hex;

/// Enough of the beginning of a file to tell what it is.
const HEAD: usize = 4_096;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Bytes.
    pub length: u64,
    /// Hexadecimal, lower case.
    pub sha1: String,
    pub sha256: String,
    /// The first bytes, at most four kilobytes.
    pub head: Vec<u8>,
}

pub struct Draft {
    file: File,
    path: Option<PathBuf>,
    length: u64,
    sha1: sha1::Sha1,
    sha256: sha2::Sha256,
    head: Vec<u8>,
}

impl Draft {
    pub(crate) async fn create(folder: &Path) -> io::Result<Self> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        fs::create_dir_all(folder).await?;
        let turn = COUNTER.fetch_add(1, Ordering::Relaxed);
        // No key begins with a dot: nobody can ask for it.
        let path = folder.join(format!(".incoming-{}-{turn}", std::process::id()));
        Ok(Self {
            file: File::create(&path).await?,
            path: Some(path),
            length: 0,
            sha1: sha1::Sha1::new(),
            sha256: sha2::Sha256::new(),
            head: Vec::new(),
        })
    }

    /// Adds bytes.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend(bytes.iter().take(missing));
        self.sha1.update(bytes);
        self.sha256.update(bytes);
        self.length = self
            .length
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.file.write_all(bytes).await
    }

    /// Bytes so far.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The first bytes, at most four kilobytes.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// What was written so far, to be read by something that waits for the disk.
    pub async fn reader(&mut self) -> io::Result<std::fs::File> {
        self.file.flush().await?;
        let path = self.path.as_ref().ok_or(io::ErrorKind::NotFound)?;
        Ok(File::open(path).await?.into_std().await)
    }

    pub(crate) async fn keep(mut self, target: &Path) -> io::Result<Written> {
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).await?;
        }
        self.file.sync_all().await?;
        if let Some(path) = self.path.take()
            && let Err(why) = fs::rename(&path, target).await
        {
            self.path = Some(path);
            return Err(why);
        }
        Ok(Written {
            length: self.length,
            sha1: hex(&std::mem::take(&mut self.sha1).finalize()),
            sha256: hex(&std::mem::take(&mut self.sha256).finalize()),
            head: std::mem::take(&mut self.head),
        })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // What cannot be removed now is lost space, no more.
            let _ = std::fs::remove_file(path);
        }
    }
}
