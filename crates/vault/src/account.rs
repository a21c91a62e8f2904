//! One account: who it is with, its one-time password, and all a person keeps beside it.

use crate::backup_codes::BackupCodeSet;
use crate::cbor::{self, Reader, Writer};
use crate::clock::Clocks;
use crate::companion::{Date, MethodUse, Recovery, TrustedDevice, read_texts, read_time};
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use crate::kept::Kept;
use crate::keys::Registration;
use crate::merge::raise_counter;
use crate::otp_fields::{self, StoredOtp};
use crate::site::{Person, SiteFacts};
use crate::versions::Version;
use otp::{CounterExhausted, Kind, Otp, SecretText, UnixTime};
use std::fmt;
use zeroize::Zeroizing;

/// One account. Its fields are listed in docs/vault-format.md, "Document".
pub struct Account {
    id: Id,
    /// Who the account is with, for example `GitHub`; may be empty.
    pub issuer: String,
    /// The account name, for example an e-mail address; may be empty.
    pub name: String,
    otp: StoredOtp,
    /// When it was added.
    pub created: UnixTime,
    /// When it was last changed.
    pub changed: UnixTime,
    /// When its code was last asked for.
    pub used: Option<UnixTime>,
    /// How often its code was asked for.
    pub use_count: u64,
    /// Shown first.
    pub favorite: bool,
    /// Labels in the user's order, each once.
    pub tags: Vec<String>,
    /// Free text.
    pub notes: SecretText,
    /// A small picture.
    pub icon: Option<Icon>,
    /// Methods that are on at the site.
    pub methods: Vec<MethodUse>,
    /// From this day on the site demands a second factor.
    pub deadline: Option<Date>,
    /// How long the site leaves this device alone.
    pub trusted_device: Option<TrustedDevice>,
    /// How to get back in.
    pub recovery: Recovery,
    /// The site's backup codes; older sets stay as history.
    pub backup_code_sets: Vec<BackupCodeSet>,
    /// Security keys registered with the account.
    pub registrations: Vec<Registration>,
    /// Where the secret is beside this vault.
    pub copies: Vec<Kept>,
    /// Findings of the checkup that are not for the user, by name, each once.
    pub dismissed: Vec<String>,
    /// What helps against messages that only pretend to be from the site.
    pub site: SiteFacts,
    /// Who else signs in at the service, with logins of their own.
    pub roster: Vec<Person>,
    pub(crate) history: Vec<Replaced>,
    /// When it was put in the trash; `None`: it is not there.
    pub trashed: Option<UnixTime>,
    pub(crate) clocks: Clocks,
    /// Which of its secrets were replaced knowingly.
    pub(crate) versions: Vec<Version>,
    unknown: Unknown,
}

/// A small picture, at most 65,536 bytes.
pub struct Icon {
    /// For example `image/png`.
    pub media_type: String,
    /// The picture file.
    pub bytes: Vec<u8>,
    unknown: Unknown,
}

/// A one-time password that was replaced by another.
pub struct Replaced {
    otp: StoredOtp,
    /// When it was replaced; 1970 where it never was, but conflicts with the one in place.
    pub at: UnixTime,
    unknown: Unknown,
}

impl Replaced {
    pub(crate) fn new(otp: StoredOtp, at: UnixTime) -> Self {
        Self {
            otp,
            at,
            unknown: Unknown::default(),
        }
    }

    pub(crate) fn stored_otp(&self) -> &StoredOtp {
        &self.otp
    }

    pub(crate) fn into_stored_otp(self) -> StoredOtp {
        self.otp
    }

    /// Takes over what an older state of the same version knows better.
    pub(crate) fn absorb(&mut self, older: Self) {
        raise_counter(&mut self.otp, &older.otp);
        let unknown = std::mem::take(&mut self.otp.unknown);
        self.otp.unknown = unknown.joined(older.otp.unknown);
        self.unknown = std::mem::take(&mut self.unknown).joined(older.unknown);
    }

    /// What was replaced.
    pub fn otp(&self) -> &Otp {
        &self.otp.otp
    }
}

/// Prints the id only: everything else is somebody's secret or private.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.id)
    }
}

static_assertions::assert_not_impl_any!(Account: Clone, PartialEq, fmt::Display);

impl Account {
    /// A new account with nothing beside its labels and one-time password.
    pub fn new(id: Id, issuer: String, name: String, otp: Otp, now: UnixTime) -> Self {
        Self {
            id,
            issuer,
            name,
            otp: otp.into(),
            created: now,
            changed: now,
            used: None,
            use_count: 0,
            favorite: false,
            tags: Vec::new(),
            notes: SecretText::from(String::new()),
            icon: None,
            methods: Vec::new(),
            deadline: None,
            trusted_device: None,
            recovery: Recovery::default(),
            backup_code_sets: Vec::new(),
            registrations: Vec::new(),
            copies: Vec::new(),
            dismissed: Vec::new(),
            site: SiteFacts::default(),
            roster: Vec::new(),
            history: Vec::new(),
            trashed: None,
            clocks: Clocks::default(),
            versions: Vec::new(),
            unknown: Unknown::default(),
        }
    }

