"""Meetings and statutes on file: JSON or YAML, read with the line of what cannot be read."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.translation import gettext as _

from filiera.governance.logic.charter import Charter
from filiera.governance.logic.faults import CaseError, CaseFault, case_of

if TYPE_CHECKING:
    from filiera.governance.logic.case import MeetingCase

SHIPPED = Path(__file__).parent / "statutes"
"""Statutes that come with the platform; a cluster's own stand in its folder."""


class UnreadableMeeting(Exception):
    """A file that is neither JSON nor YAML; its text says the line."""


def read_meeting(path: Path) -> MeetingCase:
    """Read a meeting from a file, or from the input for "-". Raises OSError, UnreadableMeeting, CaseError.

    A statute may be the name of one that comes with the platform.
    """
    raw = parsed(path)
    if isinstance(raw, dict) and isinstance(raw.get("statute"), str):
        names = sorted(shipped.stem for shipped in SHIPPED.glob("*.yaml"))
        if raw["statute"] not in names:
            raise CaseError([CaseFault("no-statute", "statute", raw["statute"][:60], ", ".join(names))])
        raw = raw | {"statute": parsed(SHIPPED / f"{raw['statute']}.yaml")}
    return case_of(raw)


def parsed(path: Path) -> Any:
    """Parse a file of JSON, or of YAML where its name says so. Raises OSError and UnreadableMeeting."""
    name = _("the input") if str(path) == "-" else path.name
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        if not text.strip():
            raise UnreadableMeeting(_("“%(name)s” is empty: a meeting is written in it.") % {"name": name})
        found = yaml.safe_load(text) if path.suffix.lower() in (".yaml", ".yml") else json.loads(text)
        # Half of a surrogate pair is no character: nothing could write it again.
        json.dumps(found, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        raise UnreadableMeeting(
            _("“%(name)s” holds half a character (\\ud800 to \\udfff).") % {"name": name}
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableMeeting(_("“%(name)s” is not in UTF-8. Save it again in it.") % {"name": name}) from error
    except json.JSONDecodeError as error:
        words = {"name": name, "line": error.lineno, "column": error.colno}
        raise UnreadableMeeting(
            _("“%(name)s” is not JSON: line %(line)s, column %(column)s. Look there and at the line before.") % words
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        words = {"name": name, "line": mark.line + 1 if mark else 1}
        raise UnreadableMeeting(
            _("“%(name)s” is not YAML: line %(line)s. Look there and at the line before.") % words
        ) from error
    except RecursionError as error:
        raise UnreadableMeeting(_("“%(name)s” is nested too deeply to be a meeting.") % {"name": name}) from error
    except ValueError as error:
        words = {"name": name, "why": str(error)[:120]}
        raise UnreadableMeeting(_("“%(name)s” holds a number or a date that is none (%(why)s).") % words) from error
    return found


@lru_cache(maxsize=16)
def shipped_statute(name: str) -> Charter:
    """Give a statute that comes with the platform. Raises OSError where there is none of this name."""
    return Charter.model_validate(parsed(SHIPPED / f"{name}.yaml"))
