# Errors: what happened, and as the hint what was not lost and what to do next. Where the command line has something
# more exact to say than the window, `command` takes the place of the hint there.
# A program may rely on the ids; people read the words.

## The vault file

no-data-folder = This computer does not say where your files belong: neither HOME nor XDG_DATA_HOME is set.
    .hint = Choose a place for the vault yourself. Nothing was changed.
    .command = Say where the vault is with --vault FILE, or set COUNTERSIGN_VAULT.
vault-not-found = There is no vault at { $path }.
    .hint = Choose its file if it was moved, or create a new vault. Nothing was changed.
    .command = Create one with `countersign init`, or say where yours is with --vault FILE.
vault-gone = The vault's file is not at { $path } any more.
    .hint = All accounts are still open here. Save again, and the file is written anew; if it was on a stick or a network drive, connect that first.
    .command = Nothing was changed. If it was on a stick or a network drive, connect that first, then try again.
vault-exists = There is a file at { $path } already. It was not touched.
    .hint = Open that vault, or choose another place for the new one.
    .command = To use that vault, leave out `init`. For a second vault, choose another place with --vault FILE.
not-a-vault = { $path } is not a Countersign vault.
    .hint = Check the name of the file. Nothing was changed.
not-a-vault-copy-found = { $path } is not a Countersign vault any more. Something else may have overwritten it.
    .hint = The newest good copy is of { $saved }. It can take the place of this file, which is kept. Nothing was changed.
    .command = The newest good copy is of { $saved }: { $copy }
        Try it with --vault, and if it is the right one, copy it back over the vault. Nothing was changed.
vault-damaged = The vault at { $path } is damaged, and there is no good copy beside it.
    .hint = Nothing was changed. Keep the file, and look for another copy of it: in a backup, or on another computer.
vault-damaged-copy-found = The vault at { $path } is damaged.
    .hint = The newest good copy is of { $saved }. It can take the place of this file, which is kept. Nothing was changed.
    .command = The newest good copy is of { $saved }: { $copy }
        Try it with --vault, and if it opens, copy it back over the vault. Nothing was changed.
vault-too-new = A newer version of Countersign wrote the vault at { $path }.
    .hint = Update Countersign, then open the vault again. Nothing was changed.
vault-over-limit = The file at { $path } asks for more than any vault needs: too large, or too costly to unlock.
    .hint = It was not opened, because a hostile file could freeze this computer. If it should be yours, look for an older copy of it.
vault-over-limit-copy-found = The file at { $path } asks for more than any vault needs: too large, or too costly to unlock.
    .hint = It was not opened, because a hostile file could freeze this computer. The newest good copy is of { $saved }. It can take the place of this file, which is kept. Nothing was changed.
    .command = It was not opened, because a hostile file could freeze this computer. The newest good copy is of { $saved }: { $copy }
        Try it with --vault, and if it opens, copy it back over the vault. Nothing was changed.
vault-full = The vault has no room for that.
    .hint = Nothing was saved. Remove what you do not need any more, and empty the trash.
vault-locked = The vault is locked.
    .hint = Unlock it, then try again. Nothing was changed.
vault-key-changed = The file at { $path } was locked anew by another program, or belongs to another vault now.
    .hint = Unlock it again. Nothing of what is saved was lost.
vault-copies-there = A vault was at { $path } before: its older copies are still there.
    .hint = Choose another name for the new vault. To have the old one back, copy the newest file of the folder that ends in .generations to its place.
vault-rescued = The vault was locked, and its last changes could not be saved in its own place.
    .hint = They are safe in { $copy }. It opens with the same password.
new-vault-locked = Nobody was there, so the new vault was saved and locked. Its recovery kit is not shown any more.
    .hint = Unlock the vault with its password. If you printed or saved the kit, prove it in the settings, among the ways to unlock. If not, add a new kit there, and remove this one.
vault-both-changed = Another program changed the ways to unlock this vault while you changed them too.
    .hint = Its change is safe; yours was not saved, because one of the two would undo the other. Lock the vault, give your change up, unlock it and do it again.
    .command = Its change is safe; yours was not saved, because one of the two would undo the other. Do it again.
vault-older = The file at { $path } is an older state of the vault, of { $saved }. A newer one was here on { $newer }.
    .hint = Somebody or some program put it there. What you see here is the newer state, and nothing of it is lost. Keep it, and it is saved again, together with what only the older file has. If you put that file there to go back to it, take the older state.
    .command = Somebody or some program put it there. If that was you, add --accept-older. If not, look for the newer file in the folder that ends in .generations, or in what your synchronisation kept. Nothing was changed.
copy-not-of-vault = The file at { $path } is not another version of this vault.
    .hint = It belongs to another vault, is damaged, or was locked with another key. Nothing was changed.
vault-unsaved = A change could not be saved yet, and locking the vault would lose it.
    .hint = Try to save it again, or lock the vault and give the change up.

## Credentials

wrong-password = That password does not open { $path }.
    .hint = Try again; upper and lower case count. If you have a recovery kit, use that.
    .command = Try again; upper and lower case count. If you have a recovery kit: `countersign --recovery-file - password change` asks for its words and for a new password.
wrong-recovery-kit = That recovery kit does not open { $path }.
    .hint = The kit may belong to another vault, or may have been replaced by a newer one. Your password still works.
kit-word-count = A recovery kit has 15 words; here are { $found }.
    .hint = Type all of its words in their order.
    .command = Use the whole kit file, or a file with just the 15 words in their order.
kit-unknown-word = Word { $position } is not a word of a recovery kit.
    .hint = Compare it with the printed kit, letter by letter.
kit-checksum = The words of the recovery kit do not fit together.
    .hint = One of them is wrong, or two are in each other's place. Compare them with the printed kit.
kit-differs = These are the words of another recovery kit.
    .hint = Type the words of the kit you just printed or saved. Nothing was changed.
password-empty = An empty password protects nothing.
    .hint = Choose a password; a few random words make a good one. Nothing was changed.
password-too-long = That password is longer than 65,536 bytes.
    .hint = Choose a shorter one. Nothing was changed.
out-of-memory = There is not enough free memory to check the password.
    .hint = Close other programs and try again. Nothing was changed.

## The system's keyring

keyring-missing = The keyring of this computer does not run.
    .hint = Unlock with the password or the recovery kit: they work as ever. Without a desktop session there is no keyring.
keyring-locked = The keyring of this computer is locked, or does not let us in.
    .hint = Unlock with the password or the recovery kit: they work as ever. To use the keyring, unlock it in your desktop.
keyring-gone = The keyring of this computer does not have the key of this vault.
    .hint = It was emptied, or another desktop has another one. Unlock with the password or the recovery kit; the keyring then gets the key again.
keyring-no-answer = The keyring of this computer did not answer.
    .hint = It may have been waiting for you. Unlock with the password or the recovery kit: they work as ever.
keyring-failed = The keyring of this computer failed.
    .hint = Unlock with the password or the recovery kit: they work as ever.
keyring-outdated = What the keyring of this computer keeps does not open this vault any more.
    .hint = Unlock with the password or the recovery kit; the keyring then gets the new key.

## Security keys

key-none = No security key is plugged in.
    .hint = Plug it in, then try again. If it is plugged in, another program may hold it, or the system may keep it from you.
key-not-of-vault = None of the security keys that are plugged in opens this vault.
    .hint = Plug in the key that was added to the vault, or unlock with the password or the recovery kit. A key that was reset has lost what opened the vault.
