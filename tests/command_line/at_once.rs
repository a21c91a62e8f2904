//! Several programs and one vault.

use std::process::Stdio;

use crate::program::{Home, SECRET};

#[test]
fn two_programs_at_once_lose_nothing() {
    let home = Home::with_account();
    let mut expected = vec!["GitHub".to_owned()];
    for round in 0..3 {
        let start = |number: usize| {
            let issuer = format!("Site{round}{number}");
            let uri = format!("otpauth://totp/{issuer}:a?secret={SECRET}");
            let mut command = home.command(&["--recovery-file", "kit", "add", &uri]);
            let child = command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            (issuer, child)
        };
        let children: Vec<_> = (0..8).map(start).collect();
        for (issuer, child) in children {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            match output.status.code() {
                Some(0) => expected.push(issuer),
                code => {
                    assert_eq!(code, Some(1));
                    assert!(said.contains("Another program"), "{said}");
                }
            }
        }
    }
    expected.sort_unstable();
    assert!(expected.len() > 3, "nobody got through");
    assert_eq!(home.issuers(), expected);
}
