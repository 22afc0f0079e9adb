"""What society said, which schools are below the conditions, and what schemes and draws say, as the public reads it (M1, M7, R12.1, R12.4)."""

from django.db.models import Count, Func, JSONField, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from apps.disclosure.models import BelowList, Comment, Listing, PublicPaper

#: So many comments stand on a school's or a province's page; the rest a click away.
FIRST = 5
#: What alone is known of a school on the list without a regime: the platform holds none (R8.4).
NO_REGIME = "平台上没有登记施行中的诊改制度"


def comments(code=""):
    """The answered comments in public, of one school or province where ``code`` says so, the latest first."""
    rows = Comment.objects.public()
    return rows.filter(about_code=code) if code else rows


def first_comments(code):
    return comments(code)[: FIRST + 1]


def not_shown():
    """[(reason in words, how many)] of the comments that are not shown: every reason there is."""
    counted = dict(Comment.objects.filter(state=Comment.State.NOT_SHOWN).values_list("reason").annotate(Count("pk")).order_by())
    return [(reason.label, counted.get(reason, 0)) for reason in Comment.Reason]


def below_lists(province=""):
    """The lists that stand, the newest year first, without their contents."""
    rows = BelowList.objects.standing().defer("content").order_by("-year", "province_code")
    return rows.filter(province_code=province) if province else rows


def below_of(province, year, number=None):
    """The version asked for, else the one that stands, else the newest; None where nothing was shown."""
    rows = BelowList.objects.shown().filter(province_code=province, year=year).order_by("-number")
    if number is not None:
        return rows.filter(number=number).first()
    return rows.filter(state=BelowList.State.PUBLISHED).first() or rows.first()


def corrected_lists():
    """The versions that took the place of another, and those withdrawn, the latest first (M4)."""
    rows = BelowList.objects.shown().filter(Q(number__gt=1) | Q(state=BelowList.State.WITHDRAWN))
    return rows.defer("content").annotate(at=Coalesce("withdrawn_at", "released_at")).order_by("-at", "pk")


def in_public(schools):
    """The codes of those ``schools`` of a list or a draw that have a page of their own in public."""
    shown = Q(copies__released_at__isnull=False) | Q(conclusioncopys__released_at__isnull=False)
    return set(Listing.objects.filter(shown, code__in=[each["code"] for each in schools]).values_list("code", flat=True))


def below_versions(province, year):
    return BelowList.objects.shown().filter(province_code=province, year=year).defer("content").order_by("-number")


def listed_below(code):
    """[(list, why in words)] of the standing lists that name the school of ``code``, the newest first."""
    named = BelowList.objects.standing().filter(content__schools__contains=[{"code": code}]).defer("content").order_by("-year")
    # Of a list of hundreds the line of one school alone is fetched.
    path = Func(Value("$.schools[*] ? (@.code == $code)"), template="%(expressions)s::jsonpath")
    line = Func("content", path, Value({"code": code}, JSONField()), function="jsonb_path_query_first", output_field=JSONField())
    return [(row, _why(row.line)) for row in named.annotate(line=line)]


def _why(line):
    unmet = [each["name"] for each in line["conditions"]]
    return "；".join([f"未达到{'、'.join(unmet)}"] * bool(unmet) + [NO_REGIME] * (not line["regime"]))


def papers(province="", kind=""):
    """The newest version of each scheme and draw, without contents; by province, the newest first."""
    rows = PublicPaper.objects.newest().defer("content", "proof").annotate(document_number=KT("content__document_number"))
    rows = rows.filter(province_code=province) if province else rows
    return rows.filter(kind=kind) if kind else rows


def draws_to_come():
    """The draws that are sealed and not drawn yet."""
    return papers(kind=PublicPaper.Kind.DRAW).filter(stage="committed").annotate(reveal_on=KT("content__reveal_on")).order_by("reveal_on")


def newest_papers(limit=4):
    """What was made public last of schemes and draws."""
    return papers().order_by("-published_on", "-released_at")[:limit]


def paper_of(source, number=None):
    """The version asked for, else the newest; None where there is none."""
    rows = PublicPaper.objects.filter(source=source).defer("proof").order_by("-number")
    return (rows if number is None else rows.filter(number=number)).first()


def paper_versions(source):
    return PublicPaper.objects.filter(source=source).defer("content", "proof").order_by("-number")


def of_code(code):
    """The BelowList or the PublicPaper that bears a verification code; None where it is of neither."""
    return BelowList.objects.filter(code=code).first() or PublicPaper.objects.filter(code=code).defer("proof").first()


def drawn_in(code):
    """The newest versions of the published draws in which the school of ``code`` was selected, the newest first."""
    named = Q()
    for part in ("drawn", "apart", "reserve"):
        named |= Q(**{f"content__{part}__contains": [{"code": code}]})
    rows = PublicPaper.objects.newest().filter(named, kind=PublicPaper.Kind.DRAW)
    return rows.defer("content", "proof").order_by("-order")
