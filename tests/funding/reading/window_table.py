"""Sentences about windows, of our own invention, with what each says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
ROME = ZoneInfo("Europe/Rome")
UTC = ZoneInfo("UTC")

Case = tuple[str, dict[str, Any], tuple[str, ...]]
"""The sentence, the fields that it fills, the codes of the doubts that stay."""


def at(*numbers: int, zone: ZoneInfo | None = None) -> datetime:
    """Give a moment by its numbers."""
    return datetime(*numbers, tzinfo=zone)  # type: ignore[misc,arg-type]


ITALIAN: list[Case] = [
    ("Domande entro il 30 giugno 2027.", {"closes": date(2027, 6, 30)}, ()),
    ("Le domande vanno inviate entro le ore 16.00 del 5 marzo 2027.", {"closes": at(2027, 3, 5, 16)}, ()),
    ("Scadenza: 05/03/2027 ore 16:00", {"closes": at(2027, 3, 5, 16)}, ()),
    ("Scadenza: 5.3.2027, ore 16", {"closes": at(2027, 3, 5, 16)}, ()),
    (
        "Lo sportello apre alle ore 10:30 del 20 gennaio 2027 e chiude alle ore 16:00 del 5 marzo 2027.",
        {"opens": at(2027, 1, 20, 10, 30), "closes": at(2027, 3, 5, 16)},
        (),
    ),
    (
        "Dal 1° marzo al 29 novembre 2027, salvo esaurimento anticipato dei fondi.",
        {"opens": date(2027, 3, 1), "closes": date(2027, 11, 29), "until_spent": True},
        (),
    ),
    ("Dal 1 al 30 giugno 2027", {"opens": date(2027, 6, 1), "closes": date(2027, 6, 30)}, ()),
    (
        "Domande dal 15 novembre al 28 febbraio 2027",
        {"opens": date(2026, 11, 15), "closes": date(2027, 2, 28)},
        ("year-assumed",),
    ),
    (
        "Domande dal 15 novembre 2026 al 28 febbraio",
        {"opens": date(2026, 11, 15), "closes": date(2027, 2, 28)},
        ("year-assumed",),
    ),
    ("Domande entro il 30 gennaio.", {"closes": date(2027, 1, 30)}, ("year-assumed",)),
    ("Le domande si presentano entro le ore 24 del 15 aprile 2027.", {"closes": at(2027, 4, 15, 23, 59, 59)}, ()),
    ("Le domande si presentano entro le ore 24.00 del 15 aprile 2027.", {"closes": at(2027, 4, 15, 23, 59, 59)}, ()),
    ("Termine ultimo: mezzogiorno del 15 aprile 2027", {"closes": at(2027, 4, 15, 12)}, ()),
    ("Entro la mezzanotte del 15 aprile 2027", {"closes": at(2027, 4, 15)}, ("midnight",)),
    ("Invio entro e non oltre il giorno 20/09/2027 alle ore 18.00", {"closes": at(2027, 9, 20, 18)}, ()),
    (
        "Il termine del 30 aprile 2027 per le domande è prorogato al 31 maggio 2027.",
        {"closes": date(2027, 5, 31)},
        (),
    ),
    ("La scadenza è prorogata dal 30 aprile 2027 al 31 maggio 2027", {"closes": date(2027, 5, 31)}, ()),
    ("Il termine è stato differito alle ore 12 del 10 giugno 2027", {"closes": at(2027, 6, 10, 12)}, ()),
    (
        "Le domande si presentano entro il 30 maggio 2027. Il termine è anticipato al 10 maggio 2027.",
        {"closes": date(2027, 5, 10)},
        ("moved-earlier",),
    ),
    (
        "Le domande si inviano entro il 30 maggio 2027. Scadenza: 15 maggio 2027.",
        {"closes": date(2027, 5, 15)},
        ("two-closings",),
    ),
    ("Scadenza 15 maggio 2027. Domande entro le ore 12 del 15/05/2027.", {"closes": at(2027, 5, 15, 12)}, ()),
    (
        "Apertura: 10 settembre 2027. Chiusura: 1 settembre 2027.",
        {"opens": date(2027, 9, 10), "closes": date(2027, 9, 1)},
        ("closes-before-opens",),
    ),
    ("Sportello chiuso", {"closed": True}, ()),
    (
        "Lo sportello è chiuso per esaurimento delle risorse dal 12 maggio 2026.",
        {"closed": True, "closed_since": date(2026, 5, 12), "until_spent": True},
        (),
    ),
    ("Il bando non è chiuso.", {}, ()),
    ("La presentazione delle domande è sospesa.", {"closed": True}, ("suspended",)),
    ("Lo sportello è aperto fino ad esaurimento delle risorse.", {"until_spent": True, "closed": False}, ()),
    ("Bando sempre aperto, senza scadenza.", {"rolling": True}, ()),
    ("Le domande si presentano in qualsiasi momento.", {"rolling": True}, ()),
    (
        "Domande dal 1 gennaio al 30 settembre di ogni anno.",
        {"recurring": (((1, 1), (9, 30)),)},
        (),
    ),
    ("Domande entro il 31 marzo di ogni anno", {"recurring": ((None, (3, 31)),)}, ()),
    (
        "Domande dal 1 al 31 marzo e dal 1 al 30 settembre di ciascun anno",
        {"recurring": (((3, 1), (3, 31)), ((9, 1), (9, 30)))},
        (),
    ),
    (
        "Le domande si presentano entro 60 giorni dalla pubblicazione dell'avviso.",
        {"relative": (("closes", 60, "days", "pubblicazione dell'avviso"),)},
        (),
    ),
    (
        "Domande entro sessanta giorni dalla pubblicazione (BURL n. 12 del 20/03/2027)",
        {"relative": (("closes", 60, "days", "pubblicazione"),), "closes": date(2027, 5, 19)},
        ("computed",),
    ),
    (
        "Domande entro 10 giorni lavorativi dalla data di apertura",
        {"relative": (("closes", 10, "working_days", "data di apertura"),)},
        (),
    ),
    (
        "Le domande si presentano a partire dal trentesimo giorno successivo alla pubblicazione",
        {"relative": (("opens", 30, "days", "pubblicazione"),)},
        (),
    ),
    (
        "Il bando, approvato con decreto n. 1234 del 3 febbraio 2027, scade il 30 aprile 2027.",
        {"closes": date(2027, 4, 30)},
        (),
    ),
    ("Le spese sono ammissibili dal 1 gennaio 2027 al 31 dicembre 2028.", {}, ()),
    ("La graduatoria è pubblicata entro il 30 settembre 2027.", {}, ()),
    ("Il progetto riguarda la filiera della cosmesi.", {}, ()),
    ("Domande entro il 31 febbraio 2027", {}, ("no-such-day",)),
    ("Domande entro il 29 febbraio 2028", {"closes": date(2028, 2, 29)}, ()),
    ("Domande entro marzo 2027", {"closes": date(2027, 3, 1)}, ("month-only",)),
    ("Domande entro fine marzo 2027", {"closes": date(2027, 3, 31)}, ()),
    (
        "Le domande si presentano dalle ore 10.00 alle ore 17.00 del giorno 8 aprile 2027, "
        "e dei giorni lavorativi successivi.",
        {"opens": at(2027, 4, 8, 10)},
        (),
    ),
    (
        "Le domande si presentano dalle ore 10.00 alle ore 17.00 del giorno 8 aprile 2027.",
        {"opens": at(2027, 4, 8, 10), "closes": at(2027, 4, 8, 17)},
        (),
    ),
    ("Scadenze: 15 marzo, 15 giugno e 15 settembre 2027.",
     {"cutoffs": (date(2027, 3, 15), date(2027, 6, 15), date(2027, 9, 15))}, ()),
    ("Domande entro le ore 2:30 del 28 marzo 2027", {"closes": at(2027, 3, 28, 2, 30)}, ("hour-skipped",)),
    ("Domande entro le ore 2:30 del 31 ottobre 2027", {"closes": at(2027, 10, 31, 2, 30)}, ("hour-twice",)),
    ("Domande per l'anno 2027 entro il 30 aprile", {"closes": date(2027, 4, 30)}, ()),
    ("Domande entro le 17.00 (ora di Bruxelles) del 5 maggio 2027", {"closes": at(2027, 5, 5, 17, zone=BRUSSELS)}, ()),
    ("30/06/2027", {"closes": date(2027, 6, 30)}, ("no-cue",)),
    ("10/01/2027 - 30/06/2027", {"opens": date(2027, 1, 10), "closes": date(2027, 6, 30)}, ()),
    ("Apertura\n10 gennaio 2027\nChiusura\n30 giugno 2027", {"opens": date(2027, 1, 10), "closes": date(2027, 6, 30)}, ()),
]  # fmt: skip

ENGLISH: list[Case] = [
    ("Deadline: 23 September 2027 17:00:00 Brussels local time", {"closes": at(2027, 9, 23, 17, zone=BRUSSELS)}, ()),
    ("Applications close on 23 September 2027 at 17:00 (Brussels time).", {"closes": at(2027, 9, 23, 17, zone=BRUSSELS)}, ()),
    ("The deadline is 17:00 CET on 15 January 2027.", {"closes": at(2027, 1, 15, 17, zone=BRUSSELS)}, ()),
    ("The deadline is 17:00 CEST on 15 July 2027.", {"closes": at(2027, 7, 15, 17, zone=BRUSSELS)}, ()),
    ("The deadline is 17:00 CET on 15 July 2027.", {"closes": at(2027, 7, 15, 17, zone=BRUSSELS)}, ("zone-season",)),
    ("The deadline is 17:00 CEST on 15 January 2027.", {"closes": at(2027, 1, 15, 16, zone=BRUSSELS)}, ("zone-season",)),
    ("Closing: 15 May 2027, 12:00 UTC", {"closes": at(2027, 5, 15, 12, zone=UTC)}, ()),
    ("Submit by noon on 15 May 2027 (Rome time)", {"closes": at(2027, 5, 15, 12, zone=ROME)}, ()),
    ("Opening: 5 May 2027\nClosing: 17 September 2027, 17:00 Brussels time",
     {"opens": date(2027, 5, 5), "closes": at(2027, 9, 17, 17, zone=BRUSSELS)}, ()),
    ("Cut-off dates: 1 April, 1 August 2027", {"cutoffs": (date(2027, 4, 1), date(2027, 8, 1))}, ()),
    ("Deadlines are 10 April 2027 and 10 September 2027.", {"cutoffs": (date(2027, 4, 10), date(2027, 9, 10))}, ()),
    ("Applications are accepted from 1 March 2027 until 30 June 2027.",
     {"opens": date(2027, 3, 1), "closes": date(2027, 6, 30)}, ()),
    ("Apply between 1 March and 30 June 2027.", {"opens": date(2027, 3, 1), "closes": date(2027, 6, 30)}, ()),
    ("The call is open from March 3, 2027 to May 4, 2027.",
     {"opens": date(2027, 3, 3), "closes": date(2027, 5, 4), "closed": False}, ()),
    ("Applications from 1 March 2027 until funds are exhausted.", {"opens": date(2027, 3, 1), "until_spent": True}, ()),
    ("Applications are assessed on a rolling basis.", {"rolling": True}, ()),
    ("The call is closed.", {"closed": True}, ()),
    ("The call is not closed.", {}, ()),
    ("The deadline has been extended to 30 June 2027.", {"closes": date(2027, 6, 30)}, ()),
    ("The deadline, 1 June 2027, has been extended until 30 June 2027 at 5 pm.", {"closes": at(2027, 6, 30, 17)}, ()),
    ("Submit within 45 days of the publication of this notice.",
     {"relative": (("closes", 45, "days", "the publication of this notice"),)}, ()),
    ("Deadline 03/04/2027", {"closes": date(2027, 3, 4)}, ("day-or-month",)),
    (
        "Opening 30/04/2027. Deadline 06/10/2027 17:00 (Brussels)",
        {"opens": date(2027, 4, 30), "closes": at(2027, 10, 6, 17, zone=BRUSSELS)},
        (),
    ),
    ("Deadline 13/04/2027", {"closes": date(2027, 4, 13)}, ()),
    ("Deadline 04/13/2027", {"closes": date(2027, 4, 13)}, ("month-first",)),
    ("Deadline: 2027-04-13", {"closes": date(2027, 4, 13)}, ()),
    ("First stage deadline: 10 April 2027; second stage: 5 November 2027", {"closes": date(2027, 4, 10)}, ()),
    ("Evaluation results are sent by 30 November 2027.", {}, ()),
    ("In line with Regulation (EU) 2023/1804 of 13 September 2023, applications are due on 1 June 2027.",
     {"closes": date(2027, 6, 1)}, ()),
    ("Applications every year from 1 January to 31 March", {"recurring": (((1, 1), (3, 31)),)}, ()),
    ("30 June 2027 is the deadline for applications.", {"closes": date(2027, 6, 30)}, ()),
    ("Applications close at midnight on 30 June 2027", {"closes": at(2027, 6, 30)}, ("midnight",)),
    ("Applications close by the end of March 2027", {"closes": date(2027, 3, 31)}, ()),
    ("Applications open on 1 June 2027, 10 a.m.", {"opens": at(2027, 6, 1, 10)}, ()),
    ("", {}, ()),
]  # fmt: skip
