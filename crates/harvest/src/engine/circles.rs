//! Knowing a source that goes round in circles: the same request, or pages that repeat what came before.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::take;

use vitrail_domain::harvest::Harvested;

use crate::walk::Ask;

/// Pages in a row that only repeat, before the source is left.
const REPEATED: usize = 2;
/// Pages in a row that hold nothing, before the source is left.
const EMPTY: usize = 100;

/// What was met so far.
#[derive(Default)]
pub struct Circles {
    met: HashSet<u64>,
    repeated: usize,
    empty: usize,
    /// What the page that is looked at holds so far, and what of it is new.
    held: usize,
    new: usize,
}

/// What makes a request the same as another.
pub fn of_ask(ask: &Ask) -> [u8; 16] {
    let mut bytes = [0; 16];
    for (half, salt) in bytes.chunks_exact_mut(8).zip(0_u8..) {
        let mut hasher = DefaultHasher::new();
        (salt, ask.url.as_str(), &ask.body, &ask.headers).hash(&mut hasher);
        half.copy_from_slice(&hasher.finish().to_be_bytes());
    }
    bytes
}

fn of_text(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Circles {
    /// Looks at a part of a page: whether it only repeats.
    pub fn watch(&mut self, part: &Harvested) -> bool {
        let datasets = part.datasets.iter().map(|one| &one.remote_id);
        let services = part.dataservices.iter().map(|one| &one.remote_id);
        let (mut held, mut new) = (0, 0);
        for id in datasets.chain(services).filter(|id| !id.is_empty()) {
            held += 1;
            new += usize::from(self.met.insert(of_text(id)));
        }
        self.held += held;
        self.new += new;
        held > 0 && new == 0
    }

    /// Leaves a page of which all parts were seen: whether it only repeats; why the source is left, when it goes round.
    pub fn turn(&mut self, of_item: bool, has_next: bool) -> Result<bool, String> {
        let (held, new) = (take(&mut self.held), take(&mut self.new));
        let repeats = !of_item && held > 0 && new == 0;
        if of_item || !has_next {
            return Ok(repeats);
        }
        self.repeated = if repeats { self.repeated + 1 } else { 0 };
        self.empty = if held == 0 { self.empty + 1 } else { 0 };
        if self.repeated >= REPEATED {
            return Err("The source gives the same things again on page after page".to_owned());
        }
        if self.empty >= EMPTY {
            return Err(format!(
                "The source gives {EMPTY} pages in a row without anything"
            ));
        }
        Ok(repeats)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrail_domain::harvest::HarvestedDataset;

    fn page(ids: &[&str]) -> Harvested {
        let one = |id: &&str| HarvestedDataset {
            remote_id: (*id).to_owned(),
            ..HarvestedDataset::default()
        };
        Harvested {
            datasets: ids.iter().map(one).collect(),
            ..Harvested::default()
        }
    }

    #[test]
    fn leaves_who_repeats() {
        let turned = |circles: &mut Circles, parts: &[&[&str]]| {
            for part in parts {
                circles.watch(&page(part));
            }
            circles.turn(false, true)
        };
        let mut circles = Circles::default();
        assert_eq!(turned(&mut circles, &[&["a", "b"], &["c"]]), Ok(false));
        assert_eq!(turned(&mut circles, &[&["a", "b"], &["d"]]), Ok(false));
        assert_eq!(turned(&mut circles, &[&["a", "b"], &["c"]]), Ok(true));
        assert!(turned(&mut circles, &[&["b"]]).is_err());
        let mut circles = Circles::default();
        let mut left = (0..200).filter(|_| turned(&mut circles, &[&[]]).is_err());
        assert_eq!(left.next(), Some(99));
    }
}