    /// Names the account for ever.
    pub fn id(&self) -> Id {
        self.id
    }

    /// The same account as another one, which no state of any vault has seen: with everything, its history too, but
    /// without what only merging needs.
    #[must_use]
    pub fn into_another(mut self, id: Id) -> Self {
        self.id = id;
        self.clocks = Clocks::default();
        self.versions = Vec::new();
        self
    }

    /// How its codes are made.
    pub fn otp(&self) -> &Otp {
        &self.otp.otp
    }

    /// The same, taken out of an account that is not needed any more.
    pub fn into_otp(self) -> Otp {
        self.otp.otp
    }

    /// One-time passwords this account had before, oldest first.
    pub fn history(&self) -> &[Replaced] {
        &self.history
    }

    pub(crate) fn stored_otp(&self) -> &StoredOtp {
        &self.otp
    }

    pub(crate) fn set_otp(&mut self, otp: StoredOtp) {
        self.otp = otp;
    }

    /// The secret in place, those before it, and what is written about them.
    pub(crate) fn into_secrets(self) -> (StoredOtp, Vec<Replaced>, Vec<Version>) {
        (self.otp, self.history, self.versions)
    }

    /// Puts another one-time password in place; the old one goes to the history.
    pub fn replace_otp(&mut self, otp: Otp, now: UnixTime) {
        self.supersede(Replaced::new(otp.into(), now), now);
    }

    /// What is in place goes to the history, and `new` takes its place.
    fn supersede(&mut self, new: Replaced, now: UnixTime) {
        let written = !self.versions.is_empty();
        let mut superseded = self.superseded();
        let old = self.version();
        superseded.insert(old);
        self.versions.retain(|version| version.id != old);
        self.put_in_place(new, now);
        if written {
            self.set_superseded(superseded);
        }
    }

    pub(crate) fn put_in_place(&mut self, new: Replaced, now: UnixTime) {
        let old = std::mem::replace(&mut self.otp, new.otp);
        self.history.push(Replaced {
            otp: old,
            at: now,
            unknown: new.unknown,
        });
        self.changed = now;
    }

    /// Puts the newest of the history that `is_meant` back in place; what was there takes the end of the history. Whether
    /// there was one.
    pub fn take_back_otp(&mut self, is_meant: impl Fn(&Otp) -> bool, now: UnixTime) -> bool {
        let place = self.history.iter().rposition(|old| is_meant(old.otp()));
        let Some(place) = place else {
            return false;
        };
        let old = self.history.remove(place);
        self.supersede(old, now);
        true
    }

    /// Keeps another PIN for mOTP and Yandex, or none. The secret stays, so no history is made.
    pub fn set_pin(&mut self, pin: Option<SecretText>, now: UnixTime) {
        self.otp.otp.pin = pin;
        self.changed = now;
    }

    /// Sets the next counter of an HOTP account; other kinds have none and stay as they are.
    pub fn set_counter(&mut self, next: u64) {
        if let Kind::Hotp { counter, .. } = &mut self.otp.otp.kind {
            *counter = next;
        }
    }

    /// Moves an HOTP counter one on; other kinds have none and stay as they are.
    ///
    /// # Errors
    /// The counter is 2^64-1 and has no successor.
    pub fn advance_counter(&mut self) -> Result<(), CounterExhausted> {
        self.otp.otp.kind = self.otp.otp.kind.after_use()?;
        Ok(())
    }

