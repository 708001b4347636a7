//! CSW: paging, refusals, bad XML, and records of ISO 19139 and 19115-3.

use proptest::prelude::*;
use serde_json::json;
use vitrail_domain::harvest::{Extra, HarvestConfig, HarvestedDataset, Lost};
use vitrail_harvest::{Backend, Step};

use crate::shared::{damaged, file, parse, read, walk};

fn envelope(attributes: &str, records: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">
        <csw:SearchResults {attributes}>{records}</csw:SearchResults></csw:GetRecordsResponse>"#
    )
}

pub const SERVICE: &str = r##"<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
 xmlns:srv="http://www.isotc211.org/2005/srv" xmlns:xlink="http://www.w3.org/1999/xlink">
<gmd:fileIdentifier><gco:CharacterString>service-1</gco:CharacterString></gmd:fileIdentifier>
<gmd:hierarchyLevel><gmd:MD_ScopeCode codeListValue="service"/></gmd:hierarchyLevel>
<gmd:locale><gmd:PT_Locale id="EN"><gmd:languageCode><gmd:LanguageCode codeListValue="eng"/></gmd:languageCode></gmd:PT_Locale></gmd:locale>
<gmd:spatialRepresentationInfo><gmd:MD_Georectified><gmd:numberOfDimensions><gco:Integer>2</gco:Integer></gmd:numberOfDimensions></gmd:MD_Georectified></gmd:spatialRepresentationInfo>
<gmd:identificationInfo><srv:SV_ServiceIdentification>
 <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Cartes</gco:CharacterString>
   <gmd:PT_FreeText><gmd:textGroup><gmd:LocalisedCharacterString locale="#EN">Maps</gmd:LocalisedCharacterString></gmd:textGroup></gmd:PT_FreeText></gmd:title></gmd:CI_Citation></gmd:citation>
 <gmd:abstract><gco:CharacterString>Des cartes &amp; des plans</gco:CharacterString></gmd:abstract>
 <gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:accessConstraints><gmd:MD_RestrictionCode codeListValue="otherRestrictions"/></gmd:accessConstraints>
  <gmd:otherConstraints><gmx:Anchor xmlns:gmx="http://www.isotc211.org/2005/gmx" xlink:href="http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/INSPIRE_Directive_Article13_1f">Données personnelles</gmx:Anchor></gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>
 <srv:serviceType><gco:LocalName>view</gco:LocalName></srv:serviceType>
 <srv:containsOperations><srv:SV_OperationMetadata><srv:connectPoint><gmd:CI_OnlineResource>
  <gmd:linkage><gmd:URL>https://example.org/wms?service=WMS&amp;request=GetCapabilities</gmd:URL></gmd:linkage>
  <gmd:protocol><gco:CharacterString>OGC:WMS</gco:CharacterString></gmd:protocol></gmd:CI_OnlineResource></srv:connectPoint></srv:SV_OperationMetadata></srv:containsOperations>
 <srv:operatesOn uuidref="data-1" xlink:href="https://example.org/csw?request=GetRecordById&amp;id=record-1"/>
</srv:SV_ServiceIdentification></gmd:identificationInfo></gmd:MD_Metadata>"##;

/// A record of the successor of ISO 19139, with what the real ones of the shared data lack.
const NEW: &str = r#"<mdb:MD_Metadata xmlns:mdb="http://standards.iso.org/iso/19115/-3/mdb/2.0" xmlns:mcc="http://standards.iso.org/iso/19115/-3/mcc/1.0"
 xmlns:cit="http://standards.iso.org/iso/19115/-3/cit/2.0" xmlns:mri="http://standards.iso.org/iso/19115/-3/mri/1.0" xmlns:gco="http://standards.iso.org/iso/19115/-3/gco/1.0"
 xmlns:gex="http://standards.iso.org/iso/19115/-3/gex/1.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:mmi="m" xmlns:mco="c" xmlns:mrd="d">
