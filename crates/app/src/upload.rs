//! Files that producers send to the portal. Bytes go to the disk as they come; the description of a file changes
//! only once it is whole, so that a connection cut in the middle leaves nothing half-visible. Large files come in
//! parts, in any order, each of which can be sent again.

mod inside;
mod parts;

use uuid::Uuid;
use vitrail_domain::resource::Checksum;
use vitrail_domain::slug::slugify;
use vitrail_domain::time::DAY;
use vitrail_domain::vocabulary::format::may_upload;
use vitrail_domain::vocabulary::sniff::{self, Mismatch};
use vitrail_domain::{Actor, Dataset, Kind, Resource, Timestamp};
pub use vitrail_net::Draft;
use vitrail_net::{ObjectsError, Written};
use vitrail_store as store;

use crate::file::{address, objects};
use crate::resource::{Shelf, new};
use crate::{App, Error, Result, dataset, reading};

pub use parts::{Part, assemble, keep_part, purge, tidy};

/// Room in a key for the slug of the dataset and for the name of the file.
const SLUG: usize = 150;
const NAME: usize = 150;

/// The dataset for which the actor may send files: asked before a byte is read.
pub async fn permitted(app: &App, actor: &Actor, key: &str) -> Result<Dataset> {
    reading::signed_in(actor)?;
    let found = reading::find::<Dataset>(app, key).await?;
    if found.deleted.is_some() {
        return Err(Error::Gone(Kind::Dataset));
    }
    dataset::write::editable(actor, &found)?;
    Ok(found)
}

/// Room for a file on its way in.
pub async fn begin(app: &App) -> Result<Draft> {
    Ok(objects(app).draft().await.map_err(failed)?)
}

/// The largest file, in bytes.
pub fn largest(app: &App) -> u64 {
    app.settings().upload_max
}

/// Adds bytes to a file on its way in, up to the largest size.
pub async fn write(app: &App, draft: &mut Draft, bytes: &[u8]) -> Result<()> {
    let length = draft.length() + u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > largest(app) {
        return Err(Error::TooLarge(largest(app)));
    }
    draft.write(bytes).await.map_err(|why| {
        anyhow::anyhow!("a file cannot be written: {why}; check the free space of the folder")
            .into()
    })
}

/// Removes the files that were replaced so long ago that the operator no longer keeps them; how many.
pub async fn purge_former(app: &App) -> Result<u64> {
    const AT_ONCE: i64 = 500;
    let Some(days) = app.settings().former_files else {
        return Ok(0);
    };
    let before = app.now().plus(-i64::from(days).saturating_mul(DAY));
    let mut removed = 0;
    loop {
        let files = store::resource::former_before(app.db(), before, AT_ONCE).await?;
        if files.is_empty() {
            return Ok(removed);
        }
        for file in files {
            // The bytes first: a run that stops here finds the file again.
            objects(app).remove(&file).await.map_err(failed)?;
            let mut tx = app.db().begin().await?;
            store::resource::forget_former(&mut tx, &file).await?;
            tx.commit().await?;
            removed += 1;
        }
    }
}

/// A new hosted file, before the others.
pub async fn add(
    app: &App,
    actor: &Actor,
    key: &str,
    name: &str,
    draft: Draft,
) -> Result<Resource> {
    let slug = permitted(app, actor, key).await?.slug;
    let mut resource = new(app);
    fill(app, &slug, name, draft, &mut resource).await?;
    let done = async {
        let mut shelf = Shelf::open(app, actor, key).await?;
        shelf.resources.insert(0, resource.clone());
        shelf.close(app, actor, "resource:added").await
    };
    or_forget(app, resource.file(), done.await).await?;
    Ok(resource)
}

/// What writing a file answered. The bytes kept for it go when it was refused; when the database failed nobody knows
/// whether it was written, and they stay.
pub(crate) async fn or_forget<T>(app: &App, kept: Option<&str>, done: Result<T>) -> Result<T> {
    let is_refused = done
        .as_ref()
        .is_err_and(|error| !matches!(error, Error::Internal(_)));
    if is_refused && let Some(key) = kept {
        objects(app).remove(key).await.map_err(failed)?;
    }
    done
}

