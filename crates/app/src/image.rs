//! Pictures that people send: logos, portraits, views of reuses and of posts. What is kept is drawn again from the
//! pixels alone: no metadata, nothing hidden after the picture, no format that could be run. A picture is refused
//! by what its header says before its pixels are unfolded, so that a small file cannot fill the memory.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;
use vitrail_domain::form::Problem;
use vitrail_domain::{Actor, Id, Kind, Organization, Post, Reuse, User};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::editing::{self, subject};
use crate::file::{address, objects};
use crate::{App, Error, Result, organization, post, reading, user};

/// The largest picture, in bytes.
pub const LARGEST: usize = 10_000_000;
/// The largest side and surface, in pixels.
const SIDE: u32 = 12_000;
const SURFACE: u64 = 25_000_000;
/// What unfolding one may take, in bytes.
const MEMORY: u64 = 200_000_000;
const QUALITY: u8 = 85;
/// Pictures unfolded at once: each may take much memory.
static ROOM: Semaphore = Semaphore::const_new(2);

/// Of what a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of<'a> {
    Organization(&'a str),
    Reuse(&'a str),
    Post(&'a str),
    User(&'a str),
    /// The caller.
    Me,
}

/// A part of a picture: left, top, right, bottom.
pub type Cut = [u32; 4];

/// The sides of what is kept: the picture itself, then its thumbnails, the one that lists show first.
struct Sizes {
    most: u32,
    thumbnails: &'static [u32],
}

impl Of<'_> {
    fn sizes(self) -> Sizes {
        match self {
            Self::Organization(_) => Sizes {
                most: 500,
                thumbnails: &[100, 60, 25],
            },
            Self::User(_) | Self::Me => Sizes {
                most: 500,
                thumbnails: &[100, 200, 32, 25],
            },
            Self::Reuse(_) => Sizes {
                most: 800,
                thumbnails: &[100, 50, 25],
            },
            Self::Post(_) => Sizes {
                most: 1_600,
                thumbnails: &[400, 100, 50],
            },
        }
    }
}

/// The addresses of a picture and of its thumbnail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    pub image: String,
    pub thumbnail: String,
}

/// Reads `x,y,x2,y2`.
pub fn cut(text: &str) -> Result<Cut> {
    let wrong = || Error::Bad("bbox must be left,top,right,bottom in pixels".to_owned());
    let numbers = text.split(',').map(|part| part.trim().parse::<f64>());
    let numbers: Vec<f64> = numbers
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| wrong())?;
    let [left, top, right, bottom] = numbers.as_slice() else {
        return Err(wrong());
    };
    let side = f64::from(SIDE);
    let known = [left, top, right, bottom].map(|number| (0.0..=side).contains(number));
    if known.contains(&false) || left >= right || top >= bottom {
        return Err(wrong());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the bounds were checked just above"
    )]
    let whole = |number: &f64| number.round() as u32;
    Ok([whole(left), whole(top), whole(right), whole(bottom)])
}

/// Refuses who may not give this a picture: asked before a byte is read.
pub async fn permitted(app: &App, actor: &Actor, of: Of<'_>) -> Result<()> {
    held(app, actor, of).await.map(drop)
}

/// Takes a picture in, and puts it in place of the one there was.
pub async fn set(
    app: &App,
    actor: &Actor,
    of: Of<'_>,
    bytes: Vec<u8>,
    cut: Option<Cut>,
) -> Result<Pictures> {
    permitted(app, actor, of).await?;
    let drawn = draw(bytes, cut, of.sizes()).await?;
    let folder = format!("images/{}", app.new_id());
    let at = |name: &str| format!("{folder}/{name}");
    for (name, bytes) in &drawn {
        let key = at(name);
        let put = objects(app).put(&key, bytes).await;
        put.map_err(anyhow::Error::from)?;
    }
    let named = |wanted: usize| drawn.get(wanted).map(|(name, _)| served(&at(name)));
    let (Some(image), Some(thumbnail)) = (named(1), named(2)) else {
        return Err(Error::Internal(anyhow::anyhow!("no picture was drawn")));
    };
    let pictures = Pictures { image, thumbnail };
    let done = async {
        let held = held(app, actor, of).await?;
        held.write(app, actor, Some(&pictures)).await
    };
    match done.await {
        Ok(former) => forget(app, former.as_deref()).await,
        Err(error) => {
            // When the database failed, nobody knows whether it was written.
            if !matches!(error, Error::Internal(_)) {
                forget(app, Some(&pictures.image)).await;
            }
            return Err(error);
        }
    }
    Ok(pictures)
}

/// Takes the picture away.
pub async fn remove(app: &App, actor: &Actor, of: Of<'_>) -> Result<()> {
    let held = held(app, actor, of).await?;
    let former = held.write(app, actor, None).await?;
    forget(app, former.as_deref()).await;
    Ok(())
}

