//! One device's side of the log: what it wants to write, and what to ask of the storage next. Nothing is done here;
//! whoever owns this does it and says what came of it (docs/team-log.md, "Objects").

use crate::Hash;
use crate::author::{self, Change, NotSealed};
use crate::keys::DeviceKey;
use crate::log::{Log, Step};
use crate::ops::Op;
use crate::state::{Halt, Pin, State};
use crate::verify::VerifiedEntry;
use rand_core::CryptoRng;
use vault::Id;

/// What is known about the object in a slot.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Listing {
    /// Nothing; also after every attempt to create it that did not succeed for certain.
    Unknown,
    /// The storage has none.
    Missing {
        /// The slot that was asked for.
        slot: u64,
    },
    /// The storage has this one.
    Found {
        /// The slot that was asked for.
        slot: u64,
        /// The object.
        bytes: Vec<u8>,
    },
}

/// What to do next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// Store the pin durably, before anything is shown and before anything is written.
    Pin(Pin),
    /// Get the object of this slot and say what came of it.
    Get {
        /// The slot.
        slot: u64,
        /// Its name below the vault's prefix.
        name: String,
    },
    /// Hand this object to [`Client::read`].
    Read {
        /// The object.
        bytes: Vec<u8>,
    },
    /// The storage lost what was pinned: say so to [`Log::ends`], which stops.
    Ends,
    /// Seal the first change of the outbox with [`Client::seal_next`].
    Seal,
    /// Create the object where there is none; whatever the answer is, get it afterwards.
    Create {
        /// Its name below the vault's prefix.
        name: String,
        /// The object.
        bytes: Vec<u8>,
    },
}

/// A change that is given back to the person, to be asked for again.
pub struct Returned {
    /// The change.
    pub change: Change,
    /// Why; `None`: the log went on, and such a change is not made on another state than the person saw.
    pub why: Option<NotSealed>,
}

/// The changes of one device that were not yet read in the log, oldest first.
#[derive(Default)]
pub struct Outbox {
    changes: Vec<Change>,
    sealed: Option<SealedChange>,
    returned: Vec<Returned>,
}

struct SealedChange {
    prev: Hash,
    slot: u64,
    bytes: Vec<u8>,
}

/// One device's side of the log.
pub struct Client {
    log: Log,
    outbox: Outbox,
    device: DeviceKey,
    stored: Option<Pin>,
}

impl Outbox {
    /// What was stored when the program ended.
    pub fn new(changes: Vec<Change>) -> Self {
        Self {
            changes,
            ..Self::default()
        }
    }

    /// Changes that wait, oldest first.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The same change is written again after another branch was adopted that does not have it.
    pub fn requeue(&mut self, entry: VerifiedEntry, state: &State) {
        let content = entry.into_content();
        let is_known = state.op_ids.contains(&content.op_id);
        let waits = self.changes.iter().any(|one| one.op_id == content.op_id);
        if !is_known && !waits {
            self.changes.push(Change {
                op_id: content.op_id,
                wall_ms: content.wall_ms,
                observed_head: content.observed_head,
                rotates: matches!(content.ops.last(), Some(Op::Rotate { .. })),
                ops: without_rotation(content.ops),
            });
        }
    }
}

fn without_rotation(mut ops: Vec<Op>) -> Vec<Op> {
    ops.retain(|op| !matches!(op, Op::Rotate { .. }));
    ops
}

/// What is to be done next, by what is known about the storage. One thing after the other: the answer to each may
/// change what comes after it.
pub fn plan(client: &Client, listing: &Listing) -> Vec<Action> {
    let log = &client.log;
    if log.halt().is_some() {
        return Vec::new();
    }
    let state = log.state();
    // While a log is read anew the pin stays where it is: it never goes back.
    if client
        .pin()
        .is_none_or(|pinned| pinned.slot < state.head().slot)
    {
        return vec![Action::Pin(state.head())];
    }
    let slot = state.next_slot();
    let Some(name) = log.name_of(state.vault(), slot) else {
        return Vec::new();
    };
    match listing {
        Listing::Found { slot: at, bytes } if *at == slot => vec![Action::Read {
            bytes: bytes.clone(),
        }],
        Listing::Missing { slot: at } if *at == slot && log.is_before_pin() => vec![Action::Ends],
        Listing::Missing { slot: at } if *at == slot => {
            match (client.ready(), client.outbox.changes.is_empty()) {
                (Some(bytes), _) => vec![Action::Create {
                    name,
                    bytes: bytes.to_vec(),
                }],
                (None, false) => vec![Action::Seal],
                (None, true) => Vec::new(),
            }
        }
        Listing::Unknown | Listing::Missing { .. } | Listing::Found { .. } => {
            vec![Action::Get { slot, name }]
        }
    }
}

