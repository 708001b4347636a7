download-results = Télécharger ces résultats (CSV)
export-resources = Fichiers (CSV)
export-dataservices = API (CSV)
export-discussions = Discussions (CSV)
embed-from = Voir sur { $portal }
embed-this = Afficher sur un autre site
embed-html = Code à coller dans votre page
embed-hint = Une carte à jour, sans traceur. Les outils qui connaissent oEmbed la trouvent par l’adresse de cette page.
embed-see = Voir la carte
export-reuses = Réutilisations (CSV)
download-dataset = Tout télécharger (ZIP, { $size })
section-series = Série
series-of = { $n ->
    [one] Ce jeu de données fait partie d’une série :
   *[other] Ce jeu de données fait partie de { $n } séries :
}
series-members = { $n ->
    [one] Cette série compte un jeu de données :
   *[other] Cette série compte { $n } jeux de données :
}
