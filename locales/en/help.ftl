# The texts of --help, of the manual page and of the completions. An id is the path of the command and the
# name of the argument.

heading-usage = Usage:
heading-commands = Commands
heading-arguments = Arguments
heading-options = Options
heading-global = For every command

help = One-time codes from an encrypted vault
help-help = Show this help
help-version = Show the version
help-vault = The vault file; else $COUNTERSIGN_VAULT, else the usual place
help-json = Print JSON for programs
help-password-file = Unlock with the password in the first line of this file; else $COUNTERSIGN_PASSWORD, else you are asked
help-recovery-file = Unlock with this recovery kit; `-` asks for its words

help-accept-older = Open the vault although a newer state of it was here before

help-init = Create a vault
help-init-recovery-kit = Also make a recovery kit and save it here, to be printed

help-add = Add an account
help-add-uri = An otpauth://, steam:// or motp:// address; with - it is asked for or read from standard input
help-add-issuer = Who the account is with
help-add-account = The account name
help-add-secret = With -: type the secret that the site shows, or read it from standard input
help-add-type-name = totp (usual), hotp, steam, battlenet, motp or yandex
help-add-algorithm = SHA1 (usual), SHA256 or SHA512
help-add-digits = Digits of a code, 4 to 10; usually 6
help-add-period = Seconds a code is good for; usually 30
help-add-counter = Where an HOTP counter starts; usually 0
help-add-pin = With -: type the PIN of mOTP or Yandex and store it

help-list = List accounts
help-list-query = Only accounts that have these words in issuer, account name or tags

help-show = Show everything about an account
help-show-name = Issuer, account name, issuer:account or the beginning of the id
help-show-secrets = Also its secret, PIN and notes

help-code = Show the code of an account
help-code-name = Issuer, account name, issuer:account or the beginning of the id
help-code-at = The code at this time, in seconds since 1970
help-code-next = The code after this one
help-code-copy = Put it on the clipboard for 30 seconds instead of showing it
help-code-pin = With -: type the PIN of mOTP or Yandex

help-qr = Show the QR code of an account again, for another device to scan
help-qr-name = Issuer, account name, issuer:account or the beginning of the id
help-qr-out = Save it as a picture; it holds the secret, so delete it after use

help-edit = Change an account
help-edit-name = Issuer, account name, issuer:account or the beginning of the id
help-edit-issuer = Who the account is with
help-edit-account = The account name
help-edit-notes = Notes; with - they are asked for or read from standard input
help-edit-tag = Add a tag (+work) or take it away (-work); can be repeated
help-edit-favorite = List it first
help-edit-no-favorite = Do not list it first any more
help-edit-method = A sign-in method and its rank: sms:backup, app:primary, sms:off; can be repeated
help-edit-deadline = The day from which the site demands two-factor sign-in: 2026-12-31 or none
help-edit-trusted-for = How long the site trusts this device: 12h, 30d, 1w, sso (one sign-on) or none
help-edit-recovery-contact = Who helps when every method is lost
help-edit-counter = The next counter of an HOTP account
help-edit-secret = With -: type a new secret; the old one is kept in the history
help-edit-pin = With -: type a new PIN; an empty one is not stored any more

help-remove = Move an account to the trash
help-remove-name = Issuer, account name, issuer:account or the beginning of the id

help-trash = Accounts that were removed
help-trash-list = List what is in the trash
help-trash-restore = Take an account out of the trash
help-trash-restore-name = Issuer, account name, issuer:account or the beginning of the id
help-trash-empty = Remove everything in the trash for ever

help-scan = Find QR codes in pictures, on the screen, with a camera or on the clipboard
help-scan-files = Pictures: PNG, JPEG, WebP, GIF, BMP, TIFF, SVG
help-scan-camera = Hold the QR code in front of the camera
help-scan-camera-file = A video or a folder of pictures in place of a camera: Y4M, Motion JPEG
help-scan-device = Which camera, counted from 1
help-scan-timeout = How long to look for codes with the camera; usually 60
help-scan-screen = Look at what the screen shows, on all monitors
help-scan-monitor = Only on this monitor; 1 is the first
help-scan-clipboard = Look at the picture or the addresses on the clipboard
help-scan-add = Add the accounts
help-scan-secrets = Show the whole text of the codes, secrets included

