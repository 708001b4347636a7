//! The people of the demonstration. Three of them can sign in.

use vitrail_domain::time::DAY;
use vitrail_domain::{Timestamp, User, slug};

use super::chance::Chance;
use super::names::PEOPLE;

/// Who can sign in, and how: printed by the command, so that a newcomer can look around as each.
pub const ACCOUNTS: [(&str, &str, &str); 3] = [
    ("admin@demo.example", "Vitrail-admin-1", "admin"),
    ("editor@demo.example", "Vitrail-editor-1", "editor"),
    ("user@demo.example", "Vitrail-user-1", "user"),
];

/// The administrator, the editor, the plain user, then the others.
pub fn draw(seed: u64, now: Timestamp) -> Vec<User> {
    let mut people = Vec::with_capacity(PEOPLE.len());
    for (number, (first, last, about)) in PEOPLE.iter().enumerate() {
        let mut chance = Chance::of(seed, &format!("user {number}"));
        let since = now.plus(-chance.between(1_000, 3_500) * DAY - chance.between(0, DAY));
        let slug = slug::slugify(&format!("{first} {last}"));
        let email = match ACCOUNTS.get(number) {
            Some((email, _, _)) => (*email).to_owned(),
            None => format!("{}@people.example", slug.replace('-', ".")),
        };
        people.push(User {
            id: chance.id(since),
            slug,
            first_name: (*first).to_owned(),
            last_name: (*last).to_owned(),
            email: Some(email),
            active: true,
            admin: number == 0,
            about: Some((*about).to_owned()),
            website: (number % 4 == 3).then(|| format!("https://personne-{number}.example/")),
            since,
            last_login_at: Some(now.plus(-chance.between(0, 60) * DAY)),
            ..User::default()
        });
    }
    people
}
