//! Results and neighbours as cards: the object of the API, and what only cards say.

use std::collections::HashMap;

use serde::Serialize;
use vitrail_app::Result;
use vitrail_app::dataset::{self, Files};
use vitrail_app::domain::{Dataset, Id, Timestamp};

use crate::Web;
use crate::api::view::dataset::{DatasetOut, Zones};
use crate::context::Context;

/// An object with its formats and the reasons for which it was found.
#[derive(Clone, Debug, Serialize)]
pub struct Card<T> {
    #[serde(flatten)]
    pub object: T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<String>,
}

impl<T> Card<T> {
    pub fn new(object: T) -> Self {
        Self {
            object,
            formats: Vec::new(),
            explanation: Vec::new(),
        }
    }
}

/// Datasets read for their cards.
#[derive(Default)]
pub struct Datasets {
    all: dataset::Datasets,
    formats: HashMap<Id, Vec<String>>,
    zones: Zones,
}

impl Datasets {
    pub async fn read(web: &Web, data: Vec<Dataset>) -> Result<Self> {
        let ids: Vec<Id> = data.iter().map(|dataset| dataset.id).collect();
        Ok(Self {
            all: dataset::with_references(&web.app, data, Files::Left).await?,
            formats: dataset::formats(&web.app, &ids).await?,
            zones: Zones::new(),
        })
    }

    /// The same for one line each: no format is shown.
    pub async fn titles(web: &Web, data: Vec<Dataset>) -> Result<Self> {
        Ok(Self {
            all: dataset::with_references(&web.app, data, Files::Left).await?,
            ..Self::default()
        })
    }

    /// The same cards by the id of their dataset.
    pub fn by_id<'a>(
        &'a self,
        context: &Context,
        now: Timestamp,
    ) -> impl Iterator<Item = (Id, Card<DatasetOut<'a>>)> {
        let ids = self.all.data.iter().map(|dataset| dataset.id);
        ids.zip(self.cards(context, now))
    }

    pub fn cards<'a>(&'a self, context: &Context, now: Timestamp) -> Vec<Card<DatasetOut<'a>>> {
        self.all
            .data
            .iter()
            .map(|dataset| Card {
                formats: self.formats.get(&dataset.id).cloned().unwrap_or_default(),
                ..Card::new(DatasetOut::v2(
                    context,
                    &self.all,
                    dataset,
                    now,
                    &self.zones,
                ))
            })
            .collect()
    }
}
