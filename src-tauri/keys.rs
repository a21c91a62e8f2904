//! The one conversation with security keys that the pages may have, away from the program's lock: whoever waits for a
//! touch holds up nobody.

use crate::dto::KeyStepDto;
use session::keys::{
    self, About, Candidate, Control, Enrolled, Enrolment, FoundKey, Plugged, SecurityKeys, Step,
    Talk,
};
use session::unlock::Credential;
use session::{Code, SecretText, UserError};
use std::mem;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use tauri::{AppHandle, Emitter as _};

/// From one look at what is plugged in to the next, while somebody looks for the key.
const LOOK: Duration = Duration::from_millis(300);

/// The security keys of this computer.
pub(crate) struct Keys {
    system: SecurityKeys,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whoever waits now, or waited last.
    control: Option<Control>,
    /// A key that opens the vault.
    found: Option<FoundKey>,
    /// A key that is to open it.
    candidate: Option<Candidate>,
    /// What the key said, until it is used.
    answered: Option<Credential>,
}

impl Keys {
    pub(crate) fn new() -> Self {
        Self {
            system: SecurityKeys::system(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the wait and forgets what was said.
    pub(crate) fn forget(&self) {
        let mut state = self.state();
        if let Some(control) = &state.control {
            control.cancel();
        }
        *state = State::default();
    }

    /// Ends the wait of before and begins another, of which the pages are told.
    fn begin(&self, app: &AppHandle) -> Control {
        let app = app.clone();
        let last = Mutex::new(None);
        let control = Control::new(move |step| {
            let step = match step {
                Step::Works => KeyStepDto::Works,
                Step::WantsTouch => KeyStepDto::Touch,
            };
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            // A key says it again and again.
            if last.replace(step) != Some(step) {
                tell(&app, step);
            }
        });
        if let Some(old) = self.state().control.replace(control.clone()) {
            old.cancel();
        }
        control
    }

    /// Waits for a key that opens the vault at `path`. Whether its PIN is to be asked for.
    ///
    /// # Errors
    /// `key-cancelled`, and the codes of [`keys::wanted`] and [`keys::find`] but `key-none`.
    pub(crate) fn find(&self, app: &AppHandle, path: &Path) -> Result<bool, UserError> {
        self.forget();
        let control = self.begin(app);
        let wanted = keys::wanted(path)?;
        let found = waiting(app, &control, || {
            keys::find(&self.system, &wanted, &control)
        })?;
        let needs_pin = found.needs_pin();
        self.keep(&control, |state| state.found = Some(found))?;
        Ok(needs_pin)
    }

    /// Has the key that was found answer, for [`Self::answered`].
    ///
    /// # Errors
    /// `key-cancelled`: none was found. The codes of [`keys::answer`]; after a wrong PIN it can be tried again.
    pub(crate) fn answer(
        &self,
        app: &AppHandle,
        pin: Option<&SecretText>,
    ) -> Result<(), UserError> {
        let found = self.state().found.take().ok_or(Code::KeyCancelled)?;
        let control = self.begin(app);
        let answered = keys::answer(&self.system, &found, pin, &control);
        self.keep(&control, |state| {
            state.found = Some(found);
            state.answered = Some(answered?);
            Ok(())
        })?
    }

    /// What the key said, once.
    ///
    /// # Errors
    /// `key-cancelled`: none was asked.
    pub(crate) fn answered(&self) -> Result<Credential, UserError> {
        self.state()
            .answered
            .take()
            .ok_or(Code::KeyCancelled.into())
    }

    /// Waits for a key that can be added to the vault, and looks at it.
    ///
    /// # Errors
    /// `key-cancelled`, and the codes of [`keys::candidate`] but `key-none`.
    pub(crate) fn candidate<T>(
        &self,
        app: &AppHandle,
        look: impl FnOnce(&Candidate) -> T,
    ) -> Result<T, UserError> {
        let control = self.begin(app);
        let candidate = waiting(app, &control, || keys::candidate(&self.system, &control))?;
        let seen = look(&candidate);
        self.keep(&control, |state| state.candidate = Some(candidate))?;
        Ok(seen)
    }

    /// Makes a credential on that key.
    ///
    /// # Errors
    /// `key-cancelled`: none was looked at. The codes of [`keys::enrol`]; after a wrong PIN it can be tried again.
    pub(crate) fn enrol(
        &self,
        app: &AppHandle,
        enrolment: Enrolment,
        how: (bool, Option<&SecretText>),
    ) -> Result<Enrolled, UserError> {
        let candidate = self.state().candidate.take().ok_or(Code::KeyCancelled)?;
        let control = self.begin(app);
        let enrolled = keys::enrol((&self.system, &candidate), enrolment, how, &control);
        self.keep(&control, |state| state.candidate = Some(candidate))?;
        enrolled
    }

    /// Waits for any key, and asks what it is.
    ///
    /// # Errors
    /// `key-cancelled`, and the codes of keys but `key-none`.
    pub(crate) fn met(&self, app: &AppHandle) -> Result<(Plugged, About), UserError> {
        let control = self.begin(app);
        let plugged = waiting(app, &control, || keys::the_one(&self.system, &control))?;
        let about = self.talk(&plugged, &control).about()?;
        self.keep(&control, |_| ())?;
        Ok((plugged, about))
    }

    /// Speaks with the key at this place.
    ///
    /// # Errors
    /// `key-unplugged`: there is none. The codes of keys.
    pub(crate) fn with<T>(
        &self,
        app: &AppHandle,
        place: &str,
        work: impl FnOnce(&Talk<'_>) -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        let control = self.begin(app);
        let mut plugged = self.plugged()?.into_iter();
        let key = plugged.find(|key| key.place() == place);
        let key = key.ok_or(Code::KeyUnplugged)?;
        work(&self.talk(&key, &control))
    }

    /// What is plugged in.
    ///
    /// # Errors
    /// `key-no-hid`, `key-no-answer`.
    pub(crate) fn plugged(&self) -> Result<Vec<Plugged>, UserError> {
        keys::plugged(&self.system)
    }

    /// What the key says of itself, beside whatever the pages wait for.
    ///
    /// # Errors
    /// The codes of keys.
    pub(crate) fn about(&self, plugged: &Plugged) -> Result<About, UserError> {
        self.talk(plugged, &Control::silent()).about()
    }

    fn talk<'a>(&'a self, key: &'a Plugged, control: &'a Control) -> Talk<'a> {
        Talk {
            keys: &self.system,
            key,
            control,
        }
    }

    /// Keeps something of a conversation that nobody ended meanwhile.
    fn keep<T>(
        &self,
        control: &Control,
        keep: impl FnOnce(&mut State) -> T,
    ) -> Result<T, UserError> {
        let mut state = self.state();
        if control.is_cancelled() {
            drop(state);
            return Err(Code::KeyCancelled.into());
        }
        let kept = keep(&mut state);
        drop(state);
        Ok(kept)
    }
}

/// Asks until a key is plugged in.
fn waiting<T>(
    app: &AppHandle,
    control: &Control,
    ask: impl Fn() -> Result<T, UserError>,
) -> Result<T, UserError> {
    let mut told = false;
    loop {
        match ask() {
            Err(error) if error.code() == Code::KeyNone => {}
            asked => return asked,
        }
        if control.is_cancelled() {
            return Err(Code::KeyCancelled.into());
        }
        if !mem::replace(&mut told, true) {
            tell(app, KeyStepDto::Insert);
        }
        thread::sleep(LOOK);
    }
}

/// A window that is closing hears nothing any more.
fn tell(app: &AppHandle, step: KeyStepDto) {
    drop(app.emit("key-step", step));
}
