//! Reports in the API.

use serde::Serialize;
use vitrail_app::domain::{Report, Timestamp};
use vitrail_app::report::Reports;

use crate::api::view::SubjectRef;
use crate::api::view::user::UserRef;
use crate::context::Context;

/// What somebody asks the moderators to look at.
#[derive(Clone, Debug, Serialize)]
pub struct ReportOut<'a> {
    pub by: Option<UserRef<'a>>,
    /// What waits for the report to be dismissed: nothing is kept back that way here.
    pub callbacks_count: i64,
    pub dismissed_at: Option<Timestamp>,
    pub dismissed_by: Option<UserRef<'a>>,
    pub id: String,
    pub message: Option<&'a str>,
    pub reason: &'a str,
    pub reported_at: Timestamp,
    pub self_api_url: String,
    pub subject: Option<SubjectRef>,
    pub subject_deleted_at: Option<Timestamp>,
    pub subject_deleted_by: Option<UserRef<'a>>,
    pub subject_embed_id: Option<String>,
    pub subject_label: &'a str,
}

impl<'a> ReportOut<'a> {
    pub fn new(context: &Context, all: &'a Reports, report: &'a Report) -> Self {
        let person = |id: Option<_>| {
            let user = all.references.users.get(&id?)?;
            Some(UserRef::new(context, user))
        };
        let brief = all.subjects.get(report.subject);
        Self {
            by: person(report.by),
            callbacks_count: 0,
            dismissed_at: report.dismissed_at,
            dismissed_by: person(report.dismissed_by),
            id: report.id.to_string(),
            message: report.message.as_deref(),
            reason: &report.reason,
            reported_at: report.reported_at,
            self_api_url: context.url(&format!("/api/1/reports/{}/", report.id)),
            subject: Some(SubjectRef::new(report.subject)),
            subject_deleted_at: report.subject_deleted_at,
            subject_deleted_by: person(report.subject_deleted_by),
            subject_embed_id: report.embed.map(|id| id.to_string()),
            subject_label: brief.map_or(report.label.as_str(), |brief| brief.name.as_str()),
        }
    }
}
