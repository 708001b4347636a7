//! Questions of people who use the data and answers of those who publish them. They speak of columns and files
//! that exist, and many answers are what the documentation says.

use vitrail_domain::time::{DAY, SECOND};
use vitrail_domain::{Discussion, Id, Kind, Message, Reuse, Timestamp, User};

use super::chance::Chance;
use super::dataset::Entry;
use super::organization::Publisher;
use super::reuse::{fill, later, some_person, visible};

/// Title, question, answer, and what the person says then. `{colonne}` and `{sens}` are a column and what it
/// means.
const TALKS: &[(&str, &str, &str, &str)] = &[
    (
        "Que veut dire la colonne « {colonne} » ?",
        "Bonjour, je ne suis pas sûr de comprendre la colonne `{colonne}`. Pouvez-vous préciser ?",
        "Bonjour, merci de votre question. Voici ce que contient cette colonne : {sens}. Nous l’avons ajouté à la documentation.",
        "Merci, c’est clair.",
    ),
    (
        "Prochaine mise à jour",
        "Bonjour, savez-vous quand le fichier sera mis à jour ? Je m’en sers chaque mois.",
        "Bonjour, la prochaine mise à jour est en préparation : les données sont en cours de contrôle par le service. Suivez ce jeu de données pour être prévenu.",
        "Parfait, je m’abonne.",
    ),
    (
        "Format GeoJSON",
        "Bonjour, serait-il possible de publier aussi {sujet} {de} en GeoJSON ? Cela m’éviterait une conversion.",
        "Bonjour, c’est une bonne idée. Nous regardons comment le produire en même temps que le CSV, sans promettre de date.",
        "Merci d’y penser.",
    ),
    (
        "Lignes en double ?",
        "Bonjour, il me semble que certaines lignes reviennent deux fois quand je trie sur `{colonne}`. Est-ce voulu ?",
        "Bonjour, nous avons vérifié : ce ne sont pas des doublons, l’identifiant de la première colonne est bien différent. Deux objets peuvent partager la même valeur.",
        "En effet, je n’avais pas regardé l’identifiant.",
    ),
    (
        "Séparateur du fichier",
        "Bonjour, mon tableur met tout dans la même colonne. Quel est le séparateur ?",
        "Bonjour, le séparateur est indiqué dans la description du fichier, l’encodage est UTF-8. Dans un tableur, passez par l’import de données et choisissez les deux.",
        "Cela fonctionne, merci.",
    ),
    (
        "Historique plus ancien",
        "Bonjour, disposez-vous d’années plus anciennes pour {sujet} {de} ? Je prépare un mémoire.",
        "Bonjour, les années précédentes existent sur un autre format, moins précis. Nous pouvons vous les envoyer ; écrivez à notre point de contact.",
        "Je vous écris, merci.",
    ),
    (
        "Application construite avec ces données",
        "Bonjour, j’ai construit une petite application avec ces données. Merci de les publier.",
        "Bonjour, merci à vous. Pensez à la déclarer comme réutilisation : elle apparaîtra sur cette page.",
        "C’est fait.",
    ),
    (
        "Valeurs manquantes",
        "Bonjour, quelques cellules de `{colonne}` sont vides. Faut-il les lire comme des zéros ?",
        "Bonjour, non : une cellule vide veut dire que la valeur n’est pas connue. Un zéro est écrit 0.",
        "Merci pour la précision.",
    ),
    (
        "Licence et mention de la source",
        "Bonjour, comment dois-je citer la source dans un article imprimé ?",
        "Bonjour, citez le nom du producteur, le titre du jeu de données et la date du fichier. La page propose un texte prêt à copier.",
        "Très bien, merci.",
    ),
    (
        "Écart avec un autre chiffre publié",
        "Bonjour, je trouve un total différent dans votre rapport annuel. Lequel est le bon ?",
        "Bonjour, le rapport arrête ses chiffres plus tôt dans l’année ; le fichier contient les corrections faites depuis. Prenez le fichier.",
        "D’accord, je corrige.",
    ),
];