/// Another file in place of one; the former stays at its address.
pub async fn replace(
    app: &App,
    actor: &Actor,
    key: &str,
    id: Uuid,
    name: &str,
    draft: Draft,
) -> Result<Resource> {
    let found = permitted(app, actor, key).await?;
    // Nothing is kept for a file that is not there.
    dataset::resource(app, &found, id).await?;
    let slug = found.slug;
    let (hosted, _) = host(app, &slug, (name, &extension(name)?), draft).await?;
    let kept = hosted.key.clone();
    let done = put(app, actor, (key, id), hosted).await;
    or_forget(app, Some(&kept), done).await
}

/// Describes a file by what is kept in place of it.
async fn put(
    app: &App,
    actor: &Actor,
    (key, id): (&str, Uuid),
    hosted: Hosted,
) -> Result<Resource> {
    let (mut shelf, place) = Shelf::open_at(app, actor, key, id).await?;
    let Some(resource) = shelf.resources.get_mut(place) else {
        return Err(Error::NotFound(Kind::Resource));
    };
    let former = resource.file().map(str::to_owned);
    hosted.describe(resource);
    resource.last_modified_internal = app.now();
    let resource = resource.clone();
    if let Some(former) = former {
        let dataset = shelf.dataset.id;
        store::resource::keep_former(&mut shelf.tx, &former, dataset, id, app.now()).await?;
    }
    shelf.close(app, actor, "resource:updated").await?;
    Ok(resource)
}

/// Keeps a file and describes it; its title is its name unless it has one.
pub(crate) async fn fill(
    app: &App,
    slug: &str,
    name: &str,
    draft: Draft,
    resource: &mut Resource,
) -> Result<()> {
    let format = extension(name)?;
    fill_as(app, slug, (name, &format), draft, resource).await
}

/// The same with a format that was chosen: the portal may keep files that nobody may send.
pub(crate) async fn fill_as(
    app: &App,
    slug: &str,
    named: (&str, &str),
    draft: Draft,
    resource: &mut Resource,
) -> Result<()> {
    let (hosted, title) = host(app, slug, named, draft).await?;
    hosted.describe(resource);
    if resource.title.is_empty() {
        resource.title = title;
    }
    Ok(())
}

/// A file that the portal keeps.
struct Hosted {
    key: String,
    format: String,
    written: Written,
}

impl Hosted {
    fn describe(self, resource: &mut Resource) {
        "file".clone_into(&mut resource.filetype);
        resource.url = address(&self.key);
        resource.mime = Some(mime(&self.format).to_owned());
        resource.filesize = i64::try_from(self.written.length).ok();
        resource.extras.insert(
            "checksum:sha256".to_owned(),
            self.written.sha256.as_str().into(),
        );
        resource.checksum = Some(Checksum {
            r#type: "sha1".to_owned(),
            value: self.written.sha1,
        });
        resource.format = self.format;
    }
}

