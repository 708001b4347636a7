//! Another address of e-mail. Whoever asks says their password; a script may have had it said shortly before.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::get;
use vitrail_app::Error;
use vitrail_app::account::{CHANGE_EMAIL, address, register, session};

use super::form::{Field, Form, Sent, dead_link, done, person, refuse, show};
use super::sign::again;
use crate::Web;
use crate::client::Client;
use crate::context::{self, Context};
use crate::error::ApiResult;

const CHANGE: Form = Form {
    name: "change-email",
    fields: &[
        Field(
            "new_email",
            "new-email",
            "email",
            "email",
            Some("setup-email-hint"),
        ),
        Field::CURRENT_PASSWORD,
    ],
    ways: &[("account-way", "/account")],
};

const PROVE: Form = Form {
    name: "confirm-email",
    fields: &[],
    ways: &[],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/change-email", get(form).post(ask))
        .route("/confirm-change-email/{secret}", get(prove).post(confirm))
}

async fn form(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    show(&web, &context, (&CHANGE, "/change-email"), &sent).await
}

async fn ask(
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
    let mut password = Some(sent.text("password"));
    if sent.json && !sent.has("password") {
        if !session::is_fresh(&web.app, user, context::session(&headers)).await? {
            return Ok(again());
        }
        password = None;
    }
    let said = (sent.text("new_email"), password);
    match address::ask_change(&web.app, &asking, user, said).await {
        Ok(()) => done(&web, &context, &sent, ("change-email-sent", None)).await,
        Err(error) => {
            let error = of_form(error);
            refuse(&web, &context, (&CHANGE, "/change-email"), &sent, error).await
        }
    }
}

/// What is wrong with the address, under the name that the field has here.
fn of_form(error: Error) -> Error {
    match error {
        Error::Arguments(mut errors) => {
            if let Some(problem) = errors.remove("email") {
                errors.insert("new_email".to_owned(), problem);
            }
            Error::Arguments(errors)
        }
        other => other,
    }
}

async fn prove(
    State(web): State<Web>,
    context: Context,
    Path(secret): Path<String>,
    sent: Sent,
) -> ApiResult {
    if !register::is_link(&web.app, &secret, CHANGE_EMAIL).await? {
        return dead_link(&web, &context).await;
    }
    let action = format!("/confirm-change-email/{secret}");
    show(&web, &context, (&PROVE, &action), &sent).await
}

async fn confirm(
    State(web): State<Web>,
    context: Context,
    Path(secret): Path<String>,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    let action = format!("/confirm-change-email/{secret}");
    let way = Some(("account-way", "/account"));
    match address::confirm_change(&web.app, &asking, &secret).await {
        Ok(()) => done(&web, &context, &sent, ("email-changed", way)).await,
        Err(error) => refuse(&web, &context, (&PROVE, &action), &sent, error).await,
    }
}