/// Cuts the picture that is there anew.
pub async fn cut_again(app: &App, actor: &Actor, of: Of<'_>, cut: Option<Cut>) -> Result<Pictures> {
    use tokio::io::AsyncReadExt;
    let held = held(app, actor, of).await?;
    let folder = held.current().as_deref().and_then(folder_of);
    drop(held);
    let missing = || Error::Bad("There is no picture of this portal to cut".to_owned());
    let folder = folder.ok_or_else(missing)?;
    let kept = objects(app);
    for name in ["original.png", "original.jpg"] {
        if let Ok((mut file, length)) = kept.open(&format!("{folder}/{name}")).await {
            let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
            let read = file.read_to_end(&mut bytes).await;
            read.map_err(anyhow::Error::from)?;
            return set(app, actor, of, bytes, cut).await;
        }
    }
    Err(missing())
}

/// The path at which a picture is served.
fn served(key: &str) -> String {
    address(&format!("s/{key}"))
}

/// The folder of a picture that this portal keeps.
fn folder_of(address: &str) -> Option<String> {
    let key = address.strip_prefix("/s/")?;
    let (folder, _) = key.rsplit_once('/')?;
    folder.starts_with("images/").then(|| folder.to_owned())
}

/// Forgets the files of a picture that was replaced; what cannot be forgotten only takes room.
async fn forget(app: &App, former: Option<&str>) {
    let Some(folder) = former.and_then(folder_of) else {
        return;
    };
    if let Err(error) = objects(app).purge(&folder, None).await {
        tracing::warn!(folder, %error, "a former picture could not be removed");
    }
}

/// What bears the picture, kept from other writers.
enum Held {
    Organization(Tx, Box<Organization>),
    Reuse(Tx, Box<Reuse>),
    Post(Tx, Box<Post>),
    User(Tx, Box<User>),
}

async fn held(app: &App, actor: &Actor, of: Of<'_>) -> Result<Held> {
    Ok(match of {
        Of::Organization(key) => {
            let (tx, found) = organization::write::open(app, actor, key).await?;
            Held::Organization(tx, Box::new(found))
        }
        Of::Reuse(key) => {
            let (tx, found) = subject::open::<Reuse>(app, actor, key).await?;
            Held::Reuse(tx, Box::new(found))
        }
        Of::Post(key) => {
            let (tx, found) = post::write::open(app, actor, key).await?;
            Held::Post(tx, Box::new(found))
        }
        Of::User(key) => {
            reading::sysadmin(actor)?;
            let mut tx = app.db().begin().await?;
            let found = editing::hold::<User>(&mut tx, key).await?;
            if found.deleted.is_some() {
                return Err(Error::Gone(Kind::User));
            }
            editing::still_marked(actor, &found)?;
            Held::User(tx, Box::new(found))
        }
        Of::Me => {
            let me: Id = reading::signed_in(actor)?;
            let mut tx = app.db().begin().await?;
            let found = store::subject::get::<User>(&mut tx, me).await?;
            let found = found.ok_or(Error::NotFound(Kind::User))?;
            editing::still_marked(actor, &found)?;
            Held::User(tx, Box::new(found))
        }
    })
}

impl Held {
    /// The address of the picture that is there.
    fn current(&self) -> Option<String> {
        match self {
            Self::Organization(_, found) => found.logo.clone(),
            Self::Reuse(_, found) => found.image.clone(),
            Self::Post(_, found) => found.image.clone(),
            Self::User(_, found) => found.avatar.clone(),
        }
    }

    /// Writes the addresses of a new picture, or that there is none; gives back that of the former.
    async fn write(
        self,
        app: &App,
        actor: &Actor,
        new: Option<&Pictures>,
    ) -> Result<Option<String>> {
        let former = self.current();
        let image = new.map(|new| new.image.clone());
        let thumbnail = new.map(|new| new.thumbnail.clone());
        if former == image {
            return Ok(None);
        }
        match self {
            Self::Organization(mut tx, mut found) => {
                (found.logo, found.logo_thumbnail) = (image, thumbnail);
                let fields = vec!["logo".to_owned()];
                organization::write::save(app, &mut tx, actor, &mut found, "updated", fields)
                    .await?;
                tx.commit().await?;
            }
            Self::Reuse(tx, found) => {
                let mut changed = found.clone();
                (changed.image, changed.image_thumbnail) = (image, thumbnail);
                changed.last_modified = app.now();
                subject::close(app, tx, actor, Some(&*found), *changed, "updated").await?;
            }
            Self::Post(tx, found) => {
                let mut changed = found.clone();
                (changed.image, changed.image_thumbnail) = (image, thumbnail);
                post::write::write(app, tx, actor, &found, *changed).await?;
            }
            Self::User(mut tx, found) => {
                let mut changed = found.clone();
                (changed.avatar, changed.avatar_thumbnail) = (image, thumbnail);
                user::write::save(app, &mut tx, actor, &found, &mut changed).await?;
                tx.commit().await?;
            }
        }
        Ok(former)
    }
}

/// The files made of a picture, under their names: as it came, as it is shown, then its thumbnails.
type Drawn = Vec<(String, Vec<u8>)>;

