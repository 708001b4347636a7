//! The points of the assessment: what they are counted on, and what is advised for the others.

use vitrail_dcat::mqa::{About, INDICATORS, Report, measure};
use vitrail_dcat::{Profile, Rule};
use vitrail_domain::{Id, Resource};

use crate::{World, portal, world};

fn measured(world: &World) -> Report {
    measure(&portal(Profile::DcatAp3), &world.facts())
}

/// What is advised for the points that are not there, each with its points.
fn advised(report: &Report) -> Vec<(&'static str, u16, bool)> {
    let mut all: Vec<(&'static str, u16, bool)> = Vec::new();
    for one in &report.measures {
        if one.passed != Some(false) {
            continue;
        }
        let advice = report.advice(one.indicator);
        let said = advice.said.in_lang("en");
        match all.iter_mut().find(|known| known.0 == said) {
            Some(known) => known.1 += advice.points,
            None => all.push((said, advice.points, advice.needs_file)),
        }
    }
    all
}

#[test]
fn what_others_say_of_their_services_takes_no_points() {
    let mut world = world();
    world.service.base_api_url = None;
    // Both are of high value: the document of the dataset has the service too.
    let both = measured(&world);
    assert_eq!(both.violations[0].property, "dcat:endpointURL");
    world.service.badges.clear();
    assert_eq!(measured(&world).violations, []);
    world.service.badges = vec!["hvd".to_owned()];
    world.dataset.badges.clear();
    assert_eq!(measured(&world).violations, []);
}

/// A series is described in the document of a dataset that is in it.
#[test]
fn a_dataset_of_a_series_loses_no_points() {
    let world = world();
    let series = vitrail_domain::Dataset {
        id: Id::seeded("series"),
        title: "Une série".to_owned(),
        description: "Toute une série".to_owned(),
        harvest: serde_json::json!({"is_series": true}).as_object().cloned(),
        ..vitrail_domain::Dataset::default()
    };
    let mut facts = world.facts();
    facts.series = vec![&series];
    let report = measure(&portal(Profile::DcatAp3), &facts);
    assert_eq!(report.violations, []);
    assert_eq!(report.score, measured(&world).score);
}

#[test]
fn a_first_file_promises_what_it_gives() {
    let mut world = world();
    world.dataset.badges.clear();
    world.resources.clear();
    world.dataset.license = None;
    let csv = Resource {
        url: "https://www.example.com/a.csv".to_owned(),
        format: "csv".to_owned(),
        ..Resource::default()
    };
    let first = |report: &Report| {
        advised(report)
            .into_iter()
            .find(|one| one.0.starts_with("Add a first file"))
    };
    let before = measured(&world);
    assert_eq!(first(&before).unwrap().1, 100);
    let licence = ("Choose a licence.", 20, true);
    assert!(
        advised(&before).contains(&licence),
        "{:?}",
        advised(&before)
    );
    let mut with_file = world.clone();
    with_file.resources = vec![csv.clone()];
    let after = measured(&with_file);
    assert_eq!(after.score, before.score + 100);
    assert_eq!(first(&after), None);

    // A licence gives its points with the file.
    world.dataset.license = Some("odc-odbl".to_owned());
    let before = measured(&world);
    assert_eq!(first(&before).unwrap().1, 130);
    world.resources = vec![csv];
    assert_eq!(measured(&world).score, before.score + 130);
}

#[test]
fn a_refusal_is_said_of_what_bears_it() {
    let mut world = world();
    world.dataset.description.clear();
    let report = measured(&world);
    let missing = &report.violations[0];
    assert_eq!(
        (missing.property, missing.rule),
        ("dct:description", Rule::Missing)
    );
    assert_eq!(report.about(missing), &About::Dataset);
    assert_eq!(report.refused().count(), 0, "the advice says it");
}

#[test]
fn indicators_have_names_of_their_own_in_both_languages() {
    for lang in ["fr", "en"] {
        let mut names: Vec<&str> = INDICATORS
            .iter()
            .map(|one| one.label.in_lang(lang))
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), INDICATORS.len());
    }
}

#[test]
fn what_data_of_high_value_lack_is_told() {
    let lacks = |world: &World| -> Option<Vec<(&'static str, About)>> {
        let report = measured(world);
        let found = report.high_value.as_ref()?.iter();
        Some(
            found
                .map(|one| (one.property, report.about(one).clone()))
                .collect(),
        )
    };
    let mut world = world();
    let found = lacks(&world).unwrap();
    let of_its_api = |property| (property, About::Api(world.service.title.clone()));
    // The file that leads to the API lacks terms too.
    let lacking = [
        "dct:license|dct:rights",
        "dcat:contactPoint",
        "dct:license|dct:rights",
    ];
    assert_eq!(found, lacking.map(of_its_api));
    world.service.license = Some("lov2".to_owned());
    world.service.technical_documentation_url = Some("https://www.example.com/doc".to_owned());
    world.service.contact_points = vec![Id::seeded("contact")];
    assert_eq!(lacks(&world), Some(vec![]));
    let score = measured(&world).score;

    world
        .dataset
        .tags
        .retain(|tag| !tag.starts_with("observation"));
    assert_eq!(
        lacks(&world),
        Some(vec![
            ("dcatap:hvdCategory", About::Dataset),
            ("dcatap:hvdCategory", About::File("Carte".to_owned())),
            (
                "dcatap:hvdCategory",
                About::Api(world.service.title.clone())
            ),
        ])
    );
    assert_eq!(measured(&world).violations, [], "DCAT-AP does not ask it");
    assert_eq!(measured(&world).score, score, "it takes no points");

    world.resources.clear();
    world.service.badges.clear();
    let found = lacks(&world).unwrap();
    assert!(
        found.contains(&("dcat:distribution", About::Dataset)),
        "{found:?}"
    );

    world.dataset.badges.clear();
    assert_eq!(lacks(&world), None, "others are not asked");
}
