//! The actions by their names: those that read are done, those that write are refused as on a portal that nobody may
//! write to.

use serde_json::json;
use uuid::Uuid;
use vitrail_app::domain::Kind;
use vitrail_app::domain::slug::slugify;
use vitrail_app::domain::vocabulary::{format, license};
use vitrail_app::{dataset, matching, site};

use super::call::Call;
use super::refusal::Refusal;
use super::shape::{Licence, TagAlone};
use super::{activity, condition, file, group, ids, package, search, written};
use crate::Web;
use crate::context::Context;

/// The version of CKAN whose answers these are.
const VERSION: &str = "2.12.0";

/// An action: its name, what it does, and whether it would write.
#[derive(Debug, PartialEq, Eq)]
pub struct Action {
    name: &'static str,
    help: &'static str,
    pub writes: bool,
}

const fn reads(name: &'static str, help: &'static str) -> Action {
    Action {
        name,
        help,
        writes: false,
    }
}

const fn writes(name: &'static str) -> Action {
    Action {
        name,
        help: "This portal is read only through this API.",
        writes: true,
    }
}

const ACTIONS: &[Action] = &[
    reads(
        "status_show",
        "Return a dictionary with information about the site's configuration.",
    ),
    reads("site_read", "Return ``True``: anybody may read this site."),
    reads(
        "help_show",
        "Return the help string for a particular API action.\n\n    :param name: Action function name",
    ),
    reads(
        "package_list",
        "Return a list of the names of the site's datasets (packages).\n\n    :param limit: if given, the list is cut to this length\n    :param offset: when limit is given, where to begin",
    ),
    reads(
        "current_package_list_with_resources",
        "Return a list of the site's datasets (packages) and their resources, the last modified first.\n\n    :param limit:\n    :param offset:",
    ),
    reads(
        "package_show",
        "Return the metadata of a dataset (package) and its resources.\n\n    :param id: the id or name of the dataset",
    ),
    reads(
        "package_search",
        "Searches for packages satisfying a given search criteria.\n\n    :param q: the query\n    :param fq: any filter queries to apply\n    :param sort:\n    :param rows:\n    :param start:\n    :param facet.field:",
    ),
    reads(
        "package_autocomplete",
        "Return a list of datasets (packages) that match a string.\n\n    :param q: the string to search for\n    :param limit:",
    ),
    reads(
        "resource_show",
        "Return the metadata of a resource.\n\n    :param id: the id of the resource",
    ),
    reads(
        "resource_search",
        "Searches for resources in public Datasets satisfying the search criteria.\n\n    :param query: ``{field}:{value}``, repeated",
    ),
    reads(
        "organization_list",
        "Return a list of the names of the site's organizations.\n\n    :param all_fields:\n    :param sort:\n    :param limit:\n    :param offset:",
    ),
    reads(
        "organization_show",
        "Return the details of a organization.\n\n    :param id: the id or name of the organization",
    ),
    reads(
        "organization_autocomplete",
        "Return a list of organization names that contain a string.\n\n    :param q:",
    ),
    reads(
        "organization_list_for_user",
        "Return the organizations that the user has a given permission for.",
    ),
    reads(
        "group_list",
        "Return a list of the names of the site's groups.",
    ),
    reads(
        "group_show",
        "Return the details of a group.\n\n    :param id: the id or name of the group",
    ),
    reads(
        "group_autocomplete",
        "Return a list of group names that contain a string.",
    ),
    reads(
        "tag_list",
        "Return a list of the site's tags.\n\n    :param query: a tag name query to search for\n    :param all_fields:",
    ),
    reads(
        "tag_show",
        "Return the details of a tag.\n\n    :param id: the name or id of the tag",
    ),
    reads(
        "tag_autocomplete",
        "Return a list of tag names that contain a given string.\n\n    :param query:\n    :param limit:",
    ),
    reads(
        "format_autocomplete",
        "Return a list of resource formats whose names contain a string.\n\n    :param q:\n    :param limit:",
    ),
    reads(
        "tag_search",
        "Return a list of tags whose names contain a given string, and how many there are.\n\n    :param query:\n    :param limit:\n    :param offset:",
    ),
    reads("user_list", "Return a list of the site's user accounts."),
    reads("user_show", "Return a user account."),
    reads(
        "user_autocomplete",
        "Return a list of user names that contain a string.",
    ),
    reads(
        "vocabulary_list",
        "Return a list of all the site's tag vocabularies.",
    ),
    reads("vocabulary_show", "Return a tag vocabulary."),
    reads(
        "member_list",
        "Return the members of a group.\n\n    :param id: the id or name of the group",
    ),
    reads(
        "package_relationships_list",
        "Return a dataset's relationships.\n\n    :param id: the id or name of the dataset",
    ),
    reads(
        "resource_view_list",
        "Return the list of resource views for a particular resource.\n\n    :param id: the id of the resource",
    ),
    reads(
        "license_list",
        "Return the list of licenses available for datasets on the site.",
    ),
    reads(
        "recently_changed_packages_activity_list",
        "Return the activity stream of all recently added or changed packages.\n\n    :param limit:\n    :param offset:\n    :param after: seconds since 1970\n    :param before:",
    ),
    reads(
        "package_activity_list",
        "Return a package's activity stream.\n\n    :param id: the id or name of the package\n    :param limit:\n    :param offset:",
    ),
    reads(
        "datastore_search",
        "Search a DataStore resource.\n\n    :param resource_id:",
    ),
    reads(
        "datastore_search_sql",
        "Execute SQL queries on the DataStore.\n\n    :param sql:",
    ),
    reads(
        "datastore_info",
        "Returns detailed metadata about a resource.\n\n    :param id:",
    ),
    writes("package_create"),
    writes("package_update"),
    writes("package_patch"),
    writes("package_delete"),
    writes("package_revise"),
    writes("package_resource_reorder"),
    writes("package_owner_org_update"),
    writes("dataset_purge"),
    writes("resource_create"),
    writes("resource_update"),
    writes("resource_patch"),
    writes("resource_delete"),
    writes("resource_view_create"),
    writes("organization_create"),
    writes("organization_update"),
    writes("organization_patch"),
    writes("organization_delete"),
    writes("organization_purge"),
    writes("organization_member_create"),
    writes("organization_member_delete"),
    writes("group_create"),
    writes("group_update"),
    writes("group_patch"),
    writes("group_delete"),
    writes("group_purge"),
    writes("member_create"),
    writes("member_delete"),
    writes("tag_create"),
    writes("tag_delete"),
    writes("vocabulary_create"),
    writes("user_create"),
    writes("user_update"),
    writes("user_delete"),
    writes("api_token_create"),
    writes("follow_dataset"),
    writes("datastore_create"),
    writes("datastore_upsert"),
    writes("datastore_delete"),
    writes("datastore_records_delete"),
];

