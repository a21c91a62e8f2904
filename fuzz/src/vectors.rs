//! The vault vectors, as the fuzzer's first inputs.

use std::fs;
use std::path::Path;

use data_encoding::BASE64;

/// The files of all vectors in `tests/vectors/vault`.
pub fn vaults() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/vault");
    let entries = fs::read_dir(&folder).expect("the vectors are in the repository");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let files: Vec<_> = paths
        .map(|path| file(&fs::read_to_string(path).expect("vectors are text")))
        .collect();
    assert!(!files.is_empty(), "no vectors in {}", folder.display());
    files
}

/// The vault in a vector: Base64 after an empty line.
pub(crate) fn file(vector: &str) -> Vec<u8> {
    let (_, base64) = vector
        .split_once("\n\n")
        .expect("an empty line comes before the file");
    let digits: String = base64.split_whitespace().collect();
    BASE64
        .decode(digits.as_bytes())
        .expect("the file is in Base64")
}

/// The recovery kit of the vectors, bytes 100 to 119, in words.
pub fn words_of_kit() -> &'static str {
    "good clinic oil speak note cup random punch hunt logic frame tragic elder robot tent"
}
