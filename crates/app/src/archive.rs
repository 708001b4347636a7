//! A dataset whole, in one ZIP written as it is read: the files that the portal hosts, a manifest that says what each
//! is and where the others are, and the same for people. A file of any size costs the memory of one block.

mod name;
mod readme;

use std::collections::{HashSet, VecDeque};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;
use uuid::Uuid;
use vitrail_domain::vocabulary::license;
use vitrail_domain::{Actor, Resource, Timestamp};
use vitrail_net::ObjectsError;
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use crate::dataset::{Files, find, with_references};
use crate::file::{hosted, objects};
use crate::{App, Error, Result};

/// Bytes of a file that are read together.
const BLOCK: usize = 128 * 1024;
/// What is larger is written as ZIP64.
const LARGE: u64 = 4_000_000_000;
const FOLDER: &str = "files";

/// Formats that are compressed already.
const DENSE: [&str; 26] = [
    "7z", "bz2", "docx", "ecw", "epub", "gif", "gz", "jp2", "jpe", "jpeg", "jpg", "kmz", "odp",
    "ods", "odt", "parquet", "pdf", "png", "pptx", "rar", "svgz", "tgz", "webp", "xlsx", "xz",
    "zip",
];

/// What the manifest says.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    pub id: String,
    pub title: String,
    pub description: String,
    /// The page of the dataset.
    pub url: String,
    pub licence: Option<Licence>,
    pub producer: Option<String>,
    pub made: Timestamp,
    pub files: Vec<Entry>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Licence {
    pub id: String,
    pub title: String,
    pub url: Option<&'static str>,
}

/// What the manifest says of one file.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub id: Uuid,
    pub title: String,
    pub r#type: String,
    pub format: String,
    pub mime: Option<String>,
    pub modified: Timestamp,
    /// Where it is on the web.
    pub url: String,
    pub included: bool,
    /// Why it is not in the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Where it is in the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    pub size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Another site has it.
    Elsewhere,
    /// The portal should have it and does not find it.
    Missing,
}

/// An archive being written.
pub struct Archive {
    app: App,
    zip: Option<ZipWriter<StreamWriter<Made>>>,
    made: Made,
    manifest: Manifest,
    /// What is not looked at yet: its place among the entries, and its key when the portal hosts it.
    rest: VecDeque<(usize, Option<String>)>,
    copied: Option<Copied>,
    taken: HashSet<String>,
    lang: &'static str,
    /// Under which name it is saved, and whether everybody may read it.
    pub name: String,
    pub public: bool,
}

/// A file on its way into the archive.
struct Copied {
    entry: usize,
    file: tokio::fs::File,
    digest: Sha256,
    size: u64,
}

/// The bytes made and not given out yet.
#[derive(Clone, Default)]
struct Made(Arc<Mutex<Vec<u8>>>);

