# Symbols in pictures.

symbol-account = { $label }, { $type }
symbol-other = not an account: { $text }
