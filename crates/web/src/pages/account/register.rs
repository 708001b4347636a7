//! Opening an account, and proving its address.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::account::CONFIRM;
use vitrail_app::account::register::{self, Registration};

use super::form::{Field, Form, Sent, dead_link, done, refuse, show, told};
use crate::Web;
use crate::client::Client;
use crate::context::Context;
use crate::error::ApiResult;

const REGISTER: Form = Form {
    name: "register",
    fields: &[
        Field("first_name", "first-name", "text", "given-name", None),
        Field(
            "last_name",
            "last-name",
            "text",
            "family-name",
            Some("register-name-hint"),
        ),
        Field("email", "email", "email", "email", Some("setup-email-hint")),
        Field::new_password("password", "password"),
        Field::password_again("password_confirm"),
        Field(
            "accept_conditions",
            "accept-conditions",
            "checkbox",
            "",
            None,
        ),
    ],
    ways: &[
        ("register-terms", "/pages/legal"),
        ("sign-in-way", "/login"),
    ],
};

const RESEND: Form = Form {
    name: "confirm-again",
    fields: &[Field("email", "email", "email", "email", None)],
    ways: &[("sign-in-way", "/login")],
};

const PROVE: Form = Form {
    name: "confirm",
    fields: &[],
    ways: &[],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/register", get(form).post(register))
        .route("/confirm", get(ask).post(resend))
        .route("/confirm/{secret}", get(prove).post(confirm))
}

async fn form(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if web.app.settings().mail.is_none() {
        let status = axum::http::StatusCode::OK;
        let way = Some(("sign-in", "/login"));
        return told(&web, &context, status, ("register-closed", way)).await;
    }
    show(&web, &context, (&REGISTER, "/register"), &sent).await
}

async fn register(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    let text = |name: &str| sent.text(name).to_owned();
    let new = Registration {
        first_name: text("first_name"),
        last_name: text("last_name"),
        email: text("email"),
        password: text("password"),
        password_confirm: text("password_confirm"),
        accept_conditions: sent.truth("accept_conditions"),
        proof: text("altcha"),
    };
    match register::register(&web.app, &asking, new).await {
        Ok(()) => done(&web, &context, &sent, ("register-sent", None)).await,
        Err(error) => refuse(&web, &context, (&REGISTER, "/register"), &sent, error).await,
    }
}

async fn ask(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    show(&web, &context, (&RESEND, "/confirm"), &sent).await
}

async fn resend(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    match register::send_confirmation(&web.app, &asking, sent.text("email")).await {
        Ok(()) => done(&web, &context, &sent, ("confirm-sent", None)).await,
        Err(error) => refuse(&web, &context, (&RESEND, "/confirm"), &sent, error).await,
    }
}

/// Programs open the links of mails before people do: a button confirms, not the address alone.
async fn prove(
    State(web): State<Web>,
    context: Context,
    Path(secret): Path<String>,
    sent: Sent,
) -> ApiResult {
    if !register::is_link(&web.app, &secret, CONFIRM).await? {
        return dead_link(&web, &context).await;
    }
    let action = format!("/confirm/{secret}");
    show(&web, &context, (&PROVE, &action), &sent).await
}

async fn confirm(
    State(web): State<Web>,
    context: Context,
    Path(secret): Path<String>,
    sent: Sent,
) -> ApiResult {
    let action = format!("/confirm/{secret}");
    let way = Some(("sign-in", "/login"));
    match register::confirm(&web.app, &secret).await {
        Ok(()) => done(&web, &context, &sent, ("confirmed", way)).await,
        Err(error) => refuse(&web, &context, (&PROVE, &action), &sent, error).await,
    }
}
