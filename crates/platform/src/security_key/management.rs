//! The passkeys that a key keeps (section 6.8).

use zeroize::Zeroizing;

use super::cbor::{self, Reader, Writer, Written};
use super::credential::{read_id, write_id};
use super::key::{CREDENTIAL_MANAGEMENT, EARLY_CREDENTIAL_MANAGEMENT};
use super::pin::Purpose;
use super::{KeyError, Pin, SecurityKey, Token};

/// How full a key is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Space {
    /// Passkeys that it keeps.
    pub kept: u32,
    /// How many more it has room for, about.
    pub free: u32,
}

/// A site with passkeys on a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Site {
    /// Its domain name; empty where the key kept only the hash.
    pub id: String,
    /// SHA-256 of it.
    pub hash: [u8; 32],
    /// The passkeys.
    pub passkeys: Vec<Passkey>,
}

/// One passkey.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Passkey {
    /// Its identifier.
    pub id: Vec<u8>,
    /// The account's number at the site.
    pub user: Vec<u8>,
    /// The account's name, where the key kept it.
    pub user_name: String,
    /// The account's name for people, where the key kept it.
    pub shown_name: String,
}

/// Subcommands (section 6.8).
const METADATA: u8 = 0x01;
const FIRST_SITE: u8 = 0x02;
const NEXT_SITE: u8 = 0x03;
const FIRST_PASSKEY: u8 = 0x04;
const NEXT_PASSKEY: u8 = 0x05;
const DELETE: u8 = 0x06;
const RENAME: u8 = 0x07;
/// No key keeps more; what says so is not believed.
const MOST: u32 = 10_000;

impl SecurityKey {
    /// How full it is.
    ///
    /// # Errors
    /// `WrongPin`, `Unsupported`, and see [`KeyError`].
    pub fn space(&mut self, pin: &Pin) -> Result<Space, KeyError> {
        let manager = self.manager(pin)?;
        self.space_with(&manager)
    }

    /// All passkeys that it keeps.
    ///
    /// # Errors
    /// `WrongPin`, `Unsupported`, and see [`KeyError`].
    pub fn passkeys(&mut self, pin: &Pin) -> Result<Vec<Site>, KeyError> {
        let manager = self.manager(pin)?;
        if self.space_with(&manager)?.kept == 0 {
            return Ok(Vec::new());
        }
        let first = self.manage(&manager, FIRST_SITE, None)?;
        let (total, site) = read_site(&first)?;
        let mut sites = vec![site];
        for _ in 1..total.unwrap_or(1).min(MOST) {
            let next = self.manage_on(&manager, NEXT_SITE)?;
            sites.push(read_site(&next)?.1);
        }
        for site in &mut sites {
            site.passkeys = self.passkeys_of(&manager, &site.hash)?;
        }
        Ok(sites)
    }

    /// Deletes a passkey. Nobody can bring it back.
    ///
    /// # Errors
    /// `NoCredential`, `WrongPin`, and see [`KeyError`].
    pub fn delete_passkey(&mut self, pin: &Pin, id: &[u8]) -> Result<(), KeyError> {
        let manager = self.manager(pin)?;
        let parameters = cbor::written(|to| {
            to.map(1)?.u8(2)?;
            write_id(to, id)
        });
        self.manage(&manager, DELETE, Some(&parameters)).map(drop)
    }

    /// Gives a passkey's account other names.
    ///
    /// # Errors
    /// `NoCredential`, `WrongPin`, `Unsupported` by keys from before CTAP 2.1, and see [`KeyError`].
    pub fn rename_passkey(&mut self, pin: &Pin, passkey: &Passkey) -> Result<(), KeyError> {
        let manager = self.manager(pin)?;
        let parameters = cbor::written(|to| write_names(to, passkey));
        self.manage(&manager, RENAME, Some(&parameters)).map(drop)
    }

