//! Polygons on the map: what is over the antimeridian is cut in two there (RFC 7946, 3.1.9), so that it is where it is
//! rather than around the whole Earth.

use serde_json::{Value, json};

/// Longitude and latitude, in degrees.
pub type Point = (f64, f64);
/// Points, of which the last is the first again.
pub type Ring = Vec<Point>;
/// A ring, and the holes in it.
pub type Polygon = Vec<Ring>;
/// West, south, east and north. West is greater than east where that is over the antimeridian (RFC 7946, 5.2).
pub type Box4 = [f64; 4];

/// A box as the boxes of which none is over the antimeridian.
pub fn halves([west, south, east, north]: Box4) -> Vec<Box4> {
    if west > east {
        return vec![[west, south, 180.0, north], [-180.0, south, east, north]];
    }
    vec![[west, south, east, north]]
}

/// Four numbers as a box: south and north, or west and east, may have been taken for one another. What would go around
/// more than half of the Earth to come over the antimeridian was turned.
pub fn boxed([west, south, east, north]: Box4) -> Box4 {
    let is_turned = west > east && west - east < 180.0;
    let (west, east) = if is_turned {
        (east, west)
    } else {
        (west, east)
    };
    [west, south.min(north), east, south.max(north)]
}

/// The polygon that a box is.
pub fn rectangle([west, south, east, north]: Box4) -> Polygon {
    vec![vec![
        (west, south),
        (east, south),
        (east, north),
        (west, north),
        (west, south),
    ]]
}

/// The box around a polygon.
pub fn around(polygon: &Polygon) -> Option<Box4> {
    around_all(polygon.iter().flatten().map(|(x, y)| [*x, *y, *x, *y]))
}

/// The box around boxes.
pub fn around_all(boxes: impl IntoIterator<Item = Box4>) -> Option<Box4> {
    boxes
        .into_iter()
        .reduce(|[west, south, east, north], [w, s, e, n]| {
            [west.min(w), south.min(s), east.max(e), north.max(n)]
        })
}

/// The polygons of a GeoJSON `Polygon` or `MultiPolygon`.
pub fn polygons(geometry: &Value) -> Option<Vec<Polygon>> {
    let coordinates = geometry.get("coordinates")?;
    match geometry.get("type")?.as_str()? {
        "Polygon" => Some(vec![polygon(coordinates)?]),
        "MultiPolygon" => coordinates.as_array()?.iter().map(polygon).collect(),
        _ => None,
    }
}

/// A polygon as GeoJSON writes it.
pub fn polygon(coordinates: &Value) -> Option<Polygon> {
    let point = |point: &Value| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?));
    let ring = |ring: &Value| ring.as_array()?.iter().map(point).collect::<Option<Ring>>();
    coordinates.as_array()?.iter().map(ring).collect()
}

/// Polygons as one GeoJSON geometry; whole numbers are written so.
pub fn multi_polygon(polygons: &[Polygon]) -> Value {
    let number = |number: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "coordinates are within 360"
        )]
        if number.fract() == 0.0 {
            json!(number as i64)
        } else {
            json!(number)
        }
    };
    let ring = |ring: &Ring| -> Vec<[Value; 2]> {
        ring.iter().map(|(x, y)| [number(*x), number(*y)]).collect()
    };
    let polygons = polygons.iter();
    let coordinates: Vec<Vec<Vec<[Value; 2]>>> = polygons
        .map(|rings| rings.iter().map(ring).collect())
        .collect();
    json!({"type": "MultiPolygon", "coordinates": coordinates})
}

/// The boxes around the parts of a polygon, of which none is over the antimeridian.
pub fn boxes(polygon: &Polygon) -> Vec<Box4> {
    let whole = around(polygon);
    let is_on_the_map = whole.is_some_and(|[west, _, east, _]| west >= -180.0 && east <= 180.0);
    if is_on_the_map && over_the_antimeridian(polygon).is_none() {
        return whole.into_iter().collect();
    }
    let parts = on_the_map(polygon.clone());
    parts.iter().filter_map(around).collect()
}

/// A polygon where it is on the map, from 180 degrees west to 180 degrees east.
fn on_the_map(polygon: Polygon) -> Vec<Polygon> {
    if let Some(found) = over_the_antimeridian(&polygon) {
        return halves(found).into_iter().map(rectangle).collect();
    }
    let mut longitudes = polygon.iter().flatten().map(|(x, _)| *x);
    if longitudes.all(|x| (-180.0..=180.0).contains(&x)) {
        return vec![polygon];
    }
    let turns = [-360.0, 0.0, 360.0].into_iter();
    turns.filter_map(|turn| clipped(&polygon, turn)).collect()
}

/// The box that a rectangle wider than half of the Earth means when it begins in the east: who writes a box begins in the
/// west.
fn over_the_antimeridian(polygon: &Polygon) -> Option<Box4> {
    let [ring] = polygon.as_slice() else {
        return None;
    };
    let [first, .., last] = ring.as_slice() else {
        return None;
    };
    let [west, south, east, north] = around(polygon)?;
    #[expect(clippy::float_cmp, reason = "the corners of a box are its sides")]
    let is_corner = |(x, y): &Point| (*x == west || *x == east) && (*y == south || *y == north);
    let is_box = ring.len() == 5 && first == last && ring.iter().all(is_corner);
    let is_wide = east - west > 180.0 && west >= -180.0 && east <= 180.0;
    #[expect(clippy::float_cmp, reason = "it is one of them")]
    let begins_in_the_east = first.0 == east && east - west < 360.0;
    (is_box && is_wide && begins_in_the_east).then_some([east, south, west, north])
}

