//! What several fuzz targets need.

mod law;
pub mod lease;
mod sealed;
pub mod security_key;
pub mod team;
mod vectors;

pub use law::assert_written_uri_is_read_back;
pub use sealed::{document_of, open, seal, with_checksum};
pub use vectors::{vaults, words_of_kit};
