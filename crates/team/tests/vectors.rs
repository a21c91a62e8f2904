//! Every vector in tests/vectors/team: written by an independent program, and each has one outcome. That program's reader,
//! docs/read-team-log.py, finds the same, and reads what this program writes.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "reads vector files, starts a Python program, and fails by panicking"
)]

mod counting;

use counting::Counting;
use data_encoding::{BASE64, HEXLOWER};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use team::{
    AddMember, Change, DeviceKey, EpochKeys, Log, MemberKey, NewVersion, Op, PutItem, Role,
    SheetSecret, Snapshot, Step, UsedCode, Verified, Welcome, create, member_id, seal,
};
use vault::Id;
use vault::primitives::Key;
use zeroize::Zeroizing;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/team");

/// `key: value` lines, an empty line, an object a line.
struct Vector {
    name: String,
    fields: BTreeMap<String, String>,
    lines: String,
}

impl Vector {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let (head, lines) = text
            .split_once("\n\n")
            .expect("an empty line before the objects");
        let fields = head.lines().filter(|line| !line.starts_with('#'));
        let fields = fields.map(|line| line.split_once(": ").expect("key: value"));
        Self {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            fields: fields
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
            lines: lines.to_owned(),
        }
    }

    fn objects(&self) -> Vec<(&str, Vec<u8>)> {
        let objects = self.lines.lines().map(|line| line.split_once(' ').unwrap());
        objects
            .map(|(name, object)| (name, BASE64.decode(object.as_bytes()).unwrap()))
            .collect()
    }

    fn device(&self) -> DeviceKey {
        let seeds = HEXLOWER.decode(self.fields["device"].as_bytes()).unwrap();
        let (signing, opening) = seeds.split_at(32);
        DeviceKey::from_seeds(signing.try_into().unwrap(), opening.try_into().unwrap())
    }

    fn welcome(&self) -> Option<Vec<u8>> {
        let sealed = self.fields.get("welcome")?;
        Some(BASE64.decode(sealed.as_bytes()).unwrap())
    }

    /// The key of epoch 0, or that of a later one and all before it.
    fn keys(&self, device: &DeviceKey, objects: &[(&str, Vec<u8>)]) -> EpochKeys {
        let Some(sealed) = self.welcome() else {
            let key = HEXLOWER.decode(self.fields["epoch-0"].as_bytes());
            let key = Zeroizing::new(key.unwrap().try_into().unwrap());
            return EpochKeys::new(0, Key::new(key));
        };
        let hash = vault::primitives::sha256(&objects[0].1);
        let vault = Id::from_bytes(hash[..16].try_into().unwrap());
        let (epoch, key) = Welcome::unchecked_key(&sealed, vault, device).unwrap();
        let mut keys = EpochKeys::new(epoch, key);
        for (_, object) in objects.iter().rev() {
            keys.walk_back(vault, object);
        }
        keys
    }

    /// The branch that is followed; 0 is the log itself.
    fn followed(&self) -> usize {
        let branch = self.fields.get("branch");
        branch.map_or(0, |branch| branch.parse().unwrap())
    }

    fn expected(&self) -> String {
        format!("{} {}", self.fields["expect"], self.fields["state-sha256"])
    }
}

fn vectors() -> Vec<Vector> {
    let paths = fs::read_dir(VECTORS)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let paths: Vec<PathBuf> = paths.collect();
    assert!(
        paths.len() >= 12,
        "only {} vectors in {VECTORS}",
        paths.len()
    );
    paths.iter().map(|path| Vector::read(path)).collect()
}

#[test]
fn each_vector_is_read_as_the_program_that_wrote_it_says() {
    for vector in vectors() {
        let device = vector.device();
        let objects = vector.objects();
        let followed = vector.followed();
        let mut log = Log::new(vector.keys(&device, &objects), None);
        let mut letters = String::new();
        let mut branch = 0;
        for (name, object) in &objects {
            let place = place_of(name);
            if is_abandoned(place, followed, &objects) {
                letters.push('a');
                continue;
            }
            let begins = std::mem::replace(&mut branch, place.0) != place.0;
            let step = match begins {
                true => log.follow_branch(object, &device),
                false => log.read(object, &device),
            };
            letters.push(match step {
                Ok(Step::PassedOver(_)) => '-',
                Ok(Step::Valid(_)) | Err(_) => 'v',
            });
            let ours = log.name_of(log.state().vault(), place.1);
            assert_eq!(ours.as_deref(), Some(*name), "{}", vector.name);
        }
        let outcome = if log.halt().is_some() {
            "halted"
        } else {
            "valid"
        };
        let checksum = HEXLOWER.encode(&log.state().checksum());
        let found = format!("{outcome} {letters} {checksum}");
        assert_eq!(found, vector.expected(), "{}", vector.name);
        check_sheet(&vector, &log, &device);
        check_welcome(&vector, &log, &device);
    }
}

