//! The points of the European metadata quality assessment.

use super::dataset::REFERENCE;
use super::operation::Answer::Page;
use super::operation::{Group, get};
use super::param::{LANG, PAGING};
use super::shape::Type::{A, Id, Instant, Integer, List, Text};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "datasets",
        operations: &[get(
            "/datasets/{dataset}/mqa/",
            "get_dataset_mqa",
            "What the European metadata quality assessment will say of a dataset",
        )
        .takes(&[&[LANG]])
        .json(A("MetadataQuality"))
        .refuses(&[410])],
    },
    Group {
        version: 1,
        tag: "organizations",
        operations: &[
            get(
                "/organizations/{org}/mqa/",
                "get_organization_mqa",
                "What the European metadata quality assessment will say of all that an organization publishes",
            )
            .takes(&[&[LANG]])
            .json(A("MetadataQualitySummary"))
            .refuses(&[410]),
            get(
                "/organizations/{org}/mqa/{indicator}/",
                "list_organization_mqa_failing",
                "List the datasets of an organization that lack the points of an indicator, or (`highValue`) a fact of data of high value",
            )
            .takes(&[PAGING, &[LANG]])
            .gives(Page("FailingDataset"))
            .refuses(&[410]),
        ],
    },
    Group {
        version: 1,
        tag: "site",
        operations: &[
            get(
                "/site/mqa/",
                "get_site_mqa",
                "What the European metadata quality assessment said of the whole catalogue, last night",
            )
            .takes(&[&[LANG]])
            .json(A("MetadataQualitySummary")),
            get(
                "/site/mqa/highValue/",
                "list_site_high_value_failing",
                "List the datasets of high value of the whole catalogue that lack a fact, as they are now",
            )
            .takes(&[PAGING, &[LANG]])
            .gives(Page("FailingDataset")),
        ],
    },
];

pub const SHAPES: &[Shape] = &[
    shape(
        "MetadataQuality",
        "The points of a dataset.",
        &[&[
            field("dataset", Id, ""),
            field("score", Integer, "The points that it has"),
            field("max", Integer, "The points there are: 405"),
            field("rating", Text, "`excellent`, `good`, `sufficient` or `bad`"),
            field("dimensions", List(&A("MetadataQualityDimension")), ""),
            maybe(
                "distribution",
                Text,
                "The name of the distribution that counts",
            ),
            field(
                "violations",
                List(&A("MetadataViolation")),
                "What DCAT-AP 3.0 refuses",
            ),
            maybe(
                "high_value",
                List(&A("HighValueLack")),
                "What DCAT-AP HVD 3.0 asks beside and is not there; null where the data are not of high value",
            ),
        ]],
    ),
    shape(
        "MetadataQualityDimension",
        "The points of one side of the quality.",
        &[&[
            field("id", Text, ""),
            field("label", Text, ""),
            field("points", Integer, ""),
            field("max", Integer, ""),
            field("indicators", List(&A("MetadataQualityIndicator")), ""),
        ]],
    ),
    shape(
        "MetadataQualityIndicator",
        "One thing that is looked at.",
        &[&[
            field("id", Text, "Its name in the assessment"),
            field("label", Text, ""),
            maybe("property", Text, "The property that it looks at"),
            field("points", Integer, ""),
            field("max", Integer, ""),
            field("state", Text, "`passed`, `failed` or `not checked`"),
            maybe(
                "advice",
                Text,
                "What to do for the points that are not there",
            ),
        ]],
    ),
    shape(
        "MetadataViolation",
        "Something that DCAT-AP 3.0 refuses.",
        &[&[
            field("node", Text, "The name of the node"),
            field("property", Text, ""),
            field(
                "rule",
                Text,
                "`missing`, `too many`, `kind`, `class` or `datatype`",
            ),
        ]],
    ),
    shape(
        "HighValueLack",
        "A fact that data of high value lack (regulation (EU) 2023/138).",
        &[&[
            field("node", Text, "The name of the node"),
            field("property", Text, "Of those parted by `|` one will do"),
            field("rule", Text, "`missing`"),
            field("advice", Text, "What to do"),
        ]],
    ),
    shape(
        "FailingDataset",
        "A dataset that lacks something.",
        &[
            REFERENCE,
            &[field(
                "high_value",
                List(&A("HighValueLack")),
                "What it lacks of what is asked of data of high value, where these are listed",
            )
            .at_times()],
        ],
    ),
    shape(
        "HighValueCount",
        "The datasets of high value.",
        &[&[
            field("datasets", Integer, ""),
            field(
                "lacking",
                Integer,
                "Those that lack a fact that DCAT-AP HVD asks for",
            ),
        ]],
    ),
    shape(
        "MetadataQualitySummary",
        "The points of an organization.",
        &[&[
            field("organization", Id, "Absent for the whole catalogue").at_times(),
            field("measured_at", Instant, "Of the whole catalogue").at_times(),
            field("datasets", Integer, "Its public datasets"),
            field("score", Integer, "The mean of their points"),
            field("max", Integer, "The points there are: 405"),
            field("rating", Text, "`excellent`, `good`, `sufficient` or `bad`"),
            field("ratings", List(&A("MetadataQualityRating")), ""),
            field("indicators", List(&A("MetadataQualityCount")), ""),
            field("high_value", A("HighValueCount"), ""),
        ]],
    ),
    shape(
        "MetadataQualityRating",
        "How many datasets have a rating.",
        &[&[field("id", Text, ""), field("datasets", Integer, "")]],
    ),
    shape(
        "MetadataQualityCount",
        "How many datasets get the points of an indicator.",
        &[&[
            field("id", Text, ""),
            field("label", Text, ""),
            field("dimension", Text, ""),
            field("max", Integer, "The points that it gives"),
            field("passed", Integer, ""),
            field("failed", Integer, ""),
            field("not_checked", Integer, "Datasets of which it is not known"),
            maybe("advice", Text, "What to do, where something fails"),
        ]],
    ),
];
