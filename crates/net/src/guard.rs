//! Which addresses may be called at all. A portal fetches what strangers wrote (harvest sources, remote
//! files, webhooks), so a URL must never become a door into the network of the operator. An address is
//! judged where it is used: literals in the URL before sending, names inside the resolver that the
//! connection itself uses, so that a name cannot be good when judged and bad when called.

use std::{
    future::Future,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Why a URL or an address was not called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the scheme `{0}` is not http or https")]
    Scheme(String),
    #[error("it carries a user name or a password, which everybody would read")]
    Credentials,
    #[error("it has no host")]
    NoHost,
    #[error("port {0} is not among the allowed ports")]
    Port(u16),
    #[error(
        "{ip} is {what}; if this server is yours, add its network to the allowed networks of outgoing requests"
    )]
    Address { ip: IpAddr, what: &'static str },
}

/// The addresses of a name, on their way.
pub type Looking = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// How a name becomes addresses: the system's resolver, or a table in tests.
pub type Lookup = Arc<dyn Fn(String) -> Looking + Send + Sync>;

/// The system's resolver.
pub fn system_lookup() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

#[derive(Clone)]
pub struct Guard {
    allowed: Arc<[IpNet]>,
    ports: Arc<[u16]>,
    lookup: Lookup,
}

impl Guard {
    pub fn new(allowed: &[IpNet], ports: &[u16], lookup: Lookup) -> Self {
        Self {
            allowed: allowed.into(),
            ports: ports.into(),
            lookup,
        }
    }

    /// Judges everything that a URL shows by itself; names are judged later, by [`Resolve::resolve`],
    /// except when the port is unusual: only an allowed network may be called there.
    pub async fn check(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        let port = url.port_or_known_default().unwrap_or_default();
        let usual_port = self.ports.contains(&port);
        let name = match url.host() {
            None => return Err(Refusal::NoHost),
            Some(Host::Ipv4(ip)) => return self.check_literal(ip.into(), port, usual_port),
            Some(Host::Ipv6(ip)) => return self.check_literal(ip.into(), port, usual_port),
            Some(Host::Domain(name)) => name,
        };
        if usual_port {
            return Ok(());
        }
        // A name that does not resolve keeps its own error: the connection will say it.
        let addresses = (self.lookup)(name.to_owned()).await.unwrap_or_default();
        if addresses
            .iter()
            .all(|ip| self.is_allowed(ip.to_canonical()))
        {
            Ok(())
        } else {
            Err(Refusal::Port(port))
        }
    }

    fn check_literal(&self, ip: IpAddr, port: u16, usual_port: bool) -> Result<(), Refusal> {
        self.check_address(ip)?;
        if usual_port || self.is_allowed(ip.to_canonical()) {
            Ok(())
        } else {
            Err(Refusal::Port(port))
        }
    }

    fn check_address(&self, ip: IpAddr) -> Result<(), Refusal> {
        let canonical = ip.to_canonical();
        match what_is(canonical) {
            Some(what) if !self.is_allowed(canonical) => Err(Refusal::Address { ip, what }),
            _ => Ok(()),
        }
    }

    fn is_allowed(&self, ip: IpAddr) -> bool {
        self.allowed.iter().any(|network| network.contains(&ip))
    }
}

impl Resolve for Guard {
    /// Drops the addresses that may not be called. A name with a public and a private address is
    /// called at the public one; a name with private ones only is refused with the reason of the first.
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        let looking = (self.lookup)(name.as_str().to_owned());
        Box::pin(async move {
            let mut kept = Vec::new();
            let mut refused = None;
            for ip in looking.await? {
                match guard.check_address(ip) {
                    Ok(()) => kept.push(SocketAddr::new(ip, 0)),
                    Err(refusal) => {
                        refused.get_or_insert(refusal);
                    }
                }
            }
            match refused {
                Some(refusal) if kept.is_empty() => Err(refusal.into()),
                _ => Ok(Box::new(kept.into_iter()) as Addrs),
            }
        })
    }
}

