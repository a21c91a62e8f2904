# Team vaults, in the window.

teams-title = Teams
teams-none-title = Share accounts with your team
teams-none-text = A team vault lies on storage that you have already: a folder on a file server, or a service. Only the people whom you let in can read it.
teams-new = New team vault
teams-join = Join or come back
teams-more = More for { $name }
teams-look = Check now
teams-ask-to-leave = Ask to be removed
teams-go-to = { $name }

## How it stands

teams-accounts-count = { $count ->
        [one] 1 account
       *[other] { $count } accounts
    }
teams-members-count = { $count ->
        [one] 1 member
       *[other] { $count } members
    }
teams-in-step = in step { $ago }
teams-waits = { $count ->
        [one] 1 change waits
       *[other] { $count } changes wait
    }
teams-offline-since = offline since { $time }
teams-offline = offline
teams-stopped = stopped
teams-opening = is being opened
teams-try-again = Try again
teams-offline-hint = You can go on: { $count ->
        [0] what you change is kept here, and written when the storage can be reached.
        [one] your change is kept here, and is written when the storage can be reached.
       *[other] your { $count } changes are kept here, and are written when the storage can be reached.
    }

## What stopped it

teams-stop-what = What to do
teams-stop-fork-1 = Add and change nothing in this team vault for now. Codes that you see were read before, and go on working.
teams-stop-fork-2 = Call the other members and compare the last lines of Activity. Whoever has others was shown another history.
teams-stop-fork-3 = Find out who can write to the storage, and take that away from whoever should not.
teams-stop-rollback-1 = Call the other members: perhaps somebody put an older copy of the storage in place.
teams-stop-rollback-2 = If nobody means it to be so, put back what this computer has. It takes nothing away.
teams-stop-rollback-3 = If the storage was emptied on purpose, leave it as it is: nothing here is lost.
teams-stop-keys-1 = Codes that you have go on working. Nothing new is read or written here.
teams-stop-keys-2 = The device that changed the key gave this one a wrong one. Ask for the right one: six words appear here. Another device of yours, or an owner, types them.
teams-stop-keys-3 = Once it was handed over, check again. Ask the owners whether whoever it was stays.
teams-stop-branch-1 = Call whoever began it, and ask what happened.
teams-stop-branch-2 = If it is right, agree. What you wrote after that slot is written again, once.
teams-stop-branch-3 = If it is not, change nothing: codes that you have go on working.
teams-branch-follow = Agree and go on
teams-branch-begin = Begin a branch
teams-branch-title = Go on in a branch of { $name }?
teams-branch-text = The log goes on after the last entry that this computer and the storage have in common, under a new key. What was written after it is written again, but for changes of members, roles and invitations. Everybody else is asked to agree. Call them first.
teams-branch-done = { $count ->
        [0] The team vault goes on in the branch.
        [one] The team vault goes on in the branch. One change of members, roles or invitations has to be made again, if it is still right.
       *[other] The team vault goes on in the branch. { $count } changes of members, roles or invitations have to be made again, if they are still right.
    }
teams-stop-old-1 = Your other devices still work. Use one of them meanwhile.
teams-stop-old-2 = Ask for the key: six words appear here. Another device of yours, or an owner, types them.
teams-stop-old-3 = Once it was handed over, check again.
teams-ask-key = Ask for the key
teams-ask-key-text = Type these six words on another device of yours, or read them to an owner, on the phone or in person.
teams-stop-other-1 = What you see was read before, and stays here.
teams-stop-other-2 = Ask an owner of the team vault.
teams-stop-other-3 = When that is settled, check again.
teams-put-back = Put back what this computer has
teams-put-back-done = { $count ->
        [0] Nothing was missing.
        [one] Put back 1 entry.
       *[other] Put back { $count } entries.
    }

## Members

