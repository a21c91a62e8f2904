//! Bitwarden's JSON (Bitwarden, "Condition a Bitwarden .json" and "Encrypted exports"): under a password, a key from
//! Argon2id is stretched by HKDF to one for AES-256-CBC and one for HMAC-SHA-256.

use aes::Aes256;
use cbc::Encryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use data_encoding::BASE64;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use otp::{Kind, SecretText, UnixTime};
use rand_core::CryptoRng;
use serde::Serialize;
use sha2::Sha256;
use vault::Account;
use zeroize::Zeroizing;

use crate::export::losses::Part;
use crate::export::parts::{are_lines, backup_code_lines, named, random, steam_uri, uri, uuid};
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, json, seal};
use crate::import::derive::{Argon2id, Key, argon2id};
use crate::kdbx::sha256;

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Optional,
    extension: "json",
    keeps,
    tells_by_secret: false,
    write,
};

/// What the program itself takes where Argon2id was chosen.
const COST: Argon2id = Argon2id {
    memory_kib: 64 << 10,
    passes: 3,
    lanes: 4,
};
const ARGON2ID: u8 = 1;
const LOGIN: u8 = 1;
const HIDDEN: u8 = 1;
const BACKUP_CODES: &str = "Backup codes";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sealed {
    encrypted: bool,
    password_protected: bool,
    salt: String,
    kdf_type: u8,
    kdf_iterations: u32,
    kdf_memory: u32,
    kdf_parallelism: u32,
    #[serde(rename = "encKeyValidation_DO_NOT_EDIT")]
    validation: String,
    data: String,
}

#[derive(Serialize)]
struct Export<'a> {
    encrypted: bool,
    folders: Vec<Folder<'a>>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Folder<'a> {
    id: String,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    id: String,
    organization_id: (),
    folder_id: Option<String>,
    #[serde(rename = "type")]
    kind: u8,
    reprompt: u8,
    name: &'a str,
    notes: Option<&'a str>,
    favorite: bool,
    fields: Vec<Field>,
    login: Login<'a>,
    collection_ids: (),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: &'static str,
    #[serde(serialize_with = "json::secret")]
    value: SecretText,
    #[serde(rename = "type")]
    kind: u8,
    linked_id: Option<u8>,
}

#[derive(Serialize)]
struct Login<'a> {
    uris: [&'static str; 0],
    username: Option<&'a str>,
    password: (),
    #[serde(serialize_with = "json::secret")]
    totp: SecretText,
}

fn keeps(account: &Account, part: Part) -> bool {
    match part {
        Part::Codes => match account.otp().kind {
            Kind::Totp { .. } | Kind::Steam | Kind::BattleNet => true,
            Kind::Hotp { .. } | Kind::Motp | Kind::Yandex => false,
        },
        // An item is in one folder or none.
        Part::Tags => account.tags.len() == 1,
        Part::Notes | Part::Favorite => true,
        Part::BackupCodes => are_lines(account),
        Part::Pin | Part::Icon | Part::UseCount | Part::Site | Part::Keys | Part::History => false,
    }
}

fn write(
    accounts: &[&Account],
    password: Option<&SecretText>,
    _now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let plain = json::write(&export(accounts, rng));
    let Some(password) = password else {
        return Ok(plain);
    };
    // What is hashed is the text, not what it encodes.
    let salt = BASE64.encode(&random::<16>(rng));
    let salt_hash = sha256(&[salt.as_bytes()]);
    let password = password.expose().as_bytes();
    let master =
        argon2id(password, salt_hash.as_slice(), COST, seal::AGREED).map_err(seal::no_memory)?;
    let keys = Keys::from_master(&master);
    Ok(json::write(&Sealed {
        encrypted: true,
        password_protected: true,
        salt,
        kdf_type: ARGON2ID,
        kdf_iterations: COST.passes,
        kdf_memory: COST.memory_kib >> 10,
        kdf_parallelism: COST.lanes,
        validation: keys.seal(uuid(rng).as_bytes(), rng),
        data: keys.seal(&plain, rng),
    }))
}

struct Keys {
    encryption: Key<32>,
    authentication: Key<32>,
}

impl Keys {
    fn from_master(master: &Key<32>) -> Self {
        const WHY: &str = "HKDF takes keys of 32 bytes and gives as many";
        let expand = |purpose: &[u8]| {
            let mut key: Key<32> = Zeroizing::new([0; 32]);
            Hkdf::<Sha256>::from_prk(master.as_slice())
                .expect(WHY)
                .expand(purpose, key.as_mut_slice())
                .expect(WHY);
            key
        };
        Self {
            encryption: expand(b"enc"),
            authentication: expand(b"mac"),
        }
    }

    /// `2.iv|ciphertext|tag`, each in Base64.
    fn seal(&self, plaintext: &[u8], rng: &mut dyn CryptoRng) -> String {
        let iv: [u8; 16] = random(rng);
        let sealed = Encryptor::<Aes256>::new((&*self.encryption).into(), (&iv).into())
            .encrypt_padded_vec::<Pkcs7>(plaintext);
        let mac = Hmac::<Sha256>::new_from_slice(self.authentication.as_slice())
            .expect("HMAC takes keys of any length")
            .chain_update(iv)
            .chain_update(&sealed)
            .finalize()
            .into_bytes();
        let parts = [iv.as_slice(), &sealed, &mac];
        format!("2.{}", parts.map(|part| BASE64.encode(part)).join("|"))
    }
}

fn export<'a>(accounts: &[&'a Account], rng: &mut dyn CryptoRng) -> Export<'a> {
    let mut folders: Vec<Folder<'a>> = Vec::new();
    let mut items = Vec::with_capacity(accounts.len());
    for account in accounts {
        let tag = account.tags.first().map(String::as_str);
        if let Some(name) = tag.filter(|tag| folders.iter().all(|folder| folder.name != *tag)) {
            folders.push(Folder {
                id: uuid(rng),
                name,
            });
        }
        let folder = folders.iter().find(|folder| Some(folder.name) == tag);
        items.push(item(
            account,
            folder.map(|folder| folder.id.clone()),
            uuid(rng),
        ));
    }
    Export {
        encrypted: false,
        folders,
        items,
    }
}

fn item(account: &Account, folder_id: Option<String>, id: String) -> Item<'_> {
    let (name, username) = named(account);
    let notes = account.notes.expose();
    let codes = backup_code_lines(account).filter(|_| are_lines(account));
    Item {
        id,
        organization_id: (),
        folder_id,
        kind: LOGIN,
        reprompt: 0,
        name,
        notes: Some(notes).filter(|notes| !notes.is_empty()),
        favorite: account.favorite,
        fields: codes
            .into_iter()
            .map(|value| Field {
                name: BACKUP_CODES,
                value,
                kind: HIDDEN,
                linked_id: None,
            })
            .collect(),
        login: Login {
            uris: [],
            username: Some(username).filter(|username| !username.is_empty()),
            password: (),
            totp: if account.otp().kind == Kind::Steam {
                steam_uri(account)
            } else {
                uri(account)
            },
        },
        collection_ids: (),
    }
}
