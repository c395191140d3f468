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
    pairs = _Leaders(DuplicateDecision)
    for pair in DuplicateDecision.objects.filter(fingerprint=before).order_by("pk"):
        values = {"verdict": pair.verdict, "said": pair.said, "decided_by": pair.decided_by}
        new, is_new = DuplicateDecision.objects.get_or_create(
            fingerprint=after, organisation=pair.organisation, defaults=values
        )
        if is_new:
            pairs.follow(pair, new)
    rows = _Leaders(TwinDecision)
    for twins in TwinDecision.objects.filter(Q(first=before) | Q(second=before)).order_by("pk"):
        one, other = sorted(after if key == before else key for key in (twins.first, twins.second))
        values = {"verdict": twins.verdict, "decided_by": twins.decided_by}
        made, is_new = TwinDecision.objects.get_or_create(first=one, second=other, defaults=values)
        if is_new:
            rows.follow(twins, made)


@transaction.atomic
def forget_answers_about(*, fingerprint: str) -> None:
    """Forget what was answered about a row, under whatever keys."""
    _forget_whole(DuplicateDecision, Q(fingerprint=fingerprint))
    _forget_whole(TwinDecision, Q(first=fingerprint) | Q(second=fingerprint))


def _forget_whole(model: type[DuplicateDecision | TwinDecision], about: Q) -> None:
    """Forget answers by the one that each is a copy of, which takes its copies along."""
    found = model._default_manager.filter(about).values_list("pk", "copy_of")
    model._default_manager.filter(pk__in={root or pk for pk, root in found}).delete()


class _Leaders:
    """Keeps one answer one: the first of its new keys leads, and all others, the old ones and the new, are its copies."""

    def __init__(self, model: type[DuplicateDecision | TwinDecision]) -> None:
        self.rows = model._default_manager
        self.by_root: dict[int, int] = {}

    def follow(self, old: DuplicateDecision | TwinDecision, new: DuplicateDecision | TwinDecision) -> None:
        """Join a new key to the answer that an old one is of, as it was before any key was added."""
        root = old.copy_of_id or old.pk
        leader = self.by_root.setdefault(root, new.pk)
        copies = Q(pk=root) | Q(copy_of=root) | Q(pk=new.pk)
        self.rows.filter(copies).exclude(pk=leader).update(copy_of=leader)


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "pk", None) else None
