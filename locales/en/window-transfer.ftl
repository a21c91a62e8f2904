# Importing from other programs.

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
import-delete-yes = Delete { $name }
import-deleted-file = { $name } is deleted

settings-transfer = Other programs
settings-import = Import accounts
settings-import-hint = From the file of another authenticator or password manager.
settings-import-start = Import
route-import = Import a file
empty-import = Import

## The programs whose files are read

program-1password = 1Password
how-1password = File, Export: 1PUX or CSV
program-2fas = 2FAS
how-2fas = Settings, Backup, Export
program-aegis = Aegis
how-aegis = Settings, Import & Export, Export: “Aegis (.json)”
program-andotp = andOTP
how-andotp = Backups, Backup with password
program-authy = Authy
how-authy = Authy exports nothing: its preferences from a rooted phone
program-battlenet = Battle.net
how-battlenet = Its preferences from a rooted phone
program-bitwarden = Bitwarden
how-bitwarden = Settings, Export vault: “password protected”, not “account restricted”
program-dashlane = Dashlane
how-dashlane = My account, Export data: CSV
program-duo = Duo Mobile
how-duo = Its accounts from a rooted phone
program-enpass = Enpass
how-enpass = File, Export: JSON
program-ente = Ente Auth
how-ente = Settings, Data, Export codes
program-freeotp = FreeOTP
how-freeotp = Version 2: menu, Back up
program-freeotp-plus = FreeOTP+
how-freeotp-plus = Menu, Export: JSON
program-google = Google Authenticator
how-google = Transfer accounts, Export: scan its QR codes. Or its database from a rooted phone
program-keepassxc-csv = KeePassXC
how-keepassxc-csv = Database, Export: CSV
program-keepassxc-xml = KeePassXC and KeePass
how-keepassxc-xml = Database, Export: XML
program-lastpass = LastPass
how-lastpass = Advanced options, Export: CSV
program-lastpass-authenticator = LastPass Authenticator
how-lastpass-authenticator = Settings, Transfer accounts, Export accounts to file
program-microsoft = Microsoft Authenticator
how-microsoft = Its database from a rooted phone
program-otpauth = a list of addresses
program-otpclient = OTPClient
how-otpclient = Export, encrypted or plain
program-proton-authenticator = Proton Authenticator
how-proton-authenticator = Settings, Export
program-proton-pass = Proton Pass
how-proton-pass = Settings, Export: without PGP
program-raivo = Raivo OTP
how-raivo = Settings, Export OTPs to ZIP archive
program-steam = Steam
how-steam = The folder maFiles of Steam Desktop Authenticator, or a file of it
program-stratum = Stratum, Authenticator Pro
how-stratum = Settings, Back up
program-totp-authenticator = TOTP Authenticator
how-totp-authenticator = Menu, Backup
program-winauth = WinAuth
how-winauth = File, Export
program-other = Any other program
how-other = A list of otpauth addresses, often called “plain text”