key-no-slot = No security key opens this vault: none was added to it.
    .hint = Unlock with the password or the recovery kit.
    .command = Unlock with the password or the recovery kit; `countersign slots add fido2` adds a key.
key-slot-exists = This security key opens the vault already.
    .hint = Plug in another one. Nothing was changed.
key-u2f-only = This security key is from before FIDO2: it can be registered at sites, but it cannot unlock a vault.
    .hint = Take a key that has FIDO2 with the extension hmac-secret. Nothing was changed.
key-no-secrets = This security key has FIDO2 without the extension hmac-secret: it can be registered at sites, but it cannot unlock a vault.
    .hint = Take another key. Nothing was changed.
key-always-verifies = This key asks for its PIN each time by now (alwaysUv). It opened the vault by a touch alone, and what it gave then is out of reach.
    .hint = Unlock in another way, then remove the key from the vault and add it again. Or make the key ask less: turn alwaysUv off.
    .command = Unlock in another way, then `countersign slots remove NAME` and `countersign slots add fido2`. Or make the key ask less: `countersign keys config always-uv off`.
key-pin-needed = The security key wants its PIN for this.
    .hint = Give the PIN of the key.
    .command = Give it with `--key-pin-file FILE`, or run the command on a terminal.
key-pin-not-set = The security key has no PIN.
    .hint = Set one first. A PIN can be changed later, but only a reset takes it away.
    .command = `countersign keys pin set` sets one. It can be changed later, but only a reset takes it away.
key-pin-malformed = No security key has such a PIN: it has 4 characters at least, and 63 bytes at most.
    .hint = Type it again. The key was not asked, and no try was lost.
key-wrong-pin = That is not the PIN of this security key. Tries left before it locks for good: { $left }.
    .hint = Type it again. After three wrong ones in a row the key must be pulled out and plugged in again.
key-wrong-pin-uncounted = That is not the PIN of this security key. It did not say how many tries are left.
    .hint = Type it again. After three wrong ones in a row the key must be pulled out and plugged in again.
key-plug-in-again = The security key takes no PIN after three wrong ones in a row.
    .hint = Pull it out, plug it in again, and think before the next try. This try cost none.
key-pin-blocked = The PIN of this security key is blocked: no tries are left.
    .hint = Unlock in another way. Only a reset makes the key usable again, and that makes it forget everything, also what opens the vault.
key-pin-policy = The security key does not accept this PIN: it is too short, too long or too simple for it.
    .hint = Choose a longer one. Nothing was changed.
key-pin-must-change-first = The PIN of this security key must be changed before it is good for anything else.
    .hint = Change it first. No try was lost, and nothing was changed.
    .command = `countersign keys pin change` changes it. No try was lost, and nothing was changed.
key-has-pin = The security key has a PIN already.
    .hint = Change it instead. Nothing was changed.
    .command = `countersign keys pin change` changes it. Nothing was changed.
key-is-slot = This security key opens the vault, and after that it could not any more.
    .hint = Remove it from the vault first, where another way to unlock is left. Nothing was changed.
    .command = `countersign slots list` shows it and `countersign slots remove NAME` removes it, where another way is left. Nothing was changed.
passkey-not-found = No passkey on this security key is called "{ $name }".
    .hint = Look at the list of all passkeys. Nothing was changed.
    .command = `countersign keys passkeys list` shows them all.
passkey-ambiguous = Several passkeys on this security key are called "{ $name }".
    .hint = Use the beginning of the number instead. Nothing was changed.
    .command = Use the beginning of the id instead; `countersign keys passkeys list` shows it.
key-unplugged = The security key was pulled out.
    .hint = Plug it in and try again. Nothing was changed.
key-forbidden = The system does not let this program use the security key.
    .hint = On Linux, a udev rule of the package libfido2 or of your system gives it to you; on Windows, other programs use the system's own dialog instead.
key-no-hid = The system has no way to security keys.
    .hint = Unlock with the password or the recovery kit.
key-no-answer = The security key did not answer.
    .hint = Pull it out, plug it in and try again.
key-not-touched = Nobody touched the security key in time.
    .hint = Try again and touch it when it blinks.
key-cancelled = Cancelled.
    .hint = Nothing was changed.
key-busy = Another program is using the security key all the time.
    .hint = End the other program's question, then try again.
key-full = The security key has no room left.
    .hint = Delete a passkey from it that you do not need. Nothing was changed.
key-not-allowed = The security key does not allow this now.
    .hint = Pull it out, plug it in, and try again within ten seconds. A first PIN is set once; after that it is changed.
key-unsupported = This security key cannot do that.
    .hint = Take another key. Nothing was changed.
key-garbled = What the security key answered makes no sense.
    .hint = Pull it out, plug it in and try again. If that happens again, the key may be broken.
key-refused = The security key refused with code { $status } of the standard CTAP.
    .hint = Pull it out, plug it in and try again.
key-failed = Speaking to the security key failed.
    .hint = Pull it out, plug it in and try again.

## Slots

slot-not-found = No way to unlock is called "{ $name }".
    .hint = Look at the list of all ways to unlock. Nothing was changed.
    .command = `countersign slots list` shows them all.
slot-ambiguous = Several ways to unlock are called "{ $name }".
    .hint = Use the beginning of the id instead. Nothing was changed.
    .command = Use the beginning of the id instead; `countersign slots list` shows it.
slots-full = There is no room for that: a vault has at most 16 ways to unlock, and fewer where several passwords are costly to check.
    .hint = Remove one, then try again. Nothing was changed.
    .command = Remove one with `countersign slots remove NAME`, then try again. Nothing was changed.
slot-name-taken = Another way to unlock has that name already.
    .hint = Choose another name. Nothing was changed.
slot-name-empty = A way to unlock needs a name.
    .hint = Choose a name. Nothing was changed.
slot-would-lock-out = It was not removed: a vault keeps a password, or else two of recovery kits and security keys, so that one loss locks nobody out.
    .hint = Add another way first: a password, a recovery kit or a security key.
    .command = Add another way first: `countersign slots add password`, `countersign slots add recovery` or `countersign slots add fido2`.
renew-would-lock-out = The key was not renewed: the vault would be left with too few ways to unlock.
    .hint = Present a password, or two of recovery kits and security keys; the keyring alone is not enough. Nothing was changed.
password-ambiguous = It is not clear which password is to be changed.
    .hint = Unlock the vault with the password you want to change, then try again. Nothing was changed.

## Reading files

file-not-found = There is no file at { $path }.
    .hint = Check the name and the folder.
file-too-large = The file { $path } is too large.
    .hint = Check that it is the file you meant. It was not read.
file-no-permission = You may not read { $path }.
    .hint = Change its permissions, or copy it to where you may read it.
file-not-regular = { $path } is not an ordinary file.
    .hint = Name a file, not a folder or a device.
file-unreadable = { $path } could not be read.
    .hint = Check that the disk it is on is there and sound, then try again.
file-not-text = { $path } is not a text file.
    .hint = Save it as plain text (UTF-8), then try again.

## Saving

save-no-space = There is no room left to save { $path }.
    .hint = Nothing was saved, and the file is as it was. Free some space, then try again.
save-read-only = { $path } is in a place that cannot be written to.
    .hint = Nothing was saved, and the file is as it was. Make the place writable, or choose another.
    .command = Nothing was saved, and the file is as it was. Make the place writable, or use another with --vault.
save-no-permission = You may not write to { $path }.
    .hint = Nothing was saved, and the file is as it was. Change the permissions of its folder, then try again.
