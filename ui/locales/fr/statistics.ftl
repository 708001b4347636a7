## Statistiques

statistics-title = Statistiques
statistics-lead = Ce que le portail change, avant ce qu’il contient.
statistics-impact = Ce que le portail change
statistics-volumes = Ce que le portail contient
statistics-how = Les lectures sont comptées sans cookie ni adresse, robots exclus.
statistics-csv = Les mêmes chiffres en CSV
impact-unknown = Pas encore connu
impact-quality = Qualité des données les plus consultées
impact-quality-explained = Moyenne des { $n } jeux de données les plus vus.
impact-delay = Délai de la première réponse
impact-delay-explained = Moyenne sur douze mois dans les discussions des jeux de données ; sans réponse, ou plus tard, une question compte trente jours. { $answered } discussions sur { $asked } ont une réponse du producteur ou du portail.
impact-reused = Données phares réutilisées
impact-reused-explained = Part des { $n } jeux de données les plus vus qui ont une réutilisation.
impact-found = Visiteurs qui ont trouvé
impact-found-explained = Réponses à « Avez-vous trouvé ? » sur douze mois : { $n }.
delay-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
delay-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
delay-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
chart-datasets-read = Pages de jeux de données lues, par mois
chart-downloads = Fichiers téléchargés, par mois
chart-datasets-created = Jeux de données publiés, par mois
chart-discussions-opened = Discussions ouvertes, par mois
chart-table = Voir le tableau
chart-month = Mois
chart-count = Nombre
volume-datasets = Jeux de données
volume-resources = Fichiers
volume-dataservices = API
volume-reuses = Réutilisations
volume-organizations = Organisations
volume-users = Personnes
volume-discussions = Discussions
volume-followers = Abonnements
poll-question = Avez-vous trouvé ce que vous cherchiez ?
poll-yes = Oui
poll-no = Non
thanks-title = Merci
thanks-lead = Votre réponse est comptée, sans rien retenir de vous.
thanks-back = Revenir à la page
