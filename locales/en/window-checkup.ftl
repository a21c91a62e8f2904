# The checkup and the lockout drill.

checkup-title = Checkup
checkup-summary = { $count ->
        [one] 1 account, checked on this computer just now
       *[other] { $count } accounts, checked on this computer just now
    }
checkup-of-hundred = of 100
checkup-score = { $score } of 100
checkup-tabs = Parts of the checkup
checkup-findings = Findings
checkup-drill = Lockout drill
checkup-dismissed = Not for me
checkup-nothing-title = Nothing to do
checkup-nothing-text = Nothing weak is known of the vault and its accounts.
checkup-none-dismissed-title = Nothing is put away
checkup-none-dismissed-text = A finding that is not for you can be put away. It leaves the list and counts in the score all the same, so that the score stays true.
checkup-dismissed-text = These are not shown among the findings. They count in the score all the same.
checkup-vault = This vault
checkup-dismiss = Not for me
checkup-undo = Show again
checkup-dismiss-of = Not for me: { $name }
checkup-undo-of = Show again: { $name }
checkup-more = Show { $count } accounts
checkup-fewer = Show fewer
checkup-rest = and { $count } more
checkup-high = Urgent
checkup-medium = Important
checkup-low = Could be better
checkup-and-more = { $names } and { $count } more

score-good = Good
score-fair = Fair
score-weak = Weak

fix-codes = Add backup codes
fix-replace = Replace the set
fix-edit = Edit the account
fix-keys = Open security keys
fix-teams = Open teams
fix-settings = Open settings
fix-account = Open the account
fix-of = { $fix }: { $name }

title-sms-only = SMS is the only second factor
title-email-only = E-mail is the only second factor
title-sms-fallback = SMS is still on as fallback
title-no-backup-codes = No backup codes
title-no-codes-left = All backup codes are used
title-few-backup-codes = Few backup codes are left
title-codes-older-than-secret = Backup codes older than the secret
title-one-factor = One loss away from a lockout
title-hardware-key-possible = A security key is possible
title-one-key = On one security key only
title-key-lost = A lost key still gets in
title-key-not-seen = A key not seen for a year
title-duplicate-secret = Two accounts have one secret
title-short-secret = A secret that is too short
title-deadline-near = The deadline is near
title-deadline-passed = The deadline is over
title-trusted-device-long = This device is trusted for long
title-weak-password = The vault's password is weak
title-weak-kdf = The vault's password is protected too little
title-keyring-only-risk = Only the keyring opens the vault daily
title-no-recovery-kit = No recovery kit
title-recovery-kit-untested = The recovery kit was never tried
title-backup-old = The last backup is older than 30 days
title-backup-unproved = No proved backup
title-clock-off = The clock is off
title-sole-owner = A team hangs on you alone
title-shared-with-former-member = Somebody who left knows secrets

drill-title = What is lost?
drill-text = Nothing is changed: this only plays through what would happen.
drill-laptop = This laptop
drill-phone = The phone
drill-password-manager = The password manager
drill-colleague = Whoever helps
drill-choose-title = Choose what is lost
drill-choose-text = Then you see which accounts you would still get into, by what, and what to change today.
drill-backup-of = The newest proved backup outside of this computer is of { $date }.
drill-backup-none = There is no proved backup outside of this computer: what is only in this vault is lost with it.
drill-locked-out = Locked out
drill-with-effort = In with effort
drill-still-in = Still in
drill-by = by { $ways }
drill-nobody = Nobody knows a way in.
drill-plan = What to do then
drill-change-today = Today
drill-print = Print
drill-printed = Lockout drill, { $date }. Lost: { $what }.

now-restore-backup = Restore the newest backup on another computer.
now-use-backup-code = Sign in with a backup code of this vault.
now-enrol-again = Set the authenticator up again at the site, and store the new secret here.
now-backup = Back the vault up to another disk.
now-kit-and-backup = Make a recovery kit, type it once, and back the vault up to another disk.
now-password-copy = Keep a second copy of the passwords outside of the password manager.
now-second-key = Register a second security key, and keep it in another place.
now-backup-codes = Keep backup codes on paper, away from all of this.