async fn draw(bytes: Vec<u8>, cut: Option<Cut>, sizes: Sizes) -> Result<Drawn> {
    let _room = ROOM.acquire().await.map_err(anyhow::Error::from)?;
    let drawing = tokio::task::spawn_blocking(move || redraw(&bytes, cut, &sizes));
    drawing.await.map_err(anyhow::Error::from)?
}

fn redraw(bytes: &[u8], cut: Option<Cut>, sizes: &Sizes) -> Result<Drawn> {
    let (picture, is_photo) = unfold(bytes)?;
    let extension = if is_photo { "jpg" } else { "png" };
    let mut drawn = vec![(
        format!("original.{extension}"),
        encode(&within(&picture, 2 * sizes.most), is_photo)?,
    )];
    let picture = match cut {
        Some([left, top, right, bottom]) => {
            let (width, height) = picture.dimensions();
            if right > width || bottom > height {
                let sentence =
                    format!("bbox is outside of the picture of {width} × {height} pixels");
                return Err(Error::Bad(sentence));
            }
            picture.crop_imm(left, top, right - left, bottom - top)
        }
        None => picture,
    };
    for side in std::iter::once(&sizes.most).chain(sizes.thumbnails) {
        let bytes = encode(&within(&picture, *side), is_photo)?;
        drawn.push((format!("{side}.{extension}"), bytes));
    }
    Ok(drawn)
}

/// The pixels of a picture, upright, and whether it is a photograph.
fn unfold(bytes: &[u8]) -> Result<(DynamicImage, bool)> {
    let unknown = || {
        let problem = Problem::Whole("Unsupported image format".to_owned());
        editing::invalid(Kind::Site, "file", problem)
    };
    let format = image::guess_format(bytes).map_err(|_| unknown())?;
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP
    ) {
        return Err(unknown());
    }
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| unknown())?;
    let surface = u64::from(width) * u64::from(height);
    if width > SIDE || height > SIDE || surface > SURFACE || surface == 0 {
        let sentence = format!(
            "The picture has {width} × {height} pixels: send one of at most {} million pixels",
            SURFACE / 1_000_000
        );
        return Err(Error::Bad(sentence));
    }
    let mut limited = reader();
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    limited.limits(limits);
    let mut decoder = limited.into_decoder().map_err(|_| unknown())?;
    let orientation = decoder.orientation();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| unknown())?;
    if let Ok(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok((picture, format == ImageFormat::Jpeg))
}

/// The picture made small enough, never larger.
fn within(picture: &DynamicImage, side: u32) -> DynamicImage {
    let (width, height) = picture.dimensions();
    if width <= side && height <= side {
        return picture.clone();
    }
    picture.resize(side, side, FilterType::Triangle)
}

fn encode(picture: &DynamicImage, is_photo: bool) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let done = if is_photo {
        let pixels = DynamicImage::ImageRgb8(picture.to_rgb8());
        pixels.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
    } else {
        let pixels = DynamicImage::ImageRgba8(picture.to_rgba8());
        pixels.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
    };
    done.map_err(anyhow::Error::from)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = DynamicImage::new_rgba8(width, height);
        encode(&picture, false).unwrap()
    }

    #[test]
    fn a_picture_is_drawn_again_at_each_size() {
        let mut sent = png(900, 300);
        sent.extend_from_slice(b"<script>alert(1)</script>");
        let sizes = Of::Organization("x").sizes();
        let drawn = redraw(&sent, Some([0, 0, 300, 300]), &sizes).unwrap();
        let names: Vec<&str> = drawn.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            ["original.png", "500.png", "100.png", "60.png", "25.png"]
        );
        for (name, bytes) in &drawn {
            assert!(!bytes.windows(8).any(|part| part == b"<script>"), "{name}");
        }
        let (small, _) = unfold(&drawn[2].1).unwrap();
        assert_eq!(small.dimensions(), (100, 100));
        let (shown, _) = unfold(&drawn[1].1).unwrap();
        assert_eq!(shown.dimensions(), (300, 300), "never made larger");
        assert!(redraw(&sent, Some([0, 0, 1_000, 300]), &sizes).is_err());
    }

    #[test]
    fn what_is_no_picture_or_too_large_a_one_is_refused() {
        // The header alone says how large it will be.
        let mut bomb = png(1, 1);
        bomb[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
        for sent in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            b"GIF89a\x01\x00\x01\x00",
            b"%PDF-1.4",
            b"",
            &png(4, 4)[..40],
            &bomb,
        ] {
            assert!(unfold(sent).is_err(), "{sent:?}");
        }
    }

    #[test]
    fn a_cut_is_four_numbers_in_order() {
        assert_eq!(cut("0, 1,2.4,3").unwrap(), [0, 1, 2, 3]);
        for wrong in ["", "1,2,3", "3,0,1,2", "0,0,-1,5", "a,b,c,d", "0,0,1e99,2"] {
            assert!(cut(wrong).is_err(), "{wrong}");
        }
    }
}
