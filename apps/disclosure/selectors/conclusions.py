"""What the public reads of reviews: these queries touch the tables of copies and nothing else (M1)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from apps.core.templatetags.look import full_day, span
from apps.deliberation.rules import ELEMENTS, Conclusion
from apps.disclosure.models import AnswerCopy, ConclusionCopy, PublicPaper, TeamCopy
from apps.disclosure.selectors.public import called

#: Which conclusions there are, for whoever narrows a list by them.
KINDS = [(each.value, each.label) for each in Conclusion]


@dataclass(frozen=True)
class Stage:
    """One thing that happened in a school's review, in plain words, with where to read on."""

    on: date
    title: str
    words: str
    links: tuple = ()


def listed(*, year=None, province="", conclusion="", words=""):
    """The newest shown version of each school and year, narrowed; a withdrawn one stays in the list as such."""
    rows = ConclusionCopy.objects.newest().defer("content").select_related("listing")
    if year is not None:
        rows = rows.filter(year=year)
    if province:
        rows = rows.filter(listing__province_code=province)
    if conclusion:
        rows = rows.filter(conclusion=conclusion, withdrawn_at=None)
    if words:
        rows = rows.filter(called(words, "listing__"))
    return rows.order_by("-year", "listing__province_code", "listing__city_code", "listing__code")


def years():
    return list(ConclusionCopy.objects.shown().order_by("-year").values_list("year", flat=True).distinct())


def provinces():
    """(code, name) of those with a conclusion in public."""
    rows = ConclusionCopy.objects.shown().order_by("listing__province_code")
    return list(rows.values_list("listing__province_code", "listing__province").distinct())


def counted(**narrowed):
    """Conclusion -> how many standing, of what ``listed`` gives."""
    rows = listed(**narrowed).filter(withdrawn_at=None).order_by().values("conclusion").annotate(number=Count("pk"))
    numbers = {row["conclusion"]: row["number"] for row in rows}
    return [(label, numbers.get(value, 0)) for value, label in KINDS]


def versions_of(listing, year):
    """Every version that was shown, newest first, without contents."""
    return list(ConclusionCopy.objects.shown().filter(listing=listing, year=year).defer("content").order_by("-number"))


def copy_of(listing, year, number=None):
    """The version asked for, else the newest; None where nothing was shown."""
    rows = ConclusionCopy.objects.shown().filter(listing=listing, year=year).select_related("listing").order_by("-number")
    return (rows.filter(number=number) if number is not None else rows).first()


def by_decision(code):
    """The newest version of the conclusion whose decision bears the verification code, or None."""
    return ConclusionCopy.objects.newest().filter(content__decision__code=code).select_related("listing").first()


def standing(listing):
    """The newest conclusion of a school that stands, or None."""
    rows = ConclusionCopy.objects.newest().filter(listing=listing, withdrawn_at=None).select_related("listing")
    return rows.order_by("-year").first()


def proofs_of(contents):
    """Key of a draw -> the address of its proof, for those of ``contents`` whose draw stands in public (R8.1, G7)."""
    papers = PublicPaper.objects.newest().filter(source__in={content["draw"]["id"] for content in contents})
    return {str(paper.source): paper.get_absolute_url() for paper in papers.only("source")}


def answers_of(listing, year):
    return list(AnswerCopy.objects.filter(listing=listing, year=year, released_at__isnull=False))


def teams(year=None, words=""):
    """The newest version of each group in public, the visits to come first."""
    rows = TeamCopy.objects.newest().select_related("listing")
    rows = rows.filter(year=year) if year is not None else rows
    rows = rows.filter(called(words, "listing__")) if words else rows
    return rows.order_by("-published_on", "listing__code")


def team_years():
    return list(TeamCopy.objects.shown().order_by("-year").values_list("year", flat=True).distinct())


def newest(limit=8):
    """What was shown or published last, without contents: of each school and year the last version, for it makes those before it old."""
    return (
        ConclusionCopy.objects.newest()
        .filter(withdrawn_at=None)
        .defer("content")
        .select_related("listing")
        .order_by("-published_on", "-released_at")[:limit]
    )


def open_now():
    """The conclusions to which objections are taken today, the first to close first."""
    rows = ConclusionCopy.objects.newest().filter(stage=ConclusionCopy.Stage.SHOWN, withdrawn_at=None, last_day__gte=timezone.localdate())
    return rows.defer("content").select_related("listing").order_by("last_day", "listing__code")


