//! `vitrail check`: what is wrong with a portal and how to mend it, without changing anything that matters.

use std::process::ExitCode;

use vitrail_app::{Mailer, Settings, account};
use vitrail_search::{Index, Synonyms};

use crate::output::say;
use crate::portal::{Portal, without_password};
use crate::settings::Decided;

/// Looks at each part; the exit status is 1 when something must be mended.
pub async fn run(decided: &Decided) -> anyhow::Result<ExitCode> {
    let mut wrong = 0;
    let mut tell = |name: &str, state: Result<String, String>| match state {
        Ok(state) => say(&format!("ok      {name}: {state}")),
        Err(remedy) => {
            wrong += 1;
            say(&format!("wrong   {name}: {remedy}"));
        }
    };
    let data = &decided.app.data;
    let probe = data.join(".check");
    let writable = std::fs::create_dir_all(data).and_then(|()| std::fs::write(&probe, b"check"));
    let _ = std::fs::remove_file(&probe);
    tell(
        "folder",
        writable.map(|()| data.display().to_string()).map_err(|error| {
            format!("{} cannot be written ({error}); free some room or give the rights to this user", data.display())
        }),
    );
    let place = decided.database.as_deref().map_or_else(
        || data.join("vitrail.db").display().to_string(),
        without_password,
    );
    let portal = match Portal::open(decided).await {
        Ok(portal) => portal,
        Err(error) => {
            tell("database", Err(format!("{error:#}")));
            return Ok(ExitCode::FAILURE);
        }
    };
    tell("database", Ok(format!("{place}, up to date")));
    let zones = vitrail_store::zone::count(&portal.db).await?;
    tell(
        "territories",
        if zones > 0 {
            Ok(format!("{zones} zones"))
        } else {
            Err("none; run `vitrail migrate` to load those that are shipped".to_owned())
        },
    );
    let last = portal.db.look_for_changes().await?;
    tell(
        "search index",
        match Index::open(&data.join("index"), Synonyms::default()) {
            Ok(index) if index.cursor() == last => {
                Ok(format!("{} documents, up to date", index.len()))
            }
            Ok(index) => Ok(format!(
                "{} changes behind; `vitrail serve` catches up by itself",
                last.saturating_sub(index.cursor())
            )),
            Err(error) => Err(format!(
                "{error}; `vitrail serve` or `vitrail reindex` builds it again"
            )),
        },
    );
    let portal_db = portal.db.clone();
    let admin = account::has_admin(&portal.app()?).await?;
    tell(
        "administrator",
        if admin {
            Ok("there is one".to_owned())
        } else {
            Err(
                "none; open the link that `vitrail serve` prints, or `vitrail user create --admin`"
                    .to_owned(),
            )
        },
    );
    let letters = vitrail_store::outbox::counts(&portal_db).await?;
    if decided.app.mail.is_some() {
        tell("mail", mail(&decided.app, letters).await);
    } else {
        say(
            "note    mail: none leaves, so people can neither register nor choose a new password. Set --mail to \
             smtps://user:password@mail.example.org, or to a folder to read the letters there.",
        );
    }
    if let Some(url) = &decided.app.base_url {
        tell("public address", Ok(url.clone()));
    } else {
        say(
            "note    public address: none set; each answer uses the address of its request. Set --base-url before opening to the public.",
        );
    }
    Ok(if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whether letters leave; `counts` are those that wait and those that were given up.
async fn mail(settings: &Settings, (waiting, given_up): (i64, i64)) -> Result<String, String> {
    let target = settings.mail.as_deref().unwrap_or_default();
    let mailer = Mailer::new(target, &settings.mail_from).map_err(|error| error.to_string())?;
    mailer.check().await.map_err(|error| error.to_string())?;
    let place = if target.contains("://") {
        without_password(target)
    } else {
        target.to_owned()
    };
    Ok(format!("{place}, {waiting} waiting, {given_up} given up"))
}