pub fn find(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}

/// What an action answers, as JSON.
pub async fn run(
    web: &Web,
    context: &Context,
    action: &Action,
    call: &Call,
) -> Result<String, Refusal> {
    if action.writes {
        let deed = action.name.replace('_', " ");
        return Err(Refusal::Denied(format!(
            "User  not authorized: this portal is read only through this API ({deed})"
        )));
    }
    match action.name {
        "status_show" => status(web, context).await,
        "site_read" => Ok("true".to_owned()),
        "help_show" => help(call),
        "package_list" => names(web, call).await,
        "current_package_list_with_resources" => search::every(web, context, call).await,
        "package_show" => {
            let named = call.text("id").or_else(|| call.text("name_or_id"));
            let named = named.filter(|named| !named.is_empty());
            let named = named.ok_or_else(|| Refusal::missing("name_or_id"))?;
            search::package(web, context, &named).await
        }
        "package_search" => search::packages(web, context, call).await,
        "package_autocomplete" => {
            let found = search::autocomplete(web, &call.needed("q")?, limit(call)?).await?;
            Ok(written(&found))
        }
        "resource_show" => resource(web, context, &call.needed("id")?).await,
        "resource_search" => file::search(web, context, call).await,
        "organization_list" => group::list(web, context, call).await,
        "organization_show" => group::show(web, context, call).await,
        "organization_autocomplete" => {
            let found = group::autocomplete(web, &call.needed("q")?, limit(call)?).await?;
            Ok(written(&found))
        }
        "group_show" | "user_show" | "vocabulary_show" => {
            call.needed("id")?;
            Err(Refusal::NotFound(None))
        }
        "tag_list" => tag_list(web, call).await,
        "tag_show" => tag(web, &call.needed("id")?).await,
        "tag_autocomplete" => {
            let typed = call.text("query").or_else(|| call.text("q"));
            let typed = typed.ok_or_else(|| Refusal::missing("query"))?;
            Ok(written(&tags(web, &typed, limit(call)?).await?))
        }
        "format_autocomplete" => Ok(written(&formats(&call.needed("q")?, limit(call)?))),
        "license_list" => Ok(written(&licences())),
        "recently_changed_packages_activity_list" => activity::recent(web, context, call).await,
        "package_activity_list" => activity::of_package(web, context, call).await,
        "package_relationships_list" => {
            ids::dataset(web, &context.actor, &call.needed("id")?).await?;
            Ok("[]".to_owned())
        }
        "resource_view_list" => {
            resource(web, context, &call.needed("id")?).await?;
            Ok("[]".to_owned())
        }
        "member_list" => {
            ids::organization(web, &call.needed("id")?).await?;
            Ok("[]".to_owned())
        }
        "organization_list_for_user" => group::of_user(web, context, call).await,
        "tag_search" => tag_search(web, call).await,
        "datastore_search" => rows(&call.needed("resource_id")?),
        "datastore_info" => rows(&call.needed("id")?),
        "datastore_search_sql" => {
            call.needed("sql")?;
            Err(Refusal::NotFound(Some(
                "no resource of this portal has rows.".to_owned(),
            )))
        }
        // Groups, vocabularies and followers: this portal has none of CKAN's.
        _ => Ok("[]".to_owned()),
    }
}

