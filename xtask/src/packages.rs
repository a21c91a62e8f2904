//! What the tests need from the system, and what each package manager calls it.

/// The package managers we know how to ask, in the order in which they are looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Manager {
    AptGet,
    Dnf,
    Pacman,
    Zypper,
    Brew,
}

impl Manager {
    pub(crate) const ALL: [Self; 5] = [
        Self::AptGet,
        Self::Dnf,
        Self::Pacman,
        Self::Zypper,
        Self::Brew,
    ];

    /// The program's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AptGet => "apt-get",
            Self::Dnf => "dnf",
            Self::Pacman => "pacman",
            Self::Zypper => "zypper",
            Self::Brew => "brew",
        }
    }

    /// Homebrew refuses to run as root; the others need it.
    pub(crate) const fn needs_root(self) -> bool {
        !matches!(self, Self::Brew)
    }

    /// What brings the list of packages up to date, where installing needs that first.
    pub(crate) const fn refresh(self) -> Option<&'static [&'static str]> {
        match self {
            Self::AptGet => Some(&["apt-get", "update"]),
            Self::Dnf | Self::Pacman | Self::Zypper | Self::Brew => None,
        }
    }

    /// What installs one package without asking; the package's name comes last.
    pub(crate) const fn install(self) -> &'static [&'static str] {
        match self {
            // Through `env`, because sudo does not hand our own variables on.
            Self::AptGet => &[
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-y",
                "--no-install-recommends",
            ],
            Self::Dnf => &["dnf", "install", "-y"],
            Self::Pacman => &["pacman", "-S", "--needed", "--noconfirm"],
            Self::Zypper => &["zypper", "--non-interactive", "install", "--no-recommends"],
            Self::Brew => &["brew", "install"],
        }
    }
}

/// How to tell whether a need is met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Sign {
    /// A program of this name is on the path.
    Program(&'static str),
    /// A Python that can make virtual environments is on the path.
    PythonWithVenv,
}

/// One thing the tests use. Where it is missing and cannot be had, the tests that need it say SKIPPED.
#[derive(Debug)]
pub(crate) struct Need {
    pub(crate) what: &'static str,
    pub(crate) why: &'static str,
    pub(crate) sign: Sign,
    /// Only on Linux; elsewhere the tests that use it do not exist.
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
        what: "oathtool",
        why: "makes codes independently of us, to compare with ours",
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
        sign: Sign::Program("strace"),
        linux_only: true,
        packages: ["strace", "strace", "strace", "strace", ""],
    },
    Need {
        what: "script",
        why: "gives the program a terminal, to see what it shows there",
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
        sign: Sign::Program("setsid"),
        linux_only: true,
        packages: ["util-linux", "util-linux", "util-linux", "util-linux", ""],
    },
    Need {
        what: "chattr",
        why: "makes a folder that even root may not change",
        sign: Sign::Program("chattr"),
        linux_only: true,
        packages: ["e2fsprogs", "e2fsprogs", "e2fsprogs", "e2fsprogs", ""],
    },
    Need {
        what: "Xvfb",
        why: "a display without a screen, for the clipboard tests",
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
        sign: Sign::Program("xclip"),
        linux_only: true,
        packages: ["xclip", "xclip", "xclip", "xclip", ""],
    },
    Need {
        what: "Python with venv",
        why: "runs docs/decrypt.py, the independent reader of the vault format",
        sign: Sign::PythonWithVenv,
        linux_only: false,
        packages: ["python3-venv", "python3", "python", "python3", "python"],
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

    #[test]
    fn no_manager_stops_to_ask() {
        for manager in Manager::ALL
            .into_iter()
            .filter(|manager| *manager != Manager::Brew)
        {
            let asks_nothing = ["-y", "--noconfirm", "--non-interactive"];
            assert!(
                manager
                    .install()
                    .iter()
                    .any(|word| asks_nothing.contains(word)),
                "{}",
                manager.name()
            );
        }
    }
}
