//! The rows of a file: drawn from the columns of a theme so that they agree with each other — a code with its
//! name, a sum with its parts, a summer with its heat — and written as CSV, JSON or GeoJSON.

use serde_json::{Map, Value, json};
use vitrail_domain::Timestamp;
use vitrail_domain::time::{DAY, SECOND};

use super::chance::{Chance, whole};
use super::names::STREETS;
use super::organization::siret;
use super::territory::{Commune, Place, Territories};
use super::theme::{Cell, Column, Rows, Step, Theme};

/// What a file is drawn from.
pub struct Scene<'a> {
    pub theme: &'static Theme,
    pub place: &'a Place,
    pub territories: &'a Territories,
    pub publisher: (&'a str, &'a str),
    /// The days that the file describes, both included.
    pub period: (Timestamp, Timestamp),
    /// Decides the objects, so that the files of two years speak of the same ones.
    pub objects: u64,
    /// Decides what is measured.
    pub seed: u64,
}

/// The lines of a file, as text.
pub struct Table {
    pub columns: &'static [Column],
    pub rows: Vec<Vec<String>>,
}

/// Files stay short enough to be read whole.
const ROWS: usize = 400;

/// Draws the lines of a file.
pub fn draw(scene: &Scene<'_>) -> Table {
    let mut chance = Chance::of(scene.seed, "rows");
    let mut rows = Vec::new();
    match scene.theme.rows {
        Rows::List(low, high) => {
            let mut sizes = Chance::of(scene.objects, "size");
            let count = usize::try_from(sizes.between(low, high)).unwrap_or(20);
            for index in 0..count {
                let at = spread(scene.period, index, count, &mut chance);
                let commune = Chance::of(scene.objects, &format!("commune {index}"));
                rows.push(Line::draw(
                    scene,
                    index,
                    index,
                    some_commune(scene, commune),
                    at,
                ));
            }
        }
        Rows::Communes => {
            for (index, commune) in scene.place.communes.iter().enumerate() {
                rows.push(Line::draw(scene, index, index, *commune, scene.period.1));
            }
        }
        Rows::Panel(step, stations) => {
            let times = times(scene.period, step, ROWS / stations.max(1));
            let commune = scene.place.communes.first().copied();
            for at in times {
                for station in 0..stations {
                    if let Some(commune) = commune {
                        rows.push(Line::draw(scene, rows.len(), station, commune, at));
                    }
                }
            }
        }
    }
    Table {
        columns: scene.theme.columns,
        rows,
    }
}

/// The instants of a panel, the last `most` of the period.
fn times((first, last): (Timestamp, Timestamp), step: Step, most: usize) -> Vec<Timestamp> {
    let mut times = Vec::new();
    let mut at = match step {
        Step::Hour => Timestamp::from_micros(last.micros() - 4 * DAY).max(first),
        _ => first,
    };
    // Whole hours and days, weeks from a Monday.
    let unit = if step == Step::Hour { DAY / 24 } else { DAY };
    at = Timestamp::from_micros(at.micros().div_euclid(unit) * unit);
    if step == Step::Week {
        let past_monday = i64::from(at.civil().weekday().to_monday_zero_offset());
        at = at.plus((7 - past_monday) % 7 * DAY);
    }
    while at <= last {
        if step != Step::Workday || at.civil().weekday().to_monday_zero_offset() < 5 {
            times.push(at);
        }
        at = match step {
            Step::Hour => at.plus(DAY / 24),
            Step::Day | Step::Workday => at.plus(DAY),
            Step::Week => at.plus(7 * DAY),
            Step::Month => month_after(at),
        };
    }
    let surplus = times.len().saturating_sub(most);
    times.split_off(surplus)
}

fn month_after(at: Timestamp) -> Timestamp {
    let civil = at.civil();
    let (year, month) = if civil.month() == 12 {
        (civil.year() + 1, 1)
    } else {
        (civil.year(), civil.month() + 1)
    };
    format!("{year:04}-{month:02}-01")
        .parse()
        .unwrap_or(at.plus(31 * DAY))
}

/// Objects of a list come in the order of their dates.
fn spread(
    (first, last): (Timestamp, Timestamp),
    index: usize,
    count: usize,
    chance: &mut Chance,
) -> Timestamp {
    let length = last.micros() - first.micros();
    let count = i64::try_from(count).unwrap_or(1).max(1);
    let slice = length / count;
    let index = i64::try_from(index).unwrap_or(0);
    first.plus(slice * index + chance.between(0, slice.max(1)))
}

/// Large communes have more of everything.
fn some_commune(scene: &Scene<'_>, mut chance: Chance) -> Commune {
    let bound = i64::try_from(scene.place.communes.len()).unwrap_or(1) - 1;
    let place = usize::try_from(chance.skewed(0, bound.max(0))).unwrap_or(0);
    scene.place.communes.get(place).copied().unwrap_or(Commune {
        code: "",
        name: "",
        population: 0,
        department: "",
    })
}

