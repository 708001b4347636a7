# Le français du portail. Vouvoiement, phrases courtes, mots simples, aucun point d'exclamation.
# Une clé par ligne ; les listes de l'API (fréquences, licences, types…) gardent leurs identifiants.

## Partout

skip = Aller au contenu
colon = {"\u00A0: "}
home = Accueil
unknown = inconnu
not-given = Non renseigné
required = obligatoire
copy = Copier
copied = Copié
by = Par
and-more = et { $n } de plus
see-all = Tout voir
read-more = Lire la suite
read-less = Réduire
language = Langue
breadcrumb = Fil d’Ariane
pagination = Pages de résultats
page-previous = Précédente
page-next = Suivante
page-number = Page { $n }
demo-label = Démonstration
demo-banner = Ceci est une démonstration : les données, les personnes et les organisations de ce portail sont inventées.

## En-tête

search-label = Rechercher des données
search-submit = Rechercher
suggestions = Suggestions
suggestions-one = 0 suggestion
suggestions-many = 0 suggestions
doors = Catalogue
door-data = Données
door-apis = API
door-reuses = Réutilisations
sign-in = Se connecter

## Pied de page

footer-about = Ce portail rassemble des données publiques, les décrit avec des mots simples et les donne à tous, sans compte ni formulaire.
footer-browse = Parcourir
footer-build = Construire
footer-rules = Règles du portail
footer-api = API du catalogue
footer-export-datasets = Liste des jeux de données (CSV)
footer-export-resources = Liste des fichiers (CSV)
footer-export-catalog = Catalogue DCAT (Turtle)
footer-feed = Nouveautés (Atom)
footer-about-portal = À propos
footer-accessibility = Accessibilité
footer-legal = Mentions légales
footer-contact = Nous contacter
footer-statistics = Statistiques
footer-made = Propulsé par Vitrail { $version }, logiciel libre.

## Accueil

home-title = Trouvez des données publiques et comprenez-les
home-search-label = Que cherchez-vous ?
home-try = Par exemple :
home-citizen-title = Je cherche une réponse
home-citizen-text = Un chiffre, une carte, une liste près de chez vous : commencez par ce que d’autres ont déjà fait de ces données.
home-citizen-reuses = Cartes, applications et articles
home-citizen-topics = Dossiers par thème
home-citizen-organizations = Qui publie quoi
home-builder-title = Je construis avec les données
home-builder-text = Fichiers, API et catalogue complet, avec leurs licences, leurs dates et leur qualité mesurée.
home-builder-apis = API prêtes à l’emploi
home-builder-catalog-api = API du catalogue, compatible avec udata
home-builder-export = Tout le catalogue en CSV
home-subjects = Par sujet
home-recent = Mis à jour récemment
home-popular = Souvent utilisés
home-figure-title = Des données à l’heure
home-figure-text = { $fresh ->
    [one] { $fresh } jeu de données est à jour
   *[other] { $fresh } jeux de données sont à jour
  } sur { $total } qui annoncent une fréquence. Les autres sont signalés en retard, sur leur page et dans les résultats.

## Sortes d'objets

kinds = Chercher parmi
kind-datasets = Jeux de données
kind-dataservices = API
kind-reuses = Réutilisations
kind-organizations = Organisations
kind-topics = Thèmes
search-label-datasets = Rechercher un jeu de données
search-label-dataservices = Rechercher une API
search-label-reuses = Rechercher une réutilisation
search-label-organizations = Rechercher une organisation
search-label-topics = Rechercher un thème

count-results = { $n ->
    [0] Aucun résultat
    [one] { $n } résultat
   *[other] { $n } résultats
  }
count-datasets = { $n ->
    [0] aucun jeu de données
    [one] { $n } jeu de données
   *[other] { $n } jeux de données
  }
count-dataservices = { $n ->
    [0] aucune API
    [one] { $n } API
   *[other] { $n } API
  }
count-reuses = { $n ->
    [0] aucune réutilisation
    [one] { $n } réutilisation
   *[other] { $n } réutilisations
  }
count-followers = { $n ->
    [0] aucun abonné
    [one] { $n } abonné
   *[other] { $n } abonnés
  }
count-files = { $n ->
    [0] aucun fichier
    [one] { $n } fichier
   *[other] { $n } fichiers
  }
count-elements = { $n ->
    [0] aucun élément
    [one] { $n } élément
   *[other] { $n } éléments
  }
