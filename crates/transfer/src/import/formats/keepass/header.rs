//! What stands before the body: how it is encrypted, and what the key costs.

use std::collections::BTreeMap;

use argon2::{Algorithm, Version};

use crate::import::derive::Argon2;
use crate::import::error::ReadError;
use crate::kdbx::{DICTIONARY_VERSION, SIGNATURE, cipher, header, kdf, value};

/// Everything in it is a stranger's word.
pub(super) struct Header<'a> {
    pub(super) generation: Generation<'a>,
    pub(super) cipher: Cipher,
    pub(super) is_compressed: bool,
    pub(super) master_seed: &'a [u8; 32],
    pub(super) iv: &'a [u8],
    pub(super) kdf: Kdf<'a>,
    /// The header itself.
    pub(super) bytes: &'a [u8],
    /// What follows it.
    pub(super) rest: &'a [u8],
}

/// What only one of the two has.
pub(super) enum Generation<'a> {
    /// KDBX 3.1.
    Three {
        stream: u32,
        stream_key: &'a [u8],
        /// How the body begins if the key is right.
        start: &'a [u8; 32],
    },
    /// KDBX 4.
    Four,
}

#[derive(Clone, Copy)]
pub(super) enum Cipher {
    Aes,
    Twofish,
    ChaCha20,
}

pub(super) enum Kdf<'a> {
    /// AES-256 in rounds.
    Aes {
        seed: &'a [u8; 32],
        rounds: u64,
    },
    Argon2 {
        salt: &'a [u8],
        parameters: Argon2,
    },
}

/// Takes numbers and slices off the beginning. Numbers have the lowest byte first.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, length: u32) -> Result<&'a [u8], ReadError> {
        let length = usize::try_from(length).map_err(|_large| ReadError::Damaged)?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ReadError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const LEN: usize>(&mut self) -> Result<&'a [u8; LEN], ReadError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(ReadError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn u8(&mut self) -> Result<u8, ReadError> {
        self.array().map(|[byte]| *byte)
    }

    fn u16(&mut self) -> Result<u16, ReadError> {
        self.array().map(|bytes| u16::from_le_bytes(*bytes))
    }

    pub(super) fn u32(&mut self) -> Result<u32, ReadError> {
        self.array().map(|bytes| u32::from_le_bytes(*bytes))
    }
}

/// The fields by their numbers. One that is there twice counts as it stands there last.
struct Fields<'a>([Option<&'a [u8]>; 12]);

/// # Errors
/// `UnknownVersion`, `UnknownEncryption`, `Damaged`.
pub(super) fn read(file: &[u8]) -> Result<Header<'_>, ReadError> {
    let mut bytes = Bytes(file);
    if bytes.array()? != &SIGNATURE {
        return Err(ReadError::Damaged);
    }
    let (_minor, major) = (bytes.u16()?, bytes.u16()?);
    let is_four = match major {
        3 => false,
        4 => true,
        _ => return Err(ReadError::UnknownVersion),
    };
    let fields = Fields::read(&mut bytes, is_four)?;
    let (header, rest) = file
        .split_at_checked(file.len().saturating_sub(bytes.0.len()))
        .ok_or(ReadError::Damaged)?;
    Ok(Header {
        generation: fields.generation(is_four)?,
        cipher: fields.cipher()?,
        is_compressed: fields.is_compressed()?,
        master_seed: fields.array(header::MASTER_SEED)?,
        iv: fields.get(header::IV)?,
        kdf: fields.kdf(is_four)?,
        bytes: header,
        rest,
    })
}

impl<'a> Fields<'a> {
    fn read(bytes: &mut Bytes<'a>, is_four: bool) -> Result<Self, ReadError> {
        let mut fields = Self([None; 12]);
        loop {
            let number = bytes.u8()?;
            let length = if is_four {
                bytes.u32()?
            } else {
                bytes.u16()?.into()
            };
            let value = bytes.take(length)?;
            if number == header::END {
                return Ok(fields);
            }
            if let Some(field) = fields.0.get_mut(usize::from(number)) {
                *field = Some(value);
            }
        }
    }

