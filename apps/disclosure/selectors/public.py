"""What the public reads: these queries touch the tables of copies and nothing else (M1)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from apps.core.charts import Series, line, province_tiles
from apps.disclosure.models import Copy, Listing

#: What the page of a school draws over the years: indicator, places, standard of the general schools.
DRAWN = (("K001", 0, 1200), ("K073", 2, 20), ("K109", 0, None), ("K092", 2, None))
#: Kind of state, words, shape: who reads it here has nothing to do about it, so it does not call.
VERDICTS = {True: ("done", "达到", "done"), False: ("off", "未达到", "x"), None: ("off", "不能判定", "q")}
#: From how many schools on a tile is darker.
SHADES = (1, 5, 20, 50)


def listed():
    """The schools of which something stands in public, with the newest year and how many years there are."""
    standing = Q(copies__released_at__isnull=False, copies__withdrawn_at=None)
    years = {"newest": Max("copies__year", filter=standing), "years": Count("copies__year", filter=standing, distinct=True)}
    return Listing.objects.annotate(**years).filter(years__gt=0).order_by("code")


def found(words):
    """The schools whose name, pinyin, initials or code hold ``words``."""
    # The database keeps no NUL, so no school is called by one; left out, it would find them all.
    words = "".join(words.replace("\0", "\ufffd").split())
    spelled = words.lower()
    return listed().filter(Q(name__icontains=words) | Q(pinyin__contains=spelled) | Q(initials__contains=spelled) | Q(code__startswith=words))


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
            drawn.append(line(cells[-1]["name"], labels, [Series("本校", numbers)], unit=cells[-1]["unit"], places=places, standard=standard))
    return drawn


@dataclass(frozen=True)
class Province:
    """A province in public: how many of its schools have something there, and of those with a verdict how many meet all five conditions."""

    code: str
    name: str
    schools: int


def provinces():
    # By a subquery: the aggregates of ``listed`` would be taken of the province, and its schools not in public counted with it.
    standing = Listing.objects.filter(Exists(Copy.objects.shown().filter(withdrawn_at=None, listing=OuterRef("pk"))))
    rows = standing.values("province_code", "province").annotate(schools=Count("pk")).order_by("province_code")
    return [Province(row["province_code"], row["province"], row["schools"]) for row in rows]


def tiles(rows, address):
    """The tile map of all provinces: darker where more schools are public, dashed where none is."""
    shades = {row.code[:2]: (f"{row.schools} 所", sum(row.schools >= least for least in SHADES)) for row in rows}
    return province_tiles(shades, {row.code[:2]: address(row.code) for row in rows}, missing="未公开")


def newest(limit=8):
    """What was published last, without contents."""
    return Copy.objects.shown().filter(withdrawn_at=None).defer("content").select_related("listing").order_by("-published_on", "-released_at")[:limit]


def of_year(year, **place):
    """The standing copies of ``year``, with what a list shows of each; ``place``: ``province_code`` and ``city_code`` narrow."""
    rows = Copy.objects.current().filter(year=year, **{f"listing__{name}": code for name, code in place.items()})
    return rows.defer("content").select_related("listing").order_by("listing__province_code", "listing__city_code", "listing__code")


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


def years_of(code=None):
    rows = Copy.objects.shown().filter(withdrawn_at=None)
    return list((rows.filter(listing__province_code=code) if code else rows).order_by("-year").values_list("year", flat=True).distinct())
