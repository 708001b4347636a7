//! Lines of a table, given a cell at a time. As CSV they are what udata writes: `;` between cells, texts and dates
//! between quotes, numbers and truths bare, lines ended as RFC 4180 says; scripts of reusers read these files, so that
//! nothing else may stand there. As Parquet each cell has the type of its column, and what is not known is null.

use jiff::civil::Date;
use serde_json::Value as Json;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Extras, Timestamp};
use vitrail_tables::parquet::{self, Writer};
use vitrail_tables::{Column, Type, Value};

use crate::Result;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Parquet,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Parquet];

    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    pub fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Parquet => parquet::MIME,
        }
    }

    /// The format that the name of a file asks for.
    pub fn of(path: &str) -> Self {
        let is_parquet = path.ends_with(".parquet");
        if is_parquet { Self::Parquet } else { Self::Csv }
    }
}

pub struct Sheet {
    columns: Vec<Column>,
    /// The column of the next cell.
    at: usize,
    out: Out,
    /// What could not be written: said when the bytes are taken.
    failed: Option<vitrail_tables::Error>,
}

enum Out {
    Csv(Vec<u8>),
    Parquet(Box<Writer>),
}

impl Sheet {
    /// A table of these columns, and its header.
    pub fn new(columns: Vec<Column>, format: Format) -> Result<Self> {
        let out = match format {
            Format::Csv => Out::Csv(Vec::new()),
            Format::Parquet => {
                let writer = Writer::new(&columns).map_err(anyhow::Error::from)?;
                Out::Parquet(Box::new(writer))
            }
        };
        let mut sheet = Self {
            columns,
            at: 0,
            out,
            failed: None,
        };
        if format == Format::Csv {
            for column in sheet.columns.clone() {
                sheet.text(&column.name);
            }
            sheet.end();
        }
        Ok(sheet)
    }

    /// Whether much is kept that can be encoded: that is no work for a thread that answers others.
    pub fn is_full(&self) -> bool {
        matches!(&self.out, Out::Parquet(writer) if writer.is_full())
    }

    /// Encodes what is kept.
    pub fn flush(&mut self) {
        let done = match &mut self.out {
            Out::Csv(_) => Ok(()),
            Out::Parquet(writer) => writer.close_group(),
        };
        self.note(done);
    }

    /// Writes the end of the table.
    pub fn finish(&mut self) {
        let done = match &mut self.out {
            Out::Csv(_) => Ok(()),
            Out::Parquet(writer) => writer.finish(),
        };
        self.note(done);
    }

