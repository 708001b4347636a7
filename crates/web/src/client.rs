//! From where a request comes, for limits. A proxy is believed only when the operator named it; of what it says,
//! the last address that is no proxy of ours counts, since whoever asks may write the ones before.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use vitrail_app::IpNet;
use vitrail_app::account::Asking;

use crate::Web;
use crate::context::lang_of;

/// Who asks, as far as limits and letters care.
pub struct Client(pub Asking);

impl FromRequestParts<Web> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let agent = parts.headers.get(USER_AGENT);
        Ok(Self(Asking {
            place: place(parts, web),
            lang: lang_of(parts, web).to_owned(),
            agent: agent
                .and_then(|agent| agent.to_str().ok())
                .map(str::to_owned),
        }))
    }
}

/// The address of who asks; of IPv6, the part that one household holds.
pub fn place(parts: &Parts, web: &Web) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let Some(ConnectInfo(peer)) = peer else {
        return "here".to_owned();
    };
    let said: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    household(asker(peer.ip(), &said, &web.app.settings().trusted_proxies))
}

fn asker(peer: IpAddr, said: &[&str], trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let mut address = peer.to_canonical();
    for before in said.iter().rev() {
        if !is_trusted(address) {
            break;
        }
        match before.parse::<IpAddr>() {
            Ok(before) => address = before.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

fn household(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_proxies_are_believed() {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let of =
            |peer: &str, said: &[&str]| household(asker(peer.parse().unwrap(), said, &trusted));
        assert_eq!(of("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(of("10.1.1.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(
            of("10.1.1.1", &["1.2.3.4", "198.51.100.7", "10.2.2.2"]),
            "198.51.100.7"
        );
        assert_eq!(of("10.1.1.1", &["x"]), "10.1.1.1");
        assert_eq!(of("2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2");
        assert_eq!(of("::ffff:192.0.2.1", &[]), "192.0.2.1");
    }
}