save-folder-missing = The folder of { $path } is not there.
    .hint = Nothing was saved. Create the folder, or check that its disk is connected, then try again.
save-busy = Another program is saving { $path } at this moment.
    .hint = Nothing was saved, and the file is as it was. Try again.
save-changed-by-another = Another program changed { $path } meanwhile.
    .hint = Its change is safe; yours was not saved. Do it again.
save-already-exists = There is a file at { $path } already. It was not touched.
    .hint = Choose another name, or move that file away first.
save-read-back-differs = What was written to { $path } could not be read back as it was.
    .hint = The file is as it was before. The disk may be failing: make a copy of your vault in another place now.
save-not-durable = { $path } was written, but the system does not confirm that it is safe on the disk.
    .hint = Look whether your change is there. The disk may be failing: make a copy of your vault in another place now.
    .command = Look with `countersign list` whether your change is there. The disk may be failing: make a copy of your vault in another place now.
save-failed = { $path } could not be saved.
    .hint = Nothing was changed. Check that the disk is connected and sound, then try again.

## Accounts

account-not-found = No account is called "{ $name }".
    .hint = It may be in the trash. Nothing was changed.
    .command = `countersign list` shows all accounts, `countersign trash list` those that were removed.
account-ambiguous =
    Several accounts are called "{ $name }":
    { $candidates }
    .hint = Use issuer:account, or the beginning of the id.
text-too-long = One of the texts is too long.
    .hint = Names, tags and the recovery contact have at most 1,024 bytes, notes 65,536. Shorten it. Nothing was changed.
nothing-to-change = You did not say what to change.
    .hint = Change something first, then save. Nothing was changed.
    .command = `countersign edit --help` shows what can be changed.
tag-empty = A tag needs a name.
    .command = Add one with --tag +work, take it away with --tag -work.
finding-unknown = There is no finding of this name.
    .hint = Choose one of those that the checkup shows. Nothing was changed.
    .command = `countersign check` shows each finding's name in brackets. Nothing was changed.
directory-damaged = { $path } is not a list of 2fa.directory, or is larger than any.
    .hint = Take the file all.json of its public interface, version 3.
delete-file-input = There is no file to delete: the codes come from standard input.
    .hint = Nothing was changed.
    .command = Leave out --delete-file. Nothing was changed.
backup-codes-not-stored = The codes were not stored.
    .hint = Nothing was changed.
api-unknown = It is not clear what programs need.
    .hint = Choose unaffected, affected or unknown. Nothing was changed.
state-unknown = That state is unknown.
    .hint = Choose enrolled, pending, no-phone or reset. Nothing was changed.
person-name-empty = A person needs a name.
    .hint = Give one. Nothing was changed.
person-not-found = { $name } is not on the roster.
    .hint = Look at the roster for the right name. Nothing was changed.
place-unknown = That place is unknown.
    .hint = Choose elsewhere, phone or password-manager. Nothing was changed.
lost-unknown = It is not clear what is lost.
    .hint = Choose the laptop, the phone, the password manager, a colleague or a security key.
    .command = Give --lost one or more of: laptop, phone, password-manager, colleague, key:NAME.
key-unknown = The vault knows no security key called { $name }.
    .hint = Choose a key of the list.
    .command = NAME is what you call the key (`countersign keys registered`), what a site calls it, or the beginning of its id.
key-name-empty = A security key needs a name.
    .hint = Nothing was changed. Give it one that you can tell it by, such as its colour.
key-has-accounts = Accounts are on { $name }.
    .hint = Nothing was changed. Take the key off them first, at the site and here.
    .command = Nothing was changed. Take the key off them first, at the site and here (`countersign keys account remove`).
key-not-of-account = The account is not on { $name }.
    .hint = Nothing was changed.
method-unknown = --method takes a method and a rank, such as sms:backup.
    .hint = Methods: app, sms, call, email, security-key, passkey, push, backup-codes. Ranks: primary, backup, off.
no-conflict = This account has one secret only.
    .hint = There is nothing to choose between. Nothing was changed.
date-malformed = That is not a day such as 2026-12-31.
    .hint = Write year, month and day with dashes. Nothing was changed.
    .command = --deadline takes year, month and day with dashes, or `none`. Nothing was changed.
replaced-since = The secret was changed once more after that, so adding it was not taken back.
    .hint = Nothing was changed. Look at the account and compare its code with the site's. All earlier secrets are kept with the account.
time-malformed = --trusted-for takes a time such as 12h, 30d or 1w, or `sso` for one sign-on, or `none`.
    .hint = Write a whole number and h (hours), d (days) or w (weeks).

## URIs and typed accounts

uri-not-otp = That is not an address of a one-time password.
    .hint = It should begin with otpauth://, steam:// or motp://. If the site shows a key to type, add the account by hand.
    .command = It should begin with otpauth://, steam:// or motp://. If the site shows a key to type, use --secret -.
uri-too-long = That address is longer than any real one.
    .hint = Check what was copied. Nothing was added.
uri-unknown-type = That type of one-time password is not known.
    .hint = Known types: totp, hotp, steam, battlenet, motp, yandex.
uri-label-too-long = The issuer or the account name is longer than 1,024 bytes.
    .hint = Shorten it. Nothing was added or changed.
uri-bad-escape = The address has a broken percent sign or is not text.
    .hint = Copy it again from the site. Nothing was added.
uri-duplicate = The address says "{ $parameter }" twice, so it is not clear which one is meant.
    .hint = Copy it again from the site. Nothing was added.
uri-unknown-encoder = The address asks for a way of writing codes that is not known.
    .hint = Copy it again from the site, or update Countersign. Nothing was added.
secret-missing = There is no secret.
    .hint = Copy the secret from the site once more. Nothing was added or changed.
secret-too-long = The secret is longer than any real one.
    .hint = Check what was copied. Nothing was added or changed.
secret-bad-character = Character { $at } cannot be part of a secret.
    .hint = Secrets have the letters A to Z and the digits 2 to 7; for mOTP 0 to 9 and a to f. Compare it with the site. Nothing was added or changed.
secret-half-byte = The secret has an odd number of characters, so one is missing or too many.
    .hint = Compare it with the site. Nothing was added or changed.
secret-not-yandex = That is not a secret of Yandex.
    .hint = Copy it again from Yandex; it has 26 characters. Nothing was added or changed.
algorithm-unknown = That algorithm is not known.
    .hint = Known algorithms: SHA1, SHA256, SHA512.
digits-out-of-range = A code has 4 to 10 digits.
    .hint = Most sites use 6. Nothing was added.
period-out-of-range = A code is good for 1 to 86,400 seconds.
    .hint = Most sites use 30. Nothing was added.
counter-out-of-range = The counter is not a whole number from 0 to 18,446,744,073,709,551,615.
    .hint = A new account starts at 0. Nothing was added.
option-not-for-type = --{ $option } means nothing for the type { $type }.
    .hint = Leave it out, or choose another type. Nothing was added or changed.
    .command = Leave it out, or add the account with another --type. Nothing was added or changed.

## Codes

pin-missing = Codes of this account need a PIN.
    .hint = Type it, or store it with the account: choose Edit.
    .command = Give it with --pin -, or store it with `countersign edit NAME --pin -`.
pin-malformed = That PIN is not one of this type of account.
    .hint = Yandex has 4 to 16 digits, mOTP 1 to 64 characters.
pin-not-used = Codes of this account do not use a PIN.
    .hint = Leave it out. Nothing was changed.
    .command = Leave out --pin. Nothing was changed.
