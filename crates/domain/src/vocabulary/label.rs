//! What every list has in common: an ordered set of terms, each with a stable code and a label in both languages. It
//! exists so that an endpoint or a form can show any list without knowing which one it is.

/// A text in both languages of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    pub fr: &'static str,
    pub en: &'static str,
}

impl Label {
    pub const fn new(fr: &'static str, en: &'static str) -> Self {
        Self { fr, en }
    }

    /// French for `fr`, `fr-FR`, …; English for anything else.
    pub fn in_lang(&self, lang: &str) -> &'static str {
        let french = lang
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("fr"));
        if french { self.fr } else { self.en }
    }
}

/// One entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub code: &'static str,
    pub label: Label,
}

impl Term {
    pub const fn new(code: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self {
            code,
            label: Label::new(fr, en),
        }
    }
}

/// A closed list, in the order in which it is shown.
pub trait Vocabulary: Copy + Eq + 'static {
    const ALL: &'static [Self];

    fn term(self) -> Term;

    fn code(self) -> &'static str {
        self.term().code
    }

    fn label(self) -> Label {
        self.term().label
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|term| term.code() == code)
    }
}