/// So many discussions about datasets, and some about reuses.
pub fn draw(
    entries: &[Entry],
    reuses: &[Reuse],
    publishers: &[Publisher],
    people: &[User],
    seed: u64,
    now: Timestamp,
) -> Vec<Discussion> {
    let open = visible(entries);
    let mut discussions = Vec::new();
    for number in 0..120.min(open.len() * 3) {
        let mut chance = Chance::of(seed, &format!("discussion {number}"));
        let bound = i64::try_from(open.len()).unwrap_or(1) - 1;
        let at = usize::try_from(chance.skewed(0, bound)).unwrap_or(0);
        let (Some(entry), Some(talk)) = (open.get(at), TALKS.get(number % TALKS.len())) else {
            continue;
        };
        let publisher = publishers.get(entry.publisher);
        if let Some(discussion) = talk_about(entry, publisher, *talk, people, now, chance) {
            discussions.push(discussion);
        }
    }
    for (number, reuse) in reuses
        .iter()
        .filter(|reuse| reuse.is_searchable())
        .step_by(9)
        .enumerate()
    {
        let mut chance = Chance::of(seed, &format!("discussion of a reuse {number}"));
        let created = later(reuse.created_at, now, &mut chance);
        let person = some_person(people, created, &mut chance);
        discussions.push(Discussion {
            id: chance.id(created),
            subject: (Kind::Reuse, reuse.id),
            title: "Le code est-il ouvert ?".to_owned(),
            user: person,
            organization: None,
            messages: vec![message(
                "Bonjour, très beau travail. Le code est-il publié quelque part ? J’aimerais l’adapter à ma commune.",
                created,
                (person, None),
                &mut chance,
            )],
            created,
            closed: None,
            closed_by: None,
            closed_by_organization: None,
            extras: vitrail_domain::Extras::new(),
            held: false,
        });
    }
    discussions
}

fn talk_about(
    entry: &Entry,
    publisher: Option<&Publisher>,
    (title, question, answer, thanks): (&str, &str, &str, &str),
    people: &[User],
    now: Timestamp,
    mut chance: Chance,
) -> Option<Discussion> {
    let columns = entry.theme.columns;
    let column = columns.get(chance.below(columns.len()))?;
    let write = |text: &str| {
        let about = column.about.chars().next().map_or(String::new(), |first| {
            first
                .to_lowercase()
                .chain(column.about.chars().skip(1))
                .collect()
        });
        fill(text, entry)
            .replace("{colonne}", column.name)
            .replace("{sens}", &about)
    };
    let created = later(entry.dataset.created_at_internal, now, &mut chance);
    let person = some_person(people, created, &mut chance)?;
    let mut messages = vec![message(
        &write(question),
        created,
        (Some(person), None),
        &mut chance,
    )];
    let mut last = created;
    let mut closed = None;
    // Who answers for the data: a member of the organization, in its name.
    let member = publisher.and_then(|publisher| {
        let organization = entry.dataset.owner.organization()?;
        let members = &publisher.organization.members;
        let member = members.iter().find(|member| member.user != person)?;
        Some((member.user, organization))
    });
    if let Some((user, organization)) = member.filter(|_| chance.percent(72)) {
        let wait = chance.between(2 * 3_600 * SECOND, 9 * DAY);
        if last.plus(wait) < now {
            last = last.plus(wait);
            messages.push(message(
                &write(answer),
                last,
                (Some(user), Some(organization)),
                &mut chance,
            ));
            let wait = chance.between(3_600 * SECOND, 3 * DAY);
            if chance.percent(60) && last.plus(wait) < now {
                last = last.plus(wait);
                messages.push(message(thanks, last, (Some(person), None), &mut chance));
            }
            closed = chance.percent(65).then_some((last, user, organization));
        }
    }
    Some(Discussion {
        id: chance.id(created),
        subject: (Kind::Dataset, entry.dataset.id),
        title: write(title),
        user: Some(person),
        organization: None,
        messages,
        created,
        closed: closed.map(|(at, _, _)| at),
        closed_by: closed.map(|(_, user, _)| user),
        closed_by_organization: closed.map(|(_, _, organization)| organization),
        extras: vitrail_domain::Extras::new(),
        held: false,
    })
}

fn message(
    content: &str,
    at: Timestamp,
    (user, organization): (Option<Id>, Option<Id>),
    chance: &mut Chance,
) -> Message {
    Message {
        id: chance.uuid(),
        content: content.to_owned(),
        posted_on: at,
        posted_by: user,
        posted_by_organization: organization,
        last_modified_at: None,
        held: false,
    }
}
