"""Kinds read from names and from legal forms: what they give away, and what they must not be taken to say."""

from __future__ import annotations

import pytest

from filiera.registry.sheets.kinds import kind_in_name
from filiera.registry.sheets.rows import read_row
from filiera.registry.sheets.values import read_value
from filiera.registry.sheets.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Rossi S.r.l.", "COMPANY"),
        ("Rossi srls", "COMPANY"),
        ("Rossi S. r. l. s.", "COMPANY"),
        ("Rossi di Rossi A. e B. s.r.l.", "COMPANY"),
        ("Studio B s.r.l.", "COMPANY"),
        ("Rossi e C. S.n.c.", "COMPANY"),
        ("Rossi & C. s.a.s. di Mario Rossi", "COMPANY"),
        ("Alfa SpA - Agrate", "COMPANY"),
        ("ALFA SPA (in liquidazione)", "COMPANY"),
        ("Alfa S.p.A. con socio unico", "COMPANY"),
        ("Delta Sapa", "COMPANY"),
        ("Consorzio Alfa S.c. a r.l.", "COMPANY"),
        ("Società Cooperativa Alfa", "COMPANY"),
        ("Beta GmbH", "COMPANY"),
        ("Beta S.A.", "COMPANY"),
        ("Beta SA", "COMPANY"),
        ("Beta SAS", "COMPANY"),
        ("Beta Ltd", "COMPANY"),
        ("ITS S.r.l.", "COMPANY"),
        ("Provincia Editrice S.r.l.", "COMPANY"),
        ("Università di Nessuno", "UNIVERSITY"),
        ("Universita' degli Studi di Nessuno", "UNIVERSITY"),
        ("Fondazione ITS Nuove Essenze", "ITS"),
        ("ITS Nuove Essenze", "ITS"),
        ("Comune di Crema", "PUBLIC_BODY"),
        ("Provincia di Cremona", "PUBLIC_BODY"),
        ("Camera di commercio di Cremona", "PUBLIC_BODY"),
        ("Università Cattolica del Sacro Cuore", "UNIVERSITY"),
        ("Università Milano-Bicocca", "UNIVERSITY"),
        ("Università dell'Insubria", "UNIVERSITY"),
        ("Libera Università di Nessuno", "UNIVERSITY"),
        ("University of Nowhere", "UNIVERSITY"),
        ("University degli Studi di Nessuno", "UNIVERSITY"),
        ("Bocconi University", "UNIVERSITY"),
        ("Politecnico di Milano", "UNIVERSITY"),
        ("University Beauty Labs", ""),
        ("University", ""),
        ("Beauty University", ""),
        ("Friends of Nowhere University", ""),
        ("Università Beauty", ""),
        ("Università della Bellezza", ""),
        ("Politecnico di Bellezza", ""),
        ("Regione Lombardia", "PUBLIC_BODY"),
        ("Regione Autonoma della Sardegna", "PUBLIC_BODY"),
        ("Regione del Veneto", "PUBLIC_BODY"),
        ("Regione Emilia-Romagna", "PUBLIC_BODY"),
        ("Regione Valle d'Aosta", "PUBLIC_BODY"),
        ("Regione Trentino-Alto Adige/Südtirol", "PUBLIC_BODY"),
        ("REGIONE LOMBARDIA - Direzione Generale Ricerca", "PUBLIC_BODY"),
        ("Regione Cosmetics", ""),
        ("Regione Lombardia Cosmetics", ""),
        ("Regione", ""),
        ("Comune di", ""),
        ("Comune Cosmetics", ""),
        ("Città metropolitana di Milano", "PUBLIC_BODY"),
        ("Città Metropolitana Profumi", ""),
        ("Provincia autonoma di Trento", "PUBLIC_BODY"),
        ("Provincia della Spezia", "PUBLIC_BODY"),
        ("Provincia del Verbano-Cusio-Ossola", "PUBLIC_BODY"),
        ("Provincia del Gusto", ""),
        ("Camera di commercio, industria, artigianato e agricoltura di Cremona", "PUBLIC_BODY"),
        ("Camera di commercio Cremona-Mantova-Pavia", "PUBLIC_BODY"),
        ("CCIAA Cremona", "PUBLIC_BODY"),
        ("Camera di Commercio Italo-Germanica", ""),
        ("Camera di commercio britannica per l'Italia", ""),
        ("Camera di Commercio Internazionale", ""),
        ("Camera Cosmetics", ""),
        ("FONDAZIONE ITS NUOVE ESSENZE", "ITS"),
        ("I.T.S. Nuove Essenze", "ITS"),
        ("ITS BEAUTY ACADEMY", "ITS"),
        ("Istituto Tecnologico Superiore Nuove Essenze", "ITS"),
        ("ITS SKIN", ""),
        ("ITS ALL ABOUT YOU", ""),
        ("ITS Cosmetics", ""),
        ("ITS Gruppo Essenze", ""),
        ("Istituto Bellezza", ""),
        ("Fondazione Its a pleasure", ""),
        ("Centro Spa Milano", ""),
        ("Its a pleasure", ""),
        ("Essenze da sa", ""),
        ("Sasso Profumi", ""),
        ("Provinciali Profumi", ""),
        ("Associazione Alfa in liquidazione", ""),
        ("Fondazione Alfa ETS", ""),
        ("Ltd Edition", ""),
    ],
)
def test_name_gives_its_kind_away(name: str, kind: str) -> None:
    assert kind_in_name(name) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("S.r.l.", "COMPANY"),
        ("sa", "COMPANY"),
        ("Società per azioni", "COMPANY"),
        ("Ditta individuale", "COMPANY"),
        ("impresa", "COMPANY"),
        ("Fondazione", ""),
        ("Onlus", ""),
    ],
)
def test_column_of_legal_forms_says_the_kind(text: str, kind: str) -> None:
    assert read_value("KIND", text, Vocabulary()).value == kind  # type: ignore[arg-type]


def test_kind_is_read_from_the_name_only_where_no_column_says_it() -> None:
    columns = {0: "NAME", 1: "KIND"}

    def kinds(*cells: str) -> list[tuple[str, str, bool]]:
        read = read_row(cells, ["Nome", "Tipo"], columns, Vocabulary())  # type: ignore[arg-type]
        return [(one.header, one.value, one.is_derived) for one in read.stated if one.field == "KIND"]

    assert kinds("Alfa Srl", "università") == [("Tipo", "UNIVERSITY", False)]
    assert kinds("Alfa Srl", "") == [("Nome", "COMPANY", True)]
    assert kinds("Alfa Srl", "boh") == [("Nome", "COMPANY", True)]
    assert kinds("Alfa", "") == []
