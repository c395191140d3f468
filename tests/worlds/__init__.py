"""Made-up worlds in which every private thing bears a word of its own, and the table that says who may read which.

`people` says who is there and who may read what, in words of its own: it asks no rule of the code. `planting` and
`planting_acts` fill a world; `reading` opens what comes back, `walking` goes everywhere as everybody.
"""
