//! Settings files that are missing, strange or hard to write.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests write the strangest files and make folders that cannot be written to"
)]

use super::*;
use std::fs;
#[cfg(target_os = "linux")]
use std::process::Command;

/// A scratch folder with a settings file of this content.
fn file(content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    fs::write(&path, content).unwrap();
    (folder, path)
}

fn loaded(content: &str) -> Settings {
    load(&file(content.as_bytes()).1)
}

fn chosen() -> Settings {
    Settings {
        theme: Theme::Dark,
        density: Density::Compact,
        clipboard_seconds: 60,
        auto_lock_minutes: None,
        lock_with_desktop: false,
        hide_codes: true,
        vaults: vec!["/home/alice/work \u{2713}.countersign".into()],
    }
}

#[test]
fn what_was_chosen_is_there_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/countersign/settings.json");
    save(&chosen(), &path).unwrap();
    assert_eq!(load(&path), chosen());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_missing_file_gives_the_defaults_and_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    assert_eq!(load(&path), Settings::default());
    assert!(!path.exists());
}

#[test]
fn a_file_that_is_no_settings_gives_the_defaults_and_stays_until_the_next_save() {
    let huge = format!("{{\"theme\": \"dark\"{}}}", " ".repeat(65_536));
    let deep = "[".repeat(60_000);
    let strange = ["", "null", "[1]", "{\"theme\": \"dark\"", &huge, &deep];
    for content in strange
        .map(str::as_bytes)
        .into_iter()
        .chain([&[0xff; 9][..]])
    {
        let (_folder, path) = file(content);
        assert_eq!(load(&path), Settings::default());
        assert_eq!(fs::read(&path).unwrap(), content);
        save(&chosen(), &path).unwrap();
        assert_eq!(load(&path), chosen());
    }
}

#[test]
fn a_number_out_of_range_is_the_nearest_in_range() {
    for (seconds, expected) in [
        ("-1", 5),
        ("0", 5),
        ("301", 300),
        ("65541", 300),
        ("18446744073709551615", 300),
        ("-9223372036854775808", 5),
    ] {
        let settings = loaded(&format!("{{\"clipboard_seconds\": {seconds}}}"));
        assert_eq!(settings.clipboard_seconds, expected, "{seconds}");
    }
    for (minutes, expected) in [("null", None), ("0", Some(1)), ("1441", Some(1440))] {
        let settings = loaded(&format!("{{\"auto_lock_minutes\": {minutes}}}"));
        assert_eq!(settings.auto_lock_minutes, expected, "{minutes}");
    }
}

#[test]
fn a_number_out_of_range_is_not_written_either() {
    let (_folder, path) = file(b"");
    let wild = Settings {
        clipboard_seconds: 0,
        auto_lock_minutes: Some(u16::MAX),
        ..chosen()
    };
    save(&wild, &path).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"clipboard_seconds\": 5,"), "{text}");
    assert!(text.contains("\"auto_lock_minutes\": 1440,"), "{text}");
}

#[test]
fn one_field_that_makes_no_sense_does_not_spoil_the_others() {
    let settings = loaded(
        r#"{"theme": "sepia", "density": "compact", "clipboard_seconds": "soon", "hide_codes": 1,
            "auto_lock_minutes": {}, "vaults": ["/a", 7, "relative", "/b", "/a"]}"#,
    );
    let expected = Settings {
        density: Density::Compact,
        vaults: ["/a", "/b"].map(PathBuf::from).into(),
        ..Settings::default()
    };
    assert_eq!(settings, expected);
}

#[test]
fn what_a_newer_version_chose_survives_a_save() {
    let newer = r#"{"language": {"spoken": ["de", "fr"]}, "theme": "light"}"#;
    let (_folder, path) = file(newer.as_bytes());
    save(&chosen(), &path).unwrap();
    let fields = read(&path);
    assert_eq!(fields["language"]["spoken"][1], "fr");
    assert_eq!(fields["theme"], "dark");
}

#[test]
fn a_file_that_would_be_too_long_to_read_again_is_not_written() {
    let (_folder, path) = file(b"{}");
    let endless = Settings {
        vaults: vec![format!("/{}", "x".repeat(65_536)).into()],
        ..chosen()
    };
    let error = save(&endless, &path).unwrap_err();
    assert_eq!(error.code(), Code::SaveFailed);
    assert_eq!(fs::read(&path).unwrap(), b"{}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_may_not_be_changed_keeps_the_old_settings() {
    let (folder, path) = file(b"{}");
    freeze(folder.path(), "0500", "+i");
    let nothing_stops = fs::write(folder.path().join("probe"), "").is_ok();
    let saved = save(&chosen(), &path);
    freeze(folder.path(), "0700", "-i");
    if nothing_stops {
        println!(
            "SKIPPED a_folder_that_may_not_be_changed_keeps_the_old_settings: nothing stops root in this folder"
        );
        return;
    }
    assert_eq!(saved.unwrap_err().code(), Code::SaveNoPermission);
    assert_eq!(fs::read(&path).unwrap(), b"{}");
}

/// The mode stops users, the immutable flag stops root where there is one. The flag goes first when it is taken
/// away, and last when it is set.
#[cfg(target_os = "linux")]
fn freeze(folder: &Path, mode: &str, flag: &str) {
    let run = |program: &str, arguments: &[&str]| {
        let _ = Command::new(program).args(arguments).arg(folder).status();
    };
    run("chattr", &["-f", "-i"]);
    run("chmod", &[mode]);
    run("chattr", &["-f", flag]);
}
