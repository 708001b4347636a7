//! Texts out of values: which language, which label, and descriptions in HTML made Markdown.

use std::borrow::Cow;
use std::sync::LazyLock;

use htmd::HtmlToMarkdown;
use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;

use super::graph::{Subject, Text, Value};
use super::notes::Notes;
use super::terms::{SCHEMA_NAME, VCARD_ORG_NAME, VCARD_ORGANISATION_NAME};
use crate::lists;
use crate::terms::{dct, foaf, rdfs, skos, vcard};

/// Whether a text is in the language of the portal.
fn is_ours(text: &Text, language: &str) -> bool {
    let code = text.language.as_deref().unwrap_or_default();
    let bare = code.split(['-', '_']).next().unwrap_or_default();
    match language {
        "fr" => matches!(bare, "fr" | "fre" | "fra"),
        "en" => matches!(bare, "en" | "eng"),
        other => bare == other,
    }
}

/// The text to keep among several: in the language of the portal, else the first that is not empty.
pub fn best<'g>(values: &[Value<'g>], language: &str) -> Option<&'g Text> {
    let texts = || {
        let texts = values.iter().filter_map(|value| match value {
            Value::Text(text) => Some(*text),
            Value::Node(_) => None,
        });
        texts.filter(|text| !text.value.trim().is_empty())
    };
    texts()
        .find(|text| is_ours(text, language))
        .or_else(|| texts().next())
}

/// What names a node, the usual words first.
const LABELS: [NamedNodeRef<'static>; 9] = [
    rdfs::LABEL,
    skos::PREF_LABEL,
    dct::TITLE,
    dct::DESCRIPTION,
    foaf::NAME,
    vcard::FN,
    SCHEMA_NAME,
    VCARD_ORG_NAME,
    VCARD_ORGANISATION_NAME,
];

/// The text that names a node.
pub fn label<'g>(node: Subject<'g>, language: &str) -> Option<&'g Text> {
    LABELS.into_iter().find_map(|property| {
        let values: Vec<Value<'_>> = node.peek(property).collect();
        let found = best(&values, language);
        if found.is_some() {
            node.values(property);
        }
        found
    })
}

/// A text, the label of a node, or its address.
pub fn text_of<'g>(value: Value<'g>, language: &str) -> Option<&'g str> {
    let text = match value {
        Value::Text(text) => text.value.trim(),
        Value::Node(node) => match label(node, language) {
            Some(label) => label.value.trim(),
            None => node.iri()?,
        },
    };
    (!text.is_empty()).then_some(text)
}

/// The text that names a node; what else names it, in other languages or words, is told.
pub fn told_label<'g>(
    node: Subject<'g>,
    language: &str,
    notes: &mut Notes<'g>,
) -> Option<&'g Text> {
    let kept = label(node, language)?;
    // Its own list says again what a known term is called.
    if node.iri().is_some_and(is_of_a_list) || !notes.meets_labels(node) {
        return Some(kept);
    }
    for property in LABELS {
        for value in node.peek(property) {
            if matches!(value, Value::Text(text) if text.value.trim() != kept.value.trim()) {
                notes.lose(node, property, value, "One label is kept");
            }
        }
        node.values(property);
    }
    Some(kept)
}

/// Whether an address is that of a term of a list that the portal knows, or can look up.
pub fn is_of_a_list(iri: &str) -> bool {
    iri.contains("://publications.europa.eu/resource/authority/")
        || iri.contains("://inspire.ec.europa.eu/")
        || lists::theme_of(iri).is_some()
        || lists::hvd_tag_of(iri).is_some()
        || lists::licence_of(iri).is_some()
}

/// A text, the label of a node, or its address; what else names the node is told.
pub fn told<'g>(value: Value<'g>, language: &str, notes: &mut Notes<'g>) -> Option<&'g str> {
    if let Value::Node(node) = value {
        told_label(node, language, notes);
    }
    text_of(value, language)
}

