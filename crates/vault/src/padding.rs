//! Hides the document's exact size (docs/vault-format.md, "Body").

/// Smallest plaintext, in bytes.
const LEAST: u64 = 16_384;

/// The plaintext's size for so many bytes of length field and document.
pub(crate) fn padded(len: u64) -> u64 {
    padme(len).max(LEAST)
}

/// Rounds up so that at most 12 % are added and only O(log log) bits of the size show.
///
/// Source: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
/// PURBs", 2019, algorithm 1.
pub fn padme(len: u64) -> u64 {
    let Some(exponent) = len.checked_ilog2().filter(|exponent| *exponent > 0) else {
        return len;
    };
    let kept = exponent.ilog2() + 1;
    let step = 1_u64 << (exponent - kept.min(exponent));
    len.checked_next_multiple_of(step).unwrap_or(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's example: lengths of 9 bits keep 4 of them.
    #[test]
    fn sizes_fall_into_the_papers_steps() {
        assert_eq!(padme(9), 10);
        assert_eq!(padme(256), 256);
        assert_eq!(padme(257), 272);
        assert_eq!(padme(1_000_000), 1_015_808);
    }

    #[test]
    fn a_small_vault_does_not_show_how_small_it_is() {
        assert_eq!(padded(9), 16_384);
        assert_eq!(padded(16_384), 16_384);
        assert_eq!(padded(16_385), 17_408);
    }
}
