//! The system's package manager: what refreshes its list, and what installs a package.

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

#[cfg(test)]
mod tests {
    use super::*;

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