count-messages = { $n ->
    [0] aucun message
    [one] { $n } message
   *[other] { $n } messages
  }
count-downloads = { $n ->
    [0] aucun téléchargement
    [one] { $n } téléchargement
   *[other] { $n } téléchargements
  }

## Recherche

results = Résultats
results-for = pour « { $q } »
facets = Affiner la recherche
chips = Filtres actifs
chip-remove = , retirer ce filtre
chips-clear = Tout effacer
sort = Trier par
sort-submit = Trier
sort-relevance = Pertinence
sort-created = Création, du plus récent
sort-last_update = Mise à jour, de la plus récente
sort-last_modified = Mise à jour, de la plus récente
sort-followers = Nombre d’abonnés
sort-reuses = Nombre de réutilisations
sort-datasets = Nombre de jeux de données
sort-views = Nombre de consultations
why-show = Pourquoi ces résultats ?
why-hide = Masquer les explications
why-title = Pourquoi ce résultat
did-you-mean = Vouliez-vous dire
empty-title = { $kind ->
    [organizations] Aucune organisation ne correspond à votre recherche.
    [dataservices] Aucune API ne correspond à votre recherche.
    [reuses] Aucune réutilisation ne correspond à votre recherche.
    [topics] Aucun thème ne correspond à votre recherche.
   *[other] Aucun jeu de données ne correspond à votre recherche.
  }
empty-try = Vous pouvez :
empty-spelling = vérifier l’orthographe, ou écrire un sigle en toutes lettres ;
empty-wider = employer moins de mots, ou des mots plus généraux ;
empty-clear = { $n ->
    [one] retirer le filtre actif
   *[other] retirer les { $n } filtres actifs
  }
empty-elsewhere-datasets = { $n ->
    [one] voir { $n } jeu de données qui correspond
   *[other] voir { $n } jeux de données qui correspondent
  }
empty-elsewhere-dataservices = { $n ->
    [one] voir { $n } API qui correspond
   *[other] voir { $n } API qui correspondent
  }
empty-elsewhere-reuses = { $n ->
    [one] voir { $n } réutilisation qui correspond
   *[other] voir { $n } réutilisations qui correspondent
  }
empty-elsewhere-organizations = { $n ->
    [one] voir { $n } organisation qui correspond
   *[other] voir { $n } organisations qui correspondent
  }
empty-elsewhere-topics = { $n ->
    [one] voir { $n } thème qui correspond
   *[other] voir { $n } thèmes qui correspondent
  }
empty-ask = Ces données existent peut-être sans être publiées.
empty-ask-link = Demander des données
empty-ask-producer = Ces données existent peut-être sans être publiées. Vous pouvez les demander à l’organisme qui les tient :
empty-ask-producer-link = voir les organisations

facet-format_family = Sorte de fichiers
facet-format = Format
facet-access_type = Accès
facet-last_update = Dernière mise à jour
facet-last_update_range = Dernière mise à jour
facet-producer_type = Type de producteur
facet-badge = Label
facet-organization = Organisation
facet-organization_id_with_name = Organisation
facet-organization_badge = Type d’organisation
facet-tag = Mot-clé
facet-license = Licence
facet-schema = Schéma
facet-geozone = Territoire
facet-granularity = Niveau de détail
facet-type = Type de réutilisation
facet-topic = Sujet
facet-topics = Thème
facet-temporal_coverage = Période couverte
facet-featured = Sélection du portail
facet-owner = Auteur
facet-q = Recherche

format-family-tabular = Tableaux
format-family-machine_readable = Données structurées
format-family-geographical = Cartes et géographie
format-family-documents = Documents
format-family-other = Autres

