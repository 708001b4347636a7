//! Who publishes what: first one dataset for each pair of a publisher and a theme that suit each other, then,
//! in a large catalogue, the same themes for each commune or each year.

use std::collections::{HashMap, HashSet};

use super::chance::Chance;
use super::dataset::{Choice, suits};
use super::organization::Publisher;
use super::theme::Theme;
use super::themes;

/// The datasets whose files the portal keeps.
pub const HOSTED: usize = 300;

type Pair = (usize, &'static Theme);

/// Chooses one dataset after the other, without end.
pub struct Choices {
    chance: Chance,
    first: std::vec::IntoIter<Pair>,
    /// The themes of each publisher.
    suiting: Vec<Vec<&'static Theme>>,
    /// Publishers, each with the sum of the weights up to it.
    weights: Vec<i64>,
    turns: HashMap<(usize, &'static str), usize>,
}

impl Choices {
    pub fn new(publishers: &[Publisher], datasets: usize, seed: u64) -> Self {
        let suiting: Vec<Vec<&'static Theme>> = publishers
            .iter()
            .map(|publisher| {
                themes::all()
                    .filter(|theme| suits(publisher, theme))
                    .collect()
            })
            .collect();
        let first = first(publishers, &suiting, datasets.min(HOSTED), seed);
        let mut sum = 0;
        let weights = publishers
            .iter()
            .map(|publisher| {
                sum += publisher.weight;
                sum
            })
            .collect();
        Self {
            chance: Chance::of(seed, "choices"),
            first: first.into_iter(),
            suiting,
            weights,
            turns: HashMap::new(),
        }
    }

    fn drawn(&mut self) -> Option<Pair> {
        let bound = self.weights.last().copied().unwrap_or(1);
        let ticket = self.chance.between(1, bound);
        let publisher = self.weights.partition_point(|sum| *sum < ticket);
        let themes = self.suiting.get(publisher)?;
        let place = self.chance.below(themes.len());
        Some((publisher, *themes.get(place)?))
    }
}

impl Iterator for Choices {
    type Item = Choice;

    fn next(&mut self) -> Option<Choice> {
        let (publisher, theme) = match self.first.next() {
            Some(pair) => pair,
            None => self.drawn()?,
        };
        let turn = self.turns.entry((publisher, theme.key)).or_insert(0);
        *turn += 1;
        Some(Choice {
            publisher,
            theme,
            turn: *turn - 1,
        })
    }
}

/// So many pairs, each once: large publishers have more, every publisher and every theme has one.
fn first(
    publishers: &[Publisher],
    suiting: &[Vec<&'static Theme>],
    count: usize,
    seed: u64,
) -> Vec<Pair> {
    let mut chance = Chance::of(seed, "pairs");
    let mut pairs: Vec<(f64, Pair)> = Vec::new();
    for (at, (publisher, themes)) in publishers.iter().zip(suiting).enumerate() {
        let weight = f64::from(i32::try_from(publisher.weight).unwrap_or(1))
            .ln()
            .max(1.0);
        for theme in themes {
            pairs.push((chance.unit().powf(1.0 / weight), (at, *theme)));
        }
    }
    pairs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let (mut present, mut themes) = (HashSet::new(), HashSet::new());
    let (mut needed, mut others) = (Vec::new(), Vec::new());
    for (_, pair) in pairs {
        let new = present.insert(pair.0) | themes.insert(pair.1.key);
        if new {
            needed.push(pair);
        } else {
            others.push(pair);
        }
    }
    needed.extend(others);
    needed.truncate(count);
    chance.shuffle(&mut needed);
    needed
}
