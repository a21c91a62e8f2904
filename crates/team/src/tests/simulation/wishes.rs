//! What the people of a team want.

use super::super::counting::Counting;
use super::super::world::secret_for;
use super::chance::{bytes, draw};
use super::{Newcomers, Seeds, Team, key_of};
use crate::ops::NoteKind;
use crate::{MemberKey, Op, Progress, Role, UsedCode, Verified};
use vault::Id;

const ROLES: [Role; 4] = [Role::Viewer, Role::Editor, Role::Admin, Role::Owner];

impl Team {
    /// Somebody makes a change on what their device has read: one thing, or several that count together.
    pub(super) fn wish(&mut self, who: usize) {
        // Half of them wait until their program has read on, and then until it has written: a change of members is given
        // back where the log went on meanwhile.
        let waits = draw(&mut self.chance, 2) == 0;
        while waits && self.step(who, true).is_some() {}
        if self.devices[who].client.log().halt().is_some() {
            return;
        }
        let mut newcomers = Newcomers::new();
        let count = match draw(&mut self.chance, 8) {
            0 => 2 + draw(&mut self.chance, 3),
            _ => 1,
        };
        let ops = (0..count).flat_map(|_| self.want(who, &mut newcomers));
        let ops: Vec<Op> = ops.collect();
        let rotates = draw(&mut self.chance, 60) == 0;
        let client = &mut self.devices[who].client;
        let change = client.queue(ops, rotates, 1, &mut self.chance);
        self.queued.insert(change);
        self.expected.insert(change, newcomers);
        while waits && self.step(who, true).is_some() {}
    }

    fn want(&mut self, who: usize, newcomers: &mut Newcomers) -> Vec<Op> {
        match draw(&mut self.chance, 40) {
            0..7 => vec![self.about_members(who, newcomers)],
            7..30 => self.about_items(who),
            30..34 => self.about_lines(who),
            _ => vec![remark()],
        }
    }

    fn about_members(&mut self, who: usize, newcomers: &mut Newcomers) -> Op {
        let state = self.devices[who].client.log().state();
        let chance = &mut self.chance;
        let member = *any(chance, state.members().keys()).unwrap();
        let device = *any(chance, state.devices().keys()).unwrap();
        let role = ROLES[draw(chance, 4)];
        match draw(chance, 8) {
            0 => Op::RemoveMember { member },
            1 => Op::RevokeDevice { device },
            2 | 3 => Op::SetRole {
                member,
                role,
                verified: Verified::No,
            },
            4 | 5 => {
                let key = MemberKey::generate(chance);
                let seeds: Seeds = (bytes(chance), bytes(chance));
                let add = self.world.addition(&key, &key_of(&seeds), role);
                self.members.insert(crate::member_id(&key.public()), key);
                newcomers.push(seeds);
                Op::AddMember(add)
            }
            _ => {
                let own = state.devices().get(&self.devices[who].client.device().id());
                let member = own.map_or(member, |device| device.member);
                let seeds: Seeds = (bytes(chance), bytes(chance));
                let key = &self.members[&member];
                let device = key.certify(self.world.vault(), &key_of(&seeds), "new".into());
                newcomers.push(seeds);
                Op::AddDevice { member, device }
            }
        }
    }

    fn about_items(&mut self, who: usize) -> Vec<Op> {
        let state = self.devices[who].client.log().state();
        let chance = &mut self.chance;
        let Some((&item, known)) = any(chance, state.items().iter()) else {
            return vec![self.world.new_item(Id::generate(chance), "New")];
        };
        let base_rev = known.rev();
        vec![match draw(chance, 25) {
            0..4 => Op::DeleteItem { item, base_rev },
            4..9 => self.world.rename(item, base_rev, "Renamed"),
            9..13 => secret_for((item, known), Id::generate(chance), 2),
            13 | 14 => Op::MarkCodeUsed {
                item,
                code: UsedCode::Counter(known.next_counter()),
            },
            15 => Op::MarkCodeUsed {
                item,
                code: UsedCode::Backup {
                    set: item,
                    index: 1,
                },
            },
            _ => self.world.new_item(Id::generate(chance), "New"),
        }]
    }

    /// Somebody takes care of a secret that has to be replaced, or replaces it.
    fn about_lines(&mut self, who: usize) -> Vec<Op> {
        let log = self.devices[who].client.log();
        let state = log.state();
        let chance = &mut self.chance;
        let lines = state.rotate_these().iter();
        let open = lines.filter(|(_, line)| !line.is_done);
        let Some((&(removal, item), _)) = any(chance, open) else {
            return vec![remark()];
        };
        let said = |progress| Op::SecretRotated {
            removal,
            item,
            progress,
        };
        let known = item.and_then(|item| state.items().get_key_value(&item));
        let Some((id, known)) = known.filter(|(_, known)| known.deleted().is_none()) else {
            return vec![said(Progress::Done(None))];
        };
        if draw(chance, 2) == 0 {
            let member = *any(chance, state.members().keys()).unwrap();
            return vec![said(Progress::TakenBy(member))];
        }
        let version = Id::generate(chance);
        let put = secret_for((*id, known), version, 3);
        vec![put, said(Progress::Done(Some(version)))]
    }
}

pub(super) fn remark() -> Op {
    Op::Note {
        kind: NoteKind::Remark,
        text: "Hello".into(),
    }
}

fn any<T>(chance: &mut Counting, all: impl Iterator<Item = T>) -> Option<T> {
    let mut all: Vec<T> = all.collect();
    match all.len() {
        0 => None,
        count => Some(all.swap_remove(draw(chance, count))),
    }
}
