//! The words of the vocabularies that DCAT-AP speaks with, and the prefixes that documents shorten them by.

/// Declares the terms of a vocabulary as constants.
macro_rules! vocabulary {
    ($module:ident, $space:literal, { $($name:ident: $local:literal),* $(,)? }) => {
        pub mod $module {
            use oxrdf::NamedNodeRef;

            $(pub const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($space, $local));)*
        }
    };
}

vocabulary!(adms, "http://www.w3.org/ns/adms#", {
    IDENTIFIER_CLASS: "Identifier", IDENTIFIER: "identifier",
});
vocabulary!(dcat, "http://www.w3.org/ns/dcat#", {
    CATALOG: "Catalog", DATASET_CLASS: "Dataset", DISTRIBUTION_CLASS: "Distribution",
    DATA_SERVICE: "DataService", DATASET_SERIES: "DatasetSeries", IN_SERIES: "inSeries",
    ACCESS_SERVICE: "accessService", ACCESS_URL: "accessURL", BBOX: "bbox", BYTE_SIZE: "byteSize",
    CONTACT_POINT: "contactPoint", DATASET: "dataset", DISTRIBUTION: "distribution",
    DOWNLOAD_URL: "downloadURL", END_DATE: "endDate", ENDPOINT_DESCRIPTION: "endpointDescription",
    ENDPOINT_URL: "endpointURL", HAD_ROLE: "hadRole", KEYWORD: "keyword", LANDING_PAGE: "landingPage",
    MEDIA_TYPE: "mediaType", SERVES_DATASET: "servesDataset", SERVICE: "service",
    SPATIAL_RESOLUTION: "spatialResolutionInMeters", START_DATE: "startDate", THEME: "theme",
    THEME_TAXONOMY: "themeTaxonomy", VERSION: "version",
});
vocabulary!(dcatap, "http://data.europa.eu/r5r/", {
    APPLICABLE_LEGISLATION: "applicableLegislation", HVD_CATEGORY: "hvdCategory",
});
vocabulary!(dct, "http://purl.org/dc/terms/", {
    FREQUENCY: "Frequency", LICENSE_DOCUMENT: "LicenseDocument", LINGUISTIC_SYSTEM: "LinguisticSystem",
    LOCATION: "Location", MEDIA_TYPE_CLASS: "MediaType", MEDIA_TYPE_OR_EXTENT: "MediaTypeOrExtent",
    PERIOD_OF_TIME: "PeriodOfTime", PROVENANCE_STATEMENT: "ProvenanceStatement",
    RIGHTS_STATEMENT: "RightsStatement", STANDARD: "Standard",
    ABSTRACT: "abstract", ACCESS_RIGHTS: "accessRights", ACCRUAL_PERIODICITY: "accrualPeriodicity", CONFORMS_TO: "conformsTo",
    CREATED: "created", CREATOR: "creator", DESCRIPTION: "description", FORMAT: "format",
    IDENTIFIER: "identifier", IS_VERSION_OF: "isVersionOf", ISSUED: "issued", LANGUAGE: "language", LICENSE: "license",
    MODIFIED: "modified", PROVENANCE: "provenance", PUBLISHER: "publisher", RIGHTS: "rights",
    RIGHTS_HOLDER: "rightsHolder", SPATIAL: "spatial", TEMPORAL: "temporal", TITLE: "title", TYPE: "type",
});
vocabulary!(dqv, "http://www.w3.org/ns/dqv#", {
    QUALITY_MEASUREMENT: "QualityMeasurement", HAS_QUALITY_MEASUREMENT: "hasQualityMeasurement",
    IS_MEASUREMENT_OF: "isMeasurementOf", VALUE: "value",
});
vocabulary!(eli, "http://data.europa.eu/eli/ontology#", { LEGAL_RESOURCE: "LegalResource" });
vocabulary!(foaf, "http://xmlns.com/foaf/0.1/", {
    AGENT: "Agent", DOCUMENT: "Document", ORGANIZATION: "Organization", PERSON: "Person",
    HOMEPAGE: "homepage", MBOX: "mbox", NAME: "name", PAGE: "page",
});
vocabulary!(geodcat, "http://data.europa.eu/930/", {
    CUSTODIAN: "custodian", DISTRIBUTOR: "distributor", ORIGINATOR: "originator",
    PRINCIPAL_INVESTIGATOR: "principalInvestigator", PROCESSOR: "processor",
    RESOURCE_PROVIDER: "resourceProvider", SPATIAL_RESOLUTION_AS_SCALE: "spatialResolutionAsScale", USER: "user",
});
vocabulary!(geosparql, "http://www.opengis.net/ont/geosparql#", {
    AS_GEOJSON: "asGeoJSON", AS_WKT: "asWKT", GEOJSON: "geoJSONLiteral", WKT: "wktLiteral",
});
vocabulary!(hydra, "http://www.w3.org/ns/hydra/core#", {
    COLLECTION: "Collection", PARTIAL: "PartialCollectionView", FIRST: "first", LAST: "last",
    NEXT: "next", PREVIOUS: "previous", TOTAL_ITEMS: "totalItems", VIEW: "view",
});
vocabulary!(sd, "http://www.w3.org/ns/sparql-service-description#", {
    DATASET: "Dataset", DEFAULT_DATASET: "defaultDataset", DEFAULT_GRAPH: "defaultGraph", ENDPOINT: "endpoint",
    GRAPH: "Graph", RESULT_FORMAT: "resultFormat", SERVICE: "Service", SPARQL_11_QUERY: "SPARQL11Query",
    SUPPORTED_LANGUAGE: "supportedLanguage",
});
vocabulary!(void, "http://rdfs.org/ns/void#", { TRIPLES: "triples" });
vocabulary!(locn, "http://www.w3.org/ns/locn#", { GEOMETRY_CLASS: "Geometry", GEOMETRY: "geometry" });
vocabulary!(owl, "http://www.w3.org/2002/07/owl#", { SAME_AS: "sameAs", VERSION_INFO: "versionInfo" });
vocabulary!(prov, "http://www.w3.org/ns/prov#", {
    ATTRIBUTION: "Attribution", AGENT: "agent", QUALIFIED_ATTRIBUTION: "qualifiedAttribution",
});
vocabulary!(rdfs, "http://www.w3.org/2000/01/rdf-schema#", {
    CLASS: "Class", RESOURCE: "Resource", LABEL: "label", SUB_CLASS_OF: "subClassOf",
});
vocabulary!(schema, "https://schema.org/", { DATASET: "Dataset" });
vocabulary!(shacl, "http://www.w3.org/ns/shacl#", {
    NODE: "node", NODE_SHAPE: "NodeShape", PATH: "path", PROPERTY: "property", PROPERTY_SHAPE: "PropertyShape",
});
vocabulary!(skos, "http://www.w3.org/2004/02/skos/core#", {
    CONCEPT: "Concept", CONCEPT_SCHEME: "ConceptScheme", ALT_LABEL: "altLabel",
    EXACT_MATCH: "exactMatch", IN_SCHEME: "inScheme", NOTATION: "notation", PREF_LABEL: "prefLabel",
});
vocabulary!(spdx, "http://spdx.org/rdf/terms#", {
    CHECKSUM_CLASS: "Checksum", CHECKSUM_ALGORITHM: "ChecksumAlgorithm", ALGORITHM: "algorithm",
    CHECKSUM: "checksum", CHECKSUM_VALUE: "checksumValue",
});
vocabulary!(activity, "https://www.w3.org/ns/activitystreams#", {
    DELETE: "Delete", UPDATE: "Update", OBJECT: "object", PUBLISHED: "published",
});
vocabulary!(ldes, "https://w3id.org/ldes#", {
    AMOUNT: "amount", EVENT_STREAM: "EventStream", LATEST_VERSION_SUBSET: "LatestVersionSubset",
    RETENTION_POLICY: "retentionPolicy", TIMESTAMP_PATH: "timestampPath", VERSION_OF_PATH: "versionOfPath",
});
vocabulary!(tree, "https://w3id.org/tree#", {
    ANY: "Relation", GREATER_OR_EQUAL: "GreaterThanOrEqualToRelation", NODE: "Node", MEMBER: "member", PATH: "path",
    RELATION: "relation", SHAPE: "shape", TO: "node", VALUE: "value", VIEW: "view",
});
vocabulary!(vcard, "http://www.w3.org/2006/vcard/ns#", {
    KIND: "Kind", FN: "fn", HAS_EMAIL: "hasEmail", HAS_URL: "hasURL",
});

