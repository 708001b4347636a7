//! Measures how well real queries find what their readers wanted: reads a catalogue and a list of
//! queries with the id expected, and prints how many are found in the first 20, the average rank
//! and the mean reciprocal rank. `--verbose` lists what is missed or low; `--typos` asks each query
//! again with one letter changed; `--query TEXT` shows the first hits with their reasons;
//! `--speed N` repeats the catalogue up to N documents and measures the time of the queries.

#![expect(clippy::print_stdout, reason = "a measuring tool prints")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use vitrail_search::{
    DEFAULT_SYNONYMS, Document, Filters, Index, Kind, Lang, Organization, Query, Resource,
    Synonyms, render,
};

/// Three years after the newest update of the catalogue, in microseconds: 2026-01-01.
const NOW: i64 = 1_767_225_600_000_000;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let shared = std::env::var("VITRAIL_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let data = PathBuf::from(shared).join("data");
    let index = Index::in_memory(Synonyms::parse(DEFAULT_SYNONYMS))?;
    let value_of = |flag: &str| {
        args.iter()
            .position(|arg| arg == flag)
            .and_then(|at| args.get(at + 1))
            .cloned()
    };
    if let Some(count) = value_of("--speed") {
        return speed(&data, count.parse()?);
    }
    fill(&index, &data, 0)?;
    if let Some(text) = value_of("--query") {
        let organizations = args.iter().any(|arg| arg == "--organizations");
        return show(&index, &data, &text, organizations);
    }
    let queries = read_queries(&data)?;
    measure(&index, &queries, args.iter().any(|arg| arg == "--verbose"))?;
    if args.iter().any(|arg| arg == "--typos") {
        let wrong: Vec<Expected> = queries.iter().filter_map(Expected::misspelt).collect();
        println!("with one letter wrong:");
        measure(&index, &wrong, args.iter().any(|arg| arg == "--verbose"))?;
    }
    Ok(())
}

struct Expected {
    kind: Kind,
    q: String,
    params: String,
    id: String,
}

impl Expected {
    /// The same query with two letters of its longest word swapped.
    fn misspelt(&self) -> Option<Self> {
        let longest = self
            .q
            .split_whitespace()
            .max_by_key(|word| word.chars().count())?;
        let mut letters: Vec<char> = longest.chars().collect();
        let middle = letters.len() / 2;
        if letters.len() < 5 {
            return None;
        }
        letters.swap(middle, middle + 1);
        let wrong: String = letters.into_iter().collect();
        let q = self.q.replacen(longest, &wrong, 1);
        Some(Self {
            kind: self.kind,
            q,
            params: self.params.clone(),
            id: self.id.clone(),
        })
    }
}

fn measure(index: &Index, queries: &[Expected], verbose: bool) -> Fallible<()> {
    let (mut found, mut ranks, mut reciprocal) = (0u32, 0usize, 0.0);
    for expected in queries {
        let mut query = Query::new(expected.kind, expected.q.clone(), NOW);
        for (name, value) in expected.params.split('&').filter_map(|p| p.split_once('=')) {
            match name {
                "tag" => query.filters.tags.push(value.to_owned()),
                "organization" => query.filters.organizations.push(value.to_owned()),
                other => println!("parameter not known here: {other}"),
            }
        }
        let results = index.search(&query)?;
        let rank = results
            .hits
            .iter()
            .position(|hit| hit.id == expected.id)
            .map(|at| at + 1);
        if let Some(rank) = rank {
            found += 1;
            ranks += rank;
            reciprocal += 1.0 / f64::from(u32::try_from(rank)?);
        }
        if verbose && rank != Some(1) {
            println!(
                "{:>4}  {} “{}” {} of {}",
                rank.map_or("-".to_owned(), |rank| rank.to_string()),
                expected.kind.name(),
                expected.q,
                expected.params,
                results.total,
            );
        }
    }
    let count = f64::from(u32::try_from(queries.len())?);
    let average = f64::from(u32::try_from(ranks)?) / f64::from(found.max(1));
    println!(
        "found {found}/{} ({:.1} %), average rank {average:.2}, MRR {:.3}",
        queries.len(),
        100.0 * f64::from(found) / count,
        reciprocal / count,
    );
    Ok(())
}

