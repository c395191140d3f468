"""What members take away: certificate, receipt and register as tagged PDF, the register as workbook and JSON."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from filiera.accounts.models import EXAMPLE_WORDS
from filiera.common.in_words import cents, elided, long_date, moment
from filiera.common.instance import current_instance
from filiera.common.language import current_language
from filiera.common.typeset import typeset
from filiera.common.workbook import Sheet, write_workbook
from filiera.governance.letters_members import page
from filiera.governance.queries.certificates import checked
from filiera.governance.wording_articles import cited
from filiera.governance.wording_members import certificate_sentence, status_words
from filiera.registry.enums import Scheme
from filiera.registry.queries.identifiers import tax_number

if TYPE_CHECKING:
    from filiera.governance.models import FeePayment, SeniorityCertificate
    from filiera.governance.queries.certificates import Checked
    from filiera.governance.queries.members import MemberRow

FOLDER = Path(__file__).parent / "typst"


def _line(label: str, value: object, *, code: bool = False) -> dict[str, Any]:
    return {"label": label, "value": str(value), "code": code}


def _numbered(number: int) -> str:
    return _("no. %(number)s") % {"number": number}


def certificate_pdf(certificate: SeniorityCertificate) -> bytes:
    """Write a certificate; its square code leads to the page on which anybody checks it."""
    import segno

    found = checked(certificate)
    address = page("verify-code", found.code)
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, dark="#231a20", xmldecl=False)
    rows = [
        _line(found.tax_words, found.tax_number, code=True),
        _line(_("In the members' register"), ", ".join((long_date(found.admitted_on), _numbered(found.number)))),
        _line(_("By which act"), _act(found)),
        _line(_("Time suspended"), found.suspended),
        _line(_("Counted by"), cited(found.article)),
        _line(_("Issued"), moment(found.issued_at)),
        _line(_("Code"), found.code, code=True),
        _line(_("Fingerprint"), found.digest, code=True),
    ]
    data = {
        "lang": current_language(),
        "title": _("Certificate of seniority in the cluster"),
        "cluster": found.cluster,
        "name": found.name,
        "example": _("example") if found.is_example and not found.name.endswith(EXAMPLE_WORDS) else "",
        "valid": elided(_("As of %(day)s") % {"day": long_date(found.as_of_on)}),
        "sentence": elided(certificate_sentence(found)),
        "rows": [row for row in rows if row["value"]],
        "qr": out.getvalue().decode(),
        "qr_words": _("Square code with the address of the check"),
        "check_words": _("Whoever gets this certificate checks it here:"),
        "address": address,
        "only": _(
            "The page confirms only what the certificate says. It shows no fees, delegates, votes or anything else."
        ),
    }
    return typeset(FOLDER / "certificate.typ", data)


def _act(found: Any) -> str:
    if found.act:
        return f"{found.act}, {long_date(found.act_on)}"
    return _("founding act, or one from before the register")


def _issuer_lines() -> list[str]:
    """Give tax code and seat of the association, as far as the instance gives them."""
    said = current_instance().association
    code = _("Tax code %(code)s") % {"code": said.tax_code} if said.tax_code else ""
    return [line for line in (code, said.seat) if line]


def receipt_pdf(payment: FeePayment) -> bytes:
    """Write the receipt of a payment."""
    member, organisation = payment.fee.member, payment.fee.member.organisation
    instance = current_instance()
    scheme, number = tax_number(organisation, of_persons=True)
    words = {"name": organisation.legal_name or organisation.name, "amount": cents(payment.amount_eur)}
    annulled = ""
    if payment.annulled_at is not None:
        said = {"day": moment(payment.annulled_at), "why": payment.annulled_why}
        annulled = elided(_("ANNULLED on %(day)s: %(why)s") % said)
    data = {
        "lang": current_language(),
        "annulled": annulled,
        "title": _("Receipt no. %(number)s") % {"number": payment},
        "cluster": str(instance.identity.official_name),
        "example": _("example") if member.is_example else "",
        "issuer": _issuer_lines(),
        "sentence": _("Received from %(name)s: %(amount)s.") % words,
        "rows": [
            *([_line(capfirst(str(Scheme(scheme).label)), number)] if number else []),
            *([_line(_("Seat"), organisation.town)] if organisation.town else []),
            _line(_("For"), _("membership fee %(year)s") % {"year": payment.fee.year}),
            _line(_("Member"), _numbered(member.number)),
            _line(_("Came in on"), long_date(payment.paid_on)),
            _line(_("How"), payment.get_method_display()),
            _line(_("Reference"), payment.reference or "–"),
            _line(_("Written on"), moment(payment.recorded_at)),
        ],
        "note": _("Membership fees are not transferable and are not given back (art. 24 of the Civil Code)."),
    }
    return typeset(FOLDER / "receipt.typ", data)


def register_heads() -> list[str]:
    """Give the headings of the register."""
    return [_("No."), _("Member"), _("Class"), _("Since"), _("State")]


def register_cells(row: MemberRow) -> list[str]:
    """Give a member as the cells of a line."""
    mark = " (" + _("example") + ")" if row.member.is_example else ""
    return [
        str(row.member.number),
        f"{row.organisation.name}{mark}",
        row.class_name,
        long_date(row.standing.admitted_on),
        status_words(row.standing),
    ]


def register_pdf(rows: list[MemberRow], day: date, last_link: str) -> bytes:
    """Write the register of a day."""
    return register_paper(
        title=_("Members' register"),
        sentence=_("As of %(day)s: %(n)s members.") % {"day": long_date(day), "n": len(rows)},
        heads=register_heads(),
        rows=[register_cells(row) for row in rows],
        widths=[1.4, 10, 5.2, 3.4, 4],
        last_link=last_link,
    )


def register_paper(
    *, title: str, sentence: str, heads: list[str], rows: list[list[str]], widths: list[float], last_link: str
) -> bytes:
    """Write a table of members on paper, with the link that closes the book."""
    data = {
        "lang": current_language(),
        "title": title,
        "cluster": str(current_instance().identity.official_name),
        "sentence": sentence,
        "heads": heads,
        "rows": rows,
        "widths": widths,
        "digest": _("Last link of the book: %(link)s") % {"link": last_link} if last_link else "",
    }
    return typeset(FOLDER / "register.typ", data)


def register_xlsx(rows: list[MemberRow], day: date) -> bytes:
    """Write the register of a day as a workbook, with real days and numbers; text stays text."""
    told = []
    for row in rows:
        _number, name, class_name, _since, status = register_cells(row)
        told.append([row.member.number, name, class_name, row.standing.admitted_on, status])
    about = Sheet(_("About"), (), [[_("Date"), day]])
    return write_workbook(Sheet(_("Members"), register_heads(), told, (8, 48, 30, 14, 26)), about)


def register_shape(rows: list[MemberRow], day: date) -> dict[str, Any]:
    """Give the register of a day as the command and the API print it."""
    return {
        "on": day.isoformat(),
        "total": len(rows),
        "members": [
            {
                "number": row.member.number,
                "organisation": row.organisation.code,
                "name": row.organisation.name,
                "is_example": row.member.is_example,
                "class": row.standing.member_class,
                "class_name": row.class_name,
                "since": row.standing.admitted_on.isoformat() if row.standing.admitted_on else "",
                "status": str(row.standing.status),
                "suspended_on": _iso(row.standing.suspended_on),
                "leaves_on": _iso(row.standing.leaves_on),
                "left_on": _iso(row.standing.left_on),
            }
            for row in rows
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def certificate_shape(found: Checked) -> dict[str, Any]:
    """Give a certificate as the command and the API tell it; of a revoked one only that it was, and when."""
    if not found.is_valid:
        at = found.revoked_at.isoformat() if found.revoked_at else None
        return {"code": found.code, "state": "REVOKED", "revoked_at": at}
    return {
        "code": found.code,
        "state": "VALID",
        "cluster": found.cluster,
        "name": found.name,
        "tax_scheme": found.tax_scheme,
        "tax_number": found.tax_number,
        "is_example": found.is_example,
        "number": found.number,
        "admitted_on": _iso(found.admitted_on),
        "act": found.act,
        "as_of": _iso(found.as_of_on),
        "days": found.days,
        "months": found.months,
        "has_reached": found.has_reached,
        "reached_on": _iso(found.reached_on),
        "article": found.article,
        "digest": found.digest,
    }
