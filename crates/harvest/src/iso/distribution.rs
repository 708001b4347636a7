//! The addresses of a record: files, services and documents of data, and the entry points of a service.

use std::collections::HashSet;

use vitrail_domain::Resource;

use super::{Record, code, words};
use crate::said;
use crate::xml::Element;

pub fn resources(record: &mut Record<'_>) -> Vec<Resource> {
    let formats: Vec<String> = record
        .root
        .all("distributionInfo/*/distributionFormat/*")
        .into_iter()
        .filter_map(name_of_format)
        .collect();
    let mut named = formats.clone();
    let mut resources: Vec<Resource> = Vec::new();
    let mut held: HashSet<(String, String)> = HashSet::new();
    for options in options(record) {
        let links = options.all("onLine/*");
        let alone = links.len() == 1;
        let size = options.first("transferSize").and_then(words);
        let mut sized = false;
        let mut bytes = size.as_deref().filter(|_| alone).and_then(bytes_of);
        let of_options = options
            .first("distributionFormat/*")
            .and_then(name_of_format);
        named.extend(of_options.clone());
        for online in links {
            let Some(mut file) = resource(record, online) else {
                continue;
            };
            if file.format.is_empty() && file.r#type == "main" {
                // Several formats do not say which file is in which.
                let told = of_options.clone().or(match formats.as_slice() {
                    [one] => Some(one.clone()),
                    _ => None,
                });
                file.format = told.unwrap_or_default();
            }
            if file.r#type == "main" {
                file.filesize = bytes.take();
                sized |= file.filesize.is_some();
            }
            if held.insert((file.url.clone(), file.title.clone())) {
                resources.push(file);
            }
        }
        if let Some(size) = size.filter(|_| !sized) {
            let told = format!("{size} MB");
            record.lose(
                "gmd:transferSize",
                &told,
                "a size that is not that of one file",
            );
        }
    }
    named.sort_unstable();
    named.dedup();
    for name in named {
        if !resources.iter().any(|file| file.format == name) {
            let why = "a format that no address is known to be in";
            record.lose("gmd:distributionFormat", &name, why);
        }
    }
    resources
}

fn options<'r>(record: &Record<'r>) -> Vec<&'r Element> {
    let distribution = record.root.all("distributionInfo/*");
    let mut options: Vec<&Element> = Vec::new();
    for part in distribution {
        options.extend(part.all("transferOptions/*"));
        options.extend(part.all("distributor/*/distributorTransferOptions/*"));
    }
    options
}

fn name_of_format(format: &Element) -> Option<String> {
    let name = format.first("name").and_then(words);
    let name = name.or_else(|| words(format.first("formatSpecificationCitation/*/title")?));
    Some(name?.to_lowercase())
}

/// Megabytes as a number of bytes.
fn bytes_of(size: &str) -> Option<i64> {
    let megabytes: f64 = size.replace(',', ".").parse().ok()?;
    let bytes = (megabytes * 1_048_576.0).round();
    ((1.0..9e15).contains(&bytes)).then(|| {
        #[expect(clippy::cast_possible_truncation, reason = "bounded above and whole")]
        let bytes = bytes as i64;
        bytes
    })
}

struct Online {
    url: String,
    protocol: Option<String>,
    format: Option<&'static str>,
    name: Option<String>,
    function: Option<String>,
}

fn online(record: &mut Record<'_>, online: &Element) -> Option<Online> {
    let linkage = online.first("linkage")?;
    let told = linkage.text();
    let Some(url) = said::address(&told, None) else {
        if !told.is_empty() {
            record.lose("gmd:linkage", &told, "no address that can be followed");
        }
        return None;
    };
    let protocol = online.first("protocol");
    let address = protocol.and_then(super::link).map(str::to_owned);
    let protocol = protocol.and_then(words).or(address);
    Some(Online {
        format: protocol
            .as_deref()
            .and_then(service)
            .or_else(|| service_of_address(&url)),
        url,
        protocol,
        name: online.first("name").and_then(words),
        function: online.first("function").and_then(code),
    })
}

