//! Times as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use otp::UnixTime;

/// `2026-11-22 04:30 UTC`.
pub fn show_time(time: UnixTime) -> String {
    format_utc(time, "%Y-%m-%d %H:%M UTC")
}

/// `2026-11-22`, in UTC.
pub fn show_date(time: UnixTime) -> String {
    format_utc(time, "%Y-%m-%d")
}

/// Times after the year 9999 are shown as seconds since 1970.
fn format_utc(time: UnixTime, format: &str) -> String {
    let seconds = i64::try_from(time.get()).ok();
    let timestamp = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    timestamp.map_or_else(
        || time.get().to_string(),
        |timestamp| {
            timestamp
                .to_zoned(TimeZone::UTC)
                .strftime(format)
                .to_string()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_in_utc() {
        let time = UnixTime::new(1_234_567_890).unwrap();
        assert_eq!(show_time(time), "2009-02-13 23:31 UTC");
        assert_eq!(show_date(time), "2009-02-13");
    }

    #[test]
    fn a_time_beyond_the_calendar_is_still_shown() {
        let time = UnixTime::new(1 << 53).unwrap();
        assert_eq!(show_time(time), "9007199254740992");
    }
}
