"""Choose how one is written to; let a word go by the way its address chose; send the letters that gather what was held.

A letter that gathers is looked for once in its period, in one transaction with what it tells: a run that is stopped has
told nothing, and the next one does it all.

Whoever holds wishes holds them before the things that letters are about (a need, its matches), and without their key: what is
told from within an operation that holds such a thing never waits for them.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.enums import Channel, Rhythm
from filiera.accounts.letter_kinds import Block, letter_kinds, sources
from filiera.accounts.letters import chosen_letter, gathered_letter, with_foot
from filiera.accounts.logic import Way, gathering
from filiera.accounts.models import HeldLetter, LetterWish
from filiera.accounts.operations_links import link_path, make_link, send_link
from filiera.accounts.queries_letters import account_of, due_wishes, is_wish_due, way_of_wish
from filiera.common import audit
from filiera.common.daily import JobFailed
from filiera.common.language import current_language
from filiera.common.letters import paragraphs
from filiera.common.outbox import queue
from filiera.common.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db import models

    from filiera.accounts.letter_kinds import Arguments, Gather, Gathered, LetterKind
    from filiera.accounts.models import User
    from filiera.common.letters import Letter

logger = logging.getLogger(__name__)


class LettersRefused(Refused):
    """What cannot be chosen of letters; its text is for the reader."""


def begin_letters(*, email: str, now: datetime) -> LetterWish:
    """Give the wish of an address, with nothing chosen where it is new."""
    clean = email.strip().lower()
    return LetterWish.objects.get_or_create(email=clean, defaults={"begun_at": now})[0]


def hold_wishes(*, emails: Iterable[str], now: datetime) -> None:
    """Hold the wishes of addresses until the transaction ends: what was asked of them is counted by one at a time.

    Always in one order, and before the rows of what they are asked: of two who do so neither waits for the other for ever.
    """
    clean = sorted({email.strip().lower() for email in emails} - {""})
    for email in clean:
        begin_letters(email=email, now=now)
    _hold(email__in=clean)


def _hold(**which: Any) -> list[LetterWish]:
    """Hold wishes without their key, so that something may be held for their addresses meanwhile."""
    return list(LetterWish.objects.select_for_update(no_key=True).filter(**which).order_by("pk"))


def _hold_things(rows: Iterable[HeldLetter]) -> None:
    """Hold what is written to when held words go, before the trail is: matches, in their order."""
    things: dict[type[models.Model], set[Any]] = {}
    for row in rows:
        sort = letter_kinds[row.kind]
        if sort.is_noted and (thing := sort.thing(row.arguments)) is not None:
            things.setdefault(type(thing), set()).add(thing.pk)
    for model in sorted(things, key=lambda one: one._meta.label):
        held = model._default_manager.select_for_update(no_key=True).filter(pk__in=things[model])
        list(held.order_by("pk").values_list("pk"))


@transaction.atomic
def choose_letters(
    *, email: str, channel: str, rhythm: str, now: datetime, actor: Any = None, by_link: bool = False
) -> LetterWish:
    """Choose by which way and how often an address is written to; what was held goes by the new way at once.

    Chosen by a link, the address is told. Raises LettersRefused.
    """
    begin_letters(email=email, now=now)
    (wish,) = _hold(email=email.strip().lower())
    account = account_of(wish.email)
    _check(channel, rhythm, has_account=account is not None)
    before = {"channel": wish.channel, "rhythm": wish.rhythm}
    after = {"channel": str(channel), "rhythm": str(rhythm)}
    if before == after:
        return wish
    _hold_things(wish.held.all())
    if account is not None and before["channel"] == Channel.SITE and channel != Channel.SITE:
        for source in sources.values():
            source.catch_up(account, gathering(rhythm), now)
    wish.channel, wish.rhythm, wish.begun_at = channel, rhythm, now
    wish.save(update_fields=["channel", "rhythm", "begun_at"])
    audit.record(actor=actor, verb="choose-letters", thing=wish, before=before, after=after)
    if way_of_wish(wish) != Way.HELD:
        _release(wish, now)
    if by_link:
        language = account.language if account else current_language()
        write = lambda: with_foot(chosen_letter(wish), wish)  # noqa: E731 - the outbox writes it in its own language
        queue(write=write, to=wish.email, language=language, verb="choose-letters", thing=wish, now=now)
    return wish


def _check(channel: str, rhythm: str, *, has_account: bool) -> None:
    if channel not in Channel.values or (channel == Channel.SITE and not has_account):
        raise LettersRefused(_("Choose where: without an account nothing is read on the site."), field="channel")
    if rhythm not in Rhythm.values:
        raise LettersRefused(_("Choose how often."), field="rhythm")


def _release(wish: LetterWish, now: datetime) -> None:
    """Let what was held go by the way that was chosen now."""
    for row in list(wish.held.order_by("held_at", "pk")):
        kind, said, language, words = row.kind, row.arguments, row.language, row.words
        row.delete()
        if letter_kinds[kind].write(said) is None:
            continue
        tell(kind=kind, arguments=said, email=wish.email, language=language, now=now, words=words)


@transaction.atomic
def tell(
    *,
    kind: str,
    arguments: Arguments,
    email: str,
    language: str,
    now: datetime,
    actor: Any = None,
    words: str = "",
) -> Way:
    """Let an address know something by the way it chose: by a letter of its own, by the next one, or on the site alone.

    The same thing is held once. `words` stand in place of the letter's own paragraphs. Gives the way it went.
    """
    sort, wish = letter_kinds[kind], begin_letters(email=email, now=now)
    way = way_of_wish(wish)
    if way == Way.HELD:
        defaults = {"language": language, "held_at": now, "words": words}
        HeldLetter.objects.get_or_create(wish=wish, kind=kind, arguments=arguments, defaults=defaults)
        return way
    sort.put(arguments, now)
    if way == Way.NOW:
        _send_alone(sort, arguments, wish, language, now, actor, words)
    return way


def _written(sort: LetterKind, arguments: Arguments, words: str) -> Letter | None:
    """Write what a kind says, in the words of a person where they changed them; None where there is nothing to say."""
    letter, said = sort.write(arguments), paragraphs(words)
    return replace(letter, lines=said, gist=said) if letter is not None and said else letter


def _send_alone(
    sort: LetterKind, arguments: Arguments, wish: LetterWish, language: str, now: datetime, actor: Any, words: str
) -> None:
    def write() -> Letter:
        letter = _written(sort, arguments, words)
        if letter is None:
            raise LookupError(f"{sort.verb}: there is nothing to say of {arguments}")
        return with_foot(letter, wish)

    if question := sort.question(arguments):
        lasts = sort.lasts(arguments, now)
        send_link(
            kind=question,
            arguments=arguments,
            email=wish.email,
            language=language,
            expires_at=lasts,
            now=now,
            actor=actor,
            said=write,
        )
        return
    thing = sort.thing(arguments)
    if thing is not None:
        queue(write=write, to=wish.email, language=language, verb=sort.verb, thing=thing, now=now)


def forget_held(*, kinds: Sequence[str], arguments: Arguments) -> int:
    """Let what is held of some kinds about a thing fall away: its question has; give how many."""
    return int(HeldLetter.objects.filter(kind__in=kinds, arguments=arguments).delete()[0])


@transaction.atomic
def move_wish(*, before: str, after: str) -> None:
    """Let the wish of an address follow its account to another; where that has its own, what was held goes by it, once."""
    old, new = before.strip().lower(), after.strip().lower()
    kept = next(iter(_hold(email=new)), None)
    if kept is None:
        LetterWish.objects.filter(email=old).update(email=new)
        return
    for row in HeldLetter.objects.filter(wish__email=old):
        values = {"language": row.language, "words": row.words, "held_at": row.held_at}
        kept.held.get_or_create(kind=row.kind, arguments=row.arguments, defaults=values)
        row.delete()


def send_letters(*, now: datetime) -> int:
    """Send the letters that gather and are due, each in a transaction of its own; give how many. Raises JobFailed last."""
    gathers = {name: source.begin(now) for name, source in sources.items()}
    sent, failed = 0, 0
    for pk in due_wishes(now=now):
        try:
            sent += send_letter(pk=pk, now=now, gathers=gathers)
        except Exception:
            logger.exception("The letter of the address %s was not sent.", pk)
            failed += 1
    if failed:
        raise JobFailed(f"{failed} letters were not sent, {sent} were")
    return sent


@transaction.atomic
def send_letter(*, pk: int, now: datetime, gathers: Mapping[str, Gather]) -> bool:
    """Queue the one letter of an address, where it is due and there is something to say; tell whether there was.

    The wish is held until the end: of two that run at once the second finds that it was looked at.
    """
    wish = next(iter(_hold(pk=pk)), None)
    if wish is None or not is_wish_due(wish, now=now) or way_of_wish(wish) == Way.SITE:
        return False
    wish.looked_at = now
    wish.save(update_fields=["looked_at"])
    _hold_things(wish.held.all())
    account, held = account_of(wish.email), list(wish.held.order_by("held_at", "pk"))
    language = account.language if account else held[-1].language if held else "it"
    with override(language):
        blocks = [one for row in held if (one := _block(row, language, now)) is not None]
        found = _gathered(account, gathering(wish.rhythm), gathers)
    wish.held.filter(pk__in=[row.pk for row in held]).delete()
    if not blocks and not found:
        return False
    _queue(wish, blocks, found, language, now)
    return True


def _block(row: HeldLetter, language: str, now: datetime) -> Block | None:
    """Put one thing that was held into the letter, with a link of its own; None where it has fallen away."""
    sort = letter_kinds[row.kind]
    if sort.write(row.arguments) is None:
        return None
    sort.put(row.arguments, now)
    letter = _written(sort, row.arguments, row.words)
    if letter is None:
        return None
    of, path, question = sort.of(row.arguments), "", sort.question(row.arguments)
    if question:
        _link, token = make_link(
            kind=question,
            arguments=row.arguments,
            email=row.wish.email,
            language=language,
            expires_at=sort.lasts(row.arguments, now),
            now=now,
        )
        path = link_path(token, language)
    return Block(sort.heading, of.key, row.held_at, letter, path, of.name, bool(question))


def _gathered(account: User | None, rhythm: str, gathers: Mapping[str, Gather]) -> list[Gathered]:
    if account is None:
        return []
    return [found for gather in gathers.values() if (found := gather(account, rhythm)) is not None]


def _queue(wish: LetterWish, blocks: Sequence[Block], found: Sequence[Gathered], language: str, now: datetime) -> None:
    every = [*blocks, *(one for part in found for one in part.blocks)]
    is_alone = not blocks and len(found) == 1
    tail = [line for part in found for line in part.tail]

    def write() -> Letter:
        return with_foot(found[0].alone if is_alone else gathered_letter(every, tail), wish)

    verb, thing = (found[0].verb, found[0].thing) if is_alone else ("send-gathered-letter", wish)
    queue(write=write, to=wish.email, language=language, verb=verb, thing=thing, now=now)
