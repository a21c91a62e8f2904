# Other programs' files.

ask-import-password = Password of that file (not shown):
import-opening = Opening the file

column-format = FORMAT
column-program = PROGRAM
column-read = READ
column-written = WRITTEN
written-encrypted = encrypted
written-plain = plain
written-both = encrypted or plain
format-1password = 1Password: 1PUX and CSV
format-2fas = 2FAS Authenticator
format-aegis = Aegis Authenticator
format-andotp = andOTP
format-authy = Authy: its preferences (Android, root) or captured tokens
format-countersign = Countersign: a vault with a password of its own
format-json = Countersign: JSON
format-sheet = A page to print: QR codes and keys
format-battlenet = Battle.net Authenticator (Android, root)
format-bitwarden = Bitwarden and Bitwarden Authenticator: JSON and CSV
format-dashlane = Dashlane: CSV
format-duo = Duo Mobile (Android, root)
format-enpass = Enpass: JSON
format-ente = Ente Auth
format-freeotp = FreeOTP
format-freeotp-plus = FreeOTP+
format-google = Google Authenticator: its database (Android, root); written as QR codes
format-keepass = KeePass and KeePassXC: KDBX 3.1 and 4
format-keepassxc-csv = KeePassXC: CSV
format-keepassxc-xml = KeePassXC and KeePass: XML
format-lastpass = LastPass: CSV
format-lastpass-authenticator = LastPass Authenticator
format-microsoft = Microsoft Authenticator: its database (Android, root)
format-otpauth = Any program: a list of otpauth addresses
format-otpclient = OTPClient
format-proton-authenticator = Proton Authenticator
format-proton-pass = Proton Pass: zip, JSON and CSV
format-raivo = Raivo OTP
format-steam = Steam: its file on the phone, and maFiles of Steam Desktop Authenticator
format-stratum = Stratum, Authenticator Pro
format-totp-authenticator = TOTP Authenticator
format-winauth = WinAuth

import-done =
    { $added ->
        [0] Nothing was added
        [one] Added 1 account
       *[other] Added { $added } accounts
    }{ $updated ->
        [0] .
        [one] ; 1 that was there was updated.
       *[other] ; { $updated } that were there were updated.
    }
import-would =
    { $added ->
        [0] Would add nothing
        [one] Would add 1 account
       *[other] Would add { $added } accounts
    }{ $updated ->
        [0] .
        [one] ; would update 1 that is there.
       *[other] ; would update { $updated } that are there.
    }
import-duplicates = { $count ->
        [one] 1 makes the same codes as one that is there already.
       *[other] { $count } make the same codes as ones that are there already.
    }
import-archived = { $count ->
        [one] 1 is archived in the other program; --archived takes it as well.
       *[other] { $count } are archived in the other program; --archived takes them as well.
    }
import-without-otp = { $count ->
        [one] 1 entry of the file has no one-time password.
       *[other] { $count } entries of the file have no one-time password.
    }
import-notes-cut = { $count ->
        [one] 1 has notes of more than 64 KiB; what comes after that was left out.
       *[other] { $count } have notes of more than 64 KiB; what comes after that was left out.
    }
import-unnamed = Entry { $number }
import-skipped = Left out: { $name }. { $reason }

## Writing

ask-export-password = A password for the file (not shown):
ask-export-plain = Whoever has this file has your accounts: it is not encrypted. Write it? Type yes:
export-writing = Writing the file
export-plain = The file is not encrypted: whoever has it has your accounts. Delete it as soon as it was read.
export-done = { $count ->
        [one] Wrote 1 account to { $path }.
       *[other] Wrote { $count } accounts to { $path }.
    }
export-would = { $count ->
        [one] Would write 1 account.
       *[other] Would write { $count } accounts.
    }
export-lost = Not in the file: { $part } of { $names }.
export-missing = Not in the file at all, because the other program does not know this kind of code, or would make wrong ones: { $names }.
part-codes = the account
part-pin = the PIN
part-tags = tags
part-notes = notes
part-icon = the picture
part-favorite = the mark as favourite
part-use-count = how often it was used
part-backup-codes = backup codes
part-site = what is noted about the site
part-keys = security keys
part-history = earlier secrets
sheet-title = Accounts on paper
sheet-warning = Whoever has this page has the accounts. Keep it where you keep your passport, and delete the file once it is printed.
sheet-key = Key
sheet-pin = PIN
sheet-kind = Type
sheet-digits = Digits
sheet-period = Seconds
sheet-counter = Counter
sheet-backup-codes = Backup codes
