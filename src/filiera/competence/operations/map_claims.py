"""Weigh the proofs of some organisations and write their claims and summaries; what people decided stands.

A private piece of evidence must not show through a strength, so each level of visibility has claims of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from filiera.common.instance import current_instance
from filiera.common.visibility import Visibility
from filiera.competence.enums import PROVING_ROLES, EvidenceKind, LinkRole, Verdict
from filiera.competence.models import (
    Claim,
    ClaimDecision,
    ClaimProof,
    Competence,
    EvidenceLink,
    MapRun,
    Reading,
)
from filiera.competence.models.claims import HELD_AT
from filiera.competence.models.evidence import level_for
from filiera.competence.operations.summaries import LEVELS, lock_organisations, refresh_summaries
from filiera.engine.strength import Proof, Strength, strength
from filiera.engine.strength_words import change_reason, reason
from filiera.registry.enums import Certainty

CERTAINTY = {
    Certainty.FILED: 1.0,
    Certainty.SEEN: 1.0,
    Certainty.DECLARED: 0.9,
    Certainty.MEMORY: 0.6,
    Certainty.DISPUTED: 0.5,
}
"""What a proof keeps of its weight by how sure its record is; our proposal: doubt about the record is not about the deed."""

PARTNER_SHARE = 0.6
"""What a project keeps of its weight for a partner that does not lead it; our proposal: its words are the whole consortium's,
and do not say who does what."""

USER_SHARE = 0.25
"""What a machine or a plant keeps of its weight as proof of making such machines, for who is of another stage: it has one, and
knows how to use it. Our proposal; which stages make equipment is the instance's to say (`makes_equipment`)."""

WORTH_SAYING = 0.05
"""A smaller move of a strength is the passing of time: it is computed, but no sentence is made of it."""

OWNED_KINDS = frozenset({EvidenceKind.EQUIPMENT, EvidenceKind.PLANT})
"""Kinds of evidence that say what an organisation has."""


@dataclass
class _Computed:
    """Claims of one batch before they are written."""

    claims: list[Claim] = field(default_factory=list)
    proofs: list[list[tuple[int, float, float]]] = field(default_factory=list)
    changed: int = 0


@transaction.atomic
def compute_claims(ids: Sequence[int], run: MapRun, today: date) -> tuple[int, int]:
    """Compute and write the claims and summaries of some organisations; give how many are held, and how many changed.

    Both count an organisation and a competence once, as the office sees them.

    The organisations are held from before the first row is read until all is written: another computation, or a decision
    taken meanwhile, waits, and then finds what this one wrote.
    """
    lock_organisations(ids)
    computed = _compute(ids, run, today)
    _write(ids, computed)
    refresh_summaries(organisation_ids=ids)
    held = sum(claim.seen_by == Visibility.OFFICE and claim.strength >= HELD_AT for claim in computed.claims)
    return held, computed.changed


def _compute(ids: Sequence[int], run: MapRun, today: date) -> _Computed:
    """Compute the claims of a batch of organisations at every level: four queries."""
    decisions = _decisions(ids)
    proofs = _proofs(ids, decisions)
    before = {
        (row.organisation_id, row.competence_id, row.seen_by): row
        for row in Claim.objects.filter(organisation_id__in=ids).select_related("run")
    }
    old_proofs = _old_proofs(before.values())
    computed = _Computed()
    for organisation_id, by_competence in proofs.items():
        for code, stated in by_competence.items():
            known: dict[frozenset[str], Strength] = {}
            for level, open_to in LEVELS:
                seen = [proof for visibility, proof in stated if visibility in open_to]
                if not seen:
                    continue
                key = frozenset(proof.id for proof in seen)
                if key not in known:
                    known[key] = strength(seen, today)
                old = before.get((organisation_id, code, level))
                verdict = decisions.get((organisation_id, code), ("", ""))[0]
                claim = _claim(organisation_id, code, level, known[key], old, old_proofs, run, today)
                claim.verdict = verdict if verdict != Verdict.CORRECTED else ""
                if (organisation_id, code) in _corrected_targets(decisions):
                    claim.verdict = verdict or Verdict.CORRECTED
                if level == Visibility.OFFICE:
                    computed.changed += old is None or round(old.strength, 4) != round(claim.strength, 4)
                computed.claims.append(claim)
                relevance = {proof.id: proof.relevance for proof in seen}
                weights = known[key].weights
                computed.proofs.append([(int(pk), weight, relevance[pk]) for pk, weight in weights.items()])
    return computed


def _corrected_targets(decisions: dict[tuple[int, str], tuple[str, str]]) -> set[tuple[int, str]]:
    return {(org, target) for (org, _code), (verdict, target) in decisions.items() if verdict == Verdict.CORRECTED}


def _claim(
    organisation_id: int,
    code: str,
    level: str,
    value: Strength,
    old: Claim | None,
    old_proofs: dict[int, list[Proof]],
    run: MapRun,
    today: date,
) -> Claim:
    claim = Claim(
        organisation_id=organisation_id,
        competence_id=code,
        seen_by=level,
        strength=round(value.value, 6),
        proofs=len(value.weighed),
        independent_proofs=sum(one.proof.independent for one in value.weighed),
        reason_it=reason(value, "it")[:400],
        reason_en=reason(value, "en")[:400],
        expires_on=value.expires_on,
        run=run,
    )
    if old is not None:
        claim.change_it, claim.change_en = old.change_it, old.change_en
        claim.previous_strength, claim.changed_on = old.previous_strength, old.changed_on
        if abs(old.strength - value.value) >= WORTH_SAYING:
            before = strength(old_proofs.get(old.pk, []), old.run.on)
            claim.change_it = change_reason(before, value, "it")[:300]
            claim.change_en = change_reason(before, value, "en")[:300]
            claim.previous_strength, claim.changed_on = old.strength, today
    return claim


