//! How large an archive becomes. A ZIP file tells it in the list at its end, which is walked without keeping it: no
//! list is too long. A gzip stream tells nothing that can be believed: its beginning is unfolded, and thrown away.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use flate2::bufread::MultiGzDecoder;

use super::{Found, read_or_not, take};

/// What makes less than this when it is unfolded harms nobody.
const SMALL: u64 = 100_000_000;
/// Tables as text become up to fifty times smaller.
const RATIO: u64 = 100;
/// One file among others: only zeros shrink so much.
const RATIO_OF_ONE: u64 = 500;
/// How much of a gzip stream is unfolded.
const LOOKED_AT: u64 = 32_000_000;
/// The record at the end of a ZIP file, and the longest comment after it.
const END: u64 = 22;
const COMMENT: u64 = 65_535;

/// Looks at the list of a ZIP file (APPNOTE 4.3).
pub(super) fn zip(file: &mut (impl BufRead + Seek)) -> io::Result<Found> {
    read_or_not(walk(file))
}

/// Where the list begins, how long it is, and how many files it names; the number is cut to so many bits.
struct List {
    start: u64,
    size: u64,
    count: u64,
    mask: u64,
}

fn walk(file: &mut (impl BufRead + Seek)) -> io::Result<Found> {
    let length = file.seek(SeekFrom::End(0))?;
    let Some(list) = list(file, length)? else {
        return Ok(Found::Unreadable);
    };
    file.seek(SeekFrom::Start(list.start))?;
    let mut rest = file.take(list.size);
    let (mut count, mut total, mut is_bomb) = (0_u64, 0_u64, false);
    while rest.limit() > 0 {
        let signature: [u8; 4] = take(&mut rest)?;
        if &signature == b"PK\x05\x05" {
            break;
        }
        if &signature != b"PK\x01\x02" {
            return Ok(Found::Unreadable);
        }
        let (packed, unpacked) = one(&mut rest)?;
        count += 1;
        total = total.saturating_add(unpacked);
        is_bomb |= unpacked > SMALL && unpacked / RATIO_OF_ONE > packed;
    }
    if count & list.mask != list.count & list.mask {
        // Some programs would read the list, others another one.
        return Ok(Found::Unreadable);
    }
    Ok(if is_bomb || (total > SMALL && total / RATIO > length) {
        Found::Bomb
    } else {
        Found::Fine
    })
}

/// The packed and unpacked sizes that one entry of the list tells.
fn one(rest: &mut impl Read) -> io::Result<(u64, u64)> {
    let _: [u8; 16] = take(rest)?;
    let mut packed = u64::from(u32::from_le_bytes(take(rest)?));
    let mut unpacked = u64::from(u32::from_le_bytes(take(rest)?));
    let [name, extra, comment] = [take(rest)?, take(rest)?, take(rest)?].map(u16::from_le_bytes);
    let _: [u8; 12] = take(rest)?;
    skip(rest, name.into())?;
    let mut more = rest.take(extra.into());
    while more.limit() >= 4 {
        let [kind, size] = [take(&mut more)?, take(&mut more)?].map(u16::from_le_bytes);
        let mut field = (&mut more).take(size.into());
        // The sizes that need more than four bytes, in this order.
        if kind == 1 {
            for told in [&mut unpacked, &mut packed] {
                if *told == u64::from(u32::MAX) && field.limit() >= 8 {
                    *told = u64::from_le_bytes(take(&mut field)?);
                }
            }
        }
        let left = field.limit();
        skip(&mut more, left)?;
    }
    let left = more.limit();
    skip(rest, left + u64::from(comment))?;
    Ok((packed, unpacked))
}