<mdb:metadataIdentifier><mcc:MD_Identifier><mcc:code><gco:CharacterString>record-2</gco:CharacterString></mcc:code></mcc:MD_Identifier></mdb:metadataIdentifier>
<mdb:parentMetadata><cit:CI_Citation><cit:identifier><mcc:MD_Identifier><mcc:code><gco:CharacterString>series-1</gco:CharacterString></mcc:code></mcc:MD_Identifier></cit:identifier></cit:CI_Citation></mdb:parentMetadata>
<mdb:metadataScope><mdb:MD_MetadataScope><mdb:resourceScope><mcc:MD_ScopeCode codeListValue="series"/></mdb:resourceScope></mdb:MD_MetadataScope></mdb:metadataScope>
<mdb:identificationInfo><mri:MD_DataIdentification>
 <mri:citation><cit:CI_Citation><cit:title><gco:CharacterString>Sols</gco:CharacterString></cit:title>
  <cit:date><cit:CI_Date><cit:date><gco:DateTime>2020-02-03T00:00:00</gco:DateTime></cit:date><cit:dateType><cit:CI_DateTypeCode codeListValue="revision"/></cit:dateType></cit:CI_Date></cit:date></cit:CI_Citation></mri:citation>
 <mri:abstract><gco:CharacterString>Les sols</gco:CharacterString></mri:abstract>
 <mri:pointOfContact><cit:CI_Responsibility><cit:role><cit:CI_RoleCode codeListValue="owner"/></cit:role><cit:party><cit:CI_Organisation><cit:name><gco:CharacterString>Institut</gco:CharacterString></cit:name></cit:CI_Organisation></cit:party></cit:CI_Responsibility></mri:pointOfContact>
 <mri:pointOfContact><cit:CI_Responsibility><cit:role><cit:CI_RoleCode codeListValue="pointOfContact"/></cit:role><cit:party><cit:CI_Organisation><cit:name><gco:CharacterString>Muet</gco:CharacterString></cit:name></cit:CI_Organisation></cit:party></cit:CI_Responsibility></mri:pointOfContact>
 <mri:spatialResolution><mri:MD_Resolution><mri:distance><gco:Distance uom="m">10</gco:Distance></mri:distance></mri:MD_Resolution></mri:spatialResolution>
 <mri:extent><gex:EX_Extent><gex:geographicElement><gex:EX_GeographicBoundingBox>
  <gex:westBoundLongitude><gco:Decimal>170</gco:Decimal></gex:westBoundLongitude><gex:eastBoundLongitude><gco:Decimal>-170</gco:Decimal></gex:eastBoundLongitude>
  <gex:southBoundLatitude><gco:Decimal>-20</gco:Decimal></gex:southBoundLatitude><gex:northBoundLatitude><gco:Decimal>-10</gco:Decimal></gex:northBoundLatitude></gex:EX_GeographicBoundingBox></gex:geographicElement>
  <gex:temporalElement><gex:EX_TemporalExtent><gex:extent><gml:TimePeriod><gml:beginPosition>2010</gml:beginPosition><gml:endPosition indeterminatePosition="now"/></gml:TimePeriod></gex:extent></gex:EX_TemporalExtent></gex:temporalElement></gex:EX_Extent></mri:extent>
 <mri:resourceMaintenance><mmi:MD_MaintenanceInformation><mmi:maintenanceAndUpdateFrequency><mmi:MD_MaintenanceFrequencyCode codeListValue="annually"/></mmi:maintenanceAndUpdateFrequency></mmi:MD_MaintenanceInformation></mri:resourceMaintenance>
 <mri:descriptiveKeywords><mri:MD_Keywords><mri:keyword><gco:CharacterString>Sols</gco:CharacterString></mri:keyword><mri:keyword><gco:CharacterString>a</gco:CharacterString></mri:keyword></mri:MD_Keywords></mri:descriptiveKeywords>
</mri:MD_DataIdentification></mdb:identificationInfo>
<mdb:distributionInfo><mrd:MD_Distribution><mrd:transferOptions><mrd:MD_DigitalTransferOptions><mrd:transferSize><gco:Real>2</gco:Real></mrd:transferSize>
 <mrd:onLine><cit:CI_OnlineResource><cit:linkage><gco:CharacterString>https://example.org/sols.zip</gco:CharacterString></cit:linkage></cit:CI_OnlineResource></mrd:onLine></mrd:MD_DigitalTransferOptions></mrd:transferOptions></mrd:MD_Distribution></mdb:distributionInfo>
