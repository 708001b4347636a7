//! The query string as clients of udata write it: bare keys (`?q&size=20`) count as absent, keys repeat
//! (`tag=a&tag=b`), unknown ones are ignored. Each reader names the argument that it refuses.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use vitrail_app::domain::Id;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::{Error, Page, Result, Sort};

/// `page_size` above this is served as this.
pub const MAX_PAGE_SIZE: i64 = 1_000;

/// The arguments of a query string, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    valued: Vec<(String, String)>,
    /// Names without a value.
    bare: Vec<String>,
}

impl Params {
    pub fn parse(query: &str) -> Self {
        let (valued, bare): (Vec<_>, Vec<_>) = url::form_urlencoded::parse(query.as_bytes())
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .partition(|(_, value)| !value.is_empty());
        Self {
            valued,
            bare: bare.into_iter().map(|(key, _)| key).collect(),
        }
    }

    /// The value of an argument; the first when it repeats.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.valued
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.one(name).map(str::to_owned)
    }

    /// A text that must be given, though it may still be empty: what somebody is typing.
    pub fn typed(&self, name: &str, what: &str) -> Result<&str> {
        match self.one(name) {
            Some(text) => Ok(text),
            None if self.bare.iter().any(|bare| bare == name) => Ok(""),
            None => Err(Error::argument(
                name,
                format!("{what} Missing required parameter in the query string"),
            )),
        }
    }

    /// All the values of an argument that repeats.
    pub fn many(&self, name: &str) -> Vec<String> {
        self.valued
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.valued
    }

    /// A truth value as the library behind udata reads it.
    pub fn truth(&self, name: &str) -> Result<Option<bool>> {
        match self.one(name).map(str::to_lowercase).as_deref() {
            None => Ok(None),
            Some("true" | "1" | "on") => Ok(Some(true)),
            Some("false" | "0" | "off") => Ok(Some(false)),
            Some(other) => Err(Error::argument(
                name,
                format!("Invalid literal for boolean(): {other}"),
            )),
        }
    }

    /// An identifier, refused with udata's sentence.
    pub fn id(&self, name: &str) -> Result<Option<Id>> {
        let Some(text) = self.one(name) else {
            return Ok(None);
        };
        let capitalised = name.chars().next().map_or(String::new(), |first| {
            first.to_uppercase().collect::<String>() + &name[first.len_utf8()..]
        });
        text.parse()
            .map(Some)
            .map_err(|_| Error::Bad(format!("{capitalised} arg must be an identifier")))
    }

    /// Identifiers of an argument that repeats.
    pub fn ids(&self, name: &str) -> Result<Vec<Id>> {
        let read = |text: &String| {
            text.parse()
                .map_err(|_| Error::Bad(format!("{name} arg must be an identifier")))
        };
        self.many(name).iter().map(read).collect()
    }

    /// One value among those known.
    pub fn choice<'a>(&'a self, name: &str, known: &[&str]) -> Result<Option<&'a str>> {
        match self.one(name) {
            Some(value) if !known.contains(&value) => Err(Self::bad_choice(name, value)),
            value => Ok(value),
        }
    }

    /// A code of a vocabulary.
    pub fn code<V: Vocabulary>(&self, name: &str) -> Result<Option<String>> {
        match self.one(name) {
            Some(value) if V::parse(value).is_none() => Err(Self::bad_choice(name, value)),
            value => Ok(value.map(str::to_owned)),
        }
    }

    /// The refusal of a value that is not among those known.
    pub fn bad_choice(name: &str, value: &str) -> Error {
        Error::argument(
            name,
            format!("The value '{value}' is not a valid choice for '{name}'."),
        )
    }

    /// The refusal of an unknown sort.
    pub fn bad_sort(value: &str) -> Error {
        Error::argument(
            "sort",
            format!(
                "The field (and direction) on which sorting apply The value '{value}' is not a valid \
                 choice for 'sort'."
            ),
        )
    }

    /// `YYYY-MM-DD-YYYY-MM-DD`: two days joined.
    pub fn period(&self, name: &str) -> Result<Option<(String, String)>> {
        let Some(text) = self.one(name) else {
            return Ok(None);
        };
        let is_day = |day: &str| day.len() == 10 && vitrail_app::domain::time::is_day(day);
        let days = text.get(..10).zip(text.get(10..));
        let days = days.and_then(|(start, rest)| Some((start, rest.strip_prefix('-')?)));
        match days.filter(|(start, end)| is_day(start) && is_day(end)) {
            Some((start, end)) => Ok(Some((start.to_owned(), end.to_owned()))),
            None => Err(Error::argument(
                name,
                format!(
                    "A date range expressed as start-end where both dates are in iso format \
                     (ie. YYYY-MM-DD-YYYY-MM-DD) \"{text}\" does not match YYYY-MM-DD-YYYY-MM-DD"
                ),
            )),
        }
    }

    fn positive(&self, name: &str, default: i64, what: &str) -> Result<i64> {
        let Some(text) = self.one(name) else {
            return Ok(default);
        };
        match text.parse::<i64>() {
            Ok(number) if number > 0 => Ok(number),
            Ok(number) => Err(Error::argument(
                name,
                format!("{what} Invalid {name}: {number}. {name} must be a positive integer"),
            )),
            Err(_) => Err(Error::argument(
                name,
                format!("{what} invalid literal for int() with base 10: '{text}'"),
            )),
        }
    }

    /// The page asked for; sizes above [`MAX_PAGE_SIZE`] are served as it.
    pub fn page(&self, default_size: i64) -> Result<Page> {
        self.page_up_to(default_size, MAX_PAGE_SIZE)
    }

    /// The same with another largest size.
    pub fn page_up_to(&self, default_size: i64, largest: i64) -> Result<Page> {
        let number = self.positive("page", 1, "The page to fetch")?;
        let size = self.positive("page_size", default_size, "The page size to fetch")?;
        Ok(Page {
            number,
            size: size.min(largest),
        })
    }

    /// The page asked for in the address of a list, by hand perhaps: the first one when it makes no sense.
    pub fn page_or_first(&self, size: i64) -> Page {
        let number = self.one("page").and_then(|page| page.parse().ok());
        let known = number.filter(|number| (1..10_000).contains(number));
        Page {
            number: known.unwrap_or(1),
            size,
        }
    }

    /// How many suggestions are wanted.
    pub fn size(&self, default: i64) -> Result<i64> {
        Ok(self
            .positive("size", default, "The amount of suggestion to fetch")?
            .min(MAX_PAGE_SIZE))
    }

    /// The sort asked for, among those that a subject offers, `-` first for descending.
    pub fn sort(&self, known: &[(&'static str, &'static str)]) -> Result<Option<Sort>> {
        let Some(text) = self.one("sort") else {
            return Ok(None);
        };
        let (name, descending) = text
            .strip_prefix('-')
            .map_or((text, false), |name| (name, true));
        let column = known
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, column)| *column);
        column
            .map(|column| Some(Sort { column, descending }))
            .ok_or_else(|| Self::bad_sort(text))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_clients_write() {
        let params = Params::parse("q&size=20&tag=a&tag=b%20c&archived=True&page=2");
        assert_eq!(params.one("q"), None);
        assert_eq!(params.many("tag"), ["a", "b c"]);
        assert_eq!(params.truth("archived").unwrap(), Some(true));
        assert_eq!(
            params.page(20).unwrap(),
            Page {
                number: 2,
                size: 20
            }
        );
        assert_eq!(params.size(10).unwrap(), 20);
        assert_eq!(params.typed("q", "what").unwrap(), "");
        assert!(params.typed("absent", "what").is_err());
    }

    #[test]
    fn caps_the_page_size_and_refuses_none() {
        assert_eq!(
            Params::parse("page_size=100000").page(20).unwrap().size,
            MAX_PAGE_SIZE
        );
        for query in ["page_size=0", "page=-1", "page=x"] {
            assert!(Params::parse(query).page(20).is_err(), "{query}");
        }
    }

    #[test]
    fn knows_the_sorts() {
        let known = [("created", "created")];
        let sort = Params::parse("sort=-created").sort(&known).unwrap();
        assert_eq!(
            sort,
            Some(Sort {
                column: "created",
                descending: true
            })
        );
        assert!(Params::parse("sort=nope").sort(&known).is_err());
    }
}
