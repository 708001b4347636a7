//! Walking through the API of a live udata portal, politely: one request at a time, pages in order, never on
//! another host than the one that was named. Objects are written as they come, so that an interrupted walk is
//! taken up by running it again.

use serde_json::Value;
use url::Url;
use vitrail_net::Fetch;

use super::gather::Gathered;
use super::recognise::{Shape, take_as};
use super::report::{Outcome, Report};
use super::{Step, Watch, files, write};
use crate::{App, Result};

const PAGE: usize = 100;
/// How many objects wait before they are written.
const TOGETHER: usize = 1_000;
const LARGEST: u64 = 200_000_000;
/// How many pages in a row may fail before a list is given up.
const PATIENCE: u32 = 3;

const LISTS: [(Shape, &str, &str); 8] = [
    (
        Shape::Organization,
        "organizations",
        "/api/1/organizations/",
    ),
    (Shape::Dataset, "datasets", "/api/1/datasets/"),
    (
        Shape::Community,
        "community resources",
        "/api/1/datasets/community_resources/",
    ),
    (Shape::Dataservice, "dataservices", "/api/1/dataservices/"),
    (Shape::Reuse, "reuses", "/api/1/reuses/"),
    (Shape::Topic, "topics", "/api/2/topics/"),
    (Shape::Post, "posts", "/api/1/posts/"),
    (Shape::Discussion, "discussions", "/api/1/discussions/"),
];

