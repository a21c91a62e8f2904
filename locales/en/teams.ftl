# Team vaults: what several people share.

ask-storage-key = Secret key of the storage:
ask-storage-password = Password of the storage:
team-notice = { $team }: { $problem }
team-created = Created the team vault { $team }. You are its only owner: invite a second one, or print an owner sheet with `countersign team owner-sheet`, so that it is not lost with you.
team-written = { $team }: done, and on the storage.
team-moved = Moved to { $team }, and read back from the storage. Accounts: { $count }
team-moved-home = Moved to your own vault and deleted for the team. Accounts: { $count }. The others have seen the secrets: get new ones from the sites.
team-kept = { $team }: kept here, and written when the storage can be reached.
team-link = Send this link to one person. It is good until { $until }, for one person:
    { $link }
    It lets nobody in by itself. Ask for the six words that the person's program shows, on the phone or in person, then type them with `countersign team approve`.
team-card-invited = Send this to { $name }, in any way: it is no secret, and nobody can use it without the vault that the card is of. It is good until { $until }:
    { $invitation }
    It lets nobody in by itself. Ask for the twelve words that { $name }'s program shows, on the phone or in person, then type them with `countersign team approve`.
team-joining = You asked to join. Tell whoever invited you these { $way ->
        [call] four words, now, on the call
        [card] twelve words, on the phone or in person
       *[link] six words, on the phone or in person
    }:
    { $words }
    Once they say that you are in, run `countersign team sync { $team }`. If they say that the words are wrong, do not: it would be another vault.
team-call-waits-for-answer = Waiting for whoever invited you to run `countersign team approve --call`
team-call-waits-for-joiner = Waiting for the person's program, which runs `countersign team join --call`
ask-four-words = The four words that the person's program shows:
card-shown = Your contact card. It is no secret. Send it to whoever wants to invite you:
    { $card }
card-saved = Wrote your contact card to { $file }. It is no secret. Send it to whoever wants to invite you.
key-of-member = member key
key-of-device = device
key-added = added { $time } by { $by }
key-ended = ended { $time } by { $by }
team-asked-back = You asked for the team's key. On another device of yours, or by an owner, these six words are to be typed with `countersign team approve`:
    { $words }
    Then run `countersign team sync { $team }`.
team-sheet-member = Owner sheet
team-sheet-made = { $team }: the owner sheet is in { $file }, and good from now on. Print it, keep it in a safe place, and delete the file.
team-sheet-waits = { $team }: the owner sheet is in { $file }, and NOT GOOD YET. Run `countersign team sync` when the storage can be reached.
team-recovered = You are in { $team } again.
    The sheet stays good. If somebody else may have seen it, replace it with `countersign team owner-sheet --replace`.
    Whoever lost a computer or left is still a member until you say `countersign team remove`.
team-branched =
    { $team } goes on after slot { $slot }, in the branch that { $member } began. { $again ->
        [0] Nothing had to be written again.
        [one] One change is written again.
       *[other] { $again } changes are written again.
    }{ $left ->
        [0] {""}
        [one] { " " }One change of members, roles or invitations is not: do it again if it is still right.
       *[other] { " " }{ $left } changes of members, roles or invitations are not: do them again if they are still right.
    }
team-sheet-head =
    Countersign owner sheet
    =======================

    These words make their holder an owner of a team vault, for the day when no other owner is left. Print this page and
    keep it where the team keeps what matters most. Whoever has it and can reach the storage has all of the team's codes.

    Team vault { $team }
    Storage    { $storage }
team-sheet-foot =
    To use it, choose Teams, Join or come back in Countersign's window and type the words, or save them in a file and run

        countersign team recover --sheet FILE --as NAME
team-sheet-title = Countersign owner sheet
team-sheet-what = These words make their holder an owner of a team vault, for the day when no other owner is left. Keep this page where the team keeps what matters most, and delete its file. Whoever has it and can reach the storage has all of the team’s codes.
team-sheet-team = Team vault
team-sheet-storage = Storage
team-sheet-use = To use it, choose Teams, Join or come back in Countersign's window, or run countersign team recover --sheet - --as NAME. Type the 24 words in their order, or the line below.
ask-owner-sheet = Owner sheet (its 24 words, or the line for programs):
team-repaired = Objects that the storage had lost and that were put back: { $count }
team-storage-key = the storage's own key
team-replaced = replaced
team-to-replace = TO REPLACE
team-taken = taken by { $name }
team-this = this one
team-asks-to-leave = asks to leave
