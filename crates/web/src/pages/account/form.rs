//! The forms of accounts, as data: one template shows them all, keeps what was typed and says what is wrong beside
//! each field. The same refusals go to clients of udata as JSON.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value, json};
use vitrail_app::domain::User;
use vitrail_app::domain::form::Problem;
use vitrail_app::{Error, FieldErrors, site};

use super::cookie::{here, to};
use crate::Web;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, json_response};
use crate::multipart;
use crate::pages::Spoken;
use crate::pages::frame::{Head, answer, render};
use crate::view::{Template, Words};

/// No form of an account is longer, in bytes.
const LARGEST: usize = 50_000;

/// What was sent, as a form or as JSON.
#[derive(Debug, Default)]
pub struct Sent {
    values: BTreeMap<String, String>,
    /// Whether a script asks, and is answered as one.
    pub json: bool,
}

impl FromRequest<Web> for Sent {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Web) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        let header = |name| {
            let value = parts.headers.get(name);
            value.and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let sends_json = header(CONTENT_TYPE).is_some_and(|kind| kind.contains("json"));
        let wants_json = header(ACCEPT).is_some_and(|kinds| {
            kinds.contains("application/json") && !kinds.contains("text/html")
        });
        let bytes = to_bytes(body, LARGEST)
            .await
            .map_err(|_| Error::TooLarge(LARGEST as u64))?;
        let boundary = multipart::boundary(&parts.headers);
        let values = if sends_json && !bytes.is_empty() {
            of_json(&bytes)?
        } else if let Some(boundary) = boundary {
            of_parts(bytes, boundary).await?
        } else {
            let fields = url::form_urlencoded::parse(&bytes);
            fields.into_owned().collect()
        };
        Ok(Self {
            values,
            json: sends_json || wants_json,
        })
    }
}

/// The fields of a form in parts; files have no place here.
async fn of_parts(bytes: Bytes, boundary: String) -> ApiResult<BTreeMap<String, String>> {
    let unreadable = |error: multer::Error| Error::Bad(format!("The form cannot be read: {error}"));
    let mut parts = multipart::open(bytes.into(), boundary);
    let mut values = BTreeMap::new();
    while let Some(field) = parts.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        values.insert(name, field.text().await.map_err(unreadable)?);
    }
    Ok(values)
}

fn of_json(bytes: &[u8]) -> ApiResult<BTreeMap<String, String>> {
    let sent: Map<String, Value> = serde_json::from_slice(bytes)
        .map_err(|error| Error::Bad(format!("The body is not a JSON object: {error}")))?;
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Bool(true) => Some("true".to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let pairs = sent.into_iter();
    Ok(pairs
        .filter_map(|(key, value)| Some((key, text(value)?)))
        .collect())
}

impl Sent {
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub fn truth(&self, name: &str) -> bool {
        matches!(self.text(name), "true" | "on" | "1" | "y" | "yes" | "True")
    }

    /// The same, with a value for a field that was left empty.
    pub fn or(mut self, name: &str, value: &str) -> Self {
        self.values
            .entry(name.to_owned())
            .or_insert_with(|| value.to_owned());
        self
    }
}

/// Fields that may stay empty.
const OPTIONAL: [&str; 4] = ["about", "website", "expires_at", "reads"];

/// What is wrong with an object, as the keys of sentences.
pub fn of_problems(error: Error) -> Error {
    let Error::Invalid(_, problems) = error else {
        return error;
    };
    let key = |problem: &Problem| match problem {
        Problem::Required => "required",
        Problem::TooLong(_) => "too-long",
        Problem::BadUrl(_) | Problem::PrivateUrl(_) => "invalid-url",
        Problem::HoldsUrl => "invalid-name",
        Problem::Expected("date") => "past-date",
        _ => "not-understood",
    };
    let named = problems
        .iter()
        .filter_map(|(field, problems)| Some((field.clone(), key(problems.first()?).to_owned())));
    Error::Arguments(named.collect())
}

/// One field: its name, the key of its label, its kind, what browsers fill in, the key of its hint.
pub struct Field(
    pub &'static str,
    pub &'static str,
    pub &'static str,
    pub &'static str,
    pub Option<&'static str>,
);

impl Field {
    /// A password that is chosen.
    pub const fn new_password(name: &'static str, label: &'static str) -> Self {
        let hint = Some("setup-password-hint");
        Self(name, label, "password", "new-password", hint)
    }

    /// The same password once more.
    pub const fn password_again(name: &'static str) -> Self {
        Self(name, "password-again", "password", "new-password", None)
    }

    /// The password that proves who asks.
    pub const CURRENT_PASSWORD: Self = Self(
        "password",
        "current-password",
        "password",
        "current-password",
        None,
    );
}

/// A form; the keys of its words begin with its name.
pub struct Form {
    pub name: &'static str,
    pub fields: &'static [Field],
    /// Keys and addresses of what else people may have come for.
    pub ways: &'static [(&'static str, &'static str)],
}

#[derive(Serialize)]
struct Shown<'a> {
    action: &'a str,
    lead: Option<String>,
    submit: String,
    why: Option<String>,
    next: Option<&'a str>,
    /// Where else people may sign in.
    elsewhere: Option<Way>,
    /// Whether a proof of work is asked.
    captcha: bool,
    errors: BTreeMap<String, String>,
    fields: Vec<FieldOut<'a>>,
    ways: Vec<Way>,
}