    fn get(&self, number: u8) -> Result<&'a [u8], ReadError> {
        let field = self.0.get(usize::from(number)).copied().flatten();
        field.ok_or(ReadError::Damaged)
    }

    fn array<const LEN: usize>(&self, number: u8) -> Result<&'a [u8; LEN], ReadError> {
        let field = self.get(number)?;
        field.try_into().map_err(|_length| ReadError::Damaged)
    }

    fn u32(&self, number: u8) -> Result<u32, ReadError> {
        self.array(number).map(|bytes| u32::from_le_bytes(*bytes))
    }

    fn generation(&self, is_four: bool) -> Result<Generation<'a>, ReadError> {
        if is_four {
            return Ok(Generation::Four);
        }
        Ok(Generation::Three {
            stream: self.u32(header::STREAM)?,
            stream_key: self.get(header::STREAM_KEY)?,
            start: self.array(header::STREAM_START)?,
        })
    }

    fn cipher(&self) -> Result<Cipher, ReadError> {
        match *self.array(header::CIPHER)? {
            cipher::AES => Ok(Cipher::Aes),
            cipher::TWOFISH => Ok(Cipher::Twofish),
            cipher::CHACHA20 => Ok(Cipher::ChaCha20),
            _ => Err(ReadError::UnknownEncryption),
        }
    }

    fn is_compressed(&self) -> Result<bool, ReadError> {
        match self.u32(header::COMPRESSION)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(ReadError::UnknownEncryption),
        }
    }

    fn kdf(&self, is_four: bool) -> Result<Kdf<'a>, ReadError> {
        if is_four {
            return Parameters::read(Bytes(self.get(header::KDF)?))?.kdf();
        }
        Ok(Kdf::Aes {
            seed: self.array(header::TRANSFORM_SEED)?,
            rounds: u64::from_le_bytes(*self.array(header::TRANSFORM_ROUNDS)?),
        })
    }
}

/// Parameters of a KDF, in version 4: names and values.
#[derive(Default)]
struct Parameters<'a> {
    name: &'a [u8],
    salt: &'a [u8],
    numbers: BTreeMap<&'a [u8], u64>,
}

impl<'a> Parameters<'a> {
    fn read(mut bytes: Bytes<'a>) -> Result<Self, ReadError> {
        let version = bytes.u16()?;
        if version >> 8 != DICTIONARY_VERSION >> 8 {
            return Err(ReadError::UnknownVersion);
        }
        let mut parameters = Self::default();
        loop {
            let kind = bytes.u8()?;
            if kind == value::END {
                return Ok(parameters);
            }
            let length = bytes.u32()?;
            let name = bytes.take(length)?;
            let length = bytes.u32()?;
            let data = bytes.take(length)?;
            parameters.add(kind, name, data)?;
        }
    }

    fn add(&mut self, kind: u8, name: &'a [u8], data: &'a [u8]) -> Result<(), ReadError> {
        let mut number = Bytes(data);
        match (kind, name) {
            (value::BYTES, b"$UUID") => self.name = data,
            (value::BYTES, b"S") => self.salt = data,
            // A secret of the computer and associated data, which no program lets anybody choose.
            (value::BYTES, b"K" | b"A") if !data.is_empty() => {
                return Err(ReadError::UnknownEncryption);
            }
            (value::U32, _) => drop(self.numbers.insert(name, number.u32()?.into())),
            (value::U64, _) => {
                let number = u64::from_le_bytes(*number.array()?);
                self.numbers.insert(name, number);
            }
            _ => {}
        }
        Ok(())
    }

    fn kdf(&self) -> Result<Kdf<'a>, ReadError> {
        let name: &[u8; 16] = self.name.try_into().map_err(|_length| ReadError::Damaged)?;
        match *name {
            kdf::AES | kdf::AES_4 => Ok(Kdf::Aes {
                seed: self.salt.try_into().map_err(|_length| ReadError::Damaged)?,
                rounds: self.number(b"R")?,
            }),
            kdf::ARGON2D => self.argon2(Algorithm::Argon2d),
            kdf::ARGON2ID => self.argon2(Algorithm::Argon2id),
            _ => Err(ReadError::UnknownEncryption),
        }
    }

    /// Numbers of more than 32 bits are more than any computer does; they stay the most that can be asked for.
    fn argon2(&self, algorithm: Algorithm) -> Result<Kdf<'a>, ReadError> {
        let version = match self.number(b"V")? {
            0x10 => Version::V0x10,
            0x13 => Version::V0x13,
            _ => return Err(ReadError::UnknownVersion),
        };
        let at_most = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Kdf::Argon2 {
            salt: self.salt,
            parameters: Argon2 {
                algorithm,
                version,
                memory_kib: at_most(self.number(b"M")? >> 10),
                passes: at_most(self.number(b"I")?),
                lanes: at_most(self.number(b"P")?),
            },
        })
    }

    fn number(&self, name: &[u8]) -> Result<u64, ReadError> {
        self.numbers.get(name).copied().ok_or(ReadError::Damaged)
    }
}