access-type-open = Ouvert à tous
access-type-open_with_account = Ouvert avec un compte
access-type-restricted = Accès restreint
access-type-open-explained = Tout le monde peut télécharger et réutiliser ces données.
access-type-open_with_account-explained = Tout le monde peut obtenir ces données, après avoir créé un compte chez le producteur.
access-type-restricted-explained = Le producteur réserve ces données à certains publics.
access-request = Demander l’accès
audience-local_authority_and_administration = Collectivités et administrations :
audience-company_and_association = Entreprises et associations :
audience-private = Particuliers :
audience-yes = oui
audience-no = non
audience-under_condition = sous condition
access-reason-confidentiality_of_proceedings_of_public_authorities = Motif : confidentialité des travaux des autorités publiques.
access-reason-international_relations_public_security_or_national_defence = Motif : relations internationales, sécurité publique ou défense nationale.
access-reason-course_of_justice_or_fair_trial = Motif : bonne marche de la justice.
access-reason-confidentiality_of_commercial_or_industrial_information = Motif : secret commercial ou industriel.
access-reason-intellectual_property_rights = Motif : propriété intellectuelle.
access-reason-confidentiality_of_personal_data = Motif : protection des données personnelles.
access-reason-protection_of_voluntary_information_suppliers = Motif : protection de ceux qui ont fourni ces informations de leur plein gré.
access-reason-protection_of_environment = Motif : protection de l’environnement, par exemple d’espèces rares.

last-update-last_30_days = 30 derniers jours
last-update-last_12_months = 12 derniers mois
last-update-last_3_years = 3 dernières années

producer-type-public-service = Service public
producer-type-local-authority = Collectivité territoriale
producer-type-company = Entreprise
producer-type-association = Association
producer-type-user = Particulier
producer-type-not-specified = Non précisé

organization-badge-certified = Identité vérifiée
organization-badge-public-service = Service public
organization-badge-local-authority = Collectivité territoriale
organization-badge-company = Entreprise
organization-badge-association = Association
badge-certified-explained = L’équipe du portail a vérifié l’identité de cette organisation.

badge-hvd = Forte valeur
badge-hvd-explained = Jeu de données de forte valeur au sens du règlement européen 2023/138 : gratuit, lisible par une machine et accessible par API.
badge-spd = Donnée de référence
badge-spd-explained = Relève du service public de la donnée : sa qualité et sa disponibilité sont garanties par l’État.
badge-inspire = Inspire
badge-inspire-explained = Donnée géographique publiée au titre de la directive européenne Inspire.
badge-pivotal-data = Donnée pivot
badge-pivotal-data-explained = Sert de lien entre d’autres jeux de données.
badge-sl = Série labellisée
badge-sl-explained = Statistique labellisée par l’Autorité de la statistique publique.
badge-sr = Statistique d’intérêt général
badge-sr-explained = Statistique reconnue d’intérêt général.

granularity = Niveau de détail :
granularity-other = autre
granularity-poi = point d’intérêt
granularity-country = pays
granularity-country-group = groupe de pays
granularity-country-subset = partie de pays
granularity-fr-commune = commune
granularity-fr-epci = intercommunalité
granularity-fr-departement = département
granularity-fr-region = région
granularity-fr-canton = canton
granularity-fr-collectivite = collectivité d’outre-mer
granularity-fr-iris = quartier IRIS
granularity-fr-arrondissement = arrondissement

## Fraîcheur et dates

fresh-ok = À jour,
fresh-late = En retard, mis à jour
fresh-ok-word = À jour
fresh-late-word = En retard
fresh-unknown = Mise à jour non datée
fresh-age = Mis à jour
published = Publiée
published-on = Publication
modified-on = Dernière modification
created = Création
period-from = du
period-to = au
period-since = depuis le
period-until = jusqu’au

# Le filtre `ago` : $unit vaut now, minute, hour, day, month ou year.
ago = { $unit ->
    [minute] { $n ->
        [one] il y a { $n } minute
       *[other] il y a { $n } minutes
      }
    [hour] { $n ->
        [one] il y a { $n } heure
       *[other] il y a { $n } heures
      }
    [day] { $n ->
        [one] hier
       *[other] il y a { $n } jours
      }
    [month] il y a { $n } mois
    [year] { $n ->
        [one] il y a { $n } an
       *[other] il y a { $n } ans
      }
   *[now] à l’instant
  }
ahead = { $unit ->
    [minute] { $n ->
        [one] dans { $n } minute
       *[other] dans { $n } minutes
      }
    [hour] { $n ->
        [one] dans { $n } heure
       *[other] dans { $n } heures
      }
    [day] { $n ->
        [one] demain
       *[other] dans { $n } jours
      }
    [month] dans { $n } mois
    [year] { $n ->
        [one] dans { $n } an
       *[other] dans { $n } ans
      }
   *[now] à l’instant
  }
# Les filtres `date` et `datetime` : tout est déjà écrit en chiffres, sauf le mois.
date = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
  }
