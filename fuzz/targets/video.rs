//! Videos: Y4M, Motion JPEG, AVI.
#![no_main]

use std::io::Cursor;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use platform::camera::open_stream;

const FRAMES: usize = 4;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut video) = open_stream(Cursor::new(bytes.to_vec())) else {
        return;
    };
    for _frame in 0..FRAMES {
        let Ok(frame) = video.next(Duration::ZERO) else {
            return;
        };
        assert_eq!(frame.luma.len(), frame.width * frame.height);
        assert!(!frame.preview(true).is_empty());
    }
});
