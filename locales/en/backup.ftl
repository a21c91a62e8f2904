# Backups: copies of the vault file.

backing-up = Backing up, and proving the backup
proving = Proving the backups
restoring = Opening the backup

backup-created = Backed up and proved: { $count ->
        [one] 1 account
       *[other] { $count } accounts
    } in { $file }
backup-list-empty = There is no backup in { $folder }.
backup-never-proved = not yet
backup-last-failure = Since { $since }: { $message }
backup-sound = whole
backup-is-damaged = DAMAGED
backup-unreadable = CANNOT BE READ
backup-too-new = from a newer version
backup-proved = { $file }: proved. It holds the vault as it is now, { $count ->
        [one] 1 account
       *[other] all { $count } accounts
    }.
backup-proved-older = { $file }: proved. It is older than the vault: { $count ->
        [one] its 1 account opens
       *[other] all of its { $count } accounts open
    }, { $unchanged ->
        [one] 1 is
       *[other] { $unchanged } are
    } as in the vault now.
backup-passed-over = { $file } is damaged and was passed over; an older backup was taken.
backup-restored =
    Restored { $vault } with { $count ->
        [one] 1 account
       *[other] { $count } accounts
    } from { $file }.
    It opens with the password and recovery kit of the day of the backup.
backup-restored-over =
    Restored { $vault } with { $count ->
        [one] 1 account
       *[other] { $count } accounts
    } from { $file }.
    What was there before is kept among its older copies. It opens with the password and recovery kit of the day of the backup.
backup-restored-same = { $vault } holds all that is in { $file } just so. Nothing was changed.

column-made = MADE
column-state = STATE
column-proved = PROVED
column-file = FILE
