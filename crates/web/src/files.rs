//! Files that the portal hosts, streamed from where they are kept, to those who may read their dataset. They come
//! from anybody who publishes: they are given to be saved, never to be run as pages of the portal. A reader may
//! ask for a part, to resume a download or to look at the beginning of a large file.

use std::io::SeekFrom;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;
use vitrail_app::file;

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::traffic::Seen;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/resources/{*path}", get(resource))
        .route("/s/{*path}", get(any))
}

/// A file of a dataset.
async fn resource(
    State(web): State<Web>,
    Path(path): Path<String>,
    headers: HeaderMap,
    context: Context,
) -> ApiResult {
    serve(&web, &context, &format!("resources/{path}"), &headers).await
}

/// Any hosted file, by its key.
async fn any(
    State(web): State<Web>,
    Path(key): Path<String>,
    headers: HeaderMap,
    context: Context,
) -> ApiResult {
    serve(&web, &context, &key, &headers).await
}

async fn serve(web: &Web, context: &Context, key: &str, asked: &HeaderMap) -> ApiResult {
    let opened = file::open(&web.app, &context.actor, key).await?;
    let (file, length) = (opened.file, opened.length);
    let sent = Sent {
        tag: tag(&file, length).await,
        name: key.rsplit('/').next().unwrap_or_default(),
        public: opened.public,
    };
    if header(asked, &IF_NONE_MATCH).is_some_and(|known| holds(known, &sent.tag)) {
        let headers = [(ETAG, sent.tag.as_str()), (CACHE_CONTROL, sent.kept())];
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    // A part of another version would be of no use.
    let same = header(asked, &IF_RANGE).is_none_or(|known| known == sent.tag);
    let range = header(asked, &RANGE).filter(|_| same);
    match range.map_or(Part::Whole, |range| part(range, length)) {
        Part::Whole => {
            let body = Body::from_stream(ReaderStream::new(file));
            Ok(read(key, sent.answer(StatusCode::OK, length, None, body)))
        }
        Part::Of(first, last) => {
            let response = partial(file, &sent, (first, last), length).await?;
            // What is resumed was counted at its beginning.
            Ok(if first == 0 {
                read(key, response)
            } else {
                response
            })
        }
        Part::Outside => {
            let range = format!("bytes */{length}");
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, range)]).into_response())
        }
    }
}

/// A download, to be counted.
fn read(key: &str, mut response: Response) -> Response {
    let seen = Seen(vitrail_app::traffic::Seen::File(key.into()));
    response.extensions_mut().insert(seen);
    response
}

async fn partial(
    mut file: File,
    sent: &Sent<'_>,
    (first, last): (u64, u64),
    length: u64,
) -> ApiResult {
    file.seek(SeekFrom::Start(first))
        .await
        .map_err(anyhow::Error::from)?;
    let size = last - first + 1;
    let body = Body::from_stream(ReaderStream::new(file.take(size)));
    let range = format!("bytes {first}-{last}/{length}");
    Ok(sent.answer(StatusCode::PARTIAL_CONTENT, size, Some(range), body))
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether a list of tags holds this one; what compresses on the way marks tags as weak.
fn holds(list: &str, tag: &str) -> bool {
    list.split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == "*" || known == tag)
}

/// Changes when the file does: its length and the instant at which it was written.
async fn tag(file: &File, length: u64) -> String {
    let written = match file.metadata().await {
        Ok(facts) => facts.modified().ok(),
        Err(_) => None,
    };
    let written = written.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let micros = written.map_or(0, |since| since.as_micros());
    format!("\"{length:x}-{micros:x}\"")
}

/// What the headers of a file say.
struct Sent<'a> {
    tag: String,
    /// Keys hold letters, digits, `-`, `_` and `.` only: the name needs no escape.
    name: &'a str,
    public: bool,
}

impl Sent<'_> {
    /// Who may keep it: asked again each time, because a file may change and a dataset become private.
    fn kept(&self) -> &'static str {
        if self.public {
            "public, no-cache"
        } else {
            "private, no-cache"
        }
    }

    fn answer(&self, status: StatusCode, size: u64, range: Option<String>, body: Body) -> Response {
        let name = self.name;
        let headers = [
            (CONTENT_TYPE, media_type(name).to_owned()),
            (CONTENT_LENGTH, size.to_string()),
            (
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
            (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (
                CONTENT_SECURITY_POLICY,
                "default-src 'none'; sandbox".to_owned(),
            ),
            (CACHE_CONTROL, self.kept().to_owned()),
            (ACCEPT_RANGES, "bytes".to_owned()),
            (ETAG, self.tag.clone()),
        ];
        let mut response = (status, headers, body).into_response();
        if let Some(Ok(range)) = range.map(HeaderValue::try_from) {
            response.headers_mut().insert(CONTENT_RANGE, range);
        }
        response
    }
}

/// What a file is, by the end of its name.
fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit('.').next().unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "json" => "application/json",
        "geojson" => "application/geo+json",
        "xml" => "application/xml",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "parquet" => "application/vnd.apache.parquet",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        _ => "application/octet-stream",
    }
}

/// What a `Range` asks for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// First and last byte, both included.
    Of(u64, u64),
    Outside,
}

/// One range of bytes; several, or what cannot be understood, are answered by the whole file.
fn part(range: &str, length: u64) -> Part {
    let asked = range.trim().strip_prefix("bytes=");
    let Some((first, last)) = asked.and_then(|asked| asked.split_once('-')) else {
        return Part::Whole;
    };
    match (first.trim(), last.trim()) {
        // The last so many bytes.
        ("", last) => match last.parse::<u64>() {
            Ok(0) => Part::Outside,
            Ok(_) if length == 0 => Part::Outside,
            Ok(size) => Part::Of(length.saturating_sub(size), length - 1),
            Err(_) => Part::Whole,
        },
        (first, last) => {
            let end = if last.is_empty() {
                Ok(u64::MAX)
            } else {
                last.parse::<u64>()
            };
            match (first.parse::<u64>(), end) {
                (Ok(first), Ok(last)) if last < first => Part::Whole,
                (Ok(first), Ok(_)) if first >= length => Part::Outside,
                (Ok(first), Ok(last)) => Part::Of(first, last.min(length - 1)),
                _ => Part::Whole,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, holds, part};

    #[test]
    fn reads_one_range() {
        assert_eq!(part("bytes=0-3", 10), Part::Of(0, 3));
        assert_eq!(part("bytes=4-", 10), Part::Of(4, 9));
        assert_eq!(part("bytes=-3", 10), Part::Of(7, 9));
        assert_eq!(part("bytes=-30", 10), Part::Of(0, 9));
        assert_eq!(part("bytes=4-99", 10), Part::Of(4, 9));
        for outside in ["bytes=10-", "bytes=99-100", "bytes=-0"] {
            assert_eq!(part(outside, 10), Part::Outside, "{outside}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Outside);
        assert_eq!(part("bytes=-5", 0), Part::Outside);
        for whole in [
            "bytes=5-2",
            "bytes=a-b",
            "lines=0-3",
            "bytes=0-1,4-5",
            "bytes=",
            "",
        ] {
            assert_eq!(part(whole, 10), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn knows_its_tag_in_a_list() {
        assert!(holds("\"a\", W/\"b\"", "\"b\""));
        assert!(holds("*", "\"b\""));
        assert!(!holds("\"bb\"", "\"b\""));
    }
}
