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
