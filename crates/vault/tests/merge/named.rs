//! What becomes of each kind of change.

use crate::counting::Counting;
use crate::programs::*;
use otp::SecretText;
use std::collections::BTreeSet;
use vault::{
    Account, BackupCode, BackupCodeSet, Credential, Id, Kdf, Kept, LockedVault, MergeError,
    Password, Person, Place, Progress, RecoverySecret, Vault,
};

#[test]
fn accounts_that_two_programs_added_at_the_same_time_are_both_there() {
    let base = vault();
    let one = changed(&base, 1, |vault| {
        vault.document_mut().insert(account(11, totp(11)));
    });
    let other = changed(&base, 2, |vault| {
        vault.document_mut().insert(account(12, totp(12)));
    });
    let merged = merged_both_ways(&one, &other);
    let ids: Vec<Id> = merged.document().accounts().map(Account::id).collect();
    assert_eq!(ids, [TIMED, COUNTED, PLAIN, 11, 12].map(id));
}

#[test]
fn changes_of_different_fields_of_one_account_are_both_there() {
    let base = vault();
    let one = edited(&base, 1, TIMED, |account| account.issuer = "New".into());
    let other = edited(&base, 2, TIMED, |account| {
        account.notes = SecretText::from("note".to_owned());
        account.favorite = true;
    });
    let merged = merged_both_ways(&one, &other);
    let account = get(&merged, TIMED);
    assert_eq!(account.issuer, "New");
    assert_eq!(account.notes.expose(), "note");
    assert!(account.favorite);
}

#[test]
fn places_of_a_secret_and_dismissed_findings_of_both_are_there_and_what_one_took_away_is_not() {
    let kept = |place, note: &str| Kept::new(place, note.to_owned());
    let base = edited(&vault(), 9, TIMED, |account| {
        account.copies = vec![kept(Place::Elsewhere, "safe"), kept(Place::Phone, "")];
        account.dismissed = vec!["one_key".to_owned(), "sms_fallback".to_owned()];
    });
    let mut one = edited(&base, 1, TIMED, |account| {
        account.copies.remove(1);
        account.dismissed.push("one_factor".to_owned());
    });
    one.document_mut().set_dismissed("backup_old", true);
    let other = edited(&base, 2, TIMED, |account| {
        account.copies.push(kept(Place::PasswordManager, "mine"));
        account.dismissed.remove(0);
    });
    let merged = merged_both_ways(&one, &other);
    let account = get(&merged, TIMED);
    let copies = account.copies.iter();
    let copies: BTreeSet<_> = copies.map(|copy| (copy.place, &*copy.note)).collect();
    let expected = [(Place::Elsewhere, "safe"), (Place::PasswordManager, "mine")];
    assert_eq!(copies, expected.into());
    let dismissed: BTreeSet<&str> = account.dismissed.iter().map(String::as_str).collect();
    assert_eq!(dismissed, ["one_factor", "sms_fallback"].into());
    assert!(merged.document().is_dismissed("backup_old"));
}

#[test]
fn people_whom_two_programs_put_on_a_roster_are_both_there_in_their_last_state() {
    let person = |name: &str, state| Person::new(name.to_owned(), state, time(1), String::new());
    let base = edited(&vault(), 9, TIMED, |account| {
        account.roster = vec![person("bob", Progress::Pending)];
    });
    let one = edited(&base, 1, TIMED, |account| {
        account.roster[0].state = Progress::Enrolled;
    });
    let other = edited(&base, 2, TIMED, |account| {
        account.roster.push(person("eve", Progress::NoPhone));
    });
    let merged = merged_both_ways(&one, &other);
    let roster = get(&merged, TIMED).roster.iter();
    let states: BTreeSet<_> = roster.map(|on| (&*on.name, on.state.name())).collect();
    assert_eq!(states, [("bob", "enrolled"), ("eve", "no-phone")].into());
}

#[test]
fn of_two_changes_of_one_field_the_one_that_knew_of_the_other_wins() {
    let base = vault();
    let first = edited(&base, 9, TIMED, |account| account.issuer = "First".into());
    // Its writer has a smaller id: only the counter tells that it is later.
    let second = edited(&first, 1, TIMED, |account| account.issuer = "A".into());
    assert_eq!(get(&merged_both_ways(&first, &second), TIMED).issuer, "A");
}

#[test]
fn a_counter_of_hotp_never_goes_back() {
    let base = vault();
    let used = |times: u8| {
        move |account: &mut Account| (0..times).for_each(|_| account.advance_counter().unwrap())
    };
    let one = edited(&base, 1, COUNTED, used(5));
    let other = edited(&base, 2, COUNTED, used(3));
    assert_eq!(counter(get(&merged_both_ways(&one, &other), COUNTED)), 5);
}

