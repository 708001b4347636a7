//! Descriptions in HTML made Markdown: which texts are HTML, what is nested beyond reason, and tables that keep every cell.

use std::borrow::Cow;
use std::sync::LazyLock;

use htmd::HtmlToMarkdown;

/// Tags that shape a text beside those that part it, and those that only mark words in it.
const BLOCKS: [&str; 13] = [
    "br", "ul", "ol", "li", "tr", "td", "th", "tbody", "a", "img", "font", "span", "hr",
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
    let lower = text.to_ascii_lowercase();
    let tags = lower.split('<').skip(1).filter(|tag| tag.contains('>'));
    let names: Vec<&str> = tags.map(|tag| name_of(tag).1).collect();
    let has = |some: &[&str]| names.iter().any(|name| some.contains(name));
    let parts = has(&PARTS);
    let has_some = parts || has(&BLOCKS) || has(&INLINE);
    if !has_some || is_parted(&lower) && !parts {
        return false;
    }
    text.starts_with('<') || !has_marks(text)
}

/// Whether blank lines part several paragraphs of a text in lower case.
fn is_parted(lower: &str) -> bool {
    let mut is_new = true;
    let firsts = lower.lines().filter(|line| {
        let is_blank = line.trim().is_empty();
        let is_first = is_new && !is_blank;
        is_new = is_blank;
        is_first
    });
    let is_paragraph = |line: &&str| {
        let tag = line.trim_start().strip_prefix('<').map(name_of);
        tag.is_none_or(|(_, name)| !LISTS.contains(&name))
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
pub fn bare(html: &str) -> String {
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
