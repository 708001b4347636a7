//! Words that catalogues use and that this portal reads without writing them.

use oxrdf::NamedNodeRef;

/// The term of this address.
pub const fn term(iri: &'static str) -> NamedNodeRef<'static> {
    NamedNodeRef::new_unchecked(iri)
}

pub const MORE_PREFIXES: [(&str, &str); 13] = [
    ("schema", "http://schema.org/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("pav", "http://purl.org/pav/"),
    ("pod", "https://project-open-data.cio.gov/v1.1/schema#"),
    ("wdrs", "http://www.w3.org/2007/05/powder#"),
    ("cnt", "http://www.w3.org/2011/content#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("scv", "http://purl.org/NET/scovo#"),
    ("odrl", "http://www.w3.org/ns/odrl/2/"),
    ("sdmx", "http://purl.org/linked-data/sdmx/2009/attribute#"),
    ("wgs84", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("ogc", "http://www.opengis.net/rdf#"),
];

macro_rules! terms {
    ($($name:ident: $iri:literal),* $(,)?) => { $(pub const $name: NamedNodeRef<'static> = term($iri);)* };
}

terms! {
    SERIES: "http://www.w3.org/ns/dcat#DatasetSeries",
    IN_SERIES: "http://www.w3.org/ns/dcat#inSeries",
    DISTRIBUTIONS: "http://www.w3.org/ns/dcat#distributions",
    DCAT_ACCESS_RIGHTS: "http://www.w3.org/ns/dcat#accessRights",
    ACCESS_LEVEL: "https://project-open-data.cio.gov/v1.1/schema#accessLevel",
    DCAT_EMAIL: "http://www.w3.org/ns/dcat#email",
    HAS_PART: "http://purl.org/dc/terms/hasPart",
    IS_PART_OF: "http://purl.org/dc/terms/isPartOf",
    DOCUMENT: "http://xmlns.com/foaf/0.1/Document",
    TYPE: "http://purl.org/dc/terms/type",
    PRIMARY_TOPIC: "http://xmlns.com/foaf/0.1/primaryTopic",
    IS_PRIMARY_TOPIC_OF: "http://xmlns.com/foaf/0.1/isPrimaryTopicOf",
    VCARD_EMAIL: "http://www.w3.org/2006/vcard/ns#email",
    VCARD_HAS_FN: "http://www.w3.org/2006/vcard/ns#hasFN",
    VCARD_HAS_NAME: "http://www.w3.org/2006/vcard/ns#hasName",
    VCARD_URL_LOWER: "http://www.w3.org/2006/vcard/ns#hasUrl",
    VCARD_URL: "http://www.w3.org/2006/vcard/ns#url",
    VCARD_ORG: "http://www.w3.org/2006/vcard/ns#org",
    VCARD_ORG_NAME: "http://www.w3.org/2006/vcard/ns#organization-name",
    VCARD_ORGANISATION_NAME: "http://www.w3.org/2006/vcard/ns#organisation-name",
    VCARD_HAS_ORG_NAME: "http://www.w3.org/2006/vcard/ns#hasOrganizationName",
    ORG_MEMBER_OF: "http://www.w3.org/ns/org#memberOf",
    SCHEMA_NAME: "http://schema.org/name",
    SCHEMA_EMAIL: "http://schema.org/email",
    SCHEMA_START: "http://schema.org/startDate",
    SCHEMA_END: "http://schema.org/endDate",
    SCV_MIN: "http://purl.org/NET/scovo#min",
    SCV_MAX: "http://purl.org/NET/scovo#max",
    TIME_BEGINNING: "http://www.w3.org/2006/time#hasBeginning",
    TIME_END: "http://www.w3.org/2006/time#hasEnd",
    TIME_DATE: "http://www.w3.org/2006/time#inXSDDate",
    TIME_INSTANT: "http://www.w3.org/2006/time#inXSDDateTime",
    TIME_STAMP: "http://www.w3.org/2006/time#inXSDDateTimeStamp",
    SERVICE_PROTOCOL: "http://data.europa.eu/930/serviceProtocol",
    QUALITY: "http://www.w3.org/ns/dqv#hasQualityMeasurement",
    MEASUREMENT_OF: "http://www.w3.org/ns/dqv#isMeasurementOf",
    MEASURED: "http://www.w3.org/ns/dqv#value",
    HYDRA_PAGED: "http://www.w3.org/ns/hydra/core#PagedCollection",
    HYDRA_NEXT_PAGE: "http://www.w3.org/ns/hydra/core#nextPage",
}

/// What holds the value of a node of a business card.
pub const CARD_VALUES: [NamedNodeRef<'static>; 3] = [
    term("http://www.w3.org/2006/vcard/ns#hasValue"),
    term("http://www.w3.org/2006/vcard/ns#value"),
    term("http://www.w3.org/1999/02/22-rdf-syntax-ns#value"),
];

/// The two parts of the name of a person.
pub const GIVEN_NAMES: [NamedNodeRef<'static>; 4] = [
    term("http://www.w3.org/2006/vcard/ns#given-name"),
    term("http://www.w3.org/2006/vcard/ns#hasGivenName"),
    term("http://xmlns.com/foaf/0.1/givenName"),
    term("http://xmlns.com/foaf/0.1/firstName"),
];
pub const FAMILY_NAMES: [NamedNodeRef<'static>; 5] = [
    term("http://www.w3.org/2006/vcard/ns#family-name"),
    term("http://www.w3.org/2006/vcard/ns#hasFamilyName"),
    term("http://xmlns.com/foaf/0.1/familyName"),
    term("http://xmlns.com/foaf/0.1/lastName"),
    term("http://xmlns.com/foaf/0.1/surname"),
];

/// The old and the new names of what holds a geometry as text.
pub const WKT: [NamedNodeRef<'static>; 3] = [
    term("http://www.opengis.net/ont/geosparql#asWKT"),
    term("http://www.w3.org/2003/01/geo/wgs84_pos#asWKT"),
    term("http://www.opengis.net/rdf#asWKT"),
];
