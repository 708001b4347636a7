//! From what the index found to cards, for each kind of object.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use vitrail_app::domain::{Dataset, Organization};
use vitrail_app::index::{Kind, Lang, Results, render};
use vitrail_app::reuse::Used;
use vitrail_app::{Error, References, dataservice, reuse, search, topic};

use crate::Web;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::Zones;
use crate::api::view::organization::OrganizationOut;
use crate::api::view::reuse::ReuseOut;
use crate::api::view::topic::TopicOut;
use crate::context::Context;
use crate::pages::card::{self, Card};

/// Sentences by place: why each result is there.
fn reasons(context: &Context, results: &Results) -> Vec<Vec<String>> {
    let lang = if context.lang == "fr" {
        Lang::French
    } else {
        Lang::English
    };
    let sentences = |hit: &vitrail_app::index::Hit| {
        hit.reasons
            .iter()
            .map(|reason| render(reason, lang))
            .collect()
    };
    results.hits.iter().map(sentences).collect()
}

/// Cards with their reasons. An object that went away since the index was written leaves no hole: reasons are
/// matched by id.
fn explained<T: Serialize>(
    cards: Vec<(String, Card<T>)>,
    results: &Results,
    reasons: &[Vec<String>],
) -> Vec<Value> {
    cards
        .into_iter()
        .map(|(id, mut card)| {
            let place = results.hits.iter().position(|hit| hit.id == id);
            card.explanation = place
                .and_then(|place| reasons.get(place))
                .cloned()
                .unwrap_or_default();
            Value::from(Serde(card))
        })
        .collect()
}

/// The cards of a page of results.
pub async fn cards(
    web: &Web,
    context: &Context,
    kind: Kind,
    results: &Results,
) -> Result<Vec<Value>, Error> {
    let reasons = reasons(context, results);
    match kind {
        Kind::Dataset => {
            let found = search::objects::<Dataset>(&web.app, results).await?;
            let ids: Vec<String> = found.iter().map(|dataset| dataset.id.to_string()).collect();
            let all = card::Datasets::read(web, found).await?;
            let cards = ids
                .into_iter()
                .zip(all.cards(context, web.app.now()))
                .collect();
            Ok(explained(cards, results, &reasons))
        }
        Kind::Reuse => {
            let found = search::objects(&web.app, results).await?;
            let all =
                reuse::with_references(&web.app, &context.actor, found, Used::Counted).await?;
            let cards = all.data.iter().map(|found| {
                let out = ReuseOut::v2(context, &all, found);
                (found.id.to_string(), Card::new(out))
            });
            Ok(explained(cards.collect(), results, &reasons))
        }
        Kind::Dataservice => {
            let found = search::objects(&web.app, results).await?;
            let all = dataservice::with_references(&web.app, found).await?;
            let cards = all.data.iter().map(|found| {
                let out = DataserviceOut::new(context, &all, found);
                (found.id.to_string(), Card::new(out))
            });
            Ok(explained(cards.collect(), results, &reasons))
        }
        Kind::Organization => {
            let found = search::objects::<Organization>(&web.app, results).await?;
            let nobody = References::default();
            let cards = found.iter().map(|found| {
                let out = OrganizationOut::new(context, &nobody, found);
                (found.id.to_string(), Card::new(out))
            });
            Ok(explained(cards.collect(), results, &reasons))
        }
        Kind::Topic => {
            let found = search::objects(&web.app, results).await?;
            let all = topic::with_references(&web.app, found).await?;
            let zones = Zones::new();
            let cards = all.data.iter().map(|found| {
                let out = TopicOut::new(context, &all, found, &zones);
                (found.id.to_string(), Card::new(out))
            });
            Ok(explained(cards.collect(), results, &reasons))
        }
        Kind::Discussion | Kind::Post => Ok(Vec::new()),
    }
}
