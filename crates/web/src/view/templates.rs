//! The templates: ours, embedded, then an operator's over them. There is one environment per language, since
//! macros see nothing but its globals. A template that cannot be read stops the start and is named.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use jiff::tz::TimeZone;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, merge_maps};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use rust_embed::RustEmbed;
use serde::Serialize;
use vitrail_app::{App, Clock, Settings};

use crate::view::assets::Assets;
use crate::view::filters::Filters;
use crate::view::markdown::Rendered;
use crate::view::words::{LANGUAGES, Words};

#[derive(RustEmbed)]
#[folder = "../../ui/templates"]
struct Files;

/// The letters, under `emails/` of an operator's folder.
#[derive(RustEmbed)]
#[folder = "../../ui/emails"]
#[prefix = "emails/"]
struct Letters;

/// Lists every template that is a page; the test of this room renders each with a sample in each language.
macro_rules! templates {
    ($($name:ident => $file:literal),* $(,)?) => {
        /// A page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Template { $($name),* }

        impl Template {
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub const fn file(self) -> &'static str {
                match self { $(Self::$name => $file),* }
            }
        }
    };
}

templates! {
    Home => "home.html",
    Search => "search.html",
    Dataset => "dataset/page.html",
    Organization => "organization.html",
    Reuse => "reuse.html",
    Dataservice => "dataservice.html",
    Topic => "topic.html",
    User => "user.html",
    Posts => "posts.html",
    Post => "post.html",
    Page => "page.html",
    Embed => "embed.html",
    Error => "error.html",
    Api => "api.html",
    AccountForm => "account/form.html",
    AccountDone => "account/done.html",
    Account => "account/page.html",
    Consent => "oauth/consent.html",
    SecondFactor => "account/second.html",
    Setup => "setup.html",
    Discussion => "talk/discussion.html",
    Discuss => "talk/discuss.html",
    Message => "talk/message.html",
    Follows => "talk/follows.html",
    Unsubscribe => "talk/unsubscribe.html",
    Token => "account/token.html",
    Statistics => "talk/statistics.html",
    Thanks => "talk/thanks.html",
    Sparql => "sparql.html",
    Report => "talk/report.html",
    Webhooks => "talk/webhooks.html",
    Webhook => "talk/webhook.html",
    AdminHarvester => "admin/harvester.html",
    AdminHarvesterForm => "admin/harvester-form.html",
    AdminHarvesterPreview => "admin/harvester-preview.html",
    AdminHarvestJob => "admin/harvest-job.html",
    AdminHome => "admin/home.html",
    AdminNew => "admin/new.html",
    AdminList => "admin/list.html",
    AdminWho => "admin/who.html",
    AdminDatasetForm => "admin/dataset.html",
    AdminFinish => "admin/finish.html",
    AdminFiles => "admin/files.html",
    AdminFile => "admin/file.html",
    AdminLife => "admin/life.html",
    AdminVersions => "admin/versions.html",
    AdminVersion => "admin/version.html",
    AdminForm => "admin/form.html",
    AdminUser => "admin/user.html",
    AdminPicture => "admin/picture.html",
    AdminCommunity => "admin/community.html",
    AdminElements => "admin/elements.html",
    AdminElement => "admin/element.html",
    AdminMembers => "admin/members.html",
    AdminMember => "admin/member.html",
    AdminContacts => "admin/contacts.html",
    AdminContact => "admin/contact.html",
    AdminNotifications => "admin/notifications.html",
    AdminDiscussion => "admin/discussion.html",
    AdminTables => "admin/tables.html",
    AdminListing => "admin/listing.html",
    AdminModeration => "admin/moderation.html",
    AdminCase => "admin/case.html",
    AdminClient => "admin/client.html",
    AdminFeatured => "admin/featured.html",
    AdminBlocs => "admin/blocs.html",
    AdminPost => "admin/post.html",
    AdminStatistics => "admin/statistics.html",
}

/// Environments and words of every language.
pub struct Views {
    languages: Vec<(Arc<Words>, Environment<'static>)>,
}

impl Views {
    pub fn load(app: &App) -> anyhow::Result<Self> {
        Self::from_parts(app.clock(), app.settings())
    }

    pub fn from_parts(clock: &Clock, settings: &Settings) -> anyhow::Result<Self> {
        let folder = settings.templates.as_deref();
        let assets = Arc::new(Assets::load());
        let rendered = Arc::new(Rendered::default());
        let zone = TimeZone::get(&settings.time_zone).with_context(|| {
            format!(
                "--time-zone: `{}` is unknown; write it as Europe/Paris",
                settings.time_zone
            )
        })?;
        let site = site(settings);
        let mut languages = Vec::with_capacity(LANGUAGES.len());
        for lang in LANGUAGES {
            let words = Arc::new(Words::load(lang, folder)?);
            let filters = Filters {
                words: Arc::clone(&words),
                zone: zone.clone(),
                clock: clock.clone(),
                rendered: Arc::clone(&rendered),
            };
            let mut env = environment(&filters, &assets);
            env.add_global("site", site.clone());
            add_templates(&mut env, folder)?;
            languages.push((words, env));
        }
        Ok(Self { languages })
    }

