//! Large files come in parts, in any order, each of which can be sent again. Beside each part is kept what was told
//! with it, so that the whole is what its sender meant: no part too many, none too few, each where it belongs.

use std::time::{Duration, SystemTime};

use tokio::io::AsyncReadExt;
use vitrail_domain::time::DAY;
use vitrail_domain::{Actor, Id};
use vitrail_net::{Objects, ObjectsError};

use super::{Draft, begin, failed, largest, write};
use crate::file::objects;
use crate::{App, Error, Result, reading};

/// Parts of files that were never finished are forgotten after this.
const LEFT_OVER: i64 = DAY;
/// A file has at most this many parts.
const PARTS: u32 = 100_000;

/// One part of a large file.
#[derive(Clone, Debug)]
pub struct Part {
    /// Chosen by the client, the same for all the parts of a file.
    pub upload: String,
    /// From 0.
    pub index: u32,
    /// How many parts there are.
    pub total: u32,
    /// Where it begins, as announced.
    pub offset: Option<u64>,
    /// Bytes, as announced.
    pub size: Option<u64>,
}

/// Keeps one part until the file is whole.
pub async fn keep_part(app: &App, actor: &Actor, part: &Part, draft: Draft) -> Result<()> {
    let me = reading::signed_in(actor)?;
    if part.index >= PARTS || part.total > PARTS {
        return Err(Error::Upload("Too many parts"));
    }
    if part.index >= part.total {
        return Err(Error::Upload("The part is beyond the last one"));
    }
    if part.size.is_some_and(|size| size != draft.length()) {
        return Err(Error::Upload("Chunk size mismatch"));
    }
    if part.index == 0 && part.offset.is_some_and(|offset| offset != 0) {
        return Err(Error::Upload(MISPLACED));
    }
    let folder = folder(me, &part.upload)?;
    let offset = part.offset.map_or("-".to_owned(), |at| at.to_string());
    let told = format!("{} {offset}", part.total);
    let kept = objects(app);
    let (key, told_key) = (part_at(&folder, part.index), told_at(&folder, part.index));
    let put = kept.put(&told_key, told.as_bytes());
    put.await.map_err(failed)?;
    kept.keep(draft, &key).await.map_err(failed)?;
    Ok(())
}

const MISPLACED: &str = "A part does not begin where the parts before it end";

/// The file made of all its parts. When they do not fit together they stay, to be sent again.
pub async fn assemble(app: &App, actor: &Actor, upload: &str, total: u32) -> Result<Draft> {
    let folder = folder(reading::signed_in(actor)?, upload)?;
    if total == 0 || total > PARTS {
        return Err(Error::Upload("Bad number of parts"));
    }
    let kept = objects(app);
    fit(app, &kept, &folder, total).await?;
    let mut draft = begin(app).await?;
    let mut buffer = vec![0; 256 * 1024];
    for index in 0..total {
        let (mut part, _) = opened(&kept, &folder, index).await?;
        loop {
            let read = part.read(&mut buffer).await.map_err(anyhow::Error::from)?;
            if read == 0 {
                break;
            }
            write(app, &mut draft, buffer.get(..read).unwrap_or_default()).await?;
        }
    }
    Ok(draft)
}

/// Whether the parts are all there, and no other, each where it was told to be.
async fn fit(app: &App, kept: &Objects, folder: &str, total: u32) -> Result<()> {
    let mut sizes = Vec::new();
    for index in 0..total {
        let (_, size) = opened(kept, folder, index).await?;
        sizes.push(size);
    }
    let mut length = 0_u64;
    for (index, size) in (0..total).zip(sizes) {
        let (all, offset) = told(kept, folder, index).await?;
        if all.is_some_and(|all| all != total) {
            return Err(Error::Upload(
                "The number of parts is not the one that came with them",
            ));
        }
        if offset.is_some_and(|offset| offset != length) {
            return Err(Error::Upload(MISPLACED));
        }
        length = length.saturating_add(size);
    }
    if kept.has(&part_at(folder, total)).await.map_err(failed)? {
        return Err(Error::Upload("There are more parts than were told"));
    }
    if length > largest(app) {
        return Err(Error::TooLarge(largest(app)));
    }
    Ok(())
}

async fn opened(kept: &Objects, folder: &str, index: u32) -> Result<(tokio::fs::File, u64)> {
    match kept.open(&part_at(folder, index)).await {
        Ok(opened) => Ok(opened),
        Err(ObjectsError::Absent(_)) => Err(Error::Upload("A part is missing")),
        Err(error) => Err(failed(error).into()),
    }
}

/// What was told with a part: how many there are, and where it begins.
async fn told(kept: &Objects, folder: &str, index: u32) -> Result<(Option<u32>, Option<u64>)> {
    let mut file = match kept.open(&told_at(folder, index)).await {
        Ok((file, _)) => file,
        // Kept by a former version of the program.
        Err(ObjectsError::Absent(_)) => return Ok((None, None)),
        Err(error) => return Err(failed(error).into()),
    };
    let mut text = String::new();
    let read = file.read_to_string(&mut text).await;
    read.map_err(anyhow::Error::from)?;
    let (total, offset) = text.split_once(' ').unwrap_or_default();
    Ok((total.parse().ok(), offset.parse().ok()))
}

/// Forgets the parts of a file that is whole, and those that nobody finished.
pub async fn tidy(app: &App, actor: &Actor, upload: &str) -> Result<()> {
    let folder = folder(reading::signed_in(actor)?, upload)?;
    let kept = objects(app);
    kept.purge(&folder, None).await.map_err(failed)?;
    purge(app).await
}

/// Forgets the parts that nobody finished.
pub async fn purge(app: &App) -> Result<()> {
    let before = app.now().plus(-LEFT_OVER).micros();
    let before = Duration::from_micros(u64::try_from(before).unwrap_or(0));
    let before = Some(SystemTime::UNIX_EPOCH + before);
    objects(app).purge("parts", before).await.map_err(failed)?;
    Ok(())
}

fn part_at(folder: &str, index: u32) -> String {
    format!("{folder}/{index:08}")
}

fn told_at(folder: &str, index: u32) -> String {
    format!("{folder}/{index:08}.told")
}

/// Where the parts of a file wait: nobody reaches those of another.
fn folder(user: Id, upload: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if upload.is_empty() || upload.len() > 100 || !upload.chars().all(plain) {
        return Err(Error::Upload("Bad identifier of the upload"));
    }
    Ok(format!("parts/{user}/{upload}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_in_the_folder_of_who_sends_them() {
        let me = Id::default();
        assert!(folder(me, "11111111-2222").is_ok());
        for bad in ["", "..", "a/b", "a.b"] {
            assert!(folder(me, bad).is_err(), "{bad}");
        }
    }
}
