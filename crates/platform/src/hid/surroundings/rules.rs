//! Rules of udev, as far as they give security keys to somebody.

/// Lines of rules that are about security keys, or about devices of one maker.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rules(Vec<String>);

/// What systemd's rule for all security keys calls, from version 244 on.
const FINDS_KEYS: &str = "fido_id";
/// What a line may do for who sits at the computer.
const GIVES: [&str; 4] = ["uaccess", "id_security_token", "mode=", "group="];

impl Rules {
    /// Those of a file.
    pub fn of(text: &str) -> Self {
        let mut rules = Self::default();
        rules.read(text);
        rules
    }

    /// Adds those of a file.
    pub(crate) fn read(&mut self, text: &str) {
        let joined = text.replace("\\\n", " ").to_lowercase();
        let lines = joined.lines().map(str::trim);
        let lines = lines.filter(|line| !line.starts_with('#'));
        let about_keys = |line: &&str| line.contains(FINDS_KEYS) || line.contains("idvendor");
        self.0.extend(lines.filter(about_keys).map(str::to_owned));
    }

    /// Whether one of them gives keys with this maker's number to somebody.
    pub fn give(&self, vendor: u16) -> bool {
        let vendor = format!("{vendor:04x}");
        self.0.iter().any(|line| {
            let gives = GIVES.iter().any(|gift| line.contains(gift));
            line.contains(FINDS_KEYS) || (line.contains(&vendor) && gives)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Rules;

    #[test]
    fn systemd_gives_every_key_and_other_rules_those_of_their_makers() {
        // From 60-fido-id.rules of systemd 252.
        let all = Rules::of("SUBSYSTEM==\"hidraw\", IMPORT{program}=\"fido_id\"\n");
        assert!(all.give(0x1050) && all.give(0x16c0));
        // From 70-u2f.rules of libu2f-host.
        let one = Rules::of(
            "KERNEL==\"hidraw*\", SUBSYSTEM==\"hidraw\", ATTRS{idVendor}==\"1050\", \\\n ATTRS{idProduct}==\"0407\", TAG+=\"uaccess\"\n",
        );
        assert!(one.give(0x1050));
        assert!(!one.give(0x20a0));
    }

    #[test]
    fn a_comment_a_name_alone_and_the_second_half_of_systemds_rule_give_nothing() {
        let text = "# fido_id\nATTRS{idVendor}==\"1050\", SYMLINK+=\"key\"\nENV{ID_SECURITY_TOKEN}==\"?*\", TAG+=\"uaccess\"\n";
        assert!(!Rules::of(text).give(0x1050));
    }
}
