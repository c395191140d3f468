"""What is asked of whoever closes a vote in which nobody voted, or a secret one in which few did."""

from __future__ import annotations

from django.utils.translation import gettext as _

from filiera.governance.enums import Choice
from filiera.governance.logic.closing import FEWEST_SECRET, ClosingDoubt


def choice_heading(choice: Choice) -> str:
    """Say what stands above who voted so, be they one or many."""
    headings = {Choice.FOR: _("Votes in favour"), Choice.AGAINST: _("Votes against"), Choice.ABSTAIN: _("Abstentions")}
    return headings[choice]


def doubt_words(doubt: ClosingDoubt) -> str:
    """Say what closing now would do, and what to do."""
    if doubt == ClosingDoubt.NOBODY:
        return _(
            "Nobody has voted. If it closes now, nothing is adopted, and that stays. Wait, or tick that you mean it."
        )
    words = _(
        "Fewer than %(n)s have voted: the ballots are published when the vote closes, and would tell whose they are. "
        "Wait, or tick that you mean it."
    )
    return words % {"n": FEWEST_SECRET}


def sure_words(doubt: ClosingDoubt) -> str:
    """Say what is ticked."""
    if doubt == ClosingDoubt.NOBODY:
        return _("Close it although nobody has voted")
    return _("Close it although fewer than %(n)s have voted secretly") % {"n": FEWEST_SECRET}
