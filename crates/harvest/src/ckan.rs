//! Catalogues that speak CKAN's action API, and those of DKAN, which speak a part of it. Pages of `package_search` bring
//! whole packages; where that action is missing, `package_list` names them and each is asked for.

use serde_json::{Map, Value};
use url::Url;
use vitrail_domain::dataset::normalise_tags;
use vitrail_domain::harvest::{HarvestConfig, Harvested, HarvestedDataset, Lost};

use crate::walk::{self, Answer, Ask, Fault, Step, Walk};
use crate::{json, package, said};

const ROWS: usize = 100;
/// The most packages that are asked for one by one: a reading makes no more requests.
const MOST_NAMES: usize = 200_000;
/// What the request for all names is about.
const NAMES: &str = "names";

pub struct Ckan {
    root: Url,
    /// Whether packages can be asked for by pages.
    searches: bool,
    key: Option<String>,
    filters: Vec<Wanted>,
    /// How the page before began, to notice a catalogue that always answers the same one.
    former: Option<String>,
    /// Why packages could not be asked for by pages.
    refused: Option<String>,
}

/// One filter: a field of a package, a value, and whether that value is wanted or unwanted.
struct Wanted {
    organization: bool,
    value: String,
    excluded: bool,
}

impl Ckan {
    pub fn new(url: &Url, config: &HarvestConfig, searches: bool) -> Self {
        let filters = config.filters.iter().map(|filter| Wanted {
            organization: filter.key == "organization",
            value: said::shown(&filter.value),
            excluded: filter.r#type.as_deref() == Some("exclude"),
        });
        Self {
            root: root(url),
            searches,
            key: config.apikey.clone().filter(|key| !key.is_empty()),
            filters: filters.collect(),
            former: None,
            refused: None,
        }
    }

    fn action(&self, name: &str, parameters: &[(&str, &str)], about: String) -> Result<Ask, Fault> {
        let url = self.root.join(&format!("api/3/action/{name}"));
        let mut url = url.map_err(|_| Fault(format!("{} is no base of an API", self.root)))?;
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        let mut ask = Ask::get(url, "application/json");
        ask.about = about;
        if let Some(key) = &self.key {
            ask.headers.push(("authorization", key.clone()));
        }
        Ok(ask)
    }

    fn page(&self, start: usize) -> Result<Ask, Fault> {
        let (rows, first) = (ROWS.to_string(), start.to_string());
        let query = self.query();
        let mut parameters = vec![
            ("rows", rows.as_str()),
            ("start", first.as_str()),
            ("sort", "id asc"),
        ];
        if !query.is_empty() {
            parameters.push(("fq", &query));
        }
        self.action("package_search", &parameters, format!("page {start}"))
    }

    fn names(&self) -> Result<Ask, Fault> {
        self.action("package_list", &[], NAMES.to_owned())
    }

    /// The filters as Solr reads them. A package has one organization: several wanted ones are alternatives.
    fn query(&self) -> String {
        let quoted = |wanted: &Wanted| {
            let value = wanted.value.replace('\\', "\\\\").replace('"', "\\\"");
            let field = if wanted.organization {
                "organization"
            } else {
                "tags"
            };
            format!("{field}:\"{value}\"")
        };
        let organizations: Vec<String> = self
            .filters
            .iter()
            .filter(|wanted| wanted.organization && !wanted.excluded)
            .map(quoted)
            .collect();
        let mut terms = match organizations.as_slice() {
            [] => Vec::new(),
            [one] => vec![format!("+{one}")],
            several => vec![format!("+({})", several.join(" OR "))],
        };
        let others = self
            .filters
            .iter()
            .filter(|wanted| wanted.excluded || !wanted.organization);
        terms.extend(others.map(|wanted| {
            let sign = if wanted.excluded { '-' } else { '+' };
            format!("{sign}{}", quoted(wanted))
        }));
        terms.join(" ")
    }

    /// Whether a package passes the filters: catalogues that cannot search are filtered here.
    fn wants(&self, package: &Map<String, Value>) -> bool {
        let organization = package.get("organization").and_then(Value::as_object);
        let of = |value: &str| {
            let told = ["name", "id", "title"].iter();
            told.filter_map(|key| said::text(organization?, key))
                .any(|name| name == value)
        };
        let tagged = |value: &str| {
            let tags = said::list(package, "tags").iter();
            let wanted = normalise_tags([value]);
            tags.filter_map(package::name_of_tag)
                .any(|tag| tag == value || normalise_tags([tag]) == wanted)
        };
        let meets = |wanted: &Wanted| {
            if wanted.organization {
                of(&wanted.value)
            } else {
                tagged(&wanted.value)
            }
        };
        let mut organizations = self
            .filters
            .iter()
            .filter(|wanted| wanted.organization && !wanted.excluded)
            .peekable();
        (organizations.peek().is_none() || organizations.any(meets))
            && self
                .filters
                .iter()
                .filter(|wanted| wanted.excluded || !wanted.organization)
                .all(|wanted| meets(wanted) != wanted.excluded)
    }

    fn packages(&self, values: &[Value], harvested: &mut Harvested) -> Result<(), Fault> {
        for value in walk::few(values)? {
            let Some(package) = value.as_object() else {
                let reason = "not a package";
                let what = said::shown(value);
                harvested
                    .lost
                    .push(Lost::new(self.root.as_str(), "result", what, reason));
                continue;
            };
            if self.wants(package) {
                harvested.datasets.push(self.package(package));
            }
        }
        Ok(())
    }

