//! The program: its command line, its settings, and the wiring of the rooms.

mod check;
mod demo;
mod harvest;
mod import;
mod output;
mod portal;
mod serve;
mod settings;

use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use vitrail_app::account::{self, Asking, NewUser};
use vitrail_app::{Error, follower};

use crate::output::say;
use crate::portal::Portal;
use crate::settings::{Common, Serve};

/// Gives memory back after a bulk load, and takes fewer instructions than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The open-data portal in one program.
#[derive(Parser)]
#[command(name = "vitrail", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal
    Serve(Serve),
    /// Serve a demonstration catalogue, written on the first start
    Demo(demo::Demo),
    /// Bring the database up to date and load the territories
    Migrate(Common),
    /// Say what is wrong with the portal and how to mend it
    Check(Serve),
    /// Bring in a catalogue, or territories
    Import {
        #[command(subcommand)]
        command: import::ImportCommand,
    },
    /// Read the catalogues of others
    Harvest {
        #[command(subcommand)]
        command: harvest::HarvestCommand,
    },
    /// Manage accounts
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Manage API tokens
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Search the catalogue from the command line
    Search(SearchArgs),
    /// Build the search index again from the database
    Reindex(Common),
}

#[derive(Subcommand)]
enum UserCommand {
    /// Create an account; prints its id
    Create(CreateUser),
    /// Ask for no second proof any more at the sign-in of somebody who lost their device and their rescue codes
    UnsetSecondFactor(UnsetSecondFactor),
}

#[derive(Args)]
struct UnsetSecondFactor {
    #[command(flatten)]
    common: Common,
    #[arg(long)]
    email: String,
}

#[derive(Args)]
struct CreateUser {
    #[command(flatten)]
    common: Common,
    #[arg(long)]
    email: String,
    #[arg(long)]
    password: String,
    #[arg(long)]
    first_name: String,
    #[arg(long)]
    last_name: String,
    /// Make it a sysadmin
    #[arg(long)]
    admin: bool,
}

#[derive(Subcommand)]
enum TokenCommand {
    /// Create an API token; prints it once
    Create(CreateToken),
}

#[derive(Args)]
struct CreateToken {
    #[command(flatten)]
    common: Common,
    /// The account that it acts for
    #[arg(long)]
    email: String,
    /// What it is for
    #[arg(long)]
    name: String,
}

#[derive(Args)]
struct SearchArgs {
    #[command(flatten)]
    common: Common,
    /// What to look for
    query: String,
    /// dataset, dataservice, reuse, organization, topic, discussion or post
    #[arg(long, default_value = "dataset")]
    kind: String,
    /// How many results
    #[arg(long, default_value_t = 20)]
    size: usize,
    /// Say why each result is where it is
    #[arg(long)]
    explain: bool,
    /// Language of the explanation: fr or en
    #[arg(long, default_value = "fr")]
    lang: String,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let done = runtime
        .context("the runtime could not start")
        .and_then(|runtime| {
            let done = runtime.block_on(run(cli.command));
            runtime.shutdown_timeout(std::time::Duration::from_secs(1));
            done
        });
    match done {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve::run(serve).await?,
        Command::Demo(demo) => demo::run(demo).await?,
        Command::Migrate(common) => {
            let app = Portal::open(&common.settings()?).await?.app()?;
            let zones = vitrail_app::spatial::load_shipped(&app).await?;
            say(&format!(
                "the database is up to date; {zones} territories loaded"
            ));
        }
        Command::Check(serve) => return check::run(&serve.settings()?).await,
        Command::Harvest { command } => return harvest::run(command).await,
        Command::Import { command } => return import::run(command).await,
        Command::User {
            command: UserCommand::Create(create),
        } => create_user(create).await?,
        Command::User {
            command: UserCommand::UnsetSecondFactor(unset),
        } => unset_second_factor(unset).await?,
        Command::Token {
            command: TokenCommand::Create(create),
        } => create_token(create).await?,
        Command::Search(args) => search(args).await?,
        Command::Reindex(common) => {
            let portal = Portal::open(&common.settings()?).await?;
            let app = portal.app_with_index()?;
            let bar = output::counter("objects read");
            let read = follower::rebuild(&app, |read| bar.set_position(read)).await?;
            bar.finish_and_clear();
            say(&format!("{read} objects indexed"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn create_user(create: CreateUser) -> anyhow::Result<()> {
    let app = Portal::open(&create.common.settings()?).await?.app()?;
    let new = NewUser {
        email: create.email,
        password: create.password,
        first_name: create.first_name,
        last_name: create.last_name,
        admin: create.admin,
    };
    match account::create(&app, new).await {
        Ok(user) => say(&user.id.to_string()),
        Err(Error::Arguments(errors)) => {
            let told: Vec<String> = errors
                .iter()
                .map(|(field, key)| {
                    format!("--{}: {}", field.replace('_', "-"), account::remedy(key))
                })
                .collect();
            anyhow::bail!("the account was not created\n{}", told.join("\n"));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn unset_second_factor(unset: UnsetSecondFactor) -> anyhow::Result<()> {
    let app = Portal::open(&unset.common.settings()?).await?.app()?;
    let user = account::by_email(&app, &unset.email).await?;
    let user = user.with_context(|| format!("no account has the address {}", unset.email))?;
    let asking = Asking {
        lang: app.settings().default_language.clone(),
        ..Asking::default()
    };
    account::second::remove(&app, &asking, &user).await?;
    say("the password alone opens this account");
    Ok(())
}

async fn create_token(create: CreateToken) -> anyhow::Result<()> {
    let app = Portal::open(&create.common.settings()?).await?.app()?;
    let user = account::by_email(&app, &create.email).await?;
    let user = user.with_context(|| {
        format!(
            "no account has the address {}; create it with `vitrail user create`",
            create.email
        )
    })?;
    say(&account::create_token(&app, user.id, Some(create.name)).await?);
    Ok(())
}

async fn search(args: SearchArgs) -> anyhow::Result<()> {
    use vitrail_app::index::{Kind, Lang, Query, render};

    let app = Portal::open(&args.common.settings()?)
        .await?
        .app_with_index()?;
    follower::catch_up(&app).await?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == args.kind);
    let kind = kind.with_context(|| format!("--kind: there is no kind `{}`", args.kind))?;
    let mut query = Query::new(kind, args.query, app.now().micros());
    query.page_size = args.size.clamp(1, 1_000);
    query.explain = args.explain;
    query.facets = false;
    let lang = if args.lang == "en" {
        Lang::English
    } else {
        Lang::French
    };
    let found = vitrail_app::search::find(&app, &query)?;
    if let Some(better) = &found.suggestion {
        say(&format!("did you mean: {better}"));
    }
    for (rank, hit) in (1..).zip(&found.hits) {
        let title = vitrail_app::search::title(&app, kind, &hit.id).await?;
        say(&format!("{rank:>3}. {title}  [{}]", hit.id));
        for reason in &hit.reasons {
            say(&format!("       {}", render(reason, lang)));
        }
    }
    say(&format!("{} found", found.total));
    Ok(())
}