    fn space_with(&mut self, manager: &Manager) -> Result<Space, KeyError> {
        let answer = self.manage(manager, METADATA, None)?;
        let (mut kept, mut free) = (None, None);
        cbor::numbered(&mut Reader::new(&answer), |key, reader| {
            match key {
                1 => kept = Some(cbor::count(reader)?),
                2 => free = Some(cbor::count(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Space {
            kept: kept.ok_or(KeyError::Garbled)?,
            free: free.ok_or(KeyError::Garbled)?,
        })
    }

    fn passkeys_of(
        &mut self,
        manager: &Manager,
        site: &[u8; 32],
    ) -> Result<Vec<Passkey>, KeyError> {
        let parameters = cbor::written(|to| to.map(1)?.u8(1)?.bytes(site)?.ok());
        let first = self.manage(manager, FIRST_PASSKEY, Some(&parameters))?;
        let (total, passkey) = read_passkey(&first)?;
        let mut passkeys = vec![passkey];
        for _ in 1..total.unwrap_or(1).min(MOST) {
            let next = self.manage_on(manager, NEXT_PASSKEY)?;
            passkeys.push(read_passkey(&next)?.1);
        }
        Ok(passkeys)
    }

    fn manager(&mut self, pin: &Pin) -> Result<Manager, KeyError> {
        let info = self.info()?;
        if !info.manages_passkeys {
            return Err(KeyError::Unsupported);
        }
        let command = if info.early_management {
            EARLY_CREDENTIAL_MANAGEMENT
        } else {
            CREDENTIAL_MANAGEMENT
        };
        let token = self.token(pin, Purpose::Passkeys)?;
        Ok(Manager { command, token })
    }

    fn manage(
        &mut self,
        manager: &Manager,
        subcommand: u8,
        parameters: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let message = [&[subcommand][..], parameters.unwrap_or_default()].concat();
        let proof = manager.token.authenticate(&message);
        self.call_with(manager.command, |to| {
            to.map(3 + u64::from(parameters.is_some()))?;
            to.u8(1)?.u8(subcommand)?;
            if let Some(parameters) = parameters {
                to.u8(2)?.writer_mut().extend_from_slice(parameters);
            }
            let protocol = manager.token.protocol.number();
            to.u8(3)?.u8(protocol)?.u8(4)?.bytes(&proof)?.ok()
        })
    }

    /// The next item of what was begun; that needs no proof.
    fn manage_on(
        &mut self,
        manager: &Manager,
        subcommand: u8,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.call_with(manager.command, |to| to.map(1)?.u8(1)?.u8(subcommand)?.ok())
    }
}

/// The permission to manage, and how this key wants to be asked.
struct Manager {
    command: u8,
    token: Token,
}

fn write_names(to: &mut Writer, passkey: &Passkey) -> Written {
    to.map(2)?.u8(2)?;
    write_id(to, &passkey.id)?;
    to.u8(3)?.map(3)?.str("id")?.bytes(&passkey.user)?;
    to.str("name")?.str(&passkey.user_name)?;
    to.str("displayName")?.str(&passkey.shown_name)?.ok()
}

/// A site, and how many there are, which only the first answer says.
fn read_site(bytes: &[u8]) -> Result<(Option<u32>, Site), KeyError> {
    let (mut id, mut hash, mut total) = (String::new(), None, None);
    cbor::numbered(&mut Reader::new(bytes), |key, reader| {
        match key {
            3 => cbor::named(reader, |name, reader| {
                if name == "id" {
                    id = cbor::text(reader)?;
                }
                Ok(name == "id")
            })?,
            4 => hash = Some(cbor::exactly(reader)?),
            5 => total = Some(cbor::count(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let site = Site {
        id,
        hash: hash.ok_or(KeyError::Garbled)?,
        passkeys: Vec::new(),
    };
    Ok((total, site))
}

fn read_passkey(bytes: &[u8]) -> Result<(Option<u32>, Passkey), KeyError> {
    let (mut id, mut total) = (None, None);
    let (mut user, mut user_name, mut shown_name) = (Vec::new(), String::new(), String::new());
    cbor::numbered(&mut Reader::new(bytes), |key, reader| {
        match key {
            6 => cbor::named(reader, |name, reader| {
                match name {
                    "id" => user = reader.bytes()?.to_vec(),
                    "name" => user_name = cbor::text(reader)?,
                    "displayName" => shown_name = cbor::text(reader)?,
                    _ => return Ok(false),
                }
                Ok(true)
            })?,
            7 => id = Some(read_id(reader)?),
            9 => total = Some(cbor::count(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let passkey = Passkey {
        id: id.ok_or(KeyError::Garbled)?,
        user,
        user_name,
        shown_name,
    };
    Ok((total, passkey))
}
