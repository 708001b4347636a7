//! Reading files: JSON lines, a list, a page of an API, or one object. What is broken is named with its line;
//! what is good around it is kept.

use std::path::Path;

use serde_json::Value;

use super::gather::Gathered;
use super::recognise::take;
use super::report::{Outcome, Report};
use super::{Step, Watch};

/// Gathers the objects of a file; the error is a sentence for people.
pub async fn read(
    path: &Path,
    name: &str,
    gathered: &mut Gathered,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<(), String> {
    let bytes = tokio::fs::read(path)
        .await
        .map_err(|error| format!("{name} cannot be read: {error}"))?;
    content(&bytes, name, gathered, report, watch)
}

/// Gathers the objects of a content, whatever its form.
pub fn content(
    bytes: &[u8],
    name: &str,
    gathered: &mut Gathered,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<(), String> {
    if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"PK\x03\x04") {
        return Err(format!("{name} is compressed: decompress it first"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut taking = Taking {
        name,
        gathered,
        report,
        watch,
        taken: 0,
    };
    let read = match bytes.trim_ascii_start().first() {
        None => Err(format!("{name} is empty")),
        Some(b'[') => taking.list(bytes),
        Some(b'{') => taking.objects(bytes),
        Some(_) => Err(format!(
            "{name} is no JSON: its first character is none of {{ and ["
        )),
    };
    let taken = taking.taken;
    *report.sources.entry(name.to_owned()).or_default() += taken;
    (watch)(Step::Reading {
        source: name,
        done: taken,
    });
    read
}

struct Taking<'a> {
    name: &'a str,
    gathered: &'a mut Gathered,
    report: &'a mut Report,
    watch: &'a mut (dyn for<'s> FnMut(Step<'s>) + Send),
    taken: u64,
}

impl Taking<'_> {
    fn take(&mut self, value: &Value, place: &str) {
        if take(value, self.gathered, self.report, place) {
            self.taken += 1;
            if self.taken.is_multiple_of(100) {
                (self.watch)(Step::Reading {
                    source: self.name,
                    done: self.taken,
                });
            }
        }
    }

    /// A list of objects, read one by one so that a cut file gives all that came before the cut.
    fn list(&mut self, bytes: &[u8]) -> Result<(), String> {
        let Some(open) = bytes.iter().position(|byte| *byte == b'[') else {
            return Ok(());
        };
        let mut at = open + 1;
        let mut number = 0_u64;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            let Some(skipped) = rest.iter().position(|byte| !blank(byte)) else {
                return Err(self.cut(bytes, at, "the list is not closed: the file is cut"));
            };
            at += skipped;
            let rest = bytes.get(at..).unwrap_or_default();
            if rest.first() == Some(&b']') {
                return Ok(());
            }
            number += 1;
            let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
            match values.next() {
                Some(Ok(value)) => {
                    at += values.byte_offset();
                    let place = format!("{}, object {number}", self.name);
                    self.take(&value, &place);
                }
                Some(Err(error)) => {
                    let why = format!("{error} (lines counted from there)");
                    return Err(self.cut(bytes, at, &why));
                }
                None => return Ok(()),
            }
        }
    }

    fn cut(&self, bytes: &[u8], at: usize, why: &str) -> String {
        let before = bytes.get(..at).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let kept = self.taken;
        let name = self.name;
        format!("{name}, line {line}: {why}; the {kept} objects before it were kept")
    }

    /// One object spread over lines, or one object a line.
    fn objects(&mut self, bytes: &[u8]) -> Result<(), String> {
        let first = bytes
            .split(|byte| *byte == b'\n')
            .find(|line| !is_blank(line));
        let alone = first.is_some_and(|line| serde_json::from_slice::<Value>(line).is_ok());
        if !alone && let Ok(value) = serde_json::from_slice::<Value>(bytes) {
            self.document(&value);
            return Ok(());
        }
        if bytes.trim_ascii().iter().all(|byte| *byte != b'\n')
            && let Ok(value) = serde_json::from_slice::<Value>(bytes)
        {
            self.document(&value);
            return Ok(());
        }
        self.lines(bytes)
    }

    /// A page of an API, or one object.
    fn document(&mut self, value: &Value) {
        let name = self.name.to_owned();
        let Some(page) = value.get("data").and_then(Value::as_array) else {
            return self.take(value, &name);
        };
        for (number, object) in (1..).zip(page) {
            self.take(object, &format!("{name}, object {number}"));
        }
    }

    fn lines(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut broken = 0_u64;
        let mut first = None;
        for (number, line) in (1_u64..).zip(bytes.split(|byte| *byte == b'\n')) {
            if is_blank(line) {
                continue;
            }
            match serde_json::from_slice::<Value>(line) {
                Ok(value) => self.take(&value, &format!("{}, line {number}", self.name)),
                Err(error) => {
                    // Its own line number is always 1 here.
                    let why = error.to_string();
                    let why = why.split(" at line").next().unwrap_or(&why).to_owned();
                    let told = format!("{}, line {number}: {why}", self.name);
                    broken += 1;
                    let reason = "a line that is no JSON";
                    self.report.note(Outcome::Refused, reason, || told.clone());
                    first.get_or_insert(told);
                }
            }
        }
        match first {
            Some(told) if self.taken == 0 => Err(format!("{told}; no line could be read")),
            Some(_) => {
                tracing::warn!(source = self.name, broken, "some lines are no JSON");
                Ok(())
            }
            None => Ok(()),
        }
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"{"id": "53698e41a3a729239d2033fc", "title": "A"}"#;
    const TWO: &str = r#"{"id": "53698e41a3a729239d2033fd", "title": "B"}"#;

    fn read(text: &str) -> (Result<(), String>, usize, Report) {
        let mut gathered = Gathered::default();
        let mut report = Report::default();
        let read = content(
            text.as_bytes(),
            "f",
            &mut gathered,
            &mut report,
            &mut |_| {},
        );
        (read, gathered.datasets.0.len(), report)
    }

    #[test]
    fn all_forms_are_read() {
        let pretty = ONE.replace(',', ",\n");
        let forms = [
            format!("{ONE}\n{TWO}\n"),
            format!("\u{feff}{ONE}\r\n\r\n{TWO}"),
            format!("[{ONE}, {TWO}]"),
            format!("[\n{ONE},\n{TWO}\n]\n"),
            format!(r#"{{"data": [{ONE}, {TWO}], "total": 2}}"#),
            format!(r#"{{"data": [{pretty}, {TWO}], "total": 2}}"#),
        ];
        for form in forms {
            let (read, count, report) = read(&form);
            assert_eq!((read, count), (Ok(()), 2), "{form}");
            assert_eq!(report.read(), 2);
        }
        assert_eq!(read(&pretty).1, 1);
    }

    #[test]
    fn what_is_broken_is_named_and_the_rest_is_kept() {
        let (outcome, count, report) = read(&format!("{ONE}\n{{\"id\": \n{TWO}\n{{\"title"));
        assert_eq!((outcome, count), (Ok(()), 2));
        let finding = &report.findings[&Outcome::Refused]["a line that is no JSON"];
        assert_eq!(finding.count, 2);
        assert!(
            finding.examples[0].starts_with("f, line 2: EOF"),
            "{finding:?}"
        );

        let (outcome, count, _) = read(&format!("[{ONE},\n{}", &TWO[..20]));
        let why = outcome.unwrap_err();
        assert!(
            why.starts_with("f, line 2:") && why.ends_with("the 1 objects before it were kept"),
            "{why}"
        );
        assert_eq!(count, 1);

        let (outcome, count, _) = read(&format!("[{ONE},{TWO}"));
        assert!(outcome.unwrap_err().contains("cut"));
        assert_eq!(count, 2);
    }

    #[test]
    fn other_files_are_said_to_be_so() {
        for (text, part) in [
            ("", "is empty"),
            ("id;title\n1;A", "is no JSON"),
            ("\u{1f}\u{8b}", "is no JSON"),
            ("{broken\n{again", "line 1"),
        ] {
            let (outcome, count, _) = read(text);
            let why = outcome.unwrap_err();
            assert!(why.contains(part), "{why}");
            assert_eq!(count, 0);
        }
    }
}
