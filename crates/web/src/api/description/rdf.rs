//! Linked data: each object, and the catalogues.

use vitrail_app::dcat::Profile;

use super::dataset::FILTERS;
use super::operation::Answer::{File, Redirect};
use super::operation::{Group, get};
use super::param::{PAGE, Param, arg, page_size};
use super::shape::Type::{A, Choice, Id, Instant, Integer, List, Text, Url};
use super::shape::{Shape, field, maybe, shape};

/// Which shapes a document follows.
const PROFILE: Param = arg(
    "profile",
    Choice(|| Profile::NAMES.map(str::to_owned).to_vec()),
    "The shapes that the document follows: DCAT-AP 3.0 unless said otherwise; `source` says what was harvested in the words of its source",
);

const PAGED: &[Param] = &[PAGE, page_size(100), PROFILE];

/// What the tests ask for; the other endings answer theirs.
const TURTLE: &str = "application/x-turtle";

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "datasets",
        operations: &[
            get(
                "/datasets/{dataset}/rdf",
                "rdf_dataset",
                "Go to the description in the syntax that the caller prefers",
            )
            .gives(Redirect("The document"))
            .with(302)
            .refuses(&[410]),
            get(
                "/datasets/{dataset}/rdf.{_format}",
                "rdf_dataset_format",
                "Describe a dataset as linked data",
            )
            .takes(&[&[PROFILE]])
            .gives(File(TURTLE, "A graph of DCAT-AP"))
            .refuses(&[410]),
        ],
    },
    Group {
        version: 1,
        tag: "dataservices",
        operations: &[
            get(
                "/dataservices/{dataservice}/rdf",
                "rdf_dataservice",
                "Go to the description in the syntax that the caller prefers",
            )
            .gives(Redirect("The document"))
            .with(302)
            .refuses(&[410]),
            get(
                "/dataservices/{dataservice}/rdf.{_format}",
                "rdf_dataservice_format",
                "Describe a dataservice as linked data",
            )
            .takes(&[&[PROFILE]])
            .gives(File(TURTLE, "A graph of DCAT-AP"))
            .refuses(&[410]),
        ],
    },
    Group {
        version: 1,
        tag: "organizations",
        operations: &[
            get(
                "/organizations/{org}/catalog",
                "rdf_organization",
                "Go to the catalogue in the syntax that the caller prefers",
            )
            .takes(&[FILTERS, PAGED])
            .gives(Redirect("The document"))
            .with(302)
            .refuses(&[410]),
            get(
                "/organizations/{org}/catalog.{_format}",
                "rdf_organization_format",
                "The catalogue of an organization as linked data",
            )
            .takes(&[FILTERS, PAGED])
            .gives(File(
                TURTLE,
                "A graph of DCAT-AP, with the addresses of the other pages",
            ))
            .refuses(&[410]),
        ],
    },
    Group {
        version: 1,
        tag: "site",
        operations: &[
            get(
                "/site/catalog",
                "get_site_rdf_catalog",
                "Go to the catalogue in the syntax that the caller prefers",
            )
            .takes(&[FILTERS, PAGED])
            .gives(Redirect("The document"))
            .with(302),
            get(
                "/site/catalog.{_format}",
                "get_site_rdf_catalog_format",
                "The catalogue of the portal as linked data, in pages of any size",
            )
            .takes(&[FILTERS, PAGED])
            .gives(File(
                TURTLE,
                "A graph of DCAT-AP, with the addresses of the other pages",
            )),
            get(
                "/site/data.{_format}",
                "get_site_data_portal",
                "The former name of the catalogue",
            )
            .gives(Redirect("The catalogue"))
            .with(302),
            get(
                "/site/changes/",
                "get_site_changes",
                "What changed in the public catalogue, in order, after a place of the log",
            )
            .takes(&[&[
                arg(
                    "cursor",
                    Integer,
                    "Where to go on from: the `cursor` of a former answer",
                ),
                page_size(100),
            ]])
            .json(A("Changes")),
            get(
                "/site/context.jsonld",
                "get_site_json_ld_context",
                "The context of the JSON-LD documents",
            )
            .gives(File("application/ld+json", "A context")),
        ],
    },
];

pub const SHAPES: &[Shape] = &[
    shape(
        "Changes",
        "A page of what changed in the public catalogue.",
        &[&[
            field(
                "data",
                List(&A("CatalogueChange")),
                "The last change of each object on this page",
            ),
            field("cursor", Integer, "Where to go on from, now or later"),
            field(
                "page_size",
                Integer,
                "Changes of the log that were looked at, at most",
            ),
            maybe("next_page", Url, "When something happened after this page"),
        ]],
    ),
    shape(
        "CatalogueChange",
        "What happened to an object.",
        &[&[
            field("seq", Integer, "Its place in the log"),
            field("at", Instant, ""),
            field(
                "class",
                Text,
                "`Dataset`, `Dataservice`, `Organization`, `Reuse` or `ContactPoint`",
            ),
            field("id", Id, ""),
            field(
                "operation",
                Text,
                "`updated`, or `removed` when the public does not see it any more",
            ),
            maybe("uri", Url, "Where to read it again"),
        ]],
    ),
];
