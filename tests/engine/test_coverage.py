"""Coverage of leaves by organisations, and what one organisation's leaving would do."""

from __future__ import annotations

from filiera.engine.coverage import LeafCoverage, Loss, coverage, without

HELD = {
    "PK1.CMP.AIR": {"alba": 0.5, "lume": 0.7},
    "TST.MIC.CHL": {"alba": 0.6, "lume": 0.04},
    "DIG.AIX.VTO": {},
}


def test_coverage_tells_none_single_and_several_apart() -> None:
    assert coverage(HELD) == {
        "PK1.CMP.AIR": LeafCoverage("PK1.CMP.AIR", "several", ("lume", "alba")),
        "TST.MIC.CHL": LeafCoverage("TST.MIC.CHL", "single", ("alba",)),
        "DIG.AIX.VTO": LeafCoverage("DIG.AIX.VTO", "none", ()),
    }


def test_without_one_organisation_names_new_gaps_and_new_single_sources() -> None:
    assert without(["alba"], HELD) == Loss(("TST.MIC.CHL",), ("PK1.CMP.AIR",))


def test_without_nobody_changes_nothing() -> None:
    assert without([], HELD) == Loss((), ())
