//! A record of a service as a dataservice.

use vitrail_domain::harvest::HarvestedDataservice;
use vitrail_domain::{Dataservice, Dataset};

use super::{Record, common, distribution, party, place, put, rights, unread, words};
use crate::said;

pub fn dataservice(record: &mut Record<'_>, prefix: Option<&str>) -> HarvestedDataservice {
    let common = common(record, prefix);
    let address = distribution::of_service(record);
    let mut service = Dataservice {
        title: common.title,
        acronym: common.acronym,
        description: common.description,
        tags: common.tags,
        extras: common.extras,
        harvest: common.harvest,
        base_api_url: address.base,
        machine_documentation_url: address.description,
        technical_documentation_url: address.documentation,
        format: address.format,
        ..Dataservice::default()
    };
    let kind = record.about.first("serviceType").and_then(words);
    if let Some(kind) = kind {
        put(&mut service.extras, "iso", "service_type", kind.into());
    }
    rights::of_service(record, &mut service);
    let mut spare = Dataset::default();
    place::place(record, &mut spare);
    if let Some(geom) = spare.spatial.and_then(|place| place.geom) {
        put(&mut service.extras, "iso", "geometry", geom);
    }
    let (contacts, datasets) = (party::contacts(record), served(record));
    unread::tell(record);
    HarvestedDataservice {
        remote_id: record.id.clone(),
        contacts,
        datasets,
        skipped: service
            .title
            .is_empty()
            .then(|| "missing title on dataservice".to_owned()),
        dataservice: service,
        lost: std::mem::take(&mut record.lost),
    }
}

/// The data that a service gives, as it names them: by identifier, or by the address of their record.
fn served(record: &Record<'_>) -> Vec<String> {
    let mut served: Vec<String> = Vec::new();
    let mut add = |name: Option<String>| {
        if let Some(name) = name.filter(|name| !served.contains(name)) {
            served.push(name);
        }
    };
    for data in record.about.all("operatesOn") {
        add(data.attribute("uuidref").and_then(said::words));
        let address = data.attribute("href");
        add(address.and_then(id_of_record));
        if data.attribute("uuidref").is_none() {
            add(address.and_then(said::words));
        }
    }
    for coupled in record
        .about
        .all("coupledResource/SV_CoupledResource/identifier")
    {
        add(words(coupled));
    }
    served
}

/// The identifier that the address of a record asks for: `…?request=GetRecordById&id=…`.
fn id_of_record(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let mut pairs = url.query_pairs();
    let found = pairs.find(|(key, _)| key.eq_ignore_ascii_case("id"))?;
    let (_, id) = found;
    said::words(&id)
}
