"""Under what things of the need desk stand in a letter that gathers several, and on the page of what waits."""

from __future__ import annotations

from django.utils.translation import ngettext

from filiera.accounts.letter_kinds import Heading

ASKED = Heading(
    10, lambda n: ngettext("%(n)s request waits for your answer", "%(n)s requests wait for your answer", n) % {"n": n}
)
OVER = Heading(15, lambda n: ngettext("%(n)s request is over", "%(n)s requests are over", n) % {"n": n})
OWN = Heading(
    20, lambda n: ngettext("%(n)s news item about your needs", "%(n)s news items about your needs", n) % {"n": n}
)
OFFERS = Heading(30, lambda n: ngettext("%(n)s news item about offers", "%(n)s news items about offers", n) % {"n": n})
RESULTS = Heading(
    35, lambda n: ngettext("%(n)s result may become evidence", "%(n)s results may become evidence", n) % {"n": n}
)
TALKS = Heading(40, lambda n: ngettext("%(n)s question on how it went", "%(n)s questions on how it went", n) % {"n": n})