    fn of(&self, lang: &str) -> Option<&(Arc<Words>, Environment<'static>)> {
        let known = self
            .languages
            .iter()
            .find(|(words, _)| words.lang() == lang);
        known.or_else(|| self.languages.first())
    }

    /// The words of a language.
    pub fn words(&self, lang: &str) -> Option<&Words> {
        self.of(lang).map(|(words, _)| words.as_ref())
    }

    /// A page: `shown` is what its template needs, `frame` what every page does.
    pub fn render(
        &self,
        lang: &str,
        template: Template,
        frame: &impl Serialize,
        shown: &impl Serialize,
    ) -> anyhow::Result<String> {
        let (_, env) = self
            .of(lang)
            .ok_or_else(|| anyhow::anyhow!("no language was loaded"))?;
        let context = merge_maps([Value::from(Serde(shown)), Value::from(Serde(frame))]);
        Ok(env.get_template(template.file())?.render(context)?)
    }
}

impl Views {
    /// A letter, as text and as HTML.
    pub fn letter(&self, lang: &str, shown: &impl Serialize) -> anyhow::Result<(String, String)> {
        let (_, env) = self
            .of(lang)
            .ok_or_else(|| anyhow::anyhow!("no language was loaded"))?;
        let write = |name: &str| env.get_template(name)?.render(Value::from(Serde(shown)));
        Ok((write("emails/letter.txt")?, write("emails/letter.html")?))
    }
}

/// What macros know of the portal: what does not change from one request to the next.
fn site(settings: &Settings) -> Value {
    Value::from(BTreeMap::from([
        ("base_url", Value::from(settings.base_url.clone())),
        ("demo", Value::from(settings.demo)),
        ("version", Value::from(env!("CARGO_PKG_VERSION"))),
    ]))
}

fn environment(filters: &Filters, assets: &Arc<Assets>) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Chainable);
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        env.set_syntax(syntax);
    }
    env.set_formatter(print);
    env.add_global("lang", filters.words.lang());
    let words = Arc::clone(&filters.words);
    env.add_function("t", move |key: &str, arguments: Kwargs| {
        let found = words.for_template(key, &values(&arguments));
        found.unwrap_or_else(|| Value::from(key))
    });
    let words = Arc::clone(&filters.words);
    env.add_function(
        "t_or",
        move |key: &str, fallback: Value, arguments: Kwargs| {
            words
                .for_template(key, &values(&arguments))
                .unwrap_or(fallback)
        },
    );
    let assets = Arc::clone(assets);
    env.add_function("asset", move |source: &str| assets.address(source));
    env.add_function(
        "mosaic",
        |id: &str, size: Option<u32>, cells: Option<u32>| {
            let svg = crate::mosaic::svg(id, size.unwrap_or(40), cells.unwrap_or(3));
            Value::from_safe_string(svg)
        },
    );
    filters.add_to(&mut env);
    env
}

fn values(arguments: &Kwargs) -> Vec<(String, Value)> {
    let value = |name: &str| Some((name.to_owned(), arguments.peek::<Value>(name).ok()?));
    arguments.args().filter_map(value).collect()
}

/// Prints nothing for what is absent, and escapes what can end an attribute or begin a tag. The escaper of the
/// library also rewrites slashes, which are harmless and many.
fn print(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(());
    }
    let escaped = matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe();
    match value.as_str() {
        Some(text) if escaped => escape(out, text),
        Some(text) => out.write_str(text),
        None if value.is_number() => write!(out, "{value}"),
        None if escaped => escape(out, &value.to_string()),
        None => write!(out, "{value}"),
    }
    .map_err(|_| Error::new(ErrorKind::WriteFailure, "the page cannot be written"))
}

fn escape(out: &mut Output, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '>', '&', '"', '\'']) {
        let (before, after) = rest.split_at(at);
        out.write_str(before)?;
        out.write_str(match after.as_bytes().first() {
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'&') => "&amp;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = after.get(1..).unwrap_or_default();
    }
    out.write_str(rest)
}

fn add_templates(env: &mut Environment<'static>, folder: Option<&Path>) -> anyhow::Result<()> {
    for name in Files::iter().chain(Letters::iter()) {
        let theirs = folder
            .map(|folder| folder.join(&*name))
            .filter(|path| path.exists());
        let (text, place) = if let Some(path) = theirs {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("the template {} cannot be opened", path.display()))?;
            (text, path.display().to_string())
        } else {
            let ours = Files::get(&name).or_else(|| Letters::get(&name));
            let ours = ours.map(|file| file.data).unwrap_or_default();
            (
                String::from_utf8_lossy(&ours).into_owned(),
                name.to_string(),
            )
        };
        env.add_template_owned(name.to_string(), text)
            .with_context(|| format!("the template {place} cannot be read"))?;
    }
    Ok(())
}

/// The names of our files, for tests.
#[cfg(test)]
pub fn files() -> Vec<(String, String)> {
    let text = |name: &str| {
        let file = Files::get(name).map(|file| file.data).unwrap_or_default();
        String::from_utf8_lossy(&file).into_owned()
    };
    Files::iter()
        .map(|name| (name.to_string(), text(&name)))
        .collect()
}
