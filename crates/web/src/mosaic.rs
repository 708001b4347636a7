//! The mosaic of glass that stands for everything without an image: drawn from the id alone, so that pages,
//! avatars and social images show the same one everywhere and for ever. The steps are those of "The mosaic" in
//! the notes of the templates.

use std::fmt::Write;

use resvg::{tiny_skia, usvg};
use sha2::{Digest, Sha256};

/// The side of a square of the grid.
const UNIT: i64 = 16;
/// Cells of an avatar.
pub const CELLS: u32 = 3;
/// More squares than any page asks for.
const MOST_CELLS: u32 = 64;

/// Dark, plain and light of each hue.
const HUES: [[&str; 3]; 8] = [
    ["#123c80", "#1d4fa3", "#7fa3dc"],
    ["#00535b", "#00808c", "#74bfc4"],
    ["#2c5817", "#4c8f2c", "#a5cb8b"],
    ["#7a5200", "#c08a12", "#ecc873"],
    ["#8f3208", "#cf5a1f", "#f0a780"],
    ["#84205a", "#b93c82", "#e39bc4"],
    ["#4d2c83", "#7350b3", "#b6a0de"],
    ["#3d4350", "#697080", "#b4bac4"],
];

/// From the light to the shade of a large mosaic: hue, tint.
const RAMP: [(usize, usize); 8] = [
    (3, 2),
    (3, 1),
    (4, 2),
    (4, 1),
    (5, 1),
    (6, 1),
    (0, 1),
    (0, 0),
];

type Corner = (i64, i64);

/// Chance that is always the same for the same id: splitmix64.
struct Chance(u64);

