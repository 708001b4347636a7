//! The discussions about what an organization publishes, as a table.

use vitrail_domain::{Discussion, Id};
use vitrail_tables::Column;
use vitrail_tables::Type::{self, Instant, Integer, Text};

use super::Sheet;
use crate::discussion::{shown_to, with_references};
use crate::{App, References, Result};

const FACTS: [(&str, Type); 15] = [
    ("id", Text),
    ("user", Text),
    ("subject", Text),
    ("subject_class", Text),
    ("subject_id", Text),
    ("title", Text),
    ("size", Integer),
    ("participants", Text),
    ("messages", Text),
    ("created", Instant),
    ("closed", Instant),
    ("closed_by", Text),
    ("closed_by_id", Text),
    ("closed_by_organization", Text),
    ("closed_by_organization_id", Text),
];

pub fn columns() -> Vec<Column> {
    super::columns(&FACTS).collect()
}

pub async fn write(app: &App, data: Vec<Discussion>, sheet: &mut Sheet) -> Result<()> {
    let all = with_references(app, shown_to(&super::anyone(), data)).await?;
    for discussion in &all.data {
        let mut speakers: Vec<String> = Vec::new();
        for message in &discussion.messages {
            if let Some(name) = person(&all.references, message.posted_by)
                && !speakers.contains(&name)
            {
                speakers.push(name);
            }
        }
        let messages: Vec<&str> = discussion
            .messages
            .iter()
            .map(|message| message.content.as_str())
            .collect();
        let (kind, id) = discussion.subject;
        let closer = discussion
            .closed_by_organization
            .and_then(|id| all.references.organizations.get(&id));
        sheet
            .text(&discussion.id.to_string())
            .maybe(person(&all.references, discussion.user))
            .maybe(all.subjects.get(discussion.subject).map(|it| &it.name))
            .text(kind.class())
            .text(&id.to_string())
            .text(&discussion.title)
            .count(discussion.messages.len())
            .list(&speakers)
            .text(&messages.join("\n"))
            .instant(Some(discussion.created))
            .instant(discussion.closed)
            .maybe(person(&all.references, discussion.closed_by))
            .shown(discussion.closed_by)
            .maybe(closer.map(|it| &it.name))
            .shown(discussion.closed_by_organization)
            .end();
    }
    Ok(())
}

fn person(references: &References, id: Option<Id>) -> Option<String> {
    references.users.get(&id?).map(|user| user.full_name())
}
