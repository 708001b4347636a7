//! Filters turned into tests on columns. Each filter owns one bit: what a document fails is a set
//! of bits, from which one pass can count every facet as if its own filter were not there.

use crate::columns::{Names, SegmentColumns};
use crate::dates::range_starts;
use crate::document::{ARCHIVED, CLOSED, FEATURED, RESTRICTED};
use crate::facets::Facet;
use crate::query::{Filters, LastUpdate};
use crate::schema::NUMBERS;

/// Bit of the filters that no facet owns.
const OTHER: u32 = 1 << 31;

/// The bit of a facet's own filter.
pub fn bit(facet: Facet) -> u32 {
    1 << facet.number()
}

struct ByValue {
    facet: Facet,
    every: bool,
    numbers: Vec<u32>,
}

/// Filters ready to test documents of any segment of a snapshot.
pub struct Tests {
    values: Vec<ByValue>,
    flags: Vec<(u16, bool)>,
    last_update: Option<i64>,
    coverage: Option<(i64, i64)>,
    /// Starts of the ranges of [`LastUpdate::ALL`].
    pub ranges: [i64; 3],
    start_column: usize,
    end_column: usize,
}

impl Tests {
    pub fn new(filters: &Filters, names: &Names, now: i64) -> Self {
        let ranges = range_starts(now);
        let [month, year, years] = ranges;
        let mut tests = Self {
            values: Vec::new(),
            flags: Vec::new(),
            last_update: filters.last_update.map(|range| match range {
                LastUpdate::Last30Days => month,
                LastUpdate::Last12Months => year,
                LastUpdate::Last3Years => years,
            }),
            coverage: filters.temporal_coverage,
            ranges,
            start_column: NUMBERS
                .iter()
                .position(|n| *n == "temporal_start")
                .unwrap_or(0),
            end_column: NUMBERS
                .iter()
                .position(|n| *n == "temporal_end")
                .unwrap_or(0),
        };
        tests.add_values(filters, names);
        tests.add_organizations(filters, names);
        for (wanted, flag) in [
            (filters.featured, FEATURED),
            (filters.archived, ARCHIVED),
            (filters.restricted, RESTRICTED),
            (filters.closed, CLOSED),
        ] {
            tests.flags.extend(wanted.map(|wanted| (flag, wanted)));
        }
        tests
    }

    fn add_values(&mut self, filters: &Filters, names: &Names) {
        let by_value = [
            (Facet::Tag, &filters.tags),
            (Facet::Format, &filters.formats),
            (Facet::FormatFamily, &filters.format_families),
            (Facet::License, &filters.licenses),
            (Facet::Geozone, &filters.geozones),
            (Facet::Granularity, &filters.granularities),
            (Facet::Badge, &filters.badges),
            (Facet::OrganizationBadge, &filters.organization_badges),
            (Facet::Schema, &filters.schemas),
            (Facet::Topic, &filters.topics),
            (Facet::AccessType, &filters.access_types),
            (Facet::ProducerType, &filters.producer_types),
            (Facet::Owner, &filters.owners),
            (Facet::Type, &filters.types),
            (Facet::ObjectType, &filters.object_types),
        ];
        for (facet, wanted) in by_value {
            if wanted.is_empty() {
                continue;
            }
            let number = |value: &String| names.facet(facet).number(value).unwrap_or(u32::MAX);
            let numbers = wanted.iter().map(number).collect();
            self.values.push(ByValue {
                facet,
                every: facet == Facet::Tag,
                numbers,
            });
        }
    }

    /// An organization is kept as `id|name`: either half can be asked for.
    fn add_organizations(&mut self, filters: &Filters, names: &Names) {
        let (ids, wanted) = (&filters.organizations, &filters.organization_names);
        let mut add = |matches: &dyn Fn(&str, &str) -> bool| {
            let all = names.facet(Facet::Organization).iter();
            let numbers = all
                .filter(|(_, value)| value.split_once('|').is_some_and(|(i, n)| matches(i, n)))
                .map(|(number, _)| number)
                .collect();
            self.values.push(ByValue {
                facet: Facet::Organization,
                every: false,
                numbers,
            });
        };
        if !ids.is_empty() {
            add(&|id, _| ids.iter().any(|wanted| wanted == id));
        }
        if !wanted.is_empty() {
            add(&|_, name| wanted.iter().any(|wanted| wanted == name));
        }
    }

    /// Whether every document passes.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.flags.is_empty()
            && self.last_update.is_none()
            && self.coverage.is_none()
    }

    /// The filters that a document fails.
    pub fn failed(&self, columns: &SegmentColumns, doc: u32) -> u32 {
        let mut failed = 0;
        for test in &self.values {
            let has = columns
                .facet(test.facet)
                .map(|values| values.of(doc))
                .unwrap_or_default();
            let passes = if test.every {
                test.numbers.iter().all(|number| has.contains(number))
            } else {
                has.iter().any(|number| test.numbers.contains(number))
            };
            if !passes {
                failed |= bit(test.facet);
            }
        }
        if !self.flags.is_empty() {
            let flags = columns.flags(doc);
            if self
                .flags
                .iter()
                .any(|(flag, wanted)| (flags & flag != 0) != *wanted)
            {
                failed |= OTHER;
            }
        }
        if let Some(start) = self.last_update
            && columns
                .last_update
                .get(doc as usize)
                .is_none_or(|updated| *updated < start)
        {
            failed |= bit(Facet::LastUpdate);
        }
        if let Some((start, end)) = self.coverage {
            let first = columns.number(self.start_column, doc);
            let last = columns.number(self.end_column, doc);
            if first.is_none_or(|first| first > start) || last.is_none_or(|last| last < end) {
                failed |= OTHER;
            }
        }
        failed
    }
}
