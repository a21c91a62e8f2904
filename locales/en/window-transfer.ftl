# Importing from other programs, and exporting to them.

import-title = Import accounts
import-drop = Drop the file of another program here
import-drop-text = Aegis, 2FAS, Google Authenticator, Bitwarden, 1Password and many others. You see what is in it before anything is added.
import-file = Choose a file
import-folder = Choose a folder
import-programs = Which programs, and how to get the file out of each
import-reading = Reading { $name }
import-reading-text = A file with a password takes a moment.
import-password-title = { $name } has a password
import-password-text = It is the one that was chosen in the other program, not the one of your vault.
import-password = Password of the file
import-password-wrong = That password does not open it. If it is the right one, the file is damaged.
import-open = Open the file
import-cost-title = Opening it takes { $memory } MiB of memory and about { $seconds } s
import-cost-text = { $name } asks for unusually much work. Agree if the file is yours.
import-agree = Open it

import-plan-title = { $count ->
        [0] No account from { $program }
        [one] 1 account from { $program }
       *[other] { $count } accounts from { $program }
    }
import-accounts = Accounts of the file
import-all = All of them
import-counts = { $parts }.
import-count-new = { $count ->
        [one] 1 is new
       *[other] { $count } are new
    }
import-count-updates = { $count ->
        [one] 1 updates yours
       *[other] { $count } update yours
    }
import-count-known = { $count ->
        [one] 1 is there already
       *[other] { $count } are there already
    }
import-count-twice = { $count ->
        [one] 1 is twice in the file
       *[other] { $count } are twice in the file
    }
import-count-archived = { $count ->
        [one] 1 is archived in the other program
       *[other] { $count } are archived in the other program
    }
import-count-without = { $count ->
        [one] 1 entry of the file has no one-time password.
       *[other] { $count } entries of the file have no one-time password.
    }
import-count-notes = { $count ->
        [one] 1 has notes of more than 64 KiB: the end is left out.
       *[other] { $count } have notes of more than 64 KiB: the end is left out.
    }
import-no-name = No name
import-digits-period = { $digits } digits, { $period } s
import-counter = Counter
import-fate-archived = archived
import-fate-known = already there
import-fate-twice = twice in the file
import-fate-updates = updates yours
import-notes-cut-badge = notes cut
import-left-out-title = Cannot be taken over
import-left-out-count = { $count ->
        [one] 1 account cannot be taken over
       *[other] { $count } accounts cannot be taken over
    }
import-unnamed-entry = Entry { $number }
import-add = { $count ->
        [0] Import
        [one] Import 1 account
       *[other] Import { $count } accounts
    }
import-busy = Importing
import-finish = Done

import-done-added = { $count ->
        [0] Nothing was added
        [one] Added 1 account
       *[other] Added { $count } accounts
    }
import-done-updated = { $count ->
        [one] 1 that was there was updated.
       *[other] { $count } that were there were updated.
    }
import-done-known = { $count ->
        [one] 1 makes the same codes as one that is there already.
       *[other] { $count } make the same codes as ones that are there already.
    }
import-done-unwanted = { $count ->
        [one] 1 was not chosen.
       *[other] { $count } were not chosen.
    }
import-done-notes = { $count ->
        [one] 1 has notes of more than 64 KiB: the end was left out.
       *[other] { $count } have notes of more than 64 KiB: the end was left out.
    }
import-done-without = { $count ->
        [one] 1 entry of the file has no one-time password.
       *[other] { $count } entries of the file have no one-time password.
    }
import-more = { $count ->
        [one] Show 1 more
       *[other] Show { $count } more
    }
import-another = Import another file
import-codes = Show the codes
import-plain = { $name } is not protected
import-plain-text = Whoever has it has the secrets of its accounts. Delete it if you do not need it any more.
import-copies = On an SSD, in a synchronised folder and in backups, copies may remain.
import-delete = Delete the file
import-delete-title = Delete { $name }?
import-delete-text = It is deleted for good, not put into the trash. Look first whether your accounts show the right codes.
import-delete-lost = { $count ->
        [one] 1 account of it is not in your vault, and would be gone with the file.
       *[other] { $count } accounts of it are not in your vault, and would be gone with the file.
    }
