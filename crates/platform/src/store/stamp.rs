//! The name of a generation: `0000000012-20261122T043000Z.countersign`.

use std::fmt;

use super::utc;

/// What a generation's file name says. Sorts as the generations were made.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Stamp {
    pub(super) number: u64,
    /// When it was replaced, seconds since 1970.
    pub(super) unix_seconds: i64,
    /// 1, or more when number and time were taken (an older vault was put back); written as `-2` and so on.
    pub(super) copy: u32,
}

impl Stamp {
    /// `None` for a name that was not written by [`fmt::Display`].
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (number, rest) = name.strip_suffix(EXTENSION)?.split_once('-')?;
        let (time, copy) = match rest.split_once('-') {
            Some((time, copy)) => (time, copy.parse().ok()?),
            None => (rest, 1),
        };
        let stamp = Self {
            number: number.parse().ok()?,
            unix_seconds: utc::parse(time)?,
            copy,
        };
        (stamp.to_string() == name).then_some(stamp)
    }
}

const EXTENSION: &str = ".countersign";

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}-{}", self.number, utc::format(self.unix_seconds))?;
        if self.copy > 1 {
            write!(f, "-{}", self.copy)?;
        }
        f.write_str(EXTENSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_number_time_and_copy() {
        for (number, copy, name) in [
            (12, 1, "0000000012-20261103T043000Z.countersign"),
            (12, 2, "0000000012-20261103T043000Z-2.countersign"),
            (
                u64::MAX,
                1,
                "18446744073709551615-20261103T043000Z.countersign",
            ),
        ] {
            let stamp = Stamp {
                number,
                unix_seconds: 1_793_680_200,
                copy,
            };
            assert_eq!(stamp.to_string(), name);
            assert_eq!(Stamp::parse(name), Some(stamp));
        }
    }

    #[test]
    fn a_foreign_name_is_not_a_generation() {
        for name in [
            "notes.txt",
            "12-20261103T043000Z.countersign",
            "0000000012-20261103T043000Z",
            "0000000012-20261103T043000Z-1.countersign",
            "0000000012-20261103T043000Z-02.countersign",
            "0000000012-20261103T043000Z-2-3.countersign",
            "0000000012.countersign",
            "-20261103T043000Z.countersign",
        ] {
            assert_eq!(Stamp::parse(name), None, "{name}");
        }
    }
}
