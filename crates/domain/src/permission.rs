//! Who may do what: pure rules over an actor and the owner of a subject (matrix of udata, section 6.6 of its
//! reference). Reading is a permission too: a private object answers as if it did not exist.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::id::Id;
use crate::kind::Kind;
use crate::organization::Role;
use crate::owner::Owner;

/// Who asks. The default is an anonymous visitor.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    pub user: Option<Id>,
    /// A sysadmin may do everything.
    pub sysadmin: bool,
    pub roles: HashMap<Id, Role>,
    /// What a partial editor may edit.
    pub assignments: HashSet<(Kind, Id)>,
    /// How far this request goes with these rights.
    pub reach: Reach,
    /// The state of the object that they saw before they ask to change it (`If-Match`, or the state that a form was
    /// filled from); none when they do not say. See `editing::still` in `app`.
    pub upon: Option<i64>,
}

/// How far somebody goes with the rights of a person: they themselves, or something that acts for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The person, in a session or with a key that does all they may do.
    #[default]
    Whole,
    /// An application: not to the account itself.
    Delegated,
    /// What only reads.
    Read,
}

/// The rights of the caller over an ownable object, as udata serialises them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rights {
    pub delete: bool,
    pub edit: bool,
}

impl Actor {
    /// The same, who saw this state of what they ask to change.
    pub fn upon(&self, seen: Option<i64>) -> Self {
        Self {
            upon: seen,
            ..self.clone()
        }
    }

    pub fn is_anonymous(&self) -> bool {
        self.user.is_none()
    }

    pub fn role_in(&self, organization: Id) -> Option<Role> {
        self.roles.get(&organization).copied()
    }

    /// Reads what is not public: its owner, any member of its organization, a sysadmin.
    pub fn sees_private(&self, owner: Owner) -> bool {
        self.sysadmin
            || match owner {
                Owner::User(id) => self.user == Some(id),
                Owner::Organization(id) => self.roles.contains_key(&id),
                Owner::Nobody => false,
            }
    }

    /// Edits an object of `owner`; a partial editor only what is assigned to them.
    pub fn edits(&self, subject: (Kind, Id), owner: Owner) -> bool {
        self.sysadmin
            || match owner {
                Owner::User(id) => self.user == Some(id),
                Owner::Organization(id) => match self.role_in(id) {
                    Some(Role::Admin | Role::Editor) => true,
                    Some(Role::PartialEditor) => self.assignments.contains(&subject),
                    None => false,
                },
                Owner::Nobody => false,
            }
    }

    /// Rights over an ownable object.
    pub fn rights(&self, subject: (Kind, Id), owner: Owner) -> Rights {
        let edit = self.edits(subject, owner);
        Rights { delete: edit, edit }
    }

    /// Runs an organization: its profile, its members, its harvest sources.
    pub fn administers(&self, organization: Id) -> bool {
        self.sysadmin || self.role_in(organization) == Some(Role::Admin)
    }

    /// Publishes in the name of an organization, or sees what it keeps private.
    pub fn belongs_to(&self, organization: Id) -> bool {
        self.sysadmin || self.roles.contains_key(&organization)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORGANIZATION: &str = "534fff4ca3a7292c64a77c95";

    fn member(role: Role) -> Actor {
        let organization = ORGANIZATION.parse().unwrap();
        Actor {
            user: Some(Id::seeded("u")),
            roles: HashMap::from([(organization, role)]),
            ..Actor::default()
        }
    }

    #[test]
    fn follows_the_matrix() {
        let owner = Owner::Organization(ORGANIZATION.parse().unwrap());
        let dataset = (Kind::Dataset, Id::seeded("d"));
        let stranger = Actor {
            user: Some(Id::seeded("s")),
            ..Actor::default()
        };
        let sysadmin = Actor {
            sysadmin: true,
            ..stranger.clone()
        };
        let assigned = Actor {
            assignments: HashSet::from([dataset]),
            ..member(Role::PartialEditor)
        };
        let cases = [
            ("anonymous", Actor::default(), false, false),
            ("stranger", stranger, false, false),
            ("partial editor", member(Role::PartialEditor), true, false),
            ("assigned partial editor", assigned, true, true),
            ("editor", member(Role::Editor), true, true),
            ("admin", member(Role::Admin), true, true),
            ("sysadmin", sysadmin, true, true),
        ];
        for (who, actor, sees, edits) in cases {
            assert_eq!(actor.sees_private(owner), sees, "{who} sees");
            assert_eq!(actor.edits(dataset, owner), edits, "{who} edits");
        }
    }
}