help-import = Take over the accounts of another program's file
help-import-file = The file, or a folder of files that belong together; which program's it is shows in what is inside
help-import-format = Read it as this format; “countersign formats” lists them
help-import-import-password-file = Take the file's own password from the first line of this file; else you are asked
help-import-dry-run = Only say what would be added, what is there already and what cannot be read
help-import-archived = Take also what is archived in the other program
help-import-allow-cost = Agree that opening the file takes much memory and time
help-export = Write the accounts into a file of another program
help-export-file = Where to write; nothing is overwritten
help-export-format = The format; “countersign formats” lists them
help-export-export-password-file = Take a password for the file from the first line of this file; else you are asked
help-export-plain = Write a file that is not encrypted: whoever has it has your accounts
help-export-backup-codes = Put backup codes on the printed page, too
help-export-dry-run = Only say what would not be in the file
help-formats = List the formats of other programs

help-slots = Ways to unlock the vault
help-slots-list = List the ways to unlock
help-slots-add = Add a way to unlock
help-slots-add-password = Add a password
help-slots-add-password-name = What to call it
help-slots-add-password-new-password-file = Take the new password from the first line of this file; else you are asked
help-slots-add-keyring = Let the keyring of this computer open the vault without a password
help-slots-add-keyring-name = What to call it
help-slots-add-recovery = Add a recovery kit, and print it unless it is saved
help-slots-add-recovery-name = What to call it
help-slots-add-recovery-recovery-kit = Save the kit here, to be printed
help-slots-remove = Remove a way to unlock
help-slots-remove-name = Its name or the beginning of its id
help-slots-rename = Rename a way to unlock
help-slots-rename-name = Its name or the beginning of its id
help-slots-rename-new-name = The new name
help-slots-renew = Give the vault a new key, and drop every way to unlock that is not presented now
help-slots-renew-with-password-file = Also keep the password in the first line of this file; repeatable
help-slots-renew-with-recovery-file = Also keep the recovery kit in this file; repeatable

help-lock = Lock the vault: the keyring opens it only after you have typed the password

help-password = The password of the vault
help-password-change = Change the password
help-password-change-new-password-file = Take the new password from the first line of this file; else you are asked

help-merge = Merge another version of the vault, such as a "conflicted copy"
help-merge-file = The other file; its ways to unlock are not taken

help-conflicts = Accounts to which two programs gave different secrets
help-conflicts-list = List the accounts with two secrets
help-conflicts-keep = The secret in place is the right one
help-conflicts-keep-name = Issuer, account name, issuer:account or the beginning of the id
help-conflicts-swap = Put the other secret in place, to try it
help-conflicts-swap-name = Issuer, account name, issuer:account or the beginning of the id

help-backup-codes = The single-use codes that a site gives out for the day when the authenticator is not at hand
help-backup-codes-add = Store a set of codes beside those that are there
help-backup-codes-add-name = Issuer, account name, issuer:account or the beginning of the id
help-backup-codes-add-file = The downloaded file (text, table or HTML), or - for standard input
help-backup-codes-replace = Store a new set and make all older codes of the account invalid, in one step
help-backup-codes-replace-name = Issuer, account name, issuer:account or the beginning of the id
help-backup-codes-replace-file = The downloaded file (text, table or HTML), or - for standard input
help-backup-codes-list = List the sets of an account and which codes are used
help-backup-codes-list-name = Issuer, account name, issuer:account or the beginning of the id
help-backup-codes-list-secrets = Show the codes, too
help-backup-codes-use = Mark the next code as used and show it
help-backup-codes-use-name = Issuer, account name, issuer:account or the beginning of the id
help-backup-codes-reveal = Show all codes that are left, without using any
help-backup-codes-reveal-name = Issuer, account name, issuer:account or the beginning of the id
help-backup = Copies of the vault file, in a folder of your choice, each proved
help-backup-create = Copy the vault, sealed as it is, read the copy back and compare every account
help-backup-create-folder = Where to; it is remembered. Else the folder of last time
help-backup-list = List the backups and when each was proved
help-backup-list-folder = Look here instead, also where there is no vault
help-backup-prove = Read backups back, open them and compare every account
help-backup-prove-file = Only this backup, or those in this folder; else all of this vault
help-backup-restore = Make the vault from a backup
help-backup-restore-from = The backup, or a folder with backups: the newest good one is taken
help-backup-restore-replace = Also in the place of a vault that is well; it is kept among the older copies

