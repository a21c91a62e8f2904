# Creating and opening a vault, and its ways to unlock.

ask-password = Password:
ask-new-password = New password:
ask-again = Once more:

unlocking = Unlocking
creating = Creating the vault
hashing = Protecting the vault with the new password

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
slot-kind-password = password
slot-kind-keyring = keyring
slot-kind-fido2 = security key
slot-kind-recovery = recovery kit
slot-kind-other = unknown to this version
slot-cost = { $mib } MiB, { $passes ->
        [one] 1 pass
       *[other] { $passes } passes
    }
slot-added = Added "{ $name }".
slot-removed = Removed "{ $name }". Older copies of the vault still open with it.
slot-renamed = It is called "{ $name }" now.

kit-saved = The recovery kit is in { $file }: print it, keep it in a safe place, and delete the file.
kit-head =
    Countersign recovery kit
    ========================

    These words open your vault without its password. Print this page and keep it where you keep
    what matters most. Whoever has it and your vault file has your codes.

    Vault { $fingerprint }
kit-machine-line = The same for programs:
kit-foot =
    To use it, save the words in a file and run

        countersign --recovery-file FILE list
        countersign --recovery-file FILE password change

column-name = NAME
column-kind = KIND
column-added = ADDED
column-cost = COST
