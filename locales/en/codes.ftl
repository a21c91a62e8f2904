# Accounts and their codes.

ask-uri = Address (not shown):
ask-secret = Secret (not shown):
ask-pin = PIN (not shown):
ask-notes = Notes (not shown):

column-issuer = ISSUER
column-account = ACCOUNT
column-type = TYPE
column-id = ID
column-tags = TAGS
column-removed = REMOVED
mark-favorite = ★
mark-conflicts = TWO SECRETS
list-empty = No accounts yet. Add one: `countersign scan PICTURE.png --add` or `countersign add -`.
list-no-match = No account has "{ $query }" in its issuer, account name or tags.

account-added = Added { $label }.
account-already-there = { $label } was there already; nothing was added.
account-updated = { $label } was there already; its PIN or counter was updated.
account-changed = Changed { $label }.
account-removed =
    Moved { $label } to the trash.
    To have it back: `countersign trash restore { $id }`.
account-restored = { $label } is back.
trash-is-empty = The trash is empty.
trash-emptied = { $count ->
        [0] The trash was empty already.
        [one] Removed 1 account for ever.
       *[other] Removed { $count } accounts for ever.
    }

copy-noticed = Another version of this vault is beside it: { $copy }. To merge it: countersign merge FILE
copy-merged =
    { $added ->
        [0] Merged; no account was missing.
        [one] Merged; 1 account was added.
       *[other] Merged; { $added } accounts were added.
    }
    { $conflicts ->
        [0] The other file is { $copy } now.
       *[other] The other file is { $copy } now. Accounts with two secrets: { $conflicts }; see `countersign conflicts list`.
    }
conflicts-none = No account has two secrets.
conflicts-choose = one is to be chosen: see `countersign conflicts`
conflict-kept = { $label } keeps the secret that it has. The other one is in its history.
conflict-swapped = { $label } has the other secret now. If its codes work: `countersign conflicts keep`.

code-valid-for = valid for { $seconds } s
code-valid-in = valid in { $seconds } s
code-used-once = good once; the next call gives the next code
code-copied = Copied, clears in { $seconds } s

qr-written = The QR code is in { $file }. It holds the secret: delete the file after use.

field-issuer = Issuer
field-account = Account
field-type = Type
field-algorithm = Algorithm
field-digits = Digits
field-period = Period
field-counter = Counter
field-conflicts = Two secrets
field-tags = Tags
field-favorite = Favourite
field-methods = Methods
field-deadline = Deadline
field-trusted-for = Device trusted for
field-recovery-contact = Recovery contact
field-recovery-link = Recovery page
field-copies = Secret also on
field-never-asks = Site never asks for
field-report-to = Report to
field-api = Programs (API)
api-unaffected = need no second factor
api-affected = need keys or codes of their own
field-replaced = Replaced secrets
field-created = Added
field-changed = Changed
field-id = Id
field-secret = Secret
field-pin = PIN
field-notes = Notes
yes = yes
no = no
seconds = { $count ->
        [one] 1 second
       *[other] { $count } seconds
    }