counter-exhausted = The counter of this account has reached its end, so there is no next code.
    .hint = Ask the site for a new secret, then choose Edit and put it in.
    .command = Ask the site for a new secret, then use `countersign edit NAME --secret -`.
next-needs-time = This account counts uses and not time: its next code can be had only by using this one.
    .hint = Each use gives the next code. Nothing was changed.
    .command = Leave out --next and --at; each call gives the next code. Nothing was changed.
time-out-of-range = That time is before 1970 or too far in the future.
    .hint = Check the date and time of this computer. Nothing was changed.
    .command = --at takes whole seconds since 1 January 1970, UTC.
clock-server-malformed = That is not the address of a server: { $server }
    .hint = Give an address that begins with https://, without a name and password in it.
clock-no-answer = { $server } did not answer.
    .hint = Check the connection, or ask another server. A clock that is off by months makes every server's certificate look wrong: compare it with a clock you trust.
clock-no-date = { $server } did not say what time it is.
    .hint = Ask another server.
clock-unset = The clock of this computer is not set.
    .hint = Set date and time; codes are made from them. Nothing was changed.

## Scanning

not-a-picture = { $path } is not a picture.
    .hint = PNG, JPEG, WebP, GIF, BMP, TIFF and SVG can be read. The file of another program is imported instead, one at a time.
    .command = PNG, JPEG, WebP, GIF, BMP, TIFF and SVG can be read. Files of other programs are read by `countersign import`.
picture-too-large = The picture { $path } is too large: { $width } by { $height } pixels.
    .hint = Cut out the part with the QR code, or make the picture smaller.
picture-damaged = The picture { $path } is damaged.
    .hint = Make or download it again.
picture-too-intricate = The drawing { $path } is too intricate to be drawn.
    .hint = Open it in another program and scan the screen.
no-symbol = There is no QR code to be found in { $path }.
    .hint = Take the picture again: straight on, sharp, with a bright edge around the code. Or add the account by hand, with the key that the site shows.
    .command = Take the picture again: straight on, sharp, with a bright edge around the code. Or type the site's key: `countersign add --secret -`.
symbol-not-otp = That QR code is not one of an authenticator.
    .hint = Look for the code that the site shows when you switch on two-factor sign-in.
export-damaged = That QR code of an export is damaged.
    .hint = Show it again on the phone and take the picture once more.
export-entry = One account of the export could not be read.
    .hint = Add it by hand: let the site show its secret again.
export-incomplete = { $scanned } of { $size } scanned: the export has more QR codes than were seen.
    .hint = Scan all of them in one go.
    .command = Scan all of them in one go: `countersign scan FIRST.png SECOND.png --add`, or one after the other with --camera.
import-unrecognised = That file is of no program that is known here: { $path }
    .hint = Let the other program write another kind of export, such as JSON or a list of addresses. Nothing was changed.
    .command = `countersign formats` lists the programs. Nothing was changed.
import-too-many = That file has more entries than any program writes: { $path }
    .hint = Nothing was added. If it is really yours, export it in parts of at most 100,000 accounts.
import-damaged = That file is damaged or was cut off: { $path }
    .hint = Nothing was added. Export it again in the other program.
import-unknown-version = That file was written by a newer version than is known here: { $path }
    .hint = Nothing was added. Update Countersign, or let the other program write an older kind of file.
import-account-restricted = Only the account that wrote that file can open it: { $path }
    .hint = Export again and choose “password protected” instead of “account restricted”. Nothing was changed.
import-no-password = That file can only be opened on the phone that wrote it: { $path }
    .hint = Set a password for exports in the other program and export again. Nothing was changed.
import-unknown-encryption = That file is encrypted in a way that is not known here: { $path }
    .hint = Let the other program write an export with a password, or one without encryption. Nothing was changed.
import-password-needed = That file needs its password: { $path }
    .hint = It is the one that was chosen in the other program, not the one of your vault.
import-wrong-password = That password does not open the file: { $path }
    .hint = It is the one that was chosen in the other program. If it is right, the file is damaged. Nothing was changed.
import-costly = Opening that file takes { $memory } MiB of memory and about { $seconds } s: { $path }
    .hint = Agree only if the file is yours. Nothing was changed.
    .command = Agree with --allow-cost, only if the file is yours. Nothing was changed.
import-too-costly = Opening that file takes more than is allowed ({ $memory } MiB of memory, about { $seconds } s): { $path }
    .hint = No program asks for that much; the file may be made to harm. Nothing was changed.
import-format-unknown = There is no format “{ $name }”.
    .hint = Leave the format out: it shows in what is inside.
    .command = `countersign formats` lists them.
import-left-out = { $count ->
        [one] 1 account of the file could not be read; the others were.
       *[other] { $count } accounts of the file could not be read; the others were.
    }
    .hint = Add them by hand: let each site show its secret again.
import-entry-damaged = The account is not written as it should be.
    .hint = Add it by hand: let the site show its secret again.
import-makes-no-codes = The account makes no codes: it signs in by a question on the phone.
    .hint = Switch on an authenticator app at the site, and add what it shows.
import-deleted = The account was deleted in the other program.
    .hint = Take it out of the trash there and export again if it is still needed.
import-gone = That file was put aside: the vault was locked, or another file was chosen.
    .hint = Nothing was added. Choose the file again.
import-changed = The file is another one than the one that was imported: { $path }
    .hint = It was not deleted. Look at it, and delete it yourself if it is not needed.
import-not-deleted = The file could not be deleted: { $path }
    .hint = It is still there, and whoever has it has the secrets of its accounts. Delete it yourself, in the program you look at files with.
export-no-password = Files of that format cannot be encrypted.
    .hint = Whoever has such a file has your accounts. Choose an encrypted format unless there is no other way. Nothing was written.
    .command = Whoever has such a file has your accounts. Choose an encrypted format, or say --plain. Nothing was written.
export-needs-password = Files of that format are always encrypted.
    .hint = Choose a password for the file. Nothing was written.
    .command = Leave out --plain and choose a password for the file. Nothing was written.
export-too-large = The accounts do not fit into a file of that format.
    .hint = Choose another format, or fewer accounts. Nothing was written.
export-format-unknown = No format “{ $name }” is written.
    .hint = Choose one of the list.
    .command = `countersign formats` lists them.
export-backup-codes = Only a page to print leaves backup codes out.
    .command = Leave out --backup-codes: where the other program can hold them, they are in the file. Nothing was written.
export-refused = Nothing was written.
    .hint = You did not agree to a file without encryption. Your vault is as it was.
export-left-out = { $count ->
        [one] 1 account is not in the file, because the other program could not make its codes; it is in your vault as before.
       *[other] { $count } accounts are not in the file, because the other program could not make their codes; they are in your vault as before.
    }
    .hint = They are named above. Choose another format for them.
worklist-full = The worklist has no room for that.
    .hint = Nothing was added. It takes 10,000 accounts, with those that were taken off.
task-not-found = That account is not on the worklist any more.
    .hint = It may have been taken off in another window. Nothing was changed.
qr-too-long = This account does not fit in a QR code.
    .hint = Choose Edit and shorten its issuer or account name.
    .command = Shorten its issuer or account name with `countersign edit`.
print-failed = The system could not print.
    .hint = Save the kit as a file and print that. Nothing was changed.
too-many-files = Only the first { $most } pictures were read.
    .hint = Drop the rest once more.
