//! Reading people, and what is theirs.

pub(crate) mod write;

use std::collections::{BTreeSet, HashMap};

use vitrail_domain::{
    Actor, CommunityResource, Dataset, Discussion, Id, Kind, Organization, Owner, Reuse, User,
};
use vitrail_store as store;
pub use vitrail_store::account::TokenFacts;
pub use vitrail_store::user::SORTS;
pub(crate) use write::delete;
pub use write::{Leaving, create, delete_me, dismiss, rotate_password, update, update_me};

use crate::{App, Error, Listed, Page, Result, Sort, Viewer, discussion, reading};

/// People with the organizations of which they are members.
#[derive(Clone, Debug, Default)]
pub struct Users {
    pub data: Vec<User>,
    pub memberships: HashMap<Id, Vec<Id>>,
    pub organizations: HashMap<Id, Organization>,
}

/// The figures of a person's own page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    pub datasets: i64,
    pub organization_datasets: i64,
    pub followers: i64,
    pub organization_followers: i64,
    /// Percent of the files that answered when last checked.
    pub resources_availability: f64,
}

/// The person of an id or a slug; one who left, for themselves and sysadmins only.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<User> {
    let user: User = reading::find(app, key).await?;
    let left = !user.active || user.deleted.is_some();
    if left && !actor.sysadmin && actor.user != Some(user.id) {
        return Err(Error::Gone(Kind::User));
    }
    if user.held && !actor.sysadmin && actor.user != Some(user.id) {
        return Err(Error::NotFound(Kind::User));
    }
    Ok(user)
}

