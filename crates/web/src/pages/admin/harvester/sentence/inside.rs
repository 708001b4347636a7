//! The French of what happens to the things of a source once it is read: left alone, kept as they are, said in other words,
//! lost.

pub const INSIDE: &[(&str, &str)] = &[
    // Why a thing was left alone.
    (
        "Identifier '{}' already exists",
        "L’identifiant « {} » a déjà servi dans ce catalogue",
    ),
    ("It could not be saved", "Cela n’a pas pu être enregistré"),
    (
        "It was deleted here: restore it to have it harvested again",
        "Supprimé ici : restaurez-le pour qu’il soit moissonné de nouveau",
    ),
    (
        "Item has another owner: {}",
        "Appartient ici à un autre producteur : {}",
    ),
    (
        "Item has another owner",
        "Appartient ici à un autre producteur",
    ),
    ("missing identifier", "Sans identifiant"),
    ("missing title on dataset", "Jeu de données sans titre"),
    ("missing title on dataservice", "API sans titre"),
    (
        "Dataset {} has no record",
        "Le jeu de données {} n’a aucun fichier",
    ),
    ("a package whose state is {}", "Fiche dans l’état « {} »"),
    (
        "a source of harvest, not a dataset",
        "Une source de moissonnage, pas un jeu de données",
    ),
    (
        "a record that identifies nothing",
        "Une fiche qui ne désigne rien",
    ),
    (
        "a record in {} is not read",
        "Une fiche écrite en {} n’est pas lue",
    ),
    ("not a dataset", "Pas un jeu de données"),
    ("not a package", "Pas un jeu de données"),
    ("not an object", "Pas une fiche"),
    ("not a resource", "Pas un fichier"),
    ("archived by the neighbour", "Archivé par le portail voisin"),
    ("deleted by the neighbour", "Supprimé par le portail voisin"),
    (
        "not published by the neighbour",
        "Non publié par le portail voisin",
    ),
    ("private on the neighbour", "Privé sur le portail voisin"),
    // What could not be taken in.
    (
        "The portal has no place for this property",
        "Le portail n’a pas de place pour cette propriété",
    ),
    ("no zone of the portal", "Territoire inconnu du portail"),
    (
        "a territory that is not known",
        "Territoire inconnu du portail",
    ),
    ("a contact without a name", "Contact sans nom"),
    ("not a contact", "Ce n’est pas un contact"),
    (
        "not a list of contacts",
        "Ce n’est pas une liste de contacts",
    ),
    (
        "a contact without an address nor a form",
        "Contact sans adresse ni formulaire",
    ),
    ("a contact without an address", "Contact sans adresse"),
    ("a party without a name", "Intervenant sans nom"),
    (
        "nothing here has a place for it",
        "Rien ici n’a de place pour cela",
    ),
    ("a date to come", "Date à venir"),
    ("One label is kept", "Un seul libellé est gardé"),
    (
        "Only a series has parts here",
        "Seule une série a ici des parties",
    ),
    (
        "a date after the last change of its record",
        "Date postérieure à la dernière modification de la fiche",
    ),
    (
        "a resource whose state is deleted",
        "Fichier supprimé du catalogue",
    ),
    ("a date that is none", "Ce n’est pas une date"),
    ("a frequency that is not known", "Fréquence inconnue"),
    ("a licence that is not known", "Licence inconnue"),
    (
        "a kind of access that is not known",
        "Condition d’accès inconnue",
    ),
    ("a period that is none", "Ce n’est pas une période"),
    ("a period without a start", "Période sans début"),
    (
        "a tag has {} to {} characters",
        "Un mot-clé a de {} à {} caractères",
    ),
    (
        "A tag has at least {} characters",
        "Un mot-clé a au moins {} caractères",
    ),
    (
        "A tag has at most {} characters",
        "Un mot-clé a au plus {} caractères",
    ),
    ("cut after {} characters", "Coupé après {} caractères"),
    ("more than {} resources", "Plus de {} fichiers"),
    (
        "not an address of e-mail",
        "Ce n’est pas une adresse électronique",
    ),
    (
        "a badge that only certified public services bear",
        "Badge réservé aux services publics certifiés",
    ),
    (
        "not an address of the web",
        "Ce n’est pas une adresse du web",
    ),
    (
        "This is no address of the web",
        "Ce n’est pas une adresse du web",
    ),
    (
        "no address that can be followed",
        "Aucune adresse qui puisse être suivie",
    ),
    (
        "one other title is kept, if it is short",
        "Un seul autre titre est gardé, s’il est court",
    ),
    (
        "a distance that is no length in metres",
        "Cette distance n’est pas une longueur en mètres",
    ),
    ("no rectangle on Earth", "Ce rectangle n’est pas sur Terre"),
    ("no polygon on Earth", "Ce polygone n’est pas sur Terre"),
    (
        "neither polygons nor a territory that is known",
        "Ni polygones ni territoire connu",
    ),
    (
        "relationships between packages are not kept",
        "Les liens entre fiches ne sont pas gardés",
    ),
    (
        "a digest of an unknown kind",
        "Empreinte d’une sorte inconnue",
    ),
    ("a resource without an address", "Fichier sans adresse"),
    ("not a number of bytes", "Ce n’est pas un nombre d’octets"),
    (
        "A contact needs an address of e-mail or a form",
        "Un contact a une adresse de courriel ou un formulaire",
    ),
    (
        "An attribution names an agent and its role",
        "Une attribution nomme quelqu’un et son rôle",
    ),
    ("No role that is known here", "Rôle inconnu"),
    (
        "The name of a contact is no address",
        "Le nom d’un contact n’est pas une adresse",
    ),
    ("This agent has no name", "Intervenant sans nom"),
    (
        "This agent is not described in the document",
        "Cet intervenant n’est pas décrit dans le document",
    ),
    (
        "No format of a dataservice that is known here",
        "Format d’API inconnu",
    ),
    (
        "Two pages of documentation are kept",
        "Deux pages de documentation sont gardées",
    ),
    (
        "A distribution is described, not named",
        "Un fichier est décrit, pas seulement nommé",
    ),
    ("No frequency that is known here", "Fréquence inconnue"),
    ("One frequency is kept", "Une seule fréquence est gardée"),
    (
        "No type of file that is known here",
        "Type de fichier inconnu",
    ),
    (
        "One type of file is kept",
        "Un seul type de fichier est gardé",
    ),
    (
        "A value that means nothing here",
        "Une valeur qui ne veut rien dire ici",
    ),
    ("One page is kept", "Une seule page est gardée"),
    (
        "One resolution is kept: the coarsest, in metres where it can be",
        "Une seule résolution est gardée : la plus grossière, en mètres si possible",
    ),
    (
        "A series that is not here: datasets keep its name alone",
        "Cette série n’est pas ici : les jeux de données n’en gardent que le nom",
    ),
    (
        "a format that no address is known to be in",
        "Un format dont aucune adresse ne se réclame",
    ),
    (
        "a size that is not that of one file",
        "Cette taille n’est pas celle d’un seul fichier",
    ),
    (
        "Only the resolution on the ground is kept",
        "Seule la résolution au sol est gardée",
    ),
    (
        "The record of the catalogue is not kept, only what it is about",
        "La notice du catalogue n’est pas gardée, seulement ce qu’elle décrit",
    ),
    (
        "This is no number of metres",
        "Ce n’est pas un nombre de mètres",
    ),
    ("A distribution without an address", "Fichier sans adresse"),
    (
        "A file has one address here",
        "Un fichier a ici une seule adresse",
    ),
    ("A part without an address", "Partie sans adresse"),
    ("A schema needs an address", "Un schéma a une adresse"),
    (
        "A service is described, not named",
        "Un service est décrit, pas seulement nommé",
    ),
    ("One checksum is kept", "Une seule empreinte est gardée"),
    ("One date is kept", "Une seule date est gardée"),
    ("One format is kept", "Un seul format est gardé"),
    ("One media type is kept", "Un seul type de média est gardé"),
    ("One schema is kept", "Un seul schéma est gardé"),
    ("One size is kept", "Une seule taille est gardée"),
    ("One value is kept", "Une seule valeur est gardée"),
    ("One acronym is kept", "Un seul sigle est gardé"),
    (
        "Only md5, sha1 and sha256 are kept, with a value",
        "Seuls md5, sha1 et sha256 sont gardés, avec une valeur",
    ),
    ("This is no date", "Ce n’est pas une date"),
    (
        "This is no number of bytes",
        "Ce n’est pas un nombre d’octets",
    ),
    (
        "No dataset of this page has this distribution",
        "Aucun jeu de données de cette page n’a ce fichier",
    ),
    ("A period needs a start", "Une période a un début"),
    ("One period is kept", "Une seule période est gardée"),
    (
        "The end of this period is no date",
        "La fin de cette période n’est pas une date",
    ),
    (
        "The start of this period is no date",
        "Le début de cette période n’est pas une date",
    ),
    ("This is no period", "Ce n’est pas une période"),
    ("This period has no start", "Période sans début"),
    (
        "This period is described elsewhere, and addresses found in a catalogue are not fetched",
        "Cette période est décrite ailleurs, et les adresses trouvées dans un catalogue ne sont pas appelées",
    ),
    (
        "A geometry is kept, and excludes zones",
        "Une géométrie est gardée, et remplace les territoires",
    ),
    ("Only polygons are kept", "Seuls les polygones sont gardés"),
    (
        "These coordinates are no degrees of longitude and latitude",
        "Ces coordonnées ne sont pas des degrés de longitude et de latitude",
    ),
    (
        "This geometry has an empty or an open ring",
        "Cette géométrie a un contour vide ou ouvert",
    ),
    (
        "This geometry is in a system of coordinates that is not read",
        "Cette géométrie est dans un système de coordonnées qui n’est pas lu",
    ),
    (
        "This is no geometry that is understood",
        "Géométrie incomprise",
    ),
    ("This is no valid GeoJSON", "GeoJSON non valide"),
    ("This is no valid WKT", "WKT non valide"),
    (
        "This place has neither a geometry nor a name that is known",
        "Ce lieu n’a ni géométrie ni nom connu",
    ),
    (
        "This place is described elsewhere, and addresses found in a catalogue are not fetched",
        "Ce lieu est décrit ailleurs, et les adresses trouvées dans un catalogue ne sont pas appelées",
    ),
    ("A keyword without a label", "Mot-clé sans libellé"),
    ("A theme without a label", "Thème sans libellé"),
    (
        "A theme without a label; kept as the tag inspire",
        "Thème sans libellé ; gardé comme mot-clé inspire",
    ),
    (
        "No category of data of high value that is known",
        "Catégorie de données de forte valeur inconnue",
    ),
    (
        "Only the regulation on data of high value is kept",
        "Seul le règlement sur les données de forte valeur est gardé",
    ),
    // What the source did.
    (
        "{} more facts were lost that concern the whole catalogue",
        "{} autres faits ont été perdus, qui concernent tout le catalogue",
    ),
    (
        "The source did not answer within {} seconds",
        "La source n’a pas répondu en {} secondes",
    ),
    (
        "{} max items reached, not all datasets/dataservices were retrieved",
        "Arrêt à {} fiches : tout n’a pas été lu",
    ),
    (
        "The server says that nothing changed since the last reading: {} things are as they were",
        "Le serveur dit que rien n’a changé depuis la dernière lecture : {} fiches sont restées telles quelles",
    ),
    // As it was said once.
    (
        "The server says that nothing changed since {}: {} things are as they were",
        "Le serveur dit que rien n’a changé depuis {} : {} fiches sont restées telles quelles",
    ),
    (
        "The source lists nothing: nothing was archived",
        "La source ne liste rien : rien n’a été archivé",
    ),
    (
        "The source was deleted, or sysadmins did not let it in",
        "La source a été supprimée, ou les administrateurs du portail ne l’ont pas acceptée",
    ),
    (
        "The source was not read to its end within 6 hours",
        "La source n’a pas été lue jusqu’au bout en 6 heures",
    ),
    (
        "this source is being read by another process",
        "Un autre processus lit déjà cette source",
    ),
    (
        "Something went wrong in the portal: its log says what",
        "Le portail a failli : son journal dit pourquoi",
    ),
    (
        "The program stopped three times while it read this source",
        "Le programme s’est arrêté trois fois en lisant cette source",
    ),
    ("it stopped in the middle", "Arrêt en cours de route"),
    (
        "The address answers with a web page (HTML), not with a catalogue in RDF",
        "L’adresse répond par une page web (HTML), pas par un catalogue en RDF",
    ),
    (
        "The answer is in no syntax of RDF (it is said to be {})",
        "La réponse n’est dans aucune syntaxe de RDF (elle se dit {})",
    ),
    (
        "The document holds entities that grow without end (an XML bomb)",
        "Le document contient des entités qui grossissent sans fin (une bombe XML)",
    ),
    (
        "The document is in no syntax of RDF",
        "Le document n’est dans aucune syntaxe de RDF",
    ),
    (
        "package_search answers the same page whatever the start: paging does not work",
        "package_search donne la même page quel que soit le début : la pagination ne marche pas",
    ),
    ("{} answered no JSON: {}", "{} n’a pas répondu en JSON : {}"),
    (
        "Unknown Error: {} returned HTML",
        "{} a répondu par une page web (HTML)",
    ),
    ("{} returned HTML", "{} a répondu par une page web (HTML)"),
    (
        "Failed to query CSW: {}",
        "Le service CSW a refusé la question : {}",
    ),
    (
        "the answer is a {}, not one of CSW",
        "La réponse est un {}, pas celle d’un CSW",
    ),
    (
        "the answer to GetRecords has no SearchResults",
        "La réponse à GetRecords n’a pas de SearchResults",
    ),
    (
        "The source gives the same things again on page after page",
        "La source redonne les mêmes fiches page après page",
    ),
    (
        "The source gives {} pages in a row without anything",
        "La source donne {} pages de suite sans rien",
    ),
    (
        "An answer could not be read at all: it made the reader stop",
        "Une réponse n’a pas pu être lue du tout",
    ),
    (
        "The source asks for more than {} requests",
        "La source demande plus de {} requêtes",
    ),
    (
        "The source gives more than {} GB",
        "La source donne plus de {} Go",
    ),
    (
        "The source leads again to {}, which was read",
        "La source ramène à {}, déjà lu",
    ),
    (
        "{} only repeats what was read before",
        "{} ne fait que répéter ce qui a été lu",
    ),
    (
        "Explore lists 10,000 datasets at most: use filters to split the source",
        "Explore liste 10 000 jeux de données au plus : partagez la source par des filtres",
    ),
    (
        "the XML declares entities of its own",
        "Le XML déclare ses propres entités",
    ),
    (
        "the XML ends before its root does",
        "Le XML s’arrête avant sa fin",
    ),
    (
        "The page makes more than 1,500,000 statements or 128 MB of words, the most that is read at once: the source has to give smaller pages, each of which names the next (hydra:next)",
        "La page fait plus de 1 500 000 assertions ou de 128 Mo de mots, le plus qui soit lu en une fois : la source doit donner des pages plus petites, dont chacune nomme la suivante (hydra:next)",
    ),
    (
        "The page describes more than 25,000 datasets and dataservices, the most that is read at once: the source has to give smaller pages, each of which names the next",
        "La page décrit plus de 25 000 jeux de données et API, le plus qui soit lu en une fois : la source doit donner des pages plus petites, dont chacune nomme la suivante",
    ),
    (
        "The page describes more than 100,000 datasets and dataservices, the most that is read at once: the source has to give smaller pages, each of which names the next",
        "La page décrit plus de 100 000 jeux de données et API, le plus qui soit lu en une fois : la source doit donner des pages plus petites, dont chacune nomme la suivante",
    ),
    (
        "The page holds more than 500,000 objects or 1,500,000 values in JSON, the most that is read at once: the source has to give smaller pages, each of which names the next",
        "La page contient plus de 500 000 objets ou de 1 500 000 valeurs en JSON, le plus qui soit lu en une fois : la source doit donner des pages plus petites, dont chacune nomme la suivante",
    ),
    (
        "The contexts of the document are too large to hold inside one another: one context, at its beginning, is enough",
        "Les contextes du document sont trop grands pour valoir l’un dans l’autre : un seul contexte, à son début, suffit",
    ),
    (
        "The document is nested more than 200 deep, the most that is read: things have to be described one after the other and to name one another",
        "Le document est imbriqué sur plus de 200 niveaux, le plus qui soit lu : les choses doivent être décrites l’une après l’autre et se nommer l’une l’autre",
    ),
    (
        "The dataset has 20,000 files or more, which is more than is read: it has to be split",
        "Le jeu de données a 20 000 fichiers ou plus, c’est plus qu’il n’en est lu : il faut le partager",
    ),
    ("{} more facts were lost", "{} faits de plus ont été perdus"),
    ("the XML has too many elements", "Le XML a trop d’éléments"),
    (
        "the XML is nested too deep or has too many elements",
        "Le XML est trop profond ou a trop d’éléments",
    ),
    (
        "the XML uses an entity of its own, &{};",
        "Le XML emploie une entité à lui, &{};",
    ),
    (
        "the answer is no XML: {}",
        "La réponse n’est pas du XML : {}",
    ),
];
