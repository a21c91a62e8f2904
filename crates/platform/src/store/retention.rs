//! Which generations stay.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::stamp::Stamp;
use super::utc::{self, DAY};

/// How many of the latest generations stay.
const LAST: usize = 10;
/// On how many days (UTC) the latest generation of the day stays.
const DAYS: usize = 7;
/// In how many months (UTC) the latest copy of the month stays, where copies are kept for long.
const MONTHS: usize = 12;

/// The last ten, and the latest of each of the last seven days that have one.
///
/// "Last" is taken by number and by time, and what is last by either stays: an older vault that was put back
/// starts with low numbers again, and a clock that was wrong once leaves times in the future. Neither may push
/// out what is made today. So at most 27 stay.
pub(super) fn kept(all: &BTreeSet<Stamp>) -> BTreeSet<Stamp> {
    let by_number = all.iter().rev().copied();
    let mut by_time: Vec<Stamp> = by_number.clone().collect();
    by_time.sort_by_key(|stamp| Reverse(stamp.unix_seconds));
    let mut daily = by_time.clone();
    daily.dedup_by_key(|stamp| stamp.unix_seconds.div_euclid(DAY));

    let last = by_number.take(LAST).chain(by_time.into_iter().take(LAST));
    last.chain(daily.into_iter().take(DAYS)).collect()
}

/// As [`kept`], and the latest of each of the last twelve months that have one.
pub(super) fn kept_for_a_year(all: &BTreeSet<Stamp>) -> BTreeSet<Stamp> {
    let mut monthly: Vec<Stamp> = all.iter().copied().collect();
    monthly.sort_by_key(|stamp| Reverse((stamp.unix_seconds, *stamp)));
    monthly.dedup_by_key(|stamp| month(stamp.unix_seconds));
    let mut stay = kept(all);
    stay.extend(monthly.into_iter().take(MONTHS));
    stay
}

/// `202611`.
fn month(unix_seconds: i64) -> String {
    utc::format(unix_seconds).chars().take(6).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stamp(number: u64, unix_seconds: i64) -> Stamp {
        Stamp {
            number,
            unix_seconds,
            copy: 1,
        }
    }

    fn numbers_kept(all: impl IntoIterator<Item = Stamp>) -> Vec<u64> {
        kept(&all.into_iter().collect())
            .iter()
            .map(|stamp| stamp.number)
            .collect()
    }

    #[test]
    fn on_one_busy_day_the_last_ten_stay() {
        let day = (1..=30).map(|n| stamp(n, 60 * i64::try_from(n).unwrap()));
        assert_eq!(numbers_kept(day), (21..=30).collect::<Vec<_>>());
    }

    #[test]
    fn of_older_days_the_latest_one_stays_for_seven_days() {
        // Generations 1 to 20 on days 1 to 10, two a day, then 12 on day 20.
        let old = (1..=20).map(|n| stamp(n, i64::try_from(n + 1).unwrap() / 2 * DAY + 7));
        let today = (21..=32).map(|n| stamp(n, 20 * DAY + i64::try_from(n).unwrap()));
        let days = [10, 12, 14, 16, 18, 20];
        let expected: Vec<u64> = days.into_iter().chain(23..=32).collect();
        assert_eq!(numbers_kept(old.chain(today)), expected);
    }

    #[test]
    fn a_vault_that_was_put_back_keeps_its_new_generations_though_their_numbers_are_low() {
        let before = (101..=120).map(|n| stamp(n, DAY));
        let after = (1..=10).map(|n| stamp(n, 2 * DAY));
        let expected: Vec<u64> = (1..=10).chain(111..=120).collect();
        assert_eq!(numbers_kept(before.chain(after)), expected);
    }

    #[test]
    fn a_clock_that_was_in_the_future_once_does_not_push_out_what_comes_after() {
        let future = (1..=20).map(|n| stamp(n, 40_000 * DAY + i64::try_from(n).unwrap()));
        let today = (21..=30).map(|n| stamp(n, 20_000 * DAY));
        let expected: Vec<u64> = (11..=30).collect();
        assert_eq!(numbers_kept(future.chain(today)), expected);
    }

    /// 1 January 2026 is day 20,454 since 1970 (`date -u -d 2026-01-01 +%s` / 86400).
    #[test]
    fn of_each_month_the_latest_one_stays_for_a_year() {
        let daily: BTreeSet<Stamp> = (20_454..20_454 + 500)
            .map(|day| stamp(1, day * DAY))
            .collect();
        let days: Vec<i64> = kept_for_a_year(&daily)
            .iter()
            .map(|stamp| stamp.unix_seconds / DAY - 20_453)
            .collect();
        // The last day of June 2026 to April 2027 as days since New Year's Eve of 2025, then the last ten.
        let months = [181, 212, 243, 273, 304, 334, 365, 396, 424, 455, 485];
        let expected: Vec<i64> = months.into_iter().chain(491..=500).collect();
        assert_eq!(days, expected);
    }

    proptest! {
        #[test]
        fn the_latest_stay_and_the_rest_is_bounded(
            all in prop::collection::btree_set((0..60_u64, 0..20 * DAY).prop_map(|(n, t)| stamp(n, t)), 0..80)
        ) {
            let kept = kept(&all);
            prop_assert!(kept.is_subset(&all));
            prop_assert!(kept.len() >= all.len().min(LAST) && kept.len() <= 2 * LAST + DAYS);
            prop_assert_eq!(kept.last(), all.last());
            let latest = all.iter().map(|stamp| stamp.unix_seconds).max();
            prop_assert_eq!(kept.iter().map(|stamp| stamp.unix_seconds).max(), latest);
            prop_assert_eq!(&super::kept(&kept), &kept);
        }
    }
}
