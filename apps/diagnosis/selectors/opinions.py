"""What the invited parties see of a school, and what they said (R7.6)."""

from dataclasses import dataclass
from typing import Any

from apps.diagnosis.contents import figures_of
from apps.diagnosis.models import Invitation, Opinion
from apps.schemes.selectors import points_of


@dataclass(frozen=True)
class Asked:
    """An element a party is asked about: its Opinion, and the school's figures under the points of the element, as Quotables."""

    opinion: Any
    figures: list


def asked_of(invitation):
    """The Asked of an invitation, in the order of the guidance: the figures of the accepted data, nothing the school still writes."""
    diagnosis = invitation.diagnosis
    figures = figures_of(diagnosis)
    rows = invitation.opinions.select_related("element__item")
    return [Asked(row, _under(diagnosis, row.element, figures)) for row in rows]


def _under(diagnosis, element, figures):
    codes = dict.fromkeys(code for point in points_of(diagnosis.scheme, element) for code in point.indicators)
    return [figures[code] for code in codes if code in figures and figures[code].value is not None]


def opinions_on(diagnosis, element):
    """What was said of an element of a diagnosis, with who said it and when."""
    rows = Opinion.objects.filter(invitation__diagnosis=diagnosis, element=element, invitation__state=Invitation.State.ANSWERED).exclude(text="")
    return rows.select_related("invitation").order_by("invitation__answered_at")