fn limit(call: &Call) -> Result<usize, Refusal> {
    let limit = call.number("limit")?.unwrap_or(10).min(1_000);
    Ok(usize::try_from(limit).unwrap_or(10))
}

fn rows(resource: &str) -> Result<String, Refusal> {
    Err(Refusal::NotFound(Some(format!(
        "Resource \"{resource}\" was not found."
    ))))
}

async fn status(web: &Web, context: &Context) -> Result<String, Refusal> {
    let site = site::read(&web.app).await?;
    Ok(format!(
        "{{\"site_title\": {}, \"site_description\": \"\", \"site_url\": {}, \"error_emails_to\": \"\", \
         \"locale_default\": {}, \"extensions\": [], \"ckan_version\": {}}}",
        written(&site.title),
        written(&context.base),
        written(&web.app.settings().default_language),
        written(&VERSION),
    ))
}

fn help(call: &Call) -> Result<String, Refusal> {
    let name = call.needed("name")?;
    let action = find(&name)
        .ok_or_else(|| Refusal::NotFound(Some("Action function not found".to_owned())))?;
    Ok(written(&action.help))
}

async fn names(web: &Web, call: &Call) -> Result<String, Refusal> {
    let limit = call.number("limit")?.unwrap_or(i64::MAX);
    let part = (call.number("offset")?.unwrap_or(0), limit);
    let name = |id, slug: &str| ids::name(Kind::Dataset, id, slug);
    Ok(written(&matching::names(&web.app, name, part).await?))
}

