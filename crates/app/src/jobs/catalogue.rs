//! Publishes the catalogue as a dataset of the portal, a table for each kind of object, each day: whoever wants all
//! of it takes one file. Its identifiers never change; what editors write about it stays; who deletes it is obeyed.

use vitrail_domain::vocabulary::Label;
use vitrail_domain::{Change, Dataset, Kind, Resource};
use vitrail_store as store;

use super::Known;
use crate::export::{self, Format, Rows, catalogue, table_of};
use crate::{App, Result, dataservice, dataset, file, organization, reuse, site, upload};

pub const JOB: Known = Known {
    name: "catalogue",
    cron: Some("41 2 * * *"),
    tries: 3,
};

/// The tables, by the names that udata gives them.
fn tables() -> [(&'static str, Rows); 8] {
    [
        ("dataset", Rows::Datasets(dataset::Filter::default())),
        ("resource", Rows::Resources(dataset::Filter::default())),
        (
            "organization",
            Rows::Organizations(organization::Filter::default()),
        ),
        ("reuse", Rows::Reuses(reuse::Filter::default())),
        (
            "dataservice",
            Rows::Dataservices(dataservice::Filter::default()),
        ),
        ("discussion", Rows::Discussions(None)),
        ("harvest", Rows::Harvests),
        ("tag", Rows::Tags),
    ]
}

pub async fn run(app: &App) -> Result<String> {
    let found = store::subject::get::<Dataset>(app.db(), catalogue()).await?;
    if found.as_ref().is_some_and(|found| found.deleted.is_some()) {
        return Ok("the dataset of the catalogue was deleted: nothing to publish".to_owned());
    }
    let slug = match &found {
        Some(found) => found.slug.clone(),
        None => create(app).await?,
    };
    let mut bytes = 0;
    for (name, rows) in tables() {
        for format in Format::ALL {
            bytes += publish(app, &slug, (name, format), rows.clone()).await?;
        }
    }
    Ok(format!(
        "{} tables published, {bytes} bytes",
        tables().len()
    ))
}

/// Writes the record of the catalogue; its slug.
async fn create(app: &App) -> Result<String> {
    let lang = app.settings().default_language.as_str();
    let portal = site::read(app).await?.title.clone();
    let said = |french: &'static str, english: &'static str| {
        Label::new(french, english)
            .in_lang(lang)
            .replace("{portal}", &portal)
    };
    let now = app.now();
    let mut dataset = Dataset {
        id: catalogue(),
        title: said("Catalogue des données de {portal}", "Catalogue of {portal}"),
        description: said(
            "Tout ce que publie {portal}, en tableaux : jeux de données, fichiers, organisations, réutilisations, \
             API, discussions, moissonneurs et mots-clés, en CSV et en Parquet. Chaque ligne est un objet public. Les \
             fichiers sont refaits chaque jour et gardent leur adresse.",
            "All that {portal} publishes, as tables: datasets, files, organizations, reuses, APIs, discussions, \
             harvesters and tags, in CSV and Parquet. Each line is a public object. The files are made again each day \
             and keep their address.",
        ),
        frequency: "daily".to_owned(),
        tags: vec!["catalogue".to_owned(), "metadonnees".to_owned()],
        created_at_internal: now,
        last_modified_internal: now,
        ..Dataset::default()
    };
    let mut tx = app.db().begin().await?;
    let title = dataset.title.clone();
    dataset.slug = store::slug::pick(&mut tx, Kind::Dataset, "dataset", dataset.id, &title).await?;
    dataset.refresh(&[]);
    store::dataset::add(&mut tx, &dataset, &[]).await?;
    let change = Change::new(now, (Kind::Dataset, dataset.id), "created");
    store::change::record(&mut tx, &change).await?;
    tx.commit().await?;
    Ok(dataset.slug)
}

/// Makes one table again, in the place of the former; its size in bytes.
async fn publish(app: &App, slug: &str, (name, format): (&str, Format), rows: Rows) -> Result<i64> {
    let base = app.settings().base_url.clone().unwrap_or_default();
    let mut table = export::table(app, rows, &base, format);
    let mut draft = upload::begin(app).await?;
    while let Some(lines) = table.next().await? {
        draft.write(&lines).await.map_err(anyhow::Error::from)?;
    }
    let now = app.now();
    let title = format!(
        "export-{name}-{}.{}",
        now.civil().strftime("%Y%m%d-%H%M%S"),
        format.extension()
    );
    let mut made = Resource {
        id: table_of(name, format),
        created_at_internal: now,
        ..Resource::default()
    };
    upload::fill_as(app, slug, (&title, format.extension()), draft, &mut made).await?;
    made.last_modified_internal = now;

    let mut tx = app.db().begin().await?;
    let Some(mut dataset) = store::subject::get::<Dataset>(&mut tx, catalogue()).await? else {
        return Ok(0);
    };
    let mut files = store::resource::of(&mut tx, &[dataset.id]).await?;
    let mut files = files.remove(&dataset.id).unwrap_or_default();
    let size = made.filesize.unwrap_or(0);
    let mut former = None;
    if let Some(place) = files.iter_mut().find(|file| file.id == made.id) {
        // What an editor wrote of the file stays.
        made.created_at_internal = place.created_at_internal;
        made.description.clone_from(&place.description);
        made.metrics.clone_from(&place.metrics);
        former = Some(std::mem::replace(place, made));
    } else {
        files.push(made);
    }
    store::resource::replace(&mut tx, dataset.id, &files).await?;
    dataset.refresh(&files);
    store::dataset::save(&mut tx, &dataset).await?;
    let change = Change::new(now, (Kind::Dataset, dataset.id), "resource:updated");
    store::change::record(&mut tx, &change).await?;
    tx.commit().await?;
    // A day's table is of no use once the next one is there.
    if let Some(key) = former.as_ref().and_then(Resource::file) {
        file::objects(app)
            .remove(key)
            .await
            .map_err(anyhow::Error::from)?;
    }
    Ok(size)
}
