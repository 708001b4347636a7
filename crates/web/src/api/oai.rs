//! OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html): `/oai`, with Dublin Core and DCAT-AP. What
//! is wrong with a question is said inside the answer, as the protocol wants it.

use std::fmt::Write as _;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use vitrail_app::domain::{Dataset, Id, Timestamp};
use vitrail_app::oai::{self, Gone, Record, Wanted};
use vitrail_app::rdf::Described;
use vitrail_app::{Error, site};

use super::dublin_core;
use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::escaped;
use crate::params::Params;

pub fn routes() -> Router<Web> {
    Router::new().route("/oai", get(asked).post(sent))
}

/// The forms in which a record is given: prefix, schema, namespace.
const FORMATS: [(&str, &str, &str); 2] = [
    (
        "oai_dc",
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
    ),
    (
        "dcat_ap",
        "http://www.w3.org/ns/dcat.rdf",
        "http://www.w3.org/ns/dcat#",
    ),
];

/// What the protocol says of a question that it cannot answer: its code and a sentence.
struct Wrong(&'static str, String);

enum Failed {
    Asked(Wrong),
    House(Error),
}

impl From<Wrong> for Failed {
    fn from(wrong: Wrong) -> Self {
        Self::Asked(wrong)
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::House(error)
    }
}

type Answer = Result<String, Failed>;

async fn asked(State(web): State<Web>, context: Context) -> ApiResult {
    answer(&web, &context, &context.params).await
}

async fn sent(State(web): State<Web>, context: Context, body: Bytes) -> ApiResult {
    let params = Params::parse(&String::from_utf8_lossy(&body));
    answer(&web, &context, &params).await
}

async fn answer(web: &Web, context: &Context, params: &Params) -> ApiResult {
    let verb = params.one("verb").unwrap_or_default();
    let said = match unrepeated(params) {
        Err(wrong) => Err(wrong.into()),
        Ok(()) => match verb {
            "Identify" => identify(web, context).await,
            "ListMetadataFormats" => formats(web, context, params).await,
            "ListSets" => sets(web, params).await,
            "ListIdentifiers" => records(web, context, params, false).await,
            "ListRecords" => records(web, context, params, true).await,
            "GetRecord" => record(web, context, params).await,
            _ => Err(Wrong(
                "badVerb",
                "verb: choose one of the six of OAI-PMH".to_owned(),
            )
            .into()),
        },
    };
    let (body, is_asked) = match said {
        Ok(body) => (format!("<{verb}>{body}</{verb}>"), true),
        Err(Failed::Asked(Wrong(code, why))) => {
            let repeats = !matches!(code, "badVerb" | "badArgument");
            let said = escaped(&why);
            (format!("<error code=\"{code}\">{said}</error>"), repeats)
        }
        Err(Failed::House(error)) => return Err(error.into()),
    };
    let mut attributes = String::new();
    for (name, value) in params.pairs().iter().filter(|_| is_asked) {
        let _ = write!(attributes, " {name}=\"{}\"", escaped(value));
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">\
         <responseDate>{}</responseDate><request{attributes}>{}</request>{body}</OAI-PMH>\n",
        stamp(web.app.now()),
        escaped(&context.url("/oai")),
    );
    Ok(xml(text))
}

fn xml(text: String) -> Response {
    ([(CONTENT_TYPE, "text/xml; charset=utf-8")], text).into_response()
}

/// The arguments that each verb knows.
fn known(verb: &str) -> &'static [&'static str] {
    match verb {
        "GetRecord" => &["verb", "identifier", "metadataPrefix"],
        "ListMetadataFormats" => &["verb", "identifier"],
        "ListSets" => &["verb", "resumptionToken"],
        "ListIdentifiers" | "ListRecords" => &[
            "verb",
            "metadataPrefix",
            "set",
            "from",
            "until",
            "resumptionToken",
        ],
        _ => &["verb"],
    }
}