#[test]
fn a_secret_that_came_back_into_its_place_keeps_its_counter_and_is_in_no_history_in_any_order() {
    let base = vault();
    let entered = |program: u8, secret: u8, uses: u8| {
        edited(&base, program, TIMED, |account| {
            account.replace_otp(hotp(secret), time(1));
            (0..uses).for_each(|_| account.advance_counter().unwrap());
        })
    };
    // The first and the last enter the same; of changes at the same time the one of the greatest writer wins.
    let copies = [entered(1, 11, 5), entered(2, 12, 0), entered(3, 11, 2)];
    for order in [[0, 1, 2], [0, 2, 1], [1, 2, 0]] {
        let [one, two, three] = order.map(|at| &copies[at]);
        let all = merged_both_ways(&merged_both_ways(one, two), three);
        let account = get(&all, TIMED);
        assert_eq!((secret(account), counter(account)), (11, 5), "{order:?}");
        let history = account.history().iter();
        let history: BTreeSet<u8> = history.map(|old| old.otp().secret.expose()[0]).collect();
        assert_eq!(history, BTreeSet::from([1, 12]), "{order:?}");
        let conflicting = account.conflicting();
        let conflicting: Vec<u8> = conflicting
            .map(|old| old.otp().secret.expose()[0])
            .collect();
        assert_eq!(conflicting, [12], "{order:?}");
    }
}

#[test]
fn a_secret_that_was_changed_on_both_sides_is_kept_twice_until_its_owner_chooses() {
    let base = vault();
    let one = edited(&base, 1, TIMED, |account| {
        account.replace_otp(totp(11), time(1))
    });
    let other = edited(&base, 2, TIMED, |account| {
        account.replace_otp(totp(12), time(2))
    });
    let merged = merged_both_ways(&one, &other);
    let conflicting = |vault: &Vault| -> Vec<u8> {
        let account = get(vault, TIMED);
        let conflicting = account.conflicting();
        conflicting
            .map(|old| old.otp().secret.expose()[0])
            .collect()
    };
    assert_eq!(secret(get(&merged, TIMED)), 12);
    assert_eq!(conflicting(&merged), [11]);
    assert_eq!(
        get(&merged, TIMED).history().len(),
        2,
        "and the one before both"
    );
    assert_eq!(conflicting(&self::merged(&merged, &one)), [11], "once");

    let kept = edited(&merged, 3, TIMED, |account| {
        account.keep_current_secret(time(3))
    });
    let swapped = edited(&merged, 3, TIMED, |account| {
        account.swap_conflicting_secret(time(3))
    });
    for with in [&merged, &one, &other] {
        let tried = merged_both_ways(&swapped, with);
        assert_eq!(secret(get(&tried, TIMED)), 11);
        assert_eq!(conflicting(&tried), [12], "trying decides nothing");
    }
    let swapped = edited(&swapped, 3, TIMED, |account| {
        account.keep_current_secret(time(4))
    });
    for (chosen, expected) in [(&kept, 12), (&swapped, 11)] {
        for with in [chosen, &merged, &one, &other, &base] {
            let merged = merged_both_ways(chosen, with);
            assert_eq!(secret(get(&merged, TIMED)), expected);
            assert_eq!(conflicting(&merged), [0; 0]);
        }
    }
}

#[test]
fn a_tag_that_was_taken_away_does_not_come_back_by_way_of_a_copy_that_never_had_it() {
    let base = vault();
    let tag = |account: &mut Account| account.tags.push("work".into());
    let tagged = edited(&base, 1, TIMED, tag);
    let tagged_too = edited(&base, 2, TIMED, tag);
    let untagged = edited(&tagged_too, 2, TIMED, |account| account.tags.clear());
    let through_base = merged_both_ways(&base, &untagged);
    assert!(
        get(&merged_both_ways(&tagged, &through_base), TIMED)
            .tags
            .is_empty()
    );
}

#[test]
fn the_same_new_secret_on_both_sides_is_no_conflict() {
    let base = vault();
    let one = edited(&base, 1, TIMED, |account| {
        account.replace_otp(totp(11), time(1))
    });
    let other = edited(&base, 2, TIMED, |account| {
        account.replace_otp(totp(11), time(2))
    });
    let merged = merged_both_ways(&one, &other);
    assert_eq!(secret(get(&merged, TIMED)), 11);
    assert_eq!(get(&merged, TIMED).conflicting().count(), 0);
}