fn skip(file: &mut impl Read, length: u64) -> io::Result<()> {
    let skipped = io::copy(&mut file.take(length), &mut io::sink())?;
    if skipped < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// Finds the list from the end of the file.
fn list(file: &mut (impl Read + Seek), length: u64) -> io::Result<Option<List>> {
    let tail = length.min(END + COMMENT);
    file.seek(SeekFrom::Start(length - tail))?;
    let mut bytes = Vec::new();
    file.take(tail).read_to_end(&mut bytes)?;
    let found = bytes.windows(22).enumerate().rev().find(|(at, end)| {
        let comment = end.get(20..22).map_or(0, little);
        end.starts_with(b"PK\x05\x06")
            && at + 22 + usize::try_from(comment).unwrap_or(0) <= bytes.len()
    });
    let Some((at, end)) = found else {
        return Ok(None);
    };
    let number = |from: usize, to: usize| end.get(from..to).map_or(0, little);
    let (count, size) = (number(10, 12), number(12, 16));
    let at = length - tail + u64::try_from(at).unwrap_or(0);
    let (small, large) = (u64::from(u16::MAX), u64::from(u32::MAX));
    if let Some(list) = long_list(file, at)? {
        // Some programs read the one, some the other: both say the same.
        let agree = (count == small || count == list.count) && (size == large || size == list.size);
        return Ok(agree.then_some(list));
    }
    // Counted from its end, so that what stands before an archive moves nothing.
    Ok(at.checked_sub(size).map(|start| List {
        start,
        size,
        count,
        mask: small,
    }))
}

/// The list of an archive that needs larger numbers (ZIP64); `at` is where the usual end stands.
fn long_list(file: &mut (impl Read + Seek), at: u64) -> io::Result<Option<List>> {
    let Some(locator) = at.checked_sub(20) else {
        return Ok(None);
    };
    file.seek(SeekFrom::Start(locator))?;
    let signature: [u8; 4] = take(file)?;
    if &signature != b"PK\x06\x07" {
        return Ok(None);
    }
    let _: [u8; 4] = take(file)?;
    let record = u64::from_le_bytes(take(file)?);
    file.seek(SeekFrom::Start(record))?;
    let signature: [u8; 4] = take(file)?;
    if &signature != b"PK\x06\x06" {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let _: [u8; 28] = take(file)?;
    let [count, size] = [take(file)?, take(file)?].map(u64::from_le_bytes);
    Ok(record.checked_sub(size).map(|start| List {
        start,
        size,
        count,
        mask: u64::MAX,
    }))
}

fn little(bytes: &[u8]) -> u64 {
    let bytes = bytes.iter().rev();
    bytes.fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Unfolds the beginning of a gzip stream.
pub(super) fn gzip(file: impl BufRead, length: u64) -> Found {
    unfold(file, length, SMALL)
}

fn unfold(file: impl BufRead, length: u64, small: u64) -> Found {
    let seen = length.min(LOOKED_AT);
    let most = small.max(seen.saturating_mul(RATIO));
    let unfolded = MultiGzDecoder::new(file.take(seen));
    let mut unfolded = unfolded.take(most + 1);
    let done = io::copy(&mut unfolded, &mut io::sink());
    let made = most + 1 - unfolded.limit();
    match done {
        _ if made > most => Found::Bomb,
        // What comes after a stream is no harm, nor is the end of what is looked at.
        Err(_) if made == 0 => Found::Unreadable,
        _ => Found::Fine,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use proptest::prelude::*;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, usize)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, length) in files {
            let options = SimpleFileOptions::default().large_file(*length > 100_000);
            archive.start_file(*name, options).unwrap();
            io::copy(&mut io::repeat(b'a').take(*length as u64), &mut archive).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn found(bytes: &[u8]) -> Found {
        zip(&mut Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn archives_are_measured_by_their_list() {
        let honest = zipped(&[("a.csv", 500), ("b/c.csv", 300_000)]);
        // As if one had packed as many zeros.
        let mut bomb = zipped(&[("zeros.csv", 1_000)]);
        let entry = bomb.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
        bomb[entry + 24..entry + 28].copy_from_slice(&120_000_000_u32.to_le_bytes());
        assert_eq!(found(&honest), Found::Fine);
        assert_eq!(found(&zipped(&[])), Found::Fine);
        assert_eq!(found(&bomb), Found::Bomb);
        // Hidden behind what does not shrink.
        let mut hidden = vec![7; 20_000];
        hidden.extend_from_slice(&bomb);
        assert_eq!(found(&hidden), Found::Bomb);
        // Cut, or a list that is not told whole.
        assert_eq!(found(&honest[..honest.len() - 30]), Found::Unreadable);
        let mut short = bomb;
        let size = short.len() - 10;
        short[size..size + 4].copy_from_slice(&[0; 4]);
        assert_eq!(found(&short), Found::Unreadable);
        assert_eq!(found(b"PK\x03\x04..."), Found::Unreadable);
    }

    #[test]
    fn streams_are_unfolded_as_far_as_it_takes() {
        let packed = |length: u64| {
            let mut stream =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            io::copy(&mut io::repeat(b'a').take(length), &mut stream).unwrap();
            stream.flush().unwrap();
            stream.finish().unwrap()
        };
        let found = |bytes: &[u8]| unfold(bytes, bytes.len() as u64, 500_000);
        assert_eq!(found(&packed(400_000)), Found::Fine);
        assert_eq!(found(&packed(2_000_000)), Found::Bomb);
        assert_eq!(
            found(b"\x1f\x8b<script>alert(1)</script>"),
            Found::Unreadable
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..300) {
            let _ = found(&bytes);
            let _ = gzip(bytes.as_slice(), bytes.len() as u64);
            let mut archive = zipped(&[("a", 10), ("b", 2_000)]);
            let at = at % archive.len();
            for (place, byte) in archive.iter_mut().skip(at).zip(&bytes).take(8) {
                *place = *byte;
            }
            let _ = found(&archive);
        }
    }
}
