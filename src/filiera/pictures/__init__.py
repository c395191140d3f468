"""The geometry of every picture: plain data in, plain data out, in the units of the picture's own viewBox.

Vocabulary: mark (a piece of evidence), strip, lanes, thread (a leaf), silk, grain (a municipality), chord, band.
Imports the standard library only; no clock, no language, no Django. Lengths are user units, rounded to 0.1.
"""
