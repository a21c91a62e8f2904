# Symbols in pictures, and where they are.

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
