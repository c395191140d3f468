"""What the verbs of the command `needs` do; the command declares their arguments.

Vocabulary: verb (what a command does, a function `do_…`), options (its arguments), told (what it prints). The office acts.
May import all of `exchange` but its views and commands.
"""
