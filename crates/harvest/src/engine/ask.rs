//! Making the requests of a walk, and asking a source whether what it gave the last time is still what it would give.

use futures_util::{StreamExt, stream};
use url::Url;
use vitrail_domain::harvest::source::Mark;
use vitrail_net::{FetchError, Wanted};

use super::Engine;
use crate::walk::{Answer, Ask};

/// What an unchanged answer may weigh: it has no body, a changed one is asked for again.
const LITTLE: u64 = 64_000_000;

impl Engine {
    /// A request and its answer.
    pub(super) async fn take(&self, ask: Ask) -> (Ask, Result<(Answer, Option<Mark>), FetchError>) {
        let answer = self.ask(&ask).await;
        (ask, answer)
    }

    /// The answer to a request, and its mark when it has one.
    async fn ask(&self, ask: &Ask) -> Result<(Answer, Option<Mark>), FetchError> {
        let mut headers = vec![("accept".to_owned(), ask.accept.to_owned())];
        let named = ask.headers.iter();
        headers.extend(named.map(|(name, value)| (name.to_lowercase(), value.clone())));
        if let Some((kind, _)) = &ask.body {
            headers.push(("content-type".to_owned(), (*kind).to_owned()));
        }
        let wanted = Wanted {
            is_post: ask.body.is_some(),
            url: ask.url.clone(),
            headers: headers.clone(),
            body: ask.body.as_ref().map(|(_, body)| body.clone()),
        };
        let reply = self.fetch.request(&wanted, self.limits.answer).await?;
        let is_marked = reply.etag.is_some() || reply.last_modified.is_some();
        let mark = (is_marked && !wanted.is_post).then(|| Mark {
            url: ask.url.to_string(),
            headers,
            etag: reply.etag,
            modified: reply.last_modified,
        });
        let answer = Answer {
            url: reply.url,
            content_type: reply.content_type,
            body: reply.body,
        };
        Ok((answer, mark))
    }

    /// Whether every answer of the last reading is still the same. The first that is not ends the question.
    pub(super) async fn is_unchanged(&self, marks: &[Mark]) -> bool {
        if marks.is_empty() {
            return false;
        }
        let mut asked = Vec::with_capacity(marks.len());
        for mark in marks {
            asked.push(self.is_same(mark));
        }
        let mut answers = stream::iter(asked).buffered(self.limits.together.max(1));
        while let Some(is_same) = answers.next().await {
            if !is_same {
                return false;
            }
        }
        true
    }

    async fn is_same(&self, mark: &Mark) -> bool {
        let Ok(url) = mark.url.parse::<Url>() else {
            return false;
        };
        let mut headers = mark.headers.clone();
        if let Some(etag) = &mark.etag {
            headers.push(("if-none-match".to_owned(), etag.clone()));
        }
        if let Some(modified) = &mark.modified {
            headers.push(("if-modified-since".to_owned(), modified.clone()));
        }
        let wanted = Wanted {
            is_post: false,
            url,
            headers,
            body: None,
        };
        let reply = self.fetch.request(&wanted, LITTLE).await;
        reply.is_ok_and(|reply| reply.status == 304)
    }
}
