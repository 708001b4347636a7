//! RDF/XML as it is met rather than as it should be: text beside an address (`<dcat:theme rdf:resource="…">Water</…>`),
//! text in several pieces; and entities between single quotes, which XML allows and the parser does not. A document is
//! mended only when a parser refused it.

use quick_xml::escape::escape;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, Writer};

/// The document as it was meant: a text beside an address becomes the label of what is there.
pub fn mended(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::with_capacity(text.len() + 1_024));
    let mut words = String::new();
    // An element that names an address, until it is known whether it also holds text.
    let mut held: Option<(BytesStart<'_>, String)> = None;
    // How deep in a literal of XML, which is left as it is.
    let mut literal = 0_usize;
    let mut is_mended = false;
    loop {
        let event = reader.read_event().ok()?;
        if literal > 0 {
            match &event {
                Event::Start(_) => literal += 1,
                Event::End(_) => literal -= 1,
                Event::Eof => return None,
                _ => {}
            }
            writer.write_event(event).ok()?;
            continue;
        }
        match event {
            Event::Text(found) => words.push_str(&found.xml10_content()),
            Event::CData(found) => {
                is_mended = true;
                words.push_str(&escape(found.xml10_content()));
            }
            Event::GeneralRef(found) => {
                words.push('&');
                words.push_str(&found.xml10_content());
                words.push(';');
            }
            Event::Comment(_) | Event::PI(_) => is_mended = true,
            Event::Start(start) => {
                if let Some((before, _)) = held.take() {
                    writer.write_event(Event::Start(before)).ok()?;
                }
                // Text beside elements means nothing.
                words.clear();
                let of = |name: &str| {
                    let mut all = start.attributes().flatten();
                    all.find(|attribute| attribute.key.local_name().as_ref() == name)
                };
                if of("parseType").is_some_and(|kind| &*kind.value == "Literal") {
                    literal = 1;
                    writer.write_event(Event::Start(start)).ok()?;
                } else if let Some(resource) = of("resource") {
                    let address = resource.value.into_owned();
                    held = Some((start.into_owned(), address));
                } else {
                    writer.write_event(Event::Start(start)).ok()?;
                }
            }
            Event::End(end) => {
                if let Some((start, address)) = held.take() {
                    if words.trim().is_empty() {
                        writer.write_event(Event::Start(start)).ok()?;
                    } else {
                        is_mended = true;
                        labelled(&mut writer, &start, &address, words.trim())?;
                    }
                } else if !words.is_empty() {
                    let text = BytesText::from_escaped(words.as_str());
                    writer.write_event(Event::Text(text)).ok()?;
                }
                words.clear();
                writer.write_event(Event::End(end)).ok()?;
            }
            Event::DocType(kind) => {
                let quoted = double_quoted(&kind);
                is_mended |= quoted != *kind;
                let kind = BytesText::from_escaped(quoted.as_str());
                writer.write_event(Event::DocType(kind)).ok()?;
            }
            Event::Eof => break,
            other => {
                if let Some((before, _)) = held.take() {
                    writer.write_event(Event::Start(before)).ok()?;
                }
                words.clear();
                writer.write_event(other).ok()?;
            }
        }
    }
    let text = String::from_utf8(writer.into_inner()).ok()?;
    is_mended.then_some(text)
}

/// The declarations of a document with the values of all its entities between double quotes.
fn double_quoted(kind: &str) -> String {
    let mut declarations = kind.split("<!ENTITY");
    let mut quoted = declarations.next().unwrap_or_default().to_owned();
    for declaration in declarations {
        quoted.push_str("<!ENTITY");
        // No quote comes before the one that begins the value.
        let value = declaration.split_once('\'');
        let value = value.filter(|(name, _)| !name.contains('"'));
        match value.and_then(|(name, rest)| Some((name, rest.split_once('\'')?))) {
            Some((name, (value, rest))) => {
                let value = value.replace('"', "&#34;");
                quoted.extend([name, "\"", &value, "\"", rest]);
            }
            None => quoted.push_str(declaration),
        }
    }
    quoted
}

/// The start of an element and, in it, what is at the address, with its label.
fn labelled(
    writer: &mut Writer<Vec<u8>>,
    start: &BytesStart<'_>,
    address: &str,
    words: &str,
) -> Option<()> {
    let name = start.name();
    let mut bare = BytesStart::new(name.as_ref());
    for attribute in start.attributes().flatten() {
        if attribute.key.local_name().as_ref() != "resource" {
            bare.push_attribute(attribute);
        }
    }
    writer.write_event(Event::Start(bare)).ok()?;
    let mut node = BytesStart::new("mend:Description");
    node.push_attribute(("xmlns:mend", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"));
    node.push_attribute(Attribute {
        key: QName("mend:about"),
        value: address.into(),
    });
    writer.write_event(Event::Start(node)).ok()?;
    let mut label = BytesStart::new("words:label");
    label.push_attribute(("xmlns:words", "http://www.w3.org/2000/01/rdf-schema#"));
    writer.write_event(Event::Start(label)).ok()?;
    let text = BytesText::from_escaped(words);
    writer.write_event(Event::Text(text)).ok()?;
    writer
        .write_event(Event::End(BytesEnd::new("words:label")))
        .ok()?;
    writer
        .write_event(Event::End(BytesEnd::new("mend:Description")))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beside_an_address_becomes_its_label() {
        let text = r#"<r:RDF xmlns:r="x"><d:theme r:resource="http://a?b=1&amp;c">Eau &amp; <![CDATA[<air>]]></d:theme><d:x r:resource="y"/></r:RDF>"#;
        let found = mended(text).unwrap();
        assert!(
            found.contains(r#"mend:about="http://a?b=1&amp;c""#),
            "{found}"
        );
        assert!(
            found.contains("Eau &amp; &lt;air&gt;</words:label>"),
            "{found}"
        );
        assert!(found.contains(r#"<d:x r:resource="y"/>"#), "{found}");
        assert_eq!(mended("<a><b>c</b></a>"), None, "nothing to mend");
        assert_eq!(mended("<a"), None);
    }
}
