# What was found in pictures, or on the clipboard.

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
