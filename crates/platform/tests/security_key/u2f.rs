//! Keys from before FIDO2.

use platform::security_key::{KeyError, SecurityKey, Verification};

use super::bed::in_bed;
use super::credentials::new_credential;

#[test]
fn a_key_that_speaks_only_u2f_registers_and_signs_and_says_that_it_cannot_open_vaults() {
    let test =
        "u2f::a_key_that_speaks_only_u2f_registers_and_signs_and_says_that_it_cannot_open_vaults";
    in_bed(test, |bed| {
        let _key = bed.plug(&["--u2f-only"]);
        let info = bed.with(SecurityKey::info).unwrap();
        assert!(!info.fido2 && !info.gives_secrets());
        let made = bed.with(|key| key.make_credential(&new_credential(false), &Verification::None));
        assert_eq!(made, Err(KeyError::Unsupported));
        let registered = bed
            .with(|key| key.u2f_register(&[1; 32], &[2; 32]))
            .unwrap();
        let handle = registered.key_handle;
        let own = handle.clone();
        assert_eq!(bed.with(move |key| key.u2f_knows(&[1; 32], &own)), Ok(true));
        let own = handle.clone();
        let elsewhere = bed.with(move |key| key.u2f_knows(&[3; 32], &own));
        assert_eq!(elsewhere, Ok(false));
        let sign = |handle: Vec<u8>| bed.with(move |key| key.u2f_sign(&[1; 32], &[2; 32], &handle));
        let first = sign(handle.clone()).unwrap();
        assert!(sign(handle).unwrap().counter > first.counter);
        assert_eq!(sign(vec![9; 64]), Err(KeyError::NoCredential));
    });
}
