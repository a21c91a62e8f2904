//! The HTTP client: one request, one bounded answer, from that host and no other.

use async_trait::async_trait;
use http_body_util::{BodyExt as _, Limited};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};

use super::answer::Refusal;
use crate::objects::MAX_BYTES;
use crate::objects::careful::careful_client;
use crate::objects::settings::SettingsError;

/// As much of an error's text is read.
const MAX_REFUSAL_BYTES: usize = 16 << 10;

/// The client that object_store is given.
#[derive(Clone, Debug)]
pub(super) struct Careful(reqwest::Client);

/// What object_store is given.
pub(super) fn client(is_this_computer: bool) -> Result<Careful, SettingsError> {
    let client = careful_client(is_this_computer).map_err(|_| SettingsError::NoTls)?;
    Ok(Careful(client))
}

impl HttpConnector for Careful {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Careful {
    /// An answer that is no success becomes an error that holds a [`Refusal`].
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = self.0.call(request).await?.into_parts();
        if parts.status.is_success() {
            let body = Limited::new(body, MAX_BYTES);
            let body = body.map_err(|error| HttpError::new_boxed(HttpErrorKind::Decode, error));
            return Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body)));
        }
        let text = Limited::new(body, MAX_REFUSAL_BYTES).collect().await;
        let text = text.map(|text| text.to_bytes()).unwrap_or_default();
        let refusal = Refusal::new(parts.status.as_u16(), &text);
        // Of this kind, so that nobody tries it again.
        Err(HttpError::new(HttpErrorKind::Decode, refusal))
    }
}
