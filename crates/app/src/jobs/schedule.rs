//! What recurs. The expressions are those of the program: the database only remembers when each comes next, so that
//! several nodes run it once. What was missed while no node ran is done once, not as often as it was missed.

use croner::Cron;
use jiff::tz::TimeZone;
use vitrail_domain::Timestamp;
use vitrail_store::job::{self, Schedule};

use super::{JOBS, queue};
use crate::{App, Error, Result};

/// Brings the table to what the program knows.
pub async fn sync(app: &App) -> Result<()> {
    let mut tx = app.db().begin().await?;
    let stored = job::schedules(&mut tx).await?;
    for schedule in &stored {
        if !JOBS
            .iter()
            .any(|job| job.name == schedule.name && job.cron.is_some())
        {
            job::drop_schedule(&mut tx, &schedule.name).await?;
        }
    }
    for known in &JOBS {
        let Some(cron) = known.cron else { continue };
        let mut stored = stored.iter();
        if stored.any(|schedule| schedule.name == known.name && schedule.cron == cron) {
            continue;
        }
        let schedule = Schedule {
            name: known.name.to_owned(),
            cron: cron.to_owned(),
            next: next(app, cron)?,
        };
        job::set_schedule(&mut tx, &schedule).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Asks for what is due; one that is still under way is not asked for again.
pub async fn sweep(app: &App) -> Result<()> {
    for schedule in job::schedules(app.db()).await? {
        if schedule.next > app.now() {
            continue;
        }
        let mut tx = app.db().begin().await?;
        if job::advance(&mut tx, &schedule, next(app, &schedule.cron)?).await? {
            let last = job::last_of(&mut tx, &schedule.name).await?;
            if last.is_none_or(|last| last.due.is_none()) {
                queue::ask(app, &mut tx, &schedule.name).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The first instant after now that an expression names, in the zone of the portal.
pub(crate) fn next(app: &App, cron: &str) -> Result<Timestamp> {
    let wrong = |why: String| Error::Bad(format!("the schedule `{cron}` cannot be read: {why}"));
    let expression: Cron = cron.parse().map_err(|why| wrong(format!("{why}")))?;
    let zone = TimeZone::get(&app.settings().time_zone).unwrap_or(TimeZone::UTC);
    let now = jiff::Timestamp::from_microsecond(app.now().micros())
        .map_err(|why| wrong(why.to_string()))?;
    let next = expression
        .find_next_occurrence(&now.to_zoned(zone), false)
        .map_err(|why| wrong(why.to_string()))?;
    Ok(Timestamp::from_micros(next.timestamp().as_microsecond()))
}