teams-tabs = Parts of the team vault
teams-tab-members = Members
teams-tab-accounts = Accounts
teams-tab-rotate = Rotate these
teams-tab-activity = Activity
teams-member = Member
teams-role = Role
teams-verified = Key verified
teams-devices = Devices
teams-seen = Last seen
teams-me = you
teams-role-owner = Owner
teams-role-admin = Admin
teams-role-editor = Editor
teams-role-viewer = Viewer
teams-verified-me = this vault
teams-verified-six = six words
teams-verified-twelve = twelve words, compared
teams-verified-live = in person, four words
teams-verified-sheet = owner sheet
teams-verified-no = by link, not verified
teams-seen-never = never
teams-devices-count = { $count ->
        [one] 1 device
       *[other] { $count } devices
    }
teams-leaves = asks to be removed
teams-member-more = More for { $name }
teams-change-role = Change role
teams-remove = Remove { $name }
teams-guard = Reading is guarded by keys: nobody but members can. What a role may change is checked by every member's program.
teams-sole-owner = You are the only owner.
teams-sole-owner-hint = If your vault is lost, nobody can become an owner any more. Make somebody else an owner too, or print an owner sheet.
teams-sheet = Make an owner sheet
teams-sheet-title = An owner sheet for { $name }
teams-sheet-text = A page with 24 words that make their holder an owner, for the day when no other owner is left. Whoever has it and can reach the storage has all of the team's codes.
teams-sheet-replace = Take back the earlier sheet
teams-sheet-replace-hint = If somebody may have seen it, or it is lost. Every secret of the team is then to be replaced.
teams-sheet-submit = Save the page
teams-sheet-good = The owner sheet is good from now on.
teams-sheet-waits = The owner sheet is not good yet. It will be as soon as the storage can be reached.
teams-sheet-print = It is in { $file }. Print it, keep it where the team keeps what matters most, and delete the file.
teams-recent = Recent activity

## Inviting and letting in

teams-invite = Invite
teams-invite-title = Invite somebody to { $name }
teams-invite-text = Make a link for one person. It lets nobody in by itself.
teams-invite-role = What may they do?
teams-can-viewer = Reads every account and its secret. Changes nothing.
teams-can-editor = Reads everything, and adds, changes and deletes accounts.
teams-can-admin = Does the same, and invites and removes those who are no admins.
teams-can-owner = Does everything, also with admins and owners.
teams-invite-make = Make link
teams-invite-link = Link for one person
teams-invite-until = Good for one person, until { $time }.
teams-invite-copy = Copy link
teams-invite-copied = Copied, clears in { $seconds } s
teams-invite-qr = QR code of the link
teams-invite-qr-fold = Show as QR code
teams-invite-wait = Waiting for somebody to open it. Then their program shows six words: ask for them on the phone or in person.
teams-asks = { $name } asks to be let in
teams-asks-device = A device of { $name } asks for the team's key
teams-asks-text = As { $role }, once you typed the { $of ->
        [12] twelve
       *[6] six
    } words that { $name }'s program shows.
teams-type-words = Type the words
teams-approve-title = Let { $name } in
teams-approve-text = Call { $name }, or meet. { $name }'s program shows { $of ->
        [12] twelve
       *[6] six
    } words: type them here. This program does not show them, so that they can only come from { $name }.
teams-approve-words = The { $of ->
        [12] twelve
       *[6] six
    } words
teams-approve-count = { $count } of { $of } words
teams-approve-submit = Let in
teams-approve-fold = { $name } cannot be reached
teams-unverified-text = Without the words nobody knows who is behind this request: whoever has the link may be. They can read every secret of this team vault from then on, as a viewer, and are marked as not verified.
teams-unverified-submit = Let in unverified
teams-is-in = { $name } is in.

## Joining