#[derive(Serialize)]
struct FieldOut<'a> {
    name: &'a str,
    label: String,
    r#type: &'a str,
    value: &'a str,
    autocomplete: &'a str,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
}

#[derive(Serialize)]
struct Way {
    label: String,
    url: String,
}

/// Shows a form, empty or as it was sent.
pub async fn show(
    web: &Web,
    context: &Context,
    (form, action): (&Form, &str),
    sent: &Sent,
) -> ApiResult {
    page(
        web,
        context,
        (form, action),
        sent,
        (StatusCode::OK, &FieldErrors::new()),
    )
    .await
}

async fn page(
    web: &Web,
    context: &Context,
    (form, action): (&Form, &str),
    sent: &Sent,
    (status, refused): (StatusCode, &FieldErrors),
) -> ApiResult {
    let words = words(web, context)?;
    let errors = said(refused, words);
    let part = |part: &str| words.find(&format!("{}-{part}", form.name), None);
    let fields = form.fields.iter();
    let shown = Shown {
        action,
        lead: part("lead"),
        submit: part("submit").unwrap_or_default(),
        why: part("why"),
        next: here(sent.text("next")),
        elsewhere: elsewhere(web, form, sent, words),
        captcha: form.name == "register" && web.app.settings().captcha,
        fields: fields
            .map(|Field(name, label, kind, autocomplete, hint)| FieldOut {
                name,
                label: words.text(label),
                r#type: kind,
                // A password is never sent back.
                value: if *kind == "password" {
                    ""
                } else {
                    sent.text(name)
                },
                autocomplete,
                hint: hint.map(|hint| words.text(hint)),
                error: errors.get(*name).cloned(),
                required: !OPTIONAL.contains(name),
            })
            .collect(),
        ways: ways(form.ways, words),
        errors,
    };
    let title = words.text(&format!("{}-title", form.name));
    out(web, context, (Template::AccountForm, status), title, &shown).await
}

/// The provider that the operator named, on the form of those who sign in.
fn elsewhere(web: &Web, form: &Form, sent: &Sent, words: &Words) -> Option<Way> {
    let oidc = web.app.settings().oidc.as_ref()?;
    let next = here(sent.text("next")).unwrap_or("/");
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    (form.name == "sign-in").then(|| Way {
        label: words.format("oidc-sign-in", &[("name", oidc.name.as_str().into())]),
        url: format!("/oidc/login?next={next}"),
    })
}

fn ways(ways: &[(&str, &str)], words: &Words) -> Vec<Way> {
    let way = |(key, url): &(&str, &str)| Way {
        label: words.text(key),
        url: (*url).to_owned(),
    };
    ways.iter().map(way).collect()
}

/// A page that belongs to nobody else: kept by no cache, found by no robot.
pub async fn out(
    web: &Web,
    context: &Context,
    (template, status): (Template, StatusCode),
    title: String,
    shown: &impl Serialize,
) -> ApiResult {
    let head = Head {
        title: Some(title),
        robots: Some("noindex"),
        ..Head::default()
    };
    let site = site::read(&web.app).await?;
    let html = render(web, context, &site, template, &head, shown)?;
    Ok(unkept(answer(context, status, html)))
}

fn unkept(mut response: Response) -> Response {
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, never);
    // The address of a page may hold a secret, which no other site learns. Told to nobody at all, browsers
    // would not say either that our own forms come from here.
    let silent = HeaderValue::from_static("same-origin");
    response
        .headers_mut()
        .insert(axum::http::header::REFERRER_POLICY, silent);
    response
}

pub fn words<'a>(web: &'a Web, context: &Context) -> Result<&'a Words, ApiError> {
    let words = web.views.words(context.lang);
    words.ok_or_else(|| anyhow::anyhow!("no language was loaded").into())
}

/// The sentences of what is wrong.
fn said(refused: &FieldErrors, words: &Words) -> BTreeMap<String, String> {
    let sentence = |key: &String| words.text(&format!("account-{key}"));
    refused
        .iter()
        .map(|(field, key)| (field.clone(), sentence(key)))
        .collect()
}

