//! From the arguments of a request to a search: each kind of object has its own filters, and refuses what udata
//! refuses with the same words. The API and the pages ask alike.

use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::badge::{DatasetBadge, OrganizationBadge, ProducerType};
use vitrail_app::domain::vocabulary::format::FormatFamily;
use vitrail_app::domain::{Timestamp, spatial::zone_id};
use vitrail_app::index::{Filters, Kind, LastUpdate, Query, Sort, sorts_of};
use vitrail_app::{Error, Page, Result};

use crate::params::Params;

/// The search that these arguments ask for, and its page.
pub fn query(kind: Kind, params: &Params, now: Timestamp) -> Result<(Query, Page)> {
    let page = params.page(20)?;
    let mut query = Query::new(kind, params.one("q").unwrap_or_default(), now.micros());
    query.filters = filters(kind, params)?;
    query.sort = sort(kind, params)?;
    query.page = usize::try_from(page.number).unwrap_or(usize::MAX);
    query.page_size = usize::try_from(page.size).unwrap_or(usize::MAX);
    query.explain = params.truth("explain")?.unwrap_or(false);
    Ok((query, page))
}

fn sort(kind: Kind, params: &Params) -> Result<Option<Sort>> {
    let Some(text) = params.one("sort") else {
        return Ok(None);
    };
    let name = text.strip_prefix('-').unwrap_or(text);
    let known = sorts_of(kind).iter().find(|(known, _)| *known == name);
    let sort = known.map(|(_, field)| Sort {
        field: *field,
        descending: text.starts_with('-'),
    });
    sort.map(Some).ok_or_else(|| Params::bad_sort(text))
}

/// The filters that a kind of object knows; other arguments are not looked at.
fn filters(kind: Kind, params: &Params) -> Result<Filters> {
    let mut filters = match kind {
        Kind::Dataset => datasets(params)?,
        Kind::Reuse => Filters {
            badges: list(params, "badge"),
            owners: list(params, "owner"),
            organization_badges: among::<OrganizationBadge>(params, "organization_badge")?,
            types: list(params, "type"),
            archived: params.truth("archived")?,
            ..shared(params)?
        },
        Kind::Dataservice => Filters {
            access_types: list(params, "access_type"),
            restricted: params.truth("is_restricted")?,
            archived: params.truth("archived")?,
            ..shared(params)?
        },
        Kind::Organization => Filters {
            badges: among::<OrganizationBadge>(params, "badge")?,
            ..Filters::default()
        },
        Kind::Topic => Filters {
            topics: Vec::new(),
            ..shared(params)?
        },
        Kind::Discussion => Filters {
            closed: params.truth("closed")?,
            ..Filters::default()
        },
        Kind::Post => Filters {
            tags: params.many("tag"),
            ..Filters::default()
        },
    };
    if !matches!(kind, Kind::Discussion | Kind::Post) {
        filters.producer_types = producer_types(kind, params)?;
    }
    if kind != Kind::Organization {
        filters.last_update = last_update(params)?;
    }
    Ok(filters)
}

/// What most kinds filter on.
fn shared(params: &Params) -> Result<Filters> {
    Ok(Filters {
        tags: params.many("tag"),
        organizations: list(params, "organization"),
        topics: list(params, "topic"),
        featured: params.truth("featured")?,
        ..Filters::default()
    })
}

fn datasets(params: &Params) -> Result<Filters> {
    let lower = |name: &str| params.many(name).iter().map(|v| v.to_lowercase()).collect();
    let zone = params.one("geozone").map(|id| zone_id(id).to_owned());
    Ok(Filters {
        badges: among::<DatasetBadge>(params, "badge")?,
        organization_badges: among::<OrganizationBadge>(params, "organization_badge")?,
        organization_names: list(params, "organization_name"),
        owners: list(params, "owner"),
        licenses: list(params, "license"),
        geozones: zone.into_iter().collect(),
        granularities: params.many("granularity"),
        formats: lower("format"),
        schemas: params.many("schema"),
        access_types: list(params, "access_type"),
        format_families: among::<FormatFamily>(params, "format_family")?,
        temporal_coverage: period(params)?,
        ..shared(params)?
    })
}

/// The only value of an argument that does not repeat.
fn list(params: &Params, name: &str) -> Vec<String> {
    params.text(name).into_iter().collect()
}

/// The same, among the codes of a vocabulary.
fn among<V: Vocabulary>(params: &Params, name: &str) -> Result<Vec<String>> {
    let codes: Vec<&str> = V::ALL.iter().map(|term| term.code()).collect();
    let value = params.choice(name, &codes)?;
    Ok(value.map(str::to_owned).into_iter().collect())
}

/// No person is an organization.
fn producer_types(kind: Kind, params: &Params) -> Result<Vec<String>> {
    let found = among::<ProducerType>(params, "producer_type")?;
    if kind == Kind::Organization && found.iter().any(|code| code == ProducerType::User.code()) {
        return Err(Params::bad_choice(
            "producer_type",
            ProducerType::User.code(),
        ));
    }
    Ok(found)
}

fn last_update(params: &Params) -> Result<Option<LastUpdate>> {
    let names = LastUpdate::ALL.map(LastUpdate::name);
    let chosen = params.choice("last_update_range", &names)?;
    Ok(chosen.and_then(LastUpdate::parse))
}

/// `YYYY-MM-DD-YYYY-MM-DD`: two days joined, as instants.
fn period(params: &Params) -> Result<Option<(i64, i64)>> {
    let Some((start, end)) = params.period("temporal_coverage")? else {
        return Ok(None);
    };
    let instant = |day: &str| day.parse::<Timestamp>().map(Timestamp::micros);
    let both = instant(&start).and_then(|start| Ok((start, instant(&end)?)));
    both.map(Some)
        .map_err(|error| Error::argument("temporal_coverage", error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: Kind, text: &str) -> Result<Query> {
        query(kind, &Params::parse(text), Timestamp::from_micros(0)).map(|(query, _)| query)
    }

    #[test]
    fn reads_the_filters_of_a_kind_only() {
        let text =
            "q=air&tag=a&tag=b&format=CSV&closed=true&sort=-created&page=2&page_size=5&explain=1";
        let datasets = asked(Kind::Dataset, text).unwrap();
        assert_eq!(datasets.filters.tags, ["a", "b"]);
        assert_eq!(datasets.filters.formats, ["csv"]);
        assert_eq!(datasets.filters.closed, None);
        assert_eq!((datasets.page, datasets.page_size), (2, 5));
        assert!(datasets.explain && datasets.sort.unwrap().descending);
        let discussions = asked(Kind::Discussion, text).unwrap();
        assert_eq!(discussions.filters.closed, Some(true));
        assert!(discussions.filters.tags.is_empty());
    }

    #[test]
    fn refuses_what_udata_refuses() {
        for (kind, text) in [
            (Kind::Dataset, "badge=nope"),
            (Kind::Dataset, "organization_badge=nope"),
            (Kind::Dataset, "format_family=nope"),
            (Kind::Dataset, "temporal_coverage=foo"),
            (Kind::Dataset, "temporal_coverage=2020-01-01-2020-13-01"),
            (Kind::Dataset, "last_update_range=nope"),
            (Kind::Dataset, "sort=title"),
            (Kind::Dataset, "featured=perhaps"),
            (Kind::Organization, "producer_type=user"),
            (Kind::Post, "page_size=0"),
        ] {
            let refused = asked(kind, text);
            assert!(matches!(refused, Err(Error::Arguments(_))), "{text}");
        }
        assert!(asked(Kind::Organization, "last_update_range=nope").is_ok());
    }
}
