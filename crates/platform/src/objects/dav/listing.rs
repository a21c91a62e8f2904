//! What a server says is in a folder: the answer to PROPFIND (RFC 4918 section 14.16).

use percent_encoding::percent_decode_str;
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};

use crate::objects::ObjectsError;

/// Something in the folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Child {
    /// As the server says it: it may be no name of an object, and lead anywhere.
    pub name: String,
    /// It may have something in it.
    pub is_folder: bool,
}

/// Longer than any address of an object may be.
const MAX_HREF_BYTES: usize = 4096;

/// One `response`.
#[derive(Default)]
struct Response {
    href: Option<String>,
    is_folder: bool,
}

/// What is being read.
#[derive(Clone, Copy, Eq, PartialEq)]
enum At {
    Elsewhere,
    Href,
    Type,
}

/// The children of the folder whose path, decoded, is `path` and ends in `/`. The answer must name the folder itself,
/// as the standard has it: what does not is no answer to the question.
///
/// # Errors
/// [`ObjectsError::Unfit`] for anything else.
pub fn read_listing(xml: &[u8], path: &str) -> Result<Vec<Child>, ObjectsError> {
    let (mut children, mut is_itself) = (Vec::new(), false);
    for response in responses(xml).ok_or(ObjectsError::Unfit)? {
        let Some(decoded) = response.href.as_deref().and_then(path_of) else {
            continue;
        };
        is_itself |= decoded == path || path.strip_suffix('/') == Some(decoded.as_str());
        let below = decoded.strip_prefix(path).unwrap_or_default();
        let name = below.strip_suffix('/').unwrap_or(below);
        if !name.is_empty() {
            children.push(Child {
                name: name.to_owned(),
                is_folder: response.is_folder,
            });
        }
    }
    is_itself.then_some(children).ok_or(ObjectsError::Unfit)
}

/// `None`: no whole `multistatus`.
fn responses(xml: &[u8]) -> Option<Vec<Response>> {
    let mut reader = NsReader::from_reader(xml);
    let (mut all, mut one, mut at) = (Vec::new(), Response::default(), At::Elsewhere);
    let mut has_begun = false;
    loop {
        let (namespace, event) = reader.read_resolved_event().ok()?;
        let is_dav = namespace == ResolveResult::Bound(Namespace(b"DAV:"));
        match event {
            Event::Start(start) => match (is_dav, start.local_name().as_ref()) {
                (true, b"multistatus") => has_begun = true,
                _ if !has_begun => return None,
                (true, b"response") => one = Response::default(),
                (true, b"href") if one.href.is_none() => {
                    one.href = Some(String::new());
                    at = At::Href;
                }
                (true, b"resourcetype") => at = At::Type,
                (true, b"collection") => one.is_folder |= at == At::Type,
                _ => {}
            },
            Event::Empty(start) if is_dav && start.local_name().as_ref() == b"collection" => {
                one.is_folder |= at == At::Type;
            }
            Event::Text(text) if at == At::Href => {
                add(&mut one.href, &String::from_utf8_lossy(&text));
            }
            // No address of an object needs one.
            Event::GeneralRef(_) if at == At::Href => add(&mut one.href, "&"),
            Event::End(end) => match (is_dav, end.local_name().as_ref()) {
                (true, b"multistatus") => return Some(all),
                (true, b"response") => all.push(std::mem::take(&mut one)),
                (true, b"href" | b"resourcetype") => at = At::Elsewhere,
                _ => {}
            },
            Event::DocType(_) | Event::Eof => return None,
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

fn add(href: &mut Option<String>, text: &str) {
    if let Some(href) = href.as_mut()
        && href.len() + text.len() <= MAX_HREF_BYTES
    {
        href.push_str(text);
    }
}

/// The path of an address or of what is one without a host, decoded.
fn path_of(href: &str) -> Option<String> {
    let href = href.trim();
    let path = match href.split_once("://") {
        Some((_, rest)) => rest.get(rest.find('/')?..)?,
        None => href,
    };
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn multistatus(responses: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">{responses}</D:multistatus>"
        )
    }

    fn response(href: &str, kind: &str) -> String {
        format!(
            "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype>{kind}</D:resourcetype>\
             </D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        )
    }

    const FOLDER: &str = "<D:collection/>";

    fn names(xml: &str) -> Result<Vec<(String, bool)>, ObjectsError> {
        let children = read_listing(xml.as_bytes(), "/a b/log/")?.into_iter();
        Ok(children
            .map(|child| (child.name, child.is_folder))
            .collect())
    }

    #[test]
    fn the_children_of_the_folder_are_read_however_their_addresses_are_written() {
        let xml = multistatus(
            &[
                response("/a%20b/log/", FOLDER),
                response("https://host/a%20b/log/_1/", FOLDER),
                response("/a%20b/log/%5f2/", "<D:collection></D:collection>"),
                response("/a%20b/log/_3", ""),
                response("/a%20b/log/_4", "<x:collection xmlns:x=\"other\"/>"),
                response("/other/log/_5/", FOLDER),
                response("/a%20b/log/%ff/", FOLDER),
                response("/a%20b/log/&amp;/", FOLDER),
            ]
            .concat(),
        );
        let found = [
            ("_1", true),
            ("_2", true),
            ("_3", false),
            ("_4", false),
            ("&", true),
        ];
        let found = found.map(|(name, is_folder)| (name.to_owned(), is_folder));
        assert_eq!(names(&xml), Ok(found.to_vec()));
    }

    #[test]
    fn what_is_no_whole_answer_about_this_folder_is_none() {
        let good = multistatus(&response("/a%20b/log/", FOLDER));
        assert_eq!(names(&good), Ok(Vec::new()));
        for bad in [
            "",
            "<html><body>Please sign in</body></html>",
            &multistatus(""),
            &multistatus(&response("/a%20b/", FOLDER)),
            &good.replace("DAV:", "other:"),
            &format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{good}"),
        ] {
            assert_eq!(names(bad), Err(ObjectsError::Unfit), "{bad}");
        }
        for end in 0..good.len() {
            assert!(names(&good[..end]).is_err(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn no_answer_breaks_the_reader(xml in "(<D:[a-z]{0,4}|</?D:(href|response|multistatus)>|[ -~]|%[0-9a-f]{2}){0,60}") {
            let _ = read_listing(multistatus(&xml).as_bytes(), "/");
            let _ = read_listing(xml.as_bytes(), "/");
        }
    }
}
