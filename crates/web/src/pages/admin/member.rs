//! The members of an organization: who they are, what each may do, who asks to come and who is invited.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use vitrail_app::domain::membership::{Answer, Asked};
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::{Extras, Id, Kind as Subject, Organization, Timestamp};
use vitrail_app::{Error, membership, organization};

use super::choice::{self, Named};
use super::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use super::organization::{open, sheet};
use super::room::{Room, Sheet, Step, told};
use crate::Web;
use crate::error::ApiResult;
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/admin/organizations/{organization}/members",
            get(page).post(invite),
        )
        .route(
            "/admin/organizations/{organization}/members/{user}",
            get(one).post(change),
        )
        .route(
            "/admin/organizations/{organization}/requests/{id}",
            post(answer),
        )
        .route("/admin/invitations/{id}", post(reply))
}

const INVITE: Form = Form {
    name: "invite",
    groups: &[Group(
        "all",
        &[
            Field("email", Kind::Email, Required),
            Field("role", Kind::Choice, Required),
            Field("comment", Kind::Lines, Optional),
        ],
    )],
};

const MEMBER: Form = Form {
    name: "member",
    groups: &[Group("all", &[Field("role", Kind::Radio, Required)])],
};

/// A partial editor edits what is assigned to them.
const PARTIAL: Form = Form {
    name: "member",
    groups: &[Group(
        "all",
        &[
            Field("role", Kind::Radio, Required),
            Field("datasets", Kind::Picks, Optional),
            Field("dataservices", Kind::Picks, Optional),
        ],
    )],
};

#[derive(Serialize)]
struct Content {
    members: Vec<MemberOut>,
    requests: Vec<Waiting>,
    invitations: Vec<Waiting>,
    form: Shown,
    base: String,
}

#[derive(Serialize)]
struct MemberOut {
    id: String,
    name: String,
    image: Option<String>,
    role: &'static str,
    since: Timestamp,
    url: String,
    me: bool,
}

#[derive(Serialize)]
struct Waiting {
    id: Uuid,
    name: String,
    comment: Option<String>,
    role: &'static str,
    since: Timestamp,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let mut typed = Typed::default();
    typed.set("role", Role::Editor.as_str());
    show(&web, &room, &found, Standing::of(typed)).await
}

async fn show(web: &Web, room: &Room, found: &Organization, standing: Standing) -> ApiResult {
    let (app, words) = (&web.app, room.words(web)?);
    let base = format!("/admin/organizations/{}", found.id);
    let people = organization::with_members(app, vec![found.clone()]).await?;
    let people = &people.references.users;
    let members = found.members.iter().filter_map(|member| {
        let user = people.get(&member.user)?;
        Some(MemberOut {
            id: user.id.to_string(),
            name: user.full_name(),
            image: user.avatar_thumbnail.clone(),
            role: member.role.as_str(),
            since: member.since,
            url: format!("{base}/members/{}", user.id),
            me: user.id == room.me.id,
        })
    });
    let (key, pending) = (found.id.to_string(), Some(Answer::Pending));
    let (_, all) = membership::list(app, room.actor(), &key, pending, None).await?;
    let names = membership::references(app, &all).await?;
    let waiting = |kind: Asked| {
        let of_kind = all.iter().filter(move |one| one.kind == kind);
        of_kind.map(|one| Waiting {
            id: one.id,
            name: one
                .user
                .and_then(|id| names.users.get(&id))
                .map(|user| user.full_name())
                .or_else(|| one.email.clone())
                .unwrap_or_default(),
            comment: one.comment.clone(),
            role: one.role.as_str(),
            since: one.created,
        })
    };
    let choices = Choices::from([("role", choice::terms::<Role>(room.context.lang))]);
    let form = Shown::new(
        &INVITE,
        format!("{base}/members"),
        &standing,
        &choices,
        words,
    )
    .button("invite", words.text("members-invite"));
    let content = Content {
        members: members.collect(),
        requests: waiting(Asked::Request).collect(),
        invitations: waiting(Asked::Invitation).collect(),
        form,
        base: base.clone(),
    };
    let mut sheet = sheet(room, found, words, "members");
    sheet.status = standing.status();
    room.show(web, Template::AdminMembers, sheet, &content)
        .await
}

async fn invite(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let body = INVITE.object(&typed);
    let (key, actor) = (found.id.to_string(), room.actor());
    let mut standing = Standing::of(typed);
    if standing.typed.one("email").is_empty() {
        let words = room.words(&web)?;
        let sentence = words.text("problem-email");
        standing.errors.insert("email".to_owned(), sentence);
        return show(&web, &room, &found, standing).await;
    }
    match membership::invite(&web.app, actor, &key, &body).await {
        Ok(_) => Ok(told(
            &format!("/admin/organizations/{key}/members"),
            "invited",
        )),
        Err(error) => {
            standing.errors = refused(&INVITE, error, room.words(&web)?)?;
            show(&web, &room, &found, standing).await
        }
    }
}

#[derive(Serialize)]
struct One {
    form: Shown,
    preview: Option<String>,
    /// Where the member is taken out.
    remove: String,
    name: String,
}

/// What is assigned to a member, by kind.
async fn assigned(web: &Web, found: &Organization, user: Id) -> Result<Vec<(Subject, Id)>, Error> {
    let all = organization::assignments(&web.app, found.id).await?;
    let theirs = all.into_iter().filter(|(member, _)| *member == user);
    Ok(theirs.map(|(_, subject)| subject).collect())
}