#[test]
fn a_secret_that_was_replaced_is_not_brought_back_by_an_older_copy_nor_by_an_edit_of_one() {
    let base = vault();
    let mut one = edited(&base, 1, TIMED, |account| {
        account.replace_otp(totp(11), time(1))
    });
    for secret in [12, 11] {
        one = edited(&one, 1, TIMED, |account| {
            account.replace_otp(totp(secret), time(2))
        });
    }
    let other = edited(&base, 2, TIMED, |account| account.issuer = "New".into());
    for with in [&base, &other] {
        let merged = merged_both_ways(&one, with);
        assert_eq!(secret(get(&merged, TIMED)), 11);
        assert_eq!(get(&merged, TIMED).conflicting().count(), 0);
    }
}

#[test]
fn an_account_that_was_removed_stays_removed_unless_somebody_changed_it_meanwhile() {
    let base = vault();
    let removed = changed(&base, 1, |vault| {
        vault.document_mut().remove(id(TIMED)).unwrap();
    });
    assert!(
        merged_both_ways(&removed, &base)
            .document()
            .account(id(TIMED))
            .is_none()
    );

    let edited = edited(&base, 2, TIMED, |account| account.favorite = true);
    assert!(get(&merged_both_ways(&removed, &edited), TIMED).favorite);
    // However often the other program has saved since: it never saw the change.
    let mut busy = opened_again(&removed);
    for round in 0..20 {
        busy.document_mut().account_mut(id(PLAIN)).unwrap().issuer = format!("{round}");
        save(&mut busy, 1);
    }
    assert!(get(&merged_both_ways(&busy, &edited), TIMED).favorite);
    // Whoever removes it after having seen the change, removes it.
    let again = changed(&merged(&busy, &edited), 1, |vault| {
        vault.document_mut().remove(id(TIMED)).unwrap();
    });
    assert!(
        merged_both_ways(&again, &edited)
            .document()
            .account(id(TIMED))
            .is_none()
    );
}

#[test]
fn tags_that_were_added_and_taken_away_on_two_sides_are_so_together() {
    let base = edited(&vault(), 3, TIMED, |account| {
        account.tags = ["z", "work", "old"].map(String::from).into();
    });
    let one = edited(&base, 1, TIMED, |account| {
        account.tags = ["z", "work", "old", "one"].map(String::from).into();
    });
    let other = edited(&base, 2, TIMED, |account| {
        account.tags = ["z", "work", "other"].map(String::from).into();
    });
    let merged = merged_both_ways(&one, &other);
    assert_eq!(get(&merged, TIMED).tags, ["z", "work", "other", "one"]);
}

#[test]
fn backup_codes_used_on_either_side_are_used_and_a_new_set_stays() {
    let code = |text: &str| BackupCode::new(SecretText::from(text.to_owned()));
    let base = edited(&vault(), 3, TIMED, |account| {
        let codes = vec![code("1111"), code("2222"), code("3333")];
        account.backup_code_sets = vec![BackupCodeSet::new(id(50), time(0), codes)];
    });
    let one = edited(&base, 1, TIMED, |account| {
        account.backup_code_sets[0].codes[0].used = Some(time(1));
    });
    let other = edited(&base, 2, TIMED, |account| {
        account.backup_code_sets[0].codes[1].used = Some(time(2));
        let set = BackupCodeSet::new(id(51), time(2), vec![code("4444")]);
        account.backup_code_sets.push(set);
    });
    let merged = merged_both_ways(&one, &other);
    let sets = &get(&merged, TIMED).backup_code_sets;
    let used: Vec<_> = sets[0].codes.iter().map(|code| code.used).collect();
    assert_eq!(used, [Some(time(1)), Some(time(2)), None]);
    assert_eq!(sets[1].id, id(51));
}

#[test]
fn vaults_from_before_there_were_clocks_merge_without_losing_anything() {
    let base = without_clocks();
    let (mut one, mut other) = (opened_again(&base), opened_again(&base));
    let edit = |vault: &mut Vault, secret: u8, tag: &str| {
        let account = vault.document_mut().account_mut(id(TIMED)).unwrap();
        account.replace_otp(totp(secret), time(1));
        account.tags = vec![tag.into()];
    };
    edit(&mut one, 11, "one");
    edit(&mut other, 12, "other");
    one.document_mut().insert(account(11, totp(11)));
    other.document_mut().insert(account(12, totp(12)));
    let merged = merged_both_ways(&one, &other);
    let account = get(&merged, TIMED);
    assert_eq!(merged.document().accounts().len(), 5);
    assert_eq!(account.conflicting().count(), 1);
    let tags: BTreeSet<&str> = account.tags.iter().map(String::as_str).collect();
    assert_eq!(tags, BTreeSet::from(["one", "other"]));
}

