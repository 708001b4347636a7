//! The shelves of a page: the first objects of a list that another object has, read together and shown as cards.

use serde::Serialize;
use vitrail_app::activity::{self, Activities};
use vitrail_app::dataservice::{self, Dataservices as AllDataservices};
use vitrail_app::discussion::{self, Discussions as AllDiscussions};
use vitrail_app::domain::{Id, Timestamp};
use vitrail_app::reuse::{self, Reuses as AllReuses, Used};
use vitrail_app::{Error, Page, Result, dataset};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::DatasetOut;
use crate::api::view::discussion::DiscussionOut;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::pages::card::{self, Card};

/// How many stand on a shelf, and how many when all are asked.
pub const FEW: i64 = 6;
pub const MANY: i64 = 200;

/// The first few of a list, how many in all, and where the rest is.
#[derive(Clone, Debug, Serialize)]
pub struct Shelf<T> {
    pub total: i64,
    pub items: Vec<T>,
    pub url: Option<String>,
}

/// The size of a shelf: whole when the address says `all={name}`.
pub fn size(context: &Context, name: &str) -> Page {
    let whole = context.params.one("all") == Some(name);
    Page {
        number: 1,
        size: if whole { MANY } else { FEW },
    }
}

/// The address of a page with one of its shelves whole.
pub fn whole(path: &str, name: &str) -> String {
    format!("{path}?all={name}#{name}")
}

pub struct Datasets {
    all: card::Datasets,
    total: i64,
}

impl Datasets {
    pub async fn read(web: &Web, context: &Context, filter: &dataset::Filter) -> Result<Self> {
        let page = size(context, "datasets");
        let listed = dataset::list(&web.app, &context.actor, filter, None, page).await?;
        Ok(Self {
            total: listed.total,
            all: card::Datasets::read(web, listed.data).await?,
        })
    }

    pub fn shelf(
        &self,
        context: &Context,
        now: Timestamp,
        url: String,
    ) -> Shelf<Card<DatasetOut<'_>>> {
        Shelf {
            total: self.total,
            items: self.all.cards(context, now),
            url: Some(url),
        }
    }
}

pub struct Reuses {
    all: AllReuses,
    total: i64,
}

impl Reuses {
    pub async fn read(web: &Web, context: &Context, filter: &reuse::Filter) -> Result<Self> {
        let (app, actor) = (&web.app, &context.actor);
        let listed = reuse::list(app, actor, filter, None, size(context, "reuses")).await?;
        Ok(Self {
            total: listed.total,
            all: reuse::with_references(app, actor, listed.data, Used::Counted).await?,
        })
    }

    pub fn new(all: AllReuses, total: u64) -> Self {
        Self {
            all,
            total: i64::try_from(total).unwrap_or(i64::MAX),
        }
    }

    /// Without one of them: the object of the page itself.
    pub fn without(mut self, id: Id) -> Self {
        self.all.data.retain(|reuse| reuse.id != id);
        self
    }

    pub fn items(&self, context: &Context) -> Vec<ReuseOut<'_>> {
        let reuses = self.all.data.iter();
        reuses
            .map(|reuse| ReuseOut::v2(context, &self.all, reuse))
            .collect()
    }

    pub fn shelf(&self, context: &Context, url: String) -> Shelf<ReuseOut<'_>> {
        Shelf {
            total: self.total,
            items: self.items(context),
            url: Some(url),
        }
    }
}

pub struct Dataservices {
    all: AllDataservices,
    total: i64,
}

impl Dataservices {
    pub async fn read(web: &Web, context: &Context, filter: &dataservice::Filter) -> Result<Self> {
        let (app, page) = (&web.app, size(context, "dataservices"));
        let listed = dataservice::list(app, &context.actor, filter, None, page).await?;
        Ok(Self {
            total: listed.total,
            all: dataservice::with_references(app, listed.data).await?,
        })
    }

    pub fn shelf(&self, context: &Context, url: String) -> Shelf<DataserviceOut<'_>> {
        let services = self.all.data.iter();
        Shelf {
            total: self.total,
            items: services
                .map(|service| DataserviceOut::new(context, &self.all, service))
                .collect(),
            url: Some(url),
        }
    }
}

pub struct Discussions {
    all: AllDiscussions,
    total: i64,
    /// The one that the address asks for.
    open: Option<Id>,
}

/// A discussion, unfolded when it was asked for.
#[derive(Debug, Serialize)]
pub struct OpenDiscussion<'a> {
    #[serde(flatten)]
    discussion: DiscussionOut<'a>,
    open: bool,
}

impl Discussions {
    /// The discussions about an object; the one of `?discussion_id=` is there even when it is old.
    pub async fn read(web: &Web, context: &Context, about: Id) -> Result<Self> {
        let (app, actor) = (&web.app, &context.actor);
        let filter = discussion::Filter {
            subjects: vec![about],
            ..discussion::Filter::default()
        };
        let page = size(context, "discussions");
        let listed = discussion::list(app, actor, &filter, None, page).await?;
        let mut all = discussion::with_references(app, listed.data).await?;
        let wanted = context.params.one("discussion_id");
        let open = wanted.and_then(|id| id.parse::<Id>().ok());
        if let Some(id) = open
            && !all.data.iter().any(|discussion| discussion.id == id)
        {
            match discussion::find(app, actor, &id.to_string()).await {
                Ok(found) => {
                    let mut data = found.data;
                    data.retain(|discussion| discussion.subject.1 == about);
                    data.extend(all.data);
                    all = discussion::with_references(app, data).await?;
                }
                Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self {
            all,
            total: listed.total,
            open,
        })
    }

    pub fn shelf(&self, context: &Context, path: &str) -> Shelf<OpenDiscussion<'_>> {
        let discussions = self.all.data.iter();
        Shelf {
            total: self.total,
            items: discussions
                .map(|discussion| OpenDiscussion {
                    open: self.open == Some(discussion.id),
                    discussion: DiscussionOut::new(context, &self.all, discussion),
                })
                .collect(),
            url: Some(whole(path, "discussions")),
        }
    }
}

/// What was done to an object, the last first.
pub struct History(Activities);

impl History {
    pub async fn read(web: &Web, context: &Context, of: Id) -> Result<Self> {
        let filter = activity::Filter {
            related_to: Some(of),
            ..activity::Filter::default()
        };
        let page = size(context, "history");
        let found = activity::list(&web.app, &context.actor, &filter, page).await?;
        Ok(Self(found))
    }

    pub fn shelf(&self, context: &Context, path: &str) -> Shelf<ActivityOut<'_>> {
        let changes = self.0.data.iter();
        Shelf {
            total: self.0.total,
            items: changes
                .filter_map(|change| ActivityOut::new(context, &self.0, change))
                .collect(),
            url: Some(whole(path, "history")),
        }
    }
}
