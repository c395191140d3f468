"""What the verbs of the commands `calls`, `consortia` and `projects` do; the commands declare their arguments.

Vocabulary: verb (what a command does, a function `do_…`), options (its arguments), told (what it prints). The office acts.
May import all of `funding` but its views and commands.
"""
