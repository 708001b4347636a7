//! News of the demonstration, and two pages.

use serde_json::{Value, json};
use vitrail_domain::time::DAY;
use vitrail_domain::{Post, Timestamp, User, slug};

use super::chance::Chance;
use super::dataset::Entry;
use super::reuse::visible;

/// Kind, name, headline, text, tag.
const POSTS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "news",
        "Bienvenue dans la démonstration de Vitrail",
        "Un catalogue entier, inventé de bout en bout sur de vrais territoires.",
        "Tout ce que vous lisez ici a été tiré au hasard : les organisations, les jeux de données, les discussions et les chiffres. Seuls les territoires sont vrais : régions, départements, intercommunalités et communes, avec leurs codes et leur population.\n\nVous pouvez tout essayer. Les fichiers se téléchargent, la recherche cherche, l’API répond comme celle de data.gouv.fr.\n\n## Par où commencer\n\n- Cherchez « arbres » ou « budget » depuis l’accueil.\n- Ouvrez un jeu de données et lisez ce qui manque à sa qualité.\n- Connectez-vous avec un des comptes affichés au démarrage.",
        "vitrail",
    ),
    (
        "news",
        "Comment lire le score de qualité",
        "Neuf critères, une note, et pour chaque point manquant ce qui le rendrait.",
        "Un bon jeu de données se comprend, se tient à jour et s’ouvre partout. Le score en compte neuf signes : une description, une documentation, une licence, une fréquence annoncée et tenue, un format ouvert, une période, un territoire et des fichiers qui répondent.\n\nDans cette démonstration, certains jeux de données sont volontairement en retard, sans licence ou en PDF : leur page dit comment les améliorer.",
        "qualité",
    ),
    (
        "news",
        "Des fichiers que l’on peut ouvrir",
        "Les trois cents premiers jeux de données portent de vrais fichiers.",
        "Chaque fichier CSV est cohérent : les codes INSEE vont avec leur commune, les totaux avec leurs parties, l’été est plus chaud que l’hiver. Leur documentation décrit chaque colonne.",
        "fichiers",
    ),
    (
        "news",
        "Une API que vos outils connaissent",
        "Les clients écrits pour data.gouv.fr fonctionnent ici.",
        "Les adresses, les clés et les règles sont celles de udata. Essayez `/api/1/datasets/` ou `/api/2/datasets/search/?q=arbres`, ou parcourez la documentation sous `/api/`.",
        "api",
    ),
    (
        "news",
        "Importer votre propre catalogue",
        "Une commande reprend un portail udata existant.",
        "`vitrail import udata` lit des fichiers ou l’adresse d’un portail, garde les identifiants, les adresses et les dates, et raconte ce qu’elle a dû corriger. Deux imports de suite ne changent rien.",
        "import",
    ),
    (
        "news",
        "Accessible, rapide, sans traceur",
        "Les pages se lisent sans JavaScript, au clavier et sur un petit écran.",
        "Aucune requête ne part vers un tiers. Une page de jeu de données pèse moins qu’une photographie.",
        "accessibilité",
    ),
    (
        "page",
        "À propos de ce catalogue",
        "Ce que contient la démonstration, et ce qu’elle ne contient pas.",
        "Ce catalogue est écrit par un générateur : la même graine donne toujours les mêmes objets. Les chiffres de consultation affichés sont tirés au hasard ; les nombres d’abonnés, de réutilisations et de discussions sont comptés.",
        "vitrail",
    ),
    (
        "page",
        "Questions fréquentes",
        "Ce que l’on demande souvent devant la démonstration.",
        "**Puis-je utiliser ces données ?** Elles sont inventées : servez-vous-en pour essayer des outils, jamais pour décider.\n\n**Puis-je tout effacer ?** Arrêtez le programme et supprimez son dossier.\n\n**Pourquoi des dates récentes ?** Elles sont calculées à partir du jour où la démonstration a été écrite.",
        "vitrail",
    ),
];

/// The posts, the welcome being the last published.
pub fn draw(entries: &[Entry], people: &[User], seed: u64, now: Timestamp) -> Vec<Post> {
    let open = visible(entries);
    let mut posts = Vec::with_capacity(POSTS.len());
    let mut published = now.plus(-DAY);
    for (number, (kind, name, headline, content, tag)) in POSTS.iter().enumerate() {
        let mut chance = Chance::of(seed, &format!("post {number}"));
        posts.push(Post {
            id: chance.id(published),
            slug: slug::slugify(name),
            name: (*name).to_owned(),
            headline: Some((*headline).to_owned()),
            content: (*content).to_owned(),
            body_type: "markdown".to_owned(),
            tags: vec![slug::slugify(tag)],
            datasets: open
                .iter()
                .skip(number * 7)
                .take(number % 3)
                .map(|entry| entry.dataset.id)
                .collect(),
            owner: people.first().map(|user| user.id),
            kind: (*kind).to_owned(),
            published: Some(published),
            created_at: published,
            last_modified: published,
            ..Post::default()
        });
        published = published.plus(-chance.between(6, 40) * DAY);
    }
    // A page may be made of blocs: the first one shows each kind that needs no other object.
    if let Some(page) = posts.iter_mut().find(|post| post.kind == "page") {
        let text = std::mem::take(&mut page.content);
        "blocs".clone_into(&mut page.body_type);
        page.blocs = blocs(&text, &open, seed);
    }
    posts
}

fn blocs(text: &str, open: &[&Entry], seed: u64) -> Vec<Value> {
    let mut chance = Chance::of(seed, "blocs");
    let shown: Vec<String> = open
        .iter()
        .take(3)
        .map(|entry| entry.dataset.id.to_string())
        .collect();
    let mut bloc = |class: &str, mut rest: Value| {
        if let Some(fields) = rest.as_object_mut() {
            fields.insert("class".to_owned(), class.into());
            fields.insert("id".to_owned(), chance.uuid().to_string().into());
        }
        rest
    };
    let fold = |title: &str, inside: Value| json!({"title": title, "content": [inside]});
    let copies = bloc(
        "MarkdownBloc",
        json!({"content": "Oui, avec la même graine : `vitrail demo --seed 1` écrit toujours les mêmes objets ; seules les dates suivent le jour."}),
    );
    let erase = bloc(
        "MarkdownBloc",
        json!({"content": "Arrêtez le programme et supprimez son dossier : il ne reste rien."}),
    );
    vec![
        bloc(
            "MarkdownBloc",
            json!({"title": "Ce que vous voyez", "content": text}),
        ),
        bloc(
            "DatasetsListBloc",
            json!({"title": "Pour commencer", "subtitle": "Trois jeux de données à ouvrir", "datasets": shown}),
        ),
        bloc(
            "LinksListBloc",
            json!({"title": "Aller plus loin", "links": [
                {"title": "L’API du catalogue", "url": "/api/"},
                {"title": "Les thèmes", "url": "/topics"},
                {"title": "Les réutilisations", "url": "/reuses"}]}),
        ),
        bloc(
            "AccordionListBloc",
            json!({"title": "Deux questions", "items": [
                fold("Aurai-je le même catalogue demain ?", copies),
                fold("Comment tout effacer ?", erase)]}),
        ),
        bloc(
            "HeroBloc",
            json!({"title": "Essayez la recherche", "description": "Elle comprend les sigles, les accents et les fautes.",
                   "main_link_title": "Chercher des données", "main_link_url": "/datasets"}),
        ),
    ]
}
