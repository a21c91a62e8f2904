//! What an installation keeps of a log that it verified, so that it does not read it from slot 0 each time
//! (docs/team-log.md, "Kept state"). A cache: where anything about it is in doubt, the log is read.

use crate::keys::{EpochKeys, is_commitment};
use crate::rules::VERSION;
use crate::state::{Pin, State};
use rand_core::CryptoRng;
use vault::primitives::{Key, Malformed, Reader, TAG_LEN, Writer, decrypt, encrypt};
use vault::{Id, Vault};
use zeroize::Zeroizing;

mod read;
mod write;

pub(crate) use write::write as content;

/// Largest kept state, in bytes: 256 MiB.
pub const MAX_KEPT_STATE: usize = 256 << 20;
/// Bytes of the record that holds the key: its layout, salt, content and tag.
const RECORD: usize = 1 + 32 + 32 + TAG_LEN;
const CONTEXT: &[u8] = b"countersign/v1/team/kept-state";

/// That something was done, for people to look back at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Deed {
    /// The slot of its entry.
    pub slot: u64,
    /// The author's clock, milliseconds since 1970.
    pub wall_ms: u64,
    /// With which device.
    pub device: Id,
    /// The number of the operation.
    pub op: u64,
    /// The account, member or other thing that it is about.
    pub about: Option<Id>,
}

/// A state as an installation kept it. Only [`Log::go_on`](crate::Log::go_on) makes a log of it.
pub struct KeptState {
    pub(crate) state: State,
    pub(crate) deeds: Vec<Deed>,
}

impl KeptState {
    /// The file for the state folder of the `installation`, under the key of the member's own vault `personal`. `None`
    /// where it would be larger than [`MAX_KEPT_STATE`], or `deeds` are not those of this state.
    pub fn seal(
        state: &State,
        deeds: &[Deed],
        personal: &Vault,
        installation: Id,
        rng: &mut dyn CryptoRng,
    ) -> Option<Vec<u8>> {
        if !is_whole(state, deeds) {
            return None;
        }
        let mut body = content(state, deeds);
        if RECORD + body.len() + TAG_LEN > MAX_KEPT_STATE {
            return None;
        }
        let key = Key::generate(rng);
        let purpose = purpose(state.vault);
        let record = personal.seal_state(&purpose, installation, key.expose(), rng);
        let tag = encrypt(&key, &aad(state.vault), &mut body);
        Some([record.ok()?.as_slice(), &body, &tag].concat())
    }

    /// Opens what [`Self::seal`] made of this team vault. The second is whether it should be sealed again, because the key
    /// of `personal` was renewed since. `None`: it is none.
    pub fn open(personal: &Vault, team: Id, installation: Id, kept: &[u8]) -> Option<(Self, bool)> {
        if kept.len() > MAX_KEPT_STATE {
            return None;
        }
        let (record, sealed) = kept.split_at_checked(RECORD)?;
        let record = personal.open_state(&purpose(team), installation, record);
        let record = record.ok()?;
        let key = crate::keys::key_of(&record.content)?;
        let (sealed, tag) = sealed.split_last_chunk()?;
        let mut content = Zeroizing::new(sealed.to_vec());
        decrypt(&key, &aad(team), &mut content, tag).ok()?;
        let this = Self::read(&content).ok()?;
        (this.state.vault == team).then_some((this, record.is_under_old_key))
    }

    /// Reads a content.
    ///
    /// # Errors
    /// It is not made as docs/team-log.md says.
    pub fn read(content: &[u8]) -> Result<Self, Malformed> {
        read::read(content)
    }

    /// The content that [`Self::read`] takes.
    pub fn content(&self) -> Zeroizing<Vec<u8>> {
        content(&self.state, &self.deeds)
    }

    /// Whether it is of the log that these keys open and these pins are of, and of the version that is known.
    pub(crate) fn is_of(&self, keys: &EpochKeys, pins: &[Pin]) -> bool {
        let state = &self.state;
        let opens = |(epoch, (_, commitment)): (u32, &(u64, crate::Hash))| {
            keys.get(epoch)
                .is_some_and(|key| is_commitment(key, epoch, commitment))
        };
        let is_there =
            |pin: &Pin| pin.slot >= state.next_slot() || state.hash_at(pin.slot) == Some(pin.hash);
        state.policy.version <= VERSION
            && (0..).zip(&state.epochs).all(opens)
            && pins.iter().all(is_there)
    }
}

/// Whether the deeds are of all valid entries, in order.
fn is_whole(state: &State, deeds: &[Deed]) -> bool {
    let mut slots: Vec<u64> = deeds.iter().map(|deed| deed.slot).collect();
    slots.dedup();
    slots.iter().eq(state.chain.keys())
}

/// Another one for each team vault, and another one than a device's.
fn purpose(team: Id) -> String {
    format!("team-state/{team}")
}

fn aad(team: Id) -> Vec<u8> {
    [CONTEXT, team.as_bytes()].concat()
}

/// A slot, or that there is none.
pub(crate) fn write_slot(w: &mut Writer, slot: Option<u64>) {
    w.array(usize::from(slot.is_some()));
    slot.iter().for_each(|slot| w.unsigned(*slot));
}

pub(crate) fn read_slot(r: &mut Reader<'_>) -> Result<Option<u64>, Malformed> {
    match r.array()? {
        0 => Ok(None),
        1 => crate::entry::integer(r).map(Some),
        _ => Err(Malformed { at: 0 }),
    }
}