def under_review():
    """How many schools have a group in public and no conclusion yet, by year of the draw: [(year, schools)], the newest first."""
    concluded = ConclusionCopy.objects.shown().filter(listing=OuterRef("listing"), year=OuterRef("year"))
    rows = TeamCopy.objects.newest().filter(~Exists(concluded)).order_by("-year")
    return list(rows.values_list("year").annotate(schools=Count("pk")))


def taken_back():
    """Conclusions withdrawn, the latest first (M4)."""
    rows = ConclusionCopy.objects.shown().filter(withdrawn_at__isnull=False).defer("content").select_related("listing")
    return rows.order_by("-withdrawn_at", "pk")


def lead(copy):
    """What the copy says in two sentences, in plain words."""
    content = copy.content
    aimed = "措施有针对性" if content["aimed"] else "措施缺乏针对性"
    effective = "改进有成效" if content["effective"] else "改进成效不明显"
    return (
        f"专家组核对了 {ELEMENTS} 个方面，有 {content['agreeing']} 个与学校自己的判断一致；{aimed}，{effective}。"
        f"{_way_to(content)}{content['decision']['by']}认定，结论是“{content['conclusion']['words']}”。"
    )


def _way_to(content):
    """What came before a decision unlike it: the rule's own conclusion, and the committee's where the copy tells it (J1, J3)."""
    decided, by_rule = content["conclusion"]["words"], next(line["conclusion"] for line in content["working"] if line["holds"])
    committee = content["deliberated"]["words"] if "deliberated" in content else ""
    if {by_rule, committee or decided} == {decided}:
        return ""
    return f"按条件推算为“{by_rule}”{f'，专委会审议为“{committee}”' if committee else ''}；"


def history(listing):
    """The reviews of a school in plain words, the latest first: drawn when, visited when, concluded what (M5). Copies alone are read."""
    copies = list(ConclusionCopy.objects.shown().filter(listing=listing).select_related("listing"))
    groups = list(TeamCopy.objects.newest().filter(listing=listing))
    stages = [_concluded(copy) for copy in copies]
    told = {copy.year: copy.content for copy in sorted(copies, key=lambda copy: copy.number)}
    for group in groups:
        told.setdefault(group.year, group.content)
        stages.append(Stage(group.published_on, "公布专家组", f"专家 {len(group.content['team'])} 人。", (("看名单", group.get_absolute_url()),)))
    proofs = proofs_of(told.values())
    for content in told.values():
        stages += _before(content, proofs)
    return sorted(stages, key=lambda stage: stage.on, reverse=True)


def _concluded(copy):
    address = f"{copy.get_absolute_url()}?version={copy.number}"
    if copy.withdrawn_at:
        return Stage(copy.published_on, f"{copy.get_stage_display()}结论，{full_day(copy.withdrawn_at)}撤回", copy.note, (("看说明", address),))
    if copy.note:
        return Stage(copy.published_on, f"结论另出第 {copy.number} 版", copy.note, (("看这一版", address),))
    until = f"公示到 {full_day(copy.last_day)}。" if copy.stage == copy.Stage.SHOWN else ""
    return Stage(
        copy.published_on, f"{copy.get_stage_display()}结论：{copy.get_conclusion_display()}", f"{until}{_count(copy)}", (("算式与理由", address),)
    )


def _count(copy):
    return f"{ELEMENTS} 个要素中 {copy.content['agreeing']} 个一致。"


def _before(content, proofs):
    """The visit and the draw that a copy tells of."""
    found = []
    if visit := content["visit"]:
        first, last = date.fromisoformat(visit["from"]), date.fromisoformat(visit["to"])
        found.append(Stage(first, "现场复核", f"{span(first, last)}，专家 {len(content['team'])} 人。"))
    if (draw := content["draw"])["on"]:
        links = (("看抽样与证明，自己重算", proofs[draw["id"]]),) if draw["id"] in proofs else ()
        found.append(Stage(date.fromisoformat(draw["on"]), "列入复核", f"{draw['title']}，{draw['how']}。", links))
    return found


def machine(copy):
    """A copy as programs read it; a withdrawn one tells no conclusion, as on its page (M4)."""
    return {
        "school": copy.listing.code, "name": copy.listing.name, "province": copy.listing.province, "city": copy.listing.city, "year": copy.year,
        "version": copy.number, "stage": copy.stage, "conclusion": "" if copy.withdrawn_at else copy.conclusion, "withdrawn": copy.withdrawn_at is not None,
        "last_day": copy.last_day.isoformat(), "published_on": copy.published_on.isoformat(), "code": copy.code, "digest": copy.digest,
        "page": reverse("disclosure:conclusion", args=[copy.listing.code, copy.year]),
    }  # fmt: skip