/// A line while it is drawn.
struct Line<'a> {
    scene: &'a Scene<'a>,
    index: usize,
    /// The station of a panel, else the object.
    object: usize,
    commune: Commune,
    at: Timestamp,
    cells: Vec<String>,
}

impl Line<'_> {
    fn draw(
        scene: &Scene<'_>,
        index: usize,
        object: usize,
        commune: Commune,
        at: Timestamp,
    ) -> Vec<String> {
        let mut line = Line {
            scene,
            index,
            object,
            commune,
            at,
            cells: Vec::with_capacity(scene.theme.columns.len()),
        };
        for (place, column) in scene.theme.columns.iter().enumerate() {
            let cell = line.cell(column.cell, place);
            line.cells.push(cell);
        }
        line.cells
    }

    /// What stays with the object from one file to the next.
    fn lasting(&self, what: &str) -> Chance {
        Chance::of(self.scene.objects, &format!("{what} {}", self.object))
    }

    fn number(&self, column: usize) -> f64 {
        let cell = self.cells.get(column);
        cell.and_then(|text| text.parse().ok()).unwrap_or(0.0)
    }

    fn digits(&self, column: usize) -> usize {
        let cell = self
            .cells
            .get(column)
            .map(String::as_str)
            .unwrap_or_default();
        cell.split_once('.').map_or(0, |(_, digits)| digits.len())
    }

    fn day(&self) -> String {
        self.at.to_string().chars().take(10).collect()
    }

    fn cell(&self, cell: Cell, column: usize) -> String {
        let mut chance = Chance::of(self.scene.seed, &format!("{} {column}", self.index));
        let object = self.object + 1;
        match cell {
            Cell::Serial(prefix) => format!("{prefix}-{object:05}"),
            Cell::Station(prefix) => format!("{prefix}{object:03}"),
            Cell::CommuneCode => self.commune.code.to_owned(),
            Cell::CommuneName => self.commune.name.to_owned(),
            Cell::DepartmentCode => self.commune.department.to_owned(),
            Cell::DepartmentName => {
                let name = self
                    .scene
                    .territories
                    .department_name(self.commune.department);
                name.to_owned()
            }
            Cell::Population => self.commune.population.to_string(),
            Cell::Hour => self.at.to_string().chars().take(19).collect(),
            Cell::Day => self.day(),
            Cell::Month => self.day().chars().take(7).collect(),
            Cell::Year => self.at.civil().year().to_string(),
            Cell::YearBefore(years) => {
                let year = i64::from(self.scene.period.1.civil().year());
                (year - self.lasting("year").between(0, years)).to_string()
            }
            Cell::Choice(choices) => chance.pick(choices).to_owned(),
            Cell::Maybe(percent, choices) => {
                if chance.percent(percent) {
                    String::new()
                } else {
                    chance.pick(choices).to_owned()
                }
            }
            Cell::Code(codes) => self.lasting("code").pick(codes).0.to_owned(),
            Cell::Label(codes) => self.lasting("code").pick(codes).1.to_owned(),
            Cell::Named(kinds, names) => self.name(kinds, names),
            Cell::Street => {
                let mut lasting = self.lasting("street");
                format!("{} {}", lasting.between(1, 148), lasting.pick(STREETS))
            }
            // Numbers that are kept for works of fiction.
            Cell::Phone => format!("01 99 00 {:02} {:02}", object / 100 % 100, object % 100),
            Cell::Siret => siret(&mut self.lasting("siret")),
            Cell::Publisher => self.scene.publisher.0.to_owned(),
            Cell::PublisherSiret => self.scene.publisher.1.to_owned(),
            Cell::Latitude => self.coordinate(0),
            Cell::Longitude => self.coordinate(1),
            measure => self.measure(measure, &mut chance),
        }
    }

    fn measure(&self, cell: Cell, chance: &mut Chance) -> String {
        match cell {
            Cell::Whole(low, high) => chance.between(low, high).to_string(),
            Cell::Skewed(low, high) => chance.skewed(low, high).to_string(),
            Cell::Decimal(low, high, digits) => fixed(chance.decimal(low, high), digits),
            Cell::PerThousand(low, high) => {
                let people = f64::from(self.commune.population);
                fixed(people * chance.decimal(low, high) / 1_000.0, 0)
            }
            Cell::Seasonal(january, july, around, digits) => {
                let month = f64::from(self.at.civil().month()) - 1.0;
                let summer = (1.0 - (month * std::f64::consts::TAU / 12.0).cos()) / 2.0;
                let noise = (chance.unit() + chance.unit() - 1.0) * around;
                let value = january + (july - january) * summer + noise;
                // Only temperatures go below zero, and they say so by starting near it.
                let floor = if january.min(july) < 2.0 * around && january < 10.0 && digits == 1 {
                    f64::MIN
                } else {
                    0.1
                };
                fixed(value.max(floor), digits)
            }
            Cell::Part(whole, low, high) => {
                let share =
                    f64::from(i32::try_from(chance.between(low * 10, high * 10)).unwrap_or(0));
                let part = self.number(whole) * share / 1_000.0;
                let digits = self.digits(whole);
                fixed(if digits == 0 { part.floor() } else { part }, digits)
            }
            Cell::Sum(columns) => {
                let digits = columns.iter().map(|column| self.digits(*column)).max();
                let sum = columns.iter().map(|column| self.number(*column)).sum();
                fixed(sum, digits.unwrap_or(0))
            }
            Cell::Less(from, columns) => {
                let taken: f64 = columns.iter().map(|column| self.number(*column)).sum();
                fixed(self.number(from) - taken, self.digits(from))
            }
            Cell::Percent(part, of) if self.number(of) > 0.0 => {
                fixed(100.0 * self.number(part) / self.number(of), 1)
            }
            _ => String::new(),
        }
    }

    /// Each name once with each kind before any comes again.
    fn name(&self, kinds: &[&str], names: &[&str]) -> String {
        let shift = Chance::of(self.scene.objects, "names").below(names.len());
        let name = names.get((self.object + shift) % names.len().max(1));
        let kind = kinds.get((self.object / names.len().max(1)) % kinds.len().max(1));
        format!("{} {}", kind.unwrap_or(&""), name.unwrap_or(&""))
            .trim()
            .to_owned()
    }

    fn coordinate(&self, axis: usize) -> String {
        let Some((latitude, longitude)) = self.scene.place.centre else {
            return String::new();
        };
        let mut lasting = self.lasting(if axis == 0 { "north" } else { "east" });
        let away = (lasting.unit() + lasting.unit() - 1.0) * 0.035;
        fixed(if axis == 0 { latitude } else { longitude } + away, 6)
    }
}

