//! CTAPHID, the key's side: frames of 64 bytes to requests, and answers to frames (CTAP 2.1, section 11.2).

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Write};
use std::sync::Mutex;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crate::firmware;
use crate::node::Node;

const FRAME: usize = 64;
const BROADCAST: u32 = u32::MAX;
pub(crate) const PING: u8 = 0x01;
pub(crate) const MSG: u8 = 0x03;
const INIT: u8 = 0x06;
pub(crate) const WINK: u8 = 0x08;
pub(crate) const CBOR: u8 = 0x10;
const CANCEL: u8 = 0x11;
pub(crate) const KEEP_ALIVE: u8 = 0x3b;
const ERROR: u8 = 0x3f;
pub(crate) const INVALID_COMMAND: u8 = 1;
const INVALID_LENGTH: u8 = 3;
const INVALID_SEQUENCE: u8 = 4;
const BUSY: u8 = 6;
const INVALID_CHANNEL: u8 = 0x0b;

/// What a program asks.
pub(crate) struct Request {
    pub(crate) channel: u32,
    pub(crate) command: u8,
    pub(crate) data: Vec<u8>,
}

/// A request of which frames are missing.
struct Partial {
    request: Request,
    length: usize,
    next: u8,
}

/// What was heard so far.
#[derive(Default)]
struct Hearing {
    partial: Option<Partial>,
    last_channel: u32,
}

pub(crate) struct Wire {
    /// One, or two that lead to the same key: each sees all that the key says, as programs at one real node do.
    nodes: Vec<Node>,
    hearing: Mutex<Hearing>,
    /// The answer that is being written; frames of two answers are not mixed.
    writing: Mutex<()>,
    /// Whose request is worked on.
    busy: Mutex<Option<u32>>,
    u2f_only: bool,
    stray: bool,
}

impl Wire {
    pub(crate) fn new(nodes: Vec<Node>, u2f_only: bool, stray: bool) -> Self {
        Self {
            nodes,
            hearing: Mutex::default(),
            writing: Mutex::default(),
            busy: Mutex::default(),
            u2f_only,
            stray,
        }
    }

    pub(crate) fn speaks(&self, command: u8) -> bool {
        match command {
            PING | MSG | WINK => true,
            CBOR => !self.u2f_only,
            _ => false,
        }
    }

    /// The answer to the request that is worked on. Another may be made from now on.
    pub(crate) fn answer(&self, request: &Request, result: Result<&[u8], u8>) {
        *self.busy.lock().unwrap() = None;
        if self.stray {
            // The answer to an INIT of another program, a piece of an answer to one, and somebody's error.
            self.send(BROADCAST, INIT, &[0; 17]);
            self.put(&frame(request.channel ^ 0x0100, 3, &[0xff; 59]));
            self.send(request.channel ^ 0x0100, ERROR, &[BUSY]);
        }
        match result {
            Ok(data) => self.send(request.channel, request.command, data),
            Err(code) => self.send(request.channel, ERROR, &[code]),
        }
    }

    pub(crate) fn send(&self, channel: u32, command: u8, data: &[u8]) {
        let _writing = self.writing.lock().unwrap();
        let (first, rest) = data.split_at(data.len().min(FRAME - 7));
        let length = u16::try_from(data.len())
            .expect("answers are short")
            .to_be_bytes();
        self.put(&frame(
            channel,
            command | 0x80,
            &[&length[..], first].concat(),
        ));
        for (sequence, part) in (0..).zip(rest.chunks(FRAME - 5)) {
            self.put(&frame(channel, sequence, part));
        }
    }

    fn put(&self, frame: &[u8; FRAME]) {
        for node in &self.nodes {
            let mut key = File::from(node.key.try_clone().expect("it is open"));
            // A program that does not read loses what is said, as the kernel does it.
            if node.is_open() {
                let _ = key.write(frame);
            }
        }
    }

