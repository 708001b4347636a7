//! Which passwords are too easy: short ones, those without the three kinds of characters, those found most often in
//! stolen lists, and those that everybody tries first, however they are dressed up: what people take when they are
//! asked for a capital and a digit is a word and "1".

/// The shortest password that is accepted, in characters.
pub const MIN: usize = 8;

/// Words on which the passwords of stolen lists are built, without capitals, digits or signs.
const COMMON: &str = "password passwd passw motdepasse motpasse mdp azerty azertyuiop qwerty qwertyuiop qwertz \
    azertyqsdf qsdfgh asdfgh asdf qazwsx wxcvbn admin administrator administrateur root toor user utilisateur \
    login welcome bienvenue bonjour bonsoir salut hello soleil doudou chouchou loulou jetaime iloveyou amour \
    marseille paris lyon france nicolas thomas julien alexandre camille marine pauline sophie isabelle \
    monkey dragon master shadow sunshine princess princesse football baseball basketball superman batman pokemon \
    starwars michael jordan jessica ashley charlie daniel andrew hunter freedom whatever trustno letmein changeme \
    chocolat vanille coucou nounours toulouse bordeaux nantes lille summer winter spring autumn printemps hiver \
    automne default test testing temp temporary guest invite demo opendata vitrail datagouv abc abcd abcdef \
    abcdefg abcdefgh";

/// Passwords of stolen lists that are long enough and mix letters and digits: lower case, sorted.
static STOLEN: &str = include_str!(concat!(env!("OUT_DIR"), "/passwords.txt"));

/// The key of the sentence that says what is wrong, if anything; `about` is what is known of the person.
pub fn problem(password: &str, about: &[&str]) -> Option<&'static str> {
    if is_weak(password) {
        Some("weak-password")
    } else if is_stolen(password) || is_common(password, about) {
        Some("common-password")
    } else {
        None
    }
}

/// Whether it is short, or lacks lower case, upper case or digits.
pub fn is_weak(password: &str) -> bool {
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    password.chars().count() < MIN
        || !has(char::is_lowercase)
        || !has(char::is_uppercase)
        || !has(|c| c.is_ascii_digit())
}

/// Whether it is in the lists, but for its capitals and for signs at its ends.
fn is_stolen(password: &str) -> bool {
    static LINES: std::sync::LazyLock<Vec<&str>> =
        std::sync::LazyLock::new(|| STOLEN.lines().collect());
    let plain = password.to_lowercase();
    let bare = plain.trim_matches(|c: char| c.is_ascii_punctuation());
    [plain.as_str(), bare]
        .iter()
        .any(|text| LINES.binary_search(text).is_ok())
}

fn is_common(password: &str, about: &[&str]) -> bool {
    let plain = undressed(password);
    let mut kinds: Vec<char> = password.to_lowercase().chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    // `Aa1Aa1Aa1` is as easy as it looks.
    if kinds.len() < 5 {
        return true;
    }
    let half = plain.get(..plain.len() / 2).unwrap_or_default();
    let is_twice = !half.is_empty() && format!("{half}{half}") == plain;
    let base = if is_twice { half } else { &plain };
    COMMON.split_whitespace().any(|word| word == base)
        || about
            .iter()
            .flat_map(|known| known.split(['@', ' ', '.', '-', '_']))
            .map(undressed)
            .any(|known| known.len() > 3 && base == known)
}

/// The letters of a password, signs that stand for some read as them; digits and signs around are left out.
fn undressed(text: &str) -> String {
    let around = |c: char| !c.is_alphabetic();
    let inner = text.trim_end_matches(around);
    inner
        .trim_start_matches(|c: char| around(c) && !"@$013457".contains(c))
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            '@' | '4' | 'à' | 'â' => Some('a'),
            '0' | 'ô' => Some('o'),
            '1' | '!' | 'î' => Some('i'),
            '3' | 'é' | 'è' | 'ê' => Some('e'),
            '5' | '$' => Some('s'),
            '7' => Some('t'),
            c if c.is_alphabetic() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn what_everybody_tries_is_refused() {
        for common in [
            "Password1",
            "P@ssw0rd1",
            "P4ssw0rd!!",
            "Motdepasse1",
            "MotDePasse2026",
            "Azerty123",
            "Azertyuiop1",
            "Qwerty2026!",
            "Bonjour123",
            "Soleil75",
            "Admin1234",
            "Welcome1",
            "Changeme1",
            "Blink182",
            "Rush2112!",
            "1Qaz2wsx",
            "Aa1Aa1Aa1",
            "Aaaaaaa1",
            "BonjourBonjour1",
            "Diallo2026",
            "Amina.diallo1",
        ] {
            let about = ["amina.diallo@example.org", "Amina", "Diallo", "aminadiallo"];
            assert_eq!(problem(common, &about), Some("common-password"), "{common}");
        }
        for weak in ["", "Ab1", "password1", "PASSWORD1", "Passwords", "éàü12345"] {
            assert_eq!(problem(weak, &[]), Some("weak-password"), "{weak}");
        }
        for good in [
            "Correct7horse",
            "Tr0ubadour&3",
            "vélo-Jaune-42",
            "Été2026-à-la-mer",
        ] {
            assert_eq!(problem(good, &["a@example.org", "Al"]), None, "{good}");
        }
    }
}
