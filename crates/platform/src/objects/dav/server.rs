//! Requests to a WebDAV server, each made once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use percent_encoding::percent_decode_str;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, TRANSFER_ENCODING};
use reqwest::{Client, Method, RequestBuilder, Response, Url};
use zeroize::Zeroizing;

use super::answer::{meaning, of_move, refusal};
use super::listing::{Child, read_listing};
use super::settings::DavSettings;
use crate::objects::careful::careful_client;
use crate::objects::settings::SettingsError;
use crate::objects::{Creation, MAX_BYTES, ObjectsError};

/// A folder of a server, and who we are there. Paths are below that folder; those of folders end in `/`.
pub(super) struct Server {
    client: Client,
    url: Url,
    user: String,
    password: Zeroizing<String>,
    /// Folders that are there: nobody removes one.
    known: Mutex<BTreeSet<String>>,
}

/// What is asked about a folder and what is in it.
const WHAT_KIND: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
    <propfind xmlns=\"DAV:\"><prop><resourcetype/></prop></propfind>";

impl Server {
    pub(super) fn new(settings: &DavSettings) -> Result<Self, SettingsError> {
        let checked = settings.check()?;
        let client = careful_client(checked.is_this_computer).map_err(|_| SettingsError::NoTls)?;
        Ok(Self {
            client,
            url: checked.url,
            user: settings.user.clone(),
            password: settings.password.clone(),
            known: Mutex::default(),
        })
    }

    /// Names of objects, and ours beside them, stand in an address as they are.
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    fn request(&self, method: &str, path: &str) -> Result<RequestBuilder, ObjectsError> {
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| ObjectsError::Unfit)?;
        let request = self.client.request(method, self.url(path));
        Ok(request.basic_auth(&self.user, Some(self.password.as_str())))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, ObjectsError> {
        let answer = request.send().await.map_err(|_| ObjectsError::NoAnswer)?;
        match refusal(answer.headers()) {
            Some(error) => Err(error),
            None => Ok(answer),
        }
    }

    async fn status(&self, request: RequestBuilder) -> Result<u16, ObjectsError> {
        Ok(self.send(request).await?.status().as_u16())
    }