const fn v4(a: u8, b: u8, c: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), prefix)
}

const fn v6(a: u16, b: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), prefix)
}

/// IANA's special-purpose IPv4 registry, multicast and the reserved class E.
const SPECIAL_V4: [(Ipv4Net, &str); 16] = [
    (v4(0, 0, 0, 8), "an address of \"this network\""),
    (v4(10, 0, 0, 8), "a private address"),
    (v4(100, 64, 0, 10), "an address behind a carrier's NAT"),
    (v4(127, 0, 0, 8), "a loopback address"),
    (v4(169, 254, 0, 16), "a link-local address"),
    (v4(172, 16, 0, 12), "a private address"),
    (v4(192, 0, 0, 24), "reserved for protocols"),
    (v4(192, 0, 2, 24), "reserved for documentation"),
    (v4(192, 88, 99, 24), "a 6to4 relay"),
    (v4(192, 168, 0, 16), "a private address"),
    (v4(198, 18, 0, 15), "reserved for benchmarks"),
    (v4(198, 51, 100, 24), "reserved for documentation"),
    (v4(203, 0, 113, 24), "reserved for documentation"),
    (v4(224, 0, 0, 4), "a multicast address"),
    (v4(255, 255, 255, 24), "a broadcast address"),
    (v4(240, 0, 0, 4), "a reserved address"),
];

/// The public part of IPv6. Everything else (loopback, unique local, link-local, NAT64, SRv6,
/// multicast, the old v4-compatible form) is refused without being listed.
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 3);

/// What is special inside [`GLOBAL_V6`], and the ranges outside whose name helps an operator.
const SPECIAL_V6: [(Ipv6Net, &str); 9] = [
    (
        v6(0x2001, 0, 23),
        "reserved for protocols (Teredo among them)",
    ),
    (v6(0x2001, 0xdb8, 32), "reserved for documentation"),
    (v6(0x2002, 0, 16), "a 6to4 address"),
    (v6(0x3fff, 0, 20), "reserved for documentation"),
    (v6(0x64, 0xff9b, 32), "a NAT64 address"),
    (v6(0x5f00, 0, 16), "a segment routing identifier"),
    (v6(0xfc00, 0, 7), "a private address"),
    (v6(0xfe80, 0, 10), "a link-local address"),
    (v6(0xff00, 0, 8), "a multicast address"),
];

