# Creating and opening a vault, and its ways to unlock.

ask-password = Password:
ask-new-password = New password:
ask-again = Once more:
ask-key-pin = PIN of the security key:
ask-kit = The 15 words of the recovery kit:
ask-kit-to-keep = The 15 words of the recovery kit (none: it is dropped):

key-touch = Touch the security key that blinks.

unlocking = Unlocking
creating = Creating the vault
hashing = Protecting the vault with the new password
renewing = Giving the vault a new key

vault-created =
    Created { $vault }.
    Next: `countersign slots add recovery` makes a recovery kit, for the day the password is forgotten.
vault-created-with-kit =
    Created { $vault }.
    The recovery kit is in { $kit }: print it, keep it in a safe place, and delete the file.
password-changed =
    The password is changed. Older copies of the vault still open with the old one.

slot-password = Password
slot-recovery = Recovery kit
slot-keyring = Keyring
slot-fido2 = Security key
slot-kind-password = password
slot-kind-keyring = keyring
slot-kind-fido2 = security key
slot-kind-recovery = recovery kit
slot-kind-other = unknown to this version
slot-cost = { $mib } MiB, { $passes ->
        [one] 1 pass
       *[other] { $passes } passes
    }
slot-wants-pin = PIN or finger
slot-wants-touch = a touch
slot-added = Added "{ $name }".
slot-removed = Removed "{ $name }". Older copies of the vault still open with it.
slot-renamed = It is called "{ $name }" now.

slot-keyring-added =
    "{ $name }": the keyring of this computer opens the vault from now on, without a password.
    `countersign lock` makes it wait until the password was typed again.
slot-fido2-added =
    "{ $name }": the security key opens the vault from now on, with its PIN or a finger: `countersign --key list`.
    Add a second key too: a key can be lost.
slot-fido2-added-touch =
    "{ $name }": the security key opens the vault from now on, by a touch: `countersign --key list`.
    Whoever has the key and the vault file can open it. Add a second key too: a key can be lost.
slot-never-tested = never

vault-locked-now = Locked. The next command asks for the password.
vault-locked-already = This computer's keyring does not open the vault: there is nothing to lock.
vault-renewed =
    The vault has a new key. Older copies of it still open as before.
renewed-kept = It still opens with "{ $name }" ({ $kind }).
renewed-dropped = It does not open with "{ $name }" ({ $kind }) any more. Add it again if you need it.

kit-saved = The recovery kit is in { $file }: print it, keep it in a safe place, and delete the file.
kit-head =
    Countersign recovery kit
    ========================

    These words open your vault without its password. Print this page and keep it where you keep
    what matters most. Whoever has it and your vault file has your codes.

    Vault { $fingerprint }
kit-sheet-title = Countersign recovery kit
kit-sheet-what = These words open your vault without its password. Keep this page where you keep what matters most, and delete its file. Whoever has it and your vault file has your codes.
kit-sheet-vault = Vault
kit-sheet-use = To use it: open Countersign, choose “Forgot your password?” and type the 15 words in their order, or run countersign --recovery-file - password change.
kit-machine-line = The same for programs:
kit-foot =
    To use it, save the words in a file and run

        countersign --recovery-file FILE list
        countersign --recovery-file FILE password change

column-name = NAME
column-kind = KIND
column-added = ADDED
column-tested = TYPED
column-cost = COST

## How hard a password is to guess: what is wrong with it.

strength-row-of-keys = Keys that lie in a row are easy to guess.
strength-keyboard-pattern = Short patterns on the keyboard are easy to guess.
strength-repeated-character = Repeats like "aaa" are easy to guess.
strength-repeated-pattern = Repeats like "abcabcabc" are hardly harder to guess than "abc".
strength-top-10 = This is one of the ten most used passwords.
strength-top-100 = This is one of the hundred most used passwords.
strength-common = Many people use this password.
strength-similar-to-common = This is close to a password that many people use.
strength-sequence = Sequences like "abc" or "6543" are easy to guess.
strength-recent-year = Recent years are easy to guess.
strength-single-word = A single word is easy to guess.
strength-date = Dates are easy to guess.
strength-single-name = A name alone is easy to guess.
strength-common-name = Common names are easy to guess.

## What would make it better.

strength-use-a-few-words = Use a few words that do not belong together.
strength-no-need-for-symbols = Symbols, digits and capital letters are not needed.
strength-add-a-word = Add another word or two; rare words are better.
strength-capitals = A capital letter at the beginning helps little.
strength-all-capitals = All capitals are as easy to guess as none.
strength-reversed = A word written backwards is hardly harder to guess.
strength-substitutions = Writing "@" for "a" and the like helps little.
strength-longer-pattern = Use a longer pattern with more turns.
strength-avoid-repeats = Avoid words and characters that repeat.
strength-avoid-sequences = Avoid sequences.
strength-avoid-recent-years = Avoid recent years.
strength-avoid-own-years = Avoid years that have to do with you.
strength-avoid-own-dates = Avoid dates and years that have to do with you.