scan-gone = That scan is over.
    .hint = Scan the picture again; what the vault has already is not added twice.

## The camera

camera-not-built = This program was built without cameras.
    .hint = Take a picture or a screenshot of the QR code and scan that.
    .command = Scan a picture of the QR code: `countersign scan PICTURE.png`.
camera-none = There is no camera.
    .hint = Plug one in, or take a picture of the QR code with another device and scan that. { $system ->
        [windows] If there is one, look whether it is switched on: Settings > Bluetooth & devices > Cameras.
        [macos] If there is one, plug it in again.
       *[other] If there is one, plug it in again and look whether /dev/video0 is there.
    }
camera-not-found = There is no camera { $number }; the last one is number { $count }.
    .hint = Choose another one.
    .command = Cameras are counted from 1. Leave out --device for the first.
camera-busy = Another program uses the camera { $camera }.
    .hint = Close the program that shows its picture, such as a video call or a browser tab, then try again.
camera-no-permission = This program may not use the camera { $camera }.
    .hint = { $system ->
        [windows] Open Settings > Privacy & security > Camera and switch on “Let desktop apps access your camera”, then try again.
        [macos] Open System Settings > Privacy & Security > Camera and switch on Countersign, or the terminal that it runs in, then try again.
       *[other] Cameras are open to the group video: run “sudo usermod -aG video $USER”, log out and in again, then try again.
    }
camera-unplugged = The camera { $camera } is gone.
    .hint = Plug it in again, then scan once more. What the vault has already is not added twice.
camera-black = The camera { $camera } sees nothing but black.
    .hint = Open its shutter or take off its cap, switch on a light, then try again.
camera-no-frame = The camera { $camera } is on but sends no picture.
    .hint = Close other programs that may use it, plug it in again, then try again.
camera-unsupported = The camera { $camera } sends pictures in a form that cannot be read.
    .hint = Take another camera, or a picture of the QR code, and scan that.
camera-no-symbol = No QR code was seen in { $seconds } s.
    .hint = Hold the code still and straight, a hand's breadth away, with light on it but no reflection. On a phone's screen make it brighter. Or add the account by hand, with the key that the site shows.
    .command = Hold the code still and straight, a hand's breadth away, with light on it but no reflection. On a phone's screen make it brighter. Or type the site's key: `countersign add --secret -`.
not-a-video = { $path } is no video or folder of pictures that can be read.
    .hint = Videos as Y4M and Motion JPEG can be read, and folders with pictures in them.

## The screen

screen-no-display = There is no screen to look at from here.
    .hint = Start it on the desktop that shows the QR code, as the user who is logged in there. Or save a picture of it and scan that.
    .command = Run it in a terminal of the desktop that shows the QR code, as the user who is logged in there. Or save a picture of it: `countersign scan FILE`.
screen-refused = The system did not allow Countersign to see the screen.
    .hint = { $system ->
        [macos] Open System Settings, Privacy & Security, Screen & System Audio Recording, switch it on for the program you started this from, and start that anew.
       *[other] Allow it in the settings of your desktop, where apps and their permissions are listed, and scan again. Or copy a screenshot with your desktop's own tool and paste it.
    }
    .command = { $system ->
        [macos] Open System Settings, Privacy & Security, Screen & System Audio Recording, switch it on for your terminal, and start that anew.
       *[other] Allow it in the settings of your desktop, where apps and their permissions are listed, and try again. Or copy a screenshot with your desktop's own tool: `countersign scan --clipboard`.
    }
screen-portal-missing = This desktop has no portal that takes pictures of the screen.
    .hint = Install the package xdg-desktop-portal and the one for your desktop (xdg-desktop-portal-gnome, -kde, -hyprland or -cosmic; for Sway both -wlr and -gtk), then log in again. Or copy a screenshot with your desktop's own tool and paste it.
    .command = Install the package xdg-desktop-portal and the one for your desktop (xdg-desktop-portal-gnome, -kde, -hyprland or -cosmic; for Sway both -wlr and -gtk), then log in again. Or copy a screenshot with your desktop's own tool: `countersign scan --clipboard`.
screen-cancelled = You did not share the screen.
    .hint = Scan again and allow it when your desktop asks. Nothing was changed.
screen-timed-out = Nobody answered when the desktop asked whether the screen may be seen.
    .hint = Scan again and look for the desktop's question; it waits for two minutes. Nothing was changed.
screen-locked = The screen is locked, so the QR code cannot be seen.
    .hint = { $system ->
        [windows] Unlock it and answer any question of Windows that covers it, then scan again.
       *[other] Unlock it, then scan again. Nothing was changed.
    }
screen-too-large = All monitors together have more than 100 million pixels.
    .hint = Copy a screenshot of the window that shows the QR code and paste it.
    .command = Copy a screenshot of the window that shows the QR code: `countersign scan --clipboard`.
screen-failed = The screen could not be read.
    .hint = Try again. If that does not help, copy a screenshot with your desktop's own tool and paste it.
    .command = Try again. If that does not help, copy a screenshot with your desktop's own tool: `countersign scan --clipboard`.
screen-picture-left = The picture of the screen could not be read. Its file is still there: { $path }
    .hint = If that is a picture of the screen, delete it: it may show a secret. Then try again, or copy a screenshot with your desktop's own tool and paste it.
    .command = If that is a picture of the screen, delete it: it may show a secret. Then try again, or copy a screenshot with your desktop's own tool: `countersign scan --clipboard`.
screen-no-symbol = There is no QR code to be found on the screen.
    .hint = Bring all of it into view, with a bright edge around it, larger if it is small, and scan again. Or add the account by hand, with the key that the site shows.
    .command = Bring all of it into view, with a bright edge around it, larger if it is small, and try again. Or type the site's key: `countersign add --secret -`.
monitor-not-found = There is no monitor with that number; the last one is { $count }.
    .hint = Scan all of them.
    .command = Leave out --monitor to look at all of them. On Wayland all monitors are one picture, number 1.

## Backups: copies of the vault file

backup-no-folder = No folder was chosen for backups of this vault.
    .hint = Choose one under Settings, Backups: on another disk, a stick or a network drive. Nothing was changed.
    .command = Say where with `countersign backup create FOLDER`: on another disk, a stick or a network drive. It is remembered.
backup-beside-vault = { $path } is the folder of the vault itself. Whatever takes the vault would take its backups along.
    .hint = Choose a folder on another disk, a stick or a network drive. Nothing was changed.
backup-path-not-text = The name of the folder { $path } is not text, so it cannot be remembered.
    .hint = Rename it, or choose another folder. Nothing was changed.
backup-folder-missing = No backup: { $path } is not there.
    .hint = Plug in its disk, or connect its network drive, then back up again; or choose another folder. The vault itself is safe.
    .command = Plug in its disk, or connect its network drive, then try again; or name another folder. The vault itself is safe.
backup-no-space = No backup: there is no room left in { $path }.
    .hint = Free some space there, then back up again. The vault and the backups before are as they were.
backup-read-only = No backup: { $path } cannot be written to, only read.
    .hint = Take off the write protection of its disk, or choose another folder. The vault and the backups before are as they were.
backup-no-permission = No backup: you may not read or write in { $path }.
    .hint = Change the permissions of the folder, or choose another. The vault and the backups before are as they were.
backup-too-slow = No backup: { $path } does not answer, or takes too long.
    .hint = Look whether its network or disk is well, then back up again; or choose another folder. The vault itself is safe.
