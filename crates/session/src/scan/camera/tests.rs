use super::*;
use otp::SecretText;
use std::io::Cursor;
use transfer::qr::{QUIET_ZONE, Qr};

const LONG: Duration = Duration::from_secs(3600);
const SIDE: usize = 400;

/// Two parts of one export with an account each: `alice` and `bob`.
const FIRST: &str =
    "otpauth-migration://offline?data=Ch8KCjEyMzQ1Njc4OTASBWFsaWNlGgRTaXRlIAEoATACEAEYAiAAKAc%3D";
const SECOND: &str =
    "otpauth-migration://offline?data=Ch0KCjEyMzQ1Njc4OTASA2JvYhoEU2l0ZSABKAEwAhABGAIgASgH";
const ACCOUNT: &str = "otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQ";
const LINK: &str = "https://example.com";

/// A grey video with a frame for each text; none is drawn of an empty one.
fn scan(texts: &[&str]) -> CameraScan {
    let mut video = format!("YUV4MPEG2 W{SIDE} H{SIDE} Cmono\n").into_bytes();
    for text in texts {
        video.extend(b"FRAME\n");
        video.extend(frame(text));
    }
    let source = camera::open_stream(Cursor::new(video)).unwrap();
    CameraScan::new(source, Origin::File("film.y4m".into()))
}

fn frame(text: &str) -> Vec<u8> {
    if text.is_empty() {
        return vec![200; SIDE * SIDE];
    }
    let qr = Qr::of(&SecretText::new(text.to_owned())).unwrap();
    let module = |at: usize| u32::try_from(at / 4).unwrap().wrapping_sub(QUIET_ZONE);
    let places = (0..SIDE * SIDE).map(|at| (module(at % SIDE), module(at / SIDE)));
    places
        .map(|(x, y)| if qr.dark(x, y) { 20 } else { 220 })
        .collect()
}

#[test]
fn each_frame_tells_how_far_the_scan_is() {
    let partial = Progress::Partial(Incomplete {
        scanned: 1,
        size: 2,
    });
    let mut scan = scan(&["", LINK, SECOND, SECOND, FIRST]);
    for (progress, news) in [
        (Progress::Nothing, vec![]),
        (Progress::NoAccount, vec![true]),
        (partial, vec![true]),
        (partial, vec![false]),
        (Progress::Complete, vec![true]),
    ] {
        let step = scan.step(|| true).unwrap();
        assert_eq!(step.progress, progress);
        let is_new: Vec<_> = step.symbols.iter().map(|symbol| symbol.is_new).collect();
        assert_eq!(is_new, news);
        assert_eq!(step.size(), (SIDE, SIDE));
        assert!(step.preview(true).starts_with(b"\xff\xd8"));
    }
    let readable = read_found(&scan.into_found());
    let names: Vec<_> = readable
        .accounts
        .iter()
        .map(|one| one.account.as_str())
        .collect();
    assert_eq!(names, ["alice", "bob"]);
}

#[test]
fn a_symbol_is_where_it_was_seen() {
    let step = scan(&[ACCOUNT]).step(|| true).unwrap();
    let [seen] = step.symbols.as_slice() else {
        panic!("one symbol was shown")
    };
    assert_eq!(seen.kind, SymbolKind::Otpauth);
    // Four modules of four pixels of quiet zone are left and above of it.
    let (x, y) = seen.corners[0];
    assert!(x.abs_diff(16) <= 4 && y.abs_diff(16) <= 4, "{seen:?}");
}

#[test]
fn a_scan_ends_with_the_first_frame_that_makes_it_complete() {
    let mut scan = scan(&["", ACCOUNT, LINK]);
    let mut frames = 0;
    assert_eq!(scan_camera(&mut scan, LONG, |_| frames += 1), Ok(()));
    assert_eq!((frames, scan.found.len()), (2, 1));
}

#[test]
fn a_scan_that_ends_early_keeps_what_it_found() {
    let mut part = scan(&[FIRST, ""]);
    assert_eq!(scan_camera(&mut part, LONG, |_| ()), Ok(()));
    assert_eq!(part.found.len(), 1);

    let mut blank = scan(&["", ""]);
    let error = scan_camera(&mut blank, LONG, |_| ()).unwrap_err();
    assert_eq!(error.code(), Code::NoSymbol);

    let mut late = scan(&["", ACCOUNT]);
    let error = scan_camera(&mut late, Duration::ZERO, |_| ()).unwrap_err();
    assert_eq!(error.code(), Code::CameraNoSymbol);
}

/// A camera that is on and sends nothing.
struct Silent;

impl FrameSource for Silent {
    fn next(&mut self, timeout: Duration) -> Result<Frame, CameraError> {
        // Not the whole time of a frame at once: nobody could end that.
        assert!(timeout < Duration::from_secs(1), "{timeout:?}");
        Err(CameraError::Timeout)
    }
}

#[test]
fn waiting_for_a_silent_camera_ends_when_nobody_wants_it_any_more() {
    let name = "Webcam".to_owned();
    let mut scan = CameraScan::new(Box::new(Silent), Origin::Camera { name });
    let asked = std::cell::Cell::new(0);
    let is_wanted = || {
        asked.set(asked.get() + 1);
        asked.get() < 3
    };
    let error = scan.step(is_wanted).err().unwrap();
    assert_eq!((error.code(), asked.get()), (Code::CameraNoFrame, 3));
}

#[test]
fn every_error_of_a_camera_names_it_and_the_system() {
    let origin = Origin::Camera {
        name: "Webcam".to_owned(),
    };
    let errors = [
        (CameraError::Busy, Code::CameraBusy),
        (CameraError::PermissionDenied, Code::CameraNoPermission),
        (CameraError::Unplugged, Code::CameraUnplugged),
        (CameraError::Black, Code::CameraBlack),
        (CameraError::Timeout, Code::CameraNoFrame),
        (CameraError::NoCamera, Code::CameraNone),
        (CameraError::NotBuilt, Code::CameraNotBuilt),
    ];
    for (error, code) in errors {
        let error = origin.error(error);
        assert_eq!(error.code(), code);
        let has = |name| error.args().iter().any(|(arg, _)| *arg == name);
        assert!(has("camera") && has("system"));
    }
}

#[test]
fn a_build_without_cameras_says_so() {
    if cfg!(not(feature = "desktop")) {
        assert_eq!(cameras().unwrap_err().code(), Code::CameraNotBuilt);
        assert!(
            CameraScan::open_by_id("a").is_err_and(|error| error.code() == Code::CameraNotBuilt)
        );
        assert!(CameraScan::open(1).is_err_and(|error| error.code() == Code::CameraNotBuilt));
    }
}
