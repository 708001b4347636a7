//! Markdown written by people, as HTML that can do no harm: cleaned of everything that runs or calls elsewhere,
//! its headings set under those of the page. Reading and cleaning cost more than the rest of a page, so the last
//! texts are kept.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{LazyLock, Mutex};

use ammonia::Builder;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};
use minijinja::Value;

/// How many characters of HTML are kept at most.
const KEPT: usize = 16_000_000;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(["img"])
        .link_rel(Some("nofollow ugc"))
        .url_schemes(["http", "https", "mailto", "tel", "ftp"].into());
    builder
});

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.render.hardbreaks = false;
    options.render.r#unsafe = true;
    options
}

/// The last texts shown, by digest and level of heading.
#[derive(Default)]
pub struct Rendered {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    html: HashMap<u64, Value>,
    length: usize,
}

impl Rendered {
    /// Markdown as safe HTML whose highest heading is `<h{level}>`.
    pub fn html(&self, text: &str, level: u8) -> Value {
        if text.is_empty() {
            return Value::from("");
        }
        if text.len() < 300 && is_plain(text) {
            return Value::from_safe_string(format!("<p>{text}</p>\n"));
        }
        let mut hasher = DefaultHasher::new();
        (text, level).hash(&mut hasher);
        let key = hasher.finish();
        if let Ok(kept) = self.kept.lock()
            && let Some(html) = kept.html.get(&key)
        {
            return html.clone();
        }
        let html = to_html(text, level);
        let length = html.len();
        let html = Value::from_safe_string(html);
        if let Ok(mut kept) = self.kept.lock() {
            if kept.length + length > KEPT {
                *kept = Kept::default();
            }
            kept.length += length;
            kept.html.insert(key, html.clone());
        }
        html
    }
}

/// Whether a text means the same in Markdown, in HTML and on paper.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '’' | '\'' | '(' | ')'))
        && !text.starts_with(' ')
}

/// Markdown as safe HTML whose highest heading is `<h{level}>`.
pub fn to_html(text: &str, level: u8) -> String {
    let arena = Arena::new();
    let options = options();
    let root = parse_document(&arena, text, &options);
    let images: Vec<_> = root
        .descendants()
        .filter(|node| matches!(node.data.borrow().value, NodeValue::Image(_)))
        .collect();
    for image in images {
        link_instead(image);
    }
    for node in root.descendants() {
        if let NodeValue::Text(text) = &mut node.data.borrow_mut().value
            && let Some(spaced) = french_spaces(text)
        {
            *text = spaced.into();
        }
    }
    let mut html = String::with_capacity(text.len() * 2);
    if format_html(root, &options, &mut html).is_err() {
        return ammonia::clean_text(text);
    }
    clean(&html, level)
}

/// The text with spaces that do not break beside French signs, when it has any that do.
fn french_spaces(text: &str) -> Option<String> {
    const BEFORE: [&str; 5] = [" ;", " :", " ?", " !", " »"];
    if !BEFORE.iter().any(|sign| text.contains(sign)) && !text.contains("« ") {
        return None;
    }
    let mut spaced = text.replace("« ", "«\u{a0}");
    for sign in BEFORE {
        spaced = spaced.replace(sign, &sign.replace(' ', "\u{a0}"));
    }
    Some(spaced)
}

/// Cleans HTML written by people.
pub fn clean(html: &str, level: u8) -> String {
    shift_headings(&CLEANER.clean(html).to_string(), level)
}

/// An image would be asked from another host: its words become a link to it.
fn link_instead<'a>(image: &'a AstNode<'a>) {
    let linked = image
        .ancestors()
        .skip(1)
        .any(|node| matches!(node.data.borrow().value, NodeValue::Link(_)));
    if linked {
        for child in image.children().collect::<Vec<_>>() {
            image.insert_before(child);
        }
        image.detach();
        return;
    }
    let mut ast = image.data.borrow_mut();
    let NodeValue::Image(link) = &ast.value else {
        return;
    };
    let link = link.clone();
    let is_bare = image.first_child().is_none();
    let name = link.url.rsplit('/').next().unwrap_or_default().to_owned();
    ast.value = NodeValue::Link(link);
    drop(ast);
    if is_bare {
        // A link without words cannot be followed by those who do not see it.
        let mut data = image.data.borrow_mut();
        data.value = NodeValue::Text(name.into());
    }
}

