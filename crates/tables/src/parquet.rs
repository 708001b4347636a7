//! Parquet, written as its lines come: they are kept by columns until they make a row group, which is encoded and
//! given out, so that a table of any length costs the memory of one group.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type as Schema, TypePtr};
use vitrail_domain::Timestamp;
use vitrail_domain::time::DAY;

use crate::{Column, Error, Result, Type, Value};

pub const MIME: &str = "application/vnd.apache.parquet";

/// A row group holds no more lines than this,
const LINES: usize = 65_536;
/// and few more bytes of text and numbers than this.
const BYTES: usize = 8 << 20;

/// A table being written.
pub struct Writer {
    file: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Kept>,
    /// The column of the next value.
    at: usize,
    /// Lines and bytes that no group holds yet.
    lines: usize,
    bytes: usize,
}

/// The values of one column that no group holds yet, and for each line whether it has one.
struct Kept {
    name: String,
    values: Values,
    present: Vec<i16>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Integers(Vec<i64>),
    Reals(Vec<f64>),
    Truths(Vec<bool>),
    Days(Vec<i32>),
    Instants(Vec<i64>),
}

impl Writer {
    pub fn new(columns: &[Column]) -> Result<Self> {
        let fields = columns.iter().map(field).collect::<Result<_>>()?;
        let schema = Schema::group_type_builder("table").with_fields(fields);
        let properties = WriterProperties::builder()
            .set_created_by(concat!("vitrail ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let schema = Arc::new(schema.build()?);
        Ok(Self {
            file: SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?,
            columns: columns.iter().map(Kept::new).collect(),
            at: 0,
            lines: 0,
            bytes: 0,
        })
    }

    /// Adds the next value of the line.
    pub fn put(&mut self, value: Value<'_>) -> Result<()> {
        let columns = self.columns.len();
        let Some(column) = self.columns.get_mut(self.at) else {
            let found = columns + 1;
            return Err(Error::Line { found, columns });
        };
        self.bytes += column.put(value)?;
        self.at += 1;
        Ok(())
    }

    /// Ends the line.
    pub fn end(&mut self) -> Result<()> {
        let (found, columns) = (self.at, self.columns.len());
        if found != columns {
            return Err(Error::Line { found, columns });
        }
        self.at = 0;
        self.lines += 1;
        Ok(())
    }

    /// Whether the lines make a row group.
    pub fn is_full(&self) -> bool {
        self.lines >= LINES || self.bytes >= BYTES
    }

    /// Encodes the lines that no group holds yet.
    pub fn close_group(&mut self) -> Result<()> {
        if self.lines == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            column.write(&mut writer)?;
            writer.close()?;
        }
        group.close()?;
        (self.lines, self.bytes) = (0, 0);
        Ok(())
    }

    /// The bytes of the file that were made since the last time.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        self.file
            .flush()
            .map_err(|why| Error::Parquet(why.to_string()))?;
        Ok(std::mem::take(self.file.inner_mut()))
    }

    /// Encodes the last group and the end of the file; no line may follow.
    pub fn finish(&mut self) -> Result<()> {
        self.close_group()?;
        self.file.finish()?;
        Ok(())
    }
}

impl Kept {
    fn new(column: &Column) -> Self {
        let values = match column.kind {
            Type::Text => Values::Texts(Vec::new()),
            Type::Integer => Values::Integers(Vec::new()),
            Type::Real => Values::Reals(Vec::new()),
            Type::Truth => Values::Truths(Vec::new()),
            Type::Day => Values::Days(Vec::new()),
            Type::Instant => Values::Instants(Vec::new()),
        };
        Self {
            name: column.name.clone(),
            values,
            present: Vec::new(),
        }
    }

    /// Adds one value; about how many bytes it takes.
    fn put(&mut self, value: Value<'_>) -> Result<usize> {
        match (&mut self.values, value) {
            (_, Value::Nothing) => {}
            (Values::Texts(all), Value::Text(text)) => all.push(text.as_bytes().to_vec().into()),
            (Values::Integers(all), Value::Integer(number)) => all.push(number),
            (Values::Reals(all), Value::Real(number)) => all.push(number),
            (Values::Truths(all), Value::Truth(truth)) => all.push(truth),
            (Values::Days(all), Value::Day(day)) => {
                let days = Timestamp::from_date(day).micros().div_euclid(DAY);
                all.push(i32::try_from(days).unwrap_or_default());
            }
            (Values::Instants(all), Value::Instant(instant)) => all.push(instant.micros()),
            _ => return Err(Error::Type(self.name.clone())),
        }
        self.present.push(i16::from(value != Value::Nothing));
        let text = match value {
            Value::Text(text) => text.len() + size_of::<ByteArray>(),
            _ => size_of::<i64>(),
        };
        Ok(text + size_of::<i16>())
    }

    fn write(&mut self, writer: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let present = &self.present;
        match &mut self.values {
            Values::Texts(all) => batch::<ByteArrayType>(writer, all, present),
            Values::Integers(all) | Values::Instants(all) => {
                batch::<Int64Type>(writer, all, present)
            }
            Values::Reals(all) => batch::<DoubleType>(writer, all, present),
            Values::Truths(all) => batch::<BoolType>(writer, all, present),
            Values::Days(all) => batch::<Int32Type>(writer, all, present),
        }?;
        self.present.clear();
        Ok(())
    }
}

fn batch<T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    present: &[i16],
) -> Result<()> {
    writer
        .typed::<T>()
        .write_batch(values, Some(present), None)?;
    values.clear();
    Ok(())
}

fn field(column: &Column) -> Result<TypePtr> {
    let (physical, logical) = match column.kind {
        Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Integer => (Physical::INT64, None),
        Type::Real => (Physical::DOUBLE, None),
        Type::Truth => (Physical::BOOLEAN, None),
        Type::Day => (Physical::INT32, Some(LogicalType::Date)),
        Type::Instant => (
            Physical::INT64,
            Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
        ),
    };
    let field = Schema::primitive_type_builder(&column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    Ok(Arc::new(field.build()?))
}
