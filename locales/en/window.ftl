# The frame of the window: navigation, and words that several screens use.

app-name = Countersign
navigation = Navigation
nav-codes = Codes
nav-favourites = Favourites
nav-keys = Security keys
nav-checkup = Checkup
nav-teams = Teams
nav-trash = Trash
nav-settings = Settings
nav-lock = Lock
key-lock = Ctrl L
tags = Tags

toasts = News
close = Close
cancel = Cancel
undo = Undo
key-undo = Ctrl Z
back = Back
show-typed = Show what is typed
hide-typed = Hide what is typed

unsaved = A change is not saved yet.
unsaved-hint = It is kept while Countersign is open. Check the disk, then save again.
save-again = Save again
older-keep = Keep what is here
older-take = Take the older state
older-take-title = Go back to the older state?
older-take-text = Accounts and changes made after { $saved } leave the list. What is here now is kept among the older copies of the vault. The older state opens with the password and the recovery kit of its time.
lock-give-up = Lock and lose the change
beside = There is another version of this vault beside it: { $name }
beside-hint = A program that synchronises folders may have left it there. Merging keeps the accounts and changes of both.
beside-merge = Merge
beside-later = Later
beside-merged = { $conflicts ->
        [0] Merged. Everything of both is here now.
        [one] Merged. One account has two secrets now: choose one on its page.
       *[other] Merged. { $conflicts } accounts have two secrets now: choose one on each page.
    }
closing = Saving, then closing.
