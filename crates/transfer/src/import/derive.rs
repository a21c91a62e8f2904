//! Keys from passwords, the way other programs' files demand it. Every cost is checked before the work begins.

use aes::Aes256;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use argon2::{Algorithm, Block, Params, Version};
use hmac::Hmac;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

use super::Access;
use super::cost::Cost;
use super::error::ReadError;

// What an ordinary computer does in a second, rather less than more.
const SCRYPT_BYTES: u64 = 300 << 20;
const ARGON2_KIB: u64 = 800 << 10;
const PBKDF2_ROUNDS: u64 = 1_000_000;
const AES_ROUNDS: u64 = 20_000_000;

/// Key bytes. Wiped on drop.
pub(crate) type Key<const LEN: usize> = Zeroizing<[u8; LEN]>;

/// Parameters of scrypt (RFC 7914).
#[derive(Clone, Copy)]
pub(crate) struct Scrypt {
    /// A power of two.
    pub(crate) n: u64,
    pub(crate) r: u32,
    pub(crate) p: u32,
}

impl Scrypt {
    fn cost(self) -> Cost {
        let memory = self.n.saturating_mul(128).saturating_mul(self.r.into());
        // Each of the p lanes fills the memory once and reads it once.
        let work = memory.saturating_mul(self.p.into()).saturating_mul(2);
        Cost {
            memory,
            seconds: work.div_ceil(SCRYPT_BYTES),
        }
    }
}

/// # Errors
/// `Costly` and `TooCostly`; `Damaged` where the parameters are none of scrypt.
pub(crate) fn scrypt<const LEN: usize>(
    password: &[u8],
    salt: &[u8],
    parameters: Scrypt,
    access: Access<'_>,
) -> Result<Key<LEN>, ReadError> {
    let cost = parameters.cost();
    cost.check(access.allow_cost)?;
    let log_n = parameters
        .n
        .checked_ilog2()
        .and_then(|log| u8::try_from(log).ok())
        .filter(|_| parameters.n.is_power_of_two())
        .ok_or(ReadError::Damaged)?;
    let params = scrypt::Params::new(log_n, parameters.r, parameters.p)
        .map_err(|_range| ReadError::Damaged)?;
    cost.reserve()?;
    let mut key = Zeroizing::new([0; LEN]);
    scrypt::scrypt(password, salt, &params, key.as_mut_slice())
        .map_err(|_length| ReadError::Damaged)?;
    Ok(key)
}

