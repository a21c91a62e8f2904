//! A change that waits in a member's vault (docs/team-log.md, "Changes that wait").

use crate::author::Change;
use crate::entry::{expect_array, fixed, integer};
use crate::ops::{read_all, write_all};
use vault::Id;
use vault::primitives::{Malformed, Reader, Writer};
use zeroize::Zeroizing;

impl Change {
    /// As one CBOR item, without its id.
    pub fn to_item(&self) -> Zeroizing<Vec<u8>> {
        let mut w = Writer::with_capacity(1024);
        w.array(4);
        w.unsigned(self.wall_ms);
        w.bytes(&self.observed_head);
        w.boolean(self.rotates);
        write_all(&mut w, &self.ops);
        w.into_bytes()
    }

    /// Reads what [`Self::to_item`] wrote.
    ///
    /// # Errors
    /// It is something else, or of a newer version.
    pub fn read_item(op_id: Id, item: &[u8]) -> Result<Self, Malformed> {
        let r = &mut Reader::new(item);
        expect_array(r, 4)?;
        let wall_ms = integer(r)?;
        let observed_head = fixed(r)?;
        let rotates = r.boolean()?;
        let ops = read_all(r)?;
        r.end()?;
        Ok(Self {
            op_id,
            wall_ms,
            observed_head,
            ops,
            rotates,
        })
    }
}
