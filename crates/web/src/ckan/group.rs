//! Organizations as CKAN's, alone and in lists.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};
use vitrail_app::domain::dataset::count;
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::{Id, Kind, Organization, User};
use vitrail_app::matching::{Match, Wanted};
use vitrail_app::organization::{self, Filter};
use vitrail_app::references::Wanted as Named;
use vitrail_app::{Sort, matching};

use super::call::Call;
use super::refusal::Refusal;
use super::shape::{Group, OfUser, User as Member, instant};
use super::{ids, package, written};
use crate::Web;
use crate::context::Context;

/// Whole organizations come in pages no longer than this, as CKAN's do.
const MOST_WHOLE: i64 = 25;
const MOST: i64 = 1_000;

/// How many packages these organizations have, which the portal counts: a figure kept with them may be that of an import.
async fn packages_of(web: &Web, some: &[Organization]) -> Result<HashMap<Id, i64>, Refusal> {
    let ids = some.iter().map(|organization| organization.id).collect();
    Ok(matching::published(&web.app, ids).await?)
}

fn group(context: &Context, organization: &Organization, packages: &HashMap<Id, i64>) -> Group {
    let shape = package::of_organization(context, organization);
    Group {
        approval_status: shape.approval_status,
        created: shape.created,
        description: shape.description,
        display_name: shape.title.clone(),
        id: shape.id,
        image_display_url: shape.image_url.clone(),
        image_url: shape.image_url,
        is_organization: true,
        name: shape.name,
        num_followers: count(&organization.metrics, "followers"),
        package_count: packages.get(&organization.id).copied().unwrap_or(0),
        state: "active",
        title: shape.title,
        r#type: "organization",
        packages: None,
        users: None,
        extras: None,
        groups: None,
    }
}

pub async fn list(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let whole = call.flag("all_fields", false);
    let most = if whole { MOST_WHOLE } else { MOST };
    let limit = call.number("limit")?.unwrap_or(most).min(most);
    let offset = call.number("offset")?.unwrap_or(0);
    let only = call.list("organizations");
    let sort = sort(
        &call
            .text("sort")
            .or_else(|| call.text("order_by"))
            .unwrap_or_default(),
    )?;
    let part = (offset, limit);
    let data = match only {
        Some(names) => some_of(web, &names, part).await,
        None if whole => organization::part(&web.app, &Filter::default(), sort, part).await?,
        None => {
            let found = organization::names(&web.app, &Filter::default(), sort, part).await?;
            let names: Vec<String> = found
                .iter()
                .map(|(id, slug)| ids::name(Kind::Organization, *id, slug))
                .collect();
            return Ok(written(&names));
        }
    };
    let some = data.iter();
    if whole {
        let extras = call.flag("include_extras", false);
        let packages = packages_of(web, &data).await?;
        let groups: Vec<Group> = some
            .map(|organization| Group {
                extras: extras.then(Vec::new),
                ..group(context, organization, &packages)
            })
            .collect();
        return Ok(written(&groups));
    }
    let names: Vec<String> = some
        .map(|found| ids::name(Kind::Organization, found.id, &found.slug))
        .collect();
    Ok(written(&names))
}

/// Those that a client names, in its order.
async fn some_of(web: &Web, names: &[String], (offset, limit): (i64, i64)) -> Vec<Organization> {
    let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
    let taken = usize::try_from(limit).unwrap_or(0);
    let mut found = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()).take(1_000) {
        found.extend(ids::organization(web, name).await.ok());
    }
    found.into_iter().skip(skipped).take(taken).collect()
}

/// `title asc` unless another is asked.
fn sort(text: &str) -> Result<Option<Sort>, Refusal> {
    let wrong = |why: String| Err(Refusal::Told("message", why));
    if text.contains(',') {
        return wrong("Too many sort criteria provided only 1 allowed".to_owned());
    }
    let mut words = text.split_whitespace();
    let Some(name) = words.next() else {
        return Ok(None);
    };
    let column = match name {
        "name" => "slug",
        "title" => "words",
        "package_count" | "packages" => organization::PUBLISHED,
        _ => return wrong(format!("Cannot sort by field `{name}`")),
    };
    let descending = match words.next().map(str::to_lowercase).as_deref() {
        None => column == organization::PUBLISHED,
        Some("asc") => false,
        Some("desc") => true,
        Some(other) => return wrong(format!("Invalid sort direction `{other}`")),
    };
    Ok(Some(Sort { column, descending }))
}

