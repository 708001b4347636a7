//! Addresses that producers write: which ones a stranger could follow. The name is not looked up here; whoever
//! fetches it does, and refuses again.

use std::net::IpAddr;

use url::{Host, Url};

/// Whether a text is the address of something public: HTTP or FTP, on a host that is neither this machine nor a
/// private network by its very name.
pub fn is_public(text: &str) -> bool {
    if text.contains(char::is_whitespace) && !text.contains("://") {
        return false;
    }
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    if !matches!(url.scheme(), "http" | "https" | "ftp" | "ftps") {
        return false;
    }
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_lowercase();
            // ftps is no special scheme: its host is kept as written.
            name.contains('.')
                && !name.parse::<IpAddr>().is_ok_and(is_private)
                && ![".localhost", ".local", ".internal"]
                    .iter()
                    .any(|end| name.ends_with(end))
        }
        Some(Host::Ipv4(address)) => !is_private(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !is_private(IpAddr::V6(address)),
        None => false,
    }
}

fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_documentation()
                || v4.is_multicast()
                || is_reserved(v4.octets())
        }
        IpAddr::V6(v6) => {
            let bytes = v6.octets();
            let inside = match bytes {
                // 6to4 and NAT64 lead to an IPv4 address.
                [0x20, 0x02, a, b, c, d, ..] | [0, 0x64, 0xff, 0x9b, .., a, b, c, d] => {
                    Some([a, b, c, d])
                }
                _ => None,
            };
            inside.is_some_and(|v4| is_private(IpAddr::from(v4)))
                || v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_multicast()
        }
    }
}

/// Shared by carriers, for measures, for protocols, for later: nobody publishes there (RFC 6890).
fn is_reserved(address: [u8; 4]) -> bool {
    matches!(
        address,
        [0 | 240..=255, ..] | [100, 64..=127, ..] | [192, 0, 0, _] | [198, 18..=19, ..]
    )
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn strangers_can_follow_it() {
        for (text, public) in [
            ("https://www.example.com/a.csv", true),
            ("ftp://ftp.example.com/a", true),
            ("https://user:secret@example.com/", true),
            ("https://été.example.com/données 1.csv", true),
            ("https://93.184.216.34/", true),
            ("pas une url", false),
            ("www.example.com", false),
            ("javascript:alert(1)", false),
            ("http://localhost/", false),
            ("http://127.0.0.1/", false),
            ("http://0x7f.1/", false),
            ("http://10.1.2.3/x", false),
            ("http://100.64.1.2/x", false),
            ("http://198.18.0.1/x", false),
            ("http://240.0.0.1/x", false),
            ("http://[2002:a01:203::1]/x", false),
            ("http://[64:ff9b::a01:203]/x", false),
            ("http://[::1]/", false),
            ("http://[::ffff:10.0.0.1]/", false),
            ("http://printer.local/", false),
            ("http://intranet/", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_public(text), public, "{text}");
        }
    }
}
