//! Tables that the portal wrote, read again by readers that are not its own.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where what it reads is broken"
)]

use axum::body::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use vitrail_domain::Timestamp;

/// The lines of a CSV of udata's dialect: each cell as it reads, and whether it stands between quotes.
pub fn csv(text: &str) -> Vec<Vec<(String, bool)>> {
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut inside) = (false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if inside && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => (quoted, inside) = (true, !inside),
            ';' | '\r' if !inside => {
                line.push((std::mem::take(&mut cell), std::mem::take(&mut quoted)));
            }
            '\n' if !inside => lines.push(std::mem::take(&mut line)),
            other => cell.push(other),
        }
    }
    lines
}

/// The names and types of columns, and lines of cells.
pub type Table = (Vec<(String, String)>, Vec<Vec<Option<String>>>);

/// The names and types of the columns of a Parquet file, and its lines as CSV would write their cells; nothing for null.
///
/// # Panics
/// When it is no Parquet file.
pub fn parquet(bytes: Vec<u8>) -> Table {
    let reader = SerializedFileReader::new(Bytes::from(bytes)).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    let columns = schema.columns().iter().map(|column| {
        let kind = match column.logical_type_ref() {
            Some(logical) => format!("{logical:?}"),
            None => column.physical_type().to_string(),
        };
        let kind = kind.split('(').next().unwrap_or_default().to_owned();
        (column.name().to_owned(), kind)
    });
    let columns = columns.collect();
    let lines = reader.get_row_iter(None).unwrap().map(|row| {
        let fields = row.unwrap().into_columns().into_iter();
        fields.map(|(_, field)| shown(field)).collect()
    });
    let lines = lines.collect();
    (columns, lines)
}

fn shown(field: Field) -> Option<String> {
    Some(match field {
        Field::Null => return None,
        Field::Str(text) => text,
        Field::Long(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Bool(truth) => if truth { "True" } else { "False" }.to_owned(),
        Field::Date(days) => {
            let at = Timestamp::from_micros(i64::from(days) * vitrail_domain::time::DAY);
            at.date().to_string()
        }
        Field::TimestampMicros(at) => {
            let at = Timestamp::from_micros(at).to_string();
            at.replace("+00:00", "")
        }
        other => panic!("no column is of the type of {other:?}"),
    })
}