impl Chance {
    fn of(id: &str) -> Self {
        let digest = Sha256::digest(id.as_bytes());
        Self(
            digest
                .iter()
                .take(8)
                .fold(0, |state, byte| (state << 8) | u64::from(*byte)),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> i64 {
        i64::try_from((self.next() >> 33) % n).unwrap_or(0)
    }

    /// One of these.
    fn among<T: Copy + Default>(&mut self, values: &[T]) -> T {
        let place = self.below(values.len().max(1) as u64);
        let place = usize::try_from(place).unwrap_or(0);
        values.get(place).copied().unwrap_or_default()
    }
}

/// The mosaic of an id as SVG, shown at this size, of `cells` × `cells` squares.
pub fn svg(id: &str, shown: u32, cells: u32) -> String {
    let cells = i64::from(cells.clamp(1, MOST_CELLS));
    let side = cells * UNIT;
    let mut svg = format!(
        "<svg class=\"mosaic\" viewBox=\"0 0 {side} {side}\" width=\"{shown}\" height=\"{shown}\" \
         aria-hidden=\"true\" focusable=\"false\" preserveAspectRatio=\"xMidYMid slice\" stroke=\"#fff\" \
         stroke-width=\"1.2\" stroke-linejoin=\"round\">"
    );
    for (colour, path) in paths(id, cells) {
        let _ = write!(svg, "<path fill=\"{colour}\" d=\"{path}\"/>");
    }
    svg.push_str("</svg>");
    svg
}

/// One path per colour, in order of appearance.
fn paths(id: &str, cells: i64) -> Vec<(&'static str, String)> {
    let mut chance = Chance::of(id);
    let first = chance.below(8);
    let palette = [
        first,
        first + 1 + chance.below(2),
        first + 3 + chance.below(3),
    ]
    .map(|hue| usize::try_from(hue % 8).unwrap_or(0));
    let corners = corners(&mut chance, cells);
    let mut paths: Vec<(&'static str, String)> = Vec::new();
    for (row, next_row) in corners.iter().zip(corners.iter().skip(1)) {
        let tops = row.iter().zip(row.iter().skip(1));
        let bottoms = next_row.iter().zip(next_row.iter().skip(1));
        for ((a, b), (d, c)) in tops.zip(bottoms) {
            let pieces = match chance.below(5) {
                0 | 1 => vec![vec![*a, *b, *c], vec![*a, *c, *d]],
                2 | 3 => vec![vec![*a, *b, *d], vec![*b, *c, *d]],
                _ => vec![vec![*a, *b, *c, *d]],
            };
            for piece in pieces {
                let (hue, tint) = if cells > 4 {
                    light(&mut chance, &piece, cells * UNIT)
                } else {
                    let hue = palette.get(chance.among(&[0_usize, 0, 0, 1, 1, 2]));
                    let tint = chance.among(&[0_usize, 1, 1, 2]);
                    (hue.copied().unwrap_or(0), tint)
                };
                let colour = HUES.get(hue).and_then(|tints| tints.get(tint));
                add(&mut paths, colour.copied().unwrap_or("#123c80"), &piece);
            }
        }
    }
    paths
}

/// The corners of the grid, moved about except across its rim.
fn corners(chance: &mut Chance, cells: i64) -> Vec<Vec<Corner>> {
    let side = cells * UNIT;
    let moved = |at: i64, by: i64| {
        if at == 0 || at == side { at } else { at + by }
    };
    let mut rows = Vec::new();
    for y in 0..=cells {
        let mut row = Vec::new();
        for x in 0..=cells {
            let (dx, dy) = (chance.below(11) - 5, chance.below(11) - 5);
            row.push((moved(x * UNIT, dx), moved(y * UNIT, dy)));
        }
        rows.push(row);
    }
    rows
}

/// The colour of a piece lit from the upper right.
fn light(chance: &mut Chance, piece: &[Corner], side: i64) -> (usize, usize) {
    let count = i64::try_from(piece.len()).unwrap_or(1).max(1);
    let x = piece.iter().map(|(x, _)| x).sum::<i64>() / count;
    let y = piece.iter().map(|(_, y)| y).sum::<i64>() / count;
    let (dx, dy) = (x - side * 2 / 3, y - side / 3);
    let far = (dx * dx + dy * dy).isqrt() * 9 / side + chance.below(3) - 1;
    let far = usize::try_from(far.clamp(0, 7)).unwrap_or(0);
    RAMP.get(far).copied().unwrap_or((0, 0))
}

/// Adds a piece to the path of its colour.
fn add(paths: &mut Vec<(&'static str, String)>, colour: &'static str, piece: &[Corner]) {
    let place = paths.iter().position(|(known, _)| *known == colour);
    let place = place.unwrap_or_else(|| {
        paths.push((colour, String::new()));
        paths.len() - 1
    });
    let (Some((_, path)), Some((first, rest))) = (paths.get_mut(place), piece.split_first()) else {
        return;
    };
    let _ = write!(path, "M{} {}", first.0, first.1);
    let mut before = *first;
    for corner in rest {
        let _ = write!(path, "l{} {}", corner.0 - before.0, corner.1 - before.1);
        before = *corner;
    }
    path.push('z');
}

/// The mosaic of an id as PNG, `size` pixels wide and high.
pub fn png(id: &str, size: u32) -> anyhow::Result<Vec<u8>> {
    let mut drawing = svg(id, size, CELLS);
    // A page takes the SVG namespace for granted; a file must say it.
    drawing.insert_str("<svg".len(), " xmlns=\"http://www.w3.org/2000/svg\"");
    let tree = usvg::Tree::from_str(&drawing, &usvg::Options::default())?;
    let mut image = tiny_skia::Pixmap::new(size, size)
        .ok_or_else(|| anyhow::anyhow!("an image of {size} pixels cannot be made"))?;
    image.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut image.as_mut());
    let opaque: Vec<u8> = image
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size, size);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_same_for_the_same_id() {
        let id = "534fff4ca3a7292c64a77c95";
        assert_eq!(svg(id, 64, 3), svg(id, 64, 3));
        assert_ne!(svg(id, 64, 3), svg("534fff4ca3a7292c64a77c96", 64, 3));
        assert_eq!(png(id, 64).unwrap(), png(id, 64).unwrap());
    }

    /// Worked out by hand from the notes: the first numbers of the published splitmix64 for a seed of 0.
    #[test]
    fn draws_chance_as_published() {
        let mut chance = Chance(0);
        assert_eq!(chance.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(chance.next(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn fills_its_frame_at_every_size() {
        for cells in [1, 3, 4, 9, 1_000] {
            let drawn = svg("x", 10, cells);
            assert!(drawn.ends_with("</svg>"), "{cells}");
            let side = cells.min(MOST_CELLS) * 16;
            assert!(drawn.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
        }
        for size in [1, 25, 1_000] {
            let file = png("x", size).unwrap();
            let decoder = png::Decoder::new(std::io::Cursor::new(file));
            let reader = decoder.read_info().unwrap();
            assert_eq!(reader.info().width, size);
        }
    }

    /// Pieces meet: the area of all of them is that of the frame.
    #[test]
    fn leaves_no_hole() {
        let mut area = 0;
        for (_, path) in paths("534fff4ca3a7292c64a77c95", 3) {
            for piece in path.split('M').filter(|piece| !piece.is_empty()) {
                let mut corners: Vec<Corner> = Vec::new();
                for (place, step) in piece.trim_end_matches('z').split('l').enumerate() {
                    let (x, y) = step.split_once(' ').unwrap();
                    let (x, y): Corner = (x.parse().unwrap(), y.parse().unwrap());
                    let before = if place == 0 {
                        (0, 0)
                    } else {
                        *corners.last().unwrap()
                    };
                    corners.push((before.0 + x, before.1 + y));
                }
                let next = corners.iter().cycle().skip(1);
                let twice: i64 = corners
                    .iter()
                    .zip(next)
                    .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
                    .sum();
                area += twice.abs();
            }
        }
        assert_eq!(area, 2 * 48 * 48);
    }
}
