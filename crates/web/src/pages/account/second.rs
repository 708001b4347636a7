//! The second proof: set up and taken away on the page of the account, asked at sign-in. Clients of udata speak of it
//! in the words of the library behind its accounts (`/tf-setup`, `/tf-validate`, `/tf-select`, `/tf-rescue`).

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;
use serde_json::json;
use vitrail_app::account::second::{self, Offer};
use vitrail_app::account::{self, session};
use vitrail_app::domain::{Timestamp, User};
use vitrail_app::{Error, FieldErrors};

use super::cookie::{self, closed_half, to};
use super::form::{Field, Form, Sent, accepted, out, person, refuse, show, spoken, words};
use super::sign::{again, welcome};
use crate::Web;
use crate::client::Client;
use crate::context::{self, Context};
use crate::error::ApiResult;
use crate::view::Template;

const PAGE: &str = "/account/second-factor";

const CODE: Form = Form {
    name: "second",
    fields: &[Field(
        "code",
        "second-code",
        "text",
        "one-time-code",
        Some("second-code-hint"),
    )],
    ways: &[
        ("second-rescue-way", "/tf-rescue"),
        ("sign-in-again-way", "/login"),
    ],
};

const RESCUE: Form = Form {
    name: "rescue",
    fields: &[Field(
        "code",
        "rescue-code",
        "text",
        "off",
        Some("rescue-code-hint"),
    )],
    ways: &[("second-way", "/tf-validate")],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/account/second-factor", get(page).post(begin))
        .route("/account/second-factor/confirm", post(confirm))
        .route("/account/second-factor/codes", post(renew))
        .route("/account/second-factor/end", post(end))
        .route("/tf-validate", get(form).post(validate))
        .route("/tf-rescue", get(rescue_form).post(rescue))
        .route("/tf-setup", get(setup_state).post(setup))
        .route("/tf-select", get(selection).post(select))
}

#[derive(Serialize)]
struct Shown<'a> {
    since: Option<Timestamp>,
    left: i64,
    offer: Option<OfferOut>,
    /// Shown this once.
    codes: &'a [String],
    errors: FieldErrors,
}

#[derive(Serialize)]
struct OfferOut {
    /// In groups, to be typed by hand.
    key: String,
    uri: String,
    /// The path of the dark squares, and how many there are on a side.
    squares: String,
    side: i32,
}

impl OfferOut {
    fn new(offer: &Offer) -> Option<Self> {
        let code = QrCode::encode_text(&offer.uri, QrCodeEcc::Medium).ok()?;
        let signs: Vec<char> = offer.key.chars().collect();
        let groups: Vec<String> = signs
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        Some(Self {
            key: groups.join(" "),
            uri: offer.uri.clone(),
            squares: squares(&code),
            side: code.size() + 8,
        })
    }
}

/// One path for all, with the margin that cameras need.
fn squares(code: &QrCode) -> String {
    use std::fmt::Write;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
            }
        }
    }
    path
}