datetime = { date } à { $hour } h { $minute }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
# Les filtres `size` et `percent`.
size-b = { $n ->
    [one] { $n } octet
   *[other] { $n } octets
  }
size-kb = { $n } ko
size-mb = { $n } Mo
size-gb = { $n } Go
size-tb = { $n } To
percent = { $n } %

frequency = Fréquence de mise à jour
frequency-next = Mise à jour prévue le
frequency-continuous = En temps réel
frequency-oneMinute = Chaque minute
frequency-fiveMinutes = Toutes les cinq minutes
frequency-tenMinutes = Toutes les dix minutes
frequency-fifteenMinutes = Tous les quarts d’heure
frequency-thirtyMinutes = Toutes les demi-heures
frequency-hourly = Toutes les heures
frequency-bihourly = Toutes les deux heures
frequency-trihourly = Toutes les trois heures
frequency-twelveHours = Toutes les douze heures
frequency-severalTimesADay = Plusieurs fois par jour
frequency-threeTimesADay = Trois fois par jour
frequency-semidaily = Deux fois par jour
frequency-daily = Tous les jours
frequency-fiveTimesAWeek = Cinq fois par semaine
frequency-threeTimesAWeek = Trois fois par semaine
frequency-semiweekly = Deux fois par semaine
frequency-weekly = Toutes les semaines
frequency-biweekly = Toutes les deux semaines
frequency-threeTimesAMonth = Trois fois par mois
frequency-semimonthly = Deux fois par mois
frequency-monthly = Tous les mois
frequency-bimonthly = Tous les deux mois
frequency-quarterly = Tous les trimestres
frequency-threeTimesAYear = Trois fois par an
frequency-semiannual = Deux fois par an
frequency-annual = Tous les ans
frequency-biennial = Tous les deux ans
frequency-triennial = Tous les trois ans
frequency-quadrennial = Tous les quatre ans
frequency-quinquennial = Tous les cinq ans
frequency-decennial = Tous les dix ans
frequency-bidecennial = Tous les vingt ans
frequency-tridecennial = Tous les trente ans
frequency-punctual = Une seule fois
frequency-irregular = Sans rythme régulier
frequency-never = Jamais
frequency-notPlanned = Pas de mise à jour prévue
frequency-other = Autre rythme
frequency-unknown = Rythme non précisé

## Page d'un jeu de données

published-by = Publié par
owner-warning = Publié par une personne, à son initiative et sous sa responsabilité.
producer-unknown = Producteur inconnu
notice-deleted = Cet objet a été supprimé le
notice-private = Brouillon : vous seul et votre organisation voyez cette page.
notice-partial = Ce portail ne connaît qu’une partie de cette fiche, par d’autres fiches qui la citent. Ce qu’elle ne dit pas est inconnu, pas absent.
notice-archived = Archivé : le producteur ne tient plus ces données à jour depuis le
state-archived = Archivé
state-private = Brouillon
glance = En un coup d’œil
glance-fresh = Fraîcheur
glance-licence = Licence
glance-size = Contenu
glance-quality = Qualité
glance-used = Usage
jumps = Dans cette page
section-about = Description
section-files = Fichiers
section-community = Fichiers de la communauté
section-quality = Qualité de la fiche
section-dates = Dates
section-reuses = Réutilisations
section-dataservices = API
section-discussions = Discussions
section-use = Utiliser et citer
section-history = Historique
section-similar = Jeux de données proches
description-none = Le producteur n’a pas encore décrit ces données.
community-explained = Proposés par d’autres personnes que le producteur, qui n’en répond pas.
community-by = Ajouté par
files-unknown = Ce portail ne sait pas quels fichiers ce jeu de données contient.
files-none = Aucun fichier pour l’instant.
reuses-none = Personne n’a encore signalé de réutilisation.
discussions-none = Aucune discussion. Une question posée ici profite à tous.
history-none = Aucun changement enregistré.
see-all-files = { $n ->
    [one] Voir le fichier
   *[other] Voir les { $n } fichiers
  }
see-all-discussions = Voir les { $n } discussions
see-all-history = Voir tout l’historique
discussion-closed = Terminée
message-edited = modifié

date-data = Les données
date-data-explained = Le jour où au moins un fichier a changé.
date-metadata = La fiche
date-metadata-explained = Le jour où le titre, la description ou un autre champ a changé.
date-check = Dernière vérification
date-check-none = Pas encore faite
date-check-explained = Un programme demande chaque fichier pour savoir s’il répond.

