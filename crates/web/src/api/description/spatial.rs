//! Territories.

use super::operation::{Group, get};
use super::param::{LANG, SUGGEST, arg};
use super::shape::Type::{A, Count, Either, Integer, List, Null, Text, Truth, Url};
use super::shape::{Field, Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "spatial",
    operations: &[
        get(
            "/spatial/zones/suggest/",
            "suggest_zones",
            "Complete the name of a territory",
        )
        .takes(&[SUGGEST])
        .json(List(&A("TerritorySuggestion"))),
        get(
            "/spatial/zones/{ids}/",
            "spatial_zones",
            "Territories as GeoJSON",
        )
        .json(A("GeoJSONFeatureCollection")),
        get(
            "/spatial/zone/{id}/",
            "spatial_zone",
            "A territory as GeoJSON",
        )
        .json(A("GeoJSONFeature")),
        get(
            "/spatial/zone/{id}/datasets/",
            "spatial_zone_datasets",
            "The datasets about a territory",
        )
        .takes(&[&[
            arg("dynamic", Truth, "Accepted, without effect"),
            arg("size", Count, "How many datasets, 25 unless told"),
        ]])
        .json(List(&A("DatasetReference"))),
        get(
            "/spatial/levels/",
            "spatial_levels",
            "The administrative levels",
        )
        .takes(&[&[LANG]])
        .json(List(&A("GeoLevel"))),
        get(
            "/spatial/granularities/",
            "spatial_granularities",
            "The territorial granularities",
        )
        .takes(&[&[LANG]])
        .json(List(&A("GeoGranularity"))),
        get(
            "/spatial/coverage/{level}/",
            "spatial_coverage",
            "The territories of a level, with how many datasets are about each",
        )
        .json(A("GeoJSONFeatureCollection")),
    ],
}];

const NAMED: &[Field] = &[field("id", Text, ""), field("name", Text, "")];

pub const SHAPES: &[Shape] = &[
    shape(
        "SpatialCoverage",
        "The territory that something is about.",
        &[&[
            maybe("geom", A("GeoJSON"), ""),
            field(
                "zones",
                List(&Either(&[Text, A("GeoZone")])),
                "Identifiers, or objects when full objects are asked for",
            ),
            field(
                "granularity",
                Either(&[Text, A("GeoGranularity"), Null]),
                "An identifier, or an object when full objects are asked for",
            ),
        ]],
    ),
    shape(
        "GeoJSON",
        "A geometry.",
        &[&[
            field("type", Text, ""),
            field("coordinates", List(&super::shape::Type::Any), "").at_times(),
        ]],
    ),
    shape(
        "GeoZone",
        "A territory, in a dataset that is given with full objects.",
        &[
            NAMED,
            &[
                maybe("code", Text, ""),
                maybe("level", Text, ""),
                maybe("uri", Url, ""),
            ],
        ],
    ),
    shape(
        "TerritorySuggestion",
        "A territory as suggested while typing.",
        &[
            NAMED,
            &[
                field("code", Text, ""),
                field("level", Text, ""),
                maybe("uri", Url, ""),
            ],
        ],
    ),
    shape(
        "GeoJSONFeature",
        "A territory as a GeoJSON feature.",
        &[&[
            field("type", Text, "`Feature`"),
            maybe("geometry", A("GeoJSON"), "Null: no geometry is shipped"),
            field("id", Text, ""),
            field("properties", A("GeoProperties"), ""),
        ]],
    ),
    shape(
        "GeoProperties",
        "What is said of a territory.",
        &[&[
            field("slug", Text, ""),
            field("name", Text, ""),
            field("level", Text, ""),
            field("code", Text, ""),
            maybe("uri", Url, ""),
            field("datasets", Integer, "How many datasets are about it").at_times(),
        ]],
    ),
    shape(
        "GeoJSONFeatureCollection",
        "Territories as GeoJSON.",
        &[&[
            field("type", Text, "`FeatureCollection`"),
            field("features", List(&A("GeoJSONFeature")), ""),
        ]],
    ),
    shape("GeoLevel", "An administrative level.", &[NAMED]),
    shape("GeoGranularity", "A territorial granularity.", &[NAMED]),
];