/// Branch and slot.
fn place_of(name: &str) -> (usize, u64) {
    let mut parts = name.split('/');
    let branch = parts.next().unwrap().strip_prefix("log-");
    let slot = parts.nth(1).unwrap().split('-').next().unwrap();
    let branch = branch.map_or(0, |branch| branch.parse().unwrap());
    (branch, slot.parse().unwrap())
}

/// Whether a branch is not followed, or another one that is begins before this slot.
fn is_abandoned(
    (branch, slot): (usize, u64),
    followed: usize,
    objects: &[(&str, Vec<u8>)],
) -> bool {
    let mut places = objects.iter().map(|(name, _)| place_of(name));
    let leaves = |(other, first)| branch < other && other <= followed && first <= slot;
    branch > followed || places.any(leaves)
}

fn check_sheet(vector: &Vector, log: &Log, device: &DeviceKey) {
    if let Some(words) = vector.fields.get("sheet") {
        let sheet = SheetSecret::read(words).unwrap();
        assert_eq!(sheet.words().expose(), words);
        let member = log.state().devices()[&sheet.device().id()].member;
        assert_eq!(sheet.device().id(), device.id());
        assert_eq!(member_id(&sheet.member().public()), member);
    }
}

/// Who sent a welcome may do so, and it is of this log.
fn check_welcome(vector: &Vector, log: &Log, device: &DeviceKey) {
    if let Some(sealed) = vector.welcome() {
        let state = log.state();
        let (invitation, open) = state.invitations().first_key_value().unwrap();
        let signer = |id| {
            let signer = state.devices().get(&id)?;
            let role = state.members()[&signer.member].role;
            (role >= Role::Admin).then_some(signer.record.signing)
        };
        let vault = (state.vault(), &open.token_key);
        let welcome = Welcome::open(&sealed, vault, device, signer).unwrap();
        assert_eq!(welcome.invitation, *invitation);
        assert_eq!(state.hash_at(0), Some(welcome.genesis));
        assert_eq!(state.hash_at(welcome.head.slot), Some(welcome.head.hash));
        assert!(Welcome::open(&sealed, (state.vault(), &[0; 32]), device, signer).is_none());
    }
}

#[test]
fn another_program_finds_what_each_vector_says() {
    let Some(python) = python("another_program_finds_what_each_vector_says") else {
        return;
    };
    for vector in vectors() {
        let folder = tempfile::tempdir().unwrap();
        let welcome = folder.path().join("welcome");
        let key = match vector.welcome() {
            Some(sealed) => {
                fs::write(&welcome, sealed).unwrap();
                ["--welcome", welcome.to_str().unwrap()]
            }
            None => ["--epoch-0", &vector.fields["epoch-0"]],
        };
        let branch = vector.followed().to_string();
        let options = [key[0], key[1], "--branch", &branch];
        let found = outcome(&python, &vector.fields["device"], &options, &vector.lines);
        assert_eq!(found, vector.expected(), "{}", vector.name);
    }
}

#[test]
fn another_program_opens_a_log_with_no_welcome_but_the_right_one() {
    let Some(python) = python("another_program_opens_a_log_with_no_welcome_but_the_right_one")
    else {
        return;
    };
    let all = vectors();
    let vector = all.iter().find(|one| one.fields.contains_key("welcome"));
    let vector = vector.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("welcome");
    let mut sealed = vector.welcome().unwrap();
    *sealed.last_mut().unwrap() ^= 1;
    fs::write(&path, sealed).unwrap();
    let options = ["--welcome", path.to_str().unwrap()];
    let found = outcome(&python, &vector.fields["device"], &options, &vector.lines);
    assert!(
        found.ends_with("the welcome is none for this device and log"),
        "{found}"
    );
}

