"""Fill a database with invented organisations and evidence, for timing alone: words of the taxonomy, shuffled by a seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from benchmarks.world_words import FILLERS
from filiera.common.folding import fold, slug
from filiera.competence.enums import EvidenceKind, LinkBand, LinkRole
from filiera.competence.models import Competence, Evidence, EvidenceLink
from filiera.registry.enums import Kind, Size
from filiera.registry.models import Municipality, Organisation, Source, Stage


def fill(*, organisations: int, evidence: int, seed: int = 7) -> None:
    """Create the organisations and the evidence, a holder each and a partner for one piece in five."""
    chance = random.Random(seed)  # noqa: S311
    stages = list(Stage.objects.all())
    towns = list(Municipality.objects.filter(province__in_region=True).exclude(lat=None))
    leaves = list(Competence.objects.filter(level=3).order_by("code"))
    source = Source.objects.create(key="bench", name="Banco di prova", url="https://bench.example")
    rows = []
    for n in range(organisations):
        town = chance.choice(towns)
        name = f"Ditta {n:05d}"
        rows.append(
            Organisation(
                code=slug(name),
                name=name,
                search_name=fold(name),
                kind=chance.choice([Kind.COMPANY] * 8 + [Kind.UNIVERSITY, Kind.RESEARCH_BODY]),
                stage=chance.choice(stages),
                size=chance.choice([*Size.values, ""]),
                municipality=town,
                town=town.name,
                province=town.province,
                country="IT",
                lat=town.lat,
                lon=town.lon,
                is_example=True,
            )
        )
    Organisation.objects.bulk_create(rows, batch_size=500)
    favourites = [chance.sample(leaves, 6) for _row in rows]
    for start in range(0, evidence, 5000):
        part, links = [], []
        for n in range(start, min(start + 5000, evidence)):
            holder = chance.randrange(organisations)
            part.append(_piece(n, chance, favourites[holder], source))
            links.append((holder, chance.randrange(organisations) if n % 5 == 0 else None))
        Evidence.objects.bulk_create(part, batch_size=500)
        ties = []
        for row, (holder, partner) in zip(part, links, strict=True):
            for who, role in ((holder, LinkRole.HOLDER), (partner, LinkRole.PARTICIPANT)):
                if who is not None and not (role == LinkRole.PARTICIPANT and who == holder):
                    ties.append(_tie(row, rows[who], role))
        EvidenceLink.objects.bulk_create(ties, batch_size=1000)


def _piece(n: int, chance: random.Random, favourites: list[Competence], source: Source) -> Evidence:
    leaf = chance.choice(favourites)
    words = chance.choices(FILLERS, k=24)
    day = date(2026, 11, 25) - timedelta(days=chance.randrange(3600))
    return Evidence(
        uid=f"bench:{n}",
        kind=chance.choice(EvidenceKind.values),
        title_it=f"{leaf.label_it} {n}",
        text_it=f"{leaf.definition_it} {' '.join(words)} {n % 977}.",
        on=day,
        on_precision="D",
        source=source,
        digest=f"bench-{n}",
        is_example=True,
    )


def _tie(row: Evidence, organisation: Organisation, role: str) -> EvidenceLink:
    return EvidenceLink(
        evidence=row,
        organisation=organisation,
        role=role,
        band=LinkBand.SAME,
        mention=organisation.name,
        mention_key=f"{organisation.code}",
    )
