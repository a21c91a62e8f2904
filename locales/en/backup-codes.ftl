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
backup-codes-delete-file =
    Delete { $file } now: whoever finds it can use the codes.
    On a solid-state disk or a synchronised folder something of it may stay, also if it is overwritten.
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
