"""Remember what people answer about pairs: under every key by which the same question may come again, as one answer."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from filiera.registry.models import DuplicateDecision, TwinDecision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@transaction.atomic
def remember_pair(
    *, keys: Mapping[str, dict[str, Any]], organisation_id: int, verdict: str, actor: Any = None
) -> DuplicateDecision | None:
    """Keep an answer about a name and an organisation; `keys` gives by fingerprint what was said, the first shown."""
    root: DuplicateDecision | None = None
    for fingerprint, said in keys.items():
        row, _new = DuplicateDecision.objects.update_or_create(
            fingerprint=fingerprint,
            organisation_id=organisation_id,
            defaults={"verdict": verdict, "said": said, "decided_by": _person(actor), "copy_of": root},
        )
        root = root or row
    return root


@transaction.atomic
def remember_twins(*, first: Sequence[str], second: Sequence[str], verdict: str, actor: Any = None) -> None:
    """Keep an answer about two rows, each by the keys under which it may come again."""
    root: TwinDecision | None = None
    for pair in product(first, second):
        one, other = sorted(pair)
        row, _new = TwinDecision.objects.update_or_create(
            first=one, second=other, defaults={"verdict": verdict, "decided_by": _person(actor), "copy_of": root}
        )
        root = root or row


@transaction.atomic
def carry_answers(*, before: str, after: str) -> None:
    """Let what was answered about a row hold under the key that it has once its place was mended."""
    for pair in DuplicateDecision.objects.filter(fingerprint=before):
        values = {"verdict": pair.verdict, "said": pair.said, "decided_by": pair.decided_by}
        new, is_new = DuplicateDecision.objects.get_or_create(
            fingerprint=after, organisation=pair.organisation, defaults=values
        )
        _follow(pair, new, is_new=is_new)
    for twins in TwinDecision.objects.filter(Q(first=before) | Q(second=before)):
        one, other = sorted(after if key == before else key for key in (twins.first, twins.second))
        values = {"verdict": twins.verdict, "decided_by": twins.decided_by}
        made, is_new = TwinDecision.objects.get_or_create(first=one, second=other, defaults=values)
        _follow(twins, made, is_new=is_new)


@transaction.atomic
def forget_answers_about(*, fingerprint: str) -> None:
    """Forget what was answered about a row, under whatever keys."""
    for pair in DuplicateDecision.objects.filter(fingerprint=fingerprint):
        (pair.copy_of or pair).delete()
    for twins in TwinDecision.objects.filter(Q(first=fingerprint) | Q(second=fingerprint)):
        (twins.copy_of or twins).delete()


def _follow(old: DuplicateDecision | TwinDecision, new: DuplicateDecision | TwinDecision, *, is_new: bool) -> None:
    """Make an answer, and those that are copies of it or that it is a copy of, copies of a new one."""
    if not is_new:
        return
    root = old.copy_of or old
    type(old).objects.filter(Q(pk=root.pk) | Q(copy_of=root.pk)).exclude(pk=new.pk).update(copy_of=new)


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "pk", None) else None