    fn package(&self, map: &Map<String, Value>) -> HarvestedDataset {
        // DKAN writes `private` even on what it answers to everybody.
        let is_open = !self.searches && self.key.is_none();
        package::read(map, &self.root, is_open)
    }

    /// The page after this one, if this one says that there is more.
    fn following(
        &mut self,
        ask: &Ask,
        page: &Map<String, Value>,
        found: &[Value],
    ) -> Result<Option<Ask>, Fault> {
        let start = ask.about.strip_prefix("page ");
        let Some(start) = start.and_then(|start| start.parse::<usize>().ok()) else {
            return Ok(None);
        };
        let first = found.first().and_then(|package| package.get("id"));
        let first = first.map(said::shown);
        if first.is_some() && first == self.former {
            return Err(Fault(
                "package_search answers the same page whatever the start: paging does not work"
                    .to_owned(),
            ));
        }
        self.former = first;
        let count = page.get("count").and_then(Value::as_u64).unwrap_or(0);
        let next = start + found.len();
        let more = !found.is_empty() && u64::try_from(next).is_ok_and(|next| next < count);
        more.then(|| self.page(next)).transpose()
    }
}

impl Walk for Ckan {
    fn first(&mut self) -> Result<Vec<Ask>, Fault> {
        let first = if self.searches {
            self.page(0)
        } else {
            self.names()
        };
        Ok(vec![first?])
    }

    fn instead(&mut self, ask: &Ask) -> Vec<Ask> {
        if ask.about != "page 0" {
            return Vec::new();
        }
        self.names().into_iter().collect()
    }

    fn explained(&self, ask: &Ask, why: String) -> String {
        match &self.refused {
            Some(refused) if ask.about == NAMES => format!("{refused}; {why}"),
            _ => why,
        }
    }

    fn read(&mut self, ask: &Ask, answer: &Answer) -> Result<Step, Fault> {
        let result = match result(answer) {
            Ok(result) => result,
            Err(fault) => {
                let next = self.instead(ask);
                if next.is_empty() {
                    return Err(fault);
                }
                self.refused = Some(fault.0);
                return Ok(Step {
                    next,
                    ..Step::default()
                });
            }
        };
        let mut step = Step::default();
        match &result {
            Value::Array(names) if !names.is_empty() && names.iter().all(Value::is_string) => {
                if names.len() > MOST_NAMES {
                    let why = format!("The source asks for more than {MOST_NAMES} requests");
                    return Err(Fault(why));
                }
                for name in names.iter().filter_map(Value::as_str) {
                    let mut show = self.action("package_show", &[("id", name)], name.to_owned())?;
                    show.of_item = true;
                    step.next.push(show);
                }
            }
            Value::Array(packages) => self.packages(packages, &mut step.harvested)?,
            Value::Object(page) if page.get("results").is_some_and(Value::is_array) => {
                let found = said::list(page, "results");
                self.packages(found, &mut step.harvested)?;
                step.next.extend(self.following(ask, page, found)?);
            }
            one => self.packages(std::slice::from_ref(one), &mut step.harvested)?,
        }
        Ok(step)
    }
}

/// Where the catalogue stands, whichever of its addresses was given.
fn root(url: &Url) -> Url {
    let mut root = url.clone();
    root.set_query(None);
    root.set_fragment(None);
    let path = url.path();
    let end = ["/api/", "/dataset/", "/organization/"]
        .iter()
        .filter_map(|part| format!("{path}/").find(part))
        .min()
        .unwrap_or(path.len());
    let kept = path.get(..end).unwrap_or(path).trim_end_matches('/');
    root.set_path(&format!("{kept}/"));
    root
}

/// What an action answered; a bare package or list, as files hold them, is its own result.
fn result(answer: &Answer) -> Result<Value, Fault> {
    let is_html = answer.content_type.as_deref().is_some_and(|kind| {
        let kind = kind.to_ascii_lowercase();
        kind.starts_with("text/html") || kind.starts_with("application/xhtml")
    });
    let begins = answer.body.iter().find(|byte| !byte.is_ascii_whitespace());
    if is_html || begins == Some(&b'<') {
        return Err(Fault(format!(
            "Unknown Error: {} returned HTML",
            answer.url
        )));
    }
    let mut envelope = match json::read(answer)? {
        Value::Object(envelope) => envelope,
        value => return Ok(value),
    };
    match envelope.get("success").and_then(Value::as_bool) {
        Some(false) => Err(Fault(refusal(&envelope))),
        Some(true) => Ok(envelope.remove("result").unwrap_or_default()),
        None => Ok(Value::Object(envelope)),
    }
}

fn refusal(envelope: &Map<String, Value>) -> String {
    let error = envelope.get("error");
    let part = |key: &str| error.and_then(|error| error.get(key)).map(said::shown);
    match (part("__type"), part("message")) {
        (Some(kind), Some(message)) => format!("{kind}: {message}"),
        (kind, message) => message.or(kind).unwrap_or_else(|| {
            let told = error.map(said::shown);
            format!("Unknown Error: {}", told.unwrap_or_default())
        }),
    }
}
