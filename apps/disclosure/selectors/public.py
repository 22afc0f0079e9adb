"""What the public reads: these queries touch the tables of copies and nothing else (M1)."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce
from operator import and_, or_

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce

from apps.core.canonical import number_text
from apps.core.charts import Series, line, province_tiles
from apps.core.numbers import rounded, shown
from apps.core.templatetags.look import BRACKETS
from apps.disclosure.models import Copy, Listing
from apps.disclosure.rules import usual_year
from apps.indicators.wording import figures
from apps.organizations.pinyin import spelled

#: What the page of a school draws over the years: indicator, places, standard of the general schools.
DRAWN = (("K001", 0, 1200), ("K073", 2, 20), ("K109", 0, None), ("K092", 2, None))
#: Kind of state, words, shape: who reads it here has nothing to do about it, so it does not call.
VERDICTS = {True: ("done", "达到", "done"), False: ("off", "未达到", "x"), None: ("off", "不能判定", "q")}
#: Places of a number that is reckoned with further.
EXACT = 4
#: So many words of a search are looked for; nobody means a school by more.
PARTS = 8
#: How places are spelled: there are few, and they are asked for again and again.
spelling = cache(spelled)
#: From how many schools on a tile is darker.
SHADES = (1, 5, 20, 50)


def listed():
    """The schools of which something stands in public, with the newest year and how many years there are."""
    standing = Q(copies__released_at__isnull=False, copies__withdrawn_at=None)
    years = {"newest": Max("copies__year", filter=standing), "years": Count("copies__year", filter=standing, distinct=True)}
    return Listing.objects.annotate(**years).filter(years__gt=0).order_by("code")


def found(words):
    """The schools that ``words`` mean, see ``called``."""
    return listed().filter(called(words))


def called(words, of=""):
    """The listings, ``of`` whatever points at them, each part of ``words`` means: it stands in name, province or city, in the name's pinyin or
    initials, spells the place, or begins the code. Signs of any width are read alike."""
    # The database keeps no NUL, so no school is called by one; left out, it would find them all.
    parts = unicodedata.normalize("NFKC", words.replace("\0", "\ufffd")).split()[:PARTS]
    names = {kind: list(_names(kind)) for kind in ["province", "city"]} if any(map(_in_letters, parts)) else {}
    return reduce(and_, (_means(part, of, names) for part in parts), Q())


def _in_letters(part):
    return part.isascii() and part.isalpha()


def _means(part, of, names):
    letters = part.lower()
    own = {"name__icontains": part, "pinyin__contains": letters, "initials__contains": letters, "code__startswith": part}
    places = {"province__icontains": part, "city__icontains": part}
    if _in_letters(part):
        places = {f"{kind}__in": [name for name in known if _spells(letters, name)] for kind, known in names.items()}
    return reduce(or_, (Q(**{f"{of}{name}": value}) for name, value in (own | places).items()))


def _names(kind):
    return Listing.objects.order_by(kind).values_list(kind, flat=True).distinct()


def _spells(letters, place):
    """Whether a place's pinyin, or with two letters and more its initials, begin so."""
    pinyin, initials = spelling(place)
    return pinyin.startswith(letters) or (len(letters) > 1 and initials.startswith(letters))


def copies_of(listing):
    """Every version that was shown, newest first, without their contents."""
    return Copy.objects.shown().filter(listing=listing).defer("content").order_by("-year", "-number")


def copy_of(listing, year, number=None):
    """The version asked for, else the newest of the year; a withdrawn one only where none stands. None where nothing was shown."""
    rows = Copy.objects.shown().filter(listing=listing, year=year).order_by("-number")
    if number is not None:
        return rows.filter(number=number).first()
    return rows.filter(withdrawn_at=None).first() or rows.first()


def newest_of(listing):
    """The copy of the newest year that stands; None where none does."""
    return Copy.objects.current().filter(listing=listing).order_by("-year").first()


def conditions(copy):
    """The five conditions of a copy as components/conditions.html shows them."""
    return [
        {
            "label": each["name"], "source": each["note"], "value": each["shown"],
            "working": "；".join(text for text in [each["working"], f"标准：{each['standard']}", each["lacking"]] if text),
            **dict(zip(["kind", "verdict", "shape"], VERDICTS[each["met"]], strict=True)),
        }
        for each in copy.content["conditions"]
    ]  # fmt: skip


def lead(copy):
    """What the copy says in a sentence: counts of conditions met, not met, undecided, by their names. Nothing is judged beyond that."""
    by_verdict = {}
    for each in copy.content["conditions"]:
        by_verdict.setdefault(each["met"], []).append(each["name"])
    words = [(True, "达到标准的有{}：{}"), (False, "未达到的有{}：{}"), (None, "因数据未公布不能判定的有{}：{}")]
    parts = [text.format(f" {len(by_verdict[met])} 项", "、".join(by_verdict[met])) for met, text in words if met in by_verdict]
    return f"五项办学条件中，{'；'.join(parts)}。"


