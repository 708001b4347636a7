//! Publishes the catalogue as a dataset of the portal, a table for each kind of object, each day: whoever wants all
//! of it takes one file. Its identifiers never change; what editors write about it stays; who deletes it is obeyed.

use vitrail_domain::vocabulary::role::ContactRole;
use vitrail_domain::vocabulary::{Label, Vocabulary};
use vitrail_domain::{Change, ContactPoint, Dataset, Id, Kind, Owner, Resource};
use vitrail_store as store;

use super::Known;
use crate::export::{self, Format, Rows, catalogue, table_of};
use crate::{App, Result, dataservice, dataset, file, organization, reuse, site, upload};

pub const JOB: Known = Known {
    name: "catalogue",
    cron: Some("41 2 * * *"),
    tries: 3,
};

/// The tables, by the names that udata gives them, and what a line of each is.
fn tables() -> [(&'static str, Label, Rows); 8] {
    [
        (
            "dataset",
            Label::new(
                "Un jeu de données par ligne : qui le publie, sous quelle licence, ses dates, sa qualité et ses chiffres.",
                "One dataset on each line: who publishes it, under which licence, its dates, quality and figures.",
            ),
            Rows::Datasets(dataset::Filter::default()),
        ),
        (
            "resource",
            Label::new(
                "Un fichier par ligne, avec son jeu de données, son adresse, son format et sa taille.",
                "One file on each line, with its dataset, address, format and size.",
            ),
            Rows::Resources(dataset::Filter::default()),
        ),
        (
            "organization",
            Label::new(
                "Une organisation par ligne, avec ce qu’elle publie.",
                "One organization on each line, with what it publishes.",
            ),
            Rows::Organizations(organization::Filter::default()),
        ),
        (
            "reuse",
            Label::new(
                "Une réutilisation par ligne, avec les jeux de données qu’elle emploie.",
                "One reuse on each line, with the datasets that it uses.",
            ),
            Rows::Reuses(reuse::Filter::default()),
        ),
        (
            "dataservice",
            Label::new(
                "Une API par ligne, avec son adresse et ses conditions d’accès.",
                "One API on each line, with its address and terms of access.",
            ),
            Rows::Dataservices(dataservice::Filter::default()),
        ),
        (
            "discussion",
            Label::new(
                "Une discussion par ligne, avec ses messages.",
                "One discussion on each line, with its messages.",
            ),
            Rows::Discussions(None),
        ),
        (
            "harvest",
            Label::new(
                "Un moissonneur par ligne, avec l’adresse de sa source.",
                "One harvester on each line, with the address of its source.",
            ),
            Rows::Harvests,
        ),
        (
            "tag",
            Label::new(
                "Un mot-clé par ligne, avec le nombre de jeux de données et de réutilisations qui le portent.",
                "One tag on each line, with how many datasets and reuses bear it.",
            ),
            Rows::Tags,
        ),
    ]
}

pub async fn run(app: &App) -> Result<String> {
    let known = catalogue(app).await?;
    let found = match known {
        Some(id) => store::subject::get::<Dataset>(app.db(), id).await?,
        None => None,
    };
    if found.as_ref().is_some_and(|found| found.deleted.is_some()) {
        return Ok("the dataset of the catalogue was deleted: nothing to publish".to_owned());
    }
    let found = match found {
        Some(found) => found,
        None => create(app, known.unwrap_or_else(|| app.new_id())).await?,
    };
    said_by_the_portal(app, found.id).await?;
    let mut bytes = 0;
    for (name, about, rows) in tables() {
        for format in Format::ALL {
            bytes += publish(app, &found, (name, about, format), rows.clone()).await?;
        }
    }
    Ok(format!(
        "{} tables published, {bytes} bytes",
        tables().len()
    ))
}

/// Writes the record of the catalogue.
async fn create(app: &App, id: Id) -> Result<Dataset> {
    let lang = app.settings().default_language.as_str();
    let portal = site::read(app).await?.title.clone();
    let said = |french: &'static str, english: &'static str| {
        Label::new(french, english)
            .in_lang(lang)
            .replace("{portal}", &portal)
    };
    let now = app.now();
    let mut dataset = Dataset {
        id,
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
    export::remember_catalogue(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(dataset)
}

/// Names the portal as the publisher of its catalogue, as long as nobody owns it or is named.
async fn said_by_the_portal(app: &App, catalogue: Id) -> Result<()> {
    let portal = ContactPoint {
        id: Id::seeded(&format!("the publisher of {catalogue}")),
        name: site::read(app).await?.title.clone(),
        role: ContactRole::Publisher.code().to_owned(),
        ..ContactPoint::default()
    };
    let mut tx = app.db().begin().await?;
    let found = store::subject::get::<Dataset>(&mut tx, catalogue).await?;
    let Some(mut dataset) = found.filter(|found| found.owner == Owner::Nobody) else {
        return Ok(());
    };
    if dataset.contact_points.is_empty() {
        dataset.contact_points = vec![portal.id];
        store::dataset::save(&mut tx, &dataset).await?;
        let change = Change::new(app.now(), (Kind::Dataset, catalogue), "updated");
        store::change::record(&mut tx, &change).await?;
    }
    // The portal may have another title since.
    if dataset.contact_points.contains(&portal.id) {
        store::contact_point::save(&mut tx, &portal).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes one table again, in the place of the former; its size in bytes.
async fn publish(
    app: &App,
    catalogue: &Dataset,
    (name, about, format): (&str, Label, Format),
    rows: Rows,
) -> Result<i64> {
    let mut table = export::table(app, rows, app.public(), format);
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
        id: table_of(catalogue.id, name, format),
        description: Some(about.in_lang(&app.settings().default_language).to_owned()),
        created_at_internal: now,
        ..Resource::default()
    };
    upload::fill_as(
        app,
        &catalogue.slug,
        (&title, format.extension()),
        draft,
        &mut made,
    )
    .await?;
    made.last_modified_internal = now;

    let mut tx = app.db().begin().await?;
    let Some(mut dataset) = store::subject::get::<Dataset>(&mut tx, catalogue.id).await? else {
        return Ok(0);
    };
    let mut files = store::resource::of(&mut tx, &[dataset.id]).await?;
    let mut files = files.remove(&dataset.id).unwrap_or_default();
    let size = made.filesize.unwrap_or(0);
    let mut former = None;
    if let Some(place) = files.iter_mut().find(|file| file.id == made.id) {
        // What an editor wrote of the file stays.
        made.created_at_internal = place.created_at_internal;
        if place.description.is_some() {
            made.description.clone_from(&place.description);
        }
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