formats = Formats :
format-unknown = Inconnu
resource-type-main = Fichiers principaux
resource-type-documentation = Documentation
resource-type-update = Mises à jour
resource-type-api = API et services
resource-type-code = Code source
resource-type-other = Autres fichiers
file-updated = Mis à jour
file-unavailable = Ne répond pas
file-schema = Schéma
file-details = Détails et lien permanent
file-permalink = Lien permanent
file-source = Adresse d’origine
file-id = Identifiant
file-mime = Type MIME
file-checksum = Empreinte { $kind }
file-created = Création
file-modified = Mise à jour
file-status = réponse { $code }
file-open = Ouvrir
file-download = Télécharger
file-visit = Visiter

quality = Qualité :
quality-points = { $points } sur 9
quality-title = { $points ->
    [one] { $points } critère de qualité rempli sur 9
   *[other] { $points } critères de qualité remplis sur 9
  }
quality-unknown-word = Non notée
quality-unknown = Trop peu de cette fiche est connu ici pour la noter.
quality-formula = La note compte les critères remplis : chacun des neuf vaut un point. Elle juge la fiche, pas l’exactitude des données.
quality-harvested = Cette fiche vient d’un autre portail : c’est là-bas qu’elle se corrige.
quality-passed = Rempli :
quality-failed = À compléter :
quality-dataset_description_quality = Description de plus de 100 caractères
quality-dataset_description_quality-mend = Dire en quelques phrases ce que contiennent les données, d’où elles viennent et comment les lire.
quality-resources_documentation = Fichiers documentés
quality-resources_documentation-mend = Ajouter une description à un fichier, ou un fichier de documentation.
quality-license = Licence indiquée
quality-license-mend = Choisir une licence : sans elle, personne ne sait ce qui est permis.
quality-update_frequency = Fréquence de mise à jour indiquée
quality-update_frequency-mend = Annoncer un rythme, même « sans rythme régulier ».
quality-update_fulfilled_in_time = Fréquence de mise à jour tenue
quality-update_fulfilled_in_time-mend = Publier la mise à jour attendue, ou annoncer un rythme plus lent.
quality-has_open_format = Au moins un format ouvert
quality-has_open_format-mend = Ajouter une version dans un format ouvert, par exemple CSV ou JSON.
quality-temporal_coverage = Période couverte indiquée
quality-temporal_coverage-mend = Donner la date de début et la date de fin des données.
quality-spatial = Territoire couvert indiqué
quality-spatial-mend = Choisir un territoire, ou au moins un niveau de détail.
quality-all_resources_available = Tous les fichiers répondent
quality-all_resources_available-mend = Ajouter un fichier, ou réparer les liens qui ne répondent plus.

facts = Fiche
producer = Producteur
author = Auteur
contact = Contact
contact-form = Formulaire de contact
contact-role-contact = Contact
contact-role-creator = Créateur
contact-role-publisher = Éditeur
contact-role-rightsHolder = Titulaire des droits
contact-role-custodian = Gardien
contact-role-distributor = Diffuseur
contact-role-originator = À l’origine des données
contact-role-principalInvestigator = Responsable scientifique
contact-role-processor = Chargé du traitement
contact-role-resourceProvider = Fournisseur des fichiers
contact-role-user = Utilisateur
licence-unknown = Inconnue
licence = Licence
access = Accès
period = Période couverte
territory = Territoire
labels = Labels
tags = Mots-clés
harvested = Provenance
harvested-source = Portail d’origine
harvested-last = Repris
references = Références
identifier = Identifiant
machine-readable = Pour les machines

