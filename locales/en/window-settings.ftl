# The settings.

settings-title = Settings
settings-saved-note = Changes apply at once.

settings-security = Security
settings-lock = Lock when nobody is there
settings-lock-minutes = { $minutes ->
        [one] After 1 minute
       *[other] After { $minutes } minutes
    }
settings-lock-hours = { $hours ->
        [one] After 1 hour
       *[other] After { $hours } hours
    }
settings-lock-never = Never
settings-lock-warning = Whoever sits down at this computer sees your codes.
settings-lock-desktop = Lock with the desktop
settings-lock-desktop-hint = When the screen is locked and when the computer goes to sleep.
settings-clipboard = Clear a copied code
settings-clipboard-hint = Only if nothing else was copied since.
settings-clipboard-seconds = After { $seconds } seconds
settings-clipboard-minutes = { $minutes ->
        [one] After 1 minute
       *[other] After { $minutes } minutes
    }
settings-hide = Hide codes
settings-hide-hint = Dots until you point at a code or choose it.

settings-appearance = Appearance
settings-theme = Theme
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-density = List
settings-density-comfortable = Comfortable
settings-density-compact = Compact

settings-vault = Vault
settings-vault-saved = Saved { $saved }
settings-vault-missing = The file is not there now
settings-vault-current = open
settings-vaults = Vaults on this computer
settings-vault-open = Open another file
settings-vault-new = New vault
settings-vault-switch = Open { $name }
settings-vault-forget = Take { $name } off the list
settings-vault-forget-short = Forget
settings-vault-switch-short = Open
settings-vault-note = Opening another vault locks this one. Forgetting takes a vault off this list; its file stays.

settings-check = Check this vault
settings-check-what = The file, its copies and this computer
settings-check-text = Your vault is not changed by it.
settings-check-run = Check now
settings-check-again = Check again
settings-check-busy = Checking
settings-check-good = Good
settings-check-note = Note
settings-check-bad = Needs you

settings-about = About
settings-version = Version
settings-licence = Licence
settings-licence-text = MIT or Apache-2.0
settings-network = Network
settings-network-text = No request is ever made. Countersign works without a network.
