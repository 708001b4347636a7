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
sparql-why-off = Il n’y a pas de point d’accès SPARQL ici.
sparql-why-building = Le graphe du catalogue se construit. Réessayez dans une minute.
sparql-why-too-large = Le graphe du catalogue ne tient pas dans la mémoire qui lui est donnée. Les exports du catalogue répondent toujours.
sparql-why-busy = D’autres requêtes sont en cours. Réessayez dans un moment.
sparql-why-ending = D’autres requêtes viennent d’être arrêtées et ne sont pas encore finies. Réessayez dans un moment.
sparql-why-late = { $n ->
    [one] La requête a été arrêtée après une seconde. Demandez moins, avec plus de conditions ou un LIMIT.
   *[other] La requête a été arrêtée après { $n } secondes. Demandez moins, avec plus de conditions ou un LIMIT.
}
sparql-why-heavy = La requête a été arrêtée parce qu’elle prenait trop de mémoire. Demandez moins, avec plus de conditions ou un LIMIT.
sparql-why-empty = La requête est vide.
sparql-why-long = La requête est trop longue : 20 000 octets au plus.
sparql-why-deep = La requête a trop de parenthèses ou d’accolades les unes dans les autres : 50 au plus.
sparql-why-several = Il y a plusieurs requêtes à la fois. Posez-en une seule.
sparql-why-syntax = La requête n’est pas du SPARQL : { $what }
sparql-why-syntax-at = La requête n’est pas du SPARQL à la ligne { $line }, au caractère { $column } ou un peu avant.
sparql-why-signs = L’un de ces signes y manque peut-être : { $what }
sparql-why-prefix = Le préfixe d’un nom n’est pas déclaré, à la ligne { $line }, au caractère { $column } ou un peu avant. Ajoutez une ligne PREFIX, ou prenez un des préfixes connus.
sparql-why-iri = Une adresse entre < et > n’est pas complète ou n’en est pas une, à la ligne { $line }, au caractère { $column } ou un peu avant.
sparql-why-string = Un texte n’a pas de guillemet à sa fin : la lecture s’arrête à la ligne { $line }, au caractère { $column }.
sparql-why-star = SELECT * ne va pas avec GROUP BY : nommez les variables. La lecture s’arrête à la ligne { $line }, au caractère { $column }.
sparql-why-unbound = SELECT nomme une variable qui n’a pas de valeur : mettez-la dans GROUP BY, ou dans un calcul comme COUNT. La lecture s’arrête à la ligne { $line }, au caractère { $column }.
sparql-why-twice = SELECT nomme deux fois la même variable. La lecture s’arrête à la ligne { $line }, au caractère { $column }.
sparql-why-update = Ici, on ne fait que lire : aucune mise à jour n’est acceptée.
sparql-why-service = SERVICE n’est pas disponible : aucun autre point d’accès n’est appelé d’ici.
sparql-why-multiplies = Les VALUES et les UNION de cette requête se multiplient en plus d’un million de lignes, ou en trop de calculs : retirez-en.
sparql-why-parts = La requête a trop de parties : deux cents triplets et blocs au plus.
sparql-why-graph = « { $what } » n’est pas l’adresse d’un graphe.
sparql-why-rows = La réponse a plus de { $n } lignes : ajoutez LIMIT, et OFFSET pour la suite.
sparql-why-bytes = La réponse a plus de { $n } Mo : demandez moins, ou ajoutez LIMIT.
sparql-why-texts = La requête fabrique des textes trop longs, ou trop de textes.
sparql-why-stopped = La requête a été arrêtée.
sparql-why-function = La fonction { $what } n’existe pas ici.
sparql-why-failed = La requête n’a pas pu être calculée. Le moteur dit : { $what }
