//! `X-Fields`: which parts of an answer a client wants (`data{id,title},total`), as the library behind udata
//! reads it. A mask that cannot be read is refused; fields that do not exist are ignored.

use serde_json::{Map, Value};

/// The wanted fields; `*` keeps the others whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    fields: Vec<(String, Option<Mask>)>,
    others: bool,
}

impl Mask {
    /// Reads a mask, braces around it or not.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let inner = text
            .strip_prefix('{')
            .map_or(Some(text), |text| text.strip_suffix('}'))
            .ok_or("Mask parse error: missing closing bracket")?;
        let mut characters = inner.chars().peekable();
        let mask = Self::fields(&mut characters, 0)?;
        match characters.next() {
            None => Ok(mask),
            Some(c) => Err(format!("Mask parse error: unexpected '{c}'")),
        }
    }

    fn fields(
        characters: &mut std::iter::Peekable<std::str::Chars<'_>>,
        depth: usize,
    ) -> Result<Self, String> {
        if depth > 16 {
            return Err("Mask parse error: too many levels".to_owned());
        }
        let mut mask = Self::default();
        loop {
            let mut name = String::new();
            while let Some(c) = characters.next_if(|c| !matches!(c, ',' | '{' | '}')) {
                name.push(c);
            }
            let name = name.trim();
            let nested = if characters.next_if_eq(&'{').is_some() {
                if name.is_empty() {
                    return Err("Mask parse error: unexpected opening bracket".to_owned());
                }
                let nested = Self::fields(characters, depth + 1)?;
                if characters.next() != Some('}') {
                    return Err("Mask parse error: missing closing bracket".to_owned());
                }
                Some(nested)
            } else {
                None
            };
            match name {
                "*" => mask.others = true,
                "" => return Err("Mask parse error: unexpected comma".to_owned()),
                name => mask.fields.push((name.to_owned(), nested)),
            }
            if characters.next_if_eq(&',').is_none() {
                return Ok(mask);
            }
        }
    }

    /// Keeps the wanted parts of an answer; through lists, of each item.
    pub fn apply(&self, value: Value) -> Value {
        match value {
            Value::Object(object) => Value::Object(self.of_object(object)),
            Value::Array(items) => items.into_iter().map(|item| self.apply(item)).collect(),
            other => other,
        }
    }

    fn of_object(&self, mut object: Map<String, Value>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (name, nested) in &self.fields {
            if let Some(value) = object.remove(name) {
                let value = nested
                    .as_ref()
                    .map_or_else(|| value.clone(), |mask| mask.apply(value.clone()));
                kept.insert(name.clone(), value);
            }
        }
        if self.others {
            kept.extend(object);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Mask;

    #[test]
    fn keeps_what_is_asked() {
        let mask = Mask::parse("data{id, owner{id}},total,nope").unwrap();
        let value = json!({"data": [{"id": 1, "title": "x", "owner": {"id": 2, "slug": "y"}}], "total": 1, "page": 1});
        assert_eq!(
            mask.apply(value),
            json!({"data": [{"id": 1, "owner": {"id": 2}}], "total": 1})
        );
    }

    #[test]
    fn a_star_keeps_the_rest() {
        let mask = Mask::parse("{*,datasets{id}}").unwrap();
        let value = json!({"title": "x", "datasets": [{"id": 1, "title": "y"}]});
        assert_eq!(
            mask.apply(value),
            json!({"title": "x", "datasets": [{"id": 1}]})
        );
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        for text in ["a{", "a{b", "{a", "a}", "a,,b", ",", "{b{c}", "a{b}}"] {
            assert!(Mask::parse(text).is_err(), "{text}");
        }
    }
}
