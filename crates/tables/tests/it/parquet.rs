//! What is written as Parquet is read again value by value, group after group.

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use proptest::prelude::*;
use vitrail_domain::Timestamp;
use vitrail_tables::parquet::Writer;
use vitrail_tables::{Column, Error, Type, Value};

type Line = (
    Option<String>,
    Option<i64>,
    Option<f64>,
    Option<bool>,
    Option<i64>,
);

fn columns() -> Vec<Column> {
    let named = [
        ("text", Type::Text),
        ("number.whole", Type::Integer),
        ("real", Type::Real),
        ("truth", Type::Truth),
        ("instant", Type::Instant),
    ];
    named
        .map(|(name, kind)| Column::new(name, kind))
        .into_iter()
        .collect()
}

fn put(writer: &mut Writer, line: &Line) {
    let or_nothing = |value: Option<Value<'static>>| value.unwrap_or(Value::Nothing);
    let text = line.0.as_deref().map_or(Value::Nothing, Value::Text);
    writer.put(text).unwrap();
    for value in [
        line.1.map(Value::Integer),
        line.2.map(Value::Real),
        line.3.map(Value::Truth),
        line.4.map(|at| Value::Instant(Timestamp::from_micros(at))),
    ] {
        writer.put(or_nothing(value)).unwrap();
    }
    writer.end().unwrap();
}

fn read(bytes: Vec<u8>) -> (usize, Vec<Line>) {
    let reader = SerializedFileReader::new(Bytes::from(bytes)).unwrap();
    let lines = reader.get_row_iter(None).unwrap().map(|row| {
        let mut fields = row.unwrap().into_columns().into_iter().map(|it| it.1);
        let mut next = || fields.next().unwrap();
        (
            match next() {
                Field::Str(text) => Some(text),
                other => none(&other),
            },
            match next() {
                Field::Long(number) => Some(number),
                other => none(&other),
            },
            match next() {
                Field::Double(number) => Some(number),
                other => none(&other),
            },
            match next() {
                Field::Bool(truth) => Some(truth),
                other => none(&other),
            },
            match next() {
                Field::TimestampMicros(at) => Some(at),
                other => none(&other),
            },
        )
    });
    let lines = lines.collect();
    (reader.num_row_groups(), lines)
}

fn none<T>(field: &Field) -> Option<T> {
    assert_eq!(field, &Field::Null);
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_again(lines in proptest::collection::vec(
        (
            proptest::option::of(".*"),
            proptest::option::of(any::<i64>()),
            proptest::option::of(-1e9..1e9),
            proptest::option::of(any::<bool>()),
            proptest::option::of(any::<i64>()),
        ),
        0..40,
    ), every in 1_usize..50) {
        let mut writer = Writer::new(&columns()).unwrap();
        let mut bytes = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            put(&mut writer, line);
            if at % every == every - 1 {
                writer.close_group().unwrap();
                bytes.extend(writer.take().unwrap());
            }
        }
        writer.finish().unwrap();
        bytes.extend(writer.take().unwrap());
        let (groups, found) = read(bytes);
        prop_assert_eq!(groups, lines.len().div_ceil(every));
        prop_assert_eq!(found, lines);
    }
}

#[test]
fn a_group_is_bounded_by_its_bytes() {
    let mut writer = Writer::new(&[Column::new("text", Type::Text)]).unwrap();
    let long = "a".repeat(1 << 20);
    let mut lines = 0;
    while !writer.is_full() {
        writer.put(Value::Text(&long)).unwrap();
        writer.end().unwrap();
        lines += 1;
    }
    assert_eq!(lines, 8);
    writer.close_group().unwrap();
    assert!(!writer.is_full());
    assert!(!writer.take().unwrap().is_empty(), "given out at once");
}

#[test]
fn a_day_is_a_date() {
    let mut writer = Writer::new(&[Column::new("day", Type::Day)]).unwrap();
    for day in ["1969-12-31", "2026-11-22"] {
        writer.put(Value::Day(day.parse().unwrap())).unwrap();
        writer.end().unwrap();
    }
    writer.finish().unwrap();
    let bytes = Bytes::from(writer.take().unwrap());
    let reader = SerializedFileReader::new(bytes).unwrap();
    let days: Vec<Field> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().into_columns().remove(0).1)
        .collect();
    assert_eq!(days, [Field::Date(-1), Field::Date(20_779)]);
}

#[test]
fn a_value_of_another_type_is_refused() {
    let mut writer = Writer::new(&columns()).unwrap();
    let error = writer.put(Value::Integer(1)).unwrap_err();
    assert!(matches!(error, Error::Type(name) if name == "text"));
    writer.put(Value::Text("a")).unwrap();
    let error = writer.end().unwrap_err();
    assert!(matches!(
        error,
        Error::Line {
            found: 1,
            columns: 5
        }
    ));
}