/// An argument that is unknown, or said twice, is refused.
fn unrepeated(params: &Params) -> Result<(), Wrong> {
    let verb = params.one("verb").unwrap_or_default();
    let is_verb = !matches!(known(verb), ["verb"]) || verb == "Identify";
    let names: Vec<&str> = params
        .pairs()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    for (place, name) in names.iter().enumerate() {
        if names.iter().skip(place + 1).any(|other| other == name) {
            let code = if *name == "verb" {
                "badVerb"
            } else {
                "badArgument"
            };
            return Err(Wrong(code, format!("{name}: said twice")));
        }
        if is_verb && !known(verb).contains(name) {
            return Err(Wrong(
                "badArgument",
                format!("{name}: {verb} does not know it"),
            ));
        }
    }
    Ok(())
}

async fn identify(web: &Web, context: &Context) -> Answer {
    let site = site::read(&web.app).await?;
    let contact = web.app.settings().mail_from.clone();
    Ok(format!(
        "<repositoryName>{}</repositoryName><baseURL>{}</baseURL><protocolVersion>2.0</protocolVersion>\
         <adminEmail>{}</adminEmail><earliestDatestamp>{}</earliestDatestamp>\
         <deletedRecord>transient</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity>",
        escaped(&site.title),
        escaped(&context.url("/oai")),
        escaped(&contact),
        stamp(oai::earliest(&web.app).await?),
    ))
}

async fn formats(web: &Web, context: &Context, params: &Params) -> Answer {
    if let Some(identifier) = params.one("identifier") {
        one(web, context, identifier).await?;
    }
    let each = FORMATS.iter().map(|(prefix, schema, namespace)| {
        format!(
            "<metadataFormat><metadataPrefix>{prefix}</metadataPrefix><schema>{schema}</schema>\
             <metadataNamespace>{namespace}</metadataNamespace></metadataFormat>"
        )
    });
    Ok(each.collect())
}

/// What a token holds: the question, and where it goes on.
#[derive(Default, Serialize, Deserialize)]
struct Token {
    prefix: String,
    set: Option<String>,
    from: Option<i64>,
    until: Option<i64>,
    after: Option<Id>,
    cursor: i64,
}

impl Token {
    fn read(text: &str) -> Result<Self, Wrong> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let token = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        token.ok_or_else(|| {
            let why = "resumptionToken: it is none of ours; begin again without it".to_owned();
            Wrong("badResumptionToken", why)
        })
    }

    /// The element that leads to the next page, or that says that this was the last.
    fn next(&self, last: Option<Id>, count: usize) -> String {
        let cursor = self.cursor;
        let Some(last) = last else {
            return format!("<resumptionToken cursor=\"{cursor}\"/>");
        };
        let next = Self {
            prefix: self.prefix.clone(),
            set: self.set.clone(),
            after: Some(last),
            cursor: cursor.saturating_add(i64::try_from(count).unwrap_or(0)),
            ..*self
        };
        let text = serde_json::to_vec(&next).unwrap_or_default();
        let text = URL_SAFE_NO_PAD.encode(text);
        format!("<resumptionToken cursor=\"{cursor}\">{text}</resumptionToken>")
    }
}

async fn sets(web: &Web, params: &Params) -> Answer {
    let token = match params.one("resumptionToken") {
        Some(text) => Token::read(text)?,
        None => Token::default(),
    };
    let (found, more) = oai::sets(&web.app, token.after).await?;
    let mut body = String::new();
    for one in &found {
        let _ = write!(
            body,
            "<set><setSpec>{}</setSpec><setName>{}</setName></set>",
            escaped(&one.slug),
            escaped(&one.name)
        );
    }
    if found.is_empty() && token.after.is_none() {
        let why = "no organization publishes here".to_owned();
        return Err(Wrong("noSetHierarchy", why).into());
    }
    let last = found.last().filter(|_| more).map(|one| one.id);
    if last.is_some() || token.after.is_some() {
        body.push_str(&token.next(last, found.len()));
    }
    Ok(body)
}

