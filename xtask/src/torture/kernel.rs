//! A real kernel in a machine that is only software (qemu without KVM, so it runs inside other machines too). It is
//! Debian's, unpacked into our cache folder; nothing of this machine is mounted, loaded or changed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::archive::Archive;
use crate::debian;
use crate::process;
use crate::tools;

/// Debian's package that depends on the newest kernel.
const NEWEST: &str = "linux-image-amd64";

/// A kernel and its modules.
pub(crate) struct Kernel {
    image: PathBuf,
    modules: PathBuf,
}

impl Kernel {
    /// The newest of this machine's Debian, downloaded where it is not there yet. `Err` says why there is none.
    pub(crate) fn get() -> Result<Self, String> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            return Err("it needs Linux on x86-64".to_owned());
        }
        let depends = debian::depends(&[NEWEST]);
        let package = depends
            .lines()
            .find_map(|line| line.trim().strip_prefix("Depends: "))
            .ok_or_else(|| format!("it takes the kernel from Debian's {NEWEST}"))?;
        let folder = tools::cache_folder().join("kernels").join(package);
        if !folder.is_dir() {
            println!(
                "Getting Debian's {package} (70 MB), into {}.",
                folder.display()
            );
            if !debian::unpack(&[package.to_owned()], &folder) {
                return Err(format!("{package} could not be downloaded"));
            }
        }
        let version = package.trim_start_matches("linux-image-");
        Ok(Self {
            image: folder.join("boot").join(format!("vmlinuz-{version}")),
            modules: folder.join("lib/modules").join(version),
        })
    }

    /// Puts these modules, by name, into `mod/` of the archive.
    pub(crate) fn add_modules(&self, names: &[&str], archive: &mut Archive) -> Result<(), String> {
        for name in names {
            let file = format!("{name}.ko");
            let found = find(&self.modules, &file)
                .ok_or_else(|| format!("Debian's kernel has no module {file}"))?;
            let content = fs::read(&found).map_err(|problem| problem.to_string())?;
            archive.file(&format!("mod/{file}"), &content);
        }
        Ok(())
    }

    /// Boots with the archive as the only file system and returns what was written on the console. It has `time` to
    /// switch itself off.
    pub(crate) fn boot(
        &self,
        archive: Archive,
        folder: &Path,
        time: Duration,
    ) -> io::Result<String> {
        let [disk, console] = ["disk", "console"].map(|name| folder.join(name));
        fs::write(&disk, archive.finish())?;
        let mut machine = process::program("qemu-system-x86_64")
            .args("-accel tcg,thread=multi -smp 2 -cpu max -m 1024".split(' '))
            .args("-nographic -no-reboot -net none".split(' '))
            .args(["-append", "console=ttyS0 quiet panic=-1"])
            .arg("-kernel")
            .arg(&self.image)
            .arg("-initrd")
            .arg(&disk)
            .stdin(Stdio::null())
            .stdout(File::create(&console)?)
            .spawn()?;
        let started = Instant::now();
        while machine.try_wait()?.is_none() {
            if started.elapsed() > time {
                machine.kill()?;
                machine.wait()?;
                println!("It did not end in {} s.", time.as_secs());
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(String::from_utf8_lossy(&fs::read(&console)?).into_owned())
    }
}

/// Puts a program of this machine, and the libraries that it is linked with, into the archive: where they are here.
pub(crate) fn add_program(program: &Path, place: &str, archive: &mut Archive) -> io::Result<()> {
    archive.file(place, &fs::read(program)?);
    let libraries = Command::new("ldd").arg(program).output()?;
    let libraries = String::from_utf8_lossy(&libraries.stdout).into_owned();
    for library in libraries
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('/'))
    {
        archive.file(library, &fs::read(Path::new("/").join(library))?);
    }
    Ok(())
}

/// The first folder of `PATH` that has the program.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(program));
    places.find(|place| place.is_file())
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let (folders, files): (Vec<_>, Vec<_>) = entries
        .map(|entry| entry.path())
        .partition(|path| path.is_dir());
    let is_it = |path: &PathBuf| path.file_name().is_some_and(|file| file == name);
    let found = files.into_iter().find(is_it);
    found.or_else(|| folders.iter().find_map(|folder| find(folder, name)))
}
