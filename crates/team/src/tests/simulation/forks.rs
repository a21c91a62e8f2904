//! A storage that shows two groups of devices two logs, and then each group that of the other.

use super::attacks::run;
use super::chance::draw;
use super::tally::Tally;
use super::wishes::remark;
use super::{Device, Storage, Team, started};
use crate::entry::Sealed;
use crate::{Alarm, Halt, Log, State};

/// Changes that each group makes.
const CHANGES: usize = 4;
/// Devices of each group that are shown the log of the other.
const SHOWN: usize = 2;

/// Those who are shown one log, and that log.
struct Group {
    devices: Vec<usize>,
    storage: Storage,
}

impl Team {
    /// Both logs go on from here, each with entries that are valid in it.
    pub(super) fn fork(&mut self, tally: &mut Tally) {
        let mut one: Vec<usize> = (0..self.devices.len())
            .filter(|who| self.is_in(*who))
            .collect();
        if one.len() < 2 {
            return;
        }
        let other = one.split_off(1 + draw(&mut self.chance, one.len() - 1));
        let base = self.storage.clone();
        let groups = [one, other].map(|devices| {
            self.storage = base.clone();
            let devices = self.go_on(devices);
            let storage = self.storage.clone();
            Group { devices, storage }
        });
        for (group, other) in [(&groups[0], &groups[1]), (&groups[1], &groups[0])] {
            for _ in 0..SHOWN {
                let who = group.devices[draw(&mut self.chance, group.devices.len())];
                self.show_anew(who, other, tally);
                self.show_meanwhile(who, (group, other), tally);
            }
        }
    }

    fn is_in(&self, who: usize) -> bool {
        self.devices[who].client.log().halt().is_none()
    }

    /// Some make changes among themselves. Gives back who is still in.
    fn go_on(&mut self, mut group: Vec<usize>) -> Vec<usize> {
        for _ in 0..CHANGES {
            let who = group[draw(&mut self.chance, group.len())];
            self.wish(who);
            group = self.settle_among(group);
            group.retain(|who| self.is_in(*who));
        }
        group
    }

    /// What a group has read.
    fn truth(&self, group: &Group) -> &State {
        self.devices[group.devices[0]].client.log().state()
    }

    /// A device starts anew on the log of the others: it stops, or its pin is in that log too.
    fn show_anew(&mut self, who: usize, other: &Group, tally: &mut Tally) {
        let mut device = started(self.devices[who].kept(), &other.storage);
        let pin = device.client.pin().unwrap();
        device
            .client
            .queue(vec![remark()], false, 1, &mut self.chance);
        let mut storage = other.storage.clone();
        run(&mut device, &mut storage, &mut self.chance);
        let truth = self.truth(other);
        if truth.hash_at(pin.slot) == Some(pin.hash) {
            // The own group made no change that counts; the other may have removed the device.
            assert!(matches!(
                device.client.log().halt(),
                None | Some(Halt::Removed)
            ));
            tally.harmless += 1;
        } else {
            assert!(
                device.client.log().halt().is_some(),
                "its pin is in no such log"
            );
            assert!(
                storage.objects == other.storage.objects,
                "it writes nothing"
            );
            tally.found += 1;
        }
    }

    /// A device that is at work is shown the entries of the others from now on: none of them counts for it, and what it
    /// writes counts for none of them. Whoever sees an entry of the other side says whose it is.
    fn show_meanwhile(&mut self, who: usize, (own, other): (&Group, &Group), tally: &mut Tally) {
        let mut device = started(self.devices[who].kept(), &own.storage);
        run(&mut device, &mut own.storage.clone(), &mut self.chance);
        let head = device.client.log().state().head();
        if self.truth(other).hash_at(head.slot) == Some(head.hash) {
            return;
        }
        let change = device
            .client
            .queue(vec![remark()], false, 1, &mut self.chance);
        let mut shown = other.storage.clone();
        let was_noticed = self.notices(&mut device, &mut shown);
        let state = device.client.log().state();
        assert_eq!(state.hash_at(head.slot), Some(head.hash));
        assert_eq!(
            state.chain.range(head.slot + 1..).count(),
            1,
            "its own change"
        );
        assert!(state.op_ids.contains(&change));

        let mut reader = started(self.devices[other.devices[0]].kept(), &other.storage);
        run(&mut reader, &mut other.storage.clone(), &mut self.chance);
        let is_noticed = self.notices(&mut reader, &mut shown);
        let seen = reader.client.log().state().checksum();
        assert_eq!(seen, self.truth(other).checksum());
        match was_noticed || is_noticed {
            true => tally.found += 1,
            false => tally.harmless += 1,
        }
    }

    /// Whether a device that goes on says that somebody was shown another log. It does if the next object is by a device
    /// that it knows, which nobody else can have made.
    fn notices(&mut self, device: &mut Device, storage: &mut Storage) -> bool {
        let log = device.client.log();
        let (must, before) = (
            is_by_a_known_device(log, storage),
            log.state().alarms().len(),
        );
        run(device, storage, &mut self.chance);
        let log = device.client.log();
        assert_eq!(log.halt(), None);
        let mut alarms = log.state().alarms()[before..].iter();
        let notices = alarms.any(|(_, alarm)| matches!(alarm, Alarm::OtherHistory(_)));
        assert!(notices || !must);
        notices
    }
}

fn is_by_a_known_device(log: &Log, storage: &Storage) -> bool {
    let state = log.state();
    let name = log.name_of(state.vault(), state.next_slot()).unwrap();
    let Some(object) = storage.objects.get(&name) else {
        return false;
    };
    let key = log.keys().get(state.epoch()).unwrap();
    let opened = Sealed::read(object).unwrap().open(key).unwrap();
    let device = state.devices().get(&opened.content.device);
    device.is_some_and(|device| device.is_active)
}