async fn records(web: &Web, context: &Context, params: &Params, whole: bool) -> Answer {
    let token = match params.one("resumptionToken") {
        Some(text) if params.pairs().len() == 2 => Token::read(text)?,
        Some(_) => {
            let why = "resumptionToken: it goes alone".to_owned();
            return Err(Wrong("badArgument", why).into());
        }
        None => Token {
            prefix: prefix(params)?,
            set: params.text("set"),
            ..between(params)?
        },
    };
    let wanted = Wanted {
        set: token.set.clone(),
        from: token.from.map(Timestamp::from_micros),
        until: token.until.map(Timestamp::from_micros),
        after: token.after,
    };
    let none = || {
        let why = "no record answers this question".to_owned();
        Failed::Asked(Wrong("noRecordsMatch", why))
    };
    let found = match oai::list(&web.app, &wanted).await {
        Err(Error::NotFound(_) | Error::Gone(_) | Error::Moved(_)) => return Err(none()),
        found => found?,
    };
    let described = &found.described;
    let count = described.all.data.len() + found.gone.len();
    if count == 0 && token.after.is_none() {
        return Err(none());
    }
    let mut body = String::new();
    let mut gone = found.gone.iter().peekable();
    for one in &described.all.data {
        while let Some(before) = gone.next_if(|gone| gone.id < one.id) {
            body.push_str(&withdrawn(context, before, whole));
        }
        let at = found.recorded.get(&one.id).copied();
        let at = at.unwrap_or(one.created_at_internal);
        if whole {
            body.push_str(&entry(web, context, described, (one, at), &token.prefix).await?);
        } else {
            body.push_str(&header(context, described, (one, at)));
        }
    }
    for after in gone {
        body.push_str(&withdrawn(context, after, whole));
    }
    if found.next.is_some() || token.after.is_some() {
        body.push_str(&token.next(found.next, count));
    }
    Ok(body)
}

async fn record(web: &Web, context: &Context, params: &Params) -> Answer {
    let prefix = prefix(params)?;
    let Some(identifier) = params.one("identifier") else {
        let why = "identifier: say which record".to_owned();
        return Err(Wrong("badArgument", why).into());
    };
    let (described, at) = match one(web, context, identifier).await? {
        Record::Here(described, at) => (described, at),
        Record::Gone(gone) => return Ok(withdrawn(context, &gone, true)),
    };
    match described.all.data.first() {
        Some(found) => entry(web, context, &described, (found, at), &prefix).await,
        None => Err(unknown().into()),
    }
}

fn unknown() -> Wrong {
    Wrong("idDoesNotExist", "identifier: no record has it".to_owned())
}

/// The record of an identifier: `oai:HOST:ID`. It was `oai:vitrail:ID` on every portal, which libraries still hold.
async fn one(web: &Web, context: &Context, identifier: &str) -> Result<Record, Failed> {
    let own = identifier.strip_prefix("oai:").and_then(|rest| {
        let of_host = rest.strip_prefix(host(context));
        of_host.or_else(|| rest.strip_prefix("vitrail"))
    });
    let id = own.and_then(|rest| rest.strip_prefix(':'));
    match oai::one(&web.app, id.ok_or_else(unknown)?).await {
        Err(Error::NotFound(_) | Error::Gone(_) | Error::Moved(_)) => Err(unknown().into()),
        found => Ok(found?),
    }
}

/// The name of this portal's machine, which tells its identifiers from those of others.
fn host(context: &Context) -> &str {
    let (_, place) = context.base.split_once("://").unwrap_or_default();
    let place = place.split('/').next().unwrap_or_default();
    let port = place
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    port.map_or(place, |(host, _)| host)
}

fn identifier(context: &Context, id: Id) -> String {
    escaped(&format!("oai:{}:{id}", host(context)))
}

