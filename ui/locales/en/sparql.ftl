# The catalogue as a graph.
sparql-title = Query the catalogue in SPARQL
sparql-lead = All that the catalogue publishes, linked: datasets, files, APIs and producers, in the words of DCAT-AP. Ask a question, or begin with an example.
sparql-query = Query
sparql-hint = { $n ->
    [one] SELECT, ASK, CONSTRUCT or DESCRIBE; a query has { $n } second.
   *[other] SELECT, ASK, CONSTRUCT or DESCRIBE; a query has { $n } seconds.
}
sparql-run = Ask
sparql-answer = Answer
sparql-yes = Yes.
sparql-no = No.
sparql-none = Nothing answers this query.
sparql-more = There are more rows: these are the first { $n }. Add LIMIT and OFFSET, or take the whole answer as a file.
sparql-examples = Examples
sparql-example-producers = Who publishes most
sparql-example-csv = The CSV files updated last
sparql-example-themes = How many datasets each European theme has
sparql-example-licences = Licences, the most chosen first
sparql-example-services = APIs and the data that they serve
sparql-how = For programs
sparql-how-graphs = Each object has its named graph; the default graph is all of them together. It follows the catalogue within seconds.
sparql-how-protocol = SPARQL 1.1 Protocol: GET or POST with query, or the query alone as application/sparql-query. Accept, or format, chooses JSON, XML, CSV or TSV, and for a graph Turtle, N-Triples, RDF/XML or JSON-LD. No key, no updates, no SERVICE.
sparql-how-limits = { $n ->
    [one] An answer has at most 100,000 rows and 50 MB; a query is stopped after { $n } second.
   *[other] An answer has at most 100,000 rows and 50 MB; a query is stopped after { $n } seconds.
}
sparql-prefixes = Known prefixes
sparql-prefixes-lead = They hold without being declared.
sparql-prefix = Prefix
sparql-space = Namespace
sparql-why-off = There is no SPARQL endpoint here.
sparql-why-building = The graph of the catalogue is being built. Try again in a minute.
sparql-why-too-large = The graph of the catalogue does not fit in the memory that it is given. The exports of the catalogue still answer.
sparql-why-busy = Other queries are running. Try again in a moment.
sparql-why-ending = Other queries were just stopped and have not ended yet. Try again in a moment.
sparql-why-late = { $n ->
    [one] The query was stopped after one second. Ask for less, with more conditions or a LIMIT.
   *[other] The query was stopped after { $n } seconds. Ask for less, with more conditions or a LIMIT.
}
sparql-why-heavy = The query was stopped because it took too much memory. Ask for less, with more conditions or a LIMIT.
sparql-why-empty = The query is empty.
sparql-why-long = The query is too long: 20,000 bytes at most.
sparql-why-deep = The query has too many brackets in one another: 50 at most.
sparql-why-several = There are several queries at once. Ask one alone.
sparql-why-syntax = The query is no SPARQL: { $what }
sparql-why-syntax-at = The query is no SPARQL on line { $line }, at character { $column } or a little before.
sparql-why-signs = One of these signs may be missing there: { $what }
sparql-why-prefix = The prefix of a name is not declared, on line { $line }, at character { $column } or a little before. Add a PREFIX line, or use one of the known prefixes.
sparql-why-iri = An address between < and > is not whole or is none, on line { $line }, at character { $column } or a little before.
sparql-why-string = A text has no quotation mark at its end: reading stops on line { $line }, at character { $column }.
sparql-why-star = SELECT * does not go with GROUP BY: name the variables. Reading stops on line { $line }, at character { $column }.
sparql-why-unbound = SELECT names a variable that has no value: put it in GROUP BY, or in a computation such as COUNT. Reading stops on line { $line }, at character { $column }.
sparql-why-twice = SELECT names the same variable twice. Reading stops on line { $line }, at character { $column }.
sparql-why-update = This endpoint only reads: it takes no updates.
sparql-why-service = SERVICE is not available: no other endpoint is called from here.
sparql-why-multiplies = VALUES and UNION of this query multiply into more than a million rows, or make too much to compute: take some out.
sparql-why-parts = The query has too many parts: two hundred triples and blocks at most.
sparql-why-graph = “{ $what }” is no address of a graph.
sparql-why-rows = The answer has more than { $n } rows: add LIMIT, and OFFSET to go on.
sparql-why-bytes = The answer has more than { $n } MB: ask for less, or add LIMIT.
sparql-why-texts = The query makes texts that are too long, or too many of them.
sparql-why-stopped = The query was stopped.
sparql-why-function = The function { $what } does not exist here.
sparql-why-failed = The query could not be computed. The engine says: { $what }