backup-failed = No backup: { $path } could not be read or written.
    .hint = Check the disk that it is on, then back up again; or choose another folder. The vault and the backups before are as they were.
backup-differs = No backup: what is in { $path } now is not what was written there.
    .hint = Do not rely on that disk or network drive: choose another folder and back up again. The vault itself is safe.
backup-vault-unsound = No backup: the vault file { $path } is not what it should be. A damaged file is not copied.
    .hint = Lock the vault and unlock it again; a good copy of it is offered if it is damaged. The backups before are as they were.
    .command = `countersign doctor` says more. The backups before are as they were.
backup-not-noted = The backup { $path } is made and proved, but that could not be written down on this computer.
    .hint = Free some space and check the permissions of the settings folder, then back up again.
backup-damaged = The backup { $path } is damaged: it does not open any more.
    .hint = Do not rely on it, and take care with its disk. Make a new backup in another place; then delete the damaged file. The vault itself was not touched.
backup-other-key = The backup { $path } belongs to another vault, or was made before the key of the vault was renewed.
    .hint = It cannot be proved with the key of today; it opens with the passwords and kits of its time. Nothing was changed.
backup-none = There is no backup in { $path }.
    .hint = Check the folder, or back up now. Nothing was changed.
    .command = Check the folder, or use `countersign backup create`. Nothing was changed.
backup-several = { $path } has backups of several vaults.
    .hint = Choose the file of the one you mean. Nothing was changed. The newest of each:
        { $candidates }
    .command = Name the file of the one you mean. Nothing was changed. The newest of each:
        { $candidates }
backup-vault-there = The vault at { $path } is well, and not the same as the backup: it has { $count } accounts and was saved on { $saved }.
    .hint = It was not touched. To go back to the backup all the same, choose to replace it; the vault of now is kept among its older copies.
    .command = It was not touched. To go back to the backup all the same, add --replace; the vault of now is kept among its older copies.
backup-other-vault = The file at { $path } is another vault, or one with another key. It was not touched.
    .hint = Choose another place for the vault from the backup.
    .command = Choose another place for the vault from the backup with --vault FILE.

## The clipboard

clipboard-unreachable = There is no clipboard here.
    .hint = Type by hand what you wanted to copy or paste. Nothing was changed.
    .command = On a text console or a remote shell use `countersign code NAME` without --copy, and `countersign scan FILE`.
clipboard-failed = The clipboard did not take the code.
    .hint = Try again, or type the code that is shown.
    .command = Use `countersign code NAME` without --copy.
clipboard-empty = There is nothing on the clipboard that can be read.
    .hint = Copy the picture of the QR code, or the address that begins with otpauth://, then paste again.
clipboard-no-symbol = The picture on the clipboard shows no QR code.
    .hint = Copy a picture that shows all of the code, sharp and straight on, then paste again.
clipboard-not-otp = The text on the clipboard is not the address of a one-time password.
    .hint = It should begin with otpauth://, steam:// or motp://. A key that the site shows to type can be added by hand.
code-not-copied = The clipboard did not take the code, so it is shown instead.
    .hint = It is good once, like every code of this account: the next call gives the next one.

## Backup codes of sites

backup-codes-not-text = What was given is not a text, so no backup codes can be read in it.
    .hint = Use the site's text file, or copy the codes from the page and paste them. Nothing was changed.
    .command = Use the site's text file, or send the copied codes through standard input: --file -. Nothing was changed.
backup-codes-none-found = Nothing in it looks like a backup code.
    .hint = Paste the codes alone, each on its own line. Nothing was changed.
    .command = Send the codes alone through standard input, each on its own line: --file -. Nothing was changed.
backup-codes-too-many = There are more than 100 codes in it, more than a site hands out.
    .hint = Paste the codes alone, each on its own line. Nothing was changed.
    .command = Send the codes alone through standard input, each on its own line: --file -. Nothing was changed.
backup-codes-known = All of these codes are there already.
    .hint = Nothing was changed. If the site made new codes, take the file that it gave with them.
backup-codes-none-left = There is no backup code left for this account.
    .hint = Sign in with a code of the account while that works, and have the site make new backup codes.
    .command = Sign in with `countersign code NAME` while that works, have the site make new backup codes, and store them with `countersign backup-codes replace NAME --file FILE`.
backup-codes-hidden = The backup codes are hidden again.
    .hint = A minute is over since you said who you are, or the vault was locked. Show them again. Nothing was changed.
    .command = Show them with `countersign backup-codes reveal NAME`.
backup-code-gone = This backup code is not there any more.
    .hint = Another program changed the account meanwhile. Nothing was changed: look at the list again.
    .command = Another program changed the account meanwhile. Nothing was changed: look at `countersign backup-codes list NAME`.

## Typing and printing

no-terminal = There is no terminal to ask on.
    .command = Give the password with --password-file FILE (first line) or in COUNTERSIGN_PASSWORD, or the recovery kit with --recovery-file FILE.
input-missing = Nothing was typed.
    .command = Standard input needs one line for each `-` on the command line. Nothing was changed.
input-too-long = The line is longer than 65,536 bytes.
    .hint = Check what was copied. Nothing was changed.
input-not-text = What was given is not text.
    .hint = It has to be plain text (UTF-8). Nothing was changed.
passwords-differ = The two passwords are not the same.
    .hint = Type the same password twice. Nothing was changed.
two-credentials = --password-file, --recovery-file and --key exclude each other.
    .command = Give the one that the vault is to be opened with.
init-needs-password = A new vault is protected by a password; a recovery kit or a security key cannot stand for it.
    .command = Leave out --recovery-file and --key; a key is added later. With --recovery-kit FILE you get a new kit.
key-reset-needs-yes = The security key was not reset: nobody agreed.
    .command = --yes agrees to losing the PIN, all passkeys and everything else on the key.
kit-needs-file = A recovery kit is not printed as JSON.
    .command = Say where to save it with --recovery-kit FILE.
qr-needs-file = A QR code is not printed as JSON.
    .command = Say where to save it with --out FILE.png.
output-failed = The output could not be written.
    .hint = Check the disk or program that it goes to. If something was to be changed, it was.
doctor-found = Something needs you: see the lines above.
    .hint = What the lines say is what to do next.

## The command line itself

usage-command = There is no such command.
    .command = `countersign --help` shows all commands.
usage-incomplete = A command is missing.
    .command = `countersign --help` shows all commands; each has its own --help.
usage-unknown = That is not understood: { $argument }
    .command = Put --help behind the command to see what it takes.
usage-missing = Something is missing: { $argument }
    .command = Put --help behind the command to see what it takes.
usage-conflict = { $argument } cannot be used together with { $other }.
    .command = Leave one of them out.
usage-choice = { $argument } takes one of: { $choices }
    .command = Put --help behind the command to see what it takes.
usage-secret = Secrets and PINs do not belong on the command line, where other programs can see them.
    .command = Write { $argument } - and type it when you are asked, or send it through standard input.
usage-too-many = There is a word too many on the command line.
    .command = Put names with spaces in quotes. Put --help behind the command to see what it takes.
usage-value = { $argument } has no value that makes sense.
    .command = Put --help behind the command to see what it takes.
usage-other = The command line is not understood.
    .command = `countersign --help` shows all commands; each has its own --help.

## Team vaults

team-not-found = There is no team vault called { $name } here.
    .hint = Nothing was changed. Look at the list of your team vaults.
    .command = Nothing was changed. `countersign team list` shows those that there are.
team-ambiguous = Several team vaults are called { $name }.
    .hint = Nothing was changed. Name it by the beginning of its id.
