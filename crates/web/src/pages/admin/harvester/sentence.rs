//! The sentences of a report in the language of its reader. Jobs keep them in English, as udata does and as scripts
//! read them; this is their French. `{}` stands for what differs from one time to the next.

mod inside;
mod outside;

use self::inside::INSIDE;
use self::outside::OUTSIDE;
use crate::view::Words;

/// A sentence as the reader understands it; one that is not known stays as it is.
pub fn said(sentence: &str, words: &Words) -> String {
    if words.lang() != "fr" {
        return sentence.to_owned();
    }
    french(sentence, 0).unwrap_or_else(|| sentence.to_owned())
}

/// Causes inside causes are followed so far.
const DEEP: usize = 3;

fn french(sentence: &str, depth: usize) -> Option<String> {
    if depth > DEEP {
        return None;
    }
    // Two causes, one after the other: before the last words of a pattern take both.
    let mut places = sentence.match_indices("; ");
    let two = places.find_map(|(at, between)| {
        let (first, second) = sentence.split_at_checked(at)?;
        let second = french(second.strip_prefix(between)?, depth + 1)?;
        Some(format!("{} ; {second}", french(first, depth + 1)?))
    });
    if two.is_some() {
        return two;
    }
    let mut known = INSIDE.iter().chain(OUTSIDE);
    known.find_map(|(english, french_of)| {
        let gaps = gaps(english, sentence)?;
        let said = |gap: &&str| french(gap, depth + 1).unwrap_or_else(|| (*gap).to_owned());
        let gaps: Vec<String> = gaps.iter().map(said).collect();
        Some(filled(french_of, &gaps))
    })
}

/// What a sentence says in place of each `{}` of a pattern, when it is that sentence.
fn gaps<'s>(pattern: &str, sentence: &'s str) -> Option<Vec<&'s str>> {
    let mut parts = pattern.split("{}");
    let mut rest = sentence.strip_prefix(parts.next()?)?;
    let mut parts = parts.peekable();
    let mut found = Vec::new();
    while let Some(part) = parts.next() {
        // The last part ends the sentence, however often it is met before.
        let at = if parts.peek().is_none() {
            rest.ends_with(part).then(|| rest.len() - part.len())?
        } else {
            rest.find(part)?
        };
        let (gap, after) = rest.split_at_checked(at)?;
        found.push(gap);
        rest = after.strip_prefix(part)?;
    }
    rest.is_empty().then_some(found)
}

fn filled(pattern: &str, gaps: &[String]) -> String {
    let mut gaps = gaps.iter();
    let mut text = String::new();
    for (place, part) in pattern.split("{}").enumerate() {
        if place > 0 {
            text.push_str(gaps.next().map_or("", String::as_str));
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_their_sentences() {
        assert_eq!(gaps("a {} b {}", "a 1 b 2 b 3"), Some(vec!["1", "2 b 3"]));
        assert_eq!(gaps("no gap", "no gap"), Some(Vec::new()));
        assert_eq!(gaps("no gap", "no gaps"), None);
        assert_eq!(gaps("{} end", "the end"), Some(vec!["the"]));
        assert_eq!(gaps("{}é", "é"), Some(vec![""]));
        assert_eq!(
            filled("de {} à {} caractères", &["3".to_owned(), "96".to_owned()]),
            "de 3 à 96 caractères"
        );
    }

    #[test]
    fn causes_are_said_too() {
        let said = |sentence| french(sentence, 0).unwrap();
        assert_eq!(
            said(
                "http://a/ is not called: 10.0.0.1 is a private address; if this server is yours, add its \
                  network to the allowed networks of outgoing requests"
            ),
            "http://a/ n’est pas appelé : 10.0.0.1 est une adresse privée ; si ce serveur est à vous, ajoutez son \
             réseau aux réseaux permis des requêtes sortantes"
        );
        assert_eq!(
            said(
                "http://a/ answered 500: the fault is on its side, try again later; http://b/ returned HTML"
            ),
            "http://a/ a répondu 500 : la faute est de son côté, réessayez plus tard ; http://b/ a répondu par une \
             page web (HTML)"
        );
        assert_eq!(french("Nobody knows; nobody says", 0), None);
    }

    #[test]
    fn what_the_network_refuses_is_said_in_french() {
        for (why, french_of) in [
            (
                "Connection refused (os error 111)",
                "la connexion est refusée, car rien n’écoute à cette adresse et à ce port",
            ),
            (
                "Connection reset by peer (os error 104)",
                "le serveur a coupé la connexion",
            ),
            (
                "Connection timed out (os error 110)",
                "la connexion n’a pas abouti à temps",
            ),
            (
                "failed to lookup address information: Name or service not known",
                "le nom de ce serveur n’existe pas (DNS)",
            ),
            (
                "failed to lookup address information: Temporary failure in name resolution",
                "le service des noms (DNS) ne répond pas en ce moment",
            ),
            (
                "invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))",
                "le certificat du serveur n’est pas accepté, car le serveur l’a signé lui-même",
            ),
            (
                "invalid peer certificate: certificate expired: verification time 1700000000 (UNIX), but certificate is not \
                 valid after 1600000000 (100000000 seconds ago)",
                "le certificat du serveur n’est pas accepté, car il a expiré",
            ),
            (
                "received corrupt message of type InvalidContentType",
                "ce serveur ne parle pas HTTPS à ce port",
            ),
        ] {
            let sentence = format!(
                "https://a/c.ttl cannot be reached: {why}; check the address and that the server is up"
            );
            assert_eq!(
                french(&sentence, 0).unwrap(),
                format!(
                    "https://a/c.ttl ne peut pas être joint : {french_of} ; vérifiez l’adresse, et que le serveur est en marche"
                )
            );
        }
    }

    #[test]
    fn each_sentence_has_as_many_gaps_in_both_languages_and_is_there_once() {
        let all: Vec<_> = INSIDE.iter().chain(OUTSIDE).collect();
        for (place, (english, french)) in all.iter().enumerate() {
            let gaps = |text: &str| text.matches("{}").count();
            assert!(gaps(french) <= gaps(english), "{english}");
            let before = all.iter().take(place);
            let earlier = before.filter(|(pattern, _)| gaps_of(pattern, english));
            assert_eq!(earlier.count(), 0, "{english} is never reached");
        }
    }

    fn gaps_of(pattern: &str, sentence: &str) -> bool {
        gaps(pattern, sentence).is_some()
    }
}
