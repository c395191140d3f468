"""Reading calls: what people paste becomes windows and proposals, each with the place of the text that it comes from.

Words: a *window* is from when until when applications are taken; a *doubt* is what the text leaves open, by a code; a
*proposal* is a value for a field or a rule of a call, which a person confirms; a *clause* is a numbered piece of a text.

Nothing here touches the database, the network or the clock. It may import `funding.enums` and `funding.logic`.
"""