import-delete-others = { $count ->
        [one] It has 1 entry without a one-time password, which is not in your vault.
       *[other] It has { $count } entries without a one-time password, such as logins. They are not in your vault.
    }
import-delete-notes = { $count ->
        [one] The notes of 1 account are longer than a vault keeps; the end would be gone.
       *[other] The notes of { $count } accounts are longer than a vault keeps; their ends would be gone.
    }
import-delete-yes = Delete { $name }
import-deleted-file = { $name } is deleted

## Setting accounts up again

again-title = Set up again
again-text = Authy, Microsoft Authenticator, Duo and Battle.net let nothing out. List their accounts and tick off each one that you moved.
again-start = Make a list
again-continue = Go on
again-progress = { $done } of { $count } set up again
again-all-done = All of them are set up again. You can remove the old program now.
again-about = Each site has to show a new QR code. Keep the old program until the last account is moved.
again-how = How to move an account
again-step-old = Sign in at the site with the old program's code. In its security settings, choose to change or add the authenticator app.
again-step-scan = Scan the QR code that the site shows: with the button above your codes, from the screen or with the camera.
again-step-check = Type the code shown here into the site, so that it knows the new secret.
again-step-codes = Keep the new backup codes: the old ones are often void.
again-step-tick = Sign out and in again with the new code. If that works, tick the account off.
again-names = Accounts of the old program
again-names-hint = One a line. The names are kept in your vault.
again-add = Put on the list
again-remove = Take { $name } off the list

## Exporting

out-title = Export accounts
out-format = For which program
out-encrypted = With a password
out-never = Never encrypted
out-which = Which accounts
out-all = All ({ $count })
out-favourites = Favourites ({ $count })
out-tag = { $tag } ({ $count })
out-more = { $count } more
out-missing = { $count ->
        [one] 1 account is not in the file
       *[other] { $count } accounts are not in the file
    }
out-missing-text = The other program does not know this kind of code, or would make wrong ones: { $names }.
out-losses = What the file does not hold
out-complete = The file holds everything.
out-protection = Protection
out-plain = Without a password
out-plain-hint = Only if the other program cannot read the file otherwise.
out-danger = Whoever has this file has your accounts.
out-danger-file = It holds every secret as it is. Keep it out of mails and clouds, and delete it as soon as it was read.
out-danger-sheet = The page shows every secret. Print it, keep it where you keep your passport, and delete the file.
out-danger-google = Look around you before you show them. They are hidden after a minute.
out-series-title = On the screen
out-series-danger = Whoever photographs these codes has your accounts.
out-backup-codes = Also the backup codes that can still be used
out-password = Password for the file
out-password-hint = The other program asks for it. It need not be the one of your vault.
out-again = Once more
out-differs = The two are not the same.
out-next = { $count ->
        [one] Export 1 account
       *[other] Export { $count } accounts
    }
out-show = Show the QR codes
out-warn-title = Export without protection?
out-warn-text = { $count ->
        [one] Whoever has this file has your account.
       *[other] Whoever has this file has your { $count } accounts.
    } A synchronised folder, a mail or a borrowed computer is enough.
out-warn-yes = Export without protection
out-who-title = { $count ->
        [one] Export 1 account
       *[other] Export { $count } accounts
    }
out-who-series = Show the QR codes of { $count ->
        [one] 1 account
       *[other] { $count } accounts
    }
out-who-text = Show that it is you, as when you unlock the vault.
out-write = Choose a place
out-writing = Exporting
out-done = { $count ->
        [one] Exported 1 account
       *[other] Exported { $count } accounts
    }
out-done-plain = Delete it as soon as the other program has read it.
out-done-sheet = Open it in a browser, print it, and delete the file.
out-another = Export once more
out-finish = Done
out-series-scan = Google Authenticator: Transfer accounts, Import, scan.
out-series-place = { $number } of { $size }
out-series-label = QR code { $number } of { $size }
out-series-before = The one before
out-series-next = The next one
out-series-none = None of these accounts fits into such a QR code.

