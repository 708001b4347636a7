//! Letters as people read them: text and HTML from the templates of `ui/emails`, in the words of the locales,
//! both of which an operator may replace.

use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentValue};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::Mail;
use vitrail_app::outbox::Letter;

use crate::Web;
use crate::pages::harvest_said;

#[derive(Serialize)]
struct Shown<'a> {
    subject: &'a str,
    name: Option<&'a str>,
    lead: &'a str,
    action: Option<&'a str>,
    link: Option<&'a str>,
    after: Option<&'a str>,
    /// What somebody wrote, as it was written.
    quote: Option<&'a str>,
    /// The lines of a digest.
    items: Option<&'a Value>,
    /// Where letters of this kind end.
    unsubscribe: Option<&'a str>,
    site_title: &'a str,
    home: &'a str,
}

impl Web {
    /// The mail of a letter; `public` is the address of the portal, which no request may choose.
    pub fn mail(&self, letter: &Letter, public: &str) -> anyhow::Result<Mail> {
        let words = self.views.words(&letter.lang);
        let words = words.ok_or_else(|| anyhow::anyhow!("no language was loaded"))?;
        let title = self.app.settings().marks.title.as_deref();
        let title = title.unwrap_or("Vitrail");
        let mut arguments: BTreeMap<&str, &str> = BTreeMap::from([("portal", title)]);
        let facts = letter.facts.as_object().into_iter().flatten();
        arguments.extend(facts.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?))));
        // Why a source cannot be read is written down in English.
        let is_harvest = letter.name == "harvest-failed";
        let why = arguments.get("why").filter(|_| is_harvest);
        let why = why.map(|why| harvest_said(why, words));
        if let Some(why) = &why {
            arguments.insert("why", why);
        }
        let known: FluentArgs<'_> = arguments
            .iter()
            .map(|(key, value)| (*key, FluentValue::from(*value)))
            .collect();
        let say = |part: &str| words.find(&format!("mail-{}-{part}", letter.name), Some(&known));
        let missing = || anyhow::anyhow!("the letter `{}` has no words", letter.name);
        let subject = say("subject").ok_or_else(missing)?;
        let lead = say("lead").ok_or_else(missing)?;
        let link = letter.path.as_ref().map(|path| format!("{public}{path}"));
        let (action, after) = (say("action"), say("after"));
        let unsubscribe = arguments.get("unsubscribe");
        let unsubscribe = unsubscribe.map(|path| format!("{public}{path}"));
        let shown = Shown {
            subject: &subject,
            name: arguments.get("name").copied(),
            lead: &lead,
            action: action.as_deref().filter(|_| link.is_some()),
            link: link.as_deref(),
            after: after.as_deref(),
            quote: arguments.get("quote").copied(),
            items: letter.facts.get("items"),
            unsubscribe: unsubscribe.as_deref(),
            site_title: title,
            home: public,
        };
        let (text, html) = self.views.letter(&letter.lang, &shown)?;
        Ok(Mail {
            id: letter.id.clone(),
            to: letter.to.clone(),
            subject,
            text,
            html,
            unsubscribe,
        })
    }
}