def charts(listing):
    """The drawn indicators over the published years, where at least two years have a value."""
    years, values = [], {}
    for copy in Copy.objects.current().filter(listing=listing).order_by("year"):
        years.append(copy.year)
        values[copy.year] = {each["code"]: each for each in copy.content["indicators"]}
    drawn = []
    for code, places, standard in DRAWN:
        cells = [values[year].get(code) for year in years]
        numbers = [Decimal(cell["number"]) if cell and cell["number"] else None for cell in cells]
        if sum(number is not None for number in numbers) >= 2:
            labels = [str(year) for year in years]
            look = {"unit": cells[-1]["unit"], "places": places, "standard": standard, "note": _changed(years, numbers, cells[-1]["unit"], places)}
            drawn.append(line(cells[-1]["name"].translate(BRACKETS), labels, [Series("本校", numbers)], **look))
    return drawn


def _changed(years, numbers, unit, places):
    """What lies between the two newest values, in words: a line alone says too much or too little."""
    (before, old), (year, new) = [(year, number) for year, number in zip(years, numbers, strict=True) if number is not None][-2:]
    if rounded(new - old, places) == 0:
        return f"{year} 年与 {before} 年相同"
    words = f"{year} 年比 {before} 年{'多' if new > old else '少'} {shown(abs(new - old), places)} {'个百分点' if unit == '%' else unit}"
    return words if unit == "%" or not old else f"{words}（{shown(abs(new - old) * 100 / old, 1)}%）"


@dataclass(frozen=True)
class Province:
    """A province in public: ``years``, year -> how many of its schools; ``year``, the one it is shown by, and ``schools``, those of it."""

    code: str
    name: str
    years: dict

    @property
    def year(self):
        return usual_year(self.years)

    @property
    def schools(self):
        return self.years[self.year]


def provinces(code=""):
    """The provinces with something in public, or the one of ``code``."""
    rows = Copy.objects.shown().filter(withdrawn_at=None).order_by("listing__province_code", "-year")
    rows = rows.filter(listing__province_code=code) if code else rows
    found = {}
    for row in rows.values("listing__province_code", "year").annotate(name=Max("listing__province"), schools=Count("listing", distinct=True)):
        found.setdefault(row["listing__province_code"], Province(row["listing__province_code"], row["name"], {})).years[row["year"]] = row["schools"]
    return list(found.values())


def tiles(rows, address):
    """The tile map of all provinces: darker where more schools are public, dashed where none is."""
    shades = {row.code[:2]: (f"{row.schools} 所", sum(row.schools >= least for least in SHADES)) for row in rows}
    return province_tiles(shades, {row.code[:2]: address(row.code) for row in rows}, missing="未公开")


def newest(limit=8):
    """What was published last, without contents."""
    return Copy.objects.shown().filter(withdrawn_at=None).defer("content").select_related("listing").order_by("-published_on", "-released_at")[:limit]


def of_year(year, **place):
    """The standing copies of ``year``, with what a list shows of each, ``conditions`` among it; ``province_code`` and ``city_code`` narrow."""
    rows = Copy.objects.current().filter(year=year, **{f"listing__{name}": code for name, code in place.items()})
    rows = rows.annotate(conditions=F("content__conditions")).defer("content").select_related("listing")
    return rows.order_by("listing__province_code", "listing__city_code", "listing__code")


def measured(copies):
    """The conditions that any of ``copies`` is judged by, in their order: {code: a condition of that code}. One standard asks for the area of the
    buildings, another for the area a student."""
    return {each["code"]: each for copy in copies for each in copy.conditions}


def compared(copies):
    """The figures that any of ``copies`` is judged by, in their order: {code: a figure of that code}."""
    return {figure["code"]: figure for copy in copies for each in copy.conditions for figure in figures(each)}


def bare(number):
    """A number of a condition as a table that is reckoned with holds it: no unit, nothing between the thousands, at most four places."""
    return "" if number in (None, "") else number_text(rounded(number, EXACT))


def by_city(province, year):
    """A line for each 地市 of a province: {code, name, schools, full, short, undecided}; the name is empty for who lies in none."""
    rows = Copy.objects.current().filter(year=year, listing__province_code=province).order_by("listing__city_code").values("listing__city_code")
    counts = {"full": Q(met=True), "short": Q(met=False), "undecided": Q(met=None)}
    rows = rows.annotate(name=Max("listing__city"), schools=Count("pk"), **{name: Count("pk", filter=each) for name, each in counts.items()})
    return [{"code": row.pop("listing__city_code"), **row} for row in rows]


def corrected():
    """The versions that took the place of another, and those withdrawn, the latest first (M4)."""
    rows = Copy.objects.shown().filter(Q(number__gt=1) | Q(withdrawn_at__isnull=False)).defer("content").select_related("listing")
    return rows.annotate(at=Coalesce("withdrawn_at", "released_at")).order_by("-at", "pk")


def years():
    """Those of which something stands, the newest first."""
    return list(Copy.objects.shown().filter(withdrawn_at=None).order_by("-year").values_list("year", flat=True).distinct())
