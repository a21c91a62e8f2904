//! What a key says in whole conversations, for the target `security_key` to begin with.

/// What is asked, as the target counts, and the answers, each after its length.
pub fn conversations() -> Vec<Vec<u8>> {
    let mut all = vec![told(0, &[&answer_to_info()])];
    // After what it says of itself comes a point, and then what libFuzzer makes of the rest.
    for what in 2..16 {
        let info = answer_to_info();
        all.push(told(what, &[&info, &info, &point(), &token()]));
        all.push(told(what, &[&info, &point(), &token(), &assertion()]));
        all.push(told(
            what,
            &[&info, &info, &info, &point(), &token(), &assertion()],
        ));
    }
    all
}

fn told(what: u8, answers: &[&[u8]]) -> Vec<u8> {
    let mut conversation = vec![what];
    for answer in answers {
        conversation.push(u8::try_from(answer.len()).expect("answers are short"));
        conversation.extend_from_slice(answer);
    }
    conversation
}

/// FIDO 2.1 with a PIN, passkeys, settings and fingerprints.
fn answer_to_info() -> Vec<u8> {
    let mut bytes = vec![0, 0xa4, 1, 0x81];
    text(&mut bytes, "FIDO_2_1");
    bytes.extend([2, 0x81]);
    text(&mut bytes, "hmac-secret");
    bytes.extend([4, 0xa7]);
    for option in [
        "clientPin",
        "credMgmt",
        "authnrCfg",
        "bioEnroll",
        "alwaysUv",
        "setMinPINLength",
        "pinUvAuthToken",
    ] {
        text(&mut bytes, option);
        bytes.push(if option == "alwaysUv" { 0xf4 } else { 0xf5 });
    }
    bytes.extend([6, 0x82, 2, 1]);
    bytes
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.push(0x60 | u8::try_from(text.len()).expect("it is short"));
    bytes.extend(text.bytes());
}

/// The point that P-256 starts from (SP 800-186, section 3.2.1.3).
fn point() -> Vec<u8> {
    let x = b"6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    let y = b"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
    let [x, y] = [x, y].map(|text| {
        let decoded = data_encoding::HEXLOWER.decode(text);
        decoded.expect("these are digits")
    });
    let head = [0, 0xa1, 1, 0xa5, 1, 2, 3, 0x38, 24, 0x20, 1, 0x21, 0x58, 32];
    [&head[..], &x, &[0x22, 0x58, 32], &y].concat()
}

fn token() -> Vec<u8> {
    [&[0, 0xa1, 2, 0x58, 48][..], &[1; 48]].concat()
}

/// Of the site `a.example`, touched and verified, with a secret.
fn assertion() -> Vec<u8> {
    let mut data = sha2_of("a.example").to_vec();
    data.extend([0x85, 0, 0, 0, 1, 0xa1]);
    text(&mut data, "hmac-secret");
    data.extend([0x58, 48]);
    data.extend([9; 48]);
    let length = u8::try_from(data.len()).expect("it is short");
    [&[0, 0xa2, 2, 0x58, length][..], &data, &[3, 0x41, 1]].concat()
}

fn sha2_of(text: &str) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(text).into()
}
