"""The table of every address × every role: what its rows are. The rows of an app stand in ``tests/<app>/addresses.py`` as ``ROWS``.

    from config.roles import Role as R
    from tests.architecture.table import EVERYONE, Place, Row, at_unit

    ROWS = [
        Row("sample:list", at_unit, own={200: SIGHTED}, strangers={200: {R.NATION_OFFICER}}),
        Row("sample:send", a_draft, "post", {"seen": 0}, own={302: {R.PRINCIPAL}}),
    ]

Each role is held at a unit of the first branch of ``tree``. ``own`` says what is answered there, ``strangers`` what on the like of it in the
other branch: the status, and the roles that get it; every role not named gets ``rest``, the 404 of a thing that never existed.
``anonymous`` is given for the few public addresses alone: all others lead to signing in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from apps.accounts.models import User
from apps.organizations.models import Level, Organization
from config.roles import Role

EVERYONE = frozenset(Role)
#: Who deliberates and who decides: status data come before them in a case alone.
COMMITTEE = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY, Role.PROVINCE_DECIDER})
UNITS = {
    "own": {Level.NATION: "nation", Level.PROVINCE: "shaanxi", Level.CITY: "weinan", Level.SCHOOL: "school"},
    "strangers": {Level.NATION: "henan", Level.PROVINCE: "henan", Level.CITY: "zhengzhou", Level.SCHOOL: "stranger"},
}


class Place:
    """Where a factory makes its object: the school of the branch that is ``whose``, and who is to have ``made`` it (never who asks).

    An object is made once for all roles, unless its factory reads ``user``, who will ask, or ``unit``, his or the like of it in the other branch:
    then it is ``personal``, and made for each of them.
    """

    def __init__(self, whose: str, school: Organization, made: User, user: User, unit: Organization):
        self.whose, self.school, self.made = whose, school, made
        self._user, self._unit = user, unit
        self.personal = False

    @property
    def user(self) -> User:
        self.personal = True
        return self._user

    @property
    def unit(self) -> Organization:
        self.personal = True
        return self._unit


def nothing(place):
    return {}


def at_unit(place):
    """The arguments of a list's address."""
    return {"code": place.unit.code}


@dataclass(frozen=True)
class Row:
    """``make(place)`` gives the arguments of the address; ``data`` is sent with the request (a function of the place where it must be)."""

    name: str
    make: Callable[[Place], dict] = nothing
    method: str = "get"
    data: dict | Callable[[Place], dict] = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    strangers: dict = field(default_factory=dict)
    rest: int = 404
    anonymous: int | None = None

    def __str__(self):
        return f"{self.method} {self.name}"

    def expected(self):
        """By role: the status on an own object and on a stranger's."""
        return {role: tuple(_status(answers, role, self.rest) for answers in (self.own, self.strangers)) for role in Role}


def _status(answers, role, rest):
    return next((status for status, roles in answers.items() if role in roles), rest)
