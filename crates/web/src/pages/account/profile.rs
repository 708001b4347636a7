//! What a person says of themselves, and how they leave.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use serde_json::{Map, json};
use vitrail_app::account::{leaving, session};
use vitrail_app::user;

use super::cookie::{closed, to};
use super::form::{Field, Form, Sent, done, of_problems, person, refuse, show};
use crate::Web;
use crate::client::Client;
use crate::context::{self, Context};
use crate::error::ApiResult;

const PROFILE: Form = Form {
    name: "profile",
    fields: &[
        Field(
            "about",
            "profile-about",
            "textarea",
            "off",
            Some("profile-about-hint"),
        ),
        Field(
            "website",
            "profile-website",
            "url",
            "url",
            Some("profile-website-hint"),
        ),
    ],
    ways: &[("account-way", "/account")],
};

const LEAVE: Form = Form {
    name: "leave",
    fields: &[Field::CURRENT_PASSWORD],
    ways: &[("account-way", "/account")],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/account/profile", get(profile).post(edit))
        .route("/account/delete", get(ask).post(leave))
}

async fn profile(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    let sent = sent.or("about", user.about.as_deref().unwrap_or_default());
    let sent = sent.or("website", user.website.as_deref().unwrap_or_default());
    show(&web, &context, (&PROFILE, "/account/profile"), &sent).await
}

async fn edit(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    let mut body = Map::new();
    for name in ["about", "website"] {
        let said = Some(sent.text(name).trim()).filter(|text| !text.is_empty());
        body.insert(name.to_owned(), json!(said));
    }
    match user::update_me(&web.app, &context.actor, &body).await {
        Ok(_) => Ok(to("/account")),
        Err(error) => {
            let error = of_problems(error);
            refuse(&web, &context, (&PROFILE, "/account/profile"), &sent, error).await
        }
    }
}

async fn ask(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    show(&web, &context, (&LEAVE, "/account/delete"), &sent).await
}

async fn leave(
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
    let fresh = session::is_fresh(&web.app, user, context::session(&headers)).await?;
    let said = (sent.text("password"), fresh);
    match leaving::leave(&web.app, &asking, (&context.actor, user), said).await {
        Ok(()) => {
            let way = Some(("home", "/"));
            Ok(closed(
                &web,
                done(&web, &context, &sent, ("left", way)).await?,
            ))
        }
        Err(error) => refuse(&web, &context, (&LEAVE, "/account/delete"), &sent, error).await,
    }
}
