//! What the files of a dataset become when its source is read again. A file is known again by what the source calls it,
//! else by its address; one that the source no longer has leaves; one that was added here stays.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use vitrail_domain::harvest::job::FieldChange;
use vitrail_domain::{Extras, Resource, Timestamp};

use super::merge::{Marks, Merger, brief};
use super::words;

/// What a source says of a file, besides its free facts.
const FIELDS: [&str; 10] = [
    "title",
    "description",
    "type",
    "url",
    "format",
    "mime",
    "filesize",
    "checksum",
    "schema",
    "preview_url",
];

/// Formats of services, of which many stand at one address.
const SERVICES: [&str; 8] = [
    "wms", "wfs", "wmts", "wcs", "ogc:wms", "ogc:wfs", "ogc:wmts", "ogc:wcs",
];

/// A file of a source as it was last written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileMark {
    pub id: Uuid,
    /// It left with its source: it comes back under its identifier.
    #[serde(rename = "g", skip_serializing_if = "std::ops::Not::not")]
    pub is_gone: bool,
    #[serde(rename = "n")]
    pub place: usize,
    #[serde(rename = "f")]
    pub fields: BTreeMap<String, String>,
}

/// The files as they become.
#[derive(Debug, Default)]
pub struct Files {
    pub kept: Vec<Resource>,
    pub marks: BTreeMap<String, FileMark>,
    pub changes: Vec<FieldChange>,
    /// Those that left.
    pub gone: Vec<Resource>,
    /// Those that came back.
    pub back: Vec<Uuid>,
}

/// How a source knows a file.
fn name(file: &Resource) -> String {
    let said = |key: &str| file.harvest.as_ref()?.get(key)?.as_str();
    let own = said("remote_id")
        .or_else(|| said("dct_identifier"))
        .or_else(|| said("uri"));
    match own {
        Some(own) if !own.is_empty() => own.to_owned(),
        _ if SERVICES.contains(&file.format.as_str()) => format!("{} {}", file.url, file.title),
        _ => file.url.clone(),
    }
}

/// The names of files, each once.
fn names(files: &[Resource]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    files
        .iter()
        .map(|file| {
            let name = name(file);
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            if *count == 1 {
                name
            } else {
                format!("{name} #{count}")
            }
        })
        .collect()
}

/// Whether a file here is the one that a source speaks of, when no reading remembers it.
fn same(here: &Resource, there: &Resource) -> bool {
    if here.harvest.is_some() && name(here) == name(there) {
        return true;
    }
    here.url == there.url
        && (!SERVICES.contains(&there.format.as_str()) || here.title == there.title)
}

/// Merges the files that a source names into those that are here.
pub fn merge(
    here: &[Resource],
    there: Vec<Resource>,
    former: Option<&Marks>,
    overwrites: bool,
    (now, mut new_id): (Timestamp, impl FnMut() -> Uuid),
) -> serde_json::Result<Files> {
    let mut out = Files::default();
    let known = former.map(|former| &former.files);
    let mut left: Vec<Option<&Resource>> = here.iter().map(Some).collect();
    let mut take = |wanted: &dyn Fn(&Resource) -> bool| {
        let slot = left.iter_mut().find(|slot| slot.is_some_and(wanted))?;
        slot.take()
    };
    let names = names(&there);
    // Those that are remembered first, so that no other takes their place by its address.
    let mut found: Vec<Option<&Resource>> = names
        .iter()
        .map(|name| {
            let id = known?.get(name)?.id;
            take(&|file| file.id == id)
        })
        .collect();
    for (slot, said) in found.iter_mut().zip(&there) {
        if slot.is_none() {
            *slot = take(&|file| same(file, said));
        }
    }
    for (place, ((name, said), current)) in names.into_iter().zip(there).zip(found).enumerate() {
        let remembered = known.and_then(|known| known.get(&name));
        let merger = Merger {
            marks: remembered.map(|mark| &mark.fields),
            of_another: former.is_some_and(|former| former.of_another),
            overwrites,
            is_new: current.is_none(),
        };
        let removed = current.is_none() && remembered.is_some_and(|mark| !mark.is_gone);
        if let (true, false, Some(mark)) = (removed, overwrites, remembered) {
            // Somebody took it away here.
            let kept = FieldChange {
                field: format!("resources.{}", said.title),
                old: Value::Null,
                new: json!(said.url),
                kept: true,
            };
            out.changes.push(kept);
            out.marks.insert(
                name,
                FileMark {
                    place,
                    ..mark.clone()
                },
            );
            continue;
        }
        let fresh = Resource {
            id: remembered.map_or_else(&mut new_id, |mark| mark.id),
            created_at_internal: now,
            last_modified_internal: now,
            ..Resource::default()
        };
        if remembered.is_some_and(|mark| mark.is_gone) {
            out.back.push(fresh.id);
        }
        let mut changes = Vec::new();
        let base = current.unwrap_or(&fresh);
        let (mut file, fields) = merger.fields(&FIELDS, base, &said, &mut changes)?;
        file.metrics.clone_from(&base.metrics);
        if base.filetype == "file" {
            // The portal keeps this one: its address is ours.
            file.url.clone_from(&base.url);
            file.format.clone_from(&base.format);
        }
        file.harvest = facts(base, &said, now, &changes);
        words::of_file(&mut file, &said);
        let is_changed = changes.iter().any(|change| !change.kept) || file.harvest != base.harvest;
        if is_changed {
            file.last_modified_internal = now;
        }
        let title = file.title.clone();
        if current.is_some() {
            out.changes
                .extend(changes.into_iter().map(|change| FieldChange {
                    field: format!("resources.{title}.{}", change.field),
                    ..change
                }));
        } else {
            out.changes.push(FieldChange {
                field: format!("resources.{title}"),
                new: brief(&json!(file.url)),
                ..FieldChange::default()
            });
        }
        let mark = FileMark {
            id: file.id,
            is_gone: false,
            place,
            fields,
        };
        out.marks.insert(name, mark);
        out.kept.push(file);
    }
    let remembered: HashSet<Uuid> = known
        .into_iter()
        .flatten()
        .map(|(_, mark)| mark.id)
        .collect();
    for file in left.into_iter().flatten() {
        let is_theirs = file.harvest.is_some() || remembered.contains(&file.id);
        if !is_theirs || file.filetype == "file" {
            out.kept.push(file.clone());
            continue;
        }
        out.changes.push(FieldChange {
            field: format!("resources.{}", file.title),
            old: brief(&json!(file.url)),
            ..FieldChange::default()
        });
        out.gone.push(file.clone());
    }
    // What left may come back: its identifier waits for it.
    for (name, mark) in known.into_iter().flatten() {
        if !out.marks.contains_key(name) {
            let mark = FileMark {
                is_gone: true,
                ..mark.clone()
            };
            out.marks.insert(name.clone(), mark);
        }
    }
    if !overwrites && was_reordered(here, known) {
        let places: HashMap<Uuid, usize> = here.iter().map(|file| file.id).zip(0..).collect();
        out.kept
            .sort_by_key(|file| places.get(&file.id).copied().unwrap_or(usize::MAX));
    }
    Ok(out)
}

