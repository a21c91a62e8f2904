//! `seeds TARGET FOLDER` writes the first inputs of a target: those of `fuzz/corpus`, and what is made from the vectors.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::{env, fs, process};

use fuzz::{document_of, lease, open, seal, security_key, team, vaults, words_of_kit};
use image::{ImageFormat, Rgb, RgbImage};
use libfuzzer_sys as _; // has what instrumented code calls
use otp::SecretText;
use transfer::qr::{QUIET_ZONE, Qr};
use vault::{Id, RecoverySecret};

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let [target, folder] = args.as_slice() else {
        panic!("Usage: seeds TARGET FOLDER")
    };
    let Some(mut seeds) = seeds(target) else {
        eprintln!(
            "`{target}` is no fuzz target; they are otpauth, backup_codes, dav_listing, directory, migration, import, picture, pixels, \
             video, vault_format, vault_document, recovery_kit, security_key, team_card, team_entry, team_content, team_link, \
             team_place, team_change, team_kept_state, lease, symbol_text, cli_arguments, command_shapes."
        );
        process::exit(2);
    };
    seeds.extend(corpus(target));
    assert!(!seeds.is_empty());
    fs::create_dir_all(folder).expect("the folder can be made");
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(Path::new(folder).join(number.to_string()), seed)
            .expect("the folder takes files");
    }
}

fn seeds(target: &str) -> Option<Vec<Vec<u8>>> {
    Some(match target {
        "otpauth" => uris(),
        "directory" => vec![directory()],
        "migration" => vec![export()],
        "import" => samples().into_iter().flat_map(|(_, files)| files).collect(),
        "picture" => pictures(),
        "pixels" => pixels(),
        "video" => videos(),
        "vault_format" => vaults(),
        "vault_document" => documents(),
        "recovery_kit" => kits(),
        "security_key" => security_key::conversations(),
        "team_card" => team::cards(),
        "team_entry" => team::objects(),
        "team_content" => team::contents(),
        "team_link" => team::links(),
        "team_place" => team::places(),
        "team_change" => team::changes(),
        "team_kept_state" => team::kept_states(),
        "lease" => lease::plaintexts(),
        // A picture may hold any of these.
        "symbol_text" => uris(),
        // These are written by hand.
        "backup_codes" | "cli_arguments" | "command_shapes" | "dav_listing" => Vec::new(),
        _ => samples().remove(target.strip_prefix("import-")?)?,
    })
}

fn directory() -> Vec<u8> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/transfer/2fa-directory.json");
    fs::read(file).expect("the sample is there")
}

/// What is kept in the repository.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let files = fs::read_dir(folder).into_iter().flatten();
    files
        .map(|file| file.expect("the folder can be read").path())
        .map(|file| fs::read(file).expect("the file can be read"))
        .collect()
}

/// Files of other programs by their formats.
fn samples() -> BTreeMap<String, Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/transfer/import");
    let in_folder = |folder: &Path| -> Vec<_> {
        let files = fs::read_dir(folder).expect("the folder is there");
        files
            .map(|file| file.expect("the folder can be read").path())
            .collect()
    };
    let formats = in_folder(&folder).into_iter().map(|format| {
        let files = in_folder(&format).into_iter();
        let files = files
            .filter(|file| file.extension().is_none_or(|ending| ending != "expected"))
            .map(|file| fs::read(file).expect("the file can be read"));
        let name = format.file_name().expect("it is a folder");
        (name.to_string_lossy().into_owned(), files.collect())
    });
    formats.collect()
}

/// Without the large ones that are there for their size: inputs grow to the size of the largest seed.
fn documents() -> Vec<Vec<u8>> {
    let documents = vaults().into_iter().filter_map(|file| document_of(&file));
    documents
        .filter(|document| document.len() <= 8192)
        .collect()
}

/// One for each account of the vectors; there are accounts of all kinds.
fn uris() -> Vec<Vec<u8>> {
    let opened = documents()
        .into_iter()
        .filter_map(|document| open(&seal(&document)));
    let mut uris: Vec<Vec<u8>> = opened
        .flat_map(|vault| {
            let uri = |account: &vault::Account| {
                otp::uri::write(Some(&account.issuer), &account.name, account.otp())
            };
            let uris: Vec<_> = vault.document().accounts().map(uri).collect();
            uris.into_iter().map(|uri| uri.expose().as_bytes().to_vec())
        })
        .collect();
    uris.sort();
    uris.dedup();
    uris
}