#[test]
fn fields_of_a_later_version_are_kept_by_a_merge() {
    let base = vector(include_str!(
        "../../../../tests/vectors/vault/opens_every_field.txt"
    ));
    // The same writer, so that both changes together have the clocks they have apart.
    let one = edited(&base, 1, 1, |account| account.favorite = false);
    let other = edited(&base, 1, 1, |account| account.issuer = "New".into());
    let both = edited(&base, 1, 1, |account| {
        account.favorite = false;
        account.issuer = "New".into();
    });
    let merged = merged_both_ways(&one, &other);
    assert_ne!(merged.document_checksum(), base.document_checksum());
    assert_eq!(merged.document_checksum(), both.document_checksum());
}

#[test]
fn a_conflict_that_another_program_wrote_down_is_found() {
    let base = vector(include_str!(
        "../../../../tests/vectors/vault/opens_what_merging_needs.txt"
    ));
    let conflicting = |vault: &Vault| -> Vec<Vec<u8>> {
        let conflicting = get(vault, 1).conflicting();
        conflicting
            .map(|old| old.otp().secret.expose().to_vec())
            .collect()
    };
    assert_eq!(conflicting(&base), [b"a secret that conflicts"]);
    let kept = edited(&base, 1, 1, |account| account.keep_current_secret(time(1)));
    let merged = merged_both_ways(&base, &kept);
    assert_eq!(conflicting(&merged), [b""; 0]);
    assert_eq!(get(&merged, 1).history().len(), 2);
}

/// Opens a vector that a password opens.
fn vector(text: &str) -> Vault {
    let (head, base64) = text.split_once("\n\n").unwrap();
    let password = head
        .lines()
        .find_map(|line| line.strip_prefix("password: "));
    let base64: String = base64.split_whitespace().collect();
    let file = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    let password = Credential::Password(Password::new(password.unwrap()).unwrap());
    LockedVault::read(file).unwrap().unlock(&password).unwrap()
}

#[test]
fn a_way_to_unlock_added_by_one_program_survives_the_save_of_another() {
    let base = vault();
    let kit = RecoverySecret::generate(&mut Counting(40));
    let mut theirs = opened_again(&base);
    theirs
        .add_recovery_slot(&kit, "Kit".into(), time(1), &mut Counting(50))
        .unwrap();
    save(&mut theirs, 1);
    let mut ours = changed(&base, 2, |vault| {
        vault.document_mut().insert(account(11, totp(11)));
    });
    let generation = theirs.generation();
    assert!(
        ours.merge_saved(theirs).unwrap(),
        "our account is to be saved"
    );
    assert_eq!(ours.generation(), generation);
    let file = save(&mut ours, 2);
    let opened = LockedVault::read(file)
        .unwrap()
        .unlock(&Credential::Recovery(kit))
        .unwrap();
    assert_eq!(opened.document().accounts().len(), 4);
    let names: Vec<String> = opened.slots().into_iter().map(|slot| slot.name).collect();
    assert_eq!(names, ["Password", "Kit"]);
}

#[test]
fn a_password_that_was_changed_here_and_there_is_not_guessed_at() {
    let base = vault();
    let change = |text: &str, seed| {
        let mut vault = opened_again(&base);
        let password = Password::new(text).unwrap();
        let slot = vault.opened_by();
        let cheap = Kdf::new(8, 1, 1).unwrap();
        vault
            .change_password(slot, &password, cheap, &mut Counting(seed))
            .unwrap();
        vault
    };
    let (mut ours, mut theirs) = (change("ours", 60), change("theirs", 70));
    save(&mut theirs, 1);
    let before = ours.document_checksum();
    assert_eq!(ours.merge_saved(theirs), Err(MergeError::Slots));
    assert_eq!(ours.document_checksum(), before);
}

#[test]
fn the_ways_to_unlock_of_a_copy_are_never_taken() {
    let base = vault();
    let mut copy = opened_again(&base);
    let kit = RecoverySecret::generate(&mut Counting(40));
    copy.add_recovery_slot(&kit, "Kit".into(), time(1), &mut Counting(50))
        .unwrap();
    copy.document_mut().insert(account(11, totp(11)));
    copy.stamp(id(1)).unwrap();
    let merged = merged(&base, &copy);
    assert_eq!(merged.slots().len(), 1);
    assert_eq!(merged.document().accounts().len(), 4);
}
