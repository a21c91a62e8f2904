# The Codes screen: the list, one account, the trash.

## The list

search = Search { $count ->
        [one] 1 account
       *[other] { $count } accounts
    }
search-label = Search issuer, account and tags
search-clear = Clear the search
scan = Scan
scan-routes = Other ways to scan
route-screen = Scan the screen
route-camera = Use a camera
route-pictures = Choose pictures
route-clipboard = Paste
add = Add an account
copy-code-of = Copy code for { $name }
next = next
next-code = Next code
next-code-of = Next code of { $name }
enter-pin = Enter PIN
favourite = Favourite
copied = Copied, clears in { $seconds } s
told-copied = Copied the code for { $name }. It clears in { $seconds } seconds.

no-accounts = No accounts yet
no-accounts-text = A site that offers two-factor sign-in shows a QR code. Bring it on the screen and scan it, and your codes appear here. You can also drop a picture of it, or the file of another program, on this window.
empty-scan = Scan the screen
empty-paste = Paste
empty-add = Add by hand
no-match = Nothing found
no-match-text = No account has “{ $query }” in its issuer, account name or tags.
no-favourites = No favourites yet
no-favourites-text = Right-click an account and choose Favourite to keep it at the top.
no-tagged = No account is tagged { $tag }
show-all = Show all accounts

## What can be done with an account

menu-label = Account
menu-of = More for { $name }
menu-copy = Copy code
menu-details = Details
menu-favourite = Favourite
menu-no-favourite = Remove from favourites
menu-edit = Edit
menu-qr = Show QR code
menu-reveal = Show secret
menu-uri = Copy otpauth address
menu-remove = Remove { $name }

removed = { $name } is in the trash.
added-new = Added { $name }.
added-alreadyThere = { $name } was there already. Nothing was added.
added-updated = { $name } was there already. Its PIN or counter is up to date now.
added-replaced = Replaced the secret of { $name }. The old one is in its history.
added-and-replaced = Added { $count }, replaced the secrets of { $replaced }.
added-undone = { $count ->
        [0] Undone. The old secret is in place again.
       *[other] Undone. What was added is in the trash.
    }
added-many = { $count ->
        [0] All of them were there already.
        [one] Added 1 account.
       *[other] Added { $count } accounts.
    }

## An account whose codes need a PIN

pin-title = PIN for { $name }
pin-text = Codes of this account are made with a PIN that is not stored here.
pin-label = PIN
pin-submit = Make the code

## One account

pane = Account { $name }
copy = Copy
send-to-phone = Show QR

facts-safety = Signing in
facts-edit = Edit how you sign in
facts-methods = Methods
facts-primary = { $method } (primary)
facts-trusted = Trusted here
facts-trusted-never = No, asks each time
facts-trusted-once = For one sign-in
facts-trusted-days = { $count ->
        [one] For 1 day
       *[other] For { $count } days
    }
facts-trusted-hours = { $count ->
        [one] For 1 hour
       *[other] For { $count } hours
    }
facts-contact = Recovery
facts-none = Nothing noted
facts-keys = Security keys
facts-keys-none = On none of your keys
facts-key-passkey = passkey
facts-key-fido2 = second factor
facts-key-u2f = U2F
facts-key-lost = lost
facts-key-add = Add a key
facts-key-remove = Take it off { $name }
facts-account = This account
facts-code = Codes
facts-digits = { $count } digits
facts-period = { $count ->
        [one] 1 second
       *[other] { $count } seconds
    }
facts-counter = counter { $counter }
facts-added = Added
facts-changed = Changed
facts-replaced = Secret
facts-replaced-times = { $count ->
        [one] Replaced once
       *[other] Replaced { $count } times
    }
facts-notes = Notes
facts-notes-yes = Shown with the secret
conflict-mark = Two secrets
conflict-title = Two secrets to choose from
conflict-text = This account was given another secret in two places. The code above is of one of them. Sign in with it: if the site takes it, keep this one; if not, try the other. Neither is lost.
conflict-other = Code of the other:
conflict-swap = Try the other
conflict-keep = Keep this one
conflict-swapped = The other secret is in place now.
conflict-kept = { $name } keeps this secret. The other is in its history.
deadline-left = { $count ->
        [one] Two-factor is required from tomorrow
       *[other] Two-factor is required in { $count } days
    }
deadline-over = Two-factor is required now
deadline-text = The site demands it from { $date }.

## The trash

trash-text = Removed accounts keep their secrets until the trash is emptied.
trash-empty = Empty the trash
trash-empty-title = The trash is empty
trash-empty-text = Accounts that you remove come here first, so that you can have them back.
trash-since = removed { $day }
trash-ask = { $count ->
        [one] Remove 1 account for ever?
       *[other] Remove { $count } accounts for ever?
    }
trash-ask-text = Their secrets are gone then, and nobody can bring them back. Switch two-factor off on the sites first.
trash-empty-yes = { $count ->
        [one] Remove 1 account for ever
       *[other] Remove { $count } accounts for ever
    }
trash-emptied = { $count ->
        [one] Removed 1 account for ever.
       *[other] Removed { $count } accounts for ever.
    }
restore = Restore
restore-of = Restore { $name }
restored = { $name } is back.
and-more = and { $count } more
route-import = Import a file
empty-import = Import

## Accounts of team vaults

menu-move = Move to { $name }
menu-move-home = Move to my own vault
in-team = In the team vault { $name }
shared-in = Shared in { $name }
shared-members = Members
shared-last = Last change
shared-by = { $name }, { $day }
shared-waiting = not on the storage yet
shared-conflict = Two secrets are known, and nobody has chosen. Edit the account and give it the right one.
shared-open = Open { $name }
move-title = Move { $account } to { $team }?
move-text = Every member of { $team } can read its secret, backup codes and notes then. It leaves your own vault once it was read back from the storage.
move-submit = Move
move-home-title = Move { $account } to your own vault?
move-home-text = It is deleted for everybody else in { $team }. They have seen its secret: get a new one from the site afterwards.
moved = { $account } is in { $team } now.
moved-home = { $account } is in your own vault now.
