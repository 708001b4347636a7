//! How often data change, in the words of other catalogues.

use vitrail_domain::vocabulary::frequency::Frequency;

/// The codes of ISO 19115, which INSPIRE gives addresses too.
const ISO: [(&str, Frequency); 13] = [
    ("continual", Frequency::Continuous),
    ("daily", Frequency::Daily),
    ("weekly", Frequency::Weekly),
    ("fortnightly", Frequency::Biweekly),
    ("semimonthly", Frequency::Semimonthly),
    ("monthly", Frequency::Monthly),
    ("quarterly", Frequency::Quarterly),
    ("biannually", Frequency::Semiannual),
    ("annually", Frequency::Annual),
    ("biennially", Frequency::Biennial),
    ("asneeded", Frequency::Punctual),
    ("irregular", Frequency::Irregular),
    ("notplanned", Frequency::NotPlanned),
];

/// The repeating intervals of DCAT-US.
const REPEATED: [(&str, Frequency); 22] = [
    ("R/P10Y", Frequency::Decennial),
    ("R/P5Y", Frequency::Quinquennial),
    ("R/P4Y", Frequency::Quadrennial),
    ("R/P3Y", Frequency::Triennial),
    ("R/P2Y", Frequency::Biennial),
    ("R/P1Y", Frequency::Annual),
    ("R/P6M", Frequency::Semiannual),
    ("R/P4M", Frequency::ThreeTimesAYear),
    ("R/P3M", Frequency::Quarterly),
    ("R/P2M", Frequency::Bimonthly),
    ("R/P1M", Frequency::Monthly),
    ("R/P0.5M", Frequency::Semimonthly),
    ("R/P0.33M", Frequency::ThreeTimesAMonth),
    ("R/P2W", Frequency::Biweekly),
    ("R/P1W", Frequency::Weekly),
    ("R/P7D", Frequency::Weekly),
    ("R/P0.5W", Frequency::Semiweekly),
    ("R/P3.5D", Frequency::Semiweekly),
    ("R/P0.33W", Frequency::ThreeTimesAWeek),
    ("R/P1D", Frequency::Daily),
    ("R/PT1H", Frequency::Hourly),
    ("R/PT1S", Frequency::Continuous),
];

/// Reads the URI or the code of any usual list.
pub fn frequency(text: &str) -> Option<Frequency> {
    let text = text.trim();
    if let Some(found) = Frequency::from_uri(text) {
        return Some(found);
    }
    let repeated = REPEATED.iter().find(|(code, _)| *code == text);
    if let Some((_, found)) = repeated {
        return Some(*found);
    }
    // `http://standards.iso.org/…#MD_MaintenanceFrequencyCode_asNeeded`, `…/MaintenanceFrequency/asNeeded`.
    let last = text.rsplit(['/', '#', '_']).next().unwrap_or(text);
    let last = last.to_lowercase();
    let found = ISO.iter().find(|(code, _)| *code == last);
    found.map(|(_, found)| *found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read() {
        for (text, found) in [
            ("daily", Frequency::Daily),
            ("http://purl.org/cld/freq/annual", Frequency::Annual),
            (
                "http://publications.europa.eu/resource/authority/frequency/AS_NEEDED",
                Frequency::Punctual,
            ),
            ("continual", Frequency::Continuous),
            ("R/P1Y", Frequency::Annual),
            (
                "http://inspire.ec.europa.eu/metadata-codelist/MaintenanceFrequency/asNeeded",
                Frequency::Punctual,
            ),
        ] {
            assert_eq!(frequency(text), Some(found), "{text}");
        }
        assert_eq!(
            frequency("http://purl.org/cld/freq/ThisTermDoesNotExist"),
            None
        );
        assert_eq!(frequency(""), None);
    }
}
