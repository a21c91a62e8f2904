# Looking after security keys.

ask-new-key-pin = New PIN of the security key:
ask-key-reset = The key forgets its PIN, all passkeys, and every registration. That cannot be undone. Type yes to agree:

key-pin-was-set = The security key has a PIN now. It can be changed, but only a reset takes it away.
key-pin-was-changed = The PIN of the security key is changed.
key-reset = The security key has forgotten everything.
key-winked = The security key blinks.
key-tested = The security key works: it was registered at a site that does not exist, and signed in there. Signatures so far: { $signatures }.
key-verifies-always = The security key asks for its PIN or a finger each time from now on.
key-verifies-seldom = A touch is enough for the security key again, where a site is content with that.
key-shortest-pin-set = The shortest PIN is set; only a reset makes it shorter again.
key-pin-must-change = The PIN has to be changed before the security key does anything else.
passkey-renamed = The passkey has its new name.
passkey-deleted = The passkey is deleted. If the site still knows it, remove it there too.

key-registered = The vault knows { $key } now. Note which accounts are on it with `countersign keys account add`.
key-unregistered = The vault does not know { $key } any more.
key-account-added = The account is on { $key }.
key-account-removed = The account is not on { $key } any more. If its site still knows the key, remove it there too.
key-is-lost = lost
key-never-seen = never
key-lost =
    { $key } is lost. Take it off each account's site, as below. If it opens this vault, remove its slot and give the vault a new key:
    `countersign slots remove`, then `countersign slots renew`.
second-key = { $done } of { $all } accounts with security keys are on two or more. These are on one alone:
column-kept = KEPT
column-seen = SEEN
column-accounts = ACCOUNTS

key-cannot = cannot
column-place = PLACE
column-pin = PIN
column-vaults = OPENS VAULTS
column-site = SITE

key-info-name = Name
key-info-place = Place
key-info-serial = Serial number
key-info-firmware = Firmware
key-info-model = Model (AAGUID)
key-info-standards = Standards
key-info-extensions = Extensions
key-info-pin = PIN set
key-info-tries = Tries left
key-info-shortest-pin = Shortest PIN
key-info-fingerprints = Fingerprints
key-info-always-uv = PIN each time
key-info-free = Room for passkeys
key-info-vaults = Opens vaults

# The doctor of keys. $key: what its maker calls it; $place: where it is.
keys-doctor-opens = { $key } at { $place } works, and opens this vault.
keys-doctor-works = { $key } at { $place } works. No security key opens this vault yet: `countersign slots add fido2` adds one.
keys-doctor-not-of-vault = { $key } at { $place } works, and does not open this vault: another key was added to it, or this one was reset since.
keys-doctor-out-of-reach = { $key } at { $place } opened this vault by a touch, and asks for its PIN each time by now (alwaysUv), so that it cannot any more.
    .hint = Turn alwaysUv off, and the touch is enough again. To keep it on: unlock in another way, remove the key from the vault, and add it again.
    .command = `countersign keys config always-uv off` lets the touch be enough again. To keep it on: unlock in another way, then `countersign slots remove NAME` and `countersign slots add fido2`.
keys-doctor-u2f-only = { $key } at { $place } works, and is from before FIDO2: it can be registered at sites, but it cannot unlock a vault.
keys-doctor-no-secrets = { $key } at { $place } works, but without the extension hmac-secret: it can be registered at sites, but it cannot unlock a vault.
keys-doctor-pin-blocked = The PIN of { $key } at { $place } is blocked: no tries are left.
    .hint = Only a reset makes the key usable again, and it forgets everything then.
keys-doctor-pin-must-change = { $key } at { $place } takes its PIN for nothing before it was changed.
    .hint = Change the PIN.
    .command = `countersign keys pin change` changes it.
keys-doctor-none = No security key is plugged in, as far as the system says.
    .hint = Plug it in without a hub or an extension lead, and try another socket. A key that blinks or is warm has power; one that stays dark may be broken.
keys-doctor-no-interface = { $key } is plugged in, but has no way in for FIDO.
    .hint = If it is a security key: switch FIDO (or U2F) on with its maker's program, or plug it in again, and close programs that took the whole device over.
keys-doctor-no-drivers = The system has no drivers for security keys (hidraw).
    .hint = In a container or a virtual machine, let it have /sys and the device. Else load the drivers hidraw and usbhid.
    .command = In a container or a virtual machine, let it have /sys and the device. Else load them with `sudo modprobe hidraw usbhid`.
keys-doctor-no-rule = The system does not let you use { $key } at { $place }: no rule of udev gives it to who sits at the computer.
    .hint = Write this line into /etc/udev/rules.d/70-security-key.rules, let udev read its rules anew, and plug the key in again: { $rule }
    .command = Write this line into /etc/udev/rules.d/70-security-key.rules, run `sudo udevadm control --reload`, and plug the key in again: { $rule }
keys-doctor-rule-late = The system does not let you use { $key } at { $place }, although a rule of udev would give it to who sits at the computer.
    .hint = Plug it in again: a rule holds only for what is plugged in after it was made. If that changes nothing, sign out and in again at the computer itself.
keys-doctor-remote = The system does not let you use { $key } at { $place }: it is for who sits at the computer, and you came over the network.
    .hint = Sit down at it, or let an administrator give the device to a group of which you are: GROUP="plugdev", MODE="0660" in place of TAG+="uaccess" in this rule of udev: { $rule }
keys-doctor-flatpak = Flatpak keeps security keys from this program.
    .hint = Give { $app } all devices in the settings of Flatpak, and start the program again.
    .command = Run `flatpak override --user --device=all { $app }`, and start the program again.
keys-doctor-snap = Snap may keep security keys from this program.
    .hint = Connect { $app } to the interface u2f-devices of Snap, and start the program again.
    .command = Run `sudo snap connect { $app }:u2f-devices`, and start the program again.
keys-doctor-administrator = Windows lets only administrators use { $key } directly.
    .hint = Start the program as administrator for what is done with security keys. Password and recovery kit work without.
keys-doctor-input-monitoring = macOS does not let this program use { $key }.
    .hint = Allow it under System Settings, Privacy & Security, Input Monitoring (the terminal, if you run it there), and start it again.
keys-doctor-gone = { $key } is listed at { $place }, and is not there.
    .hint = Plug it in again. In a container, let it have that device.
keys-doctor-held = { $key } at { $place } did not answer us. These programs have it open: { $programs }
    .hint = Cancel what they ask of the key, or close them.
keys-doctor-busy = { $key } at { $place } works for another program all the time.
    .hint = Cancel what a browser or another program asks of the key, or plug it in again.
keys-doctor-silent = { $key } at { $place } says nothing that makes sense.
    .hint = Plug it in again, in another socket. If that changes nothing on another computer either, it is broken.
