"""What a question refuses, and what it only seems to: never a refusal read as a need, nor a need as a refusal."""

from __future__ import annotations

import pytest

from filiera.competence.question import without
from filiera.competence.question_refusals import asking_spans, refused_spans


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("non voglio siliconi", ""),
        ("crema idratante, non vogliamo siliconi, in tubo", "crema idratante, , in tubo"),
        ("a cream, we do not want silicones", "a cream,"),
        ("una crema senza conservanti", "una crema senza conservanti"),
        ("flaconi di vetro, no plastica", "flaconi di vetro,"),
        ("tubi, ma non in provincia di cremona", "tubi,"),
        ("glass bottles but not from Turin", "glass bottles"),
        ("rossetto, no transfer", "rossetto, no transfer"),
        ("creme ma non Alba Cosmetici", "creme"),
        ("prove di efficacia tranne Centro Pelle", "prove di efficacia"),
        ("everything except lipstick", "everything"),
        ("non so chi faccia tubi", "non so chi faccia tubi"),
    ],
)
def test_what_is_not_wanted_is_taken_out(text: str, left: str) -> None:
    assert without(text, refused_spans(text)) == left


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("c'è qualcuno che non fa test su animali?", ["che non fa test su animali"]),
        ("tubi, non a Milano ma a Lodi", ["non a Milano"]),
        ("non voglio siliconi ma oli vegetali", ["non voglio siliconi"]),
        ("chi fa rossetti, ma nessuno di Milano", ["ma nessuno di Milano"]),
        ("fornitori di vetro fuori dalla Lombardia", ["fuori dalla Lombardia"]),
        ("un fornitore che non sia di Milano", ["che non sia di Milano"]),
        ("non mi serve il vetro, mi serve la plastica", ["non mi serve il vetro"]),
        ("tubi tranne Lumson per rossetti", ["tranne Lumson"]),
        ("we don't want plastic, we want glass", ["we don't want plastic"]),
        ("a lab that does not do animal testing", ["that does not do animal testing"]),
        ("not from Milan but from Lodi", ["not from Milan"]),
        ("anyone except Intercos for lipsticks", ["except Intercos"]),
        ("suppliers outside Lombardy", ["outside Lombardy"]),
        ("who can print tubes, not abroad", ["not abroad"]),
        ("a supplier that isn't in Milan", ["that isn't in Milan"]),
        ("vetro, ma non a Milano e non a Lodi", ["ma non a Milano", "non a Lodi"]),
        ("chi non è di Milano e fa rossetti", ["chi non è di Milano"]),
        ("chi non è di Milano ma fa rossetti", ["chi non è di Milano"]),
        ("someone who is not in Milan and makes lipsticks", ["who is not in Milan"]),
        ("someone who is not in Milan and near Lodi", ["who is not in Milan and near Lodi"]),
        ("no need for perfume, just a neutral cream", ["no need for perfume"]),
    ],
)
def test_refusing_clause_is_heard_up_to_where_it_turns(text: str, refused: list[str]) -> None:
    assert [text[start:end].strip() for start, end in refused_spans(text)] == refused


@pytest.mark.parametrize(
    "text",
    [
        "nessuno che faccia il riempimento?",
        "possibile, nessuno che faccia tubi?",
        "non c'è nessuno che riempia tubetti?",
        "non trovo nessuno che faccia stampa a caldo",
        "nessun laboratorio che faccia challenge test?",
        "cerco un terzista che non faccia solo rossetti",
        "non cerco solo tubi ma anche flaconi",
        "non abbiamo un fornitore di etichette",
        "non sappiamo chi possa fare prove di stabilità",
        "scusate, nessuno di voi fa tubi?",
        "is there nobody who fills tubes?",
        "isn't there anyone who prints cartons?",
        "I can't find anyone who makes lipsticks",
        "sorry, no one who does stability tests?",
        "we don't only need tubes but jars too",
        "are there no companies that recycle plastic?",
        "there is no one who makes vials?",
        "hello, no company that fills tubes?",
        "we do not know who can test creams",
        "we have no supplier of labels",
        "qualcuno che ci rimetta mano alla ricetta",
    ],
)
def test_need_is_not_read_as_a_refusal(text: str) -> None:
    assert refused_spans(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("nessuno che faccia il riempimento?", "il riempimento?"),
        ("non c'è nessuno che riempia tubetti?", "riempia tubetti?"),
        ("nessuno a Cremona che stampi tubi?", "a Cremona che stampi tubi?"),
        ("nessun laboratorio che faccia challenge test?", "challenge test?"),
        ("qualcuno che mi faccia i rossetti", "qualcuno i rossetti"),
        ("crema per la faccia", "crema per la faccia"),
        ("crema con nessun conservante", "crema con nessun conservante"),
        ("is there nobody who fills tubes?", "fills tubes?"),
        ("no one that can do hot stamping?", "can do hot stamping?"),
        ("cream with no preservatives", "cream with no preservatives"),
    ],
)
def test_asking_whether_anybody_is_there_denies_nothing(text: str, left: str) -> None:
    assert without(text, asking_spans(text)) == left
