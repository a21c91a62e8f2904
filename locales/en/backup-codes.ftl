# Backup codes: the single-use codes that sites give out.

ask-backup-codes = Backup codes (not shown):
backup-codes-stored = Stored { $count ->
        [one] 1 backup code
       *[other] { $count } backup codes
    } of { $label }.
backup-codes-replaced = Stored { $count ->
        [one] 1 backup code
       *[other] { $count } backup codes
    } of { $label }. All older ones are marked invalid.
backup-codes-check = Compare them with the site: `countersign backup-codes reveal { $id }`.
backup-codes-check-team = Compare them with the site: `countersign backup-codes reveal { $id } --in "{ $team }"`.
backup-codes-delete-file =
    Delete { $file } now: whoever finds it can use the codes.
    On a solid-state disk or a synchronised folder something of it may stay, also if it is overwritten.
backup-codes-ask-delete = Delete it now? (yes or no)
backup-codes-file-deleted = { $file } was deleted. On a solid-state disk or in a synchronised folder something of it may stay.
backup-codes-correct = Enter stores them; `-2` drops code 2, `2 CODE` puts another in its place, `+CODE` adds one, `q` stores none:
backup-codes-not-understood = That was not understood.
backup-codes-kept = It is noted where the backup codes of { $label } are.
backup-codes-not-kept = The backup codes of { $label } are kept in no other place any more.
backup-codes-kept-in = kept: { $place }
backup-codes-kept-in-note = kept: { $place } ({ $note })
backup-codes-printed = { $count ->
        [one] 1 backup code is
       *[other] { $count } backup codes are
    } on the page { $path }. Print it, keep it where you keep your passport, and delete the file.
codes-sheet-title = Backup codes
codes-sheet-what = Each code signs in once, when the authenticator is not at hand. Tick it when it is used. Keep this page away from the computer.
codes-sheet-printed = As of { $day }. When the site makes new codes, these are void.
backup-codes-nothing = There are no backup codes of { $label }.
backup-codes-left = { $left } of { $total } left.
backup-codes-few = Few are left: have the site make new ones.
backup-codes-valid = valid
backup-codes-invalid = invalid since { $since }
backup-codes-unused = not used
column-set = Set
column-code-number = No.
column-backup-code = Code
column-code-used = Used
