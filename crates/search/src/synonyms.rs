//! Words that mean the same: lines that an operator writes, each a list of equivalents separated by
//! commas. An equivalent may be several words. What readers call things changes faster than code.

use std::collections::HashMap;

use crate::analysis::words;

/// Lines used when the operator gave none.
pub const DEFAULT_SYNONYMS: &str = "\
# One line, one meaning; equivalents separated by commas.
AMD, administrateur ministériel des données, AMDAC
accident de la route, accident de la circulation, sécurité routière
antenne relais, antenne mobile, station radioélectrique
ban, base adresse nationale
borne de recharge, irve
carburant, essence
chômage, demandeur d’emploi
contour, découpage, limite administrative
covid, coronavirus
crime, criminalité, délinquance
déchèterie, déchetterie
dpe, diagnostic de performance énergétique
eau potable, eau du robinet
ehpad, maison de retraite
gaz à effet de serre, ges, bilan carbone
haut débit, fibre optique, réseau internet
hôpital, établissement de santé, établissement hospitalier
hlm, logement social
impôt, fiscalité
inondation, crue
lolf, loi de finance
marché public, commande publique, decp
météo, météorologie
nom de famille, patronyme
ovq, baromètre des résultats
permis de construire, autorisation d’urbanisme
pesticide, phytosanitaire, phytopharmaceutique
pharmacie, officine
plu, plan local d’urbanisme
rp, recensement de la population
salaire, rémunération
transport en commun, transport public
valeur foncière, prix de l’immobilier, vente immobilière, dvf
vélo, cyclable, bicyclette
voiture, automobile, véhicule
waldec, RNA, répertoire national des associations
";

/// Stems of one equivalent.
type Phrase = Vec<String>;

/// The equivalents, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Vec<Phrase>>,
    /// Places where a phrase begins with a stem.
    by_first: HashMap<String, Vec<(usize, usize)>>,
}

/// Equivalents found in a run of stems.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'a> {
    pub start: usize,
    pub len: usize,
    pub others: Vec<&'a [String]>,
}

impl Synonyms {
    /// Reads lines; empty lines and those that begin with `#` say nothing.
    pub fn parse(text: &str) -> Self {
        let mut synonyms = Self::default();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let phrases: Vec<Phrase> = line
                .split(',')
                .map(|part| {
                    words(part)
                        .into_iter()
                        .filter(|w| !w.empty)
                        .map(|w| w.stem)
                        .collect()
                })
                .filter(|phrase: &Phrase| !phrase.is_empty())
                .collect();
            if phrases.len() > 1 {
                synonyms.add(phrases);
            }
        }
        synonyms
    }

    fn add(&mut self, phrases: Vec<Phrase>) {
        let group = self.groups.len();
        for (place, phrase) in phrases.iter().enumerate() {
            if let Some(first) = phrase.first() {
                self.by_first
                    .entry(first.clone())
                    .or_default()
                    .push((group, place));
            }
        }
        self.groups.push(phrases);
    }

    /// The equivalents of every run of the stems.
    pub fn find<'a>(&'a self, stems: &[&str]) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for start in 0..stems.len() {
            let Some(rest) = stems.get(start..) else {
                continue;
            };
            let places = rest.first().and_then(|first| self.by_first.get(*first));
            for &(group, place) in places.into_iter().flatten() {
                let Some(group) = self.groups.get(group) else {
                    continue;
                };
                let Some(phrase) = group.get(place) else {
                    continue;
                };
                let same = rest.len() >= phrase.len()
                    && rest.iter().zip(phrase).all(|(typed, known)| typed == known);
                if same {
                    let others = group.iter().filter(|other| *other != phrase);
                    let others = others.map(Vec::as_slice).collect();
                    found.push(Found {
                        start,
                        len: phrase.len(),
                        others,
                    });
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_and_words_lead_to_each_other() {
        let synonyms = Synonyms::parse(DEFAULT_SYNONYMS);
        let found = synonyms.find(&["lolf", "2016"]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].others,
            [["loi".to_owned(), "financ".to_owned()].as_slice()]
        );
        let found = synonyms.find(&["x", "repertoir", "national", "association"]);
        assert_eq!(
            (found[0].start, found[0].len, found[0].others.len()),
            (1, 3, 2)
        );
        assert!(Synonyms::parse("# nothing\n\nalone\n,").groups.is_empty());
    }
}
