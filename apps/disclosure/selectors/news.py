"""All that came out, the latest first, for whoever subscribes: copies alone are read (M1, M6, R12.1, R12.2, R12.4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Count, Max
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from apps.disclosure.models import BelowList, ConclusionCopy, Copy, PublicPaper, TeamCopy


@dataclass(frozen=True)
class News:
    """One thing that came out; ``key`` stays, and so does ``address``."""

    key: UUID
    at: datetime
    title: str
    words: str
    province: str
    address: str


def newest(limit):
    """At most ``limit`` of all kinds together."""
    # Each kind has at most so many: the newest of all together are among them.
    found = [each for kind in (_conclusions, _teams, _papers, _lists, _data) for each in kind(limit)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:limit]


def count():
    """How many there are of all kinds."""
    return sum(rows.count() for rows in [ConclusionCopy.objects.shown(), TeamCopy.objects.shown(), PublicPaper.objects, _shown_lists(), _days()])


def _conclusions(limit):
    rows = _latest(ConclusionCopy.objects.shown().defer("content").select_related("listing"), limit)
    return [_conclusion(copy) for copy in rows]


def _latest(rows, limit):
    """Those of which something was last heard: a withdrawal is news, however old what it takes back. ``at`` says when."""
    return rows.annotate(at=Coalesce("withdrawn_at", "released_at")).order_by("-at", "pk")[:limit]


def _conclusion(copy):
    """A withdrawn one is told as such, and what it said no more (M4)."""
    said = f"{copy.get_conclusion_display()}（{copy.get_stage_display()}）" if copy.withdrawn_at is None else "已撤回"
    words = copy.note or f"{copy.listing.province}{copy.listing.city}，第 {copy.number} 版，验证码 {copy.code}"
    return News(
        copy.pk, copy.at, f"{copy.listing} {copy.year} 年复核结论：{said}", words, copy.listing.province,
        f"{copy.get_absolute_url()}?version={copy.number}",
    )  # fmt: skip


def _teams(limit):
    rows = TeamCopy.objects.shown().defer("content").select_related("listing").order_by("-released_at", "pk")[:limit]
    return [
        News(copy.pk, copy.released_at, f"{copy.listing} {copy.year} 年复核专家组", f"{copy.listing.province}{copy.listing.city}，第 {copy.number} 版",
             copy.listing.province, copy.get_absolute_url())
        for copy in rows
    ]  # fmt: skip


def _papers(limit):
    rows = PublicPaper.objects.defer("content", "proof").order_by("-released_at", "pk")[:limit]
    return [
        News(row.pk, row.released_at, row.called, f"{row.said}，公开副本第 {row.number} 版，验证码 {row.code}", row.province,
             f"{row.get_absolute_url()}?version={row.number}")
        for row in rows
    ]  # fmt: skip


def _lists(limit):
    rows = _latest(_shown_lists().defer("content"), limit)
    return [
        News(row.pk, row.at, f"{row}{'（已撤回）' if row.withdrawal else ''}", row.withdrawal or row.note or f"验证码 {row.code}",
             row.province_name, f"{row.public_address}?version={row.number}")
        for row in rows
    ]  # fmt: skip


def _shown_lists():
    return BelowList.objects.shown()


def _data(limit):
    """Of the status data of a province and school year, all that came out on a day are one thing: they come by the hundred."""
    return [
        News(
            uuid5(NAMESPACE_URL, f"{row['listing__province_code']}/{row['year']}/{row['day']}"), row["at"],
            f"{row['listing__province']} {row['year']}—{row['year'] + 1} 学年状态数据：{row['schools']} 所学校", "五项办学条件、指标和各表数据",
            row["listing__province"], f"{reverse('disclosure:province', args=[row['listing__province_code']])}?year={row['year']}",
        )
        for row in _days()[:limit]
    ]  # fmt: skip


def _days():
    place = ["listing__province_code", "listing__province", "year", "day"]
    rows = Copy.objects.shown().filter(withdrawn_at=None).annotate(day=TruncDate("released_at")).order_by().values(*place)
    return rows.annotate(schools=Count("listing", distinct=True), at=Max("released_at")).order_by("-at", *place)
