//! The documentation that comes with data: what each column means, as Markdown, plain text or PDF.

use super::theme::Column;

/// What a documentation says.
pub struct Document<'a> {
    pub title: &'a str,
    pub paragraphs: &'a [String],
    pub columns: &'static [Column],
}

impl Document<'_> {
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n\n", self.title);
        for paragraph in self.paragraphs {
            text.push_str(paragraph);
            text.push_str("\n\n");
        }
        text.push_str("| Colonne | Signification |\n|---|---|\n");
        let columns = self.columns.iter();
        text.extend(columns.map(|column| format!("| `{}` | {} |\n", column.name, column.about)));
        text
    }

    pub fn text(&self) -> String {
        self.lines().join("\n") + "\n"
    }

    /// Pages of plain text in a font that every reader has.
    pub fn pdf(&self) -> Vec<u8> {
        pdf(&self.lines())
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.title.to_owned(), String::new()];
        for paragraph in self.paragraphs {
            wrap(paragraph, "", &mut lines);
            lines.push(String::new());
        }
        lines.push("Signification des colonnes".to_owned());
        lines.push(String::new());
        for column in self.columns {
            wrap(
                &format!("{} : {}", column.name, column.about),
                "    ",
                &mut lines,
            );
        }
        lines
    }
}

const WIDTH: usize = 88;

fn wrap(text: &str, indent: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}

const LINES_A_PAGE: usize = 50;

/// A PDF of these lines: a catalogue, a font, and for each page its object and its text.
fn pdf(lines: &[String]) -> Vec<u8> {
    let pages: Vec<&[String]> = lines.chunks(LINES_A_PAGE).collect();
    let numbers = (0..pages.len()).map(|page| 4 + 2 * page);
    let kids: Vec<String> = numbers.map(|number| format!("{number} 0 R")).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>".to_vec(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        )
        .into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_vec(),
    ];
    for (page, lines) in pages.iter().enumerate() {
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
                 /Resources << /Font << /F1 3 0 R >> >> >>",
                5 + 2 * page
            )
            .into_bytes(),
        );
        let mut stream = b"BT /F1 10 Tf 14 TL 56 780 Td\n".to_vec();
        for line in *lines {
            stream.push(b'(');
            stream.extend(line.chars().flat_map(windows_1252));
            stream.extend(b") Tj T*\n");
        }
        stream.extend(b"ET");
        let mut object = format!("<< /Length {} >>\nstream\n", stream.len()).into_bytes();
        object.extend(stream);
        object.extend(b"\nendstream");
        objects.push(object);
    }
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

/// A character in the encoding of the font, parentheses escaped.
fn windows_1252(c: char) -> Vec<u8> {
    match c {
        '(' | ')' | '\\' => vec![b'\\', u8::try_from(c).unwrap_or(b'?')],
        '’' => vec![0x92],
        '–' => vec![0x96],
        '—' => vec![0x97],
        'œ' => vec![0x9c],
        'Œ' => vec![0x8c],
        '€' => vec![0x80],
        '…' => vec![0x85],
        '\u{202f}' => vec![0xa0],
        '³' | '²' | 'µ' | '°' | '«' | '»' | '\u{a0}' | '\u{c0}'..='\u{ff}' | ' '..='~' => {
            vec![u8::try_from(c).unwrap_or(b'?')]
        }
        _ => vec![b'?'],
    }
}