/// The address of a node, or a text that stands for one.
pub fn address_of(value: Value<'_>) -> Option<&str> {
    let text = match value {
        Value::Text(text) => text.value.trim(),
        Value::Node(node) => node.iri()?.trim(),
    };
    (!text.is_empty()).then_some(text)
}

/// Whether a text is written in elements rather than in words alone.
fn is_marked_up(text: &Text) -> bool {
    let datatype = text.datatype.as_deref();
    datatype.is_some_and(|iri| iri == rdf::XML_LITERAL.as_str() || iri == rdf::HTML.as_str())
}

/// A text as one line: what is written in elements is told without them.
pub fn line(text: &Text) -> String {
    if !is_marked_up(text) {
        return text.value.trim().to_owned();
    }
    let words = bare(&text.value);
    let words = words.replace("&lt;", "<").replace("&gt;", ">");
    let words = words.replace("&quot;", "\"").replace("&apos;", "'");
    words.replace("&amp;", "&")
}

/// A text as Markdown.
pub fn prose(text: &Text) -> String {
    if is_marked_up(text) {
        markdown(&format!("<div>{}</div>", text.value))
    } else {
        markdown(&text.value)
    }
}

/// A value as a report shows it.
pub fn shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.value.chars().take(500).collect(),
        Value::Node(node) => match node.iri() {
            Some(iri) => iri.to_owned(),
            None => described(node, 0),
        },
    }
}

/// A node without a name, by what is said of it.
fn described(node: Subject<'_>, depth: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (property, value) in node.all().take(8) {
        let said = match value {
            Value::Text(text) => text.value.chars().take(120).collect(),
            Value::Node(inner) => match inner.iri() {
                Some(iri) => iri.to_owned(),
                None if depth < 2 => described(inner, depth + 1),
                None => "[…]".to_owned(),
            },
        };
        parts.push(format!("{} {said}", super::notes::short(property)));
    }
    format!("[{}]", parts.join("; "))
}

/// Tags that shape a text, and those that only mark words in it.
const BLOCKS: [&str; 27] = [
    "p",
    "br",
    "div",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "blockquote",
    "a",
    "img",
    "font",
    "span",
    "hr",
    "html",
    "body",
    "center",
    "section",
];
const INLINE: [&str; 10] = [
    "b", "i", "em", "strong", "u", "sub", "sup", "code", "small", "s",
];

/// Tags that part a text by themselves: one that has them has no need of blank lines.
const PARTS: [&str; 14] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "blockquote",
    "html",
    "body",
    "center",
    "section",
];
/// Tags at the beginning of a line that is no paragraph.
const LISTS: [&str; 5] = ["ul", "ol", "li", "br", "hr"];

/// Whether a text is HTML. Markdown may hold tags: it is told by its own marks, and by blank lines between paragraphs
/// that no tag parts.
fn is_html(text: &str) -> bool {
    let has = |some: &[&str]| tags(text).any(|tag| some.contains(&tag.as_str()));
    if !has(&BLOCKS) && !has(&INLINE) || is_parted(text) && !has(&PARTS) {
        return false;
    }
    text.starts_with('<') || !has_marks(text)
}

/// The names of the tags of a text, as they come.
fn tags(text: &str) -> impl Iterator<Item = String> {
    let after = text.split('<').skip(1);
    after
        .filter(|after| after.contains('>'))
        .map(|after| name_of_tag(after.trim_start_matches('/')))
}

fn name_of_tag(text: &str) -> String {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric());
    let name = text.get(..end.unwrap_or(text.len()));
    name.unwrap_or_default().to_ascii_lowercase()
}

/// Whether blank lines part several paragraphs.
fn is_parted(text: &str) -> bool {
    let mut is_new = true;
    let firsts = text.lines().filter(|line| {
        let is_blank = line.trim().is_empty();
        let is_first = is_new && !is_blank;
        is_new = is_blank;
        is_first
    });
    let is_paragraph = |line: &&str| {
        let tag = line.trim_start().strip_prefix('<');
        let tag = tag.map(|tag| name_of_tag(tag.trim_start_matches('/')));
        tag.is_none_or(|tag| !LISTS.contains(&tag.as_str()))
    };
    firsts.filter(is_paragraph).take(2).count() == 2
}

