//! Why a query has no answer, for people: in their language, with the place where it cannot be read. Programs have the same
//! in English, as the refusals say it themselves.

use fluent_bundle::FluentValue;
use vitrail_app::dcat::sparql::Refusal;
use vitrail_app::sparql::Unanswered;

use super::SEVERAL;
use crate::view::Words;

/// The sentence of a refusal.
pub fn said(why: &Unanswered, words: &Words) -> String {
    let word = |key: &str| words.text(&format!("sparql-why-{key}"));
    let number = |key: &str, n: u64| words.format(&format!("sparql-why-{key}"), &[("n", n.into())]);
    match why {
        Unanswered::Off => word("off"),
        Unanswered::Building => word("building"),
        Unanswered::TooLarge => word("too-large"),
        Unanswered::Busy => word("busy"),
        Unanswered::Ending => word("ending"),
        Unanswered::Late(seconds) => number("late", *seconds),
        Unanswered::Heavy => word("heavy"),
        Unanswered::Refused(refusal) => match refusal {
            Refusal::Empty => word("empty"),
            Refusal::Long => word("long"),
            Refusal::Deep => word("deep"),
            Refusal::Syntax(error) => unread(error, words),
            Refusal::Update => word("update"),
            Refusal::Service => word("service"),
            Refusal::Multiplies => word("multiplies"),
            Refusal::Parts => word("parts"),
            Refusal::Graph(name) => about("graph", name, words),
            Refusal::Rows(most) => number("rows", *most as u64),
            Refusal::Bytes(most) => number("bytes", (*most / 1_000_000) as u64),
            Refusal::Texts => word("texts"),
            Refusal::Stopped => word("stopped"),
            Refusal::Failed(error) if error == SEVERAL => word("several"),
            Refusal::Failed(error) => failed(error, words),
        },
    }
}

fn about(key: &str, what: &str, words: &Words) -> String {
    let what = FluentValue::from(what.to_owned());
    words.format(&format!("sparql-why-{key}"), &[("what", what)])
}