/// The message of a Google Authenticator export: a TOTP and an HOTP account, part 1 of 2.
fn export() -> Vec<u8> {
    let totp = b"\x0a\x1412345678901234567890\x12\x0fada@example.com\x1a\x06Site 1\x20\x01\x28\x01\x30\x02";
    let hotp = b"\x0a\x01\x01\x12\x03ada\x20\x02\x28\x02\x30\x01\x38\x07";
    let accounts =
        [totp.as_slice(), hotp].map(|account| [&[0x0a, account.len() as u8], account].concat());
    [
        &accounts.concat(),
        b"\x10\x01\x18\x02\x20\x00\x28\x07".as_slice(),
    ]
    .concat()
}

/// A small code with one and with three pixels a module, dark on light and light on dark.
fn pixels() -> Vec<Vec<u8>> {
    let qr = small_code();
    let seed = |scale: u32, dark: u8, light: u8| {
        let side = scale * (qr.size() + 2 * QUIET_ZONE);
        let module = |at: u32| (at / scale).wrapping_sub(QUIET_ZONE);
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        let shades = places.map(|(x, y)| {
            if qr.dark(module(x), module(y)) {
                dark
            } else {
                light
            }
        });
        [side as u8, scale as u8]
            .into_iter()
            .chain(shades)
            .collect()
    };
    vec![seed(1, 0, 255), seed(3, 0, 255), seed(3, 200, 30)]
}

fn small_code() -> Qr {
    Qr::of(&SecretText::new("otpauth://totp/a?secret=AA".to_owned())).expect("the text is short")
}

/// One small code in each format, and two one after the other in each kind of animation; one turned.
fn pictures() -> Vec<Vec<u8>> {
    let qr = small_code();
    let side = 2 * (qr.size() + 2 * QUIET_ZONE);
    let module = |at: u32| (at / 2).wrapping_sub(QUIET_ZONE);
    let shade = |x, y| {
        if qr.dark(module(x), module(y)) {
            0
        } else {
            255
        }
    };
    let picture = RgbImage::from_fn(side, side, |x, y| Rgb([shade(x, y); 3]));
    let formats = [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ];
    let file = |format| {
        let mut file = Cursor::new(Vec::new());
        picture
            .write_to(&mut file, format)
            .expect("every format takes a small picture");
        file.into_inner()
    };
    let animations = [
        include_bytes!("../../tests/vectors/transfer/qr/animated.gif").as_slice(),
        include_bytes!("../../tests/vectors/transfer/qr/animated.png"),
        include_bytes!("../../tests/vectors/transfer/qr/animated.webp"),
        include_bytes!("../../tests/vectors/transfer/qr/turned.jpg"),
    ];
    let stills = formats.map(file).into_iter();
    stills
        .chain(animations.map(<[u8]>::to_vec))
        .chain([drawing(&qr).into_bytes()])
        .collect()
}

/// The code as SVG, with a thing or two that refers to another.
fn drawing(qr: &Qr) -> String {
    let places = (0..qr.size()).flat_map(|y| (0..qr.size()).map(move |x| (x, y)));
    let dark = places.filter(|(x, y)| qr.dark(*x, *y));
    let modules: String = dark.map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-4 -4 45 45'><clipPath id='c'><rect width='40' height='40'/>\
         </clipPath><g id='g' clip-path='url(#c)'><path d='{modules}'/></g><use href='#c'/></svg>"
    )
}

/// Two frames of each kind of video.
fn videos() -> Vec<Vec<u8>> {
    let frame = [b"FRAME\n".as_slice(), &[16; 16], &[128; 8]].concat();
    let y4m = [
        b"YUV4MPEG2 W4 H4 F30:1 Ip C420jpeg\n".as_slice(),
        &frame,
        &frame,
    ]
    .concat();
    let mut jpeg = Cursor::new(Vec::new());
    RgbImage::from_pixel(16, 16, Rgb([90, 120, 60]))
        .write_to(&mut jpeg, ImageFormat::Jpeg)
        .expect("every format takes a small picture");
    let mjpeg = [jpeg.get_ref().as_slice(), jpeg.get_ref()].concat();
    let avi = [b"RIFF\0\0\0\0AVI LIST\0\0\0\0movi00dc".as_slice(), &mjpeg].concat();
    vec![y4m, mjpeg, avi]
}

/// The words as they are read aloud, numbered as on paper, and for machines.
fn kits() -> Vec<Vec<u8>> {
    let words = words_of_kit();
    let numbered: String = (1..)
        .zip(words.split(' '))
        .map(|(number, word)| format!("{number}. {word}\n"))
        .collect();
    let kit = RecoverySecret::parse(words).expect("the words are a kit");
    let line = kit.machine_line(Id::from_bytes([7; 16]));
    [words, &numbered, line.expose()]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
}