/// The organizations in which the bearer of a token may do something; those who run the portal may everything everywhere.
pub async fn of_user(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let actor = &context.actor;
    if actor.is_anonymous() {
        return Ok("[]".to_owned());
    }
    let permission = call
        .text("permission")
        .unwrap_or_else(|| "manage_group".to_owned());
    let may = |role: Role| match permission.as_str() {
        "read" | "manage_group" => true,
        "create_dataset" | "update_dataset" | "delete_dataset" => role != Role::PartialEditor,
        _ => role == Role::Admin,
    };
    let found = if actor.sysadmin {
        organization::part(&web.app, &Filter::default(), None, (0, MOST)).await?
    } else {
        let roles = actor.roles.iter().filter(|(_, role)| may(**role));
        let mut wanted = Named::default();
        wanted.organization(roles.map(|(id, _)| *id));
        let mut found: Vec<Organization> = wanted
            .load(&web.app)
            .await?
            .organizations
            .into_values()
            .map(|found| found.as_ref().clone())
            .filter(Organization::is_visible)
            .collect();
        found.sort_by(|one, other| one.slug.cmp(&other.slug));
        found
    };
    let counts = call.flag("include_dataset_count", true);
    let packages = packages_of(web, &found).await?;
    let each = found.iter().map(|organization| {
        let role = actor.role_in(organization.id);
        let shape = package::of_organization(context, organization);
        OfUser {
            capacity: role.map_or("admin", capacity),
            display_name: shape.title.clone(),
            image_display_url: shape.image_url.clone(),
            package_count: counts.then(|| packages.get(&organization.id).copied().unwrap_or(0)),
            organization: shape,
        }
    });
    Ok(written(&each.collect::<Vec<OfUser>>()))
}

fn capacity(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Editor => "editor",
        Role::PartialEditor => "member",
    }
}

pub async fn show(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let organization = ids::organization(web, &call.needed("id")?).await?;
    let packages = packages_of(web, std::slice::from_ref(&organization)).await?;
    let mut shown = group(context, &organization, &packages);
    if call.flag("include_datasets", false) {
        let wanted = Wanted {
            actor: context.actor.clone(),
            words: None,
            matching: Match::Organizations(vec![organization.id]),
            sorts: Vec::new(),
            by: None,
            offset: 0,
            limit: 1_000,
        };
        let found = matching::find(&web.app, wanted).await?;
        shown.packages = Some(package::packages(web, context, &found.datasets).await?);
    }
    if call.flag("include_users", true) {
        shown.users = Some(members(web, context, &organization).await?);
    }
    shown.extras = call.flag("include_extras", true).then(Vec::new);
    shown.groups = call.flag("include_groups", true).then(Vec::new);
    Ok(written(&shown))
}

async fn members(
    web: &Web,
    context: &Context,
    organization: &Organization,
) -> Result<Vec<Member>, Refusal> {
    let found = organization::with_members(&web.app, vec![organization.clone()]).await?;
    let members = organization.members.iter().filter_map(|member| {
        let user: &Arc<User> = found.references.users.get(&member.user)?;
        let name = user.full_name();
        let picture = user.avatar.as_deref();
        let picture = picture.map(|address| package::absolute(context, address));
        Some(Member {
            about: user.about.clone(),
            capacity: capacity(member.role),
            created: instant(user.since),
            display_name: name.clone(),
            fullname: name,
            id: ids::uuid(Kind::User, user.id).to_string(),
            image_display_url: picture.clone(),
            image_url: picture,
            name: user.slug.clone(),
            state: "active",
            sysadmin: false,
        })
    });
    Ok(members.collect())
}

pub async fn autocomplete(web: &Web, typed: &str, limit: usize) -> Result<Vec<Value>, Refusal> {
    let filter = Filter {
        q: Some(typed.to_owned()),
        ..Filter::default()
    };
    let part = (0, i64::try_from(limit.min(100)).unwrap_or(10));
    let found = organization::part(&web.app, &filter, None, part).await?;
    let found = found.iter().map(|found| {
        json!({
            "id": ids::uuid(Kind::Organization, found.id).to_string(),
            "name": ids::name(Kind::Organization, found.id, &found.slug),
            "title": found.name,
        })
    });
    Ok(found.collect())
}