/// A query that the parser does not read: `error at 1:36: expected one of ",", "}", LATERAL, [_]`. The place is the last one
/// that it looked at, which is at the fault or a few letters later.
fn unread(error: &str, words: &Words) -> String {
    let Some((line, column, expected)) = place(error) else {
        return about("syntax", error, words);
    };
    let at = |key: &str| {
        let place = [("line", line.into()), ("column", column.into())];
        words.format(&format!("sparql-why-{key}"), &place)
    };
    // Rules that are not of the grammar stand among what it expects.
    let rules = [
        ("Prefix not found", "prefix"),
        ("IRI parsing failed", "iri"),
        (r#""\\U""#, "string"),
        ("SELECT * is not authorized with GROUP BY", "star"),
        ("The SELECT contains a variable that is unbound", "unbound"),
        ("Duplicated variable name in SELECT", "twice"),
    ];
    if let Some((_, key)) = rules.iter().find(|(rule, _)| expected.contains(rule)) {
        return at(key);
    }
    let signs = signs(expected);
    if signs.is_empty() {
        return at("syntax-at");
    }
    let signs = about("signs", &signs.join("  "), words);
    format!("{} {signs}", at("syntax-at"))
}

/// The line, the column and what is expected there.
fn place(error: &str) -> Option<(u64, u64, &str)> {
    let rest = error.strip_prefix("error at ")?;
    let (line, rest) = rest.split_once(':')?;
    let (column, rest) = rest.split_once(": expected ")?;
    Some((line.parse().ok()?, column.parse().ok()?, rest))
}

/// The signs among what is expected. Its words are left out: the parser names those of the length that it tried last.
fn signs(expected: &str) -> Vec<&str> {
    let list = expected.strip_prefix("one of ").unwrap_or(expected);
    let quoted = list
        .split(", ")
        .filter_map(|token| token.strip_prefix('"')?.strip_suffix('"'));
    quoted
        .filter(|sign| [",", ".", ";", "{", "}", "(", ")"].contains(sign))
        .collect()
}

/// An evaluation that broke.
fn failed(error: &str, words: &Words) -> String {
    let function = error.strip_prefix("The custom function ");
    match function.and_then(|rest| rest.split_once(" is not supported")) {
        Some((name, _)) => about("function", name, words),
        None => about("failed", error, words),
    }
}

#[cfg(test)]
mod tests {
    use vitrail_app::dcat::sparql::Question;

    use super::*;

    fn said_of(query: &str, lang: &'static str) -> String {
        let words = Words::load(lang, None).unwrap();
        let refusal = Question::read(query, &[], &[]).map(|_| ()).unwrap_err();
        said(&Unanswered::Refused(refusal), &words)
    }

    #[test]
    fn a_query_that_cannot_be_read_is_told_with_its_place() {
        for (query, french, english) in [
            (
                "SELEC ?x",
                "La requête n’est pas du SPARQL à la ligne 1, au caractère 9 ou un peu avant.",
                "The query is no SPARQL on line 1, at character 9 or a little before.",
            ),
            (
                "SELECT ?x\nWHERE { ?x a dcat:Dataset",
                "à la ligne 2, au caractère 26 ou un peu avant. L’un de ces signes y manque peut-être : ,  .  ;  {  }",
                "on line 2, at character 26 or a little before. One of these signs may be missing there: ,  .  ;  {  }",
            ),
            (
                "SELECT ?x WHERE { ?x a ex:Y }",
                "Le préfixe d’un nom n’est pas déclaré, à la ligne 1, au caractère 28 ou un peu avant.",
                "The prefix of a name is not declared, on line 1, at character 28 or a little before.",
            ),
            (
                "SELECT ?x WHERE { ?x ?y \"abc }",
                "Un texte n’a pas de guillemet à sa fin",
                "A text has no quotation mark at its end",
            ),
            (
                "SELECT ?x WHERE { ?x ?y <a b> }",
                "Une adresse entre < et > n’est pas complète",
                "An address between < and > is not whole",
            ),
            (
                "SELECT * WHERE { ?s ?p ?o } GROUP BY ?s",
                "SELECT * ne va pas avec GROUP BY",
                "SELECT * does not go with GROUP BY",
            ),
            (
                "SELECT ?y (COUNT(?z) AS ?n) WHERE { ?x ?y ?z }",
                "GROUP BY",
                "GROUP BY",
            ),
        ] {
            let told = said_of(query, "fr");
            assert!(told.contains(french), "{query}: {told}");
            let told = said_of(query, "en");
            assert!(told.contains(english), "{query}: {told}");
        }
    }

    /// The sentences of pages name the limits that programs are told.
    #[test]
    fn limits_are_those_of_the_refusals() {
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        for lang in ["fr", "en"] {
            let words = Words::load(lang, None).unwrap();
            for refusal in [
                Refusal::Long,
                Refusal::Deep,
                Refusal::Multiplies,
                Refusal::Parts,
                Refusal::Rows(100_000),
            ] {
                let english = refusal.to_string();
                let told = said(&Unanswered::Refused(refusal), &words);
                assert_eq!(digits(&told), digits(&english), "{told}");
                assert!(!told.starts_with("sparql-why"), "{told}");
            }
        }
    }

    #[test]
    fn every_refusal_has_its_sentence() {
        let refusals = [
            Refusal::Empty,
            Refusal::Update,
            Refusal::Service,
            Refusal::Graph("x y".to_owned()),
            Refusal::Bytes(50_000_000),
            Refusal::Texts,
            Refusal::Stopped,
            Refusal::Failed(SEVERAL.to_owned()),
            Refusal::Failed("The custom function <http://a/f> is not supported".to_owned()),
            Refusal::Failed("its evaluation broke".to_owned()),
            Refusal::Syntax("Invalid SPARQL base IRI provided: x".to_owned()),
        ];
        let others = [
            Unanswered::Off,
            Unanswered::Building,
            Unanswered::TooLarge,
            Unanswered::Busy,
            Unanswered::Ending,
            Unanswered::Late(10),
            Unanswered::Heavy,
        ];
        let all: Vec<_> = others
            .into_iter()
            .chain(refusals.into_iter().map(Unanswered::Refused))
            .collect();
        for lang in ["fr", "en"] {
            let words = Words::load(lang, None).unwrap();
            for why in &all {
                let told = said(why, &words);
                assert!(
                    !told.contains("sparql-why") && !told.contains('{'),
                    "{told}"
                );
            }
        }
    }
}
