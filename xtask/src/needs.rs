//! What building and testing need from the system, and what each package manager calls it.

use crate::manager::Manager;

/// What somebody wants to do; each needs what those before it need.
#[derive(Clone, Copy, Debug, Eq, PartialEq, PartialOrd)]
pub(crate) enum Purpose {
    /// Only the command line.
    BuildCommandLine,
    Build,
    Test,
    /// The slow tests.
    Torture,
}

/// How to tell whether a need is met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Sign {
    /// A program of this name is on the path.
    Program(&'static str),
    /// pkg-config knows how to link this library.
    Library(&'static str),
    /// A library of this name is where clang has its own.
    ClangLibrary(&'static str),
    /// Programs that ask for this typeface get it.
    Font(&'static str),
    /// A Python that can make virtual environments is on the path.
    PythonWithVenv,
    /// One of these programs, which are not on everybody's path, is there.
    AnyFile(&'static [&'static str]),
}

/// One thing that is used. Where it is missing and cannot be had, nothing is built, or the tests that need it say
/// SKIPPED.
#[derive(Debug)]
pub(crate) struct Need {
    pub(crate) what: &'static str,
    pub(crate) why: &'static str,
    pub(crate) purpose: Purpose,
    pub(crate) sign: Sign,
    /// Only on Linux; elsewhere the system has its own, or the tests that use it do not exist.
    pub(crate) linux_only: bool,
    /// The package's name, in the order of [`Manager::ALL`]. Empty: that manager has none.
    packages: [&'static str; 5],
}

impl Need {
    /// `None` when this manager has no such package.
    pub(crate) fn package(&self, manager: Manager) -> Option<&'static str> {
        let names = Manager::ALL.into_iter().zip(self.packages);
        names
            .filter(|(of, name)| *of == manager && !name.is_empty())
            .map(|(_, name)| name)
            .next()
    }
}

/// Everything, one row each.
pub(crate) const NEEDS: &[Need] = &[
    Need {
        what: "clang",
        why: "reads the kernel's headers about cameras",
        purpose: Purpose::BuildCommandLine,
        sign: Sign::Program("clang"),
        linux_only: true,
        packages: ["clang", "clang", "clang", "clang", ""],
    },
    Need {
        what: "libclang",
        why: "the same, for Rust",
        purpose: Purpose::BuildCommandLine,
        sign: Sign::ClangLibrary("libclang"),
        linux_only: true,
        packages: ["libclang-dev", "clang-devel", "clang", "clang-devel", ""],
    },
    Need {
        what: "pkg-config",
        why: "finds the system's libraries",
        purpose: Purpose::BuildCommandLine,
        sign: Sign::Program("pkg-config"),
        linux_only: true,
        packages: [
            "pkg-config",
            "pkgconf-pkg-config",
            "pkgconf",
            "pkg-config",
            "",
        ],
    },
    Need {
        what: "libudev",
        why: "finds security keys",
        purpose: Purpose::BuildCommandLine,
        sign: Sign::Library("libudev"),
        linux_only: true,
        packages: [
            "libudev-dev",
            "systemd-devel",
            "systemd-libs",
            "systemd-devel",
            "",
        ],
    },
    Need {
        what: "WebKitGTK 4.1",
        why: "draws the window",
        purpose: Purpose::Build,
        sign: Sign::Library("webkit2gtk-4.1"),
        linux_only: true,
        packages: [
            "libwebkit2gtk-4.1-dev",
            "webkit2gtk4.1-devel",
            "webkit2gtk-4.1",
            "webkit2gtk3-devel",
            "",
        ],
    },
    Need {
        what: "oathtool",
        why: "makes codes independently of us, to compare with ours",
        purpose: Purpose::Test,
        sign: Sign::Program("oathtool"),
        linux_only: false,
        packages: [
            "oathtool",
            "oathtool",
            "oath-toolkit",
            "oath-toolkit",
            "oath-toolkit",
        ],
    },
    Need {
        what: "strace",
        why: "kills the program at each system call of a save, and makes single calls fail",
        purpose: Purpose::Test,
        sign: Sign::Program("strace"),
        linux_only: true,
        packages: ["strace", "strace", "strace", "strace", ""],
    },
    Need {
        what: "mkfs.xfs",
        why: "makes disks of another kind than ext4, to cut off from their power",
        purpose: Purpose::Test,
        sign: Sign::Program("mkfs.xfs"),
        linux_only: true,
        packages: ["xfsprogs", "xfsprogs", "xfsprogs", "xfsprogs", ""],
    },
    Need {
        what: "faketime",
        why: "sets the clock of a program, to see what it does when it is wrong",
        purpose: Purpose::Test,
        sign: Sign::Program("faketime"),
        linux_only: true,
        packages: ["faketime", "libfaketime", "libfaketime", "libfaketime", ""],
    },
    Need {
        what: "script",
        why: "gives the program a terminal, to see what it shows there",
        purpose: Purpose::Test,
        sign: Sign::Program("script"),
        linux_only: true,
        packages: [
            "bsdutils",
            "/usr/bin/script",
            "util-linux",
            "util-linux",
            "",
        ],
    },
    Need {
        what: "setsid",
        why: "starts the program without any terminal",
        purpose: Purpose::Test,
        sign: Sign::Program("setsid"),
        linux_only: true,
        packages: ["util-linux", "util-linux", "util-linux", "util-linux", ""],
    },
    Need {
        what: "chattr",
        why: "makes a folder that even root may not change; mkfs.ext4 comes with it",
        purpose: Purpose::Test,
        sign: Sign::Program("chattr"),
        linux_only: true,
        packages: ["e2fsprogs", "e2fsprogs", "e2fsprogs", "e2fsprogs", ""],
    },
    Need {
        what: "Xvfb",
        why: "a display that nobody sees, for the clipboard, the screen and the window",
        purpose: Purpose::Test,
        sign: Sign::Program("Xvfb"),
        linux_only: true,
        packages: [
            "xvfb",
            "xorg-x11-server-Xvfb",
            "xorg-server-xvfb",
            "xorg-x11-server-Xvfb",
            "",
        ],
    },
    Need {
        what: "xclip",
        why: "reads the clipboard as another program would",
        purpose: Purpose::Test,
        sign: Sign::Program("xclip"),
        linux_only: true,
        packages: ["xclip", "xclip", "xclip", "xclip", ""],
    },
    Need {
        what: "feh",
        why: "shows pictures on the screen that is scanned",
        purpose: Purpose::Test,
        sign: Sign::Program("feh"),
        linux_only: true,
        packages: ["feh", "feh", "feh", "feh", ""],
    },
    Need {
        what: "WebKitWebDriver",
        why: "clicks and reads in the window as a person would",
        purpose: Purpose::Test,
        sign: Sign::Program("WebKitWebDriver"),
        linux_only: true,
        packages: [
            "webkit2gtk-driver",
            "/usr/bin/WebKitWebDriver",
            "webkitgtk-6.0",
            "/usr/bin/WebKitWebDriver",
            "",
        ],
    },
    Need {
        what: "Chromium",
        why: "shows a web site's QR code and types our codes into the site",
        purpose: Purpose::Test,
        sign: Sign::Program("chromium"),
        linux_only: true,
        packages: ["chromium", "chromium", "chromium", "chromium", ""],
    },
    Need {
        what: "chromedriver",
        why: "clicks and types in Chromium as a person would",
        purpose: Purpose::Test,
        sign: Sign::Program("chromedriver"),
        linux_only: true,
        packages: [
            "chromium-driver",
            "chromedriver",
            "chromium",
            "chromedriver",
            "",
        ],
    },
    Need {
        what: "dbus-daemon",
        why: "gives each window, and each portal, under test a session of its own",
        purpose: Purpose::Test,
        sign: Sign::Program("dbus-daemon"),
        linux_only: true,
        packages: ["dbus", "dbus-daemon", "dbus", "dbus-1", ""],
    },
    Need {
        what: "dbus-send",
        why: "asks such a session which programs are in it",
        purpose: Purpose::Test,
        sign: Sign::Program("dbus-send"),
        linux_only: true,
        packages: ["dbus", "dbus-tools", "dbus", "dbus-1", ""],
    },
    Need {
        what: "gnome-keyring-daemon",
        why: "is the keyring that opens vaults under test",
        purpose: Purpose::Test,
        sign: Sign::Program("gnome-keyring-daemon"),
        linux_only: true,
        packages: [
            "gnome-keyring",
            "gnome-keyring",
            "gnome-keyring",
            "gnome-keyring",
            "",
        ],
    },
    Need {
        what: "the font DejaVu Sans",
        why: "draws the characters in a window under test that our own font lacks",
        purpose: Purpose::Test,
        sign: Sign::Font("DejaVu Sans"),
        linux_only: true,
        packages: [
            "fonts-dejavu-core",
            "dejavu-sans-fonts",
            "ttf-dejavu",
            "dejavu-fonts",
            "",
        ],
    },
    Need {
        what: "Python with venv",
        why: "runs independent readers of the vault format and of what is exported, a web site to enrol at, and storage servers",
        purpose: Purpose::Test,
        sign: Sign::PythonWithVenv,
        linux_only: false,
        packages: ["python3-venv", "python3", "python", "python3", "python"],
    },
    Need {
        what: "Apache",
        why: "is a WebDAV server that team vaults are kept on; no service is installed",
        purpose: Purpose::Test,
        sign: Sign::AnyFile(&["/usr/sbin/apache2", "/usr/sbin/httpd", "/usr/bin/httpd"]),
        linux_only: true,
        packages: ["apache2-bin", "httpd", "apache", "apache2", ""],
    },
    Need {
        what: "umockdev-run",
        why: "plugs in security keys made of software",
        purpose: Purpose::Test,
        sign: Sign::Program("umockdev-run"),
        linux_only: true,
        packages: ["umockdev", "umockdev", "umockdev", "umockdev", ""],
    },
    Need {
        what: "fido2-token",
        why: "uses those keys independently of us",
        purpose: Purpose::Test,
        sign: Sign::Program("fido2-token"),
        linux_only: true,
        packages: [
            "fido2-tools",
            "fido2-tools",
            "libfido2",
            "libfido2-utils",
            "",
        ],
    },
    Need {
        what: "KeePassXC",
        why: "opens the KeePass databases that are exported",
        purpose: Purpose::Test,
        sign: Sign::Program("keepassxc-cli"),
        linux_only: true,
        packages: ["keepassxc", "keepassxc", "keepassxc", "keepassxc", ""],
    },
    Need {
        what: "qemu",
        why: "runs a kernel with cameras of its own",
        purpose: Purpose::Torture,
        sign: Sign::Program("qemu-system-x86_64"),
        linux_only: true,
        packages: [
            "qemu-system-x86",
            "qemu-system-x86-core",
            "qemu-system-x86",
            "qemu-x86",
            "",
        ],
    },
    Need {
        what: "busybox",
        why: "is all there is beside our program under that kernel",
        purpose: Purpose::Torture,
        sign: Sign::Program("busybox"),
        linux_only: true,
        packages: ["busybox-static", "busybox", "busybox", "busybox-static", ""],
    },
    Need {
        what: "v4l2-ctl",
        why: "holds pictures in front of those cameras",
        purpose: Purpose::Torture,
        sign: Sign::Program("v4l2-ctl"),
        linux_only: true,
        packages: ["v4l-utils", "v4l-utils", "v4l-utils", "v4l-utils", ""],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn need(what: &str) -> &'static Need {
        NEEDS.iter().find(|need| need.what == what).unwrap()
    }

    #[test]
    fn the_same_need_has_its_own_name_with_each_manager() {
        assert_eq!(need("Xvfb").package(Manager::AptGet), Some("xvfb"));
        assert_eq!(
            need("Xvfb").package(Manager::Pacman),
            Some("xorg-server-xvfb")
        );
        assert_eq!(
            need("oathtool").package(Manager::Brew),
            Some("oath-toolkit")
        );
    }

    #[test]
    fn who_only_builds_needs_nothing_that_tests_use() {
        let packages = |purpose| -> Vec<_> {
            let needs = NEEDS.iter().filter(|need| need.purpose <= purpose);
            needs
                .filter_map(|need| need.package(Manager::AptGet))
                .collect()
        };
        let for_the_command_line = ["clang", "libclang-dev", "pkg-config", "libudev-dev"];
        assert_eq!(packages(Purpose::BuildCommandLine), for_the_command_line);
        let for_the_window = &["libwebkit2gtk-4.1-dev"];
        assert_eq!(
            packages(Purpose::Build),
            [&for_the_command_line[..], for_the_window].concat()
        );
    }

    #[test]
    fn a_manager_without_the_package_says_so() {
        assert_eq!(need("strace").package(Manager::Brew), None);
    }

    #[test]
    fn every_linux_manager_knows_every_need() {
        for need in NEEDS {
            for manager in Manager::ALL
                .into_iter()
                .filter(|manager| *manager != Manager::Brew)
            {
                assert!(
                    need.package(manager).is_some(),
                    "{} {}",
                    need.what,
                    manager.name()
                );
            }
        }
    }
}
