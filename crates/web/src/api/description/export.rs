//! The catalogue as tables.

use super::dataset::{FILTERS, SEARCHED};
use super::operation::Answer::File;
use super::operation::{Group, Operation, get};
use super::param::Q;

const fn table(path: &'static str, id: &'static str, says: &'static str) -> Operation {
    get(path, id, says).gives(File("text/csv", "A table, a line an object"))
}

const fn parquet(path: &'static str, id: &'static str, says: &'static str) -> Operation {
    let says_of = File(
        "application/vnd.apache.parquet",
        "The same table with typed columns",
    );
    get(path, id, says).gives(says_of)
}

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "site",
        operations: &[
            table("/site/datasets.csv", "get_site_datasets_csv", "The datasets of a list, as a table; without any argument, the table that was published that night").takes(&[FILTERS]).refuses(&[404]),
            parquet("/site/datasets.parquet", "get_site_datasets_parquet", "The datasets of a list, as a table; without any argument, the table that was published that night").takes(&[FILTERS]).refuses(&[404]),
            table("/site/resources.csv", "get_site_resources_csv", "The files of the datasets of a list, as a table").takes(&[FILTERS]).refuses(&[404]),
            parquet("/site/resources.parquet", "get_site_resources_parquet", "The files of the datasets of a list, as a table").takes(&[FILTERS]).refuses(&[404]),
            table("/site/organizations.csv", "get_site_organizations_csv", "The organizations, as a table").takes(&[&[Q]]).refuses(&[404]),
            parquet("/site/organizations.parquet", "get_site_organizations_parquet", "The organizations, as a table").takes(&[&[Q]]).refuses(&[404]),
            table("/site/reuses.csv", "get_site_reuses_csv", "The reuses, as a table").takes(&[&[Q]]).refuses(&[404]),
            parquet("/site/reuses.parquet", "get_site_reuses_parquet", "The reuses, as a table").takes(&[&[Q]]).refuses(&[404]),
            table("/site/dataservices.csv", "get_site_dataservices_csv", "The dataservices, as a table").takes(&[&[Q]]).refuses(&[404]),
            parquet("/site/dataservices.parquet", "get_site_dataservices_parquet", "The dataservices, as a table").takes(&[&[Q]]).refuses(&[404]),
            table("/site/discussions.csv", "get_site_discussions_csv", "What is said about what everybody may read, as a table").refuses(&[404]),
            parquet("/site/discussions.parquet", "get_site_discussions_parquet", "What is said about what everybody may read, as a table").refuses(&[404]),
            table("/site/harvests.csv", "get_site_harvests_csv", "The sources of the harvest, as a table").takes(&[&[Q]]).refuses(&[404]),
            parquet("/site/harvests.parquet", "get_site_harvests_parquet", "The sources of the harvest, as a table").takes(&[&[Q]]).refuses(&[404]),
            table("/site/tags.csv", "get_site_tags_csv", "The tags and how many datasets and reuses bear them"),
            parquet("/site/tags.parquet", "get_site_tags_parquet", "The tags and how many datasets and reuses bear them"),
        ],
    },
    Group {
        version: 1,
        tag: "datasets",
        operations: &[get(
            "/datasets/{dataset}/archive.zip",
            "get_dataset_archive",
            "A whole dataset as one ZIP: its hosted files, and a manifest with links to the others; 403 when they are larger than archives may be",
        )
        .gives(File(
            "application/zip",
            "`files/`, `manifest.json` (title, address, licence, producer, and of each file its title, format, size, SHA-256 and place, or why it is not included) and `README.txt`",
        ))
        .refuses(&[403, 410])],
    },
    Group {
        version: 1,
        tag: "organizations",
        operations: &[
            table("/organizations/{org}/datasets.csv", "get_datasets_csv_api_/organizations/<org:org>/datasets.csv", "The public datasets of an organization, as a table"),
            parquet("/organizations/{org}/datasets.parquet", "get_datasets_parquet_api_/organizations/<org:org>/datasets.parquet", "The public datasets of an organization, as a table"),
            table("/organizations/{org}/datasets-resources.csv", "get_datasets_resources_csv_api_/organizations/<org:org>/datasets-resources.csv", "The files of the public datasets of an organization, as a table"),
            parquet("/organizations/{org}/datasets-resources.parquet", "get_datasets_resources_parquet_api_/organizations/<org:org>/datasets-resources.parquet", "The files of the public datasets of an organization, as a table"),
            table("/organizations/{org}/dataservices.csv", "get_dataservices_csv", "The public dataservices of an organization, as a table"),
            parquet("/organizations/{org}/dataservices.parquet", "get_dataservices_parquet", "The public dataservices of an organization, as a table"),
            table("/organizations/{org}/reuses.csv", "get_organization_reuses_csv", "The reuses that an organization published, as a table"),
            parquet("/organizations/{org}/reuses.parquet", "get_organization_reuses_parquet", "The reuses that an organization published, as a table"),
            table("/organizations/{org}/discussions.csv", "get_discussions_csv_api_/organizations/<org:org>/discussions.csv", "What is said about what an organization publishes, as a table"),
            parquet("/organizations/{org}/discussions.parquet", "get_discussions_parquet_api_/organizations/<org:org>/discussions.parquet", "What is said about what an organization publishes, as a table"),
        ],
    },
    Group {
        version: 2,
        tag: "datasets",
        operations: &[
            table("/datasets/search.csv", "search_datasets_csv", "The first 10,000 datasets that a search finds, as a table").takes(&[SEARCHED]),
            parquet("/datasets/search.parquet", "search_datasets_parquet", "The first 10,000 datasets that a search finds, as a table").takes(&[SEARCHED]),
        ],
    },
    Group {
        version: 2,
        tag: "reuses",
        operations: &[
            table("/reuses/search.csv", "search_reuses_csv", "The first 10,000 reuses that a search finds, as a table; it filters as the search does").takes(&[&[Q]]),
            parquet("/reuses/search.parquet", "search_reuses_parquet", "The first 10,000 reuses that a search finds, as a table; it filters as the search does").takes(&[&[Q]]),
        ],
    },
    Group {
        version: 2,
        tag: "dataservices",
        operations: &[
            table("/dataservices/search.csv", "search_dataservices_csv", "The first 10,000 dataservices that a search finds, as a table; it filters as the search does").takes(&[&[Q]]),
            parquet("/dataservices/search.parquet", "search_dataservices_parquet", "The first 10,000 dataservices that a search finds, as a table; it filters as the search does").takes(&[&[Q]]),
        ],
    },
    Group {
        version: 2,
        tag: "organizations",
        operations: &[
            table("/organizations/search.csv", "search_organizations_csv", "The first 10,000 organizations that a search finds, as a table; it filters as the search does").takes(&[&[Q]]),
            parquet("/organizations/search.parquet", "search_organizations_parquet", "The first 10,000 organizations that a search finds, as a table; it filters as the search does").takes(&[&[Q]]),
        ],
    },
];
