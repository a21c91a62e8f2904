# Symbols in pictures, in front of a camera and on the screen.

scan-opening = Opening the camera
scan-camera = { $camera }: hold the QR code in front of it
scan-camera-no-account = { $camera }: that QR code is not one of an authenticator
scan-camera-partial = { $camera }: { $scanned } of { $size } scanned, now show the next

screen-unnamed = Screen { $number }
screen-named = Screen { $number } ({ $name })

symbol-account = { $label }, { $type }
symbol-recovery-kit = the recovery kit of a Countersign vault; whoever has this picture and the vault file has its codes
symbol-other = not an account: another kind of text, { $count ->
        [one] 1 character
       *[other] { $count } characters
    }; --secrets shows it
symbol-other-begins = not an account: a text that begins with { $begin }, { $count ->
        [one] 1 character
       *[other] { $count } characters
    }; --secrets shows it
