"""Worlds that a machine makes up: rights mixed in people as nobody would think of, and the same walk."""

from __future__ import annotations

import zlib

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from filiera.competence.operations.map import update_map
from tests_clock import TODAY
from worlds.people import USUAL, VARIED, Cast, varied
from worlds.planting import common_ground, plant
from worlds.planting_acts import plant_acts
from worlds.reading import masked, said
from worlds.walking import MANY, addresses, api_addresses, client_of, shared_out, walk

pytestmark = pytest.mark.django_db

SOME = st.frozensets(st.sampled_from(VARIED), max_size=3)
CASTS = st.builds(
    varied,
    seated=SOME,
    enrolled=SOME,
    signed=SOME,
    wears=st.sampled_from(["", "alfa", "beta"]),
    named=st.frozensets(st.sampled_from(["beta", "gamma"])),
    at_table=st.frozensets(st.sampled_from(["beta", "gamma"])),
)
WALKERS = 3
"""How many people walk in each made-up world, others in the next."""


@settings(
    max_examples=40 if MANY else 1,
    database=None,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    print_blob=True,
)
@seed(1 if connection.vendor == "sqlite" else 2)
@given(cast=CASTS)
def test_made_up_worlds_keep_their_words(db: None, cast: Cast) -> None:
    with transaction.atomic():
        world = plant_acts(plant(common_ground(cast)))
        update_map(today=TODAY)
        turn = zlib.crc32(repr(cast).encode())
        keys = VARIED if MANY else [VARIED[(turn + step * 3) % len(VARIED)] for step in range(WALKERS)]
        places = addresses(world) + api_addresses(world)
        leaks = []
        for key in keys:
            person = cast.of(key)
            leaks += walk(world, [person], shared_out(places, person)).leaks
        assert sorted({(one.what, one.person, one.address) for one in leaks}) == []
        transaction.set_rollback(True)


OPEN_PAGES = (
    "/it/",
    "/it/organisations/",
    "/it/organisations/map/",
    "/it/organisations/network/",
    "/it/organisations/alfa/",
    "/it/organisations/beta/",
    "/it/chain/",
    "/it/competences/PK1.CMP.AIR/",
    "/it/ask/?q=flaconi+airless",
    "/it/sources/",
    "/it/bodies/",
    "/it/documents/",
    "/it/cluster/",
    "/sitemap.xml",
    "/api/v1/organisations",
    "/api/v1/organisations/alfa",
    "/api/v1/organisations/alfa/evidence",
    "/api/v1/organisations/alfa/network",
    "/api/v1/evidence",
    "/api/v1/competences",
    "/api/v1/coverage",
    "/api/v1/answers?q=flaconi+airless",
    "/api/v1/map.geojson",
    "/api/v1/sources",
    "/api/v1/documents",
    "/api/v1/catalogue",
)
"""Pages that count and list what everybody may see."""


def test_private_things_leave_no_trace_in_what_outsiders_count(db: None) -> None:
    world = common_ground(USUAL)
    update_map(today=TODAY)
    people = [world.cast.of(key) for key in ("visitor", "stranger")]
    clients = {one.key: client_of(world, one) for one in people}
    read = lambda: {  # noqa: E731
        (key, page): masked(said(client.get(page))) for key, client in clients.items() for page in OPEN_PAGES
    }
    before = read()
    assert all("zqx" not in text for text in before.values())
    plant(world, only_private=True)
    plant_acts(world)
    update_map(today=TODAY)
    after = read()
    changed = {
        place: first_difference(before[place], after[place]) for place in before if before[place] != after[place]
    }
    assert changed == {}


def first_difference(one: str, other: str) -> tuple[str, str]:
    """Give what stands around the first letter in which two texts differ."""
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(0, place - 60) : place + 60], other[max(0, place - 60) : place + 60]