/// Whether somebody put the files in another order here.
fn was_reordered(here: &[Resource], known: Option<&BTreeMap<String, FileMark>>) -> bool {
    let marks = known.into_iter().flatten().map(|(_, mark)| mark);
    let places: HashMap<Uuid, usize> = marks.map(|mark| (mark.id, mark.place)).collect();
    let written: Vec<usize> = here
        .iter()
        .filter_map(|file| places.get(&file.id).copied())
        .collect();
    !written.is_sorted()
}

/// What the source says of a file itself.
fn facts(
    base: &Resource,
    said: &Resource,
    now: Timestamp,
    changes: &[FieldChange],
) -> Option<Extras> {
    let mut facts = said.harvest.clone().unwrap_or_default();
    let without_date = |facts: &Extras| {
        let mut facts = facts.clone();
        facts.remove("last_update");
        facts
    };
    if let Some(former) = &base.harvest
        && changes.is_empty()
        && without_date(former) == without_date(&facts)
    {
        return base.harvest.clone();
    }
    facts.insert("last_update".to_owned(), json!(now));
    Some(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(url: &str, title: &str) -> Resource {
        Resource {
            title: title.to_owned(),
            url: url.to_owned(),
            ..Resource::default()
        }
    }

    fn read(here: &[Resource], there: Vec<Resource>, former: Option<&Files>) -> Files {
        let marks = former.map(|former| Marks {
            files: former.marks.clone(),
            ..Marks::default()
        });
        let mut next = here.len() as u128 * 100 + 1;
        let id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        merge(
            here,
            there,
            marks.as_ref(),
            false,
            (Timestamp::from_micros(7), id),
        )
        .unwrap()
    }

    #[test]
    fn what_left_leaves_and_comes_back_under_its_identifier() {
        let two = || {
            vec![
                said("https://a.example/1", "One"),
                said("https://a.example/2", "Two"),
            ]
        };
        let first = read(&[], two(), None);
        assert_eq!((first.kept.len(), first.gone.len()), (2, 0));
        let second = read(&first.kept, vec![two().remove(0)], Some(&first));
        assert_eq!((second.kept.len(), second.gone.len()), (1, 1));
        let third = read(&second.kept, two(), Some(&second));
        assert_eq!(third.kept[1].id, first.kept[1].id);
        assert_eq!(third.back, [first.kept[1].id]);
    }

    #[test]
    fn where_a_file_can_be_looked_at_is_kept() {
        let seen = |at: Option<&str>| {
            let preview_url = at.map(str::to_owned);
            let said = said("https://a.example/1", "One");
            vec![Resource {
                preview_url,
                ..said
            }]
        };
        let at = Some("https://a.example/1/look");
        let first = read(&[], seen(at), None);
        assert_eq!(first.kept[0].preview_url.as_deref(), at);
        let second = read(&first.kept, seen(None), Some(&first));
        assert_eq!(second.kept[0].preview_url, None);
    }

    #[test]
    fn what_was_done_here_stays() {
        let two = || {
            vec![
                said("https://a.example/1", "One"),
                said("https://a.example/2", "Two"),
            ]
        };
        let first = read(&[], two(), None);
        let mut here = first.kept.clone();
        here[0].title = "Ours".to_owned();
        here.remove(1);
        here.push(said("https://mine.example/", "Mine"));
        let second = read(&here, two(), Some(&first));
        let titles: Vec<&str> = second.kept.iter().map(|file| file.title.as_str()).collect();
        assert_eq!(titles, ["Ours", "Mine"]);
        assert!(second.gone.is_empty());
        assert_eq!(
            second.changes.iter().filter(|change| change.kept).count(),
            2
        );
        // Nothing was said anew: nothing is dated.
        assert_eq!(
            second.kept[0].last_modified_internal,
            Timestamp::from_micros(7)
        );
    }
}