fn show(index: &Index, data: &Path, text: &str, organizations: bool) -> Fallible<()> {
    let kind = if organizations {
        Kind::Organization
    } else {
        Kind::Dataset
    };
    let file = if organizations {
        "organizations"
    } else {
        "datasets"
    };
    let titles: HashMap<String, String> =
        read_lines(&data.join(format!("catalogue/{file}.jsonl")))?
            .iter()
            .map(|value| {
                let title = text_of(value, if organizations { "name" } else { "title" });
                (text_of(value, "id"), title)
            })
            .collect();
    let query = Query {
        explain: true,
        ..Query::new(kind, text, NOW)
    };
    let results = index.search(&query)?;
    println!(
        "{} found, better spelling: {:?}",
        results.total, results.suggestion
    );
    for hit in results.hits.iter().take(8) {
        println!(
            "{:9.2} {} {}",
            hit.score,
            hit.id,
            titles.get(&hit.id).map_or("", |t| t)
        );
        for reason in &hit.reasons {
            println!("            {}", render(reason, Lang::English));
        }
    }
    println!("suggested: {:?}", {
        let ids = index.suggest(kind, text, 5)?;
        ids.iter()
            .filter_map(|id| titles.get(id))
            .cloned()
            .collect::<Vec<_>>()
    });
    Ok(())
}

