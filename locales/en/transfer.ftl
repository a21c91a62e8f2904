# Other programs' files.

ask-import-password = Password of that file (not shown):
import-opening = Opening the file

column-format = FORMAT
column-program = PROGRAM
format-1password = 1Password: 1PUX and CSV
format-2fas = 2FAS Authenticator
format-aegis = Aegis Authenticator
format-andotp = andOTP
format-authy = Authy: its preferences (Android, root) or captured tokens
format-battlenet = Battle.net Authenticator (Android, root)
format-bitwarden = Bitwarden and Bitwarden Authenticator: JSON and CSV
format-dashlane = Dashlane: CSV
format-duo = Duo Mobile (Android, root)
format-enpass = Enpass: JSON
format-ente = Ente Auth
format-freeotp = FreeOTP
format-freeotp-plus = FreeOTP+
format-google = Google Authenticator: its database (Android, root)
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
