//! How often objects are read, month by month, as the metrics API of udata's ecosystem gives it: one list a kind of
//! object and one of totals, filtered and sorted by `{column}__{comparison}`, as JSON or CSV.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::{Map, Value, json};
use vitrail_app::domain::Kind;
use vitrail_app::traffic::{self, Condition, Traffic, Wanted};
use vitrail_app::{Error, Page};

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::params::Params;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/metrics-api/api/{model}/data", get(data))
        .route("/metrics-api/api/{model}/data/csv", get(csv))
}

/// Rows of a page, and of a file.
const PAGE_SIZE: i64 = 20;
const MOST: i64 = 200;
const FILE: i64 = 100_000;

/// The column that names the object, in the words of our table, and whether it is a number.
type Column = (&'static str, &'static str, bool);

/// A list of figures.
struct Model {
    name: &'static str,
    kind: &'static str,
    columns: &'static [Column],
}

const MONTH: Column = ("metric_month", "month", false);
const ORGANIZATION: Column = ("organization_id", "organization_id", false);

/// Every list; totals have the same names without `monthly_`.
const MODELS: [Model; 6] = [
    Model {
        name: "datasets",
        kind: "dataset",
        columns: &[
            ("dataset_id", "subject_id", false),
            ORGANIZATION,
            MONTH,
            ("monthly_visit", "visit", true),
            ("monthly_download_resource", "download_resource", true),
        ],
    },
    Model {
        name: "reuses",
        kind: "reuse",
        columns: &[
            ("reuse_id", "subject_id", false),
            ORGANIZATION,
            MONTH,
            ("monthly_visit", "visit", true),
        ],
    },
    Model {
        name: "dataservices",
        kind: "dataservice",
        columns: &[
            ("dataservice_id", "subject_id", false),
            ORGANIZATION,
            MONTH,
            ("monthly_visit", "visit", true),
        ],
    },
    Model {
        name: "organizations",
        kind: "organization",
        columns: &[
            ("organization_id", "subject_id", false),
            MONTH,
            ("monthly_visit_dataset", "visit_dataset", true),
            ("monthly_download_resource", "download_resource", true),
            ("monthly_visit_reuse", "visit_reuse", true),
            ("monthly_visit_dataservice", "visit_dataservice", true),
        ],
    },
    Model {
        name: "resources",
        kind: "resource",
        columns: &[
            ("resource_id", "subject_id", false),
            ("dataset_id", "dataset_id", false),
            ORGANIZATION,
            MONTH,
            ("monthly_download_resource", "download_resource", true),
        ],
    },
    Model {
        name: "site",
        kind: "site",
        columns: &[
            MONTH,
            ("monthly_visit_dataset", "visit_dataset", true),
            ("monthly_download_resource", "download_resource", true),
            ("monthly_visit_reuse", "visit_reuse", true),
            ("monthly_visit_dataservice", "visit_dataservice", true),
        ],
    },
];

/// A list, whole or as totals.
struct Asked {
    model: &'static Model,
    totals: bool,
}

impl Asked {
    fn read(name: &str) -> Result<Self, Error> {
        let (name, totals) = match name.strip_suffix("_total") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let model = MODELS.iter().find(|model| model.name == name);
        Ok(Self {
            model: model.ok_or(Error::NotFound(Kind::Site))?,
            totals,
        })
    }

    /// The columns and how they are called here.
    fn columns(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let totals = self.totals;
        let columns = self.model.columns.iter();
        columns
            .filter(move |(_, column, _)| !(totals && *column == "month"))
            .map(move |(name, column, number)| {
                let short = name.strip_prefix("monthly_").filter(|_| totals);
                (short.unwrap_or(name), *column, *number)
            })
    }

