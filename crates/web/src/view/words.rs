//! The words of the pages, from Fluent files: ours, then an operator's over them. A message that is missing in
//! one language is a failed test, never a hole in a page.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use minijinja::Value;
use rust_embed::RustEmbed;

/// The languages of the portal, the first one being its own.
pub const LANGUAGES: [&str; 2] = ["fr", "en"];

#[derive(RustEmbed)]
#[folder = "../../ui/locales"]
struct Locales;

/// Our files of one language, a file a subject, in the order of their names.
fn shipped(lang: &str) -> Vec<(String, Cow<'static, [u8]>)> {
    let mut names: Vec<_> = Locales::iter()
        .filter(|name| {
            name.strip_prefix(lang)
                .is_some_and(|rest| rest.starts_with('/'))
        })
        .collect();
    names.sort();
    names
        .into_iter()
        .filter_map(|name| Some((name.to_string(), Locales::get(&name)?.data)))
        .collect()
}

/// The messages of one language.
pub struct Words {
    lang: &'static str,
    /// Messages without arguments, ready to print.
    plain: HashMap<String, Value>,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads the messages of a language, those of `folder/locales/` over ours.
    pub fn load(lang: &'static str, folder: Option<&Path>) -> anyhow::Result<Self> {
        let mut bundle =
            FluentBundle::new_concurrent(lang.parse().map_or_else(|_| Vec::new(), |id| vec![id]));
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(if lang == "fr" { french } else { english }));
        let name = format!("{lang}.ftl");
        let theirs = folder
            .and_then(|folder| std::fs::read(folder.join("locales").join(&name)).ok())
            .map(|text| (name, Cow::from(text)));
        let mut keys = Vec::new();
        for (file, text) in shipped(lang).into_iter().chain(theirs) {
            let text = String::from_utf8_lossy(&text).into_owned();
            keys.extend(keys_of(&text));
            let resource = FluentResource::try_new(text)
                .map_err(|(_, errors)| anyhow::anyhow!("{file} cannot be read: {errors:?}"))?;
            bundle.add_resource_overriding(resource);
        }
        let mut words = Self {
            lang,
            plain: HashMap::new(),
            bundle,
        };
        for key in keys {
            if let Some(text) = words.without_arguments(&key) {
                words.plain.insert(key, Value::from(text));
            }
        }
        Ok(words)
    }

    pub fn lang(&self) -> &'static str {
        self.lang
    }

    #[cfg(test)]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    fn without_arguments(&self, key: &str) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, None, &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }

    /// A message without arguments; its key when there is none.
    pub fn text(&self, key: &str) -> String {
        self.find(key, None).unwrap_or_else(|| key.to_owned())
    }

    /// A message with its arguments; its key when there is none.
    pub fn format<'a>(&'a self, key: &str, arguments: &[(&'a str, FluentValue<'a>)]) -> String {
        let arguments: FluentArgs<'a> = arguments.iter().cloned().collect();
        self.find(key, Some(&arguments))
            .unwrap_or_else(|| key.to_owned())
    }

    /// A message, if there is one.
    pub fn find(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        if arguments.is_none()
            && let Some(text) = self.plain.get(key)
        {
            return Some(text.as_str().unwrap_or_default().to_owned());
        }
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors);
        if !errors.is_empty() {
            tracing::warn!(key, lang = self.lang, ?errors, "a message lacks arguments");
        }
        Some(text.into_owned())
    }

    /// The same for templates, whose values become arguments.
    pub fn for_template(&self, key: &str, arguments: &[(String, Value)]) -> Option<Value> {
        if arguments.is_empty()
            && let Some(text) = self.plain.get(key)
        {
            return Some(text.clone());
        }
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, value)| (name.as_str(), argument(value)))
            .collect();
        self.find(key, Some(&arguments)).map(Value::from)
    }
}

fn argument(value: &Value) -> FluentValue<'_> {
    if let Some(text) = value.as_str() {
        return FluentValue::from(text);
    }
    if value.is_number() {
        if let Ok(number) = i64::try_from(value.clone()) {
            return FluentValue::from(number);
        }
        if let Ok(number) = f64::try_from(value.clone()) {
            return FluentValue::from(number);
        }
    }
    FluentValue::from(value.to_string())
}

/// The keys of a file: what stands at the beginning of a line before ` =`.
pub fn keys_of(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
        .collect()
}

fn french<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    printed(value, "fr")
}

fn english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    printed(value, "en")
}

fn printed(value: &FluentValue<'_>, lang: &str) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(number_text(number.value, lang)),
        _ => None,
    }
}

/// A number as people of a language write it: thin spaces and comma, or commas and point.
pub fn number_text(number: f64, lang: &str) -> String {
    let (separator, point) = if lang == "fr" {
        ('\u{202f}', ',')
    } else {
        (',', '.')
    };
    let text = format!("{:.3}", number.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 4);
    if number < 0.0 {
        out.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_everything() {
        let keys = |lang: &str| {
            let mut keys = std::collections::BTreeSet::new();
            for (file, text) in shipped(lang) {
                for key in keys_of(std::str::from_utf8(&text).unwrap()) {
                    assert!(keys.insert(key.clone()), "{key} is said again in {file}");
                }
            }
            keys
        };
        assert_eq!(keys("fr"), keys("en"));
        for lang in LANGUAGES {
            let words = Words::load(lang, None).unwrap();
            for key in keys(lang) {
                assert!(words.has(&key), "{key} of {lang} cannot be read");
            }
        }
    }

    #[test]
    fn counts_agree_with_their_number() {
        let french = Words::load("fr", None).unwrap();
        let of = |n: i64| french.format("count-datasets", &[("n", n.into())]);
        assert_eq!(of(0), "aucun jeu de données");
        assert_eq!(of(1), "1 jeu de données");
        assert_eq!(of(37_118), "37\u{202f}118 jeux de données");
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(number_text(37_118.0, "fr"), "37\u{202f}118");
        assert_eq!(number_text(37_118.5, "en"), "37,118.5");
        assert_eq!(number_text(-7.0, "en"), "-7");
        assert_eq!(number_text(999.0, "fr"), "999");
    }
}
