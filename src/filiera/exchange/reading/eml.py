"""The file of a mail: what its headers say, its readable text, the names of what is attached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from filiera.common.reading.html_text import read_html

_MARK = re.compile(r"^(?:message-id|mime-version|received|return-path|content-type|dkim-signature):", re.I | re.M)
_FIRST = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]?\S")
_HEAD = 8_000
_ODD = (MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)
"""What the package raises on mails that are none, or are cut."""


@dataclass(frozen=True, slots=True)
class Eml:
    """What the file of a mail has."""

    sender: str
    sent_on: date | None
    subject: str
    text: str
    attachments: tuple[str, ...]


def is_eml(text: str) -> bool:
    """Tell whether a text is the file of a mail: its first lines are headers that only programs write."""
    head = re.split(r"\r?\n\r?\n", text[:_HEAD].lstrip("\ufeff"), maxsplit=1)[0]
    return _FIRST.match(head) is not None and _MARK.search(head) is not None


def opened(data: str | bytes) -> Eml:
    """Open the file of a mail; where it is none, all of it is the text."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    message = message_from_bytes(raw, policy=policy.default)
    return Eml(
        _header(message, "from"),
        _day(_header(message, "date")),
        _header(message, "subject"),
        _text(message, raw),
        tuple(_attached(message)),
    )


def mail_of(raw: bytes) -> str | bytes:
    """Give what a file holds: a mail as its bytes, else the text that was saved. Raises nothing: odd letters are replaced."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw
    return raw if is_eml(text) else text


def readable(mail: str | bytes) -> str:
    """Give a mail as a person reads it: of a file, its first headers and its text, without what is attached."""
    if isinstance(mail, str) and not is_eml(mail):
        return mail
    found = opened(mail)
    heads = (
        ("From", found.sender),
        ("Date", found.sent_on.isoformat() if found.sent_on else ""),
        ("Subject", found.subject),
    )
    said = [f"{name}: {value}" for name, value in heads if value]
    return "\n".join([*said, "", found.text]) if said else found.text


def attached_files(mail: str | bytes) -> list[tuple[str, bytes]]:
    """Give the files that hang on a mail, each with its name; pictures within the text are none, a text has none."""
    if isinstance(mail, str) and not is_eml(mail):
        return []
    raw = mail if isinstance(mail, bytes) else mail.encode("utf-8", "surrogatepass")
    message = message_from_bytes(raw, policy=policy.default)
    try:
        parts = [(name, part) for part in message.iter_attachments() if (name := part.get_filename())]
    except _ODD:
        return []
    return [(name, _content(part)) for name, part in parts]


def _content(part: EmailMessage) -> bytes:
    """Give what a part of a mail holds; of a mail within, the mail itself."""
    try:
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else part.as_bytes()
    except _ODD:
        return b""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except _ODD:
        return ""


def _day(written: str) -> date | None:
    try:
        return parsedate_to_datetime(written).date() if written else None
    except _ODD:
        return None


def _text(message: EmailMessage, raw: bytes) -> str:
    """Give the plain text of a mail, else its page as text, else all of it."""
    for kind in ("plain", "html"):
        try:
            part = message.get_body(preferencelist=(kind,))
            content = part.get_content() if part is not None else None
        except _ODD:
            continue
        if isinstance(content, str) and content.strip():
            return read_html(content) if kind == "html" else content.replace("\r\n", "\n")
    return "" if message.is_multipart() else raw.decode("utf-8", "replace")


def _attached(message: EmailMessage) -> list[str]:
    try:
        return [name for part in message.iter_attachments() if (name := part.get_filename())]
    except _ODD:
        return []