/// Whether a text bears the marks of Markdown.
fn has_marks(text: &str) -> bool {
    text.contains("**")
        || text.contains("](")
        || text.lines().any(|line| {
            let line = line.trim_start();
            ["# ", "## ", "### ", "- ", "* ", "> ", "```"]
                .iter()
                .any(|mark| line.starts_with(mark))
        })
}

static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
    HtmlToMarkdown::builder()
        .skip_tags(vec!["script", "style"])
        .build()
});

/// Elements inside one another, beyond which no description is written by hand. The converter calls itself for each.
const DEEPEST: usize = 100;

/// A bound of how many elements are inside one another: never less than what a browser would make of it.
fn depth(html: &str) -> usize {
    const VOID: [&str; 6] = ["br", "img", "hr", "input", "meta", "link"];
    // These close their like, except in drawings.
    const LEFT_OPEN: [&str; 7] = ["p", "li", "td", "th", "tr", "dd", "dt"];
    let html = html.to_ascii_lowercase();
    let tags = || html.split('<').skip(1);
    // Inside a comment, an attribute or a drawing, what looks like an end is none.
    let is_plain = !["<!--", "<svg", "<math"].iter().any(|it| html.contains(it))
        && tags().all(|tag| tag.contains('>'));
    let (mut open, mut deepest) = (Vec::new(), 0);
    for tag in tags() {
        let (ends, name) = name_of(tag);
        let is_left = is_plain && LEFT_OPEN.contains(&name);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || VOID.contains(&name) || is_left {
            continue;
        }
        if !ends {
            open.push(name);
            deepest = deepest.max(open.len());
        } else if is_plain && open.last() == Some(&name) {
            open.pop();
        }
    }
    deepest
}

/// Tables as the converter reads them whole: it takes the header from one row, and cells of data alone from the others. A
/// table that has headers, above its values or before each of them, has its first row for header.
fn with_header_rows(html: &str) -> Cow<'_, str> {
    let lower = html.to_ascii_lowercase();
    if !lower.contains("<th") {
        return html.into();
    }
    let mut headed = headed(&lower).into_iter();
    // Of each table that is open: whether it has headers, and its rows so far.
    let mut open: Vec<(bool, usize)> = Vec::new();
    let mut text = String::with_capacity(html.len());
    for (place, part) in html.split('<').enumerate() {
        if place == 0 {
            text.push_str(part);
            continue;
        }
        let lower = part.to_ascii_lowercase();
        let (ends, name) = name_of(&lower);
        match (ends, name) {
            (false, "table") => open.push((headed.next().unwrap_or_default(), 0)),
            (true, "table") => {
                open.pop();
            }
            (false, "tr") => {
                if let Some((_, rows)) = open.last_mut() {
                    *rows += 1;
                }
            }
            _ => {}
        }
        let instead = match (name, open.last()) {
            ("thead" | "tfoot", Some((true, _))) => "tbody",
            ("td" | "th", Some((true, ..=1))) => "th",
            ("td" | "th", Some((true, _))) => "td",
            _ => "",
        };
        let rest = usize::from(ends) + name.len();
        text.push('<');
        if instead.is_empty() {
            text.push_str(part);
        } else {
            text.push_str(if ends { "/" } else { "" });
            text.push_str(instead);
            text.push_str(part.get(rest..).unwrap_or_default());
        }
    }
    text.into()
}

/// Whether each table of a text in lower case has headers, in the order in which they begin.
fn headed(lower: &str) -> Vec<bool> {
    let mut headed: Vec<bool> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for tag in lower.split('<').skip(1) {
        match name_of(tag) {
            (false, "table") => {
                open.push(headed.len());
                headed.push(false);
            }
            (true, "table") => {
                open.pop();
            }
            (false, "th" | "thead") => {
                if let Some(table) = open.last().and_then(|at| headed.get_mut(*at)) {
                    *table = true;
                }
            }
            _ => {}
        }
    }
    headed
}

