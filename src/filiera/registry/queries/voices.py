"""The names and sites under which an organisation and its group speak of themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from filiera.registry.logic import domain_of
from filiera.registry.models import Alias, Organisation

HOSTS = frozenset({"facebook.com", "linkedin.com", "instagram.com", "youtube.com", "google.com"})
"""Sites where many speak: sharing one tells nothing of who wrote."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Names and web domains of an organisation, its group and the group's other members."""

    names: frozenset[str]
    domains: frozenset[str]


class OwnVoices:
    """Every organisation's voice, read in two queries."""

    def __init__(self) -> None:
        rows = list(Organisation.objects.filter(merged_into=None).select_related("group"))
        aliases: dict[int, set[str]] = defaultdict(set)
        for organisation_id, name in Alias.objects.values_list("organisation_id", "name"):
            aliases[organisation_id].add(name)
        own = {row.pk: ({row.name, row.legal_name} | aliases[row.pk], {domain_of(row.website)} - HOSTS) for row in rows}
        groups: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for row in rows:
            if row.group_id:
                groups[row.group_id][0].update({row.group.name if row.group else "", *own[row.pk][0]})
                groups[row.group_id][1].update(own[row.pk][1])
        self._voices = {}
        for row in rows:
            names, domains = own[row.pk]
            if row.group_id:
                names, domains = names | groups[row.group_id][0], domains | groups[row.group_id][1]
            self._voices[row.pk] = Voice(frozenset(names - {""}), frozenset(domains - {""}))

    def of(self, organisation_id: int) -> Voice:
        """Give an organisation's voice; one registered later has none yet."""
        return self._voices.get(organisation_id, Voice(frozenset(), frozenset()))