/// The page: off, being set up, or on.
async fn shown(
    web: &Web,
    context: &Context,
    user: &User,
    (codes, refused): (&[String], Option<Error>),
) -> ApiResult {
    let state = second::state(&web.app, user.id).await?;
    let offered = second::offered(&web.app, user).await?;
    let known = words(web, context)?;
    let (status, errors) = match refused {
        None => (StatusCode::OK, FieldErrors::new()),
        Some(Error::Arguments(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Some(Error::TooMany(_)) => {
            let errors = FieldErrors::from([("form".to_owned(), "too-many".to_owned())]);
            (StatusCode::TOO_MANY_REQUESTS, errors)
        }
        Some(error) => return Err(error.into()),
    };
    let said = errors.into_iter();
    let page = Shown {
        since: state.map(|(since, _)| since),
        left: state.map_or(0, |(_, left)| left),
        offer: offered.as_ref().and_then(OfferOut::new),
        codes,
        errors: said
            .map(|(field, key)| (field, known.text(&format!("account-{key}"))))
            .collect(),
    };
    let title = known.text("second-factor-title");
    out(web, context, (Template::SecondFactor, status), title, &page).await
}

async fn page(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    match person(&context, &sent) {
        Ok(user) => shown(&web, &context, user, (&[], None)).await,
        Err(response) => Ok(response),
    }
}

/// Whether the password was said a short while ago.
async fn is_fresh(web: &Web, user: &User, headers: &HeaderMap) -> ApiResult<bool> {
    Ok(session::is_fresh(&web.app, user, context::session(headers)).await?)
}

async fn begin(
    State(web): State<Web>,
    context: Context,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    if !is_fresh(&web, user, &headers).await? {
        return Ok(to("/verify?next=/account/second-factor"));
    }
    let refused = second::offer(&web.app, user).await.err();
    shown(&web, &context, user, (&[], refused)).await
}

async fn confirm(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    match second::confirm(&web.app, &asking, user, sent.text("code")).await {
        Ok(codes) => shown(&web, &context, user, (&codes, None)).await,
        Err(error) => shown(&web, &context, user, (&[], Some(error))).await,
    }
}

async fn renew(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    let password = sent.text("password");
    match second::renew_codes(&web.app, &asking, user, password).await {
        Ok(codes) => shown(&web, &context, user, (&codes, None)).await,
        Err(error) => shown(&web, &context, user, (&[], Some(error))).await,
    }
}

async fn end(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    let password = sent.text("password");
    match second::disable(&web.app, &asking, user, Some(password)).await {
        Ok(()) => Ok(to(PAGE)),
        Err(error) => shown(&web, &context, user, (&[], Some(error))).await,
    }
}

async fn form(
    State(web): State<Web>,
    context: Context,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    asked(&web, &context, (&CODE, "/tf-validate"), (&headers, sent)).await
}

async fn rescue_form(
    State(web): State<Web>,
    context: Context,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    asked(&web, &context, (&RESCUE, "/tf-rescue"), (&headers, sent)).await
}

/// A form for those who said their password; others begin with it.
async fn asked(
    web: &Web,
    context: &Context,
    form: (&Form, &str),
    (headers, sent): (&HeaderMap, Sent),
) -> ApiResult {
    let half = cookie::half(headers).unwrap_or_default();
    if !second::is_half(&web.app, half).await? {
        return Ok(to("/login"));
    }
    let next = context.params.text("next").unwrap_or_default();
    show(web, context, form, &sent.or("next", &next)).await
}

/// A code of the device: of somebody who signs in, or of somebody who sets it up.
async fn validate(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let code = sent.text("code");
    if cookie::half(&headers).is_none()
        && let Some(user) = &context.user
    {
        return match second::confirm(&web.app, &asking, user, code).await {
            Ok(codes) => Ok(accepted(
                &json!({"tf_state": "ready", "recovery_codes": codes}),
            )),
            Err(error) => refuse(&web, &context, (&CODE, "/tf-validate"), &sent, error).await,
        };
    }
    finish(
        &web,
        &context,
        (&CODE, "/tf-validate"),
        (&asking, &headers, &sent),
    )
    .await
}

async fn rescue(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    finish(
        &web,
        &context,
        (&RESCUE, "/tf-rescue"),
        (&asking, &headers, &sent),
    )
    .await
}

async fn finish(
    web: &Web,
    context: &Context,
    form: (&Form, &str),
    (asking, headers, sent): (&account::Asking, &HeaderMap, &Sent),
) -> ApiResult {
    let half = cookie::half(headers).unwrap_or_default();
    match second::finish(&web.app, asking, half, sent.text("code")).await {
        Ok(session) => Ok(closed_half(welcome(web, sent, &session))),
        Err(error) => refuse(web, context, form, sent, error).await,
    }
}

const METHODS: [&str; 1] = ["authenticator"];

async fn setup_state(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    if !sent.json {
        return Ok(to(PAGE));
    }
    let is_on = second::state(&web.app, user.id).await?.is_some();
    Ok(accepted(
        &json!({"tf_required": false, "tf_available_methods": METHODS,
        "tf_primary_method": is_on.then_some("authenticator"),
        "tf_state": is_on.then_some("ready")}),
    ))
}

async fn setup(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    if !is_fresh(&web, user, &headers).await? {
        return Ok(again());
    }
    match sent.text("setup") {
        "authenticator" => match second::offer(&web.app, user).await {
            Ok(offer) => Ok(offered(&offer)),
            Err(error) => refuse(&web, &context, (&CODE, "/tf-validate"), &sent, error).await,
        },
        "disable" => {
            second::disable(&web.app, &asking, user, None).await?;
            Ok(accepted(
                &json!({"tf_state": null, "tf_primary_method": null}),
            ))
        }
        _ => {
            let error = Error::argument("setup", "unknown-method");
            refuse(&web, &context, (&CODE, "/tf-validate"), &sent, error).await
        }
    }
}

fn offered(offer: &Offer) -> Response {
    accepted(
        &json!({"tf_state": "validating_profile", "tf_primary_method": "authenticator",
        "tf_authr_key": offer.key, "tf_authr_username": offer.username,
        "tf_authr_issuer": offer.issuer, "tf_authr_uri": offer.uri}),
    )
}

async fn selection(sent: Sent) -> Response {
    if sent.json {
        accepted(&json!({"tf_setup_methods": METHODS}))
    } else {
        to("/tf-validate")
    }
}

/// There is one kind of second proof: choosing it changes nothing.
async fn select(State(web): State<Web>, headers: HeaderMap, sent: Sent) -> ApiResult {
    let half = cookie::half(&headers).unwrap_or_default();
    if !second::is_half(&web.app, half).await? {
        let body = json!({"meta": {"code": 400}, "response": {
            "errors": ["You must sign in first"], "field_errors": {}}});
        return Ok(spoken(StatusCode::BAD_REQUEST, &body));
    }
    if !sent.json {
        return Ok(to("/tf-validate"));
    }
    Ok(accepted(
        &json!({"tf_required": true, "tf_state": "ready", "tf_primary_method": "authenticator"}),
    ))
}