impl Made {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes of the files that an archive would hold; nothing when it would hold none, or more than archives may.
pub fn size(app: &App, files: &[Resource]) -> Option<u64> {
    let sizes = files.iter().filter(|file| file.file().is_some());
    let sizes = sizes.map(|file| u64::try_from(file.filesize.unwrap_or(0)).unwrap_or(0));
    let whole = sizes.reduce(u64::saturating_add);
    whole.filter(|bytes| *bytes <= app.settings().archive_max)
}

/// The archive of a dataset, for those who may read it.
pub async fn open(
    app: &App,
    actor: &Actor,
    key: &str,
    base: &str,
    lang: &'static str,
) -> Result<Archive> {
    let found = find(app, actor, key).await?;
    let all = with_references(app, vec![found], Files::Whole).await?;
    let Some(dataset) = all.data.first() else {
        return Err(Error::NotFound(vitrail_domain::Kind::Dataset));
    };
    let files = all.resources.get(&dataset.id);
    let files = files.map(Vec::as_slice).unwrap_or_default();
    let is_hosting = files.iter().any(|file| file.file().is_some());
    if is_hosting && size(app, files).is_none() {
        return Err(Error::ArchiveTooLarge(app.settings().archive_max));
    }
    let made = Made::default();
    let rest = files.iter().map(|file| file.file().map(str::to_owned));
    Ok(Archive {
        app: app.clone(),
        zip: Some(ZipWriter::new_stream(made.clone())),
        made,
        rest: rest.enumerate().collect(),
        copied: None,
        taken: HashSet::new(),
        lang,
        name: format!("{}.zip", dataset.slug),
        public: dataset.is_visible(),
        manifest: Manifest {
            id: dataset.id.to_string(),
            title: dataset.title.clone(),
            description: dataset.description.clone(),
            url: format!("{base}/datasets/{}", dataset.slug),
            licence: dataset.license.as_deref().map(licence),
            producer: all.references.name_of(dataset.owner),
            made: app.now(),
            files: files.iter().map(|file| entry(base, file)).collect(),
        },
    })
}

fn licence(id: &str) -> Licence {
    Licence {
        id: id.to_owned(),
        title: license::title_of(id).to_owned(),
        url: license::find(id).and_then(|found| found.url),
    }
}

/// What is known of a file before it is looked at.
fn entry(base: &str, file: &Resource) -> Entry {
    Entry {
        id: file.id,
        title: file.title.clone(),
        r#type: file.r#type.clone(),
        format: file.format.clone(),
        mime: file.mime.clone(),
        modified: file.last_modified(),
        url: hosted(base, &file.url).into_owned(),
        included: false,
        reason: None,
        path: None,
        size: file.filesize.and_then(|size| u64::try_from(size).ok()),
        sha256: None,
    }
}

impl Archive {
    /// The next bytes; nothing when all is written.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        while self.zip.is_some() {
            if let Some(copied) = self.copied.take() {
                self.copied = self.copy(copied).await?;
            } else if let Some((entry, key)) = self.rest.pop_front() {
                self.copied = self.begin(entry, key.as_deref()).await?;
            } else {
                self.finish()?;
            }
            let bytes = self.made.take();
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    /// Begins the copy of a file that the portal hosts.
    async fn begin(&mut self, place: usize, key: Option<&str>) -> Result<Option<Copied>> {
        let Some(entry) = self.manifest.files.get_mut(place) else {
            return Ok(None);
        };
        let Some(key) = key else {
            entry.reason = Some(Reason::Elsewhere);
            return Ok(None);
        };
        let (file, size) = match objects(&self.app).open(key).await {
            Ok(opened) => opened,
            Err(ObjectsError::Absent(_) | ObjectsError::BadKey(_)) => {
                entry.reason = Some(Reason::Missing);
                return Ok(None);
            }
            Err(why) => return Err(anyhow::Error::from(why).into()),
        };
        let name = name::unique(key.rsplit('/').next().unwrap_or_default(), &mut self.taken);
        let path = format!("{FOLDER}/{name}");
        let is_dense = DENSE.contains(&entry.format.to_lowercase().as_str());
        // Even what is dense is deflated: a reader that cannot seek finds where it ends.
        let options = options(entry.modified)
            .compression_level(Some(if is_dense { 1 } else { 3 }))
            .large_file(size >= LARGE);
        entry.path = Some(path.clone());
        self.start(&path, options)?;
        Ok(Some(Copied {
            entry: place,
            file,
            digest: Sha256::new(),
            size: 0,
        }))
    }

    /// Copies one block; nothing is left to copy after the last.
    async fn copy(&mut self, mut copied: Copied) -> Result<Option<Copied>> {
        let mut block = Vec::with_capacity(BLOCK);
        let limit = u64::try_from(BLOCK).unwrap_or(u64::MAX);
        let mut part = (&mut copied.file).take(limit);
        let read = part.read_to_end(&mut block).await;
        if read.map_err(anyhow::Error::from)? == 0 {
            if let Some(entry) = self.manifest.files.get_mut(copied.entry) {
                entry.included = true;
                entry.size = Some(copied.size);
                entry.sha256 = Some(format!("{:x}", copied.digest.finalize()));
            }
            return Ok(None);
        }
        self.write(&block)?;
        copied.digest.update(&block);
        copied.size += u64::try_from(block.len()).unwrap_or(0);
        Ok(Some(copied))
    }

    /// Says what is there, and ends the archive.
    fn finish(&mut self) -> Result<()> {
        let mut manifest =
            serde_json::to_vec_pretty(&self.manifest).map_err(anyhow::Error::from)?;
        manifest.push(b'\n');
        let readme = readme::text(&self.manifest, self.lang);
        for (path, bytes) in [
            ("manifest.json", manifest.as_slice()),
            ("README.txt", readme.as_bytes()),
        ] {
            self.start(path, options(self.manifest.made))?;
            self.write(bytes)?;
        }
        if let Some(zip) = self.zip.take() {
            zip.finish().map_err(anyhow::Error::from)?;
        }
        Ok(())
    }

    fn start(&mut self, path: &str, options: SimpleFileOptions) -> Result<()> {
        if let Some(zip) = &mut self.zip {
            zip.start_file(path, options).map_err(anyhow::Error::from)?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(zip) = &mut self.zip {
            zip.write_all(bytes).map_err(anyhow::Error::from)?;
        }
        Ok(())
    }
}

fn options(modified: Timestamp) -> SimpleFileOptions {
    let options = SimpleFileOptions::default();
    match moment(modified) {
        Some(moment) => options.last_modified_time(moment),
        None => options,
    }
}

fn moment(at: Timestamp) -> Option<zip::DateTime> {
    let at = at.civil();
    let small = |number: i8| u8::try_from(number).ok();
    zip::DateTime::from_date_and_time(
        u16::try_from(at.year()).ok()?,
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
    .ok()
}
