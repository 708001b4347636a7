//! Who follows what.

use std::collections::HashSet;

use vitrail_domain::{Follow, Id, Kind, Timestamp, User};

use super::chance::Chance;
use super::reuse::later;

/// Something that can be followed, since when.
pub type Followed = ((Kind, Id), Timestamp);

/// Everybody follows some of these, the first ones more often.
pub fn draw(followed: &[Vec<Followed>], people: &[User], seed: u64, now: Timestamp) -> Vec<Follow> {
    let mut follows = Vec::new();
    for (number, user) in people.iter().enumerate() {
        let mut chance = Chance::of(seed, &format!("follows {number}"));
        let mut known: HashSet<Id> = HashSet::from([user.id]);
        for kind in followed {
            let bound = i64::try_from(kind.len()).unwrap_or(0) - 1;
            if bound < 0 {
                continue;
            }
            for _ in 0..chance.between(1, (bound / 8).clamp(2, 28)) {
                let place = usize::try_from(chance.skewed(0, bound)).unwrap_or(0);
                let Some((following, since)) = kind.get(place) else {
                    continue;
                };
                if known.insert(following.1) {
                    let since = later((*since).max(user.since), now, &mut chance);
                    follows.push(Follow {
                        id: chance.id(since),
                        follower: user.id,
                        following: *following,
                        since,
                        until: None,
                    });
                }
            }
        }
    }
    follows
}
