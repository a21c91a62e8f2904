//! Memory that the system never writes to its swap space.

/// Keeps a range of memory out of swap until it is dropped.
pub struct InMemory {
    _guard: region::LockGuard,
}

/// Locks the whole pages that `len` bytes from `address` lie in; they must be this process's until the answer is
/// dropped. `None` when the system refuses, as it does above a limit on locked memory.
pub fn keep_out_of_swap(address: *const u8, len: usize) -> Option<InMemory> {
    let guard = region::lock(address, len).ok()?;
    Some(InMemory { _guard: guard })
}