teams-join-title = Join a team vault
teams-join-text = Paste the link or invitation that you were sent. If no owner is left, type the 24 words of an owner sheet.
teams-join-link = Link, or words of an owner sheet
teams-join-user = Your name, as the others see it
teams-join-place = Where the storage is
teams-join-place-hint = The link says { $place }. Choose that folder, as it is called on this computer.
teams-join-next = Next
teams-join-submit = Ask to join
teams-recover-title = Come back with an owner sheet
teams-recover-text = The sheet lets you in as an owner, or a member back in whose vault is too old. It stays good: replace it afterwards if somebody else may have seen it.
teams-recover-place-hint = The sheet says { $place }. Choose that folder, as it is called on this computer.
teams-recover-submit = Come back
teams-recovered = You are in again. Remove whoever left or lost a computer.
teams-joining-title = You asked to join { $name }
teams-joining-text = Read these { $of ->
        [12] twelve
       *[6] six
    } words to whoever invited you, on the phone or in person. They type them, and you are in. Do not send them in the same way as the link came. If they say that the words are wrong, somebody changed it on its way.
teams-joining-words = Your { $of ->
        [12] twelve
       *[6] six
    } words
teams-joining-wait = Nobody has let you in yet. This page notices when somebody does.

## A new one

teams-create-title = New team vault
teams-create-text = Choose storage that all members can reach. It is tried first, by several writers at once.
teams-create-name = Name of the team vault
teams-create-user = Your name, as the others see it
teams-create-where = Where should it lie?
teams-place-folder = Folder
teams-place-folder-text = On a file server that all of you open
teams-place-s3 = S3 bucket
teams-place-s3-text = Amazon, or a service that speaks its language
teams-place-azure = Azure container
teams-place-azure-text = Microsoft's Blob Storage
teams-place-gcs = Google Cloud bucket
teams-place-gcs-text = Not run by us
teams-place-dav = WebDAV folder
teams-place-dav-text = A web server or a NAS, not Nextcloud
teams-place-drive = Only a drive
teams-place-drive-text = Google Drive, OneDrive, Dropbox
teams-drive = A drive copies files between computers, each at its own pace. Two people could write the same entry at once, and one of the two would be lost.
teams-drive-hint = What works instead, at next to no cost for so few and small files: with Microsoft 365 an Azure container, with Google Workspace a Google Cloud bucket, or a bucket of any S3-compatible service. A folder on a file server or NAS costs nothing more.
teams-folder = Folder on a file server
teams-folder-none = No folder chosen
teams-folder-hint = Not one that Dropbox, OneDrive, Google Drive, iCloud, Nextcloud or Syncthing copies between computers: there two people could write the same entry, and one would be lost.
teams-folder-choose = Choose folder
teams-steps = How to get one
teams-s3-steps =
    Make a private bucket for the team, with nothing else in it.
    Make a key that may list, read and write objects there, and nothing else. Deleting is not needed.
    Type the bucket, the address of the service unless it is Amazon, and the key.
    Whoever joins needs this key too, or one of their own.
teams-s3-place = Bucket and prefix
teams-s3-place-hint = Such as s3://northwind/ops
teams-s3-endpoint-hint = Empty for Amazon
teams-s3-access-key = Access key
teams-s3-secret-key = Secret key
teams-azure-steps =
    Make a storage account for this alone: its key opens every container in it.
    Make a container in it, with private access.
    Copy one of the account's two keys, under Security and networking, Access keys.
    Whoever joins needs the account's name and a key.
teams-azure-place = Container and prefix
teams-azure-place-hint = Such as az://northwind/ops
teams-azure-endpoint-hint = Empty for Microsoft
teams-azure-access-key = Storage account
teams-azure-secret-key = Key of the account
teams-gcs-steps =
    Make a private bucket for the team, with nothing else in it.
    Make a service account, and let it get, list and create objects in this bucket, and nothing else.
    Make a key of it in JSON, and paste the whole text here.
    Whoever joins needs this key too, or one of a service account of their own.