/// A page of all accounts, for sysadmins.
pub async fn list(
    app: &App,
    actor: &Actor,
    q: Option<&str>,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<User>> {
    reading::sysadmin(actor)?;
    Ok(store::user::list(app.db(), q, false, sort, page).await?)
}

/// Active people whose names hold these words.
pub async fn suggest(app: &App, q: &str, size: i64) -> Result<Vec<User>> {
    let page = Page { number: 1, size };
    let sort = Sort {
        column: "followers",
        descending: true,
    };
    Ok(store::user::active(app.db(), q, Some(sort), page)
        .await?
        .data)
}

/// People with their organizations.
pub async fn with_organizations(app: &App, data: Vec<User>) -> Result<Users> {
    let ids: Vec<Id> = data.iter().map(|user| user.id).collect();
    let memberships = store::user::memberships(app.db(), &ids).await?;
    let wanted: BTreeSet<Id> = memberships.values().flatten().copied().collect();
    let wanted: Vec<Id> = wanted.into_iter().collect();
    let organizations = if wanted.is_empty() {
        HashMap::new()
    } else {
        store::subject::by_ids(app.db(), &wanted).await?
    };
    Ok(Users {
        data,
        memberships,
        organizations,
    })
}

/// The caller's own datasets, with those of their organizations or without; private ones too.
pub async fn datasets(
    app: &App,
    actor: &Actor,
    q: Option<String>,
    organizations: bool,
) -> Result<Vec<Dataset>> {
    let filter = store::dataset::Filter {
        q,
        deleted: Some(false),
        ..store::dataset::Filter::default()
    };
    let mine = mine(actor, organizations)?;
    Ok(
        store::dataset::list(app.db(), &filter, &mine, None, Page::ALL)
            .await?
            .data,
    )
}

/// The same for reuses.
pub async fn reuses(
    app: &App,
    actor: &Actor,
    q: Option<String>,
    organizations: bool,
) -> Result<Vec<Reuse>> {
    let filter = store::reuse::Filter {
        q,
        ..store::reuse::Filter::default()
    };
    let mine = mine(actor, organizations)?;
    let mut reuses = store::reuse::list(app.db(), &filter, &mine, None, Page::ALL)
        .await?
        .data;
    reuses.retain(|reuse| reuse.deleted.is_none());
    Ok(reuses)
}

/// The caller's community resources and those of their organizations.
pub async fn community_resources(
    app: &App,
    actor: &Actor,
    q: Option<&str>,
) -> Result<Vec<CommunityResource>> {
    let mut found = Vec::new();
    for owner in owners(actor)? {
        let filter = store::community_resource::Filter {
            owner: owner.user(),
            organization: owner.organization(),
            ..store::community_resource::Filter::default()
        };
        let listed = store::community_resource::list(app.db(), &filter, None, Page::ALL).await?;
        found.extend(listed.data);
    }
    let words = vitrail_domain::text::words(q.unwrap_or_default());
    found.retain(|community| {
        let title = vitrail_domain::text::words(&community.resource.title);
        words
            .split_whitespace()
            .all(|word| title.contains(&format!(" {word}")))
    });
    Ok(found)
}

/// Discussions about what the caller or their organizations publish, the newest first.
pub async fn discussions(app: &App, actor: &Actor, q: Option<String>) -> Result<Vec<Discussion>> {
    let mut found = Vec::new();
    for owner in owners(actor)? {
        let filter = store::discussion::Filter {
            q: q.clone(),
            owner: owner.user(),
            organization: owner.organization(),
            ..store::discussion::Filter::default()
        };
        let viewer = Viewer::of(actor);
        let listed = store::discussion::list(app.db(), &filter, &viewer, None, Page::ALL).await?;
        found.extend(discussion::shown_to(actor, listed.data));
    }
    found.sort_by_key(|discussion| std::cmp::Reverse((discussion.created, discussion.id)));
    Ok(found)
}

/// The caller's API tokens that still work.
pub async fn tokens(app: &App, actor: &Actor) -> Result<Vec<TokenFacts>> {
    let user = reading::signed_in(actor)?;
    let now = app.now();
    let mut tokens = store::account::tokens(app.db(), user).await?;
    tokens.retain(|token| {
        token.revoked.is_none() && token.expires.is_none_or(|expires| expires > now)
    });
    Ok(tokens)
}

/// The figures of the caller.
pub async fn figures(app: &App, actor: &Actor) -> Result<Figures> {
    let user = reading::signed_in(actor)?;
    let datasets = datasets(app, actor, None, true).await?;
    let own = datasets
        .iter()
        .filter(|dataset| dataset.owner == Owner::User(user))
        .count();
    let ids: Vec<Id> = datasets.iter().map(|dataset| dataset.id).collect();
    let (mut files, mut available) = (0_u32, 0_u32);
    for chunk in ids.chunks(500) {
        for file in store::resource::of(app.db(), chunk)
            .await?
            .values()
            .flatten()
        {
            files = files.saturating_add(1);
            available = available.saturating_add(u32::from(file.is_available()));
        }
    }
    let one = Page { number: 1, size: 1 };
    let followers = store::follow::list(app.db(), (Kind::User, user), None, one).await?;
    let mut organization_followers = 0;
    for organization in actor.roles.keys() {
        let subject = (Kind::Organization, *organization);
        let listed = store::follow::list(app.db(), subject, None, one).await?;
        organization_followers += listed.total;
    }
    Ok(Figures {
        datasets: i64::try_from(own).unwrap_or(i64::MAX),
        organization_datasets: i64::try_from(datasets.len() - own).unwrap_or(i64::MAX),
        followers: followers.total,
        organization_followers,
        resources_availability: if files == 0 {
            100.0
        } else {
            f64::from(available) * 100.0 / f64::from(files)
        },
    })
}

/// What is the caller's, and their organizations' when asked.
pub(crate) fn mine(actor: &Actor, organizations: bool) -> Result<Viewer> {
    let id = reading::signed_in(actor)?;
    let organizations = if organizations {
        actor.roles.keys().copied().collect()
    } else {
        Vec::new()
    };
    Ok(Viewer::Owner { id, organizations })
}

fn owners(actor: &Actor) -> Result<Vec<Owner>> {
    let user = Owner::User(reading::signed_in(actor)?);
    let organizations: BTreeSet<Id> = actor.roles.keys().copied().collect();
    let organizations = organizations.into_iter().map(Owner::Organization);
    Ok(std::iter::once(user).chain(organizations).collect())
}
