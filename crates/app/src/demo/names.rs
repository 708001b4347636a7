//! Names that French towns give to their streets, schools and stops; people of the demonstration.

pub const STREETS: &[&str] = &[
    "rue de la République",
    "avenue Jean-Jaurès",
    "rue Victor-Hugo",
    "rue des Écoles",
    "place du Marché",
    "rue de l’Église",
    "boulevard de la Liberté",
    "avenue du Général-de-Gaulle",
    "rue Pasteur",
    "rue du Moulin",
    "chemin des Vignes",
    "rue de la Gare",
    "rue Marie-Curie",
    "allée des Tilleuls",
    "rue de Verdun",
    "rue Gambetta",
    "avenue de la Paix",
    "rue des Jardins",
    "quai de la Rive",
    "rue Louise-Michel",
    "rue Émile-Zola",
    "rue du 8-Mai-1945",
    "impasse des Lilas",
    "rue Simone-Veil",
    "place de la Mairie",
    "rue du Lavoir",
    "rue Jules-Ferry",
    "chemin du Château",
    "rue des Acacias",
    "avenue des Sports",
];

pub const QUARTERS: &[&str] = &[
    "Centre",
    "Gare",
    "Les Halles",
    "Saint-Michel",
    "Beauregard",
    "La Fontaine",
    "Les Coteaux",
    "Le Port",
    "Bellevue",
    "Les Prairies",
    "Le Moulin",
    "La Plaine",
];

pub const SCHOOLS: &[&str] = &[
    "Jules-Ferry",
    "Jean-Jaurès",
    "Marie-Curie",
    "Victor-Hugo",
    "Louise-Michel",
    "Jacques-Prévert",
    "Simone-Veil",
    "Jean-Moulin",
    "Paul-Éluard",
    "Rosa-Parks",
    "Louis-Pasteur",
    "Colette",
    "Pablo-Neruda",
    "Anatole-France",
    "Joliot-Curie",
    "George-Sand",
    "Marcel-Pagnol",
    "Antoine-de-Saint-Exupéry",
    "Françoise-Dolto",
    "Les Tilleuls",
    "Les Marronniers",
    "La Fontaine",
    "Beauregard",
    "Le Petit-Prince",
];

pub const STOPS: &[&str] = &[
    "Gare",
    "Hôtel de Ville",
    "République",
    "Université",
    "Hôpital",
    "Les Halles",
    "Jean-Jaurès",
    "Stade",
    "Médiathèque",
    "Piscine",
    "Parc des Expositions",
    "Cité administrative",
    "Bellevue",
    "Moulin",
    "Lavoir",
    "Château",
    "Cimetière",
    "Zone artisanale",
    "Collège",
    "Lycée",
    "Saint-Michel",
    "Les Prairies",
    "Pont-Neuf",
    "Octroi",
    "Verdun",
    "Pasteur",
    "Les Acacias",
    "Beauregard",
    "Caserne",
    "Port",
    "Rocade",
    "Tribunal",
    "Préfecture",
    "Marché",
    "Fontaine",
    "Les Tilleuls",
    "Technopole",
    "Campus",
    "Aérodrome",
    "Terminus Sud",
];

pub const RIVERS: &[&str] = &[
    "au pont Vieux",
    "à l’aval du barrage",
    "au moulin",
    "à la confluence",
    "au gué",
];

pub const LIBRARIES: &[&str] = &[
    "Louise-Michel",
    "du Centre",
    "des Coteaux",
    "Simone-Veil",
    "de la Gare",
    "du Port",
];

pub const MUSEUMS: &[&str] = &[
    "des Beaux-Arts",
    "d’histoire naturelle",
    "de la ville",
    "des arts décoratifs",
];

pub const CAR_PARKS: &[&str] = &[
    "Gare",
    "Les Halles",
    "République",
    "Hôtel de Ville",
    "Théâtre",
];

pub const LINES: &[&str] = &["A", "B", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

pub const FIRST_NAMES: &[&str] = &[
    "Louise", "Jade", "Ambre", "Alba", "Emma", "Rose", "Alice", "Romy", "Anna", "Lina", "Gabriel",
    "Raphaël", "Léo", "Louis", "Noah", "Arthur", "Jules", "Adam", "Maël", "Liam", "Sacha", "Isaac",
    "Gabin", "Eden", "Agathe", "Inès", "Zoé", "Léna", "Nour", "Sofia", "Marius", "Nino", "Côme",
    "Aaron", "Ismaël", "Malo",
];

/// First name, last name, and what they say of themselves.
pub const PEOPLE: &[(&str, &str, &str)] = &[
    (
        "Camille",
        "Delmas",
        "Administratrice du portail de démonstration.",
    ),
    (
        "Yanis",
        "Ferrand",
        "Chargé de l’ouverture des données dans une collectivité.",
    ),
    (
        "Jeanne",
        "Morvan",
        "Je cherche des données pour mes articles.",
    ),
    (
        "Nadia",
        "Benali",
        "Géomaticienne. Je publie les données de voirie et de mobilité.",
    ),
    (
        "Hugo",
        "Lacroix",
        "Développeur, je construis des applications pour les cyclistes.",
    ),
    (
        "Claire",
        "Roussel",
        "Responsable des archives et des données d’une ville moyenne.",
    ),
    ("Thomas", "Le Guen", "Étudiant en statistique."),
    ("Inès", "Carvalho", "Journaliste de données."),
    ("Paul", "Vasseur", "Ingénieur environnement."),
    ("Aïcha", "Diallo", "Chargée d’études en santé publique."),
    (
        "Mathieu",
        "Schmitt",
        "Directeur des systèmes d’information d’un département.",
    ),
    (
        "Lucie",
        "Garnier",
        "Élue chargée de la transition numérique.",
    ),
    (
        "Rémi",
        "Charpentier",
        "Bénévole d’une association de cartographie.",
    ),
    ("Sophie", "Nguyen", "Chargée de mission données ouvertes."),
    (
        "Antoine",
        "Bellec",
        "Enseignant, je fais travailler mes élèves sur des données locales.",
    ),
];