teams-gcs-place = Bucket and prefix
teams-gcs-place-hint = Such as gs://northwind/ops
teams-gcs-secret-key = Key of the service account (JSON)
teams-dav-steps =
    Make an empty folder on a WebDAV server, such as Apache, that all of you can reach.
    Make a user who may read and write there.
    Type the folder's address, which must begin with https, and the user's password.
    Nextcloud and ownCloud are refused: they look first and write afterwards, so two people could write the same entry.
teams-dav-place = Address of the folder
teams-dav-place-hint = Such as https://files.example.com/ops
teams-dav-access-key = User
teams-dav-secret-key = Password
teams-endpoint = Address of the service
teams-region = Region
teams-region-hint = Empty if there is none
teams-create-submit = Try it and create
teams-trying = Trying the storage
teams-created = { $name } is there. Invite a second owner or print an owner sheet, so that it is not lost with you.

## Removing and roles

teams-remove-title = Remove { $name } from { $team }?
teams-remove-text = From now on everything is written under a key that { $name } does not get. What { $name } could read, { $name } may have kept: { $count ->
        [0] the key of the storage goes
        [one] 1 account and the key of the storage go
       *[other] { $count } accounts and the key of the storage go
    } on the list of what is to be replaced.
teams-removed = { $name } is removed. Replace what is on this list.
teams-role-title = What may { $name } do?
teams-role-submit = Change role
teams-leave-title = Ask to be removed from { $name }?
teams-leave-text = An admin or owner has to do it: the new key must not pass through your hands. Until then you stay a member.
teams-leave-submit = Ask to be removed
teams-left = You asked to be removed. An admin or owner sees it.

## Accounts

teams-accounts-text = { $count ->
        [one] You read all of them.
       *[other] All { $count } members read all of them, with their secrets.
    }
teams-accounts-none = No account is shared yet
teams-accounts-none-text = Move accounts of your own here. Every member can make their codes then.
teams-add-account = Move an account here
teams-add-title = Move an account to { $name }
teams-add-text = Every member can read its secret, backup codes and notes then. It leaves your own vault once it was read back from the storage.
teams-add-find = Find an account
teams-add-nothing = No account of your own fits.
teams-changed-by = changed by { $name }, { $time }
teams-not-written = not on the storage yet
teams-two-secrets = two secrets

## Rotate these

teams-rotate-none = Nothing to replace
teams-rotate-none-text = When a member is removed, everything that they could read stands here until it is replaced.
teams-rotate-text = Somebody who is not a member any more could read these. Replace each at its site, and give the account the new secret here.
teams-rotate-progress = { $done } of { $all } replaced
teams-rotate-storage = The key of the storage
teams-rotate-storage-hint = Change who can open the folder or bucket, then mark it.
teams-rotate-reason = { $name } was removed
teams-rotate-old = still has the old secret
teams-rotate-new = has a new secret
teams-rotate-done = replaced
teams-rotate-mark = Mark as replaced
teams-rotate-show = Go to account

## Activity

teams-export = Export
teams-exported = What happened is in { $file }.
teams-filter = Filter by a name or what was done
teams-activity-none = Nothing fits.
teams-did-created = made the team vault
teams-did-add-member = let in
teams-did-add-device = added a device of
teams-did-remove-member = removed
teams-did-revoke-device = took out a device of
teams-did-set-role = changed the role of
teams-did-new-key = changed the team's key
teams-did-invite = made a link
teams-did-cancel-invitation = took back a link
teams-did-policy = changed the rules
teams-did-add = added
teams-did-put = changed
teams-did-delete = deleted an account
teams-did-use-code = used a code of
teams-did-take-secret = takes care of
teams-did-secret-replaced = marked as replaced
teams-did-lend = lent codes of
teams-did-end-loan = ended a loan
teams-did-seen = confirmed what was read
teams-did-snapshot = stored a snapshot
teams-did-note = left a note
teams-did-recover = set the team vault up again