/// What is left of a record that the public does not see any more.
fn withdrawn(context: &Context, gone: &Gone, whole: bool) -> String {
    let set = gone.set.as_ref();
    let set = set.map(|slug| format!("<setSpec>{}</setSpec>", escaped(slug)));
    let header = format!(
        "<header status=\"deleted\"><identifier>{}</identifier><datestamp>{}</datestamp>{}</header>",
        identifier(context, gone.id),
        stamp(gone.at),
        set.unwrap_or_default()
    );
    if whole {
        format!("<record>{header}</record>")
    } else {
        header
    }
}

fn prefix(params: &Params) -> Result<String, Wrong> {
    let Some(prefix) = params.one("metadataPrefix") else {
        let why = "metadataPrefix: say oai_dc or dcat_ap".to_owned();
        return Err(Wrong("badArgument", why));
    };
    if FORMATS.iter().any(|(known, ..)| *known == prefix) {
        return Ok(prefix.to_owned());
    }
    let why = "metadataPrefix: choose oai_dc or dcat_ap".to_owned();
    Err(Wrong("cannotDisseminateFormat", why))
}

fn date(params: &Params, name: &str) -> Result<Option<Timestamp>, Wrong> {
    let Some(text) = params.one(name) else {
        return Ok(None);
    };
    let is_shaped = text.len() == 10 || (text.len() == 20 && text.ends_with('Z'));
    let date = text.parse().ok().filter(|_| is_shaped);
    let why = || format!("{name}: write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ");
    date.map(Some).ok_or_else(|| Wrong("badArgument", why()))
}

/// The last instant of the day or of the second that is named.
fn until(params: &Params, at: Timestamp) -> Timestamp {
    let is_day = params.one("until").is_some_and(|text| text.len() == 10);
    at.plus(if is_day { 86_400_000_000 } else { 1_000_000 } - 1)
}

/// The days or the instants between which records are asked for, both said alike.
fn between(params: &Params) -> Result<Token, Wrong> {
    let wrong = |why: &str| Err(Wrong("badArgument", why.to_owned()));
    let (from, to) = (date(params, "from")?, date(params, "until")?);
    if let (Some(from), Some(to)) = (from, to) {
        let length = |name: &str| params.one(name).map(str::len);
        if length("from") != length("until") {
            return wrong("from, until: write both as days, or both as instants");
        }
        if from > to {
            return wrong("from, until: the second comes before the first");
        }
    }
    Ok(Token {
        from: from.map(Timestamp::micros),
        until: to.map(|at| until(params, at).micros()),
        ..Token::default()
    })
}

fn stamp(at: Timestamp) -> String {
    at.civil().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn header(context: &Context, described: &Described, (found, at): (&Dataset, Timestamp)) -> String {
    let organizations = &described.all.references.organizations;
    let set = found.owner.organization();
    let set = set.and_then(|id| organizations.get(&id));
    let set = set.filter(|it| it.deleted.is_none());
    let set = set.map(|it| format!("<setSpec>{}</setSpec>", escaped(&it.slug)));
    format!(
        "<header><identifier>{}</identifier><datestamp>{}</datestamp>{}</header>",
        identifier(context, found.id),
        stamp(at),
        set.unwrap_or_default()
    )
}

async fn entry(
    web: &Web,
    context: &Context,
    described: &Described,
    (found, at): (&Dataset, Timestamp),
    prefix: &str,
) -> Answer {
    let metadata = if prefix == "oai_dc" {
        dublin_core::written(context, described, found)
    } else {
        let document = oai::dcat(&web.app, described, found, &context.base).await?;
        let declared = document.starts_with("<?xml");
        let rest = document.split_once("?>").filter(|_| declared);
        rest.map_or(document.as_str(), |(_, rest)| rest).to_owned()
    };
    let header = header(context, described, (found, at));
    Ok(format!(
        "<record>{header}<metadata>{metadata}</metadata></record>"
    ))
}
