"""The post of the tests: what waits for a commit happens, as it does at the end of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import mail
from django.db import connection

if TYPE_CHECKING:
    from django.core.mail import EmailMessage


def posted() -> list[EmailMessage]:
    """Let everything happen that waits for the commit, which no test comes to; give the mail that has left."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _points, call, _robust in waiting:
        call()
    return list(mail.outbox)
