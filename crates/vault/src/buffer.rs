//! A growing byte buffer that leaves no copy of its content behind.

use zeroize::Zeroizing;

/// Bytes under construction. When it grows, the old storage is wiped before it is given back.
pub(crate) struct SecretBuffer(Zeroizing<Vec<u8>>);

impl SecretBuffer {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(capacity)))
    }

    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    /// Puts `bytes` before what lies from `at` on.
    pub(crate) fn insert(&mut self, at: usize, bytes: &[u8]) {
        self.extend(bytes);
        if let Some(tail) = self.0.get_mut(at..) {
            tail.rotate_right(bytes.len());
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn into_inner(self) -> Zeroizing<Vec<u8>> {
        self.0
    }

    fn reserve(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more);
        if needed > self.0.capacity() {
            let roomier = needed.max(self.0.capacity().saturating_mul(2));
            let mut moved = Zeroizing::new(Vec::with_capacity(roomier));
            moved.extend_from_slice(&self.0);
            self.0 = moved;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insertion_lands_before_what_was_there_whatever_the_capacity() {
        let mut buffer = SecretBuffer::with_capacity(1);
        buffer.extend(b"head tail");
        buffer.insert(5, b"long body and ");
        assert_eq!(buffer.into_inner().as_slice(), b"head long body and tail");
    }
}
