//! A plain form with files, read as it comes: its texts, and its files, which are on the disk before the form ends.

use axum::extract::{FromRequest, Request};
use vitrail_app::{App, Error, upload};

use crate::Web;
use crate::deed;
use crate::error::{ApiError, ApiResult};
use crate::multipart::{self, cut};
use crate::pages::admin::form::Typed;

/// A field of text beside a file.
const TEXT: usize = 4_096;
/// A plain form sends at most this many files.
const FILES: usize = 50;

/// The body of a plain form with files, not read yet.
pub struct Files(Option<Box<multer::Multipart<'static>>>);

impl FromRequest<Web> for Files {
    type Rejection = ApiError;

    async fn from_request(request: Request, web: &Web) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        deed::count(web, &parts.extensions).await?;
        let boundary = multipart::boundary(&parts.headers);
        let body = boundary.map(|boundary| Box::new(multipart::open(body, boundary)));
        Ok(Self(body))
    }
}

/// A file that was received, or why it was not, with its name.
pub type Received = (String, Result<upload::Draft, Error>);

impl Files {
    /// Reads the whole form: its texts, and its files one after the other.
    pub async fn read(self, app: &App) -> Result<(Typed, Vec<Received>), Error> {
        let (mut typed, mut files) = (Typed::default(), Vec::new());
        let Some(mut body) = self.0 else {
            return Ok((typed, files));
        };
        while let Some(mut field) = body.next_field().await.map_err(cut)? {
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file) = field.file_name().map(str::to_owned) {
                if file.is_empty() {
                    continue;
                }
                if files.len() >= FILES {
                    return Err(Error::Upload("Too many fields"));
                }
                let draft = receive_one(app, &file, field).await;
                files.push((file, draft));
                continue;
            }
            typed.add(&name, multipart::text(&mut field, TEXT).await?);
        }
        Ok((typed, files))
    }
}

/// One file; what is refused is read to its end all the same, so that the others come too.
async fn receive_one(
    app: &App,
    name: &str,
    mut field: multer::Field<'static>,
) -> Result<upload::Draft, Error> {
    let mut draft = match upload::extension(name) {
        Ok(_) => Ok(upload::begin(app).await?),
        Err(error) => Err(error),
    };
    while let Some(bytes) = field.chunk().await.map_err(cut)? {
        if let Ok(kept) = &mut draft
            && let Err(error) = upload::write(app, kept, &bytes).await
        {
            draft = Err(error);
        }
    }
    draft
}
