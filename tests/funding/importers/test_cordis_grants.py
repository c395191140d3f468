"""Who got what of CORDIS, read from tables as published and as cut: amounts, days, names, and what is wrong with a row."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from filiera.funding.importers.cordis_grants import GrantedProject, GrantFiles, framework_of, read_amount
from filiera.registry.importers.files import members_of
from filiera.settings.env import DATA_DIR

PROJECTS = (
    '"id";"acronym";"status";"title";"startDate";"endDate";"totalCost";"ecMaxContribution";"frameworkProgramme";'
    '"contentUpdateDate";"objective"\n'
    '"101200001";"ESEMPIO";"SIGNED";"Flaconi &amp; tappi";"2024-01-01";"2026-12-31";"1000000,5";"700000";"HORIZON";'
    '"2026-05-04 10:00:00";"Flaconi."\n'
    '"101200002";"ALTRO";"SIGNED";"Altro progetto";"2025-02-01";"boh";"0";"tanto";"HORIZON";"2026-05-05 10:00:00";""\n'
)
ORGANISATIONS = (
    '"projectID";"projectAcronym";"organisationID";"vatNumber";"name";"city";"country";"role";"ecContribution";'
    '"netEcContribution";"totalCost"\n'
    '"101200001";"ESEMPIO";"999000111";"";"ALFA COSMETICI SRL";"CREMA";"IT";"coordinator";"400000";"350000,25";"500000"\n'
    '"101200001";"ESEMPIO";"999000222";"";"DEHORS SA";"PARIS";"FR";"participant";"";"";""\n'
    '"101200002";"ALTRO";"999000333";"";"UNBEKANNT GMBH";"BONN";"DE";"coordinator";"10";"10";"10"\n'
    '"abc";"ALTRO";"999000333";"";"UNBEKANNT GMBH";"BONN";"DE";"coordinator";"10";"10";"10"\n'
)
CUT = (
    "project_id,framework_programme,acronym,start_date,end_date,pic,legal_name,role,country,city,vat,ec_contribution_eur\n"
    "700001,H2020,VECCHIO,2016-01-01,2018-12-31,999000111,ALFA COSMETICI SRL,coordinator,IT,,,120000.0\n"
    "700001,H2020,VECCHIO,2016-01-01,2018-12-31,999000111,ALFA COSMETICI SRL,coordinator,IT,,,120000.0\n"
    "700001,H2020,VECCHIO,2016-01-01,2018-12-31,999000444,BETA SPA,participant,IT,,,\n"
)
LINKED = (
    "project_id,rcn,pic,role,entity_type,country,contribution_eur,start_date,end_date,project_max_contribution_eur,"
    "project_total_cost_eur\n"
    "700002,1,999000111,participant,PRC,IT,50000.0,2017-05-01,2019-04-30,900000.0,1100000.0\n"
)
NAMES = "pic,legal_name,short_name,country,city\n999000111,ALFA COSMETICI SRL,,IT,CREMA\n"
TITLES = "project_id,acronym,title,topic_code,eu_contribution_eur\n700002,LEGATO,Un progetto legato,X-1,900000\n"


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
    return folder


def read(path: Path, pic: str = "999000111") -> tuple[dict[str, GrantedProject], GrantFiles]:
    files = GrantFiles(members_of(path))
    files.read_names()
    keys = files.wanted(lambda one: one.ids.get("PIC") == pic)
    return files.projects(keys), files


def test_tables_as_published_are_read_with_their_amounts(tmp_path: Path) -> None:
    found, files = read(written(tmp_path, project=PROJECTS, organization=ORGANISATIONS))
    one = found["101200001"]
    assert list(found) == ["101200001"]
    assert (one.acronym, one.title, one.framework) == ("ESEMPIO", "Flaconi & tappi", "HORIZON")
    assert (str(one.starts_on), str(one.ends_on), one.newest) == ("2024-01-01", "2026-12-31", "2026-05-04")
    assert (one.cost_eur, one.grant_eur) == (Decimal("1000000.50"), Decimal(700000))
    assert [(p.name, p.is_coordinator, p.grant_eur, p.cost_eur) for p in one.participants] == [
        ("ALFA COSMETICI SRL", True, Decimal("350000.25"), Decimal(500000)),
        ("DEHORS SA", False, None, None),
    ]
    assert [(fault.code, fault.line, fault.value) for fault in files.faults] == [("bad-project", 5, "abc")]


def test_what_cannot_be_read_is_not_known_and_told_with_its_place(tmp_path: Path) -> None:
    found, files = read(written(tmp_path, project=PROJECTS, organization=ORGANISATIONS), "999000333")
    one = found["101200002"]
    assert (one.cost_eur, one.grant_eur, one.ends_on) == (None, None, None)
    told = {(fault.code, fault.file, fault.line, fault.value) for fault in files.faults}
    assert told == {
        ("bad-project", "organization.csv", 5, "abc"),
        ("bad-amount", "project.csv", 3, "tanto"),
        ("bad-date", "project.csv", 3, "boh"),
    }


def test_tables_as_cut_are_read_and_a_row_twice_counts_once(tmp_path: Path) -> None:
    path = written(
        tmp_path, participations=CUT, h2020_consortia_linked=LINKED, organisations_pic=NAMES, h2020_projects=TITLES
    )
    found, files = read(path)
    first, second = found["700001"], found["700002"]
    assert [(p.name, p.grant_eur) for p in first.participants] == [
        ("ALFA COSMETICI SRL", Decimal(120000)),
        ("BETA SPA", None),
    ]
    assert (second.title, second.framework, second.grant_eur, second.cost_eur) == (
        "Un progetto legato",
        "H2020",
        Decimal(900000),
        Decimal(1100000),
    )
    assert [p.name for p in second.participants] == ["ALFA COSMETICI SRL"]
    assert files.faults == []


def test_zip_is_read_as_a_folder_is(tmp_path: Path) -> None:
    path = tmp_path / "cordis.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("csv/project.csv", PROJECTS)
        archive.writestr("csv/organization.csv", ORGANISATIONS)
    assert list(read(path)[0]) == ["101200001"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000", "1000.00"),
        ("71500,5", "71500.50"),
        ("234375.0", "234375.00"),
        ("1,234,567.89", "1234567.89"),
        ("0", "0.00"),
    ],
)
def test_amounts_are_read_as_the_commission_writes_them(text: str, amount: str) -> None:
    assert str(read_amount(text)) == amount


@pytest.mark.parametrize("text", ["x", "-1", "NaN", "1e30", "∞"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        read_amount(text)


def test_framework_is_told_by_what_is_there() -> None:
    assert framework_of({"framework": "H2020"}, "x.csv", "1") == "H2020"
    assert framework_of({"topic": "HORIZON-CL6-2021"}, "x.csv", "1") == "HORIZON"
    assert framework_of({}, "cordis/fp7-projects.csv", "101100000") == "FP7"
    assert [framework_of({}, "x.csv", n) for n in ("101100000", "700000", "222222")] == ["HORIZON", "H2020", "FP7"]


def test_real_samples_in_the_original_columns_are_read() -> None:
    folder = DATA_DIR / "cordis-format-samples"
    if not folder.exists():
        pytest.skip("no cordis-format-samples under FILIERA_DATA")
    files = GrantFiles(members_of(folder))
    keys = files.wanted(lambda _one: True)
    found = files.projects(keys)
    with_grant = [one for one in found.values() if any(p.grant_eur is not None for p in one.participants)]
    assert (files.fault_count, len(found) > 5, len(with_grant)) == (0, True, len(found))