fn resource(record: &mut Record<'_>, element: &Element) -> Option<Resource> {
    let found = online(record, element)?;
    let mime = element.deep("MimeFileType").into_iter().next();
    let mime = mime.and_then(|kind| kind.attribute("type").map(str::to_owned));
    let of_record = record
        .file
        .as_deref()
        .is_some_and(|file| found.url.contains(file) && is_about_record(&found.url));
    let kind = match found.function.as_deref() {
        _ if of_record => "documentation",
        Some("information" | "search" | "browsing" | "browseGraphic" | "completeMetadata") => {
            if found.format.is_some() {
                "api"
            } else {
                "documentation"
            }
        }
        _ if found.format.is_some() => "api",
        _ => "main",
    };
    let format = match found.format {
        Some(service) => service.to_owned(),
        None => extension(&found.url).unwrap_or_default(),
    };
    let mut file = Resource {
        title: found
            .name
            .unwrap_or_else(|| said::title_of_file(&found.url, &format)),
        description: element.first("description").and_then(words),
        r#type: kind.to_owned(),
        mime,
        url: found.url,
        format,
        ..Resource::default()
    };
    if let Some(protocol) = found.protocol {
        super::put(&mut file.extras, "iso", "protocol", protocol.into());
    }
    Some(file)
}

/// Whether an address is that of a description of a record, rather than of data.
fn is_about_record(url: &str) -> bool {
    let lower = url.to_lowercase();
    [
        "/metadata/",
        "getrecordbyid",
        "/records/",
        "/formatters/",
        "catalog.search",
    ]
    .iter()
    .any(|part| lower.contains(part))
}

/// Whether an address is the page of a record for people.
pub fn is_page_of(url: &str, file: &str) -> bool {
    let lower = url.to_lowercase();
    url.contains(file)
        && (lower.contains("/metadata/") || lower.contains("/records/"))
        && !lower.contains("/formatters/xml")
        && !lower.contains("/attachments/")
}

/// The service that a protocol names.
fn service(protocol: &str) -> Option<&'static str> {
    let lower = protocol.to_lowercase();
    let names = [
        ("wmts", "wmts"),
        ("wfs", "wfs"),
        ("wms", "wms"),
        ("wcs", "wcs"),
        ("wps", "wps"),
        ("sos", "sos"),
        ("ogc:csw", "csw"),
        ("ogc api", "ogc api"),
        ("esri:rest", "esri rest"),
        ("atom", "atom"),
    ];
    let starts = |name: &str| {
        lower == name
            || lower
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| word == name)
            || (name.contains([':', ' ']) && lower.contains(name))
    };
    names
        .iter()
        .find(|(name, _)| starts(name))
        .map(|(_, format)| *format)
}

/// The service that an address asks for: `…?service=WMS&request=GetCapabilities`.
fn service_of_address(url: &str) -> Option<&'static str> {
    let url = url::Url::parse(url).ok()?;
    let mut pairs = url.query_pairs();
    let (_, told) = pairs.find(|(key, _)| key.eq_ignore_ascii_case("service"))?;
    if told.eq_ignore_ascii_case("csw") {
        None
    } else {
        service(&told)
    }
}

/// The format that the end of an address says, when it is one that files have.
fn extension(url: &str) -> Option<String> {
    use vitrail_domain::vocabulary::format::{FormatFamily, may_upload};
    let path = url.split(['?', '#']).next()?;
    if path.matches('/').count() < 3 {
        return None;
    }
    let (_, end) = path.rsplit('/').next()?.rsplit_once('.')?;
    let end = end.to_lowercase();
    let known = may_upload(&end) || FormatFamily::of(&end) != FormatFamily::Other;
    known.then_some(end)
}

/// Where a service is called and described.
#[derive(Default)]
pub struct Addresses {
    pub base: Option<String>,
    pub description: Option<String>,
    pub documentation: Option<String>,
    /// `WMS` where it is one; udata knows no other of these services.
    pub format: Option<String>,
}

pub fn of_service(record: &mut Record<'_>) -> Addresses {
    let mut found = Addresses::default();
    let mut entries: Vec<Online> = Vec::new();
    for operation in record.about.all("containsOperations/*") {
        for element in operation.all("connectPoint/*") {
            entries.extend(online(record, element));
        }
    }
    for options in options(record) {
        for element in options.all("onLine/*") {
            entries.extend(online(record, element));
        }
    }
    for entry in entries {
        let lower = entry.url.to_lowercase();
        let describes = lower.contains("request=getcapabilities") || lower.contains("openapi");
        let informs = entry.function.as_deref() == Some("information")
            || record
                .file
                .as_deref()
                .is_some_and(|file| is_page_of(&entry.url, file));
        if entry.format == Some("wms") {
            found.format = Some("WMS".to_owned());
        }
        if informs && entry.format.is_none() {
            found.documentation.get_or_insert(entry.url);
            continue;
        }
        let bare = entry.url.split('?').next().unwrap_or(&entry.url).to_owned();
        if describes {
            found.description.get_or_insert(entry.url);
            found.base.get_or_insert(bare);
        } else {
            found.base.get_or_insert(entry.url);
        }
    }
    found
}