    /// Hands each request that comes in at this node on, for ever.
    pub(crate) fn read_requests(&self, node: &Node, requests: &Sender<Request>) {
        let mut key = File::from(node.key.try_clone().expect("it is open"));
        let mut bytes = VecDeque::new();
        let mut read = [0; 4096];
        loop {
            match key.read(&mut read) {
                Ok(length) if length > 0 => bytes.extend(&read[..length]),
                _ => thread::sleep(Duration::from_millis(1)),
            }
            // A report is its number, which is zero, and a frame.
            while bytes.len() > FRAME {
                let report: Vec<u8> = bytes.drain(..=FRAME).collect();
                let mut hearing = self.hearing.lock().unwrap();
                if let Some(request) = self.take(&report[1..], &mut hearing) {
                    *self.busy.lock().unwrap() = Some(request.channel);
                    requests.send(request).expect("the firmware runs for ever");
                }
            }
        }
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The request that this frame completes.
    fn take(&self, frame: &[u8], hearing: &mut Hearing) -> Option<Request> {
        let Hearing {
            partial,
            last_channel,
        } = hearing;
        let channel = u32::from_be_bytes(frame[..4].try_into().unwrap());
        let length = usize::from(u16::from_be_bytes([frame[5], frame[6]]));
        let busy = *self.busy.lock().unwrap();
        if frame[4] & 0x80 == 0 {
            self.go_on(partial, channel, frame);
        } else {
            let others = partial
                .as_ref()
                .is_some_and(|partial| partial.request.channel != channel);
            match frame[4] & 0x7f {
                INIT => self.give_channel(channel, frame, last_channel),
                CANCEL if busy == Some(channel) => firmware::interrupt(),
                CANCEL => {}
                _ if channel == 0 || channel > *last_channel => {
                    self.send(channel, ERROR, &[INVALID_CHANNEL])
                }
                _ if busy.is_some() || others => self.send(channel, ERROR, &[BUSY]),
                _ if length > firmware::LONGEST => self.send(channel, ERROR, &[INVALID_LENGTH]),
                command => {
                    let data = frame[7..7 + length.min(FRAME - 7)].to_vec();
                    *partial = Some(Partial {
                        request: Request {
                            channel,
                            command,
                            data,
                        },
                        length,
                        next: 0,
                    });
                }
            }
        }
        partial
            .take_if(|partial| partial.request.data.len() >= partial.length)
            .map(|partial| partial.request)
    }

    fn go_on(&self, partial: &mut Option<Partial>, channel: u32, frame: &[u8]) {
        let Some(going) = partial
            .as_mut()
            .filter(|going| going.request.channel == channel)
        else {
            return;
        };
        if going.next != frame[4] {
            *partial = None;
            self.send(channel, ERROR, &[INVALID_SEQUENCE]);
            return;
        }
        going.next += 1;
        let missing = (going.length - going.request.data.len()).min(FRAME - 5);
        going.request.data.extend_from_slice(&frame[5..5 + missing]);
    }

    fn give_channel(&self, channel: u32, frame: &[u8], last_channel: &mut u32) {
        let mut given = channel;
        if channel == BROADCAST {
            *last_channel += 1;
            given = *last_channel;
        }
        // Capabilities: it winks (1), and speaks CTAP 2 (4).
        let capabilities = if self.u2f_only { 1 } else { 5 };
        let answer = [
            &frame[7..15],
            &given.to_be_bytes(),
            &[2, 1, 0, 0, capabilities],
        ]
        .concat();
        self.send(channel, INIT, &answer);
    }
}

fn frame(channel: u32, kind: u8, data: &[u8]) -> [u8; FRAME] {
    let mut frame = [0; FRAME];
    frame[..4].copy_from_slice(&channel.to_be_bytes());
    frame[4] = kind;
    frame[5..5 + data.len()].copy_from_slice(data);
    frame
}