fn speed(data: &Path, documents: usize) -> Fallible<()> {
    let folder = std::env::temp_dir().join(format!("vitrail-speed-{}", std::process::id()));
    let (index, _) = Index::open_or_recreate(&folder, Synonyms::parse(DEFAULT_SYNONYMS))?;
    let start = Instant::now();
    fill(&index, data, documents)?;
    println!(
        "{} documents indexed in {:.1?}",
        index.len(),
        start.elapsed()
    );
    for q in [
        "",
        "siren",
        "accidents de la route",
        "qualité de l'air",
        "données",
        "liste des communes",
        "répertoire national des associations",
        "electrisite",
        "opendamir",
        "xyzzyxyz foo",
        "bibliothèques paris",
        "contours communes",
        "carte des risques d'inondation en france",
    ] {
        let mut query = Query::new(Kind::Dataset, q, NOW);
        let total = index.search(&query)?.total;
        let with = time(|| index.search(&query).map(|_| ()))?;
        query.facets = false;
        let without = time(|| index.search(&query).map(|_| ()))?;
        query.facets = true;
        query.filters = Filters {
            licenses: vec!["lov2".to_owned()],
            ..Filters::default()
        };
        let filtered = time(|| index.search(&query).map(|_| ()))?;
        let complete = time(|| index.suggest(Kind::Dataset, q, 10).map(|_| ()))?;
        println!(
            "{with:8.3} ms, {without:8.3} without facets, {filtered:8.3} filtered, \
             {complete:8.3} suggest, {total:7} found: {q}"
        );
    }
    for q in ["d", "da", "com", "communs", "donn"] {
        let complete = time(|| index.suggest(Kind::Dataset, q, 10).map(|_| ()))?;
        println!("{complete:8.3} ms suggest: {q}");
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Milliseconds of one call, the median of thirty.
fn time(call: impl Fn() -> Result<(), vitrail_search::Error>) -> Fallible<f64> {
    let mut times = Vec::new();
    for _ in 0..30 {
        let start = Instant::now();
        call()?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(15).copied().unwrap_or_default())
}

fn fill(index: &Index, data: &Path, up_to: usize) -> Fallible<()> {
    let organizations = read_lines(&data.join("catalogue/organizations.jsonl"))?;
    let certified: HashMap<String, (bool, u64)> = organizations
        .iter()
        .map(|value| {
            (
                text_of(value, "id"),
                (is_certified(value), metric(value, "followers")),
            )
        })
        .collect();
    let mut writer = index.writer()?;
    for value in &organizations {
        writer.add(Kind::Organization, &organization(value))?;
    }
    let datasets: Vec<Document> = read_lines(&data.join("catalogue/datasets.jsonl"))?
        .iter()
        .map(|value| dataset(value, &certified))
        .collect();
    for document in &datasets {
        writer.add(Kind::Dataset, document)?;
    }
    let mut more = datasets.iter().cycle().enumerate();
    while let Some((number, document)) = more.next().filter(|(n, _)| n + datasets.len() < up_to) {
        let copy = Document {
            id: format!("{:024x}", number + 1),
            ..document.clone()
        };
        writer.add(Kind::Dataset, &copy)?;
    }
    writer.commit(1)?;
    writer.optimize()?;
    writer.close()?;
    Ok(())
}

fn organization(value: &Value) -> Document {
    Document {
        id: text_of(value, "id"),
        title: text_of(value, "name"),
        acronym: value["acronym"].as_str().map(str::to_owned),
        description: text_of(value, "description"),
        badges: kinds(value),
        views: metric(value, "views"),
        followers: metric(value, "followers"),
        reuses: metric(value, "reuses"),
        datasets: metric(value, "datasets"),
        certified_public: is_certified(value),
        ..Document::default()
    }
}

fn dataset(value: &Value, certified: &HashMap<String, (bool, u64)>) -> Document {
    let owner = &value["organization"];
    let known = certified
        .get(&text_of(owner, "id"))
        .copied()
        .unwrap_or_default();
    let organization = owner["name"].as_str().map(|name| Organization {
        id: text_of(owner, "id"),
        name: name.to_owned(),
        acronym: owner["acronym"].as_str().map(str::to_owned),
        certified_public: known.0,
    });
    let list = |value: &Value| -> Vec<String> {
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let resources = value["resources"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    // The answers of a portal can be measured too: it says which of its objects are known in part only.
    let known_whole = value["partial"] != true;
    Document {
        id: text_of(value, "id"),
        title: text_of(value, "title"),
        acronym: value["acronym"].as_str().map(str::to_owned),
        description: text_of(value, "description"),
        tags: list(&value["tags"]),
        organization,
        resources: resources
            .iter()
            .map(|resource| Resource {
                id: text_of(resource, "id"),
                title: text_of(resource, "title"),
                format: resource["format"].as_str().map(str::to_owned),
            })
            .collect(),
        license: value["license"].as_str().map(str::to_owned),
        geozones: list(&value["spatial"]["zones"]),
        granularity: value["spatial"]["granularity"].as_str().map(str::to_owned),
        badges: kinds(value),
        last_update: instant(value["last_update"].as_str().filter(|_| known_whole)),
        views: metric(value, "views"),
        followers: metric(value, "followers"),
        reuses: metric(value, "reuses"),
        organization_followers: known.1,
        quality: value["quality"]["score"].as_f64().filter(|_| known_whole),
        archived: value["archived"].is_string(),
        ..Document::default()
    }
}

/// The day of a date, near enough: months of 30.44 days.
fn instant(date: Option<&str>) -> Option<i64> {
    let mut parts = date?.get(..10)?.split('-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let days = (year - 1970) * 36_525 / 100 + (month - 1) * 3_044 / 100 + day;
    Some(days * 86_400_000_000)
}

fn kinds(value: &Value) -> Vec<String> {
    let badges = value["badges"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    badges.iter().map(|badge| text_of(badge, "kind")).collect()
}

fn is_certified(value: &Value) -> bool {
    let kinds = kinds(value);
    ["certified", "public-service"]
        .iter()
        .all(|kind| kinds.iter().any(|has| has == kind))
}

fn metric(value: &Value, name: &str) -> u64 {
    value["metrics"][name].as_u64().unwrap_or_default()
}

fn text_of(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn read_lines(path: &Path) -> Fallible<Vec<Value>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

/// The list has four columns, and quotes only around a query that has a comma.
fn read_queries(data: &Path) -> Fallible<Vec<Expected>> {
    let text = std::fs::read_to_string(data.join("relevance/queries.csv"))?;
    let mut queries = Vec::new();
    for line in text.lines().skip(1) {
        let (model, rest) = line.split_once(',').ok_or("a line without columns")?;
        let (q, rest) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\",").ok_or("a quote without end")?,
            None => rest.split_once(',').ok_or("a line without parameters")?,
        };
        let (params, id) = rest.split_once(',').ok_or("a line without an id")?;
        let kind = if model == "organization" {
            Kind::Organization
        } else {
            Kind::Dataset
        };
        queries.push(Expected {
            kind,
            q: q.to_owned(),
            params: params.to_owned(),
            id: id.trim().to_owned(),
        });
    }
    Ok(queries)
}