team-exists = There is a team vault called { $name } already.
    .hint = Nothing was changed. Choose another name.
team-name-malformed = A name has 1 to 256 bytes.
    .hint = Nothing was changed. Choose another name.
team-storage-unknown = This kind of storage is not supported.
    .hint = Nothing was changed. Use a folder on a shared drive, s3://bucket/prefix, az://container/prefix, gs://bucket/prefix or dav+https://host/path.
team-storage-malformed = This is no place for a team vault, or its address, region or prefix cannot be right.
    .hint = Nothing was changed. Write s3://bucket/prefix, az://container/prefix, gs://bucket/prefix or dav+https://host/path, and a service as https://host.
team-storage-no-key = The key to the storage is missing, or is no such text.
    .hint = Nothing was changed. Give both halves: the key and its secret, the account and its key, or the user and the password.
    .command = Nothing was changed. Give --access-key, and what is secret when you are asked or in its variable; `countersign team storage --help` has their names.
team-storage-used = There is a team vault on this storage already.
    .hint = Nothing was changed. Choose another folder or prefix, or ask its owners for a link.
team-storage-copied = { $program } copies this folder between computers, so two people could write the same entry and one would be lost.
    .hint = Nothing was changed. Use a folder on a file server that all of you open directly, or an S3-compatible bucket.
team-storage-unsafe = This storage does not keep what two people write at the same moment: one of them would lose it.
    .hint = Nothing was created. Use a folder on a file server, or another S3-compatible service.
team-storage-nextcloud = This is a Nextcloud or ownCloud server. It looks whether there is an entry and moves the new one afterwards, so two people could write the same entry and one would be lost.
    .hint = Nothing was created. Use a folder on a file server that all of you open directly, a bucket, or another WebDAV server.
team-storage-missing = The team's storage is not there: a folder that is not connected, or a bucket that does not exist.
    .hint = What was read before is still here. Connect it, then try again.
team-storage-denied = The team's storage does not let this computer in.
    .hint = What was read before is still here, and what you changed is kept. Ask an owner whether the key was replaced.
team-storage-no-answer = The team's storage does not answer.
    .hint = What was read before is still here, and what you changed is kept. Try again later.
team-storage-full = The team's storage is full.
    .hint = What you changed is kept here. Make room there, then try again.
team-storage-unfit = The team's storage cannot do what a team vault needs, or has something else in its place.
    .hint = What was read before is still here. Ask whoever looks after the storage.
team-storage-clock = The team's storage refuses this computer because its clock is wrong.
    .hint = Set the clock, then try again. Codes would be wrong too.
team-storage-no-tls = This computer has no certificates to know a server by.
    .hint = Nothing was sent. Install the system's certificates.
team-slot-blocked = In the team's storage a folder, a link or something else lies where the entry of slot { $slot } belongs.
    .hint = What was read before is still here, and what you changed is kept. Whoever looks after the storage has to take it away: it is no entry, and nobody can read past it.
team-inbox-full = In the team's storage lie more requests to join than are looked at: somebody fills the folder for them.
    .hint = Nothing was changed. Make a new link for whoever wants to join, and ask whoever looks after the storage to empty the folder inbox.
team-not-all-read = The team's storage has more than is read at once. It was read up to slot { $slot }.
    .hint = What was read is here, and what you changed is kept. The next time it goes on from there.
    .command = What was read is here, and what you changed is kept. `countersign team sync` goes on from there.
team-log-damaged = What is on the storage is not this team's log.
    .hint = Nothing was changed. Ask another member whether the team vault opens there.
team-fork = The storage has another entry in slot { $slot } than this vault has read: somebody shows different people different things.
    .hint = Nothing more is written. What was read before is still here. Call the other members, and compare what they see; an owner can begin a branch that everybody agrees to.
    .command = Nothing more is written. What was read before is still here. Call the other members, and compare what they see; an owner goes on with `countersign team recover --new-branch`.
team-rollback = The storage lost entries that this vault has read, up to slot { $slot } or after it.
    .hint = Nothing more is written, and what was read before is still here. Call the other members before you go on.
    .command = Nothing more is written, and what was read before is still here. Call the other members; `countersign team repair` puts back what this computer has, else an owner goes on with `countersign team recover --new-branch`.
team-keys-differ = { $member } changed the team's key in slot { $slot }, and this device did not get the right one.
    .hint = Codes that you have keep working, and nothing more is written. Ask another device of yours, or an owner, for the right one.
    .command = Codes that you have keep working, and nothing more is written. `countersign team recover` asks another device of yours, or an owner, for the right one; an owner can also go on without { $member } behind the slot before it, with `countersign team recover --new-branch --after --without`.
team-branch = { $member } began a branch of this team vault: what was written after slot { $slot } counts no more, if you agree.
    .hint = Nothing was changed, and nothing more is written until you agree. Call { $member }. What this computer read after that slot is written again then.
    .command = Nothing was changed, and nothing more is written until you agree. Call { $member }, then `countersign team recover --follow` with that name. What this computer read after that slot is written again then.
team-no-branch = There is no branch of this team vault by that member.
    .hint = Nothing was changed.
team-no-entry = There is no entry in slot { $slot } that this computer and the storage both have.
    .hint = Nothing was changed. Look at the log again.
team-in-order = This team vault is in order: there is nothing to recover from.
    .hint = Nothing was changed.
team-key-too-old = The team's key was changed after this copy of your vault was made, and this computer never got the new one.
    .hint = Nothing was lost, and what was read before is still here. Ask another device of yours, or an owner, for the key.
    .command = Nothing was lost, and what was read before is still here. `countersign team recover` asks another device of yours, or an owner, for the key.
team-other-log = The storage does not show everybody the same: what { $member } wrote in slot { $slot } follows something that is not here.
    .hint = Nothing here was changed. Call { $member } and compare your accounts: what each of you added since then may be missing with the other. Then find out who else can write to the storage.
team-history-locked = { $member } changed the team's key in slot { $slot } so that whoever joins later cannot read what was before.
    .hint = Nothing was lost for those who are in. Call { $member } or another owner.
team-new-device = { $member } has a new device, which let itself in with the member's own key (slot { $slot }).
    .hint = Nothing was lost. Ask { $member }. If it is not theirs, somebody has a copy of their whole vault: remove the member, and invite again.
    .command = Nothing was lost. Ask { $member }; `countersign team devices` shows it. If it is not theirs, somebody has a copy of their whole vault: `countersign team remove`, and invite again.
team-update = A newer version of Countersign is needed for this team vault.
    .hint = Update Countersign. What was read before is still here.
team-removed = You are not a member any more, or this device was taken out.
    .hint = What was read before is still here. If that is a mistake, ask an owner to invite you again.
team-not-allowed = Your role does not allow that.
    .hint = Nothing was changed. Ask an admin or owner of the team vault.
team-not-possible = That is not possible in this team vault now.
    .hint = Nothing was changed. Look at it again: somebody may have been quicker.
team-last-owner = The team vault would have no owner left.
    .hint = Nothing was changed. Make somebody else an owner first.
team-too-large = That is too much for one entry of the team vault.
    .hint = Nothing was written. Do it in several parts.
team-changed-meanwhile = Somebody else changed the team vault at the same moment.
    .hint = Nothing was changed by you. Look at it again, then repeat it.
team-waits = That waits until the storage can be reached.
    .hint = It is kept here, and written when the storage can be reached.
