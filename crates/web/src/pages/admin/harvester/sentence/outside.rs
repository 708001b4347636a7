//! The French of what happens between the portal and a source: addresses that are not called, answers that do not come
//! or are no catalogue.

pub const OUTSIDE: &[(&str, &str)] = &[
    // Addresses.
    (
        "{} needs a context that cannot be had: {}",
        "{} a besoin d’un contexte qu’on ne peut pas obtenir : {}",
    ),
    ("{} is not called: {}", "{} n’est pas appelé : {}"),
    (
        "the scheme `{}` is not http or https",
        "le protocole `{}` n’est ni http ni https",
    ),
    (
        "it carries a user name or a password, which everybody would read",
        "l’adresse porte un nom ou un mot de passe, que tout le monde lirait",
    ),
    ("it has no host", "l’adresse n’a pas d’hôte"),
    (
        "port {} is not among the allowed ports",
        "le port {} n’est pas parmi les ports permis",
    ),
    (
        "{} is {}; if this server is yours, add its network to the allowed networks of outgoing requests",
        "{} est {} ; si ce serveur est à vous, ajoutez son réseau aux réseaux permis des requêtes sortantes",
    ),
    (
        "an address of \"this network\"",
        "une adresse de « ce réseau »",
    ),
    ("a private address", "une adresse privée"),
    (
        "an address behind a carrier's NAT",
        "une adresse derrière le NAT d’un opérateur",
    ),
    ("a loopback address", "une adresse de la machine elle-même"),
    (
        "a link-local address",
        "une adresse de lien local, comme celle où les nuages gardent leurs clés",
    ),
    ("reserved for protocols", "réservée aux protocoles"),
    ("reserved for documentation", "réservée à la documentation"),
    ("a reserved address", "une adresse réservée"),
    ("`{}` is no address: {}", "`{}` n’est pas une adresse : {}"),
    ("{} is no base of an API", "{} n’est pas la base d’une API"),
    // Answers that do not come.
    (
        "{} requests in a row failed, and the rest was not asked for: {}",
        "{} requêtes de suite ont échoué, et le reste n’a pas été demandé : {}",
    ),
    (
        "{} cannot be reached: {}; check the address and that the server is up",
        "{} ne peut pas être joint : {} ; vérifiez l’adresse, et que le serveur est en marche",
    ),
    (
        "{} gave no complete answer within {}; try again later or ask for less",
        "{} n’a pas répondu en entier en {} ; réessayez plus tard, ou demandez moins",
    ),
    (
        "{} said nothing for {}; try again later",
        "{} n’a rien dit pendant {} ; réessayez plus tard",
    ),
    // Why a server cannot be reached, as the system and the libraries of the network say it.
    (
        "Connection refused (os error {})",
        "la connexion est refusée, car rien n’écoute à cette adresse et à ce port",
    ),
    (
        "Connection reset by peer (os error {})",
        "le serveur a coupé la connexion",
    ),
    (
        "Broken pipe (os error {})",
        "le serveur a coupé la connexion",
    ),
    (
        "Connection timed out (os error {})",
        "la connexion n’a pas abouti à temps",
    ),
    (
        "No route to host (os error {})",
        "aucun chemin du réseau ne mène à ce serveur",
    ),
    (
        "Network is unreachable (os error {})",
        "aucun chemin du réseau ne mène à ce serveur",
    ),
    (
        "failed to lookup address information: Temporary failure in name resolution",
        "le service des noms (DNS) ne répond pas en ce moment",
    ),
    (
        "failed to lookup address information: {}",
        "le nom de ce serveur n’existe pas (DNS)",
    ),
    (
        "connection closed before message completed",
        "le serveur a fermé la connexion sans répondre",
    ),
    (
        "end of file before message length reached",
        "le serveur a fermé la connexion avant la fin de sa réponse",
    ),
    (
        "unexpected EOF during chunk size line",
        "le serveur a fermé la connexion avant la fin de sa réponse",
    ),
    (
        "peer closed connection without sending TLS close_notify: {}",
        "le serveur a fermé la connexion avant la fin de sa réponse",
    ),
    (
        "invalid HTTP {} parsed",
        "ce qu’il répond n’est pas du HTTP",
    ),
    (
        "Invalid chunk size line: {}",
        "ce qu’il répond n’est pas du HTTP valide",
    ),
    (
        "tls handshake eof",
        "le serveur a fermé la connexion au lieu d’ouvrir une session chiffrée (TLS)",
    ),
    (
        "received corrupt message of type {}",
        "ce serveur ne parle pas HTTPS à ce port",
    ),
    (
        "received fatal alert: {}",
        "le serveur refuse la session chiffrée (TLS) : {}",
    ),
    (
        "peer is incompatible: {}",
        "ce serveur et le portail n’ont pas de chiffrement (TLS) en commun",
    ),
    (
        "invalid peer certificate: {}",
        "le certificat du serveur n’est pas accepté, {}",
    ),
    (
        "UnknownIssuer",
        "car l’autorité qui l’a signé n’est pas connue ici",
    ),
    (
        "Other(OtherError(CaUsedAsEndEntity))",
        "car le serveur l’a signé lui-même",
    ),
    ("Expired", "car il a expiré"),
    ("certificate expired: {}", "car il a expiré"),
    ("NotValidForName", "car il est celui d’un autre nom"),
    (
        "certificate not valid for name {}",
        "car il est celui d’un autre nom",
    ),
    (
        "{} redirects more than {} times; use the address it should end at",
        "{} renvoie ailleurs plus de {} fois ; donnez l’adresse d’arrivée",
    ),
    (
        "{} redirects to `{}`, which is not an address",
        "{} renvoie à `{}`, qui n’est pas une adresse",
    ),
    (
        "{} answered {}: it needs a right that we do not have",
        "{} a répondu {} : il faut un droit que nous n’avons pas",
    ),
    (
        "{} answered {}: nothing is at this address",
        "{} a répondu {} : il n’y a rien à cette adresse",
    ),
    (
        "{} answered {}: we ask too often, try again later",
        "{} a répondu {} : nous demandons trop souvent, réessayez plus tard",
    ),
    (
        "{} answered {}: the fault is on its side, try again later",
        "{} a répondu {} : la faute est de son côté, réessayez plus tard",
    ),
    ("{} answered {}", "{} a répondu {}"),
    (
        "{} is larger than the {} bytes allowed here",
        "{} dépasse les {} octets permis ici",
    ),
    // Answers that are no catalogue.
    ("The context {}", "Le contexte {}"),
    (
        "{} is one too many: a catalogue may name {}",
        "{} est de trop : un catalogue peut en nommer {}",
    ),
    ("{} is no object in JSON", "{} n’est pas un objet JSON"),
    ("{} holds no @context", "{} ne contient pas de @context"),
    ("{} leads back to itself", "{} ramène à lui-même"),
    (
        "{} grows without end once opened",
        "{} grossit sans fin une fois ouvert",
    ),
    (
        "The document is no valid {}: {}",
        "Le document n’est pas du {} valide : {}",
    ),
    (
        "The document holds no statement about a catalogue",
        "Le document ne dit rien d’un catalogue",
    ),
    (
        "The document starts as UTF-16 and does not go on so",
        "Le document commence en UTF-16 et ne continue pas ainsi",
    ),
    (
        "The document is in {}, which is not read here: use UTF-8",
        "Le document est en {}, qui n’est pas lu ici : employez UTF-8",
    ),
    (
        "The document is not in the encoding that it claims: byte {} is no UTF-8",
        "Le document n’est pas dans l’encodage qu’il annonce : l’octet {} n’est pas de l’UTF-8",
    ),
    (
        "An answer took more than {} to read",
        "Une réponse a demandé plus de {} de lecture",
    ),
];
