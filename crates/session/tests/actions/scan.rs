//! Several picture files at once, and what is none.

use session::Code;
use session::scan::{Problem, Scanned, scan_files};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

fn vector(name: &str) -> PathBuf {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/qr");
    vectors.join(name)
}

/// The name of the file and what is wrong with it.
fn problems(scanned: &Scanned) -> Vec<(String, Code)> {
    let described = |problem: &Problem| {
        let name = Path::new(&problem.source).file_name().unwrap();
        (name.to_string_lossy().into_owned(), problem.error.code())
    };
    scanned.problems.iter().map(described).collect()
}

#[test]
fn dropped_files_that_cannot_be_read_keep_no_picture_from_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("folder")).unwrap();
    fs::write(path("letter.txt"), "dear reader").unwrap();
    let large = File::create(path("large.png")).unwrap();
    large.set_len(65 << 20).unwrap();
    let paths = [
        vector("qrencode.png"),
        path("folder"),
        path("missing.png"),
        path("letter.txt"),
        path("large.png"),
        vector("nothing.png"),
        vector("black_on_nothing.png"),
    ];
    let scanned = scan_files(&paths);
    assert_eq!(
        problems(&scanned),
        [
            ("folder".to_owned(), Code::FileNotRegular),
            ("missing.png".to_owned(), Code::FileNotFound),
            ("letter.txt".to_owned(), Code::NotAPicture),
            ("large.png".to_owned(), Code::FileTooLarge),
            ("nothing.png".to_owned(), Code::NoSymbol),
        ]
    );
    let sources: Vec<_> = scanned
        .found
        .iter()
        .map(|found| PathBuf::from(&found.source))
        .collect();
    assert_eq!(
        sources,
        [vector("qrencode.png"), vector("black_on_nothing.png")]
    );
}

#[test]
fn of_more_than_five_hundred_files_the_first_five_hundred_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("letter.txt");
    fs::write(&letter, "dear reader").unwrap();
    let mut paths = vec![letter; 499];
    paths.push(vector("qrencode.png"));
    let scanned = scan_files(&paths);
    assert_eq!((scanned.found.len(), scanned.problems.len()), (1, 499));

    paths.push(vector("black_on_nothing.png"));
    let scanned = scan_files(&paths);
    assert_eq!((scanned.found.len(), scanned.problems.len()), (1, 500));
    let last = scanned.problems.last().unwrap();
    assert_eq!(last.error.code(), Code::TooManyFiles);
    assert_eq!(last.error.args(), [("most", "500".to_owned())]);
}
