//! Servers that answer what no good one would, and lines that break.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use platform::objects::{CloudObjects, Creation, Objects as _, ObjectsError, S3Settings};
use zeroize::Zeroizing;

use super::name;

/// Answers every request with the same bytes, then hangs up. Its thread ends with the test's process.
pub(crate) struct Canned {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    pub(crate) fn new(answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&requests), answer.into());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &answer, &seen);
            }
        });
        Self { port, requests }
    }

    /// An answer with a body.
    pub(crate) fn with(status: &str, body: &str) -> Self {
        let length = body.len();
        Self::new(format!(
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }

    /// As S3 tells an error.
    pub(crate) fn with_code(status: &str, code: &str) -> Self {
        Self::with(
            status,
            &format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>"),
        )
    }

    fn objects(&self) -> CloudObjects {
        CloudObjects::s3(&S3Settings {
            endpoint: format!("http://127.0.0.1:{}", self.port),
            region: "us-east-1".to_owned(),
            bucket: "vault".to_owned(),
            prefix: None,
            access_key: "visible-key".to_owned(),
            secret_key: Zeroizing::new("never-sent".to_owned()),
        })
        .unwrap()
    }

    fn create(&self) -> Result<Creation, ObjectsError> {
        self.objects().create(&name("log/1"), b"entry")
    }

    fn get(&self) -> Result<Vec<u8>, ObjectsError> {
        self.objects().get(&name("log/1"), 1000)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, answer: &[u8], seen: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        if reader.read_line(&mut request).unwrap_or(0) == 0 {
            return;
        }
    }
    let length = request.to_lowercase();
    let length = length
        .split_once("content-length: ")
        .map_or("0", |(_, rest)| rest);
    let length = length.split("\r\n").next().unwrap().parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    seen.lock().unwrap().push(request);
    // The client may hang up before it has it all.
    let _ = stream.write_all(answer);
}

/// Whoever tries again after an answer that got lost meets its own object and thinks that somebody else won.
#[test]
fn a_request_whose_answer_says_nothing_is_not_made_again() {
    let answers = [
        Canned::with_code("409 Conflict", "ConditionalRequestConflict"),
        Canned::with_code("500 Internal Server Error", "InternalError"),
        Canned::with_code("503 Service Unavailable", "SlowDown"),
        Canned::with("429 Too Many Requests", ""),
        Canned::with_code("400 Bad Request", "RequestTimeout"),
        Canned::new(""),
        Canned::new("HTTP/1.1 200"),
        Canned::new("nonsense\r\n\r\n"),
    ];
    for server in answers {
        assert_eq!(server.create(), Err(ObjectsError::NoAnswer));
        let requests = server.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        assert_eq!(server.get(), Err(ObjectsError::NoAnswer));
    }
}

#[test]
fn what_is_sent_asks_for_a_new_object_and_does_not_contain_the_secret() {
    let server = Canned::with_code("412 Precondition Failed", "PreconditionFailed");
    assert_eq!(server.create(), Ok(Creation::Exists));
    let requests = server.requests();
    let request = requests.first().unwrap().to_lowercase();
    assert!(
        request.starts_with("put /vault/log/1 http/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("\r\nif-none-match: *\r\n"), "{request}");
    assert!(
        request.contains("visible-key") && !request.contains("never-sent"),
        "{request}"
    );
    assert!(!request.contains("accept-encoding"), "{request}");
    assert!(!format!("{:?}", server.objects()).contains("never-sent"));
}

#[test]
fn an_answer_that_is_no_word_of_the_storage_itself_does_not_end_a_log() {
    for (server, error) in [
        (
            Canned::with_code("404 Not Found", "NoSuchKey"),
            ObjectsError::NotFound,
        ),
        (
            Canned::with_code("404 Not Found", "NoSuchBucket"),
            ObjectsError::Missing,
        ),
        (
            Canned::with("404 Not Found", "<html>not here</html>"),
            ObjectsError::Missing,
        ),
        (Canned::with("404 Not Found", ""), ObjectsError::Missing),
    ] {
        assert_eq!(server.get(), Err(error));
    }
}

#[test]
fn what_a_person_can_do_something_about_is_told_apart() {
    for (status, code, error) in [
        ("403 Forbidden", "AccessDenied", ObjectsError::Denied),
        (
            "403 Forbidden",
            "SignatureDoesNotMatch",
            ObjectsError::Denied,
        ),
        (
            "403 Forbidden",
            "RequestTimeTooSkewed",
            ObjectsError::WrongClock,
        ),
        ("403 Forbidden", "QuotaExceeded", ObjectsError::Full),
        (
            "507 Insufficient Storage",
            "XMinioStorageFull",
            ObjectsError::Full,
        ),
        ("400 Bad Request", "EntityTooLarge", ObjectsError::TooLarge),
        (
            "400 Bad Request",
            "AuthorizationHeaderMalformed",
            ObjectsError::Missing,
        ),
        ("404 Not Found", "NoSuchBucket", ObjectsError::Missing),
        ("501 Not Implemented", "NotImplemented", ObjectsError::Unfit),
    ] {
        assert_eq!(
            Canned::with_code(status, code).create(),
            Err(error),
            "{status} {code}"
        );
    }
}

#[test]
fn a_redirect_leads_to_no_other_server() {
    let other = Canned::with("200 OK", "");
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let location = format!("http://127.0.0.1:{}/vault/log/1", other.port);
        let answer =
            format!("HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let server = Canned::new(answer);
        assert_eq!(server.create(), Err(ObjectsError::Missing), "{status}");
        assert_eq!(server.get(), Err(ObjectsError::Missing), "{status}");
    }
    assert_eq!(other.requests(), Vec::<String>::new());
}

fn object(length: &str, body: &str) -> Canned {
    Canned::new(format!(
        "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nLast-Modified: Thu, 26 Nov 2026 17:00:00 GMT\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    ))
}

#[test]
fn an_object_that_is_cut_short_or_too_long_is_none() {
    assert_eq!(object("5", "entry").get().unwrap(), b"entry");
    assert_eq!(object("6", "entry").get(), Err(ObjectsError::NoAnswer));
    assert_eq!(object("1001", "entry").get(), Err(ObjectsError::TooLarge));
    assert_eq!(
        object("99999999999999", "entry").get(),
        Err(ObjectsError::TooLarge)
    );
    assert_eq!(object("-1", "entry").get(), Err(ObjectsError::NoAnswer));
}

#[test]
fn an_error_without_an_end_is_cut_off() {
    let endless = format!("HTTP/1.1 403 Forbidden\r\n\r\n{}", "x".repeat(32 << 20));
    assert_eq!(Canned::new(endless).get(), Err(ObjectsError::Denied));
}

#[test]
fn names_in_a_listing_that_are_no_names_are_left_out() {
    let key = |key: &str| {
        format!(
            "<Contents><Key>{key}</Key><LastModified>2026-11-26T17:00:00.000Z</LastModified><Size>1</Size></Contents>"
        )
    };
    let keys: String = ["log/1", "log/A", "log/%2e%2e", "log/3"].map(key).concat();
    let server = Canned::with(
        "200 OK",
        &format!("<?xml version=\"1.0\"?><ListBucketResult>{keys}</ListBucketResult>"),
    );
    let listed = server.objects().list(&name("log"), 10);
    assert_eq!(listed, Ok(vec![name("log/1"), name("log/3")]));
    assert_eq!(
        server.objects().list(&name("log"), 1),
        Err(ObjectsError::TooLarge)
    );
    let other = server.objects().list(&name("inbox"), 10);
    assert_eq!(other, Ok(Vec::new()), "names of another folder");

    let spoilt = key("log/../x");
    let server = Canned::with(
        "200 OK",
        &format!("<ListBucketResult>{spoilt}</ListBucketResult>"),
    );
    assert_eq!(
        server.objects().list(&name("log"), 10),
        Err(ObjectsError::Unfit)
    );
}
