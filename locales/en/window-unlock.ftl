# Opening a vault and making the first one, in the window.

unlock-title = Unlock Countersign
# The usual file is called just "vault".
unlock-vault = { $name ->
        [vault] Your vault
       *[other] { $name } vault
    }
unlock-vault-saved = { $name ->
        [vault] Your vault
       *[other] { $name } vault
    }, saved { $ago }
unlock-submit = Unlock
unlock-busy = Unlocking
unlock-or = or
unlock-use-key = Use your security key
unlock-other-way = Unlock in another way
unlock-copy-title = Your vault is damaged
unlock-copy-text = Something changed the file { $path }, and it does not open any more. A good copy of { $saved } is here. Changes made after that are not in it. The damaged file is kept.
unlock-copy-submit = Use the copy of { $saved }
unlock-copy-busy = Opening the copy
unlock-older-title = This is an older state of your vault
unlock-older-text = The file { $path } is of { $saved }, but a newer one was here on { $newer }. If you put the older file there, open it. If not, look for the newer one among the older copies, or in what your synchronisation kept. Nothing was changed.
unlock-older-submit = Open the state of { $saved }
unlock-try-again = Try again
unlock-stuck-title = This vault cannot be opened here
unlock-gone-title = Your vault is not there
unlock-gone-text = Its file was here before. Connect the disk it is on, or open it where it is now.
unlock-look-again = Look again
unlock-open-other = Open another vault
unlock-make-new = Make a new vault

unlock-chooser = Another vault
unlock-chooser-missing = { $name } (not found)
unlock-chooser-open = Open another file
unlock-chooser-new = New vault

ago-now = just now
ago-minutes = { $count ->
        [one] 1 minute ago
       *[other] { $count } minutes ago
    }
ago-hours = { $count ->
        [one] 1 hour ago
       *[other] { $count } hours ago
    }
ago-days = { $count ->
        [one] yesterday
       *[other] { $count } days ago
    }
ago-months = { $count ->
        [one] a month ago
       *[other] { $count } months ago
    }
ago-years = { $count ->
        [one] a year ago
       *[other] { $count } years ago
    }

## A security key

key-step-insert = Plug in your security key.
key-step-works = Looking at your security key.
key-step-touch = Touch your security key where it blinks.
key-step-pin = This vault asks for the PIN of your security key.
key-step-ended = The security key did not open the vault.
key-pin = PIN of the security key

## What opens a vault

credential-password = Password
credential-kit = Words of the recovery kit
credential-kit-hint = All 15 words, in their order.
credential-caps-lock = Caps Lock is on.
credential-use-kit = Use the recovery kit
credential-use-password = Use the password
unlock-forgot = Forgot your password?

recovered-title = Choose a new password
recovered-text = The recovery kit opened the vault. If the password is forgotten, put another in its place now.
recovered-password = New password
recovered-again = The same once more
recovered-submit = Set the new password
recovered-busy = Protecting the vault
recovered-keep = Keep the old password

## The first vault

create-step = Step { $step } of 3
create-nothing-saved = Nothing is saved before the last step.
create-place = The vault will be
create-title = Welcome to Countersign
create-text = Your codes will live in one encrypted file on this computer. Choose the password that opens it. Nobody can reset it for you.
create-password = New password
create-again-hint = Type the same password to keep the kit you have. Another one makes a new kit.
create-next = Next
create-busy = Making the vault
create-weak = Use it anyway
create-weak-title = This password is easy to guess
create-weak-text = Whoever gets your vault file can try passwords for as long as they like. A longer one holds better.
create-open = Open a vault I already have

meter-label = How hard the password is to guess
meter-0 = Very weak
meter-1 = Weak
meter-2 = Fair
meter-3 = Strong
meter-4 = Very strong
meter-time = Somebody with your file and a thousand computers like this one would need { $time } to guess it.
meter-no-time = less than a minute
meter-minutes = about { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
meter-hours = about { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
meter-days = about { $count ->
        [one] 1 day
       *[other] { $count } days
    }
meter-months = about { $count ->
        [one] 1 month
       *[other] { $count } months
    }
meter-years = about { $count ->
        [one] 1 year
       *[other] { $count } years
    }
meter-centuries = centuries

kit-title = Your recovery kit
kit-text = These 15 words open the vault if you forget the password. Print them, and keep the page where you keep what matters most. Whoever has the words and your vault file has your codes.
kit-words = The words of the recovery kit
kit-vault = Vault { $fingerprint }
kit-print = Print
kit-save = Save as a file
kit-saved-title = The kit is saved
kit-saved-text = It is in { $path }. Move it off this computer, or print it and delete the file.
kit-next = I have the kit
kit-skip = Continue without a kit

proof-title = Type the words once
proof-text = From the page or the file you just made. It proves that they can be read when you need them.
proof-label = The 15 words
proof-progress = { $right } of 15 words are right
proof-word-right = Word { $position } is right
proof-word-wrong = Word { $position } is not as in the kit
proof-word-missing = Word { $position } is not typed yet
proof-wrong = { $count ->
        [one] Word { $list } is not as in the kit.
       *[other] Words { $list } are not as in the kit.
    }
proof-finish = Create the vault
proof-busy = Saving the vault

skip-title = Without a recovery kit
skip-text = If you forget the password, your codes are gone. Nobody can open the vault then: not you, and not us.
skip-again = The password once more
skip-again-hint = With no kit, a slip in the password would lock you out from the start.
skip-differs = That is not the password you chose in the first step.
skip-submit = Create without a kit

## The page that is printed and the file that is saved

kit-page-title = Countersign recovery kit
kit-page-what = These words open your vault without its password. Keep this page where you keep what matters most. Whoever has it and your vault file has your codes.
kit-page-use = To use it: open Countersign, choose “Forgot your password?” and type the 15 words in their order.
kit-page-code = The same for programs
kit-page-vault = Vault