/// What an address is when it is not a public one.
fn what_is(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => SPECIAL_V4
            .iter()
            .find(|(range, _)| range.contains(&ip))
            .map(|(_, what)| *what),
        IpAddr::V6(Ipv6Addr::LOCALHOST) => Some("a loopback address"),
        IpAddr::V6(ip) => SPECIAL_V6
            .iter()
            .find(|(range, _)| range.contains(&ip))
            .map(|(_, what)| *what)
            .or_else(|| (!GLOBAL_V6.contains(&ip)).then_some("not a public address")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(allowed: &[&str], table: &'static [(&'static str, &'static [&'static str])]) -> Guard {
        let allowed: Vec<IpNet> = allowed
            .iter()
            .map(|network| network.parse().unwrap())
            .collect();
        let lookup: Lookup = Arc::new(move |name| {
            let found = table.iter().find(|(known, _)| *known == name);
            let answer = match found {
                Some((_, ips)) => Ok(ips.iter().map(|ip| ip.parse().unwrap()).collect()),
                None => Err(io::Error::new(io::ErrorKind::NotFound, "no such name")),
            };
            Box::pin(async move { answer })
        });
        Guard::new(&allowed, &[80, 443, 8080, 8443], lookup)
    }

    async fn verdict(guard: &Guard, url: &str) -> Result<(), Refusal> {
        guard.check(&Url::parse(url).unwrap()).await
    }

    #[test]
    fn only_public_addresses_are_called() {
        let refused = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 \
            127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 \
            192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1 239.1.1.1 \
            240.0.0.1 255.255.255.255 :: ::1 ::a00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 \
            64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 \
            fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1";
        for ip in refused.split_whitespace() {
            let ip: IpAddr = ip.parse().unwrap();
            assert!(what_is(ip.to_canonical()).is_some(), "{ip} must be refused");
        }
        let public = "1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 172.15.0.1 \
            172.32.0.1 192.0.1.1 192.167.1.1 198.17.0.1 198.20.0.1 223.255.255.255 \
            ::ffff:1.1.1.1 2001:41d0::1 2606:4700::1111 2a01::1";
        for ip in public.split_whitespace() {
            let ip: IpAddr = ip.parse().unwrap();
            assert_eq!(what_is(ip.to_canonical()), None, "{ip} must be called");
        }
    }

    #[tokio::test]
    async fn literals_are_judged_however_they_are_written() {
        let guard = guard(&[], &[]);
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "127.0.0.1.",
            "[::1]",
        ] {
            let refusal = verdict(&guard, &format!("http://{host}/"))
                .await
                .unwrap_err();
            assert!(
                matches!(
                    refusal,
                    Refusal::Address {
                        what: "a loopback address",
                        ..
                    }
                ),
                "{host}: {refusal}"
            );
        }
        assert!(
            verdict(&guard, "http://[::ffff:169.254.169.254]/latest")
                .await
                .is_err()
        );
        assert_eq!(verdict(&guard, "https://1.1.1.1/").await, Ok(()));
    }

    #[tokio::test]
    async fn scheme_port_and_credentials_have_rules() {
        let guard = guard(
            &["10.0.0.0/8"],
            &[("intranet", &["10.1.1.1"]), ("out", &["1.1.1.1"])],
        );
        assert_eq!(
            verdict(&guard, "file:///etc/passwd").await,
            Err(Refusal::Scheme("file".to_owned()))
        );
        assert_eq!(
            verdict(&guard, "http://me@out/").await,
            Err(Refusal::Credentials)
        );
        assert_eq!(
            verdict(&guard, "http://:secret@out/").await,
            Err(Refusal::Credentials)
        );
        assert_eq!(
            verdict(&guard, "https://1.1.1.1:22/").await,
            Err(Refusal::Port(22))
        );
        assert_eq!(
            verdict(&guard, "https://out:6379/").await,
            Err(Refusal::Port(6379))
        );
        assert_eq!(verdict(&guard, "https://out:8443/").await, Ok(()));
        assert_eq!(verdict(&guard, "http://10.2.3.4:7000/").await, Ok(()));
        assert_eq!(verdict(&guard, "http://intranet:7000/").await, Ok(()));
    }

    async fn resolved(guard: &Guard, name: &str) -> Result<Vec<IpAddr>, String> {
        match guard.resolve(name.parse().unwrap()).await {
            Ok(found) => Ok(found.map(|address| address.ip()).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[tokio::test]
    async fn names_are_called_at_their_public_addresses_only() {
        let table: &[(&str, &[&str])] = &[
            ("mixed", &["10.0.0.1", "1.1.1.1"]),
            ("inside", &["10.0.0.1", "::1"]),
            ("mapped", &["::ffff:192.168.0.1"]),
        ];
        let strict = guard(&[], table);
        assert_eq!(
            resolved(&strict, "mixed").await,
            Ok(vec!["1.1.1.1".parse().unwrap()])
        );
        let error = resolved(&strict, "inside").await.unwrap_err();
        assert!(error.contains("10.0.0.1 is a private address"), "{error}");
        assert!(resolved(&strict, "mapped").await.is_err());
        assert!(
            resolved(&strict, "nowhere")
                .await
                .unwrap_err()
                .contains("no such name")
        );

        let open = guard(&["10.0.0.0/8"], table);
        assert_eq!(
            resolved(&open, "inside").await,
            Ok(vec!["10.0.0.1".parse().unwrap()])
        );
    }
}
