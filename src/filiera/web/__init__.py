"""The shell of every page: base templates, components, style sheets and the pictures drawn by the server.

Vocabulary: shell, masthead, component, picture, mark, strip, lane, thread, chord, twin (the table beside a picture).
May import: everything below it (api, observatory, competence, registry, accounts, common, engine); `pictures` imports
nothing but the standard library, so that its geometry can be solved by hand.
"""
