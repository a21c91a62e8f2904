# The security keys of the vault, in the window.

keys-title = Security keys
keys-summary = { $keys ->
        [one] 1 key
       *[other] { $keys } keys
    }, { $accounts ->
        [one] 1 account
       *[other] { $accounts } accounts
    } protected, { $alone } by one key only
keys-summary-safe = { $keys ->
        [one] 1 key
       *[other] { $keys } keys
    }, { $accounts ->
        [one] 1 account
       *[other] { $accounts } accounts
    } protected
keys-register = Register key
keys-none-title = Which account is on which key?
keys-none-text = Register your security keys, and note which accounts are on each. When one is lost, you know what to do.
keys-stranger = { $name } is plugged in and not in the list.
keys-stranger-unnamed = A security key is plugged in that is not in the list.
keys-stranger-hint = Register it to note which accounts are on it.
keys-alone = Add your second key to { $count ->
        [one] 1 account
       *[other] { $count } accounts
    }
keys-alone-text = { $names } { $count ->
        [one] is
       *[other] are
    } on one key only. If that key is lost, so is this way in.
keys-alone-start = Start

## A key

# Words in a key's name that colour its picture.
key-colour-red = red
key-colour-orange = orange
key-colour-yellow = yellow
key-colour-green = green
key-colour-blue = blue
key-colour-purple = purple

key-firmware = firmware { $firmware }
key-no-place = nothing noted
key-lost-since = lost since { $day }
key-here = plugged in
key-never-here = never plugged in here
key-seen-long-ago = not seen for a year
key-seen = { $days ->
        [0] seen today
        [one] seen yesterday
       *[other] seen { $days } days ago
    }
key-accounts = Accounts
key-unlocks = Unlocks
key-unlocks-pin = this vault, with its PIN
key-unlocks-touch = this vault, by a touch
key-unlocks-not = nothing here
key-on = On { $name }
key-not-here = Plug it in to see its PIN and passkeys.
key-on-passkey = passkey
key-on-fido2 = second factor
key-on-u2f = second factor (U2F)
key-on-none = No account is noted on this key.
key-add-account = Add an account
key-take-off = Take { $account } off { $name }
key-more = About this key
key-lost-it = I lost it
key-runbook = What to do now
key-retire = Retire it

key-pin-cannot = cannot have a PIN
key-pin-none = no PIN set
key-pin-is-set = PIN set
key-pin-tries = PIN set, { $count ->
        [one] 1 try
       *[other] { $count } tries
    } left
key-pin-to-change = must be changed before anything else
key-room = room for { $count ->
        [one] 1 more passkey
       *[other] { $count } more passkeys
    }
key-characters = { $count } characters

key-fact-place = Kept
key-fact-added = Registered
key-fact-seen = Last seen
key-fact-firmware = Firmware
key-fact-serial = Serial number
key-fact-pin = PIN
key-fact-shortest-pin = Shortest PIN
key-fact-fingerprints = Fingerprints
key-fact-always = Asks each time
key-fact-vaults = Opens vaults
key-fact-standards = Standards
key-fact-model = Model (AAGUID)
key-fingers-yes = set up
key-fingers-no = none set up
key-fingers-cannot = has no reader
key-always-yes = for its PIN or a finger
key-always-no = for a touch, where a site is content with that
key-always-cannot = for what the site wants
key-vaults-yes = yes, it knows hmac-secret
key-vaults-no = no, it does not know hmac-secret

## What a key can be asked to do

key-pin-set = Set a PIN
key-pin-change = Change PIN
key-passkeys = Passkeys
key-wink = Blink
key-test = Test
key-reset = Reset
key-winked = { $name } blinks.
key-working = Working

register-title = Register a security key
register-text = The vault remembers the key and which accounts are on it. Nothing is written to the key.
register-name = What you call it
register-name-hint = Something you can tell it by, such as its colour.
register-place = Where it is kept
register-place-hint = On the key ring, in the safe
register-plugged = It is at hand
register-plugged-hint = Its model and firmware are noted, and it is recognised when it is plugged in.
register-submit = Register
register-taken = Another key is called so. Choose another name.

account-title = Which account is on { $name }?
account-find = Find an account
account-how = How it is on the key
account-how-fido2 = Second factor
account-how-passkey = Passkey
account-how-u2f = U2F
account-how-hint = A passkey lies on the key and signs in without a password.
account-none = No other account fits.

pin-set-title = Set a PIN for { $name }
pin-set-text = The PIN can be changed later, but only a reset takes it away, and that makes the key forget everything.
pin-change-title = Change the PIN of { $name }
pin-change-text = A wrong PIN costs one try.
pin-old = PIN that it has
pin-new = New PIN
pin-again = The same once more
pin-submit-set = Set the PIN
pin-submit-change = Change the PIN
pin-differs = The two are not the same.

passkeys-title = Passkeys on { $name }
passkeys-text = The key lists them for its PIN.
passkeys-show = Show the passkeys
passkeys-none = There are no passkeys on this key.
passkeys-delete = Delete the passkey of { $account } at { $site }
passkeys-delete-ask = Delete the passkey of { $account } at { $site }? It is gone for ever. If the site still knows it, remove it there too.
passkeys-delete-yes = Delete it

key-ask-test-title = Test { $name }
key-ask-test-text = The key is registered at a site that does not exist, and signs in there. Nothing is left on it. Touch it when it blinks; it blinks twice.
test-done = The key works. It has signed { $count ->
        [one] once
       *[other] { $count } times
    } so far.

key-ask-reset-title = Reset { $name }
key-ask-reset-text = The key forgets its PIN, all passkeys and every registration. That cannot be undone. Pull it out, plug it in, and reset it within ten seconds; then touch it.
reset-accounts = These accounts lose the key:
key-ask-reset-submit = Reset the key
reset-done = The key has forgotten everything.

key-ask-lose-title = Is { $name } lost?
key-ask-lose-text = It counts as lost from now on, and you see for each account what to do. It is back as soon as you register it again.
key-ask-lose-submit = It is lost
key-ask-retire-title = Retire { $name }
key-ask-retire-text = The vault forgets the key. Reset it before you give it away.
retire-accounts = Accounts are on it. Take it off them first, at the site and here.
key-ask-retire-submit = Retire it

## The second key

second-title = A second key for each account
second-text = Register another key at the site, then say here which one it was.
second-progress = { $done } of { $all } accounts are on two keys or more
second-none-left = Every account with a security key is on two or more.
second-only = on { $name } only
second-which = Second key for { $account }
second-done = It is registered
second-no-other = There is no second key yet. Register one first.

## A lost key

lost-title = { $name } is lost
lost-text = Work from the top. What you tick is noted at once.
lost-vault = Keep it out of this vault
lost-vault-text = The key opens this vault. Remove it from the ways to unlock, then give the vault a new key.
lost-vault-open = Ways to unlock
lost-vault-done = The key does not open this vault. If it did once, renew the vault’s key among the ways to unlock: older copies still know the lost one.
lost-accounts = Take it off your accounts
lost-progress = { $done } of { $all } done
lost-no-accounts = No account was noted on it.
lost-by = Still open by { $ways }
lost-effort = Open with effort, by { $ways }
lost-locked = Nobody knows another way in. Ask the site’s support.
lost-done = Taken off at the site: { $account }
lost-last = When nothing is left, retire the key: the vault then forgets it.
