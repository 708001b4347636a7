//! What to do for the facts that data of high value lack (regulation (EU) 2023/138, DCAT-AP HVD 3.0).

use vitrail_domain::vocabulary::Label;

use crate::check::Violation;

/// What to do for a fact that is lacking.
pub fn lacking(found: &Violation) -> Label {
    match found.property {
        "dcatap:hvdCategory" => Label::new(
            "Donnez le mot-clé d’une catégorie du règlement\u{a0}: «\u{a0}geospatiales\u{a0}», «\u{a0}observation-de-la-terre-et-environnement\u{a0}», «\u{a0}meteorologiques\u{a0}», «\u{a0}statistiques\u{a0}», «\u{a0}entreprises-et-propriete-d-entreprises\u{a0}» ou «\u{a0}mobilite\u{a0}».",
            "Give the keyword of a category of the regulation: “geospatiales”, “observation-de-la-terre-et-environnement”, “meteorologiques”, “statistiques”, “entreprises-et-propriete-d-entreprises” or “mobilite”.",
        ),
        "dcat:distribution" => Label::new(
            "Ajoutez un fichier à télécharger.",
            "Add a file to download.",
        ),
        "dcat:accessService" => Label::new(
            "Reliez l’API qui sert ces données.",
            "Link the API that serves these data.",
        ),
        "dct:license|dct:rights" => Label::new("Choisissez une licence.", "Choose a licence."),
        "dcat:contactPoint" => Label::new("Donnez un point de contact.", "Give a contact point."),
        "foaf:page" => Label::new(
            "Donnez l’adresse d’une documentation.",
            "Give the address of a documentation.",
        ),
        "dcat:accessURL" | "dcat:endpointURL" => Label::new(
            "Corrigez l’adresse, qui n’en est pas une.",
            "Mend the address, which is none.",
        ),
        _ => Label::new("Ajoutez ce qui manque.", "Add what is lacking."),
    }
}