/// Keeps a file under the slug of its dataset and the second at which it came; says its name.
async fn host(
    app: &App,
    slug: &str,
    (name, format): (&str, &str),
    mut draft: Draft,
) -> Result<(Hosted, String)> {
    match sniff::check(format, draft.head()) {
        Ok(()) => {}
        Err(Mismatch::Program) => {
            return Err(Error::Unsupported(
                "This file is a program: programs are not accepted",
            ));
        }
        Err(Mismatch::Page) => {
            return Err(Error::Unsupported(
                "This file is a web page: link to it instead",
            ));
        }
        Err(Mismatch::Other) => {
            return Err(Error::Unsupported(
                "What this file holds is not what its extension says: rename it",
            ));
        }
        Err(Mismatch::Hidden) => {
            return Err(Error::Unsupported(
                "This file hides a web page behind its first bytes: make it again",
            ));
        }
    }
    inside::check(format, &mut draft).await?;
    let title = normalised(name, format);
    let slug: String = slug.chars().take(SLUG).collect();
    let second = second(app.now());
    let kept = objects(app);
    let mut turn = 0;
    // Two files of the same name in the same second: the later one makes room for itself.
    let key = loop {
        let folder = if turn == 0 {
            second.clone()
        } else {
            format!("{second}-{turn}")
        };
        let key = format!("resources/{slug}/{folder}/{title}");
        if !kept.has(&key).await.map_err(failed)? {
            break key;
        }
        turn += 1;
    };
    let written = kept.keep(draft, &key).await.map_err(failed)?;
    let hosted = Hosted {
        key,
        format: format.to_owned(),
        written,
    };
    Ok((hosted, title))
}

/// The extension of a file that may be sent, in lower case.
pub fn extension(name: &str) -> Result<String> {
    let extension = name
        .rsplit_once('.')
        .map(|(_, end)| end.trim().to_lowercase());
    extension
        .filter(|extension| may_upload(extension))
        .ok_or(Error::BadExtension)
}

/// A name of letters, digits and dashes, with its extension.
fn normalised(name: &str, extension: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem: String = slugify(stem).chars().take(NAME).collect();
    let stem = if stem.is_empty() {
        "file"
    } else {
        stem.as_str()
    };
    format!("{stem}.{extension}")
}

/// `20261121-215946`.
fn second(now: Timestamp) -> String {
    let civil = now.civil();
    format!(
        "{:04}{:02}{:02}-{:02}{:02}{:02}",
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second()
    )
}

/// The media type of an extension.
fn mime(extension: &str) -> &'static str {
    match extension {
        "csv" => "text/csv",
        "txt" => "text/plain",
        "json" => "application/json",
        "geojson" => "application/geo+json",
        "xml" | "xsd" => "application/xml",
        "rdf" | "owl" => "application/rdf+xml",
        "ttl" => "text/turtle",
        "n3" => "text/n3",
        "kml" => "application/vnd.google-earth.kml+xml",
        "kmz" => "application/vnd.google-earth.kmz",
        "gpx" => "application/gpx+xml",
        "gpkg" => "application/geopackage+sqlite3",
        "pdf" => "application/pdf",
        "rtf" => "application/rtf",
        "zip" => "application/zip",
        "parquet" => "application/vnd.apache.parquet",
        "gz" | "tgz" => "application/gzip",
        "tar" => "application/x-tar",
        "bz2" => "application/x-bzip2",
        "xz" => "application/x-xz",
        "7z" => "application/x-7z-compressed",
        "rar" => "application/vnd.rar",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odt" => "application/vnd.oasis.opendocument.text",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        "odg" => "application/vnd.oasis.opendocument.graphics",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pps" | "ppt" => "application/vnd.ms-powerpoint",
        "epub" => "application/epub+zip",
        "ics" => "text/calendar",
        "png" => "image/png",
        "jpg" | "jpeg" | "jpe" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "tiff" => "image/tiff",
        "svg" => "image/svg+xml",
        "sqlite" | "db" => "application/vnd.sqlite3",
        "sql" => "application/sql",
        _ => "application/octet-stream",
    }
}

fn failed(error: ObjectsError) -> anyhow::Error {
    error.into()
}

fn failed_to_read(why: std::io::Error) -> anyhow::Error {
    anyhow::Error::new(why).context("a file that was sent cannot be read again: check the disk")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_plain() {
        for (name, plain) in [
            ("Données été.csv", "donnees-ete.csv"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Mes données\\a.CSV", "a.csv"),
            (".csv", "file.csv"),
        ] {
            assert_eq!(normalised(name, &extension(name).unwrap()), plain, "{name}");
        }
        for name in ["a.exe", "a", "a.", ""] {
            assert!(extension(name).is_err(), "{name}");
        }
    }
}
