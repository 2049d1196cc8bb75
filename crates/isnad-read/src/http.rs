//! Fetches feeds and pages by address, and decides which addresses may be fetched.
//!
//! A name is resolved once for each connection, what it stands for is checked, and that address is connected to, so that a
//! name cannot stand for another machine between check and connection. It is so at every redirection.
//!
//! ```
//! use isnad_read::{Input, ReadError, Reader};
//!
//! // A machine of one's own network is not fetched from.
//! let mut reader = Reader::new([Input::from_argument("http://127.0.0.1/feed")]);
//! let error = reader.next().unwrap().unwrap_err();
//! assert!(matches!(error, ReadError::Fetch { .. }));
//! assert!(error.to_string().contains("127.0.0.1 is no address of the public network"), "{error}");
//! ```

use crate::charset;
use crate::error::{Place, ReadError};
use crate::feed;
use crate::html::{self, Beside};
use crate::open::{self, Context, Names};
use crate::sniff::{self, Format};
use crate::source::{Item, Once, Source};
use crate::steps::Outcome;
use crate::walk::{Kind, without_extension};
use std::io::{self, Cursor, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, ResponseExt};

/// What may be fetched, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The longest that one fetch takes, redirections included: 30 seconds.
    pub timeout: Duration,
    /// The most bytes that one answer has, unpacked: 32 MiB.
    pub bytes: u64,
    /// The most redirections that are followed: 5.
    pub redirects: u32,
    /// Whether the pages that a feed links to are fetched, for their text: no.
    pub follow: bool,
    /// Whether the machine itself may be fetched from, for tests: no.
    pub loopback: bool,
}

impl Default for Network {
    fn default() -> Network {
        Network { timeout: Duration::from_secs(30), bytes: 32 << 20, redirects: 5, follow: false, loopback: false }
    }
}

/// Whether an argument is an address.
pub(crate) fn is_address(argument: &str) -> bool {
    let scheme = argument.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
}

/// Resolves names, and gives no address that is not of the public network.
#[derive(Debug)]
struct Guarded {
    resolver: DefaultResolver,
    loopback: bool,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        match found.iter().map(|address| address.ip()).find(|ip| !(is_public(*ip) || (self.loopback && ip.is_loopback()))) {
            Some(ip) => {
                let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
                let stands_for = if host == ip.to_string() { String::new() } else { format!("{host} stands for ") };
                Err(ureq::Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, format!("{stands_for}{ip} is no address of the public network"))))
            }
            None => Ok(found),
        }
    }
}

