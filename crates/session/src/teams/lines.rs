//! What was done in a team vault, line by line, for people to look back at.

use team::{Deed, Op, Progress, State, VerifiedEntry, member_id};
use vault::Id;

/// An operation of the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogLine {
    /// The slot of its entry.
    pub slot: u64,
    /// The author's clock, milliseconds since 1970.
    pub wall_ms: u64,
    /// Who wrote it.
    pub member: Id,
    /// With which device.
    pub device: Id,
    /// What it does, in one word.
    pub op: &'static str,
    /// The account, member or other thing that it is about.
    pub about: Option<Id>,
}

/// What operations do, by their numbers.
const WORDS: [&str; 20] = [
    "created",
    "add-member",
    "add-device",
    "remove-member",
    "revoke-device",
    "set-role",
    "new-key",
    "invite",
    "cancel-invitation",
    "policy",
    "put",
    "delete",
    "use-code",
    "secret-replaced",
    "lend",
    "end-loan",
    "seen",
    "snapshot",
    "note",
    "recover",
];

/// What the number of an operation alone does not say: somebody takes care of a secret that is to be replaced. By a number
/// that no operation has.
const TAKES: (u64, &str) = (64, "take-secret");

impl LogLine {
    /// A line that was kept. `None`: by a device that the log does not know, or of an operation that nobody knows.
    pub(super) fn kept(deed: &Deed, state: &State) -> Option<Self> {
        Some(Self {
            slot: deed.slot,
            wall_ms: deed.wall_ms,
            member: state.devices().get(&deed.device)?.member,
            device: deed.device,
            op: word_of(deed.op)?,
            about: deed.about,
        })
    }

    /// The line as it is kept.
    pub(super) fn to_deed(&self) -> Option<Deed> {
        let op = match self.op {
            op if op == TAKES.1 => TAKES.0,
            op => u64::try_from(WORDS.iter().position(|word| *word == op)?).ok()?,
        };
        Some(Deed {
            slot: self.slot,
            wall_ms: self.wall_ms,
            device: self.device,
            op,
            about: self.about,
        })
    }
}

pub(super) fn lines(entry: &VerifiedEntry) -> Vec<LogLine> {
    let line = |op: &Op| LogLine {
        slot: entry.pin().slot,
        wall_ms: entry.wall_ms(),
        member: entry.author(),
        device: entry.device(),
        op: word(op),
        about: about(op),
    };
    entry.ops().iter().map(line).collect()
}

fn word(op: &Op) -> &'static str {
    let takes = matches!(
        op,
        Op::SecretRotated {
            progress: Progress::TakenBy(_),
            ..
        }
    );
    let number = if takes { TAKES.0 } else { op.number() };
    word_of(number).expect("there is a word for each operation")
}

fn word_of(number: u64) -> Option<&'static str> {
    match number {
        number if number == TAKES.0 => Some(TAKES.1),
        number => WORDS.get(usize::try_from(number).ok()?).copied(),
    }
}

fn about(op: &Op) -> Option<Id> {
    match op {
        Op::Genesis(genesis) => Some(member_id(&genesis.member_key)),
        Op::AddMember(add) => Some(member_id(&add.member_key)),
        Op::AddDevice { device, .. } => Some(device.id()),
        Op::RemoveMember { member } | Op::SetRole { member, .. } => Some(*member),
        Op::RevokeDevice { device } => Some(*device),
        Op::Invite(invite) => Some(invite.invitation),
        Op::CancelInvite { invitation } => Some(*invitation),
        Op::PutItem(put) => Some(put.item),
        Op::DeleteItem { item, .. } | Op::MarkCodeUsed { item, .. } => Some(*item),
        Op::SecretRotated { item, .. } => *item,
        Op::OpenLease(lease) => Some(lease.item),
        Op::CloseLease { lease } => Some(*lease),
        Op::Rotate { .. }
        | Op::PolicyChange { .. }
        | Op::Ack { .. }
        | Op::SnapshotPublished { .. }
        | Op::Note { .. }
        | Op::Recover { .. } => None,
    }
}
