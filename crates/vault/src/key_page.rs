//! The data key of an open vault, in memory that nothing else shares.

use crate::crypto::Key;

/// No system of ours has larger pages by default; where they are smaller, this is several of them.
const PAGE: usize = 16 * 1024;

/// A key that fills whole pages, so that locking or unlocking them concerns nothing else.
#[repr(align(16384))]
struct Page(Key);

const _: () = assert!(size_of::<Page>() == PAGE);

/// A data key in pages of its own. It is written in place and stays there until it is wiped.
pub(crate) struct KeyPage {
    page: Box<Page>,
    guard: Option<Box<dyn Send + Sync>>,
}

impl KeyPage {
    /// A page with a copy of `key`.
    pub(crate) fn holding(key: &Key) -> Self {
        // The page is filled where it lies: a key put into the box would leave a copy on the stack.
        let mut page = Box::new(Page(Key::empty()));
        page.0.overwrite(key);
        Self { page, guard: None }
    }

    pub(crate) fn key(&self) -> &Key {
        &self.page.0
    }

    pub(crate) fn overwrite(&mut self, key: &Key) {
        self.page.0.overwrite(key);
    }

    pub(crate) fn memory(&self) -> (*const u8, usize) {
        (std::ptr::from_ref(&*self.page).cast(), PAGE)
    }

    pub(crate) fn keep(&mut self, guard: Box<dyn Send + Sync>) {
        self.guard = Some(guard);
    }
}

impl Drop for KeyPage {
    /// The guard goes when the key is wiped, and before the memory is given back.
    fn drop(&mut self) {
        self.page.0.wipe();
        self.guard = None;
    }
}
