//! Times in file names: `20261122T043000Z` (ISO 8601, basic format).

use jiff::SignedDuration;
use jiff::civil::DateTime;

/// In seconds.
pub(super) const DAY: i64 = 86_400;

const FORM: &str = "%Y%m%dT%H%M%SZ";
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// A time outside the years 1970 to 9999 is written as the nearest one inside.
pub(super) fn format(unix_seconds: i64) -> String {
    let time = EPOCH.saturating_add(SignedDuration::from_secs(unix_seconds.max(0)));
    time.strftime(FORM).to_string()
}

/// Seconds since 1970; `None` for everything that [`format()`] would not write.
pub(super) fn parse(text: &str) -> Option<i64> {
    let time = DateTime::strptime(FORM, text).ok()?;
    let seconds = time.duration_since(EPOCH).as_secs();
    (format(seconds) == text).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 9999-12-31T23:59:59Z, the last second that has four digits for the year.
    const LAST: i64 = 253_402_300_799;

    /// From `date -u -d @SECONDS +%Y%m%dT%H%M%SZ` of GNU coreutils.
    #[test]
    fn times_are_written_as_gnu_date_writes_them() {
        for (seconds, text) in [
            (0, "19700101T000000Z"),
            (951_782_400, "20000229T000000Z"),
            (1_709_164_799, "20240228T235959Z"),
            (1_793_680_200, "20261103T043000Z"),
            (2_147_483_647, "20380119T031407Z"),
            (4_102_444_800, "21000101T000000Z"),
            (253_402_300_799, "99991231T235959Z"),
        ] {
            assert_eq!(format(seconds), text);
            assert_eq!(parse(text), Some(seconds));
        }
    }

    #[test]
    fn what_is_not_a_time_is_not_read_as_one() {
        for text in [
            "",
            "20260230T000000Z",
            "20261301T000000Z",
            "20260100T000000Z",
            "20260101T240000Z",
            "20260101T000060Z",
            "20260101 000000Z",
            "20260101T000000",
            "20260101T000000Z0",
            "+2260101T000000Z",
            "19691231T235959Z",
            "2026010\u{e9}000000Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_second_is_read_back_and_sorts_as_text(a in 0..=LAST, b in 0..=LAST) {
            prop_assert_eq!(parse(&format(a)), Some(a));
            prop_assert_eq!(format(a).cmp(&format(b)), a.cmp(&b));
        }

        #[test]
        fn no_text_stops_the_reader(text in ".{0,20}", seconds: i64) {
            let _ = parse(&text);
            prop_assert!(parse(&format(seconds)).is_some());
        }
    }
}
