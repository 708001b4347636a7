//! What a catalogue would bring, printed while it is read: of a large one neither the whole nor its document is held.

use std::io::{BufWriter, Stdout, Write};

use serde::Serialize;
use vitrail_app::domain::Timestamp;
use vitrail_app::domain::harvest::{Harvested, HarvestedDataservice, HarvestedDataset, Lost};
use vitrail_app::harvest::fit::{self, Met};
use vitrail_net::IpNet;

/// What was printed of a catalogue so far. Datasets come first: dataservices and what was lost of the catalogue are few, and
/// wait for its end.
pub struct Shown {
    out: BufWriter<Stdout>,
    is_json: bool,
    now: Timestamp,
    /// Networks that may be named although they are not public.
    networks: Vec<IpNet>,
    met: Met,
    /// Parts of the document.
    written: usize,
    waiting: Vec<String>,
    lost: Vec<Lost>,
    datasets: usize,
    dataservices: usize,
    lost_of_each: usize,
}

impl Shown {
    pub fn new(is_json: bool, now: Timestamp, networks: Vec<IpNet>) -> Self {
        Self {
            out: BufWriter::new(std::io::stdout()),
            is_json,
            now,
            networks,
            met: Met::default(),
            written: 0,
            waiting: Vec::new(),
            lost: Vec::new(),
            datasets: 0,
            dataservices: 0,
            lost_of_each: 0,
        }
    }

    /// Whether nothing was read yet.
    pub fn is_empty(&self) -> bool {
        self.datasets + self.dataservices + self.lost.len() == 0
    }

    /// Prints what a part of the catalogue says.
    pub fn part(&mut self, mut part: Harvested) -> anyhow::Result<()> {
        fit::part(&mut part, &mut self.met, self.now, &self.networks);
        self.datasets += part.datasets.len();
        self.dataservices += part.dataservices.len();
        if self.is_json {
            let document = vitrail_web::harvested(&part, self.now);
            for dataset in &document.datasets {
                self.element("datasets", dataset)?;
            }
            for service in &document.dataservices {
                self.waiting.push(indented(service)?);
            }
            self.lost.extend(document.lost);
            return Ok(());
        }
        for dataset in &part.datasets {
            for line in of_dataset(dataset) {
                self.line(&line);
            }
            self.lost_of_each += dataset.lost.len();
        }
        for service in &part.dataservices {
            self.waiting.extend(of_service(service));
            self.lost_of_each += service.lost.len();
        }
        self.lost.extend(part.lost);
        Ok(())
    }

    /// Something that the catalogue lost as a whole.
    pub fn lose(&mut self, lost: Lost) {
        self.lost.push(lost);
    }

    /// Prints what waited.
    pub fn end(mut self) -> anyhow::Result<()> {
        let (waiting, lost) = (
            std::mem::take(&mut self.waiting),
            std::mem::take(&mut self.lost),
        );
        if !self.is_json {
            for line in waiting.into_iter().chain(lost.iter().map(tell)) {
                self.line(&line);
            }
            let lost = self.lost_of_each + lost.len();
            self.line(&format!(
                "{} datasets, {} dataservices, {lost} properties lost",
                self.datasets, self.dataservices
            ));
            let _ = self.out.flush();
            return Ok(());
        }
        if self.written == 0 {
            self.line("{");
            self.print("  \"datasets\": []");
        } else {
            self.print("\n  ]");
        }
        self.list("dataservices", waiting);
        let lost: Result<Vec<String>, _> = lost.iter().map(indented).collect();
        self.list("lost", lost?);
        self.line("\n}");
        let _ = self.out.flush();
        Ok(())
    }

    /// One more element of the first list of the document.
    fn element(&mut self, list: &str, value: &impl Serialize) -> anyhow::Result<()> {
        let text = indented(value)?;
        if self.written == 0 {
            self.print(&format!("{{\n  \"{list}\": [\n{text}"));
        } else {
            self.print(&format!(",\n{text}"));
        }
        self.written += 1;
        Ok(())
    }

    /// A list after the first.
    fn list(&mut self, name: &str, elements: Vec<String>) {
        self.print(&format!(",\n  \"{name}\": ["));
        let is_empty = elements.is_empty();
        for (place, element) in elements.into_iter().enumerate() {
            self.print(if place == 0 { "\n" } else { ",\n" });
            self.print(&element);
        }
        self.print(if is_empty { "]" } else { "\n  ]" });
    }

    /// A closed pipe is no failure.
    fn print(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
    }

    fn line(&mut self, text: &str) {
        self.print(text);
        self.print("\n");
    }
}

/// A value as it stands in a list of the document.
fn indented(value: &impl Serialize) -> anyhow::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    Ok(lines.join("\n"))
}

/// A dataset in words.
fn of_dataset(dataset: &HarvestedDataset) -> Vec<String> {
    let title = &dataset.dataset.title;
    let files = dataset.resources.len();
    let licence = dataset.dataset.license.as_deref().unwrap_or("no licence");
    let first = format!("{}  {title}  ({files} files, {licence})", dataset.remote_id);
    with_faults(first, dataset.skipped.as_deref(), &dataset.lost)
}

fn of_service(service: &HarvestedDataservice) -> Vec<String> {
    let title = &service.dataservice.title;
    let datasets = service.datasets.len();
    let first = format!(
        "{}  {title}  (dataservice of {datasets} datasets)",
        service.remote_id
    );
    with_faults(first, service.skipped.as_deref(), &service.lost)
}

fn with_faults(first: String, skipped: Option<&str>, lost: &[Lost]) -> Vec<String> {
    let skipped = skipped.map(|why| format!("    skipped: {why}"));
    let lines = std::iter::once(first).chain(skipped);
    lines.chain(lost.iter().map(tell)).collect()
}

fn tell(lost: &Lost) -> String {
    let value: String = lost.value.split_whitespace().collect::<Vec<_>>().join(" ");
    let value: String = value.chars().take(80).collect();
    format!(
        "    lost: {} {} `{value}`: {}",
        lost.subject, lost.property, lost.reason
    )
}