writes-2fas = 2FAS
opens-2fas = Its backup
writes-aegis = Aegis
opens-aegis = Its vault; read by others, too
writes-bitwarden = Bitwarden
opens-bitwarden = Bitwarden and Bitwarden Authenticator
writes-countersign = Countersign
opens-countersign = A vault of its own; keeps everything
writes-ente = Ente Auth
opens-ente = Its export
writes-google = QR codes for a phone
opens-google = Google Authenticator scans them
writes-json = Countersign, plain
opens-json = JSON, for your own scripts
writes-keepass = KeePass
opens-keepass = KeePassXC and KeePass
writes-otpauth = List of addresses
opens-otpauth = Most programs read it
writes-proton-authenticator = Proton Authenticator
opens-proton-authenticator = Its export
writes-sheet = Page to print
opens-sheet = QR codes and keys, for a drawer
writes-stratum = Stratum
opens-stratum = Its backup

settings-transfer = Other programs
settings-import = Import accounts
settings-import-hint = From the file of another authenticator or password manager.
settings-import-start = Import
settings-export = Export accounts
settings-export-hint = Into a file for another program, or a page to print.
settings-export-start = Export

## The programs whose files are read

program-1password = 1Password
how-1password = On a computer: File, Export, your account: 1PUX or CSV
program-2fas = 2FAS
how-2fas = Settings, 2FAS Backup, Export; set a password
program-aegis = Aegis
how-aegis = Settings, Import & Export, Export: “Aegis (.json)”, encrypted
program-andotp = andOTP
how-andotp = Backups, Backup under “Password-protected”
program-authy = Authy
how-authy = Authy exports nothing: from a rooted phone only. Else set each account up again at its site
program-battlenet = Battle.net
how-battlenet = From a rooted phone only. Else set it up again at its site
program-bitwarden = Bitwarden
how-bitwarden = Tools, Export vault: “.json (Encrypted)”, “Password protected”, not “Account restricted”
program-countersign = Countersign
how-countersign = A vault file, or what Countersign exported
program-dashlane = Dashlane
how-dashlane = In its web app: My account, Settings, Export data: CSV
program-duo = Duo Mobile
how-duo = From a rooted phone only. Else set each account up again at its site
program-enpass = Enpass
how-enpass = File, Export: “.json”
program-ente = Ente Auth
how-ente = Settings, Data, Export codes: “Encrypted”
program-freeotp = FreeOTP
how-freeotp = Version 2: menu, Backup
program-freeotp-plus = FreeOTP+
how-freeotp-plus = Settings, Export: JSON
program-google = Google Authenticator
how-google = No file needed: Transfer accounts, Export accounts, and scan its QR codes with the camera
program-keepass = KeePass and KeePassXC
how-keepass = Nothing to export: take the .kdbx file itself
program-keepassxc-csv = KeePassXC, CSV
how-keepassxc-csv = Database, Export: CSV file
program-keepassxc-xml = KeePassXC and KeePass, XML
how-keepassxc-xml = Database, Export: XML file; for a database with a key file
program-lastpass = LastPass
how-lastpass = In the browser: Account, Fix a problem yourself, Export vault items
program-lastpass-authenticator = LastPass Authenticator
how-lastpass-authenticator = Settings, Transfer accounts, Export accounts to file
program-microsoft = Microsoft Authenticator
how-microsoft = From a rooted phone only. Else set each account up again at its site
program-otpauth = a list of addresses
program-otpclient = OTPClient
how-otpclient = Export, encrypted or plain
program-proton-authenticator = Proton Authenticator
how-proton-authenticator = Settings, Export; set a password
program-proton-pass = Proton Pass
how-proton-pass = Settings, Export: JSON (zip) or CSV
program-raivo = Raivo OTP
how-raivo = Settings, Export OTPs to ZIP archive
program-steam = Steam
how-steam = The folder maFiles of Steam Desktop Authenticator, or a file of it
program-stratum = Stratum, Authenticator Pro
how-stratum = Back up, To file; set a password
program-totp-authenticator = TOTP Authenticator
how-totp-authenticator = Backup, Local backup
program-winauth = WinAuth
how-winauth = Export; set a password
program-other = Any other program
how-other = A list of otpauth addresses, often called “plain text”
