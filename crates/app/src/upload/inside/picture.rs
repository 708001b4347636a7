//! Pictures tell their width and height near their beginning: what does not is something else under their name.

use std::io::{self, Read, Seek, SeekFrom};

use super::{Found, read_or_not, take};

/// The formats that are looked at.
pub(super) const FORMATS: [&str; 7] = ["png", "jpg", "jpeg", "jpe", "gif", "webp", "tiff"];
/// No camera writes so many parts before the picture.
const PARTS: usize = 10_000;

/// Whether a file is the picture that its extension says.
pub(super) fn look(format: &str, file: &mut (impl Read + Seek)) -> io::Result<Found> {
    let sized = match format {
        "png" => png(file),
        "gif" => gif(file),
        "webp" => webp(file),
        "tiff" => tiff(file),
        _ => jpeg(file),
    };
    let found = |sized| {
        if sized {
            Found::Fine
        } else {
            Found::Unreadable
        }
    };
    read_or_not(sized.map(found))
}

fn none_is_zero<const N: usize>(sides: [[u8; N]; 2]) -> bool {
    sides.iter().all(|side| *side != [0; N])
}

fn png(file: &mut impl Read) -> io::Result<bool> {
    let _: [u8; 12] = take(file)?;
    let kind: [u8; 4] = take(file)?;
    let sides: [[u8; 4]; 2] = [take(file)?, take(file)?];
    Ok(&kind == b"IHDR" && none_is_zero(sides))
}

fn gif(file: &mut impl Read) -> io::Result<bool> {
    let version: [u8; 6] = take(file)?;
    let sides: [[u8; 2]; 2] = [take(file)?, take(file)?];
    Ok(matches!(&version, b"GIF87a" | b"GIF89a") && none_is_zero(sides))
}

fn webp(file: &mut impl Read) -> io::Result<bool> {
    let _: [u8; 8] = take(file)?;
    let name: [u8; 4] = take(file)?;
    let kind: [u8; 4] = take(file)?;
    let _: [u8; 4] = take(file)?;
    let starts = match &kind {
        // Its sides are written less one: none is zero.
        b"VP8X" => take::<10>(file).is_ok(),
        b"VP8L" => take(file)? == [0x2f],
        b"VP8 " => {
            let _: [u8; 3] = take(file)?;
            take(file)? == [0x9d, 0x01, 0x2a] && none_is_zero::<2>([take(file)?, take(file)?])
        }
        _ => false,
    };
    Ok(&name == b"WEBP" && starts)
}

fn jpeg(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let _: [u8; 2] = take(file)?;
    for _ in 0..PARTS {
        let [mark, mut kind] = take(file)?;
        while kind == 0xff {
            [kind] = take(file)?;
        }
        match (mark, kind) {
            (0xff, 0x01 | 0xd0..=0xd7) => {}
            (0xff, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) => {
                let _: [u8; 3] = take(file)?;
                // The height may come after the picture.
                let [_, width]: [[u8; 2]; 2] = [take(file)?, take(file)?];
                return Ok(width != [0, 0]);
            }
            // The picture itself, or its end, before its size.
            (0xff, 0x00 | 0xd8..=0xda) => return Ok(false),
            (0xff, _) => {
                let length = u16::from_be_bytes(take(file)?);
                let Some(rest) = length.checked_sub(2) else {
                    return Ok(false);
                };
                file.seek(SeekFrom::Current(rest.into()))?;
            }
            _ => return Ok(false),
        }
    }
    Ok(false)
}

fn tiff(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let order: [u8; 2] = take(file)?;
    let is_little = &order == b"II";
    let short = |bytes| {
        if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        }
    };
    let _: [u8; 2] = take(file)?;
    let place = take(file)?;
    let place = if is_little {
        u32::from_le_bytes(place)
    } else {
        u32::from_be_bytes(place)
    };
    file.seek(SeekFrom::Start(place.into()))?;
    let mut sides = 0;
    for _ in 0..short(take(file)?) {
        let tag = short(take(file)?);
        let _: [u8; 6] = take(file)?;
        let value: [u8; 4] = take(file)?;
        // The width, the height.
        if matches!(tag, 256 | 257) && value != [0; 4] {
            sides += 1;
        }
    }
    Ok(sides == 2)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn found(format: &str, bytes: &[u8]) -> Found {
        look(format, &mut Cursor::new(bytes)).unwrap()
    }

    fn drawn(format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::DynamicImage::new_rgb8(5, 3);
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_have_a_size_and_nothing_else_has() {
        let tiff = b"II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x05\0\0\0\x01\x01\x03\0\x01\0\0\0\x03\0\0\0";
        for (format, bytes) in [
            ("png", drawn(image::ImageFormat::Png)),
            ("jpg", drawn(image::ImageFormat::Jpeg)),
            ("webp", drawn(image::ImageFormat::WebP)),
            ("gif", b"GIF89a\x05\0\x03\0\0\0\0;".to_vec()),
            ("tiff", tiff.to_vec()),
        ] {
            assert_eq!(found(format, &bytes), Found::Fine, "{format}");
            assert_eq!(found(format, &bytes[..9]), Found::Unreadable, "{format}");
        }
        for (format, bytes) in [
            ("jpg", &b"\xff\xd8\xff\xe0<script>alert(1)</script>"[..]),
            ("jpeg", b"\xff\xd8\xff\xd9 and no picture at all"),
            ("png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>"),
            ("gif", b"GIF8=1;alert(1)"),
            ("webp", b"RIFF....WAVEfmt ................"),
            ("tiff", b"II*\0\xff\xff\xff\xff........."),
        ] {
            assert_eq!(found(format, bytes), Found::Unreadable, "{format}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at(bytes in proptest::collection::vec(any::<u8>(), 0..200), format in 0..FORMATS.len()) {
            let mut sent = b"\xff\xd8".to_vec();
            sent.extend_from_slice(&bytes);
            for sent in [bytes.as_slice(), sent.as_slice()] {
                let _ = look(FORMATS[format], &mut Cursor::new(sent)).unwrap();
            }
        }
    }
}
