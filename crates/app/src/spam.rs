//! Whether words look like spam: words that the operator lists, or a language that the portal does not speak. What
//! was there before is not judged again, so that a decision holds.

use vitrail_domain::held::Held;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::report::ReportReason;
use vitrail_domain::{Actor, Id, Kind, Organization, Owner, Report, User, text};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::{App, Error, Result};

/// A language is guessed from this many characters on, as on udata.
const LONG_ENOUGH: usize = 30;
/// How much a moderator is shown in the queue, in characters.
const EXCERPT: usize = 300;

/// What an operator chooses of spam.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Words and expressions, whatever their case and accents.
    pub words: Vec<String>,
    /// The languages that the portal speaks, as three letters; none when they are not looked at.
    pub languages: Vec<String>,
    /// Whose writings are not looked at: the ends of their addresses (`gouv.fr`).
    pub exempt: Vec<String>,
}

impl Rules {
    fn are_none(&self) -> bool {
        self.words.is_empty() && self.languages.is_empty()
    }

    /// What looks like spam in a text.
    fn reasons(&self, written: &str) -> Vec<String> {
        let words = text::words(written);
        let mut reasons: Vec<String> = self
            .words
            .iter()
            .map(|word| text::words(word))
            .filter(|word| word.trim().len() > 1 && words.contains(word.as_str()))
            .map(|word| format!("word:{}", word.trim()))
            .collect();
        if let Some(language) = self.foreign(written) {
            reasons.push(format!("language:{language}"));
        }
        reasons
    }

    /// The language of a text, when it is surely none of ours.
    fn foreign(&self, written: &str) -> Option<&'static str> {
        if self.languages.is_empty() || written.chars().count() < LONG_ENOUGH {
            return None;
        }
        let found = whatlang::detect(written).filter(whatlang::Info::is_reliable)?;
        let code = found.lang().code();
        (!self.languages.iter().any(|known| known == code)).then_some(code)
    }
}

/// Reads the name of a language: three letters, or the two of a few.
pub fn language(name: &str) -> std::result::Result<String, String> {
    let name = name.trim().to_lowercase();
    let code = match name.as_str() {
        "fr" => "fra",
        "en" => "eng",
        "de" => "deu",
        "es" => "spa",
        "it" => "ita",
        "pt" => "por",
        "nl" => "nld",
        "pl" => "pol",
        "uk" => "ukr",
        other => other,
    };
    match whatlang::Lang::from_code(code) {
        Some(known) => Ok(known.code().to_owned()),
        None => Err(format!(
            "`{name}` is no language that can be told: write fra, eng, deu…"
        )),
    }
}

/// What somebody writes: the texts before and after.
pub(crate) struct Written<'a> {
    pub subject: (Kind, Id),
    pub message: Option<uuid::Uuid>,
    pub owner: Owner,
    pub label: &'a str,
    pub before: Vec<&'a str>,
    pub after: Vec<&'a str>,
    pub operation: &'a str,
}

/// Judges what was written. When it looks like spam it joins the queue of the moderators, with a report: the
/// caller then keeps it from the public.
pub(crate) async fn judge(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    written: &Written<'_>,
) -> Result<bool> {
    let Some((reasons, excerpt)) = suspected(app, tx, actor, written).await? else {
        return Ok(false);
    };
    let now = app.now();
    let held = Held {
        subject: written.subject,
        message: written.message,
        since: now,
        actor: actor.user,
        organization: written.owner.organization(),
        operation: written.operation.to_owned(),
        label: written.label.to_owned(),
        excerpt,
        reasons: reasons.clone(),
    };
    store::held::add(&mut *tx, &held).await?;
    let report = Report {
        id: app.new_id(),
        by: None,
        subject: written.subject,
        label: written.label.to_owned(),
        embed: written.message,
        reason: ReportReason::AutoSpam.code().to_owned(),
        message: Some(reasons.join(", ")),
        reported_at: now,
        dismissed_at: None,
        dismissed_by: None,
        subject_deleted_at: None,
        subject_deleted_by: None,
    };
    store::report::save(tx, &report).await?;
    Ok(true)
}

/// Refuses what looks like spam, where nothing can wait for a moderator.
pub(crate) async fn refuse(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    written: &Written<'_>,
) -> Result<()> {
    if suspected(app, tx, actor, written).await?.is_some() {
        return Err(Error::Refused(
            "This looks like spam to the portal: say it in other words, or write to the people who run it",
        ));
    }
    Ok(())
}

/// What looks like spam in what was written, and the beginning of it.
async fn suspected(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    written: &Written<'_>,
) -> Result<Option<(Vec<String>, String)>> {
    let rules = &app.settings().spam;
    if rules.are_none() || actor.sysadmin {
        return Ok(None);
    }
    let changed = written.after.iter().zip(written.before.iter());
    let changed: Vec<&str> = if written.before.is_empty() {
        written.after.clone()
    } else {
        changed
            .filter(|(after, before)| after != before)
            .map(|(after, _)| *after)
            .collect()
    };
    let mut reasons: Vec<String> = Vec::new();
    let mut excerpt = String::new();
    for text in changed {
        let found = rules.reasons(text);
        if excerpt.is_empty() && !found.is_empty() {
            excerpt = text.chars().take(EXCERPT).collect();
        }
        reasons.extend(found);
    }
    reasons.sort_unstable();
    reasons.dedup();
    if reasons.is_empty() || is_exempt(app, tx, actor, written.owner).await? {
        return Ok(None);
    }
    Ok(Some((reasons, excerpt)))
}

/// Certified organizations, and people of the addresses that the operator trusts.
async fn is_exempt(app: &App, tx: &mut Tx, actor: &Actor, owner: Owner) -> Result<bool> {
    if let Some(id) = owner.organization() {
        let found = store::subject::by_ids::<Organization>(&mut *tx, &[id]).await?;
        if found
            .get(&id)
            .is_some_and(|found| found.has_badge("certified"))
        {
            return Ok(true);
        }
    }
    let exempt = &app.settings().spam.exempt;
    let Some(me) = actor.user.filter(|_| !exempt.is_empty()) else {
        return Ok(false);
    };
    let found = store::subject::by_ids::<User>(tx, &[me]).await?;
    let email = found.get(&me).and_then(|user| user.email.as_deref());
    let domain = email.and_then(|email| email.rsplit_once('@'));
    let domain = domain.map(|(_, domain)| domain.to_lowercase());
    Ok(domain.is_some_and(|domain| {
        exempt.iter().any(|end| {
            let end = end.trim_start_matches('@').to_lowercase();
            domain == end || domain.ends_with(&format!(".{end}"))
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_languages_are_told() {
        let rules = Rules {
            words: vec!["Casino".to_owned(), "gros gain".to_owned()],
            languages: vec!["fra".to_owned(), "eng".to_owned()],
            exempt: Vec::new(),
        };
        for (written, expected) in [
            ("Le meilleur CASINO en ligne", vec!["word:casino"]),
            ("Des gros-gains, un gros gain", vec!["word:gros gain"]),
            ("Les casinotiers de Nice et leurs jeux de hasard", vec![]),
            (
                "Les arbres d’alignement de la commune, relevés chaque année par le service des espaces verts",
                vec![],
            ),
            (
                "Купите дешёвые билеты на нашем сайте прямо сейчас, лучшие цены и быстрая доставка",
                vec!["language:rus"],
            ),
            ("Привет", vec![]),
        ] {
            assert_eq!(rules.reasons(written), expected, "{written}");
        }
        assert_eq!(language("FR").as_deref(), Ok("fra"));
        assert!(language("klingon").is_err());
    }
}
