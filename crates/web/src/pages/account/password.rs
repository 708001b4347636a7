//! A password that was forgotten, and one that is changed.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::get;
use vitrail_app::account::passwords::{self, Choice};

use super::form::{Field, Form, Sent, dead_link, done, person, refuse, show};
use crate::Web;
use crate::client::Client;
use crate::context::{self, Context};
use crate::error::ApiResult;

const FORGOTTEN: Form = Form {
    name: "reset",
    fields: &[Field("email", "email", "email", "username", None)],
    ways: &[("sign-in-way", "/login")],
};

const CHOOSE: Form = Form {
    name: "choose",
    fields: &[
        Field::new_password("password", "new-password"),
        Field::password_again("password_confirm"),
    ],
    ways: &[],
};

const CHANGE: Form = Form {
    name: "change",
    fields: &[
        Field::CURRENT_PASSWORD,
        Field::new_password("new_password", "new-password"),
        Field::password_again("new_password_confirm"),
    ],
    ways: &[("reset-way", "/reset"), ("account-way", "/account")],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/reset", get(forgotten).post(ask))
        .route("/reset/{secret}", get(choose).post(reset))
        .route("/change", get(form).post(change))
}

async fn forgotten(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    show(&web, &context, (&FORGOTTEN, "/reset"), &sent).await
}

async fn ask(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    match passwords::ask_reset(&web.app, &asking, sent.text("email")).await {
        Ok(()) => done(&web, &context, &sent, ("reset-sent", None)).await,
        Err(error) => refuse(&web, &context, (&FORGOTTEN, "/reset"), &sent, error).await,
    }
}

async fn choose(
    State(web): State<Web>,
    context: Context,
    Path(secret): Path<String>,
    sent: Sent,
) -> ApiResult {
    if !passwords::is_reset(&web.app, &secret).await? {
        return dead_link(&web, &context).await;
    }
    let action = format!("/reset/{secret}");
    show(&web, &context, (&CHOOSE, &action), &sent).await
}

async fn reset(
    State(web): State<Web>,
    context: Context,
    Path(secret): Path<String>,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    let choice = Choice {
        password: sent.text("password").to_owned(),
        again: sent.text("password_confirm").to_owned(),
    };
    let action = format!("/reset/{secret}");
    let way = Some(("sign-in", "/login"));
    match passwords::reset(&web.app, &asking, &secret, &choice).await {
        Ok(_) => done(&web, &context, &sent, ("password-changed", way)).await,
        Err(error) => refuse(&web, &context, (&CHOOSE, &action), &sent, error).await,
    }
}

async fn form(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    show(&web, &context, (&CHANGE, "/change"), &sent).await
}

async fn change(
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
    let choice = Choice {
        password: sent.text("new_password").to_owned(),
        again: sent.text("new_password_confirm").to_owned(),
    };
    let session = context::session(&headers);
    let said = (sent.text("password"), &choice);
    let way = Some(("account-way", "/account"));
    match passwords::change(&web.app, &asking, user, session, said).await {
        Ok(()) => done(&web, &context, &sent, ("password-changed", way)).await,
        Err(error) => refuse(&web, &context, (&CHANGE, "/change"), &sent, error).await,
    }
}
