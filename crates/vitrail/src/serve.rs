//! `vitrail serve`: the web server and the followers, until somebody asks it to stop.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use vitrail_app::{
    App, Mailer, account, follower, harvest, jobs, outbox, sparql, traffic, webhook,
};
use vitrail_web::Web;

use crate::output::say;
use crate::portal::Portal;
use crate::settings::{Decided, Serve};

/// Requests under way have this long to end when the program is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Jobs done at the same time: a long one does not keep the others waiting.
const WORKERS: usize = 2;

/// Serves until SIGTERM or Ctrl-C.
pub async fn run(serve: Serve) -> anyhow::Result<()> {
    let decided = serve.settings()?;
    log(decided.json_log);
    let app = Portal::open(&decided).await?.app_with_index()?;
    serve_app(app, &decided, &[]).await
}

/// Serves an open portal; `more` is printed after the address.
pub async fn serve_app(app: App, decided: &Decided, more: &[String]) -> anyhow::Result<()> {
    let listener = TcpListener::bind(decided.listen).await.with_context(|| {
        format!("cannot listen on {}; is another portal running there? --listen chooses another address", decided.listen)
    })?;
    let address = listener.local_addr()?;
    app.serve_at(&format!("http://{address}"));
    let public = app.public().to_owned();
    vitrail_app::spatial::load_shipped(&app).await?;
    // Readers find everything from the first request on.
    follower::catch_up(&app).await?;
    if let Some(secret) = account::offer_setup(&app).await? {
        say(&format!(
            "Create the administrator (this link works once, for a day): {public}/setup/{secret}"
        ));
    }
    say(&format!("Vitrail answers at {public}"));
    for line in more {
        say(line);
    }
    let following = tokio::spawn(follower::follow(app.clone()));
    let graphing = tokio::spawn(sparql::follow(app.clone(), public.clone()));
    let listening = tokio::spawn(follower::listen(app.clone()));
    let (stop_working, stopping) = tokio::sync::watch::channel(false);
    jobs::sync(&app).await?;
    let workers = (0..WORKERS).map(|_| tokio::spawn(jobs::work(app.clone(), stopping.clone())));
    let workers: Vec<JoinHandle<()>> = workers.collect();
    let harvesting = tokio::spawn(harvest::work(app.clone(), stopping.clone()));
    let telling = tokio::spawn(webhook::follow(app.clone(), stopping.clone()));
    let counting = tokio::spawn(traffic::follow(app.clone(), stopping.clone()));
    let web = Web::new(app.clone())?;
    let sending = send_mail(&app, web.clone(), public)?;
    let service = vitrail_web::router(web).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop());
    let ended = tokio::select! {
        done = server => done,
        () = overdue() => {
            tracing::warn!("some requests did not end in time");
            Ok(())
        }
    };
    following.abort();
    graphing.abort();
    listening.abort();
    if let Some(sending) = sending {
        sending.abort();
    }
    stop_working.send_replace(true);
    for worker in workers.into_iter().chain([counting, telling, harvesting]) {
        // What does not end is taken again after its lease.
        let _ = tokio::time::timeout(GRACE, worker).await;
    }
    app.db().close().await;
    ended.context("the server stopped")
}

/// Starts the loop that sends letters, where mail is set.
fn send_mail(app: &App, web: Web, public: String) -> anyhow::Result<Option<JoinHandle<()>>> {
    let settings = app.settings();
    let Some(target) = &settings.mail else {
        tracing::warn!(
            "no mail leaves: people can neither register nor choose a new password; set --mail"
        );
        return Ok(None);
    };
    let mailer = Mailer::new(target, &settings.mail_from)?;
    let put = move |letter: &outbox::Letter| web.mail(letter, &public);
    Ok(Some(tokio::spawn(outbox::follow(app.clone(), mailer, put))))
}

async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

async fn overdue() {
    stop().await;
    tokio::time::sleep(GRACE).await;
}

/// Starts the log on standard error; `RUST_LOG` chooses what is said.
pub fn log(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new("info,tantivy=warn,sqlx::query=error")
    });
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if json {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
    drop(started);
}
