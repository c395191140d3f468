"""Calls of other places: their files and their answers in, drafts and faults out; nothing is stored here.

Vocabulary: brought (what somebody gives us to read), record (one call as a source has it), draft, fault. `reading.read_calls`
tells a format by what is inside; `live` asks the sources themselves and gives what `read_calls` takes. May import `funding`'s
drafts, enums, facts and reading, and `registry.importers`.
"""
