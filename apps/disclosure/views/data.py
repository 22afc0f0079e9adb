"""Figures to take away: CSV and JSON of published copies, and the open interface."""

import csv
import io

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.http import http_date
from django.views import View

from apps.disclosure.forms import number_of
from apps.disclosure.mixins import shared
from apps.disclosure.models import Listing
from apps.disclosure.selectors import public
from apps.disclosure.services.papers import as_file
from apps.disclosure.views.public import FRESH, public_page


@shared
@method_decorator(login_not_required, name="dispatch")
class CopyView(View):
    """One school and year: the version that stands or the one asked for, 404 where none does."""

    def get(self, request, code, year):
        copy = public.copy_of(get_object_or_404(Listing, code=code), year, number_of(request.GET.get("version", "")))
        if copy is None or copy.withdrawn_at is not None:
            raise Http404
        tag = f'"{copy.digest}-{self.form}"'
        changed = int(copy.released_at.timestamp())
        response = get_conditional_response(request, etag=tag, last_modified=changed) or self.answer(copy)
        response["ETag"], response["Last-Modified"] = tag, http_date(changed)
        # A copy never changes, but it may be withdrawn or followed by another.
        patch_cache_control(response, public=True, max_age=FRESH)
        return response


class SchoolJson(CopyView):
    form = "json"

    def answer(self, copy):
        around = {"version": copy.number, "published_on": copy.published_on.isoformat(), "digest": copy.digest, "code": copy.code}
        return JsonResponse({**around, "content": copy.content}, json_dumps_params={"ensure_ascii": False})


class SchoolContent(CopyView):
    """The very bytes whose SHA-256 stands on the page (M8)."""

    form = "content"

    def answer(self, copy):
        return attached(as_file(copy.content), f"{copy.listing.code}-{copy.year}-v{copy.number}.json")


class SchoolCsv(CopyView):
    """A line a figure: form, row, field, unit, value."""

    form = "csv"

    def answer(self, copy):
        rows = [["表", "表名", "行", "项目代码", "项目", "单位", "值"]]
        for form in copy.content["forms"]:
            for number, record in enumerate(form["records"], 1):
                for field, value in zip(form["fields"], record, strict=True):
                    rows.append([form["code"], form["name"], number, field["code"], field["name"], field["unit"], value])
        return as_csv(rows, f"{copy.listing.code}-{copy.year}.csv")


@shared
@public_page
class SchoolsCsv(View):
    """The schools of a year, of one province or all, with what stands in public of each: of every condition the value and what is required."""

    def get(self, request, year):
        asked = request.GET.get("province", "")
        # What is no code is the code of no province; the database keeps no NUL.
        place = {"province_code": asked if asked.isalnum() else ""} if asked else {}
        if not (copies := list(public.of_year(year, **place))):
            raise Http404
        compared = public.compared(copies)
        names = [f"{each['name']}（{each['unit']}）" if each["unit"] else each["name"] for each in compared.values()]
        conditions = [heading for name in names for heading in (name, f"要求：{name}")]
        rows = [["标识码", "学校", "示例码", "省", "地市", "学年", "版次", "公开日期", "五项全部达到", *conditions, "验证码"]]
        return as_csv(rows + [_line(copy, compared) for copy in copies], f"schools-{year}.csv")


def _line(copy, compared):
    school, words = copy.listing, {True: "是", False: "否", None: "不能判定"}
    own = public.compared([copy])
    numbers = [public.bare(own[code][what]) if code in own else "" for code in compared for what in ("value", "threshold")]
    return [school.code, school.name, "是" if school.sample_code else "", school.province, school.city, copy.year, copy.number, copy.published_on,
            words[copy.met], *numbers, copy.code]  # fmt: skip


def attached(content, name):
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def as_csv(rows, name):
    """CSV that Excel opens as UTF-8; what could be taken for a formula is given as text."""
    text = io.StringIO()
    csv.writer(text).writerows([_plain(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(cell):
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "@", "+", "\t", "\r") or (text[:1] == "-" and not text[1:].replace(".", "").isdigit()) else text
