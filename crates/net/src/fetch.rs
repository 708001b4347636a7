//! The one way out. Each hop of a redirect is judged like the first URL, every body is counted while it
//! arrives, every wait has an end. Proxies of the environment are ignored: they would resolve names
//! behind the guard's back.

use std::{sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use ipnet::IpNet;
use reqwest::{
    Client, Method, Response,
    header::{ACCEPT, HeaderMap, LOCATION},
    redirect::Policy,
};
use serde_json::Value;
use url::Url;

use crate::error::Waits;
use crate::{
    FetchError, Lookup, Patience,
    guard::{Guard, system_lookup},
};

const MOST_REDIRECTS: u32 = 5;

pub struct FetchOptions {
    /// Who we are, with an address where we can be reached: servers block the anonymous.
    pub user_agent: String,
    /// Networks that may be called although they are not public, on any port.
    pub allow: Vec<IpNet>,
    /// Ports that may be called on public addresses.
    pub ports: Vec<u16>,
    pub connect_within: Duration,
    /// The longest silence inside an answer.
    pub read_within: Duration,
    /// One whole answer, redirects and body included; pauses between attempts come on top.
    pub answer_within: Duration,
    pub patience: Patience,
    pub lookup: Lookup,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            user_agent: concat!("Vitrail/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow: Vec::new(),
            ports: vec![80, 443, 8080, 8443],
            connect_within: Duration::from_secs(5),
            read_within: Duration::from_secs(20),
            answer_within: Duration::from_mins(1),
            patience: Patience::default(),
            lookup: system_lookup(),
        }
    }
}

/// Cheap to clone: all clones share one pool of connections.
#[derive(Clone)]
pub struct Fetch {
    client: Client,
    guard: Guard,
    patience: Patience,
    answer_within: Duration,
    waits: Waits,
}

impl Fetch {
    pub fn new(options: FetchOptions) -> Result<Self, FetchError> {
        // Fails when another part of the program installed it first: then it is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let guard = Guard::new(&options.allow, &options.ports, options.lookup);
        let client = Client::builder()
            .dns_resolver(Arc::new(guard.clone()))
            .redirect(Policy::none())
            .no_proxy()
            .user_agent(options.user_agent)
            .connect_timeout(options.connect_within)
            .read_timeout(options.read_within)
            .build()
            .map_err(|error| FetchError::Setup(format!("{error:#}")))?;
        Ok(Self {
            client,
            guard,
            patience: options.patience,
            answer_within: options.answer_within,
            waits: Waits {
                connect: options.connect_within,
                read: options.read_within,
            },
        })
    }

    /// Whether a request to this address would be let out, as far as the address tells itself.
    pub async fn may_call(&self, url: &Url) -> bool {
        self.guard.check(url).await.is_ok()
    }

    pub async fn get_json(&self, url: &Url, max_bytes: u64) -> Result<Value, FetchError> {
        let body = self.get(url, "application/json", max_bytes).await?;
        serde_json::from_slice(&body).map_err(|error| FetchError::NotJson {
            url: url.to_string(),
            why: error.to_string(),
        })
    }

    pub async fn get_bytes(&self, url: &Url, max_bytes: u64) -> Result<Bytes, FetchError> {
        self.get(url, "*/*", max_bytes).await
    }

    /// One request and its answer, whatever it is: redirects are not followed, nothing is asked again.
    pub async fn exchange(
        &self,
        (method, url): (Method, &Url),
        headers: HeaderMap,
        body: Vec<u8>,
        max_bytes: u64,
    ) -> Result<(u16, HeaderMap, Bytes), FetchError> {
        let exchange = async {
            let checked = self.guard.check(url).await;
            checked.map_err(|why| FetchError::Refused {
                url: url.to_string(),
                why,
            })?;
            let request = self.client.request(method, url.clone());
            let answer = request.headers(headers).body(body).send().await;
            let answer =
                answer.map_err(|error| FetchError::from_client(url, &error, self.waits))?;
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            Ok((status, headers, self.read(url, answer, max_bytes).await?))
        };
        let done = tokio::time::timeout(self.answer_within, exchange).await;
        done.map_err(|_| self.late(url))?
    }

