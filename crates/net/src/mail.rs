//! Mail: one letter to one person, by an SMTP server, or written as a file in a folder where tests, demonstrations
//! and curious people read it. The folder is no archive: nobody empties it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Message, Tokio1Executor};

/// A server that does not answer is left alone after this long.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error(
        "--mail: `{0}` is neither the address of a server nor a folder; write it as \
         smtps://user:password@mail.example.org, smtp://localhost:25 or ./mails"
    )]
    BadTarget(String),
    #[error(
        "--mail-from: `{0}` is no address; write it as name@example.org or Name <name@example.org>"
    )]
    BadSender(String),
    #[error("`{0}` is no address to which a mail can be sent")]
    BadRecipient(String),
    #[error("the mail cannot be put together: {0}")]
    Unwritable(String),
    #[error("the mail server did not take the mail: {0}")]
    Refused(String),
    #[error(
        "the mail server does not answer as it should: {0}; check --mail and that the server is up"
    )]
    Unreachable(String),
    #[error("the mail cannot be written in {}: {why}; check the free space and the rights of the folder", .folder.display())]
    Folder {
        folder: PathBuf,
        why: std::io::Error,
    },
}

/// A letter, ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Names the letter: sent twice, it is seen as one.
    pub id: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Where a program ends such letters by one POST (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// Sends letters in the name of the portal.
#[derive(Clone, Debug)]
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Server(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

impl Mailer {
    /// `target` is `smtp://`, `smtps://` or a folder.
    pub fn new(target: &str, from: &str) -> Result<Self, MailError> {
        let sender: Mailbox = from
            .parse()
            .map_err(|_| MailError::BadSender(from.to_owned()))?;
        let way = if target.starts_with("smtp://") || target.starts_with("smtps://") {
            let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(target);
            // The address holds a password: it is not shown whole.
            let bad =
                || MailError::BadTarget(target.split('@').next_back().unwrap_or("").to_owned());
            Way::Server(server.map_err(|_| bad())?.timeout(Some(PATIENCE)).build())
        } else if target.is_empty() || target.contains("://") {
            return Err(MailError::BadTarget(target.to_owned()));
        } else {
            Way::Folder(PathBuf::from(target))
        };
        Ok(Self { from: sender, way })
    }

    pub async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = self.message(mail)?;
        match &self.way {
            Way::Server(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() || error.is_transient() => {
                    Err(MailError::Refused(error.to_string()))
                }
                Err(error) => Err(MailError::Unreachable(error.to_string())),
            },
            Way::Folder(folder) => write(folder, &mail.id, &message.formatted()).await,
        }
    }

    /// Whether letters could leave now.
    pub async fn check(&self) -> Result<(), MailError> {
        match &self.way {
            Way::Server(server) => match server.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(MailError::Unreachable(
                    "it closed the connection".to_owned(),
                )),
                Err(error) => Err(MailError::Unreachable(error.to_string())),
            },
            Way::Folder(folder) => {
                write(folder, ".check", b"").await?;
                let done = tokio::fs::remove_file(folder.join(".check.eml")).await;
                done.map_err(|why| MailError::Folder {
                    folder: folder.clone(),
                    why,
                })
            }
        }
    }

    fn message(&self, mail: &Mail) -> Result<Message, MailError> {
        let to: Mailbox = mail
            .to
            .parse()
            .map_err(|_| MailError::BadRecipient(mail.to.clone()))?;
        let id = format!("<{}@{}>", mail.id, self.from.email.domain());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject.clone())
            .message_id(Some(id))
            .header(Automatic);
        if let Some(url) = &mail.unsubscribe {
            let one_click = "List-Unsubscribe=One-Click".to_owned();
            message = message
                .raw_header(raw("List-Unsubscribe", format!("<{url}>")))
                .raw_header(raw("List-Unsubscribe-Post", one_click));
        }
        message
            .multipart(MultiPart::alternative_plain_html(
                mail.text.clone(),
                mail.html.clone(),
            ))
            .map_err(|error| MailError::Unwritable(error.to_string()))
    }
}

fn raw(name: &'static str, value: String) -> lettre::message::header::HeaderValue {
    let name = lettre::message::header::HeaderName::new_from_ascii_str(name);
    lettre::message::header::HeaderValue::new(name, value)
}

/// Tells the programs of absent people not to answer.
#[derive(Clone)]
struct Automatic;

impl lettre::message::header::Header for Automatic {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A reader of the folder never sees half a letter.
async fn write(folder: &Path, id: &str, bytes: &[u8]) -> Result<(), MailError> {
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        let draft = folder.join(format!(".{id}.draft"));
        tokio::fs::write(&draft, bytes).await?;
        tokio::fs::rename(&draft, folder.join(format!("{id}.eml"))).await
    };
    written.await.map_err(|why| MailError::Folder {
        folder: folder.to_owned(),
        why,
    })
}
