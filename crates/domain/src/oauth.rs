//! Applications that act for people, and how far they may go. What a person lets an application do is named by
//! scopes: they only ever take rights away from those that the person has.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::id::Id;
use crate::permission::Reach;
use crate::time::Timestamp;

/// What an application may be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Reads what the person may read.
    Read,
    /// Writes too, but what sysadmins alone may do.
    Default,
    /// Does what sysadmins alone may do, for those who are.
    Admin,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::Read, Self::Default, Self::Admin];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Default => "default",
            Self::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// Scopes separated by spaces, in their order and once each; nothing when one is unknown.
pub fn scopes(text: &str) -> Option<Vec<Scope>> {
    let found: Option<Vec<Scope>> = text.split_whitespace().map(Scope::parse).collect();
    let mut found = found?;
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// The same, written.
pub fn text(scopes: &[Scope]) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    names.join(" ")
}

/// How far somebody goes who acts under these scopes.
pub fn reach(scopes: &[Scope]) -> Reach {
    if scopes.iter().any(|scope| *scope > Scope::Read) {
        Reach::Delegated
    } else {
        Reach::Read
    }
}

/// How an application comes to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// A person consents in their browser.
    AuthorizationCode,
    /// A token that ends is replaced.
    RefreshToken,
    /// The application acts for its owner.
    ClientCredentials,
    /// The application is told the password of the person.
    Password,
}

impl Grant {
    pub const ALL: [Self; 4] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::Password,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::Password => "password",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == text)
    }
}

/// An application.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Client {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    /// For whom it acts when no person consents.
    pub owner: Id,
    pub redirect_uris: Vec<String>,
    pub grants: Vec<Grant>,
    pub scopes: Vec<Scope>,
    /// Whether it keeps a secret, which programs on people's devices cannot.
    pub confidential: bool,
    /// Part of the portal: people are not asked whether they consent.
    pub internal: bool,
    pub created: Timestamp,
}

impl Client {
    /// The scopes that are granted when these are asked for: none asked is the least that lets it work.
    pub fn granted(&self, asked: &str) -> Option<Vec<Scope>> {
        let asked = scopes(asked)?;
        if asked.is_empty() {
            let usual = self.scopes.contains(&Scope::Default);
            let least = self.scopes.first().copied();
            return Some(vec![if usual { Scope::Default } else { least? }]);
        }
        asked
            .iter()
            .all(|scope| self.scopes.contains(scope))
            .then_some(asked)
    }

    /// Where to send people back. On their own device, programs listen on whatever port is free.
    pub fn leads_to(&self, uri: &str) -> bool {
        self.redirect_uris
            .iter()
            .any(|known| known == uri || same_but_port(known, uri))
    }
}

fn same_but_port(known: &str, asked: &str) -> bool {
    let without_port = |text: &str| {
        let mut url = Url::parse(text).ok()?;
        let is_device = url.scheme() == "http" && is_loopback(&url);
        url.set_port(None).ok()?;
        is_device.then(|| url.to_string())
    };
    without_port(known).is_some_and(|known| Some(known) == without_port(asked))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    }
}

/// Whether people may be sent back to an address: TLS, their own device, or a program's own scheme.
pub fn is_redirect(uri: &str) -> bool {
    let Ok(url) = Url::parse(uri) else {
        return false;
    };
    if url.fragment().is_some() || uri.len() > 2_000 || uri.chars().any(char::is_control) {
        return false;
    }
    match url.scheme() {
        "https" => url.has_host() && url.username().is_empty() && url.password().is_none(),
        "http" => is_loopback(&url) || url.host_str() == Some("localhost"),
        // `com.example.app:/back`: the name of a domain turned round, as RFC 8252 asks.
        scheme => scheme.contains('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_back_where_it_is_safe() {
        for good in [
            "https://app.example/back?x=1",
            "http://127.0.0.1/back",
            "http://localhost:8080/",
            "http://[::1]/",
            "org.example.app:/back",
        ] {
            assert!(is_redirect(good), "{good}");
        }
        for bad in [
            "",
            "/back",
            "http://app.example/",
            "https://app.example/#x",
            "https://user@app.example/",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert!(!is_redirect(bad), "{bad}");
        }
        let client = Client {
            redirect_uris: vec!["http://127.0.0.1/back".into(), "https://a.example/b".into()],
            ..Client::default()
        };
        assert!(client.leads_to("http://127.0.0.1:4567/back"));
        assert!(client.leads_to("https://a.example/b"));
        for bad in [
            "http://127.0.0.1:4567/other",
            "https://a.example:444/b",
            "https://a.example/b/",
            "https://a.example/b?x",
        ] {
            assert!(!client.leads_to(bad), "{bad}");
        }
    }

    #[test]
    fn scopes_are_those_of_the_application() {
        let client = Client {
            scopes: vec![Scope::Read, Scope::Default],
            ..Client::default()
        };
        assert_eq!(client.granted(""), Some(vec![Scope::Default]));
        let both = Some(vec![Scope::Read, Scope::Default]);
        assert_eq!(client.granted("default read default"), both);
        assert_eq!(client.granted("admin"), None);
        assert_eq!(client.granted("x"), None);
        assert_eq!(reach(&[Scope::Read]), Reach::Read);
        assert_eq!(reach(&[Scope::Read, Scope::Default]), Reach::Delegated);
    }
}
