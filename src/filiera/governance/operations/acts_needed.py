"""Which resolution carries an act: adopted, still standing, of the body that the statute names. Asked in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from filiera.governance.enums import BodyKind, ResolutionState
from filiera.governance.logic.judging import Result

if TYPE_CHECKING:
    from filiera.governance.models import Resolution

BODIES = {"board": BodyKind.BOARD, "assembly": BodyKind.ASSEMBLY}
"""The bodies that decide, as statutes name them."""

STANDING = (ResolutionState.IN_FORCE, ResolutionState.CHALLENGED)
"""What a resolution carries in: one that is challenged holds until a judge says otherwise. Source: art. 23 c.c."""

PASSED = (Result.ADOPTED, Result.ELECTED)


def check_resolution(
    resolution: Resolution | None, *, refused: type[Exception], body: Literal["board", "assembly"] | None = None
) -> None:
    """Raise `refused`, with words for the reader, where a resolution does not carry what is done by it.

    Where `body` is named one is needed, of that body; else one that is given has to stand.
    """
    if resolution is None and body is None:
        return
    if resolution is None or (body is not None and resolution.body.kind != BODIES[body]):
        words = {"assembly": _("a resolution of the assembly"), "board": _("a resolution of the board")}
        raise refused(_("The statute asks for %(what)s: choose it.") % {"what": words[str(body)]})
    if resolution.state == ResolutionState.NOT_ADOPTED or resolution.item.result not in PASSED:
        raise refused(_("This resolution was not adopted."))
    if resolution.state not in STANDING:
        words_of = {"act": resolution, "state": resolution.get_state_display()}
        raise refused(_("Resolution %(act)s is “%(state)s”: nothing is done by it any more.") % words_of)