/// Whether a tag is an end, and its name. It is what follows its `<`.
fn name_of(tag: &str) -> (bool, &str) {
    let name = tag.strip_prefix('/');
    let ends = name.is_some();
    let name = name.unwrap_or(tag);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    (
        ends,
        name.get(..end.unwrap_or(name.len())).unwrap_or_default(),
    )
}

/// The words of a text without its tags.
fn bare(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (place, part) in html.split('<').enumerate() {
        let words = match part.split_once('>') {
            Some((_, words)) if place > 0 => words,
            _ => part,
        };
        text.push_str(words);
    }
    text.trim().to_owned()
}

/// A description as Markdown, whatever it was.
pub fn markdown(text: &str) -> String {
    let text = text.trim();
    if !is_html(text) {
        return text.to_owned();
    }
    if depth(text) > DEEPEST {
        return bare(text);
    }
    match CONVERTER.convert(&with_header_rows(text)) {
        Ok(converted) => converted.trim().to_owned(),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_a_table_is_kept() {
        let both = "<table><tr><th>Nom</th><td>Un</td></tr><tr><TH scope=row>Date</TH><td>Deux</td></tr></table>";
        assert_eq!(
            markdown(both),
            "| Nom  | Un   |\n| ---- | ---- |\n| Date | Deux |"
        );
        assert_eq!(
            markdown("<table><tr><th>A</th><td>b</td></tr></table>"),
            "| A | b |\n| - | - |"
        );
        let twice = "<table><thead><tr><th>A</th></tr><tr><th>B</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>";
        for cell in ["A", "B", "c"] {
            assert!(markdown(twice).contains(&format!("| {cell} |")), "{cell}");
        }
        let plain = "<table><tr><td>a</td></tr></table>";
        let beside = format!("{plain}{both}<p>é < è</p>");
        assert!(with_header_rows(&beside).starts_with(plain));
        assert!(with_header_rows(&beside).ends_with("<p>é < è</p>"));
    }

    #[test]
    fn what_is_nested_beyond_reason_loses_its_tags() {
        let nested =
            |open: &str, end: &str| format!("{}fond{}", open.repeat(5_000), end.repeat(5_000));
        for html in [
            nested("<div>", "</div>"),
            // Ends that end nothing.
            nested("<div></x>", ""),
            nested("<div><!--</div>-->", ""),
            nested("<div title=\"</div>\">", ""),
        ] {
            let said = markdown(&html);
            assert!(
                said.ends_with("fond"),
                "{}",
                said.get(..80).unwrap_or(&said)
            );
        }
        assert!(depth(&format!("<svg>{}", "<td>".repeat(500))) > DEEPEST);
        assert_eq!(depth(&"<p>un<br>deux<ul><li>a<li>b</ul>".repeat(500)), 1);
        assert_eq!(markdown("<p>Deux <b>mots</b></p>"), "Deux **mots**");
    }

    #[test]
    fn paragraphs_outlive_a_tag() {
        for text in [
            "Un.\n\nVoir <a href=\"https://example.com\">ici</a>.\n\nTrois.",
            "Un.\r\n\r\nDeux<br>\r\nencore.",
            "<b>Titre</b>\n\nUn.",
            "Un.\n \nDeux :\n\n<ul>\n<li>a</li>\n</ul>",
        ] {
            assert_eq!(markdown(text), text);
        }
        for (html, said) in [
            ("<p>Un.</p>\n\n<p>Deux.</p>", "Un.\n\nDeux."),
            ("Un.<p>Deux.</p>\n\nTrois", "Un.\n\nDeux.\n\nTrois"),
            ("Un <b>mot</b>\nici", "Un **mot** ici"),
        ] {
            assert_eq!(markdown(html), said, "{html}");
        }
        let list = markdown("Ceci :\n\n<ul>\n\n<li>a</li>\n\n</ul>");
        assert_eq!(list, "Ceci :\n\n*   a");
    }
}