/// What of a polygon, turned around the Earth, is between 180 degrees west and 180 degrees east.
fn clipped(polygon: &Polygon, turn: f64) -> Option<Polygon> {
    let mut rings = polygon.iter().map(|ring| {
        let turned: Ring = ring.iter().map(|(x, y)| (x + turn, *y)).collect();
        let east = cut(&turned, |x| x + 180.0, -180.0);
        cut(&east, |x| 180.0 - x, 180.0)
    });
    let outer = rings.next().filter(|ring| !is_flat(ring))?;
    let holes = rings.filter(|ring| !is_flat(ring));
    Some(std::iter::once(outer).chain(holes).collect())
}

/// Whether a ring holds nothing.
fn is_flat(ring: &Ring) -> bool {
    let pairs = ring.iter().zip(ring.iter().skip(1));
    let twice: f64 = pairs.map(|(one, two)| one.0 * two.1 - two.0 * one.1).sum();
    ring.len() < 4 || twice.abs() < 1e-9
}

/// What of a ring is on the good side of a meridian, where its distance is not negative (Sutherland and Hodgman, 1974).
fn cut(ring: &Ring, distance: fn(f64) -> f64, meridian: f64) -> Ring {
    let mut kept = Ring::new();
    for (one, two) in ring.iter().zip(ring.iter().skip(1)) {
        let (before, after) = (distance(one.0), distance(two.0));
        if before >= 0.0 {
            kept.push(*one);
        }
        if before * after < 0.0 {
            let part = before / (before - after);
            kept.push((meridian, one.1 + part * (two.1 - one.1)));
        }
    }
    kept.dedup();
    if let Some(first) = kept.first().copied()
        && kept.last() != Some(&first)
    {
        kept.push(first);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(polygon: &Polygon) -> (f64, f64) {
        let all = polygon.iter().flatten().map(|(x, _)| (*x, *x));
        all.reduce(|one, two| (one.0.min(two.0), one.1.max(two.1)))
            .unwrap()
    }

    #[test]
    fn what_is_over_the_antimeridian_is_in_two_parts() {
        let beyond = vec![vec![
            (170.0, 0.0),
            (190.0, 0.0),
            (190.0, 10.0),
            (170.0, 10.0),
            (170.0, 0.0),
        ]];
        let parts: Vec<(f64, f64)> = on_the_map(beyond).iter().map(ends).collect();
        assert_eq!(parts, [(-180.0, -170.0), (170.0, 180.0)]);
        let triangle = vec![vec![
            (-170.0, 0.0),
            (-190.0, 5.0),
            (-170.0, 10.0),
            (-170.0, 0.0),
        ]];
        let parts = on_the_map(triangle);
        assert_eq!(
            parts.iter().map(ends).collect::<Vec<_>>(),
            [(-180.0, -170.0), (170.0, 180.0)]
        );
        assert_eq!(
            parts[1],
            [[(180.0, 2.5), (170.0, 5.0), (180.0, 7.5), (180.0, 2.5)]]
        );
        // Begun in the east, a wide rectangle goes the short way; begun in the west, around the Earth.
        let pacific = |first: f64, other: f64| rectangle([first, -20.0, other, -10.0]);
        let parts: Vec<(f64, f64)> = on_the_map(pacific(170.0, -170.0))
            .iter()
            .map(ends)
            .collect();
        assert_eq!(parts, [(170.0, 180.0), (-180.0, -170.0)]);
        for same in [
            pacific(-178.0, 168.0),
            pacific(-180.0, 180.0),
            pacific(180.0, -180.0),
            pacific(2.0, 3.0),
            pacific(3.0, 2.0),
        ] {
            assert_eq!(on_the_map(same.clone()), [same]);
        }
    }

    #[test]
    fn a_hole_is_cut_with_what_it_is_in() {
        let mut holed = rectangle([150.0, 0.0, 200.0, 50.0]);
        holed.extend(rectangle([170.0, 10.0, 190.0, 20.0]));
        holed.extend(rectangle([155.0, 10.0, 160.0, 20.0]));
        let parts = on_the_map(holed);
        let rings: Vec<usize> = parts.iter().map(Vec::len).collect();
        assert_eq!(rings, [2, 3]);
    }

    #[test]
    fn numbers_of_a_box_may_have_been_turned() {
        for (said, meant) in [
            ([3.28, 49.0, 1.31, 50.0], [1.31, 49.0, 3.28, 50.0]),
            ([0.0, 5.0, 1.0, 4.0], [0.0, 4.0, 1.0, 5.0]),
            ([170.0, -20.0, -170.0, -10.0], [170.0, -20.0, -170.0, -10.0]),
        ] {
            assert_eq!(rectangle(boxed(said)), rectangle(meant));
        }
        assert_eq!(halves([170.0, -20.0, -170.0, -10.0]).len(), 2);
    }
}