impl Client {
    /// A client that goes on from `log`, whose genesis was read, and what was not yet written.
    pub fn new(log: Log, outbox: Outbox, device: DeviceKey) -> Self {
        Self {
            log,
            outbox,
            device,
            stored: None,
        }
    }

    /// The log as far as it was read.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The log, to hand over a key or to say that it ends.
    pub fn log_mut(&mut self) -> &mut Log {
        &mut self.log
    }

    /// The log, when nothing is to be written any more.
    pub fn into_log(self) -> Log {
        self.log
    }

    /// What is to be written.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// This device.
    pub fn device(&self) -> &DeviceKey {
        &self.device
    }

    /// Takes what was given back since the last call.
    pub fn take_returned(&mut self) -> Vec<Returned> {
        std::mem::take(&mut self.outbox.returned)
    }

    /// Puts a change into the outbox, made on what was read so far. Gives back its id.
    pub fn queue(
        &mut self,
        ops: Vec<Op>,
        rotates: bool,
        wall_ms: u64,
        rng: &mut dyn CryptoRng,
    ) -> Id {
        let op_id = Id::generate(rng);
        self.enqueue(Change {
            op_id,
            wall_ms,
            observed_head: self.log.state().head().hash,
            ops,
            rotates,
        });
        op_id
    }

    /// Takes a change out of the outbox that nobody wants any more. Where it lies on the storage already, it is read there.
    pub fn withdraw(&mut self, op_id: Id) {
        self.outbox.changes.retain(|change| change.op_id != op_id);
        self.outbox.sealed = None;
    }

    /// Puts a change that was stored into the outbox, behind those that are in it.
    pub fn enqueue(&mut self, change: Change) {
        self.outbox.changes.push(change);
    }

    /// The pin as it is stored.
    pub fn pin(&self) -> Option<Pin> {
        self.stored.or(self.log.pin())
    }

    /// The pin is stored durably.
    pub fn pinned(&mut self, pin: Pin) {
        self.stored = Some(pin);
    }

    /// Reads the object in the next slot. A change of the outbox that is in it leaves the outbox, and only then.
    ///
    /// # Errors
    /// The log stopped.
    pub fn read(&mut self, bytes: &[u8]) -> Result<Step, Halt> {
        let step = self.log.read(bytes, &self.device);
        self.forget_written();
        step
    }

    fn forget_written(&mut self) {
        let op_ids = &self.log.state().op_ids;
        self.outbox
            .changes
            .retain(|change| !op_ids.contains(&change.op_id));
    }

    /// Reads the first entry of a branch that was followed before, as [`read`](Self::read) does.
    ///
    /// # Errors
    /// The log stopped.
    pub fn follow_branch(&mut self, bytes: &[u8]) -> Result<Step, Halt> {
        let step = self.log.follow_branch(bytes, &self.device);
        self.forget_written();
        step
    }

    /// The object in the next slot is larger than an entry, and is not read.
    ///
    /// # Errors
    /// The log stopped.
    pub fn pass_over_large(&mut self) -> Result<(), Halt> {
        self.log.pass_over_large()
    }

    /// Goes back to the newest valid entry: what was passed over since is read again, as the storage has it now. Nothing is lost
    /// by that: this device wrote nothing behind it.
    pub fn go_back(&mut self) {
        self.log.go_back();
        self.outbox.sealed = None;
    }

    /// Seals the first change of the outbox for the next slot. What cannot be written any more is given back.
    pub fn seal_next(&mut self, rng: &mut dyn CryptoRng) {
        let state = self.log.state();
        while let Some(change) = self.outbox.changes.first() {
            let moved = change.observed_head != state.head().hash;
            let stays = change.rotates || !change.ops.iter().all(Op::can_be_moved);
            let sealed = match moved && stays {
                true => Err(None),
                false => {
                    author::seal(state, self.log.keys(), &self.device, change, rng).map_err(Some)
                }
            };
            match sealed {
                Ok(bytes) => {
                    self.outbox.sealed = Some(SealedChange {
                        prev: state.head().hash,
                        slot: state.next_slot(),
                        bytes,
                    });
                    return;
                }
                Err(why) => {
                    let change = self.outbox.changes.remove(0);
                    self.outbox.returned.push(Returned { change, why });
                }
            }
        }
    }

    /// The sealed first change, if it is sealed for the slot that comes next.
    fn ready(&self) -> Option<&[u8]> {
        let state = self.log.state();
        let fits = |sealed: &&SealedChange| {
            sealed.slot == state.next_slot() && sealed.prev == state.head().hash
        };
        let sealed = self.outbox.sealed.as_ref().filter(fits)?;
        (!self.outbox.changes.is_empty()).then_some(sealed.bytes.as_slice())
    }
}