    /// Makes a folder, and those above it that are missing; it may be there.
    pub(super) async fn make_folder(&self, path: &str) -> Result<(), ObjectsError> {
        let ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at + 1).collect();
        let folders: Vec<&str> = ends.iter().filter_map(|end| path.get(..*end)).collect();
        // The last one first: those above are nearly always there.
        let mut missing = Vec::new();
        for folder in folders.iter().rev() {
            if self.make_one(folder).await? {
                break;
            }
            missing.push(folder);
        }
        if missing.len() == folders.len() {
            return Err(ObjectsError::Missing);
        }
        while let Some(folder) = missing.pop() {
            if !self.make_one(folder).await? {
                return Err(ObjectsError::NoAnswer);
            }
        }
        Ok(())
    }

    /// The same for one that is needed again and again.
    pub(super) async fn make_known_folder(&self, path: &str) -> Result<(), ObjectsError> {
        let is_known = self.known().contains(path);
        if !is_known {
            self.make_folder(path).await?;
            self.known().insert(path.to_owned());
        }
        Ok(())
    }

    /// `false`: the folder above is missing.
    async fn make_one(&self, path: &str) -> Result<bool, ObjectsError> {
        let answer = self.status(self.request("MKCOL", path)?).await?;
        match answer {
            201 | 405 => Ok(true),
            409 => Ok(false),
            // Of several who make it at the same moment some are told anything.
            status => match self.kind(path, "0").await {
                Ok(_) => Ok(true),
                Err(ObjectsError::Missing) => Err(meaning(status)),
                Err(error) => Err(error),
            },
        }
    }

    pub(super) async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), ObjectsError> {
        let request = self.request("PUT", path)?;
        let request = request.header(CONTENT_TYPE, "application/octet-stream");
        match self.status(request.body(bytes)).await? {
            200 | 201 | 204 => Ok(()),
            status => Err(meaning(status)),
        }
    }

    /// Moves a folder where there is nothing.
    pub(super) async fn move_new(&self, from: &str, to: &str) -> Result<Creation, ObjectsError> {
        let request = self.request("MOVE", from)?;
        let request = request.header("Destination", self.url(to));
        let request = request.header("Overwrite", "F").header("Depth", "infinity");
        let moved = match self.status(request).await {
            Ok(status) => of_move(status),
            Err(error) => Err(error),
        };
        if moved.is_err() {
            self.known().clear();
        }
        moved
    }

    /// Of what was prepared in vain. Whoever may not delete leaves it.
    pub(super) async fn delete(&self, path: &str) {
        if let Ok(request) = self.request("DELETE", path) {
            drop(self.send(request).await);
        }
    }

    pub(super) async fn get(&self, path: &str, most: usize) -> Result<Vec<u8>, ObjectsError> {
        let answer = self.send(self.request("GET", path)?).await?;
        match answer.status().as_u16() {
            200 => whole(answer, most).await,
            404 => Err(self.not_there().await),
            status => Err(meaning(status)),
        }
    }

    /// What is in a folder; nothing, where there is none.
    pub(super) async fn children(&self, path: &str) -> Result<Vec<Child>, ObjectsError> {
        match self.kind(path, "1").await {
            Err(ObjectsError::Missing) => {
                let error = self.not_there().await;
                let is_empty = error == ObjectsError::NotFound;
                is_empty.then(Vec::new).ok_or(error)
            }
            listed => listed,
        }
    }

    /// Any proxy can say 404: that something is not there is believed only of a server that knows the folder above all.
    async fn not_there(&self) -> ObjectsError {
        match self.kind("", "0").await {
            Ok(_) => ObjectsError::NotFound,
            Err(error) => error,
        }
    }

    async fn kind(&self, path: &str, depth: &str) -> Result<Vec<Child>, ObjectsError> {
        let request = self.request("PROPFIND", path)?.header("Depth", depth);
        let request = request.header(CONTENT_TYPE, "application/xml");
        let answer = self.send(request.body(WHAT_KIND)).await?;
        if answer.status().as_u16() != 207 {
            return Err(meaning(answer.status().as_u16()));
        }
        let path = answer.url().path().to_owned();
        let path = percent_decode_str(&path).decode_utf8();
        let path = path.map_err(|_| ObjectsError::Unfit)?;
        read_listing(&read(answer, MAX_BYTES).await?, &path)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        // Each change is one step: a thread that broke left nothing half.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An object: of a line that broke, or of a page to sign in at, nothing is taken for one.
async fn whole(answer: Response, most: usize) -> Result<Vec<u8>, ObjectsError> {
    let headers = answer.headers();
    let announced = text(headers, CONTENT_LENGTH).map(str::parse::<usize>);
    let is_page = text(headers, CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html"));
    let has_end = announced.is_some() || headers.contains_key(TRANSFER_ENCODING);
    if is_page || !has_end {
        return Err(ObjectsError::NoAnswer);
    }
    match announced {
        Some(Ok(length)) if length > most => return Err(ObjectsError::TooLarge),
        Some(Err(_)) => return Err(ObjectsError::TooLarge),
        Some(Ok(_)) | None => {}
    }
    read(answer, most).await
}

fn text(headers: &HeaderMap, name: reqwest::header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

async fn read(mut answer: Response, most: usize) -> Result<Vec<u8>, ObjectsError> {
    let mut bytes = Vec::new();
    loop {
        let some = answer.chunk().await.map_err(|_| ObjectsError::NoAnswer)?;
        let Some(some) = some else {
            return Ok(bytes);
        };
        if bytes.len() + some.len() > most {
            return Err(ObjectsError::TooLarge);
        }
        bytes.extend_from_slice(&some);
    }
}