/// Whether an address is one that anybody on the public network has: none that is private, local, shared, reserved or stands for
/// such a one in another form.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let special = match ip.octets() {
        [0 | 10 | 127, ..] | [169, 254, ..] | [192, 168, ..] => true,
        [100, second, ..] => (64..128).contains(&second),
        [172, second, ..] => (16..32).contains(&second),
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        [first, ..] => first >= 224,
    };
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // An IPv4 address in IPv6: mapped, translated (NAT64), and 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarks, ORCHID, documentation.
        [0x2001, 0 | 2 | 0x10..=0x2f | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// What was fetched.
struct Fetched {
    bytes: Vec<u8>,
    content_type: String,
    /// Where it was at last, behind redirections.
    url: String,
}

fn fetch(address: &str, network: &Network) -> Result<Fetched, ReadError> {
    let fault = |message: String| ReadError::Fetch { place: Place::file(address), message };
    let told = |e: ureq::Error| match e {
        ureq::Error::Io(e) => fault(e.to_string()),
        ureq::Error::TooManyRedirects => fault(format!("more than {} redirections", network.redirects)),
        other => fault(other.to_string()),
    };
    let config = Agent::config_builder()
        .timeout_global(Some(network.timeout))
        .max_redirects(network.redirects)
        .max_redirects_will_error(true)
        .http_status_as_error(false)
        .save_redirect_history(true)
        // A proxy would resolve names by itself, and the check be for nothing.
        .proxy(None)
        .user_agent(concat!("isnad/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded { resolver: DefaultResolver::default(), loopback: network.loopback });
    let mut response = agent.get(address).call().map_err(told)?;
    if response.status().as_u16() != 200 {
        return Err(fault(format!("the server answers {}", response.status())));
    }
    let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let url = response.get_uri().to_string();
    let mut bytes = Vec::new();
    let body = response.body_mut().with_config().limit(network.bytes.saturating_add(1)).reader();
    body.take(network.bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| fault(e.to_string()))?;
    if bytes.len() as u64 > network.bytes {
        return Err(fault(format!("the answer is longer than {} bytes", network.bytes)));
    }
    Ok(Fetched { bytes, content_type, url })
}

/// The items at an address.
pub(crate) fn open(address: &str, context: &Context) -> Box<dyn Source> {
    let settings = &context.settings;
    let fetched = match fetch(address, &settings.network) {
        Ok(fetched) => fetched,
        Err(e) => return Box::new(Once::fault(e)),
    };
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let inner = path.rsplit('/').next().unwrap_or_default().to_owned();
    let names = Names { shown: address.to_owned(), name: address.to_owned(), id: address.to_owned(), inner };
    let place = Place::file(address);
    let told = charset::of_content_type(&fetched.content_type);
    let start = fetched.bytes.get(..sniff::WINDOW).unwrap_or(&fetched.bytes);
    match sniff::format(start, &names.inner.to_ascii_lowercase(), Kind::Sniffed) {
        Format::Feed => {
            let entries = Once::items(feed::entries(&fetched.bytes, told.as_deref(), &names));
            if settings.network.follow { Box::new(Followed { entries, network: settings.network.clone() }) } else { Box::new(entries) }
        }
        format if format == Format::Html || (format == Format::Plain && fetched.content_type.contains("html")) => {
            let beside = Beside { charset: told, url: Some(fetched.url) };
            let outcome = html::page(&fetched.bytes, &beside, &place, &names.id).into();
            Box::new(Once::item(Item { place, outcome }))
        }
        _ => {
            let without = without_extension(&names.name).to_owned();
            open::stream(Box::new(Cursor::new(fetched.bytes)), Kind::Sniffed, Names { id: without, ..names }, context)
        }
    }
}

/// The entries of a feed, with the text of the pages that they link to.
struct Followed {
    entries: Once,
    network: Network,
}

impl Source for Followed {
    fn next(&mut self) -> Option<Item> {
        let mut item = self.entries.next()?;
        if let Outcome::Report(report) = &mut item.outcome
            && let Some(link) = report.url.clone().filter(|url| is_address(url))
        {
            let page = fetch(&link, &self.network).and_then(|fetched| {
                let beside = Beside { charset: charset::of_content_type(&fetched.content_type), url: Some(fetched.url) };
                html::page(&fetched.bytes, &beside, &Place::file(&link), &report.id)
            });
            match page {
                Ok(mut page) => {
                    // What the feed says of the day and the publisher is said of this entry.
                    page.published = report.published.take().or(page.published);
                    page.publisher = page.publisher.or(report.publisher.take());
                    page.byline = page.byline.or(report.byline.take());
                    *report = page;
                }
                Err(e) => report.notes.push(format!("the feed's own text; its page was not read: {e}")),
            }
        }
        Some(item)
    }

    fn pass(&mut self) -> bool {
        self.entries.pass()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_public_network() {
        for (ip, public) in [
            ("93.184.215.14", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.15.0.1", true),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("198.19.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:93.184.215.14", true),
            ("64:ff9b::7f00:1", false),
            ("2002:a00:1::", false),
            ("2001:db8::1", false),
            ("::7f00:1", false),
        ] {
            assert_eq!(is_public(ip.parse().unwrap()), public, "{ip}");
        }
    }
}
