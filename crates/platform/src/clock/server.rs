//! How far the machine's clock is off, by the `Date` that a web server answers with (RFC 9110 section 6.6.1).

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::DATE;
use reqwest::{Client, Url};
use tokio::runtime::Builder;

use crate::objects::careful_client;

/// From the question to the whole answer. The answer lies in the middle of it, so this bounds the error.
const LONGEST: Duration = Duration::from_secs(10);
/// A `Date` has 29 characters.
const MAX_DATE: usize = 64;
/// A `Date` has whole seconds; on average half a second of the one it names is over.
const HALF_A_SECOND: i128 = 500;

/// Why the clocks were not compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CompareError {
    /// Not an address of a server: `https`, or `http` on this computer.
    #[error("not an address of a server")]
    Address,
    /// No answer within ten seconds, or a certificate that is not good at the time that this clock shows.
    #[error("the server does not answer")]
    NoAnswer,
    /// An answer without a date.
    #[error("the answer has no date")]
    NoDate,
}

/// By how many seconds the machine's clock is ahead of the server's; negative where it is behind. One request without
/// content goes to the server, and the answer's content is not read. It is right to about a second and half of the time
/// that the answer takes.
///
/// # Errors
/// See [`CompareError`].
pub fn ahead_of(server: &str) -> Result<i64, CompareError> {
    let (url, is_this_computer) = address(server).ok_or(CompareError::Address)?;
    let client = careful_client(is_this_computer).map_err(|_| CompareError::NoAnswer)?;
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| CompareError::NoAnswer)?;
    let before = millis(SystemTime::now());
    let date = runtime.block_on(ask(&client, url))?;
    let after = millis(SystemTime::now());
    let ours = before.midpoint(after);
    let theirs = i128::from(date) * 1000 + HALF_A_SECOND;
    i64::try_from((ours - theirs + HALF_A_SECOND).div_euclid(1000))
        .map_err(|_| CompareError::NoDate)
}

async fn ask(client: &Client, url: Url) -> Result<i64, CompareError> {
    let request = client.head(url).timeout(LONGEST);
    let answer = request.send().await.map_err(|_| CompareError::NoAnswer)?;
    let date = answer.headers().get(DATE);
    let date = date.and_then(|date| date.to_str().ok());
    date.and_then(seconds).ok_or(CompareError::NoDate)
}

/// Seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`.
fn seconds(date: &str) -> Option<i64> {
    let parsed = DateTimeParser::new().parse_timestamp(Some(date).filter(|d| d.len() <= MAX_DATE)?);
    parsed.ok().map(jiff::Timestamp::as_second)
}

/// The address, and whether it is on this computer.
fn address(server: &str) -> Option<(Url, bool)> {
    let url = Url::parse(server).ok()?;
    let host = url.host_str()?;
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_this_computer = host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback());
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_this_computer);
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_safe && is_plain).then_some((url, is_this_computer))
}

fn millis(time: SystemTime) -> i128 {
    let span = |span: Duration| i128::try_from(span.as_millis()).unwrap_or(i128::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => span(after),
        Err(before) => -span(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread::{self, JoinHandle};

    /// A server that answers once, and gives back what it was asked.
    fn server(answer: String) -> (String, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 4096];
            let count = stream.read(&mut asked).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&asked[..count]).into_owned()
        });
        (address, asked)
    }

    fn answer(date: &str) -> String {
        format!("HTTP/1.1 404 Not Found\r\nDate: {date}\r\nContent-Length: 0\r\n\r\n")
    }

    /// What a server says whose clock is so many seconds ahead of ours.
    fn date(ahead: i64) -> String {
        let now = i64::try_from(millis(SystemTime::now()) / 1000).unwrap();
        let time = jiff::Timestamp::from_second(now + ahead).unwrap();
        let time = time.to_zoned(jiff::tz::TimeZone::UTC);
        time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    #[test]
    fn the_difference_to_a_servers_date_is_found_with_one_request_without_content() {
        for ahead in [0, 3600, -100_000_000] {
            let (address, asked) = server(answer(&date(ahead)));
            let found = ahead_of(&address).unwrap();
            assert!((found + ahead).abs() <= 2, "{found} {ahead}");
            let asked = asked.join().unwrap();
            assert!(asked.starts_with("HEAD / HTTP/1.1\r\n"), "{asked}");
            assert!(!asked.to_lowercase().contains("cookie"), "{asked}");
        }
    }

    #[test]
    fn an_answer_without_a_date_and_no_answer_are_told_apart() {
        for date in ["", "yesterday", "Sun, 99 Nov 1994 08:49:37 GMT"] {
            let (address, asked) = server(answer(date));
            assert_eq!(ahead_of(&address), Err(CompareError::NoDate), "{date}");
            asked.join().unwrap();
        }
        let (address, asked) = server("nothing of HTTP\r\n\r\n".to_owned());
        assert_eq!(ahead_of(&address), Err(CompareError::NoAnswer));
        asked.join().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", free.local_addr().unwrap());
        drop(free);
        assert_eq!(ahead_of(&address), Err(CompareError::NoAnswer));
    }

    #[test]
    fn only_a_safe_address_is_asked() {
        for address in [
            "",
            "example.com",
            "http://example.com",
            "https://user:word@example.com",
            "ftp://example.com",
            "file:///etc/passwd",
            "https://",
        ] {
            assert_eq!(ahead_of(address), Err(CompareError::Address), "{address}");
        }
    }
}
