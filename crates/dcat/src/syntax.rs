//! The syntaxes that documents are written in: how addresses name them, how clients ask for them.

use oxrdfio::{JsonLdProfileSet, RdfFormat};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    Xml,
    N3,
    Turtle,
    NTriples,
    JsonLd,
    TriG,
}

/// The endings of addresses; the first of each syntax is the one that redirections lead to.
pub const EXTENSIONS: [(&str, Syntax); 11] = [
    ("xml", Syntax::Xml),
    ("rdf", Syntax::Xml),
    ("owl", Syntax::Xml),
    ("n3", Syntax::N3),
    ("ttl", Syntax::Turtle),
    ("turtle", Syntax::Turtle),
    ("nt", Syntax::NTriples),
    ("json", Syntax::JsonLd),
    ("jsonld", Syntax::JsonLd),
    ("json-ld", Syntax::JsonLd),
    ("trig", Syntax::TriG),
];

/// What clients write in `Accept`. Types of the second half also name documents that are no graphs.
const ACCEPTED: [(&str, Syntax, bool); 10] = [
    ("application/rdf+xml", Syntax::Xml, true),
    ("text/n3", Syntax::N3, true),
    ("application/x-turtle", Syntax::Turtle, true),
    ("text/turtle", Syntax::Turtle, true),
    ("application/n-triples", Syntax::NTriples, true),
    ("application/ld+json", Syntax::JsonLd, true),
    ("application/trig", Syntax::TriG, true),
    ("application/json", Syntax::JsonLd, false),
    ("application/xml", Syntax::Xml, false),
    ("text/xml", Syntax::Xml, false),
];

impl Syntax {
    pub const ALL: [Self; 6] = [
        Self::Xml,
        Self::N3,
        Self::Turtle,
        Self::NTriples,
        Self::JsonLd,
        Self::TriG,
    ];

    pub fn of_extension(extension: &str) -> Option<Self> {
        let mut known = EXTENSIONS.iter();
        known
            .find(|(known, _)| *known == extension)
            .map(|(_, syntax)| *syntax)
    }

    /// The ending that redirections lead to.
    pub fn extension(self) -> &'static str {
        let mut known = EXTENSIONS.iter();
        known
            .find(|(_, syntax)| *syntax == self)
            .map_or("json", |(extension, _)| extension)
    }

    /// The media type that is answered: udata's, which its clients expect.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xml => "application/rdf+xml",
            Self::N3 => "text/n3",
            Self::Turtle => "application/x-turtle",
            Self::NTriples => "application/n-triples",
            Self::JsonLd => "application/ld+json",
            Self::TriG => "application/trig",
        }
    }

    /// The registered media type, for those who read no others.
    pub fn registered(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle",
            other => other.media_type(),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Xml => "RDF/XML",
            Self::N3 => "N3",
            Self::Turtle => "Turtle",
            Self::NTriples => "N-Triples",
            Self::JsonLd => "JSON-LD",
            Self::TriG => "TriG",
        }
    }

    /// Whether a document may be of several graphs.
    pub fn has_graphs(self) -> bool {
        matches!(self, Self::TriG | Self::JsonLd)
    }

    /// The syntax that `Accept` prefers; JSON-LD for those who do not mind.
    pub fn negotiate(accept: &str) -> Self {
        Self::prefer(accept, Self::JsonLd)
    }

    /// The syntax that `Accept` prefers, `otherwise` for those who do not mind.
    pub fn prefer(accept: &str, otherwise: Self) -> Self {
        let found = preferred(accept, |range| {
            if range == "text/*" {
                return Some(Self::Turtle);
            }
            let mut known = ACCEPTED.iter();
            known
                .find(|(known, ..)| *known == range)
                .map(|(_, syntax, _)| *syntax)
        });
        found.map_or(otherwise, |(syntax, _)| syntax)
    }

    /// The syntax of a graph that `Accept` prefers to a page.
    pub fn instead_of_page(accept: &str) -> Option<Self> {
        let (syntax, quality) = preferred(accept, |range| {
            let mut known = ACCEPTED.iter().filter(|(.., graph)| *graph);
            known
                .find(|(known, ..)| *known == range)
                .map(|(_, syntax, _)| *syntax)
        })?;
        let page = preferred(accept, |range| {
            matches!(range, "text/html" | "application/xhtml+xml").then_some(())
        });
        page.is_none_or(|((), other)| other < quality)
            .then_some(syntax)
    }

    pub(crate) fn format(self) -> RdfFormat {
        match self {
            Self::Xml => RdfFormat::RdfXml,
            Self::N3 => RdfFormat::N3,
            Self::Turtle => RdfFormat::Turtle,
            Self::NTriples => RdfFormat::NTriples,
            Self::JsonLd => RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            },
            Self::TriG => RdfFormat::TriG,
        }
    }
}

/// The best range of `Accept` that `known` recognises, and its quality in thousandths; the first among equals.
pub(crate) fn preferred<T>(accept: &str, known: impl Fn(&str) -> Option<T>) -> Option<(T, u16)> {
    let mut best: Option<(T, u16)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts
            .find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 1000"
        )]
        let quality = (quality.clamp(0.0, 1.0) * 1_000.0) as u16;
        if quality == 0 || best.as_ref().is_some_and(|(_, other)| *other >= quality) {
            continue;
        }
        if let Some(found) = known(&name) {
            best = Some((found, quality));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_get_what_they_prefer() {
        for (accept, found) in [
            ("text/turtle", Syntax::Turtle),
            ("*/*", Syntax::JsonLd),
            ("", Syntax::JsonLd),
            ("text/turtle;q=0.5, application/rdf+xml", Syntax::Xml),
            ("application/json", Syntax::JsonLd),
            ("application/n-triples;q=0, text/n3;q=0.1", Syntax::N3),
            ("text/*", Syntax::Turtle),
            ("text/*;q=0.2, application/rdf+xml", Syntax::Xml),
        ] {
            assert_eq!(Syntax::negotiate(accept), found, "{accept}");
        }
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (accept, found) in [
            (browser, None),
            ("*/*", None),
            ("application/json", None),
            ("text/turtle", Some(Syntax::Turtle)),
            ("text/html;q=0.5, application/ld+json", Some(Syntax::JsonLd)),
            ("text/html, text/turtle", None),
        ] {
            assert_eq!(Syntax::instead_of_page(accept), found, "{accept}");
        }
    }

    #[test]
    fn redirections_lead_to_an_address_that_exists() {
        for syntax in Syntax::ALL {
            assert_eq!(Syntax::of_extension(syntax.extension()), Some(syntax));
        }
        assert_eq!(Syntax::Turtle.extension(), "ttl");
        assert_eq!(Syntax::JsonLd.extension(), "json");
    }
}