license-lov2 = Licence Ouverte 2.0
license-fr-lo = Licence Ouverte 1.0
license-odc-odbl = ODbL 1.0
license-odc-by = ODC-By 1.0
license-odc-pddl = PDDL 1.0
license-cc-by = CC BY
license-cc-by-sa = CC BY-SA
license-cc-zero = CC0
license-other-open = Autre licence ouverte
license-other-at = Autre licence, avec mention de l’auteur
license-other-pd = Domaine public
license-notspecified = Non précisée
license-explained-lov2 = Vous pouvez copier, modifier et réutiliser ces données, même pour un usage commercial, en citant la source et la date de mise à jour.
license-explained-fr-lo = Vous pouvez copier, modifier et réutiliser ces données, même pour un usage commercial, en citant la source et la date de mise à jour.
license-explained-odc-odbl = Vous pouvez tout faire, même un usage commercial, en citant la source. Si vous diffusez une base enrichie, elle doit rester sous la même licence.
license-explained-odc-by = Vous pouvez tout faire, même un usage commercial, en citant la source.
license-explained-odc-pddl = Vous pouvez tout faire, sans condition.
license-explained-cc-by = Vous pouvez tout faire, même un usage commercial, en citant l’auteur et en signalant vos changements.
license-explained-cc-by-sa = Vous pouvez tout faire, même un usage commercial, en citant l’auteur et en gardant la même licence.
license-explained-cc-zero = Vous pouvez tout faire, sans condition. L’auteur renonce à ses droits.
license-explained-other-open = Réutilisation permise. Lisez les conditions données par le producteur.
license-explained-other-at = Réutilisation permise en citant l’auteur. Lisez les conditions données par le producteur.
license-explained-other-pd = Ces données sont libres de droits.
license-explained-notspecified = Le producteur n’a pas dit ce qui est permis. Demandez-lui avant de réutiliser ces données.
license-explained-other = Lisez le texte de la licence avant de réutiliser ces données.

use-intro = Ces exemples fonctionnent tels quels. Le lien permanent d’un fichier ne change pas quand le fichier change d’adresse.
use-metadata = La fiche, en JSON
use-file = Le premier fichier
use-doc = Documentation de l’API du catalogue
cite = Citer ces données
cite-intro = Recopiez cette ligne dans votre article ou votre application.
cite-text-undated = { $author }, { $title }, { $site }. { $url } (consulté le { $today })
cite-text = { $author } ({ $year }), { $title }, { $site }, données du { $date }. { $url } (consulté le { $today })

activity-dataset-created = Jeu de données créé
activity-dataset-updated = Fiche modifiée
activity-dataset-deleted = Jeu de données supprimé
activity-dataset-resource-added = Fichier ajouté
activity-dataset-resource-updated = Fichier modifié
activity-dataset-resource-deleted = Fichier supprimé
activity-dataset-discussed = Message dans une discussion
activity-dataset-followed = Nouvel abonné
activity-reuse-created = Réutilisation créée
activity-reuse-updated = Réutilisation modifiée
activity-reuse-deleted = Réutilisation supprimée
activity-reuse-discussed = Message dans une discussion
activity-reuse-followed = Nouvel abonné
activity-dataservice-created = API créée
activity-dataservice-updated = API modifiée
activity-dataservice-deleted = API supprimée
activity-dataservice-discussed = Message dans une discussion
activity-dataservice-followed = Nouvel abonné
activity-organization-created = Organisation créée
activity-organization-updated = Organisation modifiée
activity-organization-followed = Nouvel abonné
activity-topic-created = Thème créé
activity-topic-updated = Thème modifié
activity-topic-element-created = Élément ajouté
activity-topic-element-updated = Élément modifié
activity-topic-element-deleted = Élément retiré
activity-user-followed = Nouvel abonné

## Autres pages

organization-datasets-none = Cette organisation n’a pas encore publié de jeu de données.
members = Membres
followers = Abonnés
website = Site web
exports = Exports
export-datasets = Ses jeux de données (CSV)
export-catalog = Son catalogue DCAT (Turtle)

reuse-visit = Voir la réutilisation
reuse-datasets = Données utilisées
reuse-datasets-none = L’auteur n’a pas indiqué les données utilisées.
reuse-dataservices = API utilisées
reuse-same-author = Du même auteur
reuse-type-api = API
reuse-type-application = Application
reuse-type-idea = Idée
reuse-type-news_article = Article de presse
reuse-type-paper = Article scientifique
reuse-type-post = Billet
reuse-type-visualization = Visualisation
reuse-type-hardware = Objet connecté
reuse-topic-health = Santé
reuse-topic-transport_and_mobility = Transports et mobilité
reuse-topic-housing_and_development = Logement et urbanisme
reuse-topic-food_and_agriculture = Alimentation et agriculture
reuse-topic-culture_and_recreation = Culture et loisirs
reuse-topic-economy_and_business = Économie et entreprises
reuse-topic-environment_and_energy = Environnement et énergie
reuse-topic-work_and_training = Travail et formation
reuse-topic-politics_and_public_life = Politique et vie publique
reuse-topic-safety_and_security = Sécurité
reuse-topic-education_and_research = Éducation et recherche
reuse-topic-society_and_demography = Société et démographie
reuse-topic-law_and_justice = Droit et justice
reuse-topic-open_data_tools = Outils des données ouvertes
reuse-topic-others = Autres sujets