async fn one(
    State(web): State<Web>,
    Path((key, user)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let id: Id = user.parse().map_err(|_| Error::NotFound(Subject::User))?;
    let member = found.members.iter().find(|member| member.user == id);
    let member = member.ok_or(Error::NotFound(Subject::User))?;
    let mut typed = Typed::default();
    typed.set("role", member.role.as_str());
    for (kind, id) in assigned(&web, &found, id).await? {
        typed.add(&format!("{}s", kind.as_str()), id.to_string());
    }
    show_one(&web, &room, &found, id, Standing::of(typed)).await
}

async fn show_one(
    web: &Web,
    room: &Room,
    found: &Organization,
    user: Id,
    standing: Standing,
) -> ApiResult {
    let words = room.words(web)?;
    let people = organization::with_members(&web.app, vec![found.clone()]).await?;
    let name = people.references.users.get(&user);
    let name = name.map_or_else(String::new, |user| user.full_name());
    let typed = &standing.typed;
    let partial = typed.one("role") == Role::PartialEditor.as_str();
    let mut choices = Choices::from([("role", choice::terms::<Role>(room.context.lang))]);
    if partial {
        for (field, named) in [
            ("datasets", Named::Datasets),
            ("dataservices", Named::Dataservices),
        ] {
            choices.insert(field, choice::objects(web, typed, field, named).await?);
        }
    }
    let base = format!("/admin/organizations/{}/members", found.id);
    let action = format!("{base}/{user}");
    let form = if partial { &PARTIAL } else { &MEMBER };
    let mut form = Shown::new(form, &action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    form.live = partial;
    let of_organization = sheet(room, found, words, "members");
    let sheet = Sheet {
        title: name.clone(),
        status: standing.status(),
        trail: vec![Step {
            label: found.name.clone(),
            url: base,
        }],
        ..of_organization
    };
    let content = One {
        form,
        preview: None,
        remove: action,
        name,
    };
    room.show(web, Template::AdminMember, sheet, &content).await
}

async fn change(
    State(web): State<Web>,
    Path((key, user)): Path<(String, String)>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let id: Id = user.parse().map_err(|_| Error::NotFound(Subject::User))?;
    let (key, app, actor) = (found.id.to_string(), &web.app, room.actor());
    let back = format!("/admin/organizations/{key}/members");
    let mut standing = Standing::of(typed);
    if standing.typed.does("check") {
        return show_one(&web, &room, &found, id, standing).await;
    }
    let done = if standing.typed.does("remove") {
        organization::remove_member(app, actor, &key, &user)
            .await
            .map(|()| "member-removed")
    } else {
        keep(&web, &room, &found, id, &standing.typed)
            .await
            .map(|()| "saved")
    };
    match done {
        // Who left an organization no longer runs it.
        Ok(_) if id == room.me.id && !room.actor().sysadmin => Ok(told("/admin", "saved")),
        Ok(what) => Ok(told(&back, what)),
        Err(error) => {
            standing.errors = refused(&PARTIAL, error, room.words(&web)?)?;
            show_one(&web, &room, &found, id, standing).await
        }
    }
}

/// Writes the role, then what is assigned to a partial editor.
async fn keep(
    web: &Web,
    room: &Room,
    found: &Organization,
    user: Id,
    typed: &Typed,
) -> Result<(), Error> {
    let (app, actor) = (&web.app, room.actor());
    let (key, person) = (found.id.to_string(), user.to_string());
    let body = MEMBER.object(typed);
    let (_, member) = organization::set_role(app, actor, &key, &person, &body).await?;
    if member.role != Role::PartialEditor {
        return Ok(());
    }
    // What this form does not show stays assigned.
    let others = assigned(web, found, user).await?.into_iter();
    let others =
        others.filter(|(kind, _)| !matches!(kind, Subject::Dataset | Subject::Dataservice));
    let reference = |kind: Subject, id: &str| json!({"class": kind.class(), "id": id});
    let mut items: Vec<Value> = others
        .map(|(kind, id)| reference(kind, &id.to_string()))
        .collect();
    for (field, kind) in [
        ("datasets", Subject::Dataset),
        ("dataservices", Subject::Dataservice),
    ] {
        items.extend(typed.many(field).iter().map(|id| reference(kind, id)));
    }
    organization::set_assignments(app, actor, &key, &person, &Value::Array(items)).await?;
    Ok(())
}

fn uuid(text: &str) -> Result<Uuid, Error> {
    text.parse()
        .map_err(|_| Error::NotFound(Subject::Organization))
}

/// Lets in who asked, or not; or takes an invitation back.
async fn answer(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (key, id, app, actor) = (found.id.to_string(), uuid(&id)?, &web.app, room.actor());
    let what = match typed.one("do") {
        "accept" => {
            membership::accept(app, actor, &key, id).await?;
            "accepted"
        }
        "cancel" => {
            membership::cancel(app, actor, &key, id).await?;
            "cancelled"
        }
        _ => {
            let words = room.words(&web)?;
            let why = match typed.one("comment") {
                "" => words.text("members-refused"),
                why => why.to_owned(),
            };
            let body = Extras::from_iter([("comment".to_owned(), json!(why))]);
            membership::refuse(app, actor, &key, id, &body).await?;
            "refused"
        }
    };
    Ok(told(&format!("/admin/organizations/{key}/members"), what))
}

/// Answers an invitation.
async fn reply(
    State(web): State<Web>,
    Path(id): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let accepts = typed.does("accept");
    membership::answer(&web.app, room.actor(), uuid(&id)?, accepts).await?;
    Ok(told("/admin", if accepts { "accepted" } else { "refused" }))
}