</mdb:MD_Metadata>"#;

fn one(step: Step) -> HarvestedDataset {
    let mut datasets = step.harvested.datasets;
    assert_eq!(datasets.len(), 1);
    datasets.remove(0)
}

#[test]
fn a_catalogue_is_asked_page_by_page() {
    let url = "https://example.org/csw";
    let mut csw = walk(Backend::CswIso19139, url, &HarvestConfig::default());
    let first = csw.first().unwrap().remove(0);
    let (kind, body) = first.body.clone().unwrap();
    assert_eq!(kind, "application/xml");
    assert!(
        body.contains(r#"startPosition="1" maxRecords="25""#),
        "{body}"
    );
    let page = |attributes: &str| envelope(attributes, SERVICE);
    let body = page(r#"numberOfRecordsMatched="3" numberOfRecordsReturned="1" nextRecord="2""#);
    let step = read(csw.as_mut(), &first, body.as_bytes()).unwrap();
    let next = &step.next[0];
    assert!(
        next.body
            .as_ref()
            .unwrap()
            .1
            .contains(r#"startPosition="2""#)
    );
    for last in [
        r#"numberOfRecordsMatched="3" numberOfRecordsReturned="1" nextRecord="0""#,
        r#"numberOfRecordsMatched="3" numberOfRecordsReturned="1" nextRecord="4""#,
        r#"numberOfRecordsMatched="3" numberOfRecordsReturned="0" nextRecord="3""#,
        r#"numberOfRecordsMatched="3" numberOfRecordsReturned="1" nextRecord="2""#,
    ] {
        let step = read(csw.as_mut(), next, page(last).as_bytes()).unwrap();
        assert_eq!(step.next, [], "{last}");
    }
}

#[test]
fn bad_answers_are_refused() {
    let refusal = r#"<ows:ExceptionReport xmlns:ows="o"><ows:Exception exceptionCode="NoApplicableCode"><ows:ExceptionText>Non</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"#;
    let laughs = r#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><csw:GetRecordsResponse>&b;</csw:GetRecordsResponse>"#;
    let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
    for (body, why) in [
        (refusal, "Failed to query CSW: NoApplicableCode Non"),
        (laughs, "entities of its own"),
        (&deep, "nested too deep"),
        ("<html><body/></html>", "returned HTML"),
        ("<a>", "ends before"),
        ("nothing", "ends before"),
    ] {
        let fault = parse(Backend::CswIso19139, body.as_bytes()).unwrap_err();
        assert!(fault.0.contains(why), "{fault}");
    }
}

#[test]
fn a_service_says_where_it_is_and_what_it_serves() {
    let step = parse(Backend::CswIso19139, SERVICE.as_bytes()).unwrap();
    let read = &step.harvested.dataservices[0];
    let service = &read.dataservice;
    assert_eq!(
        (read.remote_id.as_str(), service.title.as_str()),
        ("service-1", "Cartes")
    );
    assert_eq!(service.description, "Des cartes & des plans");
    assert_eq!(
        service.base_api_url.as_deref(),
        Some("https://example.org/wms")
    );
    assert!(
        service
            .machine_documentation_url
            .as_ref()
            .unwrap()
            .contains("GetCapabilities")
    );
    assert_eq!(service.format.as_deref(), Some("WMS"));
    assert_eq!(service.access_type, "restricted");
    assert_eq!(
        service.access_type_reason_category.as_deref(),
        Some("confidentiality_of_personal_data")
    );
    assert_eq!(read.datasets, ["data-1", "record-1"]);
    assert_eq!(
        service.extras["iso"]["title_translations"],
        json!({"eng": "Maps"})
    );
    assert_eq!(
        told(&read.lost),
        ["gmd:spatialRepresentationInfo/gmd:numberOfDimensions 2"],
        "what has no place is told"
    );
}

#[test]
fn the_new_standard_is_read_too() {
    let read = one(parse(Backend::CswIso19139, NEW.as_bytes()).unwrap());
    let dataset = &read.dataset;
    assert_eq!(
        (read.remote_id.as_str(), dataset.title.as_str()),
        ("record-2", "Sols")
    );
    assert_eq!(read.series, ["series-1"]);
    assert_eq!(dataset.frequency, "annual");
    let source = &dataset.harvest.as_ref().unwrap()["source"];
    let often = json!([{ "@value": "annually" }]);
    assert_eq!(source["dct:accrualPeriodicity"], often);
    assert_eq!(
        dataset.harvest.as_ref().unwrap()["modified_at"],
        "2020-02-03T00:00:00+00:00"
    );
    assert_eq!(dataset.extras["dcat"]["spatial_resolution"], "10 m");
    assert_eq!(dataset.extras["iso"]["hierarchy_level"], "series");
    let geom = dataset.spatial.as_ref().unwrap().geom.as_ref().unwrap();
    assert_eq!(
        geom["coordinates"].as_array().unwrap().len(),
        2,
        "across the antimeridian"
    );
    let period = dataset.temporal_coverage.unwrap();
    assert_eq!(
        (period.start.to_string().as_str(), period.end),
        ("2010-01-01", None)
    );
    assert_eq!(read.contacts.len(), 1);
    assert_eq!(
        (
            read.contacts[0].name.as_str(),
            read.contacts[0].role.as_str()
        ),
        ("Institut", "rightsHolder")
    );
    let file = &read.resources[0];
    assert_eq!(
        (file.title.as_str(), file.format.as_str(), file.filesize),
        ("sols.zip", "zip", Some(2_097_152))
    );
    let reasons: Vec<_> = read.lost.iter().map(|lost| lost.value.as_str()).collect();
    assert_eq!(reasons, ["a", "Muet"]);
}

/// A record in English, with its French.
const ENGLISH: &str = r##"<gmd:MD_Metadata xmlns:gmd="g" xmlns:gco="c" xmlns:xlink="http://www.w3.org/1999/xlink">
<gmd:fileIdentifier><gco:CharacterString>one</gco:CharacterString></gmd:fileIdentifier>
<gmd:language><gmd:LanguageCode codeListValue="eng"/></gmd:language>
<gmd:hierarchyLevel><gmd:MD_ScopeCode codeListValue="series"/></gmd:hierarchyLevel>
<gmd:locale><gmd:PT_Locale id="FR"><gmd:languageCode><gmd:LanguageCode codeListValue="fre"/></gmd:languageCode></gmd:PT_Locale></gmd:locale>
<gmd:identificationInfo><gmd:MD_DataIdentification>
 <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Rivers</gco:CharacterString>
   <gmd:PT_FreeText><gmd:textGroup><gmd:LocalisedCharacterString locale="#FR">Cours d’eau</gmd:LocalisedCharacterString></gmd:textGroup></gmd:PT_FreeText></gmd:title>
  <gmd:date><gmd:CI_Date><gmd:date><gco:Date>2020</gco:Date></gmd:date><gmd:dateType><gmd:CI_DateTypeCode codeListValue="revision"/></gmd:dateType></gmd:CI_Date></gmd:date>
  <gmd:date><gmd:CI_Date><gmd:date><gco:Date>2021-03-04</gco:Date></gmd:date><gmd:dateType><gmd:CI_DateTypeCode codeListValue="revision"/></gmd:dateType></gmd:CI_Date></gmd:date></gmd:CI_Citation></gmd:citation>
 <gmd:characterSet><gmd:MD_CharacterSetCode codeListValue="utf8"/></gmd:characterSet>
 <gmd:spatialResolution><gmd:MD_Resolution><gmd:equivalentScale><gmd:MD_RepresentativeFraction><gmd:denominator><gco:Integer>25000</gco:Integer></gmd:denominator></gmd:MD_RepresentativeFraction></gmd:equivalentScale></gmd:MD_Resolution></gmd:spatialResolution>
 <gmd:spatialResolution><gmd:MD_Resolution><gmd:distance><gco:Distance uom="km">2</gco:Distance></gmd:distance></gmd:MD_Resolution></gmd:spatialResolution>
 <gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword><gco:CharacterString>eau</gco:CharacterString></gmd:keyword>
  <gmd:thesaurusName><gmd:CI_Citation><gmd:title><gco:CharacterString>GEMET</gco:CharacterString></gmd:title>
   <gmd:date><gmd:CI_Date><gmd:date><gco:Date>2008-06-01</gco:Date></gmd:date><gmd:dateType><gmd:CI_DateTypeCode codeListValue="publication"/></gmd:dateType></gmd:CI_Date></gmd:date></gmd:CI_Citation></gmd:thesaurusName></gmd:MD_Keywords></gmd:descriptiveKeywords>
 <gmd:abstract><gco:CharacterString>Where they flow</gco:CharacterString></gmd:abstract>
 <gmd:purpose><gmd:PT_FreeText><gmd:textGroup><gmd:LocalisedCharacterString locale="#EN">To know</gmd:LocalisedCharacterString></gmd:textGroup>
   <gmd:textGroup><gmd:LocalisedCharacterString locale="#FR">Savoir</gmd:LocalisedCharacterString></gmd:textGroup></gmd:PT_FreeText></gmd:purpose>
</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:metadataStandardName><gco:CharacterString>ISO 19115</gco:CharacterString></gmd:metadataStandardName>
<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:transferSize><gco:Real>12.5</gco:Real></gmd:transferSize>
 <gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://example.org/a.zip</gmd:URL></gmd:linkage></gmd:CI_OnlineResource></gmd:onLine>
 <gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://example.org/b.zip</gmd:URL></gmd:linkage></gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
</gmd:MD_Metadata>"##;

#[test]
fn french_comes_first_and_the_last_revision_counts() {
    let read = one(parse(Backend::CswIso19139, ENGLISH.as_bytes()).unwrap());
    let dataset = &read.dataset;
    assert_eq!(dataset.title, "Cours d’eau");
    let iso = &dataset.extras["iso"];
    assert_eq!(iso["title_translations"], json!({"eng": "Rivers"}));
    assert_eq!(dataset.description, "Where they flow");
    assert_eq!(iso["purpose"], "Savoir");
    let harvest = dataset.harvest.as_ref().unwrap();
    assert_eq!(harvest["modified_at"], "2021-03-04T00:00:00+00:00");
    assert!(told(&read.lost).contains(&"gmd:date 2020".to_owned()));
}

#[test]
fn what_a_record_says_of_itself_is_kept_or_told() {
    let read = one(parse(Backend::CswIso19139, ENGLISH.as_bytes()).unwrap());
    let dataset = &read.dataset;
    assert_eq!(dataset.harvest.as_ref().unwrap()["is_series"], true);
    let iso = &dataset.extras["iso"];
    assert_eq!(iso["metadata_standard"], "ISO 19115");
    assert_eq!(iso["character_set"], json!(["utf8"]));
    let gemet = json!([{"title": "GEMET", "publication": "2008-06-01"}]);
    assert_eq!(iso["thesauri"], gemet);
    assert_eq!(dataset.extras["dcat"]["spatial_resolution"], "2000 m");
    assert_eq!(
        told(&read.lost),
        [
            "gmd:date 2020",
            "gmd:spatialResolution 1/25000",
            "gmd:transferSize 12.5 MB",
            "gmd:identificationInfo/gmd:purpose/gmd:textGroup To know",
        ]
    );
}

/// A keyword that has an address is a theme; a format that is that of no file is told.
#[test]
fn keywords_and_formats_are_kept_as_written_or_told() {
    let record = r#"<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
 xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:xlink="http://www.w3.org/1999/xlink">
<gmd:fileIdentifier><gco:CharacterString>F-1</gco:CharacterString></gmd:fileIdentifier>
<gmd:identificationInfo><gmd:MD_DataIdentification>
 <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Cours d’eau</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation>
 <gmd:descriptiveKeywords><gmd:MD_Keywords>
  <gmd:keyword><gmx:Anchor xlink:href="http://inspire.ec.europa.eu/theme/hy">Hydrographie</gmx:Anchor></gmd:keyword>
  <gmd:keyword><gco:CharacterString>Bretagne</gco:CharacterString></gmd:keyword></gmd:MD_Keywords></gmd:descriptiveKeywords>
</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution>
 <gmd:distributionFormat><gmd:MD_Format><gmd:name><gco:CharacterString>Shapefile</gco:CharacterString></gmd:name></gmd:MD_Format></gmd:distributionFormat>
 <gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource>
  <gmd:linkage><gmd:URL>https://example.org/wfs</gmd:URL></gmd:linkage>
  <gmd:protocol><gco:CharacterString>OGC:WFS</gco:CharacterString></gmd:protocol></gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions>
</gmd:MD_Distribution></gmd:distributionInfo></gmd:MD_Metadata>"#;
    let read = one(parse(Backend::CswIso19139, record.as_bytes()).unwrap());
    assert_eq!(read.dataset.tags, ["bretagne", "hydrographie", "inspire"]);
    assert_eq!(
        read.dataset.harvest.as_ref().unwrap()["source"],
        json!({
            "dcat:keyword": [{"@value": "Hydrographie"}, {"@value": "Bretagne"}],
            "dcat:theme": [{"@id": "http://inspire.ec.europa.eu/theme/hy", "skos:prefLabel": [{"@value": "Hydrographie"}]}],
        })
    );
    assert_eq!(read.resources[0].title, "Ressource wfs");
    assert_eq!(told(&read.lost), ["gmd:distributionFormat shapefile"]);
}

fn told(lost: &[Lost]) -> Vec<String> {
    let told = lost.iter();
    told.map(|lost| format!("{} {}", lost.property, lost.value))
        .collect()
}

/// Of the real records: lines of addresses, names of groups of links, and the initiative that a work is part of.
fn only_what_has_no_place_is_lost(lost: &[Lost]) {
    let told = told(lost);
    assert!(told.contains(&"gmd:contactInfo/gmd:phone/gmd:voice 0364572400".to_owned()));
    assert!(
        told.iter().all(|lost| {
            lost.starts_with("gmd:contactInfo/")
                || lost.contains("/gmd:unitsOfDistribution ")
                || lost.contains("/gmd:initiativeType ")
        }),
        "{told:?}"
    );
}

#[test]
fn real_records_are_read() {
    let Some(body) = file("harvest/geonetwork-iso19139-page-1.xml") else {
        return;
    };
    assert_eq!(Backend::guess(&body, None), Some(Backend::CswIso19139));
    let config = HarvestConfig {
        extra_configs: vec![Extra {
            key: "remote_url_prefix".to_owned(),
            value: json!("http://catalogue.example.org/metadata/"),
        }],
        ..HarvestConfig::default()
    };
    let mut csw = walk(Backend::CswIso19139, "https://example.org/csw", &config);
    let first = csw.first().unwrap().remove(0);
    let step = read(csw.as_mut(), &first, &body).unwrap();
    assert_eq!(step.harvested.datasets.len(), 2);
    assert!(
        step.next[0]
            .body
            .as_ref()
            .unwrap()
            .1
            .contains(r#"startPosition="3""#)
    );
    let read = &step.harvested.datasets[0];
    let dataset = &read.dataset;
    assert_eq!(
        read.remote_id,
        "http://catalogue.geo-ide.developpement-durable.gouv.fr/fr-120066022-orphan-residentifier-140d31c6-643d-42a9-85df-2737a118e144"
    );
    assert_eq!(
        dataset.title,
        "Plan local d'urbanisme de la commune de Cartigny"
    );
    assert_eq!(
        dataset.tags,
        [
            "amenagement-urbanisme-zonages-planification",
            "cartigny",
            "document-durbanisme",
            "donnees-ouvertes",
            "inspire",
            "plu",
            "usage-des-sols"
        ]
    );
    assert_eq!(dataset.license.as_deref(), Some("fr-lo"));
    let source = &dataset.harvest.as_ref().unwrap()["source"];
    assert!(source["dct:license"][0].is_object(), "{source}");
    assert_eq!(dataset.access_type, "restricted");
    let harvest = dataset.harvest.as_ref().unwrap();
    assert_eq!(harvest["issued_at"], "2017-10-07T00:00:00+00:00");
    assert_eq!(harvest["created_at"], "2013-03-08T00:00:00+00:00");
    assert_eq!(
        harvest["remote_url"],
        "http://catalogue.example.org/metadata/fr-120066022-ldd-56fce164-04b2-41ae-be87-9f256f39dd44"
    );
    assert_eq!(
        dataset.spatial.as_ref().unwrap().geom,
        Some(json!({"type": "MultiPolygon", "coordinates": [[[
            [1.312_791_11, 49.385_475_16], [3.281_335_59, 49.385_475_16], [3.281_335_59, 50.481_880_19],
            [1.312_791_11, 50.481_880_19], [1.312_791_11, 49.385_475_16]]]]}))
    );
    assert_eq!(
        read.contacts[0].name,
        "DDTM 80 (Direction Départementale des Territoires et de la Mer de la Somme)"
    );
    assert!(
        dataset.extras["dcat"]["provenance"][0]
            .as_str()
            .unwrap()
            .starts_with("Les limites")
    );
    assert!(dataset.extras["iso"]["purpose"].is_string());
    let link = |url: &str| {
        read.resources
            .iter()
            .find(|file| file.url.contains(url))
            .unwrap()
    };
    assert_eq!(link("fr-120066022-ldd-cab63273").r#type, "main");
    assert_eq!(link("catalog.search").r#type, "documentation");
    only_what_has_no_place_is_lost(&read.lost);

    let Some(body) = file("harvest/geoide-iso19139-single-dataset.xml") else {
        return;
    };
    let read = one(parse(Backend::CswIso19139, &body).unwrap());
    assert_eq!(read.dataset.access_type, "open");
    assert_eq!(read.dataset.license.as_deref(), Some("fr-lo"));
    only_what_has_no_place_is_lost(&read.lost);
    for name in [
        "geonetwork-dcat-page-1.xml",
        "geonetwork-geodcatap-page-1.xml",
    ] {
        let body = file(&format!("harvest/{name}")).unwrap();
        assert_eq!(
            Backend::guess(&body, None),
            Some(Backend::CswDcat),
            "{name}"
        );
    }
    let body = file("harvest/geonetwork.xml").unwrap();
    assert_eq!(Backend::guess(&body, None), Some(Backend::Dcat));
}

#[test]
fn records_in_rdf_are_read() {
    for (name, feature, schema) in [
        (
            "geonetwork-dcat-page-1.xml",
            false,
            "http://www.w3.org/ns/dcat#",
        ),
        (
            "geonetwork-geodcatap-page-1.xml",
            true,
            "http://data.europa.eu/930/",
        ),
    ] {
        let Some(body) = file(&format!("harvest/{name}")) else {
            return;
        };
        let mut config = HarvestConfig::default();
        config
            .features
            .insert("geodcatap".to_owned(), feature.into());
        assert_eq!(Backend::CswDcat.check(&config), Ok(()));
        let mut csw = walk(Backend::CswDcat, "https://example.org/csw", &config);
        let first = csw.first().unwrap().remove(0);
        let asked = &first.body.as_ref().unwrap().1;
        assert!(
            asked.contains(&format!("outputSchema=\"{schema}\"")),
            "{asked}"
        );
        let step = read(csw.as_mut(), &first, &body).unwrap();
        let read = &step.harvested;
        assert_eq!(
            read.datasets.len() + read.dataservices.len(),
            2,
            "{name}: {:?}",
            read.lost
        );
        for dataset in &read.datasets {
            assert!(!dataset.remote_id.is_empty() && !dataset.dataset.title.is_empty());
            assert_eq!(dataset.skipped, None, "{name}");
        }
        assert!(!step.next.is_empty(), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 0..8),
    ) {
        let _ = parse(Backend::CswIso19139, &bytes);
        for record in [SERVICE, NEW] {
            let body = damaged(envelope(r#"nextRecord="2""#, record).as_bytes(), &changes);
            let _ = Backend::guess(&body, None);
            let _ = parse(Backend::CswIso19139, &body);
        }
        if let Some(real) = file("harvest/geoide-iso19139-single-dataset.xml") {
            let _ = parse(Backend::CswIso19139, &damaged(&real, &changes));
        }
    }
}