#[test]
fn another_program_reads_a_log_of_ours() {
    let Some(python) = python("another_program_reads_a_log_of_ours") else {
        return;
    };
    let rng = &mut Counting(0);
    let (owner, editor) = (MemberKey::generate(rng), MemberKey::generate(rng));
    let (device, theirs) = (
        DeviceKey::from_seeds(&[1; 32], &[2; 32]),
        DeviceKey::generate(rng),
    );
    let names = ("Ada".to_owned(), "laptop".to_owned());
    let (genesis, keys) = create(&owner, &device, names, 1, rng);
    let key = HEXLOWER.encode(keys.get(0).unwrap().expose());
    let mut log = Log::new(keys, None);
    log.read(&genesis, &device).map(drop).unwrap();
    let add = Op::AddMember(AddMember {
        member_key: editor.public(),
        role: Role::Editor,
        name: "Grace".into(),
        verified: Verified::TwelveWords,
        invitation: None,
        device: editor.certify(log.state().vault(), &theirs, "phone".into()),
    });
    let member = member_id(&editor.public());
    let mut objects = vec![genesis];
    for op in [add, Op::RemoveMember { member }] {
        let change = Change {
            op_id: Id::generate(rng),
            wall_ms: 2,
            observed_head: log.state().head().hash,
            ops: vec![op],
            rotates: false,
        };
        let entry = seal(log.state(), log.keys(), &device, &change, rng).unwrap();
        log.read(&entry, &device).map(drop).unwrap();
        objects.push(entry);
    }
    let name = |slot| log.name_of(log.state().vault(), slot).unwrap();
    let lines = (0..).zip(&objects);
    let lines = lines.map(|(slot, object)| format!("{} {}\n", name(slot), BASE64.encode(object)));
    let seeds = HEXLOWER.encode(&[[1; 32], [2; 32]].concat());
    let found = outcome(
        &python,
        &seeds,
        &["--epoch-0", &key],
        &lines.collect::<String>(),
    );
    assert_eq!(
        found,
        format!("valid vvv {}", HEXLOWER.encode(&log.state().checksum()))
    );
}

#[test]
fn another_program_reads_a_snapshot_of_ours() {
    let Some(python) = python("another_program_reads_a_snapshot_of_ours") else {
        return;
    };
    let rng = &mut Counting(0);
    let (owner, device) = (MemberKey::generate(rng), DeviceKey::generate(rng));
    let names = ("Ada".to_owned(), "laptop".to_owned());
    let (genesis, keys) = create(&owner, &device, names, 1, rng);
    let mut log = Log::new(keys, None);
    log.read(&genesis, &device).map(drop).unwrap();
    let item = Id::generate(rng);
    let version = |field| NewVersion {
        field,
        version: Id::from_bytes([7; 16]),
        replaces: Vec::new(),
    };
    // An account of the log need not be one that can be shown.
    let fields = [(1, b"\x64Mail".to_vec()), (3, b"\x01".to_vec())];
    let fields = fields.map(|(key, value)| (key, Zeroizing::new(value)));
    let put = PutItem {
        item,
        base_rev: 0,
        fields: fields.into(),
        versions: vec![version(3)],
    };
    let used = |code| Op::MarkCodeUsed { item, code };
    let ops = vec![
        Op::PutItem(put),
        used(UsedCode::Counter(4)),
        used(UsedCode::Backup {
            set: Id::from_bytes([8; 16]),
            index: 1,
        }),
    ];
    let observed_head = log.state().head().hash;
    let change = Change {
        op_id: Id::generate(rng),
        wall_ms: 2,
        observed_head,
        ops,
        rotates: false,
    };
    let entry = seal(log.state(), log.keys(), &device, &change, rng).unwrap();
    log.read(&entry, &device).map(drop).unwrap();
    let sealed = Snapshot::seal(log.state(), log.keys(), &device, rng).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("snapshot");
    fs::write(&path, &sealed.bytes).unwrap();
    let hex = |bytes: &[u8]| HEXLOWER.encode(bytes);
    let vault = log.state().vault();
    let output = Command::new(python)
        .arg(Path::new(DOCS).join("read-team-snapshot.py"))
        .args(["--epoch", "0", "--vault", &hex(vault.as_bytes())])
        .args(["--key", &hex(log.keys().get(0).unwrap().expose())])
        .args(["--member", &hex(&owner.public())])
        .arg(path)
        .output()
        .expect("COUNTERSIGN_PYTHON can be started");
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let keys = EpochKeys::new(
        0,
        Key::new(Zeroizing::new(*log.keys().get(0).unwrap().expose())),
    );
    let opened = Snapshot::open(&sealed.bytes, vault, &keys, |signer| {
        signer.is_of(vault, &owner.public())
    })
    .unwrap();
    let said = hex(&opened.what_it_says());
    assert_eq!(printed.trim_end(), format!("{} 1 1 1 {said}", sealed.name));
}

fn python(test: &str) -> Option<std::ffi::OsString> {
    let python = std::env::var_os("COUNTERSIGN_PYTHON");
    if python.is_none() {
        println!("SKIPPED {test}: COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)");
    }
    python
}

fn outcome(python: &OsStr, device: &str, options: &[&str], lines: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    fs::write(&path, lines).unwrap();
    let output = Command::new(python)
        .arg(Path::new(DOCS).join("read-team-log.py"))
        .args(["--device", device])
        .args(options)
        .arg(path)
        .output()
        .expect("COUNTERSIGN_PYTHON can be started");
    let printed = [output.stdout, output.stderr].concat();
    String::from_utf8(printed).unwrap().trim_end().to_owned()
}