    /// Makes a request and follows it where it leads, each hop judged like the first address; a busy or failing server
    /// is asked again, as far as patience goes. A body is sent again to another address only as the server asks for it
    /// (307 and 308). What was not changed since the marks of the request is no error.
    pub async fn request(&self, wanted: &Wanted, max_bytes: u64) -> Result<Reply, FetchError> {
        let mut done = 0;
        loop {
            done += 1;
            let attempt = self.once(wanted, max_bytes);
            let outcome = tokio::time::timeout(self.answer_within, attempt).await;
            let (reply, headers) = match outcome.unwrap_or_else(|_| Err(self.late(&wanted.url))) {
                Ok(reply) => reply,
                Err(error @ FetchError::Unreachable { .. }) if done < self.patience.attempts => {
                    tracing::debug!(%error, "asking again after a pause");
                    tokio::time::sleep(self.patience.doubled(done)).await;
                    continue;
                }
                Err(error) => return Err(error),
            };
            if matches!(reply.status, 200..=299 | 304) {
                return Ok(reply);
            }
            let Some(pause) = self.patience.pause(done, reply.status, &headers) else {
                return Err(FetchError::Status {
                    url: reply.url.to_string(),
                    status: reply.status,
                });
            };
            tracing::debug!(url = %reply.url, status = reply.status, ?pause, "asking again after a pause");
            tokio::time::sleep(pause).await;
        }
    }

    async fn once(
        &self,
        wanted: &Wanted,
        max_bytes: u64,
    ) -> Result<(Reply, HeaderMap), FetchError> {
        let first = if wanted.is_post {
            Method::POST
        } else {
            Method::GET
        };
        let (mut at, mut method, mut body) = (wanted.url.clone(), first, wanted.body.clone());
        for _ in 0..=MOST_REDIRECTS {
            let refused = |why| FetchError::Refused {
                url: at.to_string(),
                why,
            };
            self.guard.check(&at).await.map_err(refused)?;
            let mut request = self.client.request(method.clone(), at.clone());
            for (name, value) in &wanted.headers {
                // A key is for the host that it was given for.
                let is_secret = matches!(name.as_str(), "authorization" | "x-api-key" | "cookie");
                if !is_secret || at.origin() == wanted.url.origin() {
                    request = request.header(name, value);
                }
            }
            if let Some(body) = &body {
                request = request.body(body.clone());
            }
            let answered = request.send().await;
            let response =
                answered.map_err(|error| FetchError::from_client(&at, &error, self.waits))?;
            let Some(next) = next_hop(&at, &response)? else {
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                // What an error says is of no use, however long it is.
                let bytes = if matches!(status, 200..=299) {
                    self.read(&at, response, max_bytes).await?
                } else {
                    Bytes::new()
                };
                let text = |name: reqwest::header::HeaderName| {
                    let value = headers.get(name)?.to_str().ok()?;
                    Some(value.to_owned())
                };
                let reply = Reply {
                    url: at,
                    status,
                    content_type: text(reqwest::header::CONTENT_TYPE),
                    etag: text(reqwest::header::ETAG),
                    last_modified: text(reqwest::header::LAST_MODIFIED),
                    body: bytes,
                };
                return Ok((reply, headers));
            };
            if !matches!(response.status().as_u16(), 307 | 308) {
                method = Method::GET;
                body = None;
            }
            at = next;
        }
        Err(FetchError::TooManyRedirects {
            url: wanted.url.to_string(),
            most: MOST_REDIRECTS,
        })
    }

    /// Sends a body and gives the status of the answer, which is not followed elsewhere: what is signed for one
    /// address is for no other.
    pub async fn post(
        &self,
        url: &Url,
        headers: &[(&str, &str)],
        body: String,
        max_bytes: u64,
    ) -> Result<u16, FetchError> {
        let sent = async {
            let refused = |why| FetchError::Refused {
                url: url.to_string(),
                why,
            };
            self.guard.check(url).await.map_err(refused)?;
            let mut request = self.client.post(url.clone()).body(body);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answered = request.send().await;
            let response =
                answered.map_err(|error| FetchError::from_client(url, &error, self.waits))?;
            let status = response.status().as_u16();
            // Read to its end, so that the connection serves again; a long answer is nobody's business.
            drop(self.read(url, response, max_bytes).await);
            Ok(status)
        };
        let outcome = tokio::time::timeout(self.answer_within, sent).await;
        outcome.map_err(|_| self.late(url))?
    }

