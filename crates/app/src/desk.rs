//! What waits for somebody who publishes, for themselves and for their organizations: the first page of the
//! back-office. Each part is short: the lists hold the rest.

use vitrail_domain::dataset::Dataset;
use vitrail_domain::membership::{Answer, Asked};
use vitrail_domain::organization::Role;
use vitrail_domain::quality::Score;
use vitrail_domain::{Actor, Discussion, Id, MembershipRequest, Organization, Owner, Transfer};
use vitrail_store as store;

use crate::discussion::{self, Discussions};
use crate::references::Wanted;
use crate::transfer::{self, Transfers};
use crate::{App, Page, References, Result, Sort, Viewer, membership, notification, reading, user};

/// How many of each thing are shown.
const FEW: i64 = 5;
/// How many are looked through to find those few.
const MANY: i64 = 100;
/// A dataset that meets fewer criteria than this share could be mended with little work.
const POOR: f64 = 6.0 / 9.0;

/// What waits for an answer, and what could be better.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// Open discussions whose last word is not the publisher's.
    pub unanswered: Discussions,
    /// Organizations that invite the caller.
    pub invitations: Vec<MembershipRequest>,
    /// People who ask to join organizations that the caller runs.
    pub requests: Vec<MembershipRequest>,
    pub transfers: Transfers,
    pub drafts: Vec<Dataset>,
    /// How many drafts there are in all.
    pub draft_count: i64,
    /// The least well described datasets, with their scores.
    pub poor: Vec<(Dataset, Score)>,
    /// The people and organizations of invitations and requests.
    pub references: References,
}

/// The organizations of the caller with their roles there, in the order of their names.
pub async fn organizations(app: &App, actor: &Actor) -> Result<Vec<(Organization, Role)>> {
    let ids: Vec<Id> = actor.roles.keys().copied().collect();
    let found = store::subject::in_order::<Organization>(app.db(), &ids).await?;
    let mut found: Vec<(Organization, Role)> = found
        .into_iter()
        .filter(|one| one.deleted.is_none())
        .filter_map(|one| {
            let role = actor.role_in(one.id)?;
            Some((one, role))
        })
        .collect();
    found.sort_by_cached_key(|(one, _)| vitrail_domain::text::fold(&one.name));
    Ok(found)
}

/// How many notifications the caller did not read.
pub async fn waiting(app: &App, actor: &Actor) -> Result<i64> {
    let page = Page { number: 1, size: 1 };
    let found = notification::list(app, actor, Some(false), None, None, page).await?;
    Ok(found.total)
}

/// What waits for the caller.
pub async fn read(app: &App, actor: &Actor) -> Result<Desk> {
    let me = reading::signed_in(actor)?;
    let administered: Vec<Id> = actor
        .roles
        .iter()
        .filter(|(_, role)| **role == Role::Admin)
        .map(|(id, _)| *id)
        .collect();
    let owners = std::iter::once(Owner::User(me));
    let owners = owners.chain(actor.roles.keys().copied().map(Owner::Organization));
    let unanswered = unanswered(app, actor, owners).await?;
    let mut requests = Vec::new();
    for organization in &administered {
        let (pending, asked) = (Some(Answer::Pending), Asked::Request);
        let found = store::membership::of_organization(app.db(), *organization, pending, None);
        requests.extend(found.await?.into_iter().filter(|one| one.kind == asked));
    }
    let invitations = membership::invitations(app, actor).await?;
    let mut wanted = Wanted::default();
    for asked in requests.iter().chain(&invitations) {
        wanted.user(asked.user).organization([asked.organization]);
        wanted.user(asked.created_by);
    }
    let recipients = std::iter::once(me).chain(administered);
    let (drafts, draft_count) = drafts(app, actor).await?;
    Ok(Desk {
        unanswered: discussion::with_references(app, unanswered).await?,
        transfers: transfers(app, actor, recipients).await?,
        poor: poor(app, actor).await?,
        references: wanted.load(app).await?,
        invitations,
        requests,
        drafts,
        draft_count,
    })
}

/// Open discussions about what these owners publish, in which somebody else had the last word.
async fn unanswered(
    app: &App,
    actor: &Actor,
    owners: impl Iterator<Item = Owner>,
) -> Result<Vec<Discussion>> {
    let mut found = Vec::new();
    let page = Page {
        number: 1,
        size: MANY,
    };
    for owner in owners {
        let filter = store::discussion::Filter {
            closed: Some(false),
            owner: owner.user(),
            organization: owner.organization(),
            ..store::discussion::Filter::default()
        };
        let listed = discussion::list(app, actor, &filter, None, page).await?;
        let mut members: Vec<Id> = owner.user().into_iter().collect();
        if let Some(id) = owner.organization() {
            let organization = store::subject::get::<Organization>(app.db(), id).await?;
            let all = organization.map(|one| one.members).unwrap_or_default();
            members.extend(all.into_iter().map(|member| member.user));
        }
        let is_ours = |user: Option<Id>| user.is_some_and(|user| members.contains(&user));
        found.extend(listed.data.into_iter().filter(|discussion| {
            let last = discussion.messages.last();
            last.is_some_and(|last| {
                !is_ours(last.posted_by)
                    && (last.posted_by_organization.is_none()
                        || last.posted_by_organization != owner.organization())
            })
        }));
    }
    found.sort_by_key(|discussion| std::cmp::Reverse((discussion.created, discussion.id)));
    found.truncate(usize::try_from(FEW).unwrap_or_default());
    Ok(found)
}

/// What somebody wants to give to the caller or to the organizations that they run.
async fn transfers(
    app: &App,
    actor: &Actor,
    recipients: impl Iterator<Item = Id>,
) -> Result<Transfers> {
    let mut found: Vec<Transfer> = Vec::new();
    for recipient in recipients {
        let wanted = transfer::Filter {
            subject: None,
            kind: None,
            recipient: Some(recipient),
            status: Some(Answer::Pending),
        };
        found.extend(transfer::list(app, actor, wanted).await?);
    }
    transfer::with_references(app, found).await
}

async fn drafts(app: &App, actor: &Actor) -> Result<(Vec<Dataset>, i64)> {
    let filter = store::dataset::Filter {
        private: Some(true),
        deleted: Some(false),
        ..store::dataset::Filter::default()
    };
    let latest = Some(Sort {
        column: "modified",
        descending: true,
    });
    let page = Page {
        number: 1,
        size: FEW,
    };
    let mine = user::mine(actor, true)?;
    let found = store::dataset::list(app.db(), &filter, &mine, latest, page).await?;
    Ok((found.data, found.total))
}

/// Among the datasets most read of the caller's, those that lack most.
async fn poor(app: &App, actor: &Actor) -> Result<Vec<(Dataset, Score)>> {
    let filter = store::dataset::Filter {
        private: Some(false),
        deleted: Some(false),
        archived: Some(false),
        ..store::dataset::Filter::default()
    };
    let most_read = Some(Sort {
        column: "views",
        descending: true,
    });
    let page = Page {
        number: 1,
        size: MANY,
    };
    let mine: Viewer = user::mine(actor, true)?;
    let found = store::dataset::list(app.db(), &filter, &mine, most_read, page).await?;
    let scored = found.data.into_iter().map(|dataset| {
        let score = dataset.quality.score(&dataset, app.now());
        (dataset, score)
    });
    let mut poor: Vec<(Dataset, Score)> = scored.filter(|(_, score)| score.score < POOR).collect();
    poor.sort_by(|(_, one), (_, other)| one.score.total_cmp(&other.score));
    poor.truncate(usize::try_from(FEW).unwrap_or_default());
    Ok(poor)
}
