# Le catalogue comme graphe.
sparql-title = Interroger le catalogue en SPARQL
sparql-lead = Tout ce que le catalogue publie, relié : jeux de données, fichiers, API et producteurs, dans les mots de DCAT-AP. Posez une question, ou partez d’un exemple.
sparql-query = Requête
sparql-hint = { $n ->
    [one] SELECT, ASK, CONSTRUCT ou DESCRIBE ; une requête a { $n } seconde.
   *[other] SELECT, ASK, CONSTRUCT ou DESCRIBE ; une requête a { $n } secondes.
}
sparql-run = Poser la question
sparql-answer = Réponse
sparql-yes = Oui.
sparql-no = Non.
sparql-none = Rien ne répond à cette requête.
sparql-more = Il y a davantage de lignes : celles-ci sont les { $n } premières. Ajoutez LIMIT et OFFSET, ou prenez la réponse entière dans un fichier.
sparql-examples = Exemples
sparql-example-producers = Les producteurs qui publient le plus
sparql-example-csv = Les derniers fichiers CSV mis à jour
sparql-example-themes = Combien de jeux de données par thème européen
sparql-example-licences = Les licences, de la plus à la moins choisie
sparql-example-services = Les API et les données qu’elles servent
sparql-how = Pour un programme
sparql-how-graphs = Chaque objet a son graphe nommé ; le graphe par défaut les réunit tous. Il suit le catalogue de quelques secondes.
sparql-how-protocol = Protocole SPARQL 1.1 : GET ou POST avec query, ou la requête seule en application/sparql-query. Accept, ou format, choisit JSON, XML, CSV ou TSV, et pour un graphe Turtle, N-Triples, RDF/XML ou JSON-LD. Ni clé, ni mise à jour, ni SERVICE.
sparql-how-limits = { $n ->
    [one] Une réponse a au plus 100 000 lignes et 50 Mo ; une requête est arrêtée après { $n } seconde.
   *[other] Une réponse a au plus 100 000 lignes et 50 Mo ; une requête est arrêtée après { $n } secondes.
}
sparql-prefixes = Préfixes connus
sparql-prefixes-lead = Ils valent sans être déclarés.
sparql-prefix = Préfixe
sparql-space = Espace de noms
