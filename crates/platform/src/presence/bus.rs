//! The signals of the session bus and of the system bus.

use std::sync::Arc;
use std::{env, process, thread};
use zbus::blocking::{Connection, MessageIterator, fdo::DBusProxy};
use zbus::export::serde::Serialize;
use zbus::message::{Message, Type};
use zbus::zvariant::{DynamicType, OwnedFd, OwnedObjectPath};
use zbus::{MatchRule, Result};

const LOGIN: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const LOGIN_PATH: &str = "/org/freedesktop/login1";

/// Listens to both buses. Each has a thread; one whose bus ends, ends.
pub(super) fn watch(leave: impl Fn() + Send + Sync + 'static) {
    let leave = Arc::new(leave);
    let of_sleep = Arc::clone(&leave);
    // A desktop without such a bus is one where nobody tells.
    thread::spawn(move || drop(hear_screen(&*leave)));
    thread::spawn(move || drop(hear_login(&*of_sleep)));
}

/// `ActiveChanged` of whatever saves the screen: each desktop has its own name for it.
fn hear_screen(leave: &dyn Fn()) -> Result<()> {
    let bus = Connection::session()?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .member("ActiveChanged")?
        .build();
    for message in MessageIterator::for_match_rule(rule, &bus, None)? {
        if covers_screen(&message?) {
            leave();
        }
    }
    Ok(())
}

fn covers_screen(message: &Message) -> bool {
    let header = message.header();
    let is_saver = |name: &str| name.ends_with(".ScreenSaver");
    header.interface().is_some_and(|name| is_saver(name))
        && message.body().deserialize().unwrap_or(false)
}

/// The login manager: the computer goes to sleep, or this session is to be locked.
fn hear_login(leave: &dyn Fn()) -> Result<()> {
    let bus = Connection::system()?;
    let session = own_session(&bus).ok();
    let dbus = DBusProxy::new(&bus)?;
    for (interface, member) in [(MANAGER, "PrepareForSleep"), (SESSION, "Lock")] {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(LOGIN)?
            .interface(interface)?
            .member(member)?;
        dbus.add_match_rule(rule.build())?;
    }
    let messages = MessageIterator::from(&bus);
    // Sleep waits for whoever has this, at most some seconds.
    let mut delay = delay_sleep(&bus).ok();
    for message in messages {
        let message = message?;
        if says_lock(&message, session.as_ref()) {
            leave();
        } else if let Some(begins) = sleep(&message) {
            if begins {
                leave();
                drop(delay.take());
            } else {
                delay = delay_sleep(&bus).ok();
            }
        }
    }
    Ok(())
}

/// Whether the session, by its path, is told to lock; where we do not know ours, any.
fn says_lock(message: &Message, session: Option<&OwnedObjectPath>) -> bool {
    let header = message.header();
    let is_ours = |path: &str| session.is_none_or(|own| own.as_str() == path);
    is_signal(message, SESSION, "Lock") && header.path().is_some_and(|path| is_ours(path))
}

/// Whether sleep begins or is over, if the message is about it.
fn sleep(message: &Message) -> Option<bool> {
    is_signal(message, MANAGER, "PrepareForSleep")
        .then(|| message.body().deserialize().ok())
        .flatten()
}

fn is_signal(message: &Message, interface: &str, member: &str) -> bool {
    let header = message.header();
    header.message_type() == Type::Signal
        && header.interface().is_some_and(|name| name == interface)
        && header.member().is_some_and(|name| name == member)
}

/// The session that this program belongs to: by its name in the environment, else by the process.
fn own_session(bus: &Connection) -> Result<OwnedObjectPath> {
    let answer = match env::var("XDG_SESSION_ID") {
        Ok(name) => ask(bus, "GetSession", &name),
        Err(_) => ask(bus, "GetSessionByPID", &process::id()),
    };
    answer?.body().deserialize()
}

fn delay_sleep(bus: &Connection) -> Result<OwnedFd> {
    let why = ("sleep", "Countersign", "Locks the vault", "delay");
    ask(bus, "Inhibit", &why)?.body().deserialize()
}

fn ask<B: Serialize + DynamicType>(bus: &Connection, method: &str, body: &B) -> Result<Message> {
    bus.call_method(Some(LOGIN), LOGIN_PATH, Some(MANAGER), method, body)
}
