"""Reading needs as people write them, in a form or in a mail that the office pastes, in Italian or English.

Words: a *proposal* is a value for a field of a need, with the words and the sentence that say it, which a person confirms;
a *part* is a stretch of a mail by what it is; a *sensitive* span is what somebody should look at before anything leaves.

Nothing here touches the database, the network or the clock. It may import `common.reading`, `engine.text` and the plain
rules of `competence` on places. Which competences a need asks for, `engine.reading` tells.
"""
