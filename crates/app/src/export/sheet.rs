//! A table as udata writes it: `;` between cells, texts and dates between quotes, numbers and truths bare,
//! lines ended as RFC 4180 says. Scripts of reusers read these files: nothing else may stand there.

use serde_json::Value;
use vitrail_domain::Timestamp;
use vitrail_domain::dataset::Metrics;

/// Lines of a table, written one cell after the other.
#[derive(Default)]
pub struct Sheet {
    bytes: Vec<u8>,
    /// Whether the line has a cell already.
    begun: bool,
}

impl Sheet {
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn separate(&mut self) {
        if self.begun {
            self.bytes.push(b';');
        }
        self.begun = true;
    }

    /// Ends the line.
    pub fn end(&mut self) {
        self.bytes.extend_from_slice(b"\r\n");
        self.begun = false;
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.separate();
        self.bytes.push(b'"');
        for part in text.split_inclusive('"') {
            self.bytes.extend_from_slice(part.as_bytes());
            if part.ends_with('"') {
                self.bytes.push(b'"');
            }
        }
        self.bytes.push(b'"');
        self
    }

    /// A text, or the empty one for nothing.
    pub fn maybe(&mut self, text: Option<impl AsRef<str>>) -> &mut Self {
        match text {
            Some(text) => self.text(text.as_ref()),
            None => self.text(""),
        }
    }

    /// What is written as it reads: an id, a day, an address.
    pub fn shown(&mut self, value: Option<impl ToString>) -> &mut Self {
        self.maybe(value.map(|value| value.to_string()))
    }

    /// Texts in one cell.
    pub fn list(&mut self, texts: &[impl ToString]) -> &mut Self {
        let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
        self.text(&texts.join(","))
    }

    fn bare(&mut self, text: &str) -> &mut Self {
        self.separate();
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    pub fn number(&mut self, number: i64) -> &mut Self {
        self.bare(&number.to_string())
    }

    pub fn count(&mut self, count: usize) -> &mut Self {
        self.bare(&count.to_string())
    }

    /// A number, or the empty text for nothing.
    pub fn maybe_number(&mut self, number: Option<impl ToString>) -> &mut Self {
        match number {
            Some(number) => self.bare(&number.to_string()),
            None => self.text(""),
        }
    }

    pub fn truth(&mut self, truth: bool) -> &mut Self {
        self.bare(if truth { "True" } else { "False" })
    }

    /// An instant in UTC, without saying so, as udata does.
    pub fn instant(&mut self, instant: Option<Timestamp>) -> &mut Self {
        self.maybe(instant.map(|instant| instant.to_string().replace("+00:00", "")))
    }

    /// When something was put away, or that it was not.
    pub fn since(&mut self, instant: Option<Timestamp>) -> &mut Self {
        match instant {
            Some(_) => self.instant(instant),
            None => self.truth(false),
        }
    }

    /// Counts in the order of their names; those by month as their sum.
    pub fn counts(&mut self, metrics: &Metrics, names: &[&str]) -> &mut Self {
        for name in names {
            self.number(match metrics.get(*name) {
                Some(Value::Object(months)) => months.values().filter_map(Value::as_i64).sum(),
                Some(value) => value.as_i64().unwrap_or(0),
                None => 0,
            });
        }
        self
    }

    /// What was harvested, by the names of its facts; dates among them are written as dates.
    pub fn harvest(
        &mut self,
        harvest: Option<&vitrail_domain::Extras>,
        names: &[&str],
    ) -> &mut Self {
        for name in names {
            let value = harvest.and_then(|facts| facts.get(*name));
            match value {
                Some(Value::String(text)) if name.ends_with("_at") || *name == "last_update" => {
                    match text.parse::<Timestamp>() {
                        Ok(instant) => self.instant(Some(instant)),
                        Err(_) => self.text(text),
                    }
                }
                Some(Value::String(text)) => self.text(text),
                None | Some(Value::Null) => self.text(""),
                Some(other) => self.text(&other.to_string()),
            };
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_as_udata_writes_it() {
        let mut sheet = Sheet::default();
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
        let text = String::from_utf8(sheet.into_bytes()).unwrap();
        assert_eq!(
            text,
            "\"say \"\"yes\"\"\";3;True;\"\";\"a,b\";False;\"2026-11-21T21:59:47.335000\"\r\n\"two\nlines\"\r\n"
        );
    }
}
