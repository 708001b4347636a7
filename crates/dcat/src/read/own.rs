//! The words of this program, read: see [`crate::own`].

use super::agent;
use super::date::instant;
use super::graph::Subject;
use super::notes::Notes;
use super::words::address_of;
use crate::own::{Fact, Range};

pub use crate::own::{ACCESS, Access, DATASET, FILE, SERVICE, type_name, type_of};

/// Takes in the facts that are said of an object in words of ours.
pub fn facts<'g, T>(node: Subject<'g>, facts: &[Fact<T>], object: &mut T, notes: &mut Notes<'g>) {
    for fact in facts {
        let mut is_told = false;
        for value in node.values(fact.property) {
            if is_told && !fact.is_of_many() {
                notes.lose(node, fact.property, value, "One value is kept");
                continue;
            }
            let text = address_of(value).and_then(|text| match fact.range {
                Range::Text | Range::Number => Some(text.to_owned()),
                Range::Address => agent::web(text),
                Range::Instant => Some(instant(text)?.to_string()),
            });
            let is_taken = text.is_some_and(|text| (fact.taken)(object, &text));
            is_told |= is_taken;
            if !is_taken {
                notes.lose(
                    node,
                    fact.property,
                    value,
                    "A value that means nothing here",
                );
            }
        }
    }
}