    /// The bytes made since the last time.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        if let Some(why) = self.failed.take() {
            return Err(anyhow::Error::from(why).into());
        }
        match &mut self.out {
            Out::Csv(bytes) => Ok(std::mem::take(bytes)),
            Out::Parquet(writer) => Ok(writer.take().map_err(anyhow::Error::from)?),
        }
    }

    fn note(&mut self, done: vitrail_tables::Result<()>) {
        if let Err(why) = done {
            self.failed.get_or_insert(why);
        }
    }

    /// One cell: its value, and how CSV writes it when not as the value reads.
    fn cell(&mut self, value: Value<'_>, shown: &Shown<'_>) -> &mut Self {
        match &mut self.out {
            Out::Csv(bytes) => {
                if self.at > 0 {
                    bytes.push(b';');
                }
                match shown {
                    Shown::Bare(text) => bytes.extend_from_slice(text.as_bytes()),
                    Shown::Quoted(text) => quote(text, bytes),
                }
            }
            Out::Parquet(writer) => {
                let done = writer.put(value);
                self.note(done);
            }
        }
        self.at += 1;
        self
    }

    /// Ends the line.
    pub fn end(&mut self) {
        self.at = 0;
        let done = match &mut self.out {
            Out::Csv(bytes) => {
                bytes.extend_from_slice(b"\r\n");
                Ok(())
            }
            Out::Parquet(writer) => writer.end(),
        };
        self.note(done);
    }

    pub fn nothing(&mut self) -> &mut Self {
        self.cell(Value::Nothing, &Shown::Quoted(""))
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.cell(Value::Text(text), &Shown::Quoted(text))
    }

    /// A text, or nothing.
    pub fn maybe(&mut self, text: Option<impl AsRef<str>>) -> &mut Self {
        match text {
            Some(text) => self.text(text.as_ref()),
            None => self.nothing(),
        }
    }

    /// What is written as it reads: an id, an address, a shape.
    pub fn shown(&mut self, value: Option<impl ToString>) -> &mut Self {
        self.maybe(value.map(|value| value.to_string()))
    }

    /// Texts in one cell.
    pub fn list(&mut self, texts: &[impl ToString]) -> &mut Self {
        if texts.is_empty() {
            return self.nothing();
        }
        let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
        self.text(&texts.join(","))
    }

    pub fn number(&mut self, number: i64) -> &mut Self {
        self.cell(Value::Integer(number), &Shown::Bare(&number.to_string()))
    }

    pub fn count(&mut self, count: usize) -> &mut Self {
        self.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub fn maybe_number(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.nothing(),
        }
    }

    pub fn maybe_real(&mut self, number: Option<f64>) -> &mut Self {
        match number {
            Some(number) => self.cell(Value::Real(number), &Shown::Bare(&number.to_string())),
            None => self.nothing(),
        }
    }

    /// A mark with two decimals, which udata writes as a text.
    pub fn mark(&mut self, mark: f64) -> &mut Self {
        let shown = format!("{mark:.2}");
        let value = Value::Real(shown.parse().unwrap_or(mark));
        self.cell(value, &Shown::Quoted(&shown))
    }

    pub fn truth(&mut self, truth: bool) -> &mut Self {
        self.cell(Value::Truth(truth), &Shown::Bare(said(truth)))
    }

    pub fn day(&mut self, day: Option<Date>) -> &mut Self {
        match day {
            Some(day) => self.cell(Value::Day(day), &Shown::Quoted(&day.to_string())),
            None => self.nothing(),
        }
    }

    /// An instant; CSV writes it in UTC without saying so, as udata does.
    pub fn instant(&mut self, instant: Option<Timestamp>) -> &mut Self {
        let Some(instant) = instant else {
            return self.nothing();
        };
        let shown = instant.to_string().replace("+00:00", "");
        self.cell(Value::Instant(instant), &Shown::Quoted(&shown))
    }

    /// When something was put away; that it was not is False in CSV.
    pub fn since(&mut self, instant: Option<Timestamp>) -> &mut Self {
        match instant {
            Some(_) => self.instant(instant),
            None => self.cell(Value::Nothing, &Shown::Bare(said(false))),
        }
    }

    /// Counts in the order of their names; those by month as their sum.
    pub fn counts(&mut self, metrics: &Metrics, names: &[&str]) -> &mut Self {
        for name in names {
            self.number(match metrics.get(*name) {
                Some(Json::Object(months)) => months.values().filter_map(Json::as_i64).sum(),
                Some(value) => value.as_i64().unwrap_or(0),
                None => 0,
            });
        }
        self
    }

    /// What was harvested, by the names of its facts; the columns of dates have dates.
    pub fn harvest(&mut self, harvest: Option<&Extras>, names: &[&str]) -> &mut Self {
        for name in names {
            let column = self.columns.get(self.at);
            let is_instant = column.is_some_and(|column| column.kind == Type::Instant);
            match harvest.and_then(|facts| facts.get(*name)) {
                None | Some(Json::Null) => self.nothing(),
                Some(Json::String(text)) if is_instant => match text.parse::<Timestamp>() {
                    Ok(instant) => self.instant(Some(instant)),
                    Err(_) => self.cell(Value::Nothing, &Shown::Quoted(text)),
                },
                Some(other) if is_instant => {
                    self.cell(Value::Nothing, &Shown::Quoted(&other.to_string()))
                }
                Some(Json::String(text)) => self.text(text),
                Some(other) => self.text(&other.to_string()),
            };
        }
        self
    }
}

/// How a cell stands in CSV.
enum Shown<'t> {
    Bare(&'t str),
    Quoted(&'t str),
}

fn said(truth: bool) -> &'static str {
    if truth { "True" } else { "False" }
}

fn quote(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    for part in text.split_inclusive('"') {
        bytes.extend_from_slice(part.as_bytes());
        if part.ends_with('"') {
            bytes.push(b'"');
        }
    }
    bytes.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_as_udata_writes_it() {
        let columns = vec![
            Column::new("say", Type::Text),
            Column::new("n", Type::Integer),
        ];
        let mut sheet = Sheet::new(columns, Format::Csv).unwrap();
        sheet
            .text("say \"yes\"")
            .number(3)
            .truth(true)
            .maybe(None::<&str>)
            .list(&["a", "b"])
            .since(None)
            .instant("2026-11-21T21:59:47.335+00:00".parse().ok())
            .end();
        sheet.text("two\nlines").end();
        let text = String::from_utf8(sheet.take().unwrap()).unwrap();
        assert_eq!(
            text,
            "\"say\";\"n\"\r\n\"say \"\"yes\"\"\";3;True;\"\";\"a,b\";False;\"2026-11-21T21:59:47.335000\"\r\n\"two\nlines\"\r\n"
        );
    }
}