/// Says why a form was refused, to people and to scripts.
pub async fn refuse(
    web: &Web,
    context: &Context,
    form: (&Form, &str),
    sent: &Sent,
    error: Error,
) -> ApiResult {
    let (status, errors) = match &error {
        Error::Arguments(errors) if sent.json => (StatusCode::BAD_REQUEST, errors.clone()),
        Error::Arguments(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors.clone()),
        Error::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, of_form("too-many")),
        Error::Refused(_) => (StatusCode::FORBIDDEN, of_form("no-mail")),
        Error::Unauthenticated => (StatusCode::UNAUTHORIZED, of_form("sign-in-first")),
        Error::NotFound(_) if sent.json => (StatusCode::BAD_REQUEST, of_form("dead-link")),
        Error::NotFound(_) => return dead_link(web, context).await,
        _ => return Err(error.into()),
    };
    let mut response = if sent.json {
        let errors = said(&errors, words(web, context)?);
        spoken(status, &refusal(status, &errors))
    } else {
        page(web, context, form, sent, (status, &errors)).await?
    };
    if let Error::TooMany(seconds) = error {
        let wait = HeaderValue::from(seconds);
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    Ok(response)
}

fn of_form(key: &str) -> FieldErrors {
    FieldErrors::from([("form".to_owned(), key.to_owned())])
}

/// `{"meta": {"code": 400}, "response": {"errors": […], "field_errors": {…}}}`; what no field is guilty of is
/// under an empty name.
pub fn refusal(status: StatusCode, errors: &BTreeMap<String, String>) -> Value {
    let name = |field: &String| {
        if field == "form" {
            String::new()
        } else {
            field.clone()
        }
    };
    let by_field: Map<String, Value> = errors
        .iter()
        .map(|(field, sentence)| (name(field), json!([sentence])))
        .collect();
    let all: Vec<&String> = errors.values().collect();
    json!({"meta": {"code": status.as_u16()}, "response": {"errors": all, "field_errors": by_field}})
}

/// What scripts are told when all went well.
pub fn accepted(response: &Value) -> Response {
    let body = json!({"meta": {"code": 200}, "response": response});
    spoken(StatusCode::OK, &body)
}

/// JSON that no page takes the place of.
pub fn spoken(status: StatusCode, body: &Value) -> Response {
    let mut response = unkept(json_response(status, body));
    response.extensions_mut().insert(Spoken);
    response
}

#[derive(Serialize)]
struct Done {
    lead: String,
    way: Option<Way>,
    /// Where letters are files, for those who look for them.
    mails: Option<String>,
}

/// Says that it is done, and where to go on.
pub async fn done(
    web: &Web,
    context: &Context,
    sent: &Sent,
    (name, way): (&str, Option<(&str, &str)>),
) -> ApiResult {
    if sent.json {
        return Ok(accepted(&json!({})));
    }
    told(web, context, StatusCode::OK, (name, way)).await
}

/// A page that says one thing.
pub async fn told(
    web: &Web,
    context: &Context,
    status: StatusCode,
    (name, way): (&str, Option<(&str, &str)>),
) -> ApiResult {
    let words = words(web, context)?;
    let settings = web.app.settings();
    let mails = settings.mail.clone().filter(|_| settings.demo);
    let shown = Done {
        lead: words.text(&format!("{name}-lead")),
        way: way.and_then(|way| ways(&[way], words).pop()),
        mails: mails.filter(|mails| name.ends_with("-sent") && !mails.contains("://")),
    };
    let title = words.text(&format!("{name}-title"));
    out(web, context, (Template::AccountDone, status), title, &shown).await
}

/// A link that works no more, or never did.
pub async fn dead_link(web: &Web, context: &Context) -> ApiResult {
    let way = Some(("sign-in", "/login"));
    told(web, context, StatusCode::NOT_FOUND, ("dead-link", way)).await
}

/// Whoever is signed in; others are sent to sign in first.
#[expect(
    clippy::result_large_err,
    reason = "the answer is given at once, and made once a request"
)]
pub fn person<'a>(context: &'a Context, sent: &Sent) -> Result<&'a User, Response> {
    if let Some(user) = &context.user {
        return Ok(user);
    }
    if sent.json {
        let status = StatusCode::UNAUTHORIZED;
        let body = json!({"meta": {"code": 401}, "response": {
            "errors": ["You must sign in to view this resource."], "reauth_required": false}});
        return Err(spoken(status, &body));
    }
    person_back(context, &context.path)
}

/// The same, back to an address of the portal afterwards.
#[expect(
    clippy::result_large_err,
    reason = "the answer is given at once, and made once a request"
)]
pub fn person_back<'a>(context: &'a Context, next: &str) -> Result<&'a User, Response> {
    context.user.as_ref().ok_or_else(|| {
        let next = url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        to(&format!("/login?next={next}"))
    })
}
