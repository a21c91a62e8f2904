# Backup codes on the page of an account.

sets-title = Backup codes
sets-left = { $left } of { $total } left
sets-gone = none left
sets-elsewhere = kept elsewhere
sets-none = None are stored. They get you in on the day when this computer is not at hand.
sets-few = Few are left. Have the site make new ones, and replace the set.
sets-all-used = All of them are used. Have the site make new ones, and replace the set.
sets-add = Add backup codes
sets-replace = Replace
sets-more = More about the backup codes of { $name }
sets-more-label = Backup codes
sets-keep = Kept elsewhere
sets-print = Page to print
sets-show = Show the list
sets-hide = Hide the list
sets-from = From { $source }, { $date }
sets-since = Stored { $date }
sets-older = Older codes
sets-older-since = Invalid since { $date }
sets-older-count = { $count ->
        [one] 1 code, { $used } used
       *[other] { $count } codes, { $used } used
    }
sets-time-left = Can be shown for { $left ->
        [one] 1 more second
       *[other] { $left } more seconds
    }

code-hidden = hidden
code-used-on = used { $date }
code-show = Show code { $number }
code-hide = Hide code { $number }
code-copy = Copy code { $number }
code-mark = Mark code { $number } as used
code-unmark = Code { $number } was not used
code-on-clipboard = Code { $number } is copied. The clipboard is cleared in { $seconds } s.
code-marked = Code { $number } is marked as used.

codes-ask-title = Backup codes of { $name }
codes-ask-text = Each gets in like a password, once. For a minute you can show and copy them one by one.
codes-ask-submit = Show

new-codes-title = Backup codes of { $name }
new-codes-paste = Paste what the site shows
new-codes-paste-hint = Numbers, bullets and words around the codes do not matter.
new-codes-drop = Or drop the downloaded file here.
new-codes-file = Open a file
new-codes-next = Continue
new-codes-found = { $count ->
        [one] 1 code was found. Compare it with the site.
       *[other] { $count } codes were found. Compare them with the site.
    }
new-codes-from = { $count ->
        [one] 1 code was found in { $name }. Compare it with the site.
       *[other] { $count } codes were found in { $name }. Compare them with the site.
    }
new-codes-code = Code { $number }
new-codes-remove = Leave out code { $number }
new-codes-another = Add a code
new-codes-older = The older codes
new-codes-older-invalid = No longer valid
new-codes-older-valid = Still valid
new-codes-older-text = When a site makes new codes, all older ones usually stop working.
new-codes-store = { $count ->
        [one] Store 1 code
       *[other] Store { $count } codes
    }
new-codes-storing = Storing
new-codes-stored = { $count ->
        [one] 1 code is stored.
       *[other] { $count } codes are stored.
    }
new-codes-file-left = Whoever finds { $name } can use the codes. Delete it now.
new-codes-file-copies = On a solid-state disk or in a synchronised folder something of it may stay, also if it is overwritten.
new-codes-file-delete = Delete { $name }
new-codes-file-deleted = { $name } is deleted.

kept-title = Where are the backup codes of { $name }?
kept-text = The codes stay out of this vault, so that one place does not open everything. The checkup and the drill count them.
kept-place = Kept
kept-here = Nowhere else
kept-elsewhere = On paper or in a safe
kept-phone = On the phone
kept-password-manager = In the password manager
kept-other = In another place
kept-note = Where exactly
kept-note-hint = Only a reminder for you, such as "safe, second drawer".
kept-submit = Save

code-sheet-title = Page of the backup codes of { $name }
code-sheet-text = A page with the codes that are left is saved, to be opened and printed in a browser. Whoever has the file has the codes: delete it after printing.
code-sheet-submit = Save the page
code-sheet-done = The page is saved. Print it, then delete the file.
code-sheet-heading = Backup codes
code-sheet-what = Each code signs in once, when the authenticator is not at hand. Tick it when it is used. Keep this page away from the computer.
code-sheet-printed = As of { $day }. When the site makes new codes, these are void.
