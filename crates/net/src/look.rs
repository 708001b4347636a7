//! Whether an address leads somewhere: asked for its headers, and for a first byte where headers alone are refused.
//! Nothing of what is there is kept.

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION, RANGE};
use url::Url;

use crate::{Fetch, FetchError};

/// As many turns as redirections are followed elsewhere, and one more for who refuses `HEAD`.
const TURNS: u32 = 7;
/// What a server may send that does not know of ranges.
const MOST: u64 = 1_000_000;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// None when there was no answer at all.
    pub status: Option<u16>,
    /// Whether the answer was waited for in vain.
    pub late: bool,
    /// Whether it was not asked at all: we do not call such addresses.
    pub refused: bool,
}

impl Looked {
    /// Whether there is something to read. Who is asked too often is there.
    pub fn is_there(self) -> bool {
        self.status
            .is_some_and(|status| (200..400).contains(&status) || status == 429)
    }
}

impl Fetch {
    /// Looks at an address without reading what is there.
    pub async fn look(&self, url: &Url) -> Looked {
        let (mut at, mut method) = (url.clone(), Method::HEAD);
        for _ in 0..TURNS {
            let mut headers = HeaderMap::new();
            if method == Method::GET {
                headers.insert(RANGE, HeaderValue::from_static("bytes=0-0"));
            }
            let asked = self.exchange((method.clone(), &at), headers, Vec::new(), MOST);
            match asked.await {
                Ok((status, headers, _)) => {
                    let next = headers.get(LOCATION).and_then(|to| to.to_str().ok());
                    let next = next.filter(|_| (300..400).contains(&status));
                    if let Some(next) = next.and_then(|to| at.join(to).ok()) {
                        at = next;
                    } else if method == Method::HEAD && status >= 400 && status != 429 {
                        method = Method::GET;
                    } else {
                        return Looked {
                            status: Some(status),
                            ..Looked::default()
                        };
                    }
                }
                // It is there, and large.
                Err(FetchError::TooLarge { .. }) => {
                    return Looked {
                        status: Some(200),
                        ..Looked::default()
                    };
                }
                Err(error) => {
                    return Looked {
                        status: None,
                        late: matches!(error, FetchError::Late { .. } | FetchError::Silent { .. }),
                        refused: matches!(error, FetchError::Refused { .. }),
                    };
                }
            }
        }
        Looked::default()
    }
}