/// Imports a live portal, or one file on the web.
pub async fn read(
    app: &App,
    fetch: &Fetch,
    source: &str,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<()> {
    let Ok(url) = source.parse::<Url>() else {
        let why =
            format!("{source} is no address; write it whole, such as https://data.example.org");
        report.unreadable.push(why);
        return Ok(());
    };
    let path = url.path().to_ascii_lowercase();
    if [".json", ".jsonl", ".ndjson"]
        .iter()
        .any(|end| path.ends_with(end))
    {
        return file(app, fetch, &url, source, report, watch).await;
    }
    let mut walk = Walk {
        app,
        fetch,
        base: root(url),
        source,
        report,
        watch,
    };
    for (shape, what, path) in LISTS {
        walk.list(shape, what, path).await?;
    }
    Ok(())
}

/// The address of the portal, whatever part of its API was given.
fn root(mut url: Url) -> Url {
    let path = url.path();
    let above = path.split("/api/").next().unwrap_or(path).to_owned();
    let above = above
        .strip_suffix("/api")
        .unwrap_or(&above)
        .trim_end_matches('/');
    url.set_path(above);
    url.set_query(None);
    url.set_fragment(None);
    url
}

async fn file(
    app: &App,
    fetch: &Fetch,
    url: &Url,
    source: &str,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<()> {
    let bytes = match fetch.get_bytes(url, LARGEST).await {
        Ok(bytes) => bytes,
        Err(error) => {
            report.unreadable.push(error.to_string());
            return Ok(());
        }
    };
    let mut gathered = Gathered::default();
    if let Err(why) = files::content(&bytes, source, &mut gathered, report, watch) {
        report.unreadable.push(why);
    }
    write::all(app, gathered, report, watch).await
}

struct Walk<'a> {
    app: &'a App,
    fetch: &'a Fetch,
    base: Url,
    source: &'a str,
    report: &'a mut Report,
    watch: &'a mut (dyn for<'s> FnMut(Step<'s>) + Send),
}

/// One page of a list.
struct Page {
    data: Vec<Value>,
    total: u64,
    last: bool,
}

impl Walk<'_> {
    async fn list(&mut self, shape: Shape, what: &str, path: &str) -> Result<()> {
        let mut gathered = Gathered::default();
        let mut done = 0;
        let mut total = 0;
        let mut failures = 0;
        for number in 1_u64.. {
            let page = match self.page(path, &[], number).await {
                Ok(page) => page,
                Err(error) if number == 1 => {
                    self.refused(what, &error);
                    break;
                }
                Err(error) => {
                    failures += 1;
                    let past = number.saturating_mul(PAGE as u64) >= total;
                    let given_up = failures >= PATIENCE && !past;
                    let end = if given_up {
                        "; the rest was given up"
                    } else {
                        ""
                    };
                    self.report.unreadable.push(format!("{what}: {error}{end}"));
                    if given_up || past {
                        break;
                    }
                    continue;
                }
            };
            failures = 0;
            total = page.total;
            for mut value in page.data {
                self.complete(shape, &mut value).await;
                let Some(map) = value.as_object() else {
                    continue;
                };
                if take_as(shape, map, &mut gathered, self.report, self.source) {
                    *self
                        .report
                        .sources
                        .entry(self.source.to_owned())
                        .or_default() += 1;
                }
                done += 1;
            }
            (self.watch)(Step::Fetching { what, done, total });
            if gathered.len() >= TOGETHER {
                let ready = std::mem::take(&mut gathered);
                write::all(self.app, ready, self.report, self.watch).await?;
            }
            if page.last {
                break;
            }
        }
        write::all(self.app, gathered, self.report, self.watch).await
    }

    /// A list that does not answer at all: older portals lack some, every portal has datasets.
    fn refused(&mut self, what: &str, error: &vitrail_net::FetchError) {
        let absent = matches!(
            error,
            vitrail_net::FetchError::Status {
                status: 404 | 410,
                ..
            }
        );
        if absent && what != "datasets" {
            let reason = "a list that the source does not have";
            self.report.note(Outcome::Kept, reason, || what.to_owned());
        } else {
            self.report.unreadable.push(format!("{what}: {error}"));
        }
    }

    async fn page(
        &self,
        path: &str,
        query: &[(&str, &str)],
        number: u64,
    ) -> std::result::Result<Page, vitrail_net::FetchError> {
        let url = self.address(path, query, number);
        let mut answer = self.fetch.get_json(&url, LARGEST).await?;
        let data = match answer.get_mut("data").map(Value::take) {
            Some(Value::Array(data)) => data,
            _ => Vec::new(),
        };
        let total = answer.get("total").and_then(Value::as_u64);
        // The link to the next page is trusted for its presence only: behind proxies it names other hosts.
        let more = answer.get("next_page").is_some_and(Value::is_string);
        Ok(Page {
            last: data.is_empty() || !more,
            total: total.unwrap_or(data.len() as u64),
            data,
        })
    }

    fn address(&self, path: &str, query: &[(&str, &str)], number: u64) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url.query_pairs_mut()
            .extend_pairs(query)
            .append_pair("page", &number.to_string())
            .append_pair("page_size", &PAGE.to_string());
        url
    }

    /// Asks for what an object only links to: the elements of a topic, the datasets of a dataservice.
    async fn complete(&mut self, shape: Shape, value: &mut Value) {
        let Some(id) = value.get("id").and_then(Value::as_str).map(str::to_owned) else {
            return;
        };
        let (key, path, query) = match shape {
            Shape::Topic => ("elements", format!("/api/2/topics/{id}/elements/"), None),
            Shape::Dataservice => (
                "datasets",
                "/api/1/datasets/".to_owned(),
                Some(("dataservice", id.as_str())),
            ),
            _ => return,
        };
        let link = value.get(key).filter(|link| link.is_object());
        let Some(total) = link.map(|link| link.get("total").and_then(Value::as_u64)) else {
            return;
        };
        let mut found = Vec::new();
        if total != Some(0) {
            let query: Vec<(&str, &str)> = query.into_iter().collect();
            for number in 1_u64.. {
                match self.page(&path, &query, number).await {
                    Ok(page) => {
                        found.extend(page.data);
                        if page.last {
                            break;
                        }
                    }
                    Err(error) => {
                        self.report
                            .unreadable
                            .push(format!("{key} of {id}: {error}"));
                        return;
                    }
                }
            }
        }
        if let Some(slot) = value.get_mut(key) {
            *slot = Value::Array(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portal_is_found_from_any_part_of_its_api() {
        for (given, expected) in [
            ("https://data.example.org", "https://data.example.org/"),
            (
                "https://data.example.org/api/1/",
                "https://data.example.org/",
            ),
            ("https://data.example.org/api", "https://data.example.org/"),
            (
                "https://example.org/open/api/2/datasets/?q=a",
                "https://example.org/open",
            ),
            ("https://example.org/open/", "https://example.org/open"),
        ] {
            assert_eq!(root(given.parse().unwrap()).as_str(), expected, "{given}");
        }
    }
}