async fn resource(web: &Web, context: &Context, named: &str) -> Result<String, Refusal> {
    let id = Uuid::parse_str(named).map_err(|_| Refusal::NotFound(None))?;
    match dataset::any_resource(&web.app, &context.actor, id).await? {
        dataset::AnyResource::Of(dataset, file) => {
            let files = dataset::resources(&web.app, &dataset).await?;
            let position = files.iter().position(|other| other.id == id);
            let package = ids::of_dataset(dataset.id);
            let shown = package::resource(context, &package, position.unwrap_or(0), &file);
            Ok(written(&shown))
        }
        dataset::AnyResource::Community(_) => Err(Refusal::NotFound(None)),
    }
}

async fn tag_list(web: &Web, call: &Call) -> Result<String, Refusal> {
    if call.text("vocabulary_id").is_some_and(|id| !id.is_empty()) {
        return Err(Refusal::NotFound(None));
    }
    let query = slugify(&call.text("query").unwrap_or_default());
    let names = matching::tags(&web.app, &query).await?;
    if call.flag("all_fields", false) {
        let whole: Vec<TagAlone> = names.iter().map(|name| whole(name)).collect();
        return Ok(written(&whole));
    }
    Ok(written(&names))
}

fn whole(name: &str) -> TagAlone<'_> {
    TagAlone {
        id: ids::of_tag(name).to_string(),
        name,
        vocabulary_id: None,
        display_name: name,
    }
}

async fn tag(web: &Web, named: &str) -> Result<String, Refusal> {
    let all = matching::tags(&web.app, "").await?;
    let found = all
        .iter()
        .find(|name| *name == named || ids::of_tag(name).to_string() == named);
    found.map_or(Err(Refusal::NotFound(None)), |name| {
        Ok(written(&whole(name)))
    })
}

async fn tag_search(web: &Web, call: &Call) -> Result<String, Refusal> {
    let asked = call.list("query").or_else(|| call.list("q"));
    let asked: Vec<String> = asked.unwrap_or_default();
    let mut found = Vec::new();
    if !asked.is_empty() {
        let all = matching::tags(&web.app, "").await?;
        let asked: Vec<String> = asked.iter().map(|text| slugify(text)).collect();
        found.extend(
            all.into_iter()
                .filter(|tag| asked.iter().any(|part| tag.contains(part.as_str()))),
        );
    }
    let skipped = usize::try_from(call.number("offset")?.unwrap_or(0)).unwrap_or(usize::MAX);
    let most = usize::try_from(call.number("limit")?.unwrap_or(i64::MAX)).unwrap_or(usize::MAX);
    let some = found.iter().skip(skipped).take(most);
    let results: Vec<TagAlone> = some.map(|name| whole(name)).collect();
    Ok(written(&json!({"count": found.len(), "results": results})))
}

/// The tags that hold what is typed.
pub async fn tags(web: &Web, typed: &str, limit: usize) -> Result<Vec<String>, Refusal> {
    let mut names = matching::tags(&web.app, &slugify(typed)).await?;
    names.truncate(limit);
    Ok(names)
}

/// The formats that hold what is typed.
pub fn formats(typed: &str, limit: usize) -> Vec<&'static str> {
    format::suggest_formats(typed, limit)
}

/// The licences, whose truths CKAN writes as texts.
fn licences() -> Vec<Licence> {
    let truth = |truth: bool| if truth { "True" } else { "False" };
    let licences = license::LICENSES.iter().map(|licence| {
        let flagged = |flag: &str| licence.flags.contains(&flag);
        Licence {
            domain_content: truth(flagged("domain_content")),
            id: licence.id,
            domain_data: truth(flagged("domain_data")),
            domain_software: truth(flagged("domain_software")),
            family: "",
            is_generic: truth(flagged("generic")),
            od_conformance: if condition::is_open(licence) {
                "approved"
            } else {
                "not reviewed"
            },
            osd_conformance: "not reviewed",
            maintainer: licence.maintainer.unwrap_or_default(),
            status: "active",
            url: licence.url.unwrap_or_default(),
            title: licence.title,
        }
    });
    licences.collect()
}
