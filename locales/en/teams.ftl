# Team vaults: what several people share.

ask-storage-key = Secret key of the storage:
team-notice = { $team }: { $problem }
team-created = Created the team vault { $team }. You are its only owner: invite a second one, so that it is not lost with you.
team-written = { $team }: done, and on the storage.
team-kept = { $team }: kept here, and written when the storage can be reached.
team-link = Send this link to one person. It is good until { $until }, for one person:
    { $link }
    It lets nobody in by itself. Ask for the six words that the person's program shows, on the phone or in person, then type them with `countersign team approve`.
team-joining = You asked to join. Tell whoever invited you these six words, on the phone or in person:
    { $words }
    Once you are let in, run `countersign team sync { $team }`.
team-repaired = Objects that the storage had lost and that were put back: { $count }
team-storage-key = the storage's own key
team-replaced = replaced
team-to-replace = TO REPLACE
team-asks-to-leave = asks to leave
