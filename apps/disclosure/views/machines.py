"""What programs read: the feed of what was published, and what search engines are told."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.generic import View

from apps.disclosure.models import ConclusionCopy
from apps.disclosure.selectors import conclusions, public, voice
from apps.disclosure.views.public import public_page

#: How many publications the feed holds.
NEWEST = 50
PAGES = ["home", "schools", "conclusions", "teams", "below_index", "papers", "voice", "policies", "data", "verify", "corrections", "about"]
#: What is behind signing in, and says so to whoever asks.
CLOSED = [
    "/work/",
    "/desk/",
    "/sign-in/",
    "/files/",
    "/returns/",
    "/publications/",
    "/announcements/",
    "/objections/",
    "/conclusions/receipts/",
    "/comments/",
    "/below-lists/",
    "/voice/*/",
    "/verify/*/",
]


def full(address):
    """Feed and map name the site as paper does, whatever name it was asked by."""
    return f"{settings.SITE_URL}{address}"


def headline(copy):
    """A Copy or a ConclusionCopy in a line."""
    if isinstance(copy, ConclusionCopy):
        return f"{copy.listing} {copy.year} 年复核结论：{copy.get_conclusion_display()}（{copy.get_stage_display()}）"
    return f"{copy.listing} {copy.year}—{copy.year + 1} 学年状态数据"


@public_page
class Feed(View):
    """What was published last, as Atom (M6)."""

    def get(self, request):
        home = reverse("disclosure:home")
        title = "中等职业学校教学诊断与改进 信息公开"
        feed = Atom1Feed(title, full(home), "新公开的复核结论和状态数据", language="zh-cn", feed_url=full(request.path))
        # Each has at most so many: the newest of both together are among them.
        newest = sorted([*public.newest(NEWEST), *conclusions.newest(NEWEST)], key=lambda copy: (copy.published_on, copy.released_at), reverse=True)
        for copy in newest[:NEWEST]:
            feed.add_item(
                headline(copy), full(f"{copy.get_absolute_url()}?version={copy.number}"),
                f"{copy.listing.province}{copy.listing.city}，第 {copy.number} 版，验证码 {copy.code}",
                unique_id=f"urn:uuid:{copy.pk}", pubdate=copy.released_at, updateddate=copy.released_at, author_name=copy.listing.province,
            )  # fmt: skip
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public_page
class Robots(View):
    def get(self, request):
        lines = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED), f"Sitemap: {full(reverse('disclosure:sitemap'))}"]
        return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@public_page
class Sitemap(View):
    """One address a line, the plain form of a site map."""

    def get(self, request):
        pages = [reverse(f"disclosure:{page}") for page in PAGES]
        schools = [reverse("disclosure:school", args=[code]) for code in public.listed().values_list("code", flat=True)]
        provinces = [reverse("disclosure:province", args=[row.code]) for row in public.provinces()]
        concluded = [reverse("disclosure:conclusion", args=[copy.listing.code, copy.year]) for copy in conclusions.listed()]
        papers = [reverse("disclosure:paper", args=[row.source]) for row in voice.papers()]
        lists = [reverse("disclosure:below", args=[row.province_code, row.year]) for row in voice.below_lists()]
        found = [*pages, *provinces, *papers, *lists, *schools, *concluded]
        return HttpResponse("".join(f"{full(address)}\n" for address in found), content_type="text/plain; charset=utf-8")