help-doctor = Check the vault, its copies and this computer, without a password
help-completions = Print completions for a shell
help-completions-shell = { $values }
help-man = Print the manual page

help-add-team = Add it to this team vault
help-list-team = Those of this team vault
help-show-team = In this team vault
help-code-team = In this team vault
help-edit-team = In this team vault
help-remove-team = In this team vault, for everybody

help-team = Vaults that several people share
help-team-create = Create a team vault on a storage of yours
help-team-create-name = What it is to be called
help-team-create-storage = A folder on a shared drive, or s3://bucket/prefix
help-team-create-endpoint = The address of the S3 service; else $AWS_ENDPOINT_URL, else Amazon's
help-team-create-region = The region of the S3 service; else $AWS_REGION
help-team-create-access-key = The public half of the key; else $AWS_ACCESS_KEY_ID. The secret half is $AWS_SECRET_ACCESS_KEY, else it is asked for
help-team-create-user = What the others call you
help-team-list = List your team vaults
help-team-invite = Invite somebody
help-team-invite-name = The team vault
help-team-invite-link = By a link, which is good for one person and one day
help-team-invite-role = viewer (usual), editor, admin or owner
help-team-join = Ask to join a team vault by a link
help-team-join-link = The link
help-team-join-storage = Where the team vault is: a folder on a shared drive, or s3://bucket/prefix
help-team-join-endpoint = The address of the S3 service; else $AWS_ENDPOINT_URL, else Amazon's
help-team-join-region = The region of the S3 service; else $AWS_REGION
help-team-join-access-key = The public half of the key; else $AWS_ACCESS_KEY_ID. The secret half is $AWS_SECRET_ACCESS_KEY, else it is asked for
help-team-join-user = What the others call you
help-team-pending = List who asked to join
help-team-pending-name = The team vault
help-team-approve = Let somebody in who asked to join
help-team-approve-name = The team vault
help-team-approve-member = The name of the request
help-team-approve-words = The six words that the person's program shows
help-team-approve-unverified = Let in whoever it is, as a viewer, who reads every secret
help-team-members = List the members
help-team-members-name = The team vault
help-team-role = Give a member another role
help-team-role-name = The team vault
help-team-role-member = The member's name or the beginning of its id
help-team-role-role = viewer, editor, admin or owner
help-team-remove = Remove a member, and change the team's key
help-team-remove-name = The team vault
help-team-remove-member = The member's name or the beginning of its id
help-team-leave = Ask the others to remove you
help-team-leave-name = The team vault
help-team-log = List everything that was ever done
help-team-log-name = The team vault
help-team-verify = Verify the whole log from its first entry
help-team-verify-name = The team vault
help-team-repair = Put back what the storage lost
help-team-repair-name = The team vault
help-team-sync = Read what is new and write what waits
help-team-sync-name = The team vault; before you were let in the beginning of its id
help-team-rotate-list = List what removed members could read and what is to be replaced
help-team-rotate-list-name = The team vault
help-team-rotate-done = Say that a secret was replaced
help-team-rotate-done-name = The team vault
help-team-rotate-done-item = The account, or `storage` for the storage's own key
