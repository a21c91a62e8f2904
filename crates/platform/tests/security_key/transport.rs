//! Other programs, keys that are slow, touched late, or pulled out.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use platform::security_key::{Control, KeyError, Pin, SecurityKey, Step};

use super::bed::in_bed;

#[test]
fn a_hundred_questions_get_a_hundred_right_answers_while_another_program_uses_the_key() {
    let test = "transport::a_hundred_questions_get_a_hundred_right_answers_while_another_program_uses_the_key";
    in_bed(test, |bed| {
        let _key = bed.plug_at(&["hidraw0", "hidraw1"], &[]);
        let alone = bed.with(SecurityKey::info).unwrap();
        let done = AtomicBool::new(false);
        let asked = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    // It may not get its answer; that is its affair.
                    let asks = Command::new("fido2-token")
                        .args(["-I", "/dev/hidraw1"])
                        .output();
                    assert!(asks.is_ok());
                    asked.fetch_add(1, Ordering::SeqCst);
                }
            });
            let answers: Vec<_> = (0..100).map(|_| bed.with(SecurityKey::info)).collect();
            done.store(true, Ordering::SeqCst);
            let right = answers
                .iter()
                .filter(|answer| answer.as_ref() == Ok(&alone));
            assert_eq!(right.count(), 100, "{answers:?}");
        });
        assert!(asked.load(Ordering::SeqCst) > 1, "nobody else asked");
    });
}

#[test]
fn frames_that_are_meant_for_others_are_passed_over() {
    let test = "transport::frames_that_are_meant_for_others_are_passed_over";
    in_bed(test, |bed| {
        let key = bed.plug(&[]);
        let quiet = bed.with(SecurityKey::info).unwrap();
        key.pull();
        let _key = bed.plug(&["--stray"]);
        for _ in 0..20 {
            assert_eq!(bed.with(SecurityKey::info).as_ref(), Ok(&quiet));
        }
        // What is longer than one frame, both ways.
        let pin = || Pin::new("12345678").unwrap();
        bed.with(move |key| key.set_pin(&pin())).unwrap();
        let space = bed.with(move |key| key.space(&pin())).unwrap();
        assert_eq!(space.kept, 0);
    });
}

#[test]
fn a_touch_is_noticed_however_often_the_key_says_that_it_waits() {
    let test = "transport::a_touch_is_noticed_however_often_the_key_says_that_it_waits";
    in_bed(test, |bed| {
        for milliseconds in ["2", "50", "500"] {
            let finger = bed.finger();
            let touch = format!("file:{}", finger.display());
            let _key = bed.plug(&["--touch", &touch, "--keep-alive", milliseconds]);
            let (control, waiting) = control_and_touches();
            let toucher = thread::spawn(move || {
                waiting.recv().expect("the key says that it wants a touch");
                fs::write(&finger, "").unwrap();
                Instant::now()
            });
            let waited = bed.with_control(&control, SecurityKey::wait_for_touch);
            assert_eq!(waited, Ok(()), "every {milliseconds} ms");
            let late = toucher.join().unwrap().elapsed();
            println!("every {milliseconds} ms: touch noticed after {late:?}");
            fs::remove_file(bed.finger()).unwrap();
        }
    });
}

#[test]
fn a_wait_that_is_cancelled_leaves_the_key_free_for_the_next() {
    let test = "transport::a_wait_that_is_cancelled_leaves_the_key_free_for_the_next";
    in_bed(test, |bed| {
        let _key = bed.plug(&["--touch", "never"]);
        let (control, waiting) = control_and_touches();
        let canceller = {
            let control = control.clone();
            thread::spawn(move || {
                waiting.recv().unwrap();
                control.cancel();
                Instant::now()
            })
        };
        let waited = bed.with_control(&control, SecurityKey::wait_for_touch);
        assert_eq!(waited, Err(KeyError::Cancelled));
        println!("cancelled after {:?}", canceller.join().unwrap().elapsed());
        assert!(bed.with(SecurityKey::info).is_ok());
    });
}

#[test]
fn nobody_waits_for_a_key_that_was_pulled_out() {
    let test = "transport::nobody_waits_for_a_key_that_was_pulled_out";
    in_bed(test, |bed| {
        let key = bed.plug(&["--touch", "never"]);
        let (control, waiting) = control_and_touches();
        thread::scope(|scope| {
            let talk = scope.spawn(|| bed.with_control(&control, SecurityKey::wait_for_touch));
            waiting.recv().unwrap();
            // Who is plugged in is seen while somebody waits, and whoever waits behind can give up.
            assert_eq!(bed.keys().plugged_in().unwrap().len(), 1);
            let given_up = Control::silent();
            given_up.cancel();
            let behind = bed.with_control(&given_up, SecurityKey::info);
            assert_eq!(behind, Err(KeyError::Cancelled));
            let pulled = Instant::now();
            key.pull();
            assert_eq!(talk.join().unwrap(), Err(KeyError::Unplugged));
            println!("noticed after {:?}", pulled.elapsed());
        });
        assert!(bed.keys().plugged_in().unwrap().is_empty());
        let _key = bed.plug(&[]);
        assert!(bed.with(SecurityKey::info).is_ok());
    });
}

#[test]
fn of_several_keys_the_one_that_is_touched_is_meant_and_the_others_stop_waiting() {
    let test =
        "transport::of_several_keys_the_one_that_is_touched_is_meant_and_the_others_stop_waiting";
    in_bed(test, |bed| {
        let touch = format!("file:{}", bed.finger().display());
        let _first = bed.plug_at(&["hidraw0"], &["--touch", "never"]);
        let _second = bed.plug_at(&["hidraw1"], &["--touch", &touch, "--u2f-only"]);
        let both = ["hidraw0", "hidraw1"].map(|node| bed.location(node));
        let finger = bed.finger();
        let toucher = thread::spawn(move || {
            thread::sleep(Duration::from_millis(500));
            fs::write(finger, "").unwrap();
        });
        let chosen = bed.keys().choose(&both, &Control::silent());
        assert_eq!(chosen.as_ref(), Ok(&both[1]));
        toucher.join().unwrap();
        // It does not wait for a touch any more.
        assert!(bed.with(SecurityKey::info).is_ok());
        let control = Control::silent();
        control.cancel();
        let cancelled = bed.keys().choose(&both, &control);
        assert_eq!(cancelled, Err(KeyError::Cancelled));
    });
}

/// A control, and what is sent each time the key says that it wants a touch.
fn control_and_touches() -> (Control, mpsc::Receiver<()>) {
    let (sender, receiver) = mpsc::channel();
    let control = Control::new(move |step| {
        if step == Step::WantsTouch {
            let _ = sender.send(());
        }
    });
    (control, receiver)
}