    /// What the query asks for; what it does not understand is refused, as the reference does.
    fn wanted(&self, params: &Params) -> Result<Wanted, Error> {
        let mut wanted = Wanted {
            kind: self.model.kind,
            totals: self.totals,
            ..Wanted::default()
        };
        for (key, value) in params.pairs() {
            if matches!(key.as_str(), "page" | "page_size" | "lang") {
                continue;
            }
            let unknown = || {
                let sentence = format!("Malformed query: {key} is no filter of this list");
                Error::argument(key, sentence)
            };
            let (name, comparison) = key.rsplit_once("__").ok_or_else(unknown)?;
            let mut columns = self.columns();
            let found = columns.find(|(known, _, _)| *known == name);
            let (_, column, number) = found.ok_or_else(unknown)?;
            if comparison == "sort" {
                wanted.sorts.push((column, value == "desc"));
                continue;
            }
            let operator = operator(comparison).ok_or_else(unknown)?;
            let values: Vec<String> = if operator == "IN" {
                value.split(',').map(str::to_owned).collect()
            } else {
                vec![value.clone()]
            };
            if number
                && values
                    .iter()
                    .any(|value| value.trim().parse::<i64>().is_err())
            {
                let sentence = format!("Malformed query: {value} is no number");
                return Err(Error::argument(key, sentence));
            }
            wanted.conditions.push(Condition {
                column,
                number,
                operator,
                values,
            });
        }
        Ok(wanted)
    }

    fn row(&self, traffic: &Traffic) -> Map<String, Value> {
        self.columns()
            .map(|(name, column, _)| (name.to_owned(), cell(traffic, column)))
            .collect()
    }
}

fn operator(comparison: &str) -> Option<&'static str> {
    Some(match comparison {
        "exact" => "=",
        "differs" => "<>",
        "in" => "IN",
        "less" => "<=",
        "greater" => ">=",
        "strictly_less" => "<",
        "strictly_greater" => ">",
        _ => return None,
    })
}

fn cell(traffic: &Traffic, column: &str) -> Value {
    match column {
        "subject_id" => json!(traffic.subject),
        "dataset_id" => json!(traffic.dataset),
        "organization_id" => json!(traffic.organization),
        "month" => json!(traffic.month),
        "visit" => json!(traffic.visit),
        "download_resource" => json!(traffic.download_resource),
        "visit_dataset" => json!(traffic.visit_dataset),
        "visit_reuse" => json!(traffic.visit_reuse),
        _ => json!(traffic.visit_dataservice),
    }
}

async fn data(State(web): State<Web>, Path(model): Path<String>, context: Context) -> ApiResult {
    let asked = Asked::read(&model)?;
    let wanted = asked.wanted(&context.params)?;
    let mut page = context.params.page(PAGE_SIZE)?;
    page.size = page.size.min(MOST);
    let found = traffic::list(&web.app, &wanted, page).await?;
    let rows: Vec<Value> = found
        .data
        .iter()
        .map(|row| Value::Object(asked.row(row)))
        .collect();
    let envelope = context.search_envelope(page, rows, found.total, None);
    context.v1(&json!({
        "data": envelope.data,
        "links": {"next": envelope.next_page, "prev": envelope.previous_page},
        "meta": {"page": page.number, "page_size": page.size, "total": found.total},
    }))
}

async fn csv(State(web): State<Web>, Path(model): Path<String>, context: Context) -> ApiResult {
    let asked = Asked::read(&model)?;
    let wanted = asked.wanted(&context.params)?;
    let page = Page {
        number: 1,
        size: FILE,
    };
    let found = traffic::list(&web.app, &wanted, page).await?;
    let names: Vec<&str> = asked.columns().map(|(name, _, _)| name).collect();
    let mut text = names.join(",");
    text.push('\n');
    for row in &found.data {
        // Ids, months and numbers: nothing that needs quotes.
        let cells: Vec<String> = asked
            .columns()
            .map(|(_, column, _)| match cell(row, column) {
                Value::String(text) => text,
                Value::Null => String::new(),
                other => other.to_string(),
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.csv\"", asked.model.name),
        ),
    ];
    Ok((headers, text).into_response())
}
