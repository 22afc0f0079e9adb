"""What programs read: the feed of what was published, and what search engines are told."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.generic import View

from apps.disclosure.selectors import conclusions, news, public, voice
from apps.disclosure.views.public import public_page

#: So many stand on a page of the feed.
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


class Paged(Atom1Feed):
    """A feed in pages that lead to each other (RFC 5005)."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for way, address in self.feed["ways"].items():
            handler.addQuickElement("link", "", {"rel": way, "href": address})


@public_page
class Feed(View):
    """All that came out, as Atom (M6)."""

    def get(self, request):
        page = Paginator(range(news.count()), NEWEST).get_page(request.GET.get("page"))
        here = full(request.path)
        pages = {"first": 1, "last": page.paginator.num_pages}
        pages |= {"previous": page.number - 1} if page.has_previous() else {}
        pages |= {"next": page.number + 1} if page.has_next() else {}
        feed = Paged(
            "中等职业学校教学诊断与改进 信息公开", full(reverse("disclosure:home")), "新公开的复核结论、专家组、方案、抽样、名单和状态数据", language="zh-cn",
            feed_url=f"{here}?page={page.number}" if page.has_previous() else here, feed_guid=here,
            ways={way: f"{here}?page={number}" for way, number in pages.items()},
        )  # fmt: skip
        for each in news.newest(page.number * NEWEST)[(page.number - 1) * NEWEST :]:
            feed.add_item(
                each.title,
                full(each.address),
                each.words,
                unique_id=f"urn:uuid:{each.key}",
                pubdate=each.at,
                updateddate=each.at,
                author_name=each.province,
            )
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