    /// The account as the CBOR map of docs/vault-format.md: a team's log shares its fields one by one.
    pub fn to_cbor(&self) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::with_capacity(512);
        Self::write(&mut writer, self);
        writer.into_bytes()
    }

    /// The reverse of [`to_cbor`](Self::to_cbor), of bytes that anybody may have made.
    ///
    /// # Errors
    /// As for a document: what is no account, or has a kind or algorithm that this version does not know.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, OpenError> {
        cbor::check(bytes)?;
        Self::read(bytes)
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.field(0, |w| w.bytes(this.id.as_bytes()));
        map.text(1, &this.issuer);
        map.text(2, &this.name);
        map.field(3, |w| otp_fields::write(w, &this.otp));
        map.unsigned(4, this.created.get());
        map.unsigned(5, this.changed.get());
        map.optional(6, this.used.map(UnixTime::get));
        map.unsigned(7, this.use_count);
        map.flag(8, this.favorite);
        map.list(9, &this.tags, |w, tag| w.text(tag));
        map.text(10, this.notes.expose());
        if let Some(icon) = &this.icon {
            map.field(11, |w| icon.write(w));
        }
        this.write_companion(&mut map);
        map.end();
    }

    fn write_companion(&self, map: &mut MapWriter<'_, '_>) {
        map.list(12, &self.methods, MethodUse::write);
        if let Some(deadline) = self.deadline {
            map.text(13, &deadline.to_string());
        }
        if let Some(trusted) = &self.trusted_device {
            map.field(14, |w| TrustedDevice::write(w, trusted));
        }
        if !self.recovery.is_empty() {
            map.field(15, |w| Recovery::write(w, &self.recovery));
        }
        map.list(16, &self.backup_code_sets, BackupCodeSet::write);
        map.list(17, &self.registrations, Registration::write);
        map.list(18, &self.history, Replaced::write);
        map.optional(19, self.trashed.map(UnixTime::get));
        if !self.clocks.fields.is_empty() {
            map.field(20, |w| self.clocks.write_fields(w));
        }
        map.list(21, &self.versions, Version::write);
        if !self.clocks.items.is_empty() {
            map.field(22, |w| self.clocks.write_items(w));
        }
        map.list(23, &self.copies, Kept::write);
        map.list(24, &self.dismissed, |w, finding| w.text(finding));
        if !self.site.is_empty() {
            map.field(25, |w| SiteFacts::write(w, &self.site));
        }
        map.list(26, &self.roster, Person::write);
    }

    /// Keys ascend, so the fields without which there is no account come before all others.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let (mut id, mut issuer, mut name) = (None, String::new(), String::new());
        let mut account: Option<Self> = None;
        read_map(bytes, |number, mut value| {
            match (number, &mut account) {
                (0, _) => id = Some(Id::read(value)?),
                (1, _) => issuer = value.text()?.to_owned(),
                (2, _) => name = value.text()?.to_owned(),
                (3, _) => {
                    let StoredOtp { otp, unknown } = otp_fields::read(value.item()?)?;
                    let labels = (std::mem::take(&mut issuer), std::mem::take(&mut name));
                    let id = id.ok_or(OpenError::Damaged)?;
                    let mut read = Self::new(id, labels.0, labels.1, otp, UnixTime::EPOCH);
                    read.otp.unknown = unknown;
                    account = Some(read);
                }
                (_, Some(account)) => account.read_field(number, value)?,
                (_, None) => return Err(OpenError::Damaged),
            }
            Ok(())
        })?;
        account.ok_or(OpenError::Damaged)
    }

    fn read_field(&mut self, number: u64, mut value: Reader<'_>) -> Result<(), OpenError> {
        match number {
            4 => self.created = read_time(value)?,
            5 => self.changed = read_time(value)?,
            6 => self.used = Some(read_time(value)?),
            7 => self.use_count = value.unsigned()?,
            8 => self.favorite = value.boolean()?,
            9 => self.tags = read_texts(value)?,
            10 => self.notes = SecretText::from(value.text()?.to_owned()),
            11 => self.icon = Some(Icon::read(value.item()?)?),
            12 => self.methods = read_list(value, MethodUse::read)?,
            13 => self.deadline = Some(value.text()?.parse().map_err(|_| OpenError::Damaged)?),
            14 => self.trusted_device = Some(TrustedDevice::read(value.item()?)?),
            15 => self.recovery = Recovery::read(value.item()?)?,
            16 => self.backup_code_sets = read_list(value, BackupCodeSet::read)?,
            17 => self.registrations = read_list(value, Registration::read)?,
            18 => self.history = read_list(value, Replaced::read)?,
            19 => self.trashed = Some(read_time(value)?),
            20 => self.clocks.read_fields(value)?,
            21 => self.versions = read_list(value, Version::read)?,
            22 => self.clocks.read_items(value)?,
            23 => self.copies = read_list(value, Kept::read)?,
            24 => self.dismissed = read_texts(value)?,
            25 => self.site = SiteFacts::read(value.item()?)?,
            26 => self.roster = read_list(value, Person::read)?,
            _ => self.unknown.keep(number, value.item()?),
        }
        Ok(())
    }
}

impl Icon {
    /// A picture file of the given media type.
    pub fn new(media_type: String, bytes: Vec<u8>) -> Self {
        Self {
            media_type,
            bytes,
            unknown: Unknown::default(),
        }
    }

    fn write(&self, writer: &mut Writer) {
        let mut map = MapWriter::new(writer, &self.unknown);
        map.text(0, &self.media_type);
        map.field(1, |w| w.bytes(&self.bytes));
        map.end();
    }

    fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(String::new(), Vec::new());
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.media_type = value.text()?.to_owned(),
                1 => this.bytes = value.bytes()?.to_vec(),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}

impl Replaced {
    fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.field(0, |w| otp_fields::write(w, &this.otp));
        map.unsigned(1, this.at.get());
        map.end();
    }

    fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let (mut otp, mut at, mut unknown) = (None, UnixTime::EPOCH, Unknown::default());
        read_map(bytes, |number, mut value| {
            match number {
                0 => otp = Some(otp_fields::read(value.item()?)?),
                1 => at = read_time(value)?,
                _ => unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        let otp = otp.ok_or(OpenError::Damaged)?;
        Ok(Self { otp, at, unknown })
    }
}