/// A number with so many digits; never a negative zero.
fn fixed(number: f64, digits: usize) -> String {
    if digits == 0 {
        return whole(number).to_string();
    }
    let text = format!("{number:.digits$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}

impl Table {
    pub fn csv(&self, separator: char) -> String {
        let mut text = String::new();
        let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        line(&mut text, names.into_iter(), separator);
        for row in &self.rows {
            line(&mut text, row.iter().map(String::as_str), separator);
        }
        text
    }

    /// An array of objects.
    pub fn json(&self) -> String {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| self.object(row).into())
            .collect();
        Value::from(rows).to_string()
    }

    /// A collection of points, when the theme has some.
    pub fn geojson(&self) -> String {
        let place =
            |cell: fn(Cell) -> bool| self.columns.iter().position(|column| cell(column.cell));
        let latitude = place(|cell| matches!(cell, Cell::Latitude));
        let longitude = place(|cell| matches!(cell, Cell::Longitude));
        let number = |row: &[String], place: Option<usize>| {
            place.and_then(|place| row.get(place)?.parse::<f64>().ok())
        };
        let features: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let mut properties = self.object(row);
                for place in [latitude, longitude] {
                    let column = place.and_then(|place| self.columns.get(place));
                    properties.remove(column.map_or("", |column| column.name));
                }
                let point = [number(row, longitude), number(row, latitude)];
                json!({
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": point},
                    "properties": properties,
                })
            })
            .collect();
        json!({"type": "FeatureCollection", "features": features}).to_string()
    }

    fn object(&self, row: &[String]) -> Map<String, Value> {
        self.columns
            .iter()
            .zip(row)
            .map(|(column, text)| (column.name.to_owned(), value(column.cell, text)))
            .collect()
    }
}

/// Measures are numbers; codes stay text, whatever their digits.
fn value(cell: Cell, text: &str) -> Value {
    let measured = matches!(
        cell,
        Cell::Population
            | Cell::Year
            | Cell::YearBefore(_)
            | Cell::Whole(..)
            | Cell::Skewed(..)
            | Cell::PerThousand(..)
            | Cell::Decimal(..)
            | Cell::Seasonal(..)
            | Cell::Part(..)
            | Cell::Sum(_)
            | Cell::Less(..)
            | Cell::Percent(..)
            | Cell::Latitude
            | Cell::Longitude
    );
    if text.is_empty() {
        return Value::Null;
    }
    if !measured {
        return Value::from(text);
    }
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>, separator: char) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(separator);
        }
        if cell.contains([separator, '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}

/// The start and the end of a year, the latter at most `last`.
pub fn year(year: i16, last: Timestamp) -> (Timestamp, Timestamp) {
    let start = format!("{year:04}-01-01").parse().unwrap_or(last);
    let next: Timestamp = format!("{:04}-01-01", year + 1).parse().unwrap_or(last);
    (start, next.plus(-SECOND).min(last))
}
