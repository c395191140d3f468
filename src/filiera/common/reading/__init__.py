"""Reading what people write: days and hours, numbers, amounts, places, sentences, with their places; text of pages and PDFs.

Words: a *span* is where something begins and ends in a text, a *doubt* is what the text leaves open, by a code.

Nothing here touches the database, the network or the clock, and nothing knows what the text is about. It imports
`common.folding` alone.
"""
