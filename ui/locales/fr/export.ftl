download-results = Télécharger ces résultats (CSV)
export-resources = Fichiers (CSV)
export-dataservices = API (CSV)
export-discussions = Discussions (CSV)
embed-from = Voir sur { $portal }
export-reuses = Réutilisations (CSV)
download-dataset = Tout télécharger (ZIP, { $size })
