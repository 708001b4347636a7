# Notifications
told-harvester = Un moissonneur attend votre accord : { $what }.

# Courriels
mail-harvest-declared-subject = Un moissonneur attend votre accord : { $title }
mail-harvest-declared-lead = Le moissonneur « { $title } » vient d’être déclaré. Il ne lira rien avant que vous l’ayez accepté.
mail-harvest-declared-action = Examiner ce moissonneur
mail-harvest-accepted-subject = Votre moissonneur est accepté : { $title }
mail-harvest-accepted-lead = Le moissonneur « { $title } » est accepté. Il est lu maintenant, puis chaque nuit.
mail-harvest-accepted-action = Voir le moissonneur
mail-harvest-refused-subject = Votre moissonneur n’est pas accepté : { $title }
mail-harvest-refused-lead = Le moissonneur « { $title } » n’est pas accepté, pour cette raison : { $why }
mail-harvest-refused-action = Corriger le moissonneur
mail-harvest-failed-subject = Le moissonnage a échoué : { $title }
mail-harvest-failed-lead = Le moissonneur « { $title } » n’a pas pu lire son catalogue : { $why }. Rien n’a été archivé. Il essaiera encore à sa prochaine heure.
mail-harvest-failed-action = Lire le compte rendu

# Moissonneurs
admin-harvesters = Moissonneurs
harvesters-home-pending = { $n ->
    [one] { $n } source attend d’être validée
   *[other] { $n } sources attendent d’être validées
}
said-everybody-reads-this-address-it-may-hold-neither-a-name-nor-a-password = Tout le monde lit cette adresse : elle ne peut contenir ni nom ni mot de passe.
harvesters-none = Aucun moissonneur.
harvesters-lead = Un moissonneur lit le catalogue d’un autre portail, chaque nuit, et tient à jour ici ce qu’il y trouve.
harvester-new = Déclarer un moissonneur
harvester-edit = Modifier
harvester-declare = Déclarer ce moissonneur
harvester-preview = Voir ce qu’il donnerait
harvester-preview-title = Ce que cette source donnerait
harvester-preview-why = Les vingt premières fiches, telles qu’elles seraient ici. Rien n’est écrit.
harvester-run = Moissonner maintenant
harvester-busy = Une lecture attend ou est en cours. Rechargez la page pour en voir la suite.
harvester-owner = Au nom de
harvester-declared = Déclaré
harvester-by = par
harvester-when = Prochaine lecture
harvester-asleep = Suspendu
harvester-never = Pas prévue
harvester-hourly = chaque heure à la minute { $minute }
harvester-daily = chaque jour à { $hour } h { $minute }
harvester-weekly = chaque { $weekday ->
    [0] dimanche
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
   *[6] samedi
} à { $hour } h { $minute }
harvester-monthly = { $day ->
    [1] le 1er
   *[other] le { $day }
} de chaque mois à { $hour } h { $minute }
harvester-gone = Ce qui disparaît là-bas
harvester-archives = est archivé ici après le délai de grâce
harvester-leaves = reste ici
harvester-edits = Ce qui est modifié ici
harvester-overwrites = est remplacé par ce que dit la source
harvester-keeps = reste comme vous l’avez écrit
harvester-decide = Décision
harvester-decide-why = Une fois accepté, ce moissonneur est lu tout de suite, puis chaque nuit à une heure qui lui est propre.
harvester-comment = Commentaire
harvester-comment-hint = Nécessaire pour refuser : le producteur le lira.
harvester-accept = Accepter
harvester-refuse = Refuser
harvester-schedule = Horaire
harvester-cron = Expression cron
harvester-cron-hint = Minute, heure, jour du mois, mois, jour de la semaine : 30 2 * * * pour chaque nuit à 2 h 30.
harvester-unschedule = Ne plus lire de soi-même
harvester-delete = Supprimer ce moissonneur
harvester-delete-why = Il ne lira plus rien. Les jeux de données qu’il a apportés seront archivés la nuit prochaine.
harvester-delete-sure = Oui, supprimer « { $name } »
harvester-back = Revenir au moissonneur
harvest-state-pending = En attente
harvest-state-accepted = Accepté
harvest-state-refused = Refusé
harvest-state-deleted = Supprimé
harvest-jobs = Lectures
harvest-jobs-none = Ce moissonneur n’a encore rien lu.
harvest-job-pending = En attente
harvest-job-initializing = Commence
harvest-job-initialized = Commence
harvest-job-processing = En cours
harvest-job-done = Terminée
harvest-job-done-errors = Terminée avec des erreurs
harvest-job-failed = Échouée
harvest-report = Compte rendu
harvest-started = Commencée
harvest-ended = terminée
harvest-items = Fiche par fiche
harvest-items-all = Toutes
harvest-items-losing = Avec des pertes
harvest-items-filter = Limiter la liste
harvest-items-none = Aucune fiche.
harvest-item-pending = En attente
harvest-item-started = En cours
harvest-item-done = Faite
harvest-item-created = Créée
harvest-item-updated = Mise à jour
harvest-item-unchanged = Inchangée
harvest-item-restored = Revenue
harvest-item-failed = Échouée
harvest-item-skipped = Ignorée
harvest-item-archived = Archivée
harvest-nameless = Sans titre
harvest-service = API
harvest-there = Voir là-bas
harvest-found-nothing = Cette source ne donne rien.
harvest-changes = Ce qui change
harvest-differs = Ce qui diffère de la source
harvest-change-field = Champ
harvest-change-old = Ici
harvest-change-new = Là-bas
harvest-change-kept = gardé
harvest-kept = Modifié ici, et gardé tel quel :
harvest-lost = Ce qui n’a pas pu être repris
harvest-lost-whole = Ce qui n’a pas pu être repris du catalogue
harvest-lost-see = Voir ces fiches
harvest-again = Ses fiches sont dans le compte rendu du
harvest-lost-count = { $n ->
    [one] Une information n’a pas pu être reprise : la fiche concernée dit laquelle et pourquoi.
   *[other] { $n } informations n’ont pas pu être reprises : les fiches concernées disent lesquelles et pourquoi.
}
harvest-lost-property = Propriété
harvest-lost-subject = Sur quoi
harvest-lost-record = la fiche elle-même
harvest-lost-value = Valeur
harvest-lost-reason = Raison
harvest-problem-comment = Dites pourquoi vous refusez : le producteur le lira.
harvest-problem-schedule = Cette expression n’est pas un horaire : écrivez cinq champs, comme 30 2 * * *.
harvest-problem-state = Choisissez d’accepter ou de refuser.
form-harvester-lead = Dites où est le catalogue et de quelle sorte il est, puis regardez ce qu’il donnerait. Les administrateurs du portail l’acceptent avant la première lecture.
form-harvester-group-where = Le catalogue
form-harvester-group-how = Comment le lire
form-harvester-name = Nom
form-harvester-url = Adresse
form-harvester-url-hint = Celle du catalogue lui-même : un fichier RDF, un service CSW, la racine d’un CKAN…
form-harvester-backend = Sorte de catalogue
form-harvester-description = Description
form-harvester-options = Réglages
form-harvester-config-filters = Filtres
form-harvester-config-filters-hint = Un par ligne. Les filtres d’une sorte de catalogue sont entre parenthèses après son nom ; un moins exclut.
form-harvester-config-filters-example = -tags = brouillon
form-harvester-config-features = Options du catalogue
harvester-feature-for = Seulement pour { $kinds }.
form-harvester-config-extra-configs = Autres réglages
form-harvester-config-extra-configs-hint = Un par ligne : remote_url_prefix = https://… pour le début de l’adresse des fiches d’un CSW.
form-harvester-config-apikey = Clé
form-harvester-config-apikey-hint = Si le catalogue en demande une. Elle n’est montrée qu’à ceux qui gèrent ce moissonneur.
harvester-option-active = Lire de soi-même
harvester-option-active-note = à son heure, chaque nuit
harvester-option-autoarchive = Archiver ce qui disparaît
harvester-option-autoarchive-note = après le délai de grâce du portail
harvester-option-overwrite-local = Remplacer ce qui est modifié ici
harvester-option-overwrite-local-note = sinon, un champ modifié ici le reste
column-backend = Sorte
column-last-run = Dernière lecture
column-items = Fiches
column-started = Commencée
column-items-created = Créées
column-items-updated = Mises à jour
column-items-unchanged = Inchangées
column-items-failed = Échouées
column-items-archived = Archivées
column-items-lost = Pertes
admin-told-harvest-asked = La lecture est demandée.
admin-told-harvest-accepted = Ce moissonneur est accepté : sa première lecture commence.
admin-told-harvest-refused = Ce moissonneur est refusé. Le producteur est prévenu.
admin-told-harvest-declared = Ce moissonneur est déclaré. Les administrateurs du portail vont le regarder.
admin-told-harvest-deleted = Ce moissonneur est supprimé.
said-tick-the-box-to-delete-this-harvester = Cochez la case pour supprimer ce moissonneur.
said-source-is-not-validated-please-validate-the-source-before-running = Ce moissonneur n’est pas encore accepté.
said-cannot-run-source-manually-please-contact-the-platform-if-you-need-to-reschedule-the-harvester = Seuls les administrateurs du portail lancent une lecture.
version-harvester = Moissonneur de { $domain }
