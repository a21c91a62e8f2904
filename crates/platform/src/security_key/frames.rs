//! CTAPHID frames (section 11.2.4): a message cut into reports, and reports put together to the answer for us.

use zeroize::Zeroizing;

use crate::hid::{REPORT, Report};

/// The channel on which a channel is asked for.
pub(crate) const BROADCAST: u32 = u32::MAX;
/// The commands (section 11.2.9).
pub(crate) const MSG: u8 = 0x03;
pub(crate) const INIT: u8 = 0x06;
pub(crate) const WINK: u8 = 0x08;
pub(crate) const CBOR: u8 = 0x10;
pub(crate) const CANCEL: u8 = 0x11;
const KEEP_ALIVE: u8 = 0x3b;
const ERROR: u8 = 0x3f;

/// A first frame has channel, command and length before its data.
const FIRST: usize = REPORT - 7;
/// Those after it have channel and number.
const NEXT: usize = REPORT - 5;
/// The longest message that frames can carry: numbers end at 127.
pub(crate) const LONGEST: usize = FIRST + 128 * NEXT;
/// The bit that marks a first frame.
const STARTS: u8 = 0x80;

/// The reports of a message. `None` when it is too long for any key.
pub(crate) fn cut(channel: u32, command: u8, data: &[u8]) -> Option<Vec<Report>> {
    let length = u16::try_from(data.len()).ok()?.to_be_bytes();
    if data.len() > LONGEST {
        return None;
    }
    let (first, rest) = data.split_at(data.len().min(FIRST));
    let head = [command | STARTS, length[0], length[1]];
    let mut reports = vec![report(channel, &head, first)];
    let numbered = (0..STARTS).zip(rest.chunks(NEXT));
    reports.extend(numbered.map(|(number, part)| report(channel, &[number], part)));
    Some(reports)
}

fn report(channel: u32, head: &[u8], data: &[u8]) -> Report {
    let mut report = [0; REPORT];
    let channel = channel.to_be_bytes();
    let bytes = channel.iter().chain(head).chain(data);
    for (to, from) in report.iter_mut().zip(bytes) {
        *to = *from;
    }
    report
}

/// What a report meant for us.
#[derive(Debug, Eq, PartialEq)]
pub enum Heard {
    /// Nothing: it was not for us, or more has to come.
    Nothing,
    /// The key is not done yet; a status (section 11.2.9.2.1).
    KeepAlive(u8),
    /// The transport refused; a code (section 11.2.9.1.6).
    Error(u8),
    /// The frames do not fit together.
    Broken,
    /// The answer is complete.
    Done(Zeroizing<Vec<u8>>),
}

/// Puts the answer to one command together out of all that is said in the room.
#[derive(Debug)]
pub struct Assembly {
    channel: u32,
    command: u8,
    length: Option<usize>,
    data: Zeroizing<Vec<u8>>,
    number: u8,
}

impl Assembly {
    /// Waits on this channel for the answer to this command.
    pub fn new(channel: u32, command: u8) -> Self {
        Self {
            channel,
            command,
            length: None,
            data: Zeroizing::default(),
            number: 0,
        }
    }

    /// Hears one more report.
    pub fn hear(&mut self, report: &Report) -> Heard {
        let [a, b, c, d, kind, rest @ ..] = report;
        if u32::from_be_bytes([*a, *b, *c, *d]) != self.channel {
            return Heard::Nothing;
        }
        if kind & STARTS == 0 {
            return self.go_on(*kind, rest);
        }
        let [high, low, data @ ..] = rest;
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        match kind & !STARTS {
            KEEP_ALIVE => Heard::KeepAlive(data[0]),
            ERROR => Heard::Error(data[0]),
            command if command == self.command => self.start(length, data),
            // The late answer to something that was given up.
            _ => Heard::Nothing,
        }
    }

    fn start(&mut self, length: usize, data: &[u8]) -> Heard {
        if length > LONGEST {
            return Heard::Broken;
        }
        self.data = Zeroizing::new(Vec::with_capacity(length));
        self.length = Some(length);
        self.number = 0;
        self.add(length, data)
    }

    fn go_on(&mut self, number: u8, data: &[u8]) -> Heard {
        // The rest of an answer whose beginning was not for us.
        let Some(length) = self.length else {
            return Heard::Nothing;
        };
        if number != self.number {
            return Heard::Broken;
        }
        self.number = number.wrapping_add(1);
        self.add(length, data)
    }

    fn add(&mut self, length: usize, data: &[u8]) -> Heard {
        let missing = length.saturating_sub(self.data.len());
        self.data.extend(data.iter().take(missing));
        if self.data.len() < length {
            return Heard::Nothing;
        }
        self.length = None;
        Heard::Done(std::mem::take(&mut self.data))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hear_all(assembly: &mut Assembly, reports: &[Report]) -> Vec<Heard> {
        let heard = reports.iter().map(|report| assembly.hear(report));
        heard.filter(|heard| *heard != Heard::Nothing).collect()
    }

    proptest! {
        #[test]
        fn what_was_cut_is_put_together_again_among_frames_of_others(
            data in proptest::collection::vec(any::<u8>(), 0..=LONGEST),
            strays in proptest::collection::vec(any::<[u8; 32]>(), 0..10),
        ) {
            let ours = cut(7, CBOR, &data).unwrap();
            let mut assembly = Assembly::new(7, CBOR);
            let mut heard = Vec::new();
            for (place, report) in ours.iter().enumerate() {
                if let Some(stray) = strays.get(place) {
                    let [head, body @ ..] = stray;
                    prop_assert_eq!(assembly.hear(&super::report(8, &[*head], body)), Heard::Nothing);
                }
                heard.extend(hear_all(&mut assembly, &[*report]));
            }
            prop_assert_eq!(heard, [Heard::Done(Zeroizing::new(data))]);
        }
    }

    #[test]
    fn a_message_that_no_frames_can_carry_is_not_cut() {
        assert!(cut(1, CBOR, &vec![0; LONGEST]).is_some());
        assert!(cut(1, CBOR, &vec![0; LONGEST + 1]).is_none());
    }

    #[test]
    fn a_missing_frame_breaks_the_answer_and_a_tail_alone_is_nothing() {
        let mut reports = cut(1, CBOR, &[5; 300]).unwrap();
        let mut assembly = Assembly::new(1, CBOR);
        assert!(hear_all(&mut assembly, &reports[1..]).is_empty());
        reports.remove(2);
        assert_eq!(hear_all(&mut assembly, &reports)[0], Heard::Broken);
    }

    #[test]
    fn a_length_that_cannot_be_is_refused_before_room_is_made_for_it() {
        let mut lie = cut(1, CBOR, &[0; 10]).unwrap()[0];
        [lie[5], lie[6]] = [0xff, 0xff];
        assert_eq!(Assembly::new(1, CBOR).hear(&lie), Heard::Broken);
    }
}