    async fn get(&self, url: &Url, accept: &str, max_bytes: u64) -> Result<Bytes, FetchError> {
        let mut done = 0;
        loop {
            done += 1;
            let attempt = self.attempt(url, accept, max_bytes, done);
            let outcome = tokio::time::timeout(self.answer_within, attempt).await;
            match outcome.map_err(|_| self.late(url))?? {
                Outcome::Body(body) => return Ok(body),
                Outcome::Busy(pause) => {
                    tracing::debug!(%url, ?pause, "the server is busy, asking again after a pause");
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    async fn attempt(
        &self,
        url: &Url,
        accept: &str,
        max_bytes: u64,
        done: u32,
    ) -> Result<Outcome, FetchError> {
        let (at, response) = self.follow(url, accept).await?;
        let status = response.status();
        if status.is_success() {
            return self.read(&at, response, max_bytes).await.map(Outcome::Body);
        }
        match self
            .patience
            .pause(done, status.as_u16(), response.headers())
        {
            Some(pause) => Ok(Outcome::Busy(pause)),
            None => Err(FetchError::Status {
                url: at.to_string(),
                status: status.as_u16(),
            }),
        }
    }

    /// The first answer that is not a redirect, and where it was found.
    async fn follow(&self, url: &Url, accept: &str) -> Result<(Url, Response), FetchError> {
        let mut at = url.clone();
        for _ in 0..=MOST_REDIRECTS {
            self.guard
                .check(&at)
                .await
                .map_err(|why| FetchError::Refused {
                    url: at.to_string(),
                    why,
                })?;
            let response = self
                .client
                .get(at.clone())
                .header(ACCEPT, accept)
                .send()
                .await
                .map_err(|error| FetchError::from_client(&at, &error, self.waits))?;
            match next_hop(&at, &response)? {
                Some(next) => at = next,
                None => return Ok((at, response)),
            }
        }
        Err(FetchError::TooManyRedirects {
            url: url.to_string(),
            most: MOST_REDIRECTS,
        })
    }

    /// The body, counted after decompression, so that a small file cannot become a large one.
    async fn read(
        &self,
        url: &Url,
        mut response: Response,
        max_bytes: u64,
    ) -> Result<Bytes, FetchError> {
        if response
            .content_length()
            .is_some_and(|announced| announced > max_bytes)
        {
            return Err(FetchError::TooLarge {
                url: url.to_string(),
                most: max_bytes,
            });
        }
        let mut body = BytesMut::new();
        loop {
            let chunk = response.chunk().await;
            let chunk = chunk.map_err(|error| FetchError::from_client(url, &error, self.waits))?;
            let Some(chunk) = chunk else {
                return Ok(body.freeze());
            };
            if (body.len() + chunk.len()) as u64 > max_bytes {
                return Err(FetchError::TooLarge {
                    url: url.to_string(),
                    most: max_bytes,
                });
            }
            body.extend_from_slice(&chunk);
        }
    }

    fn late(&self, url: &Url) -> FetchError {
        FetchError::Late {
            url: url.to_string(),
            after: self.answer_within,
        }
    }
}

/// A request as a caller words it.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Posts a body rather than gets.
    pub is_post: bool,
    pub url: Url,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Where it was found, after redirections.
    pub url: Url,
    /// A success, or 304.
    pub status: u16,
    pub content_type: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub body: Bytes,
}

enum Outcome {
    Body(Bytes),
    Busy(Duration),
}

fn next_hop(at: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(to) = response.headers().get(LOCATION) else {
        return Ok(None);
    };
    let bad = || FetchError::BadRedirect {
        url: at.to_string(),
        to: String::from_utf8_lossy(to.as_bytes()).into_owned(),
    };
    let to = to.to_str().map_err(|_| bad())?;
    at.join(to).map(Some).map_err(|_| bad())
}