/// Moves all headings so that the highest is `<h{level}>`; the input is the cleaner's, whose tags are regular.
fn shift_headings(html: &str, level: u8) -> String {
    let digit_after = |at: usize| {
        html.as_bytes()
            .get(at)
            .filter(|b| (b'1'..=b'6').contains(b))
    };
    let highest = html
        .match_indices("<h")
        .filter_map(|(at, _)| digit_after(at + 2))
        .min();
    let Some(highest) = highest.map(|digit| digit - b'0') else {
        return html.to_owned();
    };
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<h").into_iter().chain(rest.find("</h")).min() {
        let name = if rest.get(at..).is_some_and(|tag| tag.starts_with("</h")) {
            at + 3
        } else {
            at + 2
        };
        out.push_str(rest.get(..name).unwrap_or_default());
        rest = rest.get(name..).unwrap_or_default();
        if let Some(digit @ b'1'..=b'6') = rest.as_bytes().first() {
            let moved = (digit - b'0' + level).saturating_sub(highest).min(6);
            out.push(char::from(b'0' + moved));
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// From so many bytes on, a summary needs no other section of its text.
const ENOUGH: usize = 60;

/// Markdown as one line of text of at most `length` characters, cut at a word.
pub fn plain(text: &str, length: usize) -> String {
    // Enough source for the words wanted, links and marks included.
    let wanted = length.saturating_mul(6).max(400);
    let source = text
        .char_indices()
        .nth(wanted)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text);
    let arena = Arena::new();
    let root = parse_document(&arena, source, &options());
    let (mut words, mut others) = (String::new(), String::new());
    for block in root.children() {
        let out = match &block.data.borrow().value {
            // A summary that says enough stops where the text changes its subject.
            NodeValue::Heading(_) if words.len() >= ENOUGH => break,
            NodeValue::Heading(_) | NodeValue::CodeBlock(_) => &mut others,
            _ => &mut words,
        };
        add_words(block, out);
        if words.len() > length.saturating_mul(4) + 400 {
            break;
        }
    }
    let words = if words.trim().is_empty() {
        others
    } else {
        words
    };
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&french_spaces(&line).unwrap_or(line), length)
}

/// The words of a block and of what it holds.
fn add_words<'a>(block: &'a AstNode<'a>, out: &mut String) {
    for node in block.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::HtmlBlock(block) => strip_tags(&block.literal, out),
            NodeValue::CodeBlock(block) => {
                out.push(' ');
                out.push_str(&block.literal);
            }
            NodeValue::HtmlInline(_) => {}
            value
                if value.block()
                    || matches!(value, NodeValue::SoftBreak | NodeValue::LineBreak) =>
            {
                out.push(' ');
            }
            _ => {}
        }
    }
}

fn strip_tags(html: &str, out: &mut String) {
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
}

fn cut(line: &str, length: usize) -> String {
    let Some((end, _)) = line.char_indices().nth(length) else {
        return line.to_owned();
    };
    let head = line.get(..end).unwrap_or(line);
    let at = head.rfind(' ').unwrap_or(end);
    let kept = head.get(..at).unwrap_or(head);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.', ' ', '(']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_is_left() {
        for text in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<a href='javascript:alert(1)' onclick='x()'>x</a>",
            "<img src=x onerror=alert(1)>",
            "<iframe src='https://evil.example'></iframe>",
            "<style>body{display:none}</style>",
        ] {
            let html = to_html(text, 3).to_lowercase();
            for bad in [
                "<script",
                "javascript:",
                "onclick",
                "onerror",
                "<img",
                "<iframe",
                "<style",
            ] {
                assert!(!html.contains(bad), "{text} gave {html}");
            }
        }
    }

    #[test]
    fn headings_stand_under_those_of_the_page() {
        assert_eq!(to_html("# A\n\n### B", 3), "<h3>A</h3>\n<h5>B</h5>\n");
        assert_eq!(to_html("###### A", 3), "<h3>A</h3>\n");
        assert_eq!(to_html("<h1>A</h1>", 4), "<h4>A</h4>\n");
    }

    #[test]
    fn images_of_others_become_links() {
        let html = to_html("![Une carte](https://ailleurs.example/carte.png)", 3);
        assert!(
            html.contains("href=\"https://ailleurs.example/carte.png\""),
            "{html}"
        );
        assert!(
            html.contains(">Une carte</a>") && html.contains("nofollow ugc"),
            "{html}"
        );
        assert!(!to_html("[![](a.png)](https://x.example)", 3).contains("<img"));
        assert!(to_html("![](https://x.example/a.png)", 3).contains("a.png"));
    }

    #[test]
    fn french_signs_are_not_left_alone() {
        let text = "Arrêts : « gare » ; `a : b`";
        let html = to_html(text, 3).replace("&nbsp;", "\u{a0}");
        assert!(
            html.contains("Arrêts\u{a0}: «\u{a0}gare\u{a0}»\u{a0}; <code>a : b</code>"),
            "{html}"
        );
        assert!(plain("Où ? Ici : là.", 50).starts_with("Où\u{a0}? Ici\u{a0}: là"));
    }

    #[test]
    fn one_line_of_text() {
        let text = "# Titre\n\nDu **gras** et [un lien](https://x.example), puis <b>du HTML</b>.";
        assert_eq!(plain(text, 200), "Du gras et un lien, puis du HTML.");
        assert_eq!(plain("# Titre\n\n## Autre", 200), "Titre Autre");
        let text = "Du texte.\n\n## Exemple\n\n```\nGET /\n```\n\nEncore.";
        assert_eq!(plain(text, 200), "Du texte. Encore.");
        let long = format!("{}.\n\n## Colonnes\n\n- a : b", "Mot ".repeat(20).trim());
        assert!(plain(&long, 200).ends_with("Mot."));
        assert_eq!(plain("un deux trois quatre", 12), "un deux…");
        assert_eq!(plain("", 12), "");
    }

    #[test]
    fn plain_texts_are_the_same_either_way() {
        let rendered = Rendered::default();
        for text in [
            "Fichier des communes",
            "L'été (2)",
            "a_b_c",
            "1. un",
            "l’eau, l’air",
        ] {
            let kept = rendered.html(text, 5);
            assert_eq!(kept.to_string(), to_html(text, 5), "{text}");
        }
    }
}
