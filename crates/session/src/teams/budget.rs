//! How much of a storage is read at once: whoever can write there can fill it for as long as they like.

/// Objects that are read at once.
const MOST_OBJECTS: usize = 100_000;
/// Objects among them that are no valid entries.
const MOST_PASSED_OVER: usize = 10_000;
/// Bytes that are read at once: 1 GiB.
const MOST_BYTES: usize = 1 << 30;

/// What may still be read now. The rest is read the next time.
pub(super) struct Budget {
    pub(super) objects: usize,
    pub(super) passed_over: usize,
    pub(super) bytes: usize,
    /// What was passed over may be read again, once.
    pub(super) goes_back: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            objects: MOST_OBJECTS,
            passed_over: MOST_PASSED_OVER,
            bytes: MOST_BYTES,
            goes_back: true,
        }
    }
}

impl Budget {
    /// An object of so many bytes. `None`: it is not read now.
    pub(super) fn spend(&mut self, bytes: usize) -> Option<()> {
        self.objects = self.objects.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(bytes)?;
        Some(())
    }

    /// It was no valid entry. `None`: there were so many of those that nothing more is read now.
    pub(super) fn pass_over(&mut self) -> Option<()> {
        self.passed_over = self.passed_over.checked_sub(1)?;
        Some(())
    }

    /// What was passed over is read again. `None`: it was already.
    pub(super) fn go_back(&mut self) -> Option<()> {
        std::mem::take(&mut self.goes_back).then_some(())
    }
}