/// Parameters of Argon2 (RFC 9106).
#[derive(Clone, Copy)]
pub(crate) struct Argon2 {
    pub(crate) algorithm: Algorithm,
    pub(crate) version: Version,
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Argon2 {
    fn cost(self) -> Cost {
        let memory_kib = u64::from(self.memory_kib);
        let work = memory_kib.saturating_mul(self.passes.into());
        Cost {
            memory: memory_kib << 10,
            seconds: work.div_ceil(ARGON2_KIB),
        }
    }
}

/// Parameters of Argon2id in its last version, which is what most files have.
#[derive(Clone, Copy)]
pub(crate) struct Argon2id {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Argon2id {
    fn whole(self) -> Argon2 {
        Argon2 {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        }
    }
}

/// Asks before the first of several keys, one after the other; says what they cost together.
///
/// # Errors
/// `Costly` and `TooCostly`.
pub(crate) fn check_argon2id_of_all(
    all: &[Argon2id],
    access: Access<'_>,
) -> Result<Cost, ReadError> {
    let costs = || all.iter().map(|parameters| parameters.whole().cost());
    let cost = Cost {
        memory: costs().map(|cost| cost.memory).max().unwrap_or_default(),
        seconds: costs()
            .map(|cost| cost.seconds)
            .fold(0, u64::saturating_add),
    };
    cost.check(access.allow_cost)?;
    Ok(cost)
}

/// # Errors
/// As [`argon2`].
pub(crate) fn argon2id<const LEN: usize>(
    password: &[u8],
    salt: &[u8],
    parameters: Argon2id,
    access: Access<'_>,
) -> Result<Key<LEN>, ReadError> {
    argon2(password, salt, parameters.whole(), access)
}

/// # Errors
/// `Costly` and `TooCostly`; `Damaged` where the parameters are none of Argon2.
pub(crate) fn argon2<const LEN: usize>(
    password: &[u8],
    salt: &[u8],
    parameters: Argon2,
    access: Access<'_>,
) -> Result<Key<LEN>, ReadError> {
    let cost = parameters.cost();
    cost.check(access.allow_cost)?;
    let params = Params::new(
        parameters.memory_kib,
        parameters.passes,
        parameters.lanes,
        Some(LEN),
    )
    .map_err(|_range| ReadError::Damaged)?;
    let mut memory = Vec::new();
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_memory| ReadError::TooCostly(cost))?;
    memory.resize(params.block_count(), Block::default());
    let mut key = Zeroizing::new([0; LEN]);
    let done = argon2::Argon2::new(parameters.algorithm, parameters.version, params)
        .hash_password_into_with_memory(password, salt, key.as_mut_slice(), &mut memory);
    memory.zeroize();
    done.map(|()| key).map_err(|_length| ReadError::Damaged)
}

/// KeePass's own: both halves of the key encrypted with AES-256 (FIPS 197) in rounds, and then hashed with SHA-256.
///
/// # Errors
/// `Costly` and `TooCostly`.
pub(crate) fn aes_in_rounds(
    key: &Key<32>,
    seed: &[u8; 32],
    rounds: u64,
    access: Access<'_>,
) -> Result<Key<32>, ReadError> {
    let cost = Cost {
        memory: 0,
        seconds: rounds.div_ceil(AES_ROUNDS),
    };
    cost.check(access.allow_cost)?;
    let aes = Aes256::new(seed.into());
    let (halves, _rest) = Array::slice_as_chunks(key.as_slice());
    let mut halves: [_; 2] = halves.try_into().map_err(|_length| ReadError::Damaged)?;
    for _ in 0..rounds {
        aes.encrypt_blocks(&mut halves);
    }
    let mut digest = Sha256::new();
    for half in &mut halves {
        digest.update(&half);
        half.zeroize();
    }
    Ok(Zeroizing::new(digest.finalize().into()))
}

/// PBKDF2-HMAC-SHA256 (RFC 8018).
///
/// # Errors
/// `Costly` and `TooCostly`; `Damaged` for no rounds.
pub(crate) fn pbkdf2_sha256<const LEN: usize>(
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    access: Access<'_>,
) -> Result<Key<LEN>, ReadError> {
    check_rounds(rounds, LEN.div_ceil(32), access)?;
    let mut key = Zeroizing::new([0; LEN]);
    pbkdf2::pbkdf2::<Hmac<Sha256>>(password, salt, rounds, key.as_mut_slice())
        .map_err(|_length| ReadError::Damaged)?;
    Ok(key)
}

/// PBKDF2-HMAC-SHA1 (RFC 8018).
///
/// # Errors
/// `Costly` and `TooCostly`; `Damaged` for no rounds.
pub(crate) fn pbkdf2_sha1<const LEN: usize>(
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    access: Access<'_>,
) -> Result<Key<LEN>, ReadError> {
    check_rounds(rounds, LEN.div_ceil(20), access)?;
    let mut key = Zeroizing::new([0; LEN]);
    pbkdf2::pbkdf2::<Hmac<Sha1>>(password, salt, rounds, key.as_mut_slice())
        .map_err(|_length| ReadError::Damaged)?;
    Ok(key)
}

/// PBKDF2-HMAC-SHA512 (RFC 8018).
///
/// # Errors
/// `Costly` and `TooCostly`; `Damaged` for no rounds.
pub(crate) fn pbkdf2_sha512<const LEN: usize>(
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    access: Access<'_>,
) -> Result<Key<LEN>, ReadError> {
    check_rounds(rounds, LEN.div_ceil(64), access)?;
    let mut key = Zeroizing::new([0; LEN]);
    pbkdf2::pbkdf2::<Hmac<Sha512>>(password, salt, rounds, key.as_mut_slice())
        .map_err(|_length| ReadError::Damaged)?;
    Ok(key)
}

/// Asks before the first of many keys, each of 32 bytes from PBKDF2-HMAC-SHA1: the rounds of all of them together.
///
/// # Errors
/// `Costly` and `TooCostly`.
pub(crate) fn check_pbkdf2_sha1_of_all(rounds: u64, access: Access<'_>) -> Result<(), ReadError> {
    cost_of_rounds(rounds, 2).check(access.allow_cost)
}

/// Each block of the key takes all rounds anew.
fn check_rounds(rounds: u32, blocks: usize, access: Access<'_>) -> Result<(), ReadError> {
    if rounds == 0 {
        return Err(ReadError::Damaged);
    }
    let blocks = u64::try_from(blocks).unwrap_or(u64::MAX);
    cost_of_rounds(rounds.into(), blocks).check(access.allow_cost)
}

fn cost_of_rounds(rounds: u64, blocks: u64) -> Cost {
    Cost {
        memory: 0,
        seconds: rounds.saturating_mul(blocks).div_ceil(PBKDF2_ROUNDS),
    }
}
