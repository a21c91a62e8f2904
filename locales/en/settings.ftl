# The doctor.

state-good = good
state-note = note
state-bad = BAD

doctor-vault-sound = The vault at { $path } is whole. Saves: { $generation }. Ways to unlock: { $slots }.
doctor-vault-missing = There is no vault at { $path }.
    .hint = Check that its disk is connected; an open vault is still in memory and can be saved again.
    .command = Create one with `countersign init`, or say where it is with --vault FILE.
doctor-vault-damaged = The vault at { $path } is damaged.
    .hint = When you unlock it, the newest good copy is offered.
    .command = Try the newest good copy below with --vault, then copy it back.
doctor-vault-too-new = A newer version of Countersign wrote the vault at { $path }. Update Countersign.
doctor-vault-unreadable = The vault at { $path } cannot be read ({ $code }). Check its permissions and its disk.
doctor-copies = Older copies: { $count }. The newest good one is of { $saved }: { $copy }
doctor-copies-none = There are no older copies of the vault yet. Each change keeps one.
doctor-copy-beside = There is another version of the vault beside it, perhaps of a program that synchronises folders: { $copy }
    .hint = Merge it with: countersign merge FILE
doctor-backups-proved = Backups go to { $path }; the last one was proved on { $saved }.
doctor-backups-unproved = Backups go to { $path }, but none was made and proved yet.
doctor-backups-failed = Backups to { $path } fail since { $saved } ({ $code }).
    .hint = Look at Settings, Backups, and back up again.
    .command = `countersign backup create` tries again and says why.
doctor-backups-none = No folder was chosen for backups: with this disk everything would be gone.
    .hint = Choose one under Settings, Backups.
    .command = `countersign backup create FOLDER` makes one on another disk.
doctor-folder-writable = The folder of the vault can be written to.
doctor-folder-not-writable = The folder of the vault cannot be written to ({ $code }). Check its permissions and free space.
doctor-clock = The clock says { $now }. Compare it with a clock you trust: codes depend on it.
doctor-clock-unset = The clock of this computer is not set. Set date and time: codes depend on them.
doctor-clipboard = The clipboard can be reached.
doctor-clipboard-none = There is no clipboard here.
    .hint = Codes can be read from the screen.
    .command = `code --copy` does not work.