// Words of ours, where no vocabulary has one: see `own`.
vocabulary!(vitrail, "urn:vitrail:", {
    ACCESS_CLOSED_TO: "accessClosedTo", ACCESS_CONDITIONAL_FOR: "accessConditionalFor",
    ACCESS_OPEN_TO: "accessOpenTo", ACCESS_REASON: "accessReason", ACCESS_REQUEST: "accessRequest",
    ACCESS_TYPE: "accessType", AVAILABILITY: "availability", AVAILABILITY_PAGE: "availabilityPage",
    BUSINESS_PAGE: "businessPage", CHECKSUM: "checksum", DATA_MODIFIED: "dataModified", GRANULARITY: "granularity",
    NEXT_UPDATE: "nextUpdate", PREVIEW: "preview", RATE_LIMIT: "rateLimit", RATE_LIMIT_PAGE: "rateLimitPage",
    SERVICE_FORMAT: "serviceFormat",
});

/// Prefixes in the order of documents.
pub const PREFIXES: [(&str, &str); 24] = [
    ("as", "https://www.w3.org/ns/activitystreams#"),
    ("ldes", "https://w3id.org/ldes#"),
    ("tree", "https://w3id.org/tree#"),
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("dqv", "http://www.w3.org/ns/dqv#"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("freq", "http://purl.org/cld/freq/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("geodcat", "http://data.europa.eu/930/"),
    ("hydra", "http://www.w3.org/ns/hydra/core#"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("vitrail", "urn:vitrail:"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];
