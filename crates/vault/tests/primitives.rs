//! The ciphers that the vault is made of, as this package builds them, on vectors of Project Wycheproof and of the RFCs.
//! The numbers of vectors are asserted: an empty set proves nothing.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use wycheproof::{aead, hkdf as hkdf_vectors, mac};

/// How many vectors are to be taken, and how many to be refused.
#[derive(Debug, Default, Eq, PartialEq)]
struct Seen {
    valid: usize,
    invalid: usize,
}

impl Seen {
    fn count(&mut self, must_fail: bool) {
        if must_fail {
            self.invalid += 1;
        } else {
            self.valid += 1;
        }
    }
}

/// Those with keys and nonces of the vault's size.
#[test]
fn aes_256_gcm_does_what_wycheproof_says() {
    let mut seen = Seen::default();
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let groups = set.test_groups.iter();
    for group in groups.filter(|group| (group.key_size, group.nonce_size) == (256, 96)) {
        for test in &group.tests {
            let cipher = Aes256Gcm::new_from_slice(&test.key).unwrap();
            let nonce = Nonce::from(<[u8; 12]>::try_from(&test.nonce[..]).unwrap());
            let tag = Tag::from(<[u8; 16]>::try_from(&test.tag[..]).unwrap());
            let mut text = test.ct.to_vec();
            let opened =
                cipher.decrypt_inout_detached(&nonce, &test.aad, text.as_mut_slice().into(), &tag);
            assert_eq!(opened.is_err(), test.result.must_fail(), "{test:?}");
            if opened.is_ok() {
                assert_eq!(text, test.pt[..], "{test:?}");
                let sealed =
                    cipher.encrypt_inout_detached(&nonce, &test.aad, text.as_mut_slice().into());
                assert_eq!(
                    (&text[..], sealed.unwrap()),
                    (&test.ct[..], tag),
                    "{test:?}"
                );
            }
            seen.count(test.result.must_fail());
        }
    }
    let expected = Seen {
        valid: 39,
        invalid: 27,
    };
    assert_eq!(seen, expected);
}

#[test]
fn hkdf_sha256_does_what_wycheproof_says() {
    let mut seen = Seen::default();
    let set = hkdf_vectors::TestSet::load(hkdf_vectors::TestName::HkdfSha256).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut key = vec![0; test.size];
        let made = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut key);
        assert_eq!(made.is_err(), test.result.must_fail(), "{test:?}");
        if made.is_ok() {
            assert_eq!(key, test.okm[..], "{test:?}");
        }
        seen.count(test.result.must_fail());
    }
    let expected = Seen {
        valid: 83,
        invalid: 3,
    };
    assert_eq!(seen, expected);
}

#[test]
fn hmac_sha256_does_what_wycheproof_says() {
    let mut seen = Seen::default();
    let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut hmac = <Hmac<Sha256> as KeyInit>::new_from_slice(&test.key).unwrap();
        hmac.update(&test.msg);
        // Some tags are cut to their first half.
        let checked = hmac.verify_truncated_left(&test.tag);
        assert_eq!(checked.is_err(), test.result.must_fail(), "{test:?}");
        seen.count(test.result.must_fail());
    }
    let expected = Seen {
        valid: 66,
        invalid: 108,
    };
    assert_eq!(seen, expected);
}

/// RFC 9106 section 5.3.
#[test]
fn argon2id_gives_the_tag_of_rfc_9106() {
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let argon2 =
        Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
    let mut tag = [0; 32];
    argon2
        .hash_password_into(&[1; 32], &[2; 16], &mut tag)
        .unwrap();
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(HEXLOWER.encode(&tag), expected);
}

/// RFC 5869 appendix A.1 to A.3: input, salt, info, output.
const RFC_5869: [[&str; 4]; 3] = [
    [
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ],
    [
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435\
         363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
        "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495\
         969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
        "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5\
         e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f\
         09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ],
    [
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ],
];

#[test]
fn hkdf_gives_the_keys_of_rfc_5869() {
    for vector in RFC_5869 {
        let [input, salt, info, expected] =
            vector.map(|hex| HEXLOWER.decode(hex.as_bytes()).unwrap());
        let mut key = vec![0; expected.len()];
        Hkdf::<Sha256>::new(Some(&salt), &input)
            .expand(&info, &mut key)
            .unwrap();
        assert_eq!(key, expected);
    }
}
