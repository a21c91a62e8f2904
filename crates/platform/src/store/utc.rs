//! Times in file names: `20261122T043000Z` (ISO 8601, basic format).

pub(super) const DAY: i64 = 86_400;
/// 9999-12-31T23:59:59Z, the last second that has four digits for the year.
const LAST: i64 = 253_402_300_799;

/// A time outside the years 1970 to 9999 is written as the nearest one inside.
pub(super) fn format(unix_seconds: i64) -> String {
    let seconds = unix_seconds.clamp(0, LAST);
    let (year, month, day) = date(seconds / DAY);
    let (hour, minute, second) = (seconds % DAY / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// Seconds since 1970; `None` for everything that [`format()`] would not write.
pub(super) fn parse(text: &str) -> Option<i64> {
    let field = |at: core::ops::Range<usize>| text.get(at)?.parse::<i64>().ok();
    let days = days(field(0..4)?, field(4..6)?, field(6..8)?);
    let seconds = days * DAY + field(9..11)? * 3600 + field(11..13)? * 60 + field(13..15)?;
    (format(seconds) == text).then_some(seconds)
}

/// Year, month and day of a number of days since 1970-01-01.
///
/// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`. The year begins
/// in March there, so that the leap day is its last.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The way back, `days_from_civil`; dates that do not exist give some number.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