team-account-waits = What was done to this account before waits until the storage can be reached.
    .hint = That is kept here. Nothing else was changed: try again when the storage can be reached.
team-link-malformed = This is not a whole link or invitation to join a team vault.
    .hint = Nothing was changed. Copy it again, from its first to its last character.
team-link-used = This link was used or taken back.
    .hint = Nobody was let in. Make a new link.
team-link-other = This is no link or invitation to this team vault.
    .hint = Nothing was changed. Name the team vault that the link is to.
team-link-expired = This link has expired.
    .hint = Nobody was let in. Make a new link.
team-already-in = You are in this team vault already.
    .hint = Nothing was changed. If you were removed, sync first: then a new link lets you in again.
team-not-approved = You asked to join { $name }, and nobody has let you in yet.
    .hint = Tell whoever invited you the words that you were shown, then try again.
team-welcome = The answer to your request is not by an admin of this team.
    .hint = Nothing was taken over. Call whoever invited you, and ask for a new link.
team-not-verified = These are the accounts as whoever invited you says they are, up to slot { $slot }; the log was not verified yet.
    .hint = Nothing can be changed before it was verified, and codes that are counted are not given.
    .command = Nothing can be changed before it was verified, and codes that are counted are not given. `countersign team sync` verifies it.
team-shown-other = Whoever invited you showed you other accounts than the team vault has.
    .hint = What you see now was verified. Call another owner, and say what you were shown.
team-no-request = Nobody called { $name } asked to join.
    .hint = Nobody was let in. Ask the person to open the link first.
    .command = Nobody was let in. `countersign team pending` shows who asked.
team-request-ambiguous = Several requests are by { $name }.
    .hint = Nobody was let in. Type the words that the one you mean was shown when asking without a call: nobody else has those.
team-words-needed = Without the words that the person's program shows nobody knows who is behind this request.
    .hint = Nobody was let in. Ask the person for the words, on the phone or in person.
    .command = Nobody was let in. Ask the person for the words and give them with --words, or compare four words on a call with --call. With --unverified whoever it is becomes a viewer, who can read every secret of the team.
team-words-wrong = These are not the { $way ->
        [call] four
        [card] twelve
       *[link] six
    } words of { $name }.
    .hint = Nobody was let in. { $way ->
        [call] Begin the call anew on both sides. If the words differ again, somebody is between you: make a new link.
        [card] Ask for them again, on the phone. If they still differ, somebody changed the card or the invitation on its way.
       *[link] Ask for them again, on the phone. If they still differ, somebody else has the link: make a new one.
    }
identity-name-missing = The contact card needs your name, as others are to see it.
    .hint = Nothing was changed. Say your name once: it is kept.
    .command = Nothing was changed. Say it once with --as: it is kept.
team-card-malformed = This is not a whole contact card.
    .hint = Nobody was invited. Ask for the card again, from its first to its last character.
team-card-changed = This contact card was changed: its own keys did not sign what it says.
    .hint = Nobody was invited. Ask for the card again, in another way.
team-card-member = The key in the contact card of { $name } is or was a member's here, and no key comes in twice.
    .hint = Nobody was invited. Whoever was removed comes back by a link.
team-card-other = This invitation is for another contact card than those of your vault.
    .hint = Nothing was changed, and nothing was sent. Send your contact card to whoever invited you, and ask for another invitation.
    .command = Nothing was changed, and nothing was sent. `countersign identity` shows your contact card: ask for an invitation for that.
team-call-card = An invitation for a contact card is compared by twelve words, and not on a call.
    .hint = Nobody was let in. Compare the twelve words.
    .command = Nobody was let in. Leave out --call, and give the twelve words that the joiner's program shows with --words.
team-call-no-answer = The other side of the call did not answer for ten minutes.
    .hint = Nobody was let in, and nothing is lost. Begin anew on both sides while you are on the phone.
    .command = Nobody was let in, and nothing is lost. Begin anew while you are on the phone: `countersign team join --call` there, then `countersign team approve --call` here.
team-call-taken = Somebody else answered this call, or the storage shows somebody else's answer.
    .hint = Nobody was let in. Begin the call anew on both sides. If it happens again, ask who can write to the storage.
team-call-broken = What the storage shows of the other side of the call is not what that side has committed to.
    .hint = Nobody was let in. Begin the call anew on both sides. If it happens again, somebody who can write to the storage is between you.
team-call-too-often = There were too many calls with this link.
    .hint = Nobody was let in. Ask for a new link.
team-sheet-malformed = These are not the 24 words of an owner sheet, in their order.
    .hint = Nothing was changed. Compare them with the sheet, word by word.
team-sheet-word = Word { $position } is not a word of an owner sheet.
    .hint = Nothing was changed. Compare it with the sheet, letter by letter.
team-sheet-where = The words alone do not say where the team's storage is.
    .hint = Nothing was changed. The sheet says it: name the storage.
    .command = Nothing was changed. The sheet says it: name it with --storage.
team-sheet-unknown = No team vault on this storage knows this owner sheet.
    .hint = Nothing was changed. Compare the storage with the one on the sheet. Where an owner is left, a sync by that owner puts back what the storage lost.
team-sheet-replaced = This owner sheet was replaced or taken back.
    .hint = Nothing was changed. Use the newer one, or ask an owner for a link.
team-sheet-unfinished = Coming back with an owner sheet was begun and not finished.
    .hint = Nothing is lost. Type the sheet again: it goes on where it ended.
    .command = Nothing is lost. Run `countersign team recover --sheet FILE --as NAME` again: it goes on where it ended.
team-no-member = There is no member called { $name }.
    .hint = Nothing was changed. Look at the list of members.
team-member-ambiguous = Several members are called { $name }.
    .hint = Nothing was changed. Name the member by the beginning of the id.
team-self = You cannot remove yourself: the new key must not pass through your hands.
    .hint = Nothing was changed. Ask another admin or owner to remove you.
    .command = Nothing was changed. `countersign team leave` asks the others to remove you.
team-no-device = There is no device { $name }.
    .hint = Nothing was changed. Look at the list of devices.
    .command = Nothing was changed. `countersign team devices` shows those that there are.
team-device-ambiguous = Several devices begin with { $name }.
    .hint = Nothing was changed. Give more of the id.
team-this-device = A device cannot take itself out: the new key must not pass through its hands.
    .hint = Nothing was changed. Do it on another device of yours, or ask an admin.
team-has-account = The team vault has the account { $name } already, with other content.
    .hint = Nothing was changed, and both are still there. Compare them, and remove the one that is wrong.
team-two-secrets = Of an account that { $name } names the team vault has two secrets.
    .hint = Nothing was changed, and both are still there. Give the account the right one first.
    .command = Nothing was changed, and both are still there. Choose first: `countersign conflicts swap --in TEAM NAME` puts the other one in place, to try its codes, and `countersign conflicts keep --in TEAM NAME` keeps the one in place.
team-move-where = From one team vault to another is not one step, or nothing says which team vault is meant.
    .hint = Nothing was changed. Move the account to your own first.
    .command = Nothing was changed. `--in TEAM --to personal` moves to your own, `--to TEAM` moves from your own.
team-nothing-to-replace = Nothing of { $name } is on the list of what is to be replaced.
    .hint = Nothing was changed.
team-not-replaced = { $name } still has a secret that the removed member knew: that of its codes, or its backup codes.
    .hint = Nothing was changed. Get new ones from the site, and change the account first.
team-role-unknown = This is no role.
    .hint = Nothing was changed. Roles are viewer, editor, admin and owner.