availability = Disponible à { $percent }
api-format = Type
api-availability = Disponibilité
api-rate = Limite d’appels
api-base = Adresse de base
api-doc-technical = Documentation technique
api-doc-machine = Description OpenAPI
api-doc-business = Documentation métier
api-datasets = Données servies
api-datasets-none = Le producteur n’a pas indiqué les données servies.

topic-by = Thème tenu par
topic-datasets-none = Aucun jeu de données dans ce thème pour l’instant.
topic-wanted = Données recherchées
topic-wanted-explained = Ce thème a besoin de ces données, que personne ne publie encore ici.

user-since = Membre depuis le
user-empty = Cette personne n’a encore rien publié en son nom.

posts = Actualités
posts-none = Aucune actualité pour l’instant.
post-datasets = Jeux de données cités
post-reuses = Réutilisations citées

api-title = API du catalogue
api-lead = Tout ce que montrent ces pages se lit aussi par un programme, sans clé. Les adresses et les formes sont celles d’udata : les clients de data.gouv.fr fonctionnent sans changement.
api-specs = Descriptions pour les machines
api-doors = Les autres portes
api-rules = Cinq règles à connaître
api-rule-open = Lire ne demande ni clé ni compte. Écrire demande une clé, dans l’en-tête X-API-KEY.
api-rule-pages = Les listes vont par pages : page et page_size, puis suivez next_page.
api-rule-mask = L’en-tête X-Fields limite la réponse aux champs demandés.
api-rule-dates = Les dates sont en ISO 8601, avec leur fuseau.
api-rule-errors = Une erreur dit en toutes lettres ce qui ne va pas, dans le champ message ou errors.
api-mcp = Pour les assistants (MCP)
api-mcp-lead = Un assistant qui parle le Model Context Protocol peut chercher dans ce catalogue et lire les fiches, sans clé. Il ne voit que ce qui est public et ne change rien. Voici l’adresse à lui donner (HTTP, sans session) :
api-mcp-how = Beaucoup d’assistants la prennent dans un fichier de réglages de cette forme :
api-mcp-tools = Outils offerts aux assistants
api-mcp-tool = Outil
api-parameters = Paramètres
api-parameter = Paramètre
api-place = Place
api-type = Type
api-meaning = Sens
api-try = Essayer cette adresse

## Erreurs

error-code = Erreur { $code }
error-400-title = Cette adresse contient une erreur
error-400-text = Un des paramètres n’a pas la forme attendue. Rien n’a été changé.
error-401-title = Cette page demande de se connecter
error-401-text = Connectez-vous, et vous reviendrez ici.
error-403-title = Vous n’avez pas accès à cette page
error-403-text = Votre compte n’a pas les droits nécessaires. Demandez-les à un administrateur de l’organisation.
error-404-title = Cette page n’existe pas
error-404-text = L’adresse est peut-être mal recopiée, ou la page a changé de place. Cherchez par son nom.
error-410-title = Cette page a été supprimée
error-410-text = Son auteur ou le portail l’a retirée. Elle ne reviendra pas à cette adresse.
error-410-was = Elle s’appelait « { $title } » et a été supprimée le { $date }.
error-413-title = L’envoi est trop grand
error-413-text = Le portail n’en prend pas autant à la fois. Rien n’a été changé.
error-429-title = Trop de demandes en peu de temps
error-429-text = Attendez une minute, puis essayez de nouveau. Rien n’a été perdu.
error-500-title = Le portail n’a pas pu répondre
error-500-text = L’erreur vient de nous. Elle est enregistrée, et rien de ce que vous aviez enregistré n’est perdu.
error-503-title = Le portail est en pause
error-503-text = Une opération de maintenance est en cours. Revenez dans quelques minutes.
error-search = Chercher par le nom
error-suggestions = Vous cherchiez peut-être
error-next = Que faire maintenant
error-retry = Essayer de nouveau
error-home = Revenir à l’accueil
error-contact = Nous écrire
error-browse = Parcourir les jeux de données
error-incident = Si vous nous écrivez, donnez ce numéro :
