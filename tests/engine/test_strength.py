"""Strength of a competence: worked cases, and the rules that must hold whatever the proofs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.strength import KINDS, Proof, expiry, strength
from filiera.engine.strength_words import change_reason, reason

TODAY = date(2026, 11, 25)

days_back = st.one_of(st.none(), st.integers(0, 12_000).map(lambda days: TODAY - timedelta(days)))
proofs = st.builds(
    Proof,
    id=st.uuids().map(str),
    kind=st.sampled_from([*KINDS, "rumour"]),
    relevance=st.floats(0, 1),
    on=days_back,
    ended_on=st.none(),
    valid_until=st.one_of(st.none(), st.integers(-4000, 4000).map(lambda days: TODAY + timedelta(days))),
    independent=st.booleans(),
    certainty=st.floats(0, 1),
    source=st.sampled_from([None, "press", "register", "own site"]),
)
proof_lists = st.lists(proofs, max_size=8, unique_by=lambda proof: proof.id)


def _known(identifier: str, kind: str, on: date | None, **values: object) -> Proof:
    return replace(Proof(identifier, kind, on=on), **values)  # type: ignore[arg-type]


FULL_CASE = (
    _known("p1", "project", date(2022, 1, 1), ended_on=date(2026, 6, 30), independent=True, source="cordis"),
    _known("p2", "project", date(2019, 1, 1), ended_on=date(2024, 6, 30), independent=True, source="region"),
    _known("pl", "plant", date(2025, 3, 1), source="own site"),
    _known("ce", "certificate", date(2024, 6, 1), valid_until=date(2027, 6, 1), independent=True, source="body"),
)


def test_strength_without_proof_is_zero() -> None:
    empty = strength([], TODAY)
    assert (empty.value, empty.expires_on, empty.weights) == (0.0, None, {})
    assert (reason(empty, "it"), reason(empty, "en")) == ("Nessuna prova.", "No evidence.")


def test_strength_of_one_fresh_independent_certificate_is_its_kind_weight() -> None:
    proof = _known("c", "certificate", date(2020, 1, 1), valid_until=date(2027, 1, 1), independent=True)
    assert strength([proof], TODAY).value == pytest.approx(0.45)


def test_strength_of_one_undated_sentence_is_hand_solved() -> None:
    # service 0.24 x undated 0.6 x self-declared 0.6
    assert strength([_known("s", "service", None)], TODAY).value == pytest.approx(0.0864)


def test_strength_halves_a_proof_each_half_life() -> None:
    fresh = _known("p", "project", TODAY, independent=True)
    old = replace(fresh, on=TODAY - timedelta(round(6 * 365.25)))
    assert strength([fresh], TODAY).value == pytest.approx(0.45)
    assert strength([old], TODAY).value == pytest.approx(0.225, abs=1e-4)


def test_strength_of_same_source_counts_second_piece_half() -> None:
    one, two = (_known(name, "award", TODAY, independent=True, source="press") for name in "ab")
    # 1 - (1 - 0.2)(1 - 0.1)
    assert strength([one, two], TODAY).value == pytest.approx(0.28)
    assert strength([one, replace(two, source="other")], TODAY).value == pytest.approx(0.36)


def test_strength_of_full_case_comes_within_a_hundredth_of_the_design() -> None:
    result = strength(FULL_CASE, TODAY)
    assert round(result.value, 2) == 0.83
    assert result.expires_on == date(2027, 6, 1)
    assert sum(result.weights.values()) == pytest.approx(result.value)
    assert [one.proof.id for one in result.weighed] == ["ce", "p1", "p2", "pl"]


def test_reason_of_full_case_names_kinds_sources_and_year() -> None:
    result = strength(FULL_CASE, TODAY)
    assert reason(result, "it") == (
        "Due progetti, un certificato e uno stabilimento, tre su quattro da fonti terze; l'ultima prova è di quest'anno."
    )
    assert reason(result, "en") == (
        "Two projects, a certificate and a plant, three of four from independent sources; the latest is from this year."
    )


def test_reason_of_one_sentence_says_so() -> None:
    result = strength([_known("s", "service", date(2021, 5, 1))], TODAY)
    assert reason(result, "it") == "Una sola frase, scritta dall'interessato; del 2021."
    assert reason(result, "en") == "A single sentence, in its own words; from 2021."


def test_reason_of_undated_proof_says_how_it_weighs() -> None:
    result = strength([_known("p", "patent", None, independent=True)], TODAY)
    assert reason(result, "it") == "Un solo brevetto, da una fonte terza; senza data, quindi con un peso medio."
    assert reason(result, "en") == "A single patent, from an independent source; undated, so it weighs half-way."


def test_reason_of_lapsed_certificate_names_the_year() -> None:
    lapsed = _known("c", "certificate", date(2020, 1, 1), valid_until=date(2023, 1, 1), independent=True)
    result = strength([lapsed, _known("k", "publication", date(2025, 1, 1))], TODAY)
    assert reason(result, "it") == (
        "Un certificato e una pubblicazione, una su due da fonti terze; il certificato è scaduto nel 2023; "
        "l'ultima prova è dell'anno scorso."
    )


def test_reason_of_future_proof_says_that_it_does_not_count() -> None:
    result = strength([_known("f", "course", date(2027, 9, 1), independent=True)], TODAY)
    assert result.value == 0.0
    assert reason(result, "it") == "Ci sono solo prove con una data futura, che non contano."


def test_change_reason_without_the_only_patent_says_how_far_it_falls() -> None:
    patent = _known("p", "patent", date(2020, 1, 1), independent=True, source="register")
    rest = [_known("a", "project", date(2024, 1, 1), independent=True), _known("b", "plant", date(2024, 1, 1))]
    before, after = strength([patent, *rest], TODAY), strength(rest, TODAY)
    assert change_reason(before, after, "it") == "Tolto l'unico brevetto la forza scende da 0,61 a 0,44."
    assert change_reason(before, after, "en") == "With the only patent removed, the strength falls from 0.61 to 0.44."
    assert change_reason(after, before, "it") == "Aggiunto un brevetto la forza sale da 0,44 a 0,61."
    assert change_reason(before, before, "it") == "La forza resta 0,61."


def test_change_reason_when_certificate_lapses_names_it() -> None:
    before, after = strength(FULL_CASE, TODAY), strength(FULL_CASE, date(2027, 8, 1))
    assert change_reason(before, after, "it").startswith("Scaduto un certificato la forza scende da 0,83 a ")


def test_patent_lapses_twenty_years_after_filing() -> None:
    assert expiry(_known("p", "patent", date(2004, 2, 29))) == date(2024, 2, 28)
    assert expiry(_known("p", "patent", date(2010, 5, 4))) == date(2030, 5, 4)
    assert expiry(_known("p", "project", date(2010, 5, 4))) is None


@given(proof_lists, proofs)
def test_strength_never_falls_with_one_more_proof(known: list[Proof], more: Proof) -> None:
    extra = replace(more, id="extra")
    assert strength([*known, extra], TODAY).value >= strength(known, TODAY).value - 1e-12


@given(proof_lists)
def test_strength_and_shares_stay_within_bounds(known: list[Proof]) -> None:
    result = strength(known, TODAY)
    assert 0.0 <= result.value < 1.0
    assert all(share >= 0 for share in result.weights.values())
    assert sum(result.weights.values()) == pytest.approx(result.value)


@given(proof_lists, st.randoms())
def test_strength_does_not_depend_on_order(known: list[Proof], chance: object) -> None:
    shuffled = list(known)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert strength(shuffled, TODAY) == strength(known, TODAY)


@given(proof_lists.filter(bool))
def test_strength_never_falls_with_independence(known: list[Proof]) -> None:
    trusted = [replace(known[0], independent=True), *known[1:]]
    assert strength(trusted, TODAY).value >= strength(known, TODAY).value - 1e-12


@given(proof_lists.filter(bool), st.integers(0, 5000))
def test_strength_never_rises_with_age(known: list[Proof], days: int) -> None:
    dated = replace(known[0], on=known[0].on or TODAY)
    older = replace(dated, on=dated.on - timedelta(days)) if dated.on else dated
    assert strength([older, *known[1:]], TODAY).value <= strength([dated, *known[1:]], TODAY).value + 1e-12


@given(proof_lists)
def test_strength_falls_without_the_only_patent(known: list[Proof]) -> None:
    others = [proof for proof in known if proof.kind != "patent"]
    patent = _known("patent", "patent", date(2022, 1, 1), independent=True, source="patent register")
    assert strength(others, TODAY).value < strength([*others, patent], TODAY).value


@given(proof_lists)
def test_reason_is_one_sentence_in_both_languages(known: list[Proof]) -> None:
    for lang in ("it", "en"):
        sentence = reason(strength(known, TODAY), lang)
        assert (sentence[-1], sentence.count("."), sentence[0].isupper()) == (".", 1, True)
