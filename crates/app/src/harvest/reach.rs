//! Which addresses a source may have, and the things in it: those of the web, and those that the operator allows because
//! they are in a network of ours.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};
use vitrail_domain::address;
use vitrail_net::IpNet;

/// Whether an address is one of the web, or in the networks that the operator allows. Names are not looked up here;
/// whoever calls them does, and refuses again.
pub fn may_be_called(text: &str, allowed: &[IpNet]) -> bool {
    if address::is_public(text) {
        return true;
    }
    let url = Url::parse(text).ok();
    let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https" | "ftp" | "ftps"))
    else {
        return false;
    };
    let is_allowed = |ip: IpAddr| allowed.iter().any(|network| network.contains(&ip));
    match url.host() {
        Some(Host::Ipv4(ip)) => is_allowed(ip.into()),
        Some(Host::Ipv6(ip)) => is_allowed(ip.into()) || is_allowed(ip.to_canonical()),
        Some(Host::Domain("localhost")) => {
            is_allowed(Ipv4Addr::LOCALHOST.into()) || is_allowed(Ipv6Addr::LOCALHOST.into())
        }
        // A name of the networks that are allowed, or of others: its call will tell.
        Some(Host::Domain(_)) => !allowed.is_empty(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_declared_where_the_operator_allows_them() {
        let of = |text: &str| -> Vec<IpNet> {
            text.split_whitespace()
                .map(|net| net.parse().unwrap())
                .collect()
        };
        for (url, allowed, may) in [
            ("https://data.example.com/", "", true),
            ("http://169.254.169.254/", "", false),
            ("http://169.254.169.254/", "10.0.0.0/8", false),
            ("http://10.1.2.3/", "10.0.0.0/8", true),
            ("http://localhost:8080/x", "", false),
            ("http://localhost:8080/x", "10.0.0.0/8", false),
            ("http://localhost:8080/x", "127.0.0.0/8", true),
            ("http://[::ffff:10.1.2.3]/", "10.0.0.0/8", true),
            ("http://catalogue/", "", false),
            ("javascript://catalogue/", "10.0.0.0/8", false),
            ("http://catalogue.internal/", "10.0.0.0/8", true),
        ] {
            assert_eq!(may_be_called(url, &of(allowed)), may, "{url} {allowed}");
        }
    }
}