def _decisions(ids: Sequence[int]) -> dict[tuple[int, str], tuple[str, str]]:
    rows = ClaimDecision.objects.filter(organisation_id__in=ids)
    values = rows.values_list("organisation_id", "competence_id", "verdict", "corrected_to_id")
    return {(org, code): (verdict, target or "") for org, code, verdict, target in values}


def _proofs(
    ids: Sequence[int], decisions: dict[tuple[int, str], tuple[str, str]]
) -> dict[int, dict[str, list[tuple[str, Proof]]]]:
    """Give, by organisation and competence, the proofs with their levels; a correction carries them to its target."""
    found: dict[int, dict[str, dict[str, tuple[str, Proof]]]] = defaultdict(lambda: defaultdict(dict))
    links = EvidenceLink.objects.filter(organisation_id__in=ids, role__in=sorted(PROVING_ROLES))
    links = links.select_related("evidence__source", "organisation").order_by("evidence_id")
    makers = frozenset(stage.id for stage in current_instance().stages if stage.makes_equipment)
    made = set(Competence.objects.filter(stage__in=makers).values_list("code", flat=True)) if makers else set()
    evidence_ids = {link.evidence_id for link in links}
    readings: dict[int, list[tuple[str, float]]] = defaultdict(list)
    rows = Reading.objects.filter(evidence__links__organisation_id__in=ids).distinct()
    for evidence_id, code, relevance in rows.values_list("evidence_id", "competence_id", "relevance"):
        if evidence_id in evidence_ids:
            readings[evidence_id].append((code, relevance))
    levels: dict[tuple[int | None, int], str] = {}
    for link in links:
        level = level_for(link.evidence.visibility, link.role, link.band)
        if level != Visibility.OFFICE or (link.organisation_id, link.evidence_id) not in levels:
            levels[(link.organisation_id, link.evidence_id)] = level
    for link in links:
        for code, relevance in readings[link.evidence_id]:
            verdict, target = decisions.get((link.organisation_id or 0, code), ("", ""))
            held = target if verdict == Verdict.CORRECTED else code
            is_user = code in made and link.organisation.stage_id not in makers
            proof = _proof(link, relevance, is_user=is_user)
            level = levels[(link.organisation_id, link.evidence_id)]
            known = found[link.organisation_id or 0][held].get(proof.id)
            if known is None or known[1].relevance < relevance:
                found[link.organisation_id or 0][held][proof.id] = (level, proof)
    return {org: {code: list(proofs.values()) for code, proofs in by_code.items()} for org, by_code in found.items()}


def _proof(link: Any, relevance: float, *, is_user: bool) -> Proof:
    """Make the engine's proof of a tie; `is_user` says that the competence is the making of what the organisation may use."""
    evidence = link.evidence
    if evidence.kind == EvidenceKind.PROJECT and link.role == LinkRole.PARTICIPANT:
        relevance *= PARTNER_SHARE
    if is_user and evidence.kind in OWNED_KINDS:
        relevance *= USER_SHARE
    return Proof(
        id=str(evidence.pk),
        kind=evidence.kind.lower(),
        relevance=relevance,
        on=evidence.on,
        ended_on=evidence.ended_on,
        valid_until=evidence.valid_until_on,
        independent=link.independent,
        certainty=CERTAINTY[Certainty(evidence.certainty)],
        source=str(evidence.source_id) if evidence.source.url else None,
    )


def _old_proofs(claims: Iterable[Claim]) -> dict[int, list[Proof]]:
    """Give the proofs behind the claims as they stood, to say what changed; evidence that is gone is known by its id."""
    ids = [claim.pk for claim in claims]
    found: dict[int, list[Proof]] = defaultdict(list)
    rows = ClaimProof.objects.filter(claim_id__in=ids).select_related("evidence__source", "claim")
    links = {
        (link.evidence_id, link.organisation_id): link.independent
        for link in EvidenceLink.objects.filter(evidence__claim_proofs__claim_id__in=ids)
    }
    for row in rows:
        evidence = row.evidence
        found[row.claim_id].append(
            Proof(
                id=str(evidence.pk),
                kind=evidence.kind.lower(),
                relevance=row.relevance,
                on=evidence.on,
                ended_on=evidence.ended_on,
                valid_until=evidence.valid_until_on,
                independent=links.get((evidence.pk, row.claim.organisation_id), True),
                certainty=CERTAINTY[Certainty(evidence.certainty)],
                source=str(evidence.source_id) if evidence.source.url else None,
            )
        )
    return found


def _write(ids: Sequence[int], computed: _Computed) -> None:
    """Replace the claims of some organisations; the caller holds them."""
    Claim.objects.filter(organisation_id__in=ids).delete()
    claims = Claim.objects.bulk_create(computed.claims, batch_size=500)
    proofs = [
        ClaimProof(claim=claim, evidence_id=evidence_id, weight=round(weight, 6), relevance=relevance)
        for claim, rows in zip(claims, computed.proofs, strict=True)
        for evidence_id, weight, relevance in rows
    ]
    ClaimProof.objects.bulk_create(proofs, batch_size=1000)
