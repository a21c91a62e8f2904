//! What must hold for whatever is read.

use otp::uri::{Labelled, parse, write};
use otp::{Kind, SecretText};

/// An account survives being written as a URI. Spaces that `docs/otp.md` names as padding may go.
pub fn assert_written_uri_is_read_back(read: &Labelled) {
    let uri = write(read.issuer.as_deref(), &read.account, &read.otp);
    let again = parse(uri.expose()).expect("what was written is read");
    assert_eq!(again.otp.kind, read.otp.kind);
    assert!(again.otp.secret.same_as(&read.otp.secret));
    assert_eq!(pin(&again), pin(read));
    assert_eq!(again.account.trim_start(), read.account.trim_start());
    assert_eq!(issuer(&again), issuer(read));
}

fn pin(labelled: &Labelled) -> Option<&str> {
    labelled.otp.pin.as_ref().map(SecretText::expose)
}

fn issuer(labelled: &Labelled) -> &str {
    let issuer = labelled.issuer.as_deref().unwrap_or_default();
    match labelled.otp.kind {
        Kind::Motp => issuer.trim(),
        _ => issuer,
    }
}
