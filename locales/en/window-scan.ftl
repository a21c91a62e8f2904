# What was found on the screen, in pictures, on the clipboard or in front of a camera.

scan-title = Add accounts
scan-found = { $count ->
        [one] Found one account.
       *[other] Found { $count } accounts. Choose which to add.
    }
scan-found-known = { $count ->
        [one] Found one account. You have it already.
       *[other] Found { $count } accounts. You have all of them already.
    }
scan-accounts = Accounts that were found
scan-all = All of them
scan-known = already here
scan-digits-period = { $digits } digits, { $period } s
scan-digits-counter = { $digits } digits, counter
scan-no-name = No name
scan-add = Add
scan-add-one = Add { $name }
scan-add-many = Add { $count } accounts
scan-busy = Adding
scan-first-code = The code of this moment
scan-replaces = new secret
scan-replace-label = { $name } is here with another secret
scan-replace = Replace the old secret
scan-keep = Keep both
scan-replace-text = The old one stays in the account's history.
scan-keep-text = Both are then in the list.
scan-replace-one = Replace { $name }
scan-replace-many = Replace { $count } secrets
scan-add-and-replace = Add { $added }, replace { $replaced }
scan-problems = { $count ->
        [one] One thing could not be read
       *[other] { $count } things could not be read
    }
scan-incomplete = { $scanned } of { $size } scanned
scan-incomplete-text = The export has more QR codes than these pictures show. Add these now, or scan all of them in one go.
scan-nothing = No account found
scan-nothing-text = Nothing in it was the QR code of an account.
scan-reading = { $count ->
        [one] Reading the picture
       *[other] Reading { $count } pictures
    }
scan-reading-text = This takes a moment for large pictures.

## On the screen

scan-screen-title = Scan the screen
scan-screen-nothing = No QR code was found. Bring all of it into view, larger if it is small, and scan again.
scan-screen-others = None of these QR codes is an account.
scan-screens = Screens
scan-picture = Screen { $number }, { $count ->
        [0] no QR codes
        [one] 1 QR code
       *[other] { $count } QR codes
    }
scan-seen = QR codes that were found
scan-not-account = not an account
scan-again = Scan again
scan-drag = One is missing? Drag around it, or click its window, to look closer.
scan-drag-first = Drag around a QR code, or click its window, to look closer.
scan-harder = Look harder
scan-region-looking = Looking closer
scan-region-found = { $count ->
        [one] Found one more QR code.
       *[other] Found { $count } more QR codes.
    }
scan-region-nothing = Found nothing more there. Drag close around the QR code, or make it larger and scan again.

## In front of a camera

camera-title = Use a camera
camera-text = Hold the QR code in front of the camera.
camera-choose = Camera
camera-picture = What the camera sees
camera-starting = Starting the camera
camera-looking = Looking for a QR code
camera-next = { $scanned } of { $size } scanned, show the next
camera-not-account = This QR code is not an account
camera-seen = Scanned
camera-retry = Try again
