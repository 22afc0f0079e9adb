"""What of a scheme, a draw or a list is taken away: the very bytes whose digest stands on the page (G7, M8)."""

import re
import zlib

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.generic import View

from apps.core.numbers import MINUS, THIN_SPACE
from apps.disclosure.forms import number_of
from apps.disclosure.mixins import shared
from apps.disclosure.models import BelowList, PublicPaper
from apps.disclosure.selectors import public, voice
from apps.disclosure.selectors.voice import NO_REGIME
from apps.disclosure.services.papers import as_file
from apps.disclosure.views.data import as_csv, attached
from apps.disclosure.views.public import public_page
from apps.documents.models import File

#: A number as it is shown, and the unit behind it.
FIGURE = re.compile(rf"({MINUS}?\d[\d{THIN_SPACE}]*(?:\.\d+)?)(.*)")


@shared
@public_page
class PaperJson(View):
    def get(self, request, pk):
        paper = voice.paper_of(pk, number_of(request.GET.get("version", "")))
        if paper is None:
            raise Http404
        return attached(as_file(paper.content), f"{paper.kind}-{paper.province_code}-{paper.order}-v{paper.number}.json")


@shared
@public_page
class PaperProof(View):
    """The bundle that anybody draws again from; the verifier stands beside it."""

    def get(self, request, pk):
        paper = PublicPaper.objects.filter(source=pk, proof__isnull=False).order_by("-number").first()
        if paper is None:
            raise Http404
        return attached(zlib.decompress(paper.proof), f"draw-{paper.province_code}-{paper.order}.json")


@public_page
class PaperFile(View):
    """An instrument of a scheme, as the copy names it."""

    def get(self, request, pk, place):
        paper = voice.paper_of(pk)
        files = paper.content.get("files", []) if paper else []
        if place >= len(files):
            raise Http404
        file = get_object_or_404(File, pk=files[place]["id"], sha256=files[place]["sha256"])
        answer = FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type)
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class BelowFile(View):
    def get(self, request, code, year):
        found = voice.below_of(code, year, number_of(request.GET.get("version", "")))
        if found is None or found.state == BelowList.State.WITHDRAWN:
            raise Http404
        return self.answer(found)


@shared
@public_page
class BelowJson(BelowFile):
    def answer(self, found):
        return attached(as_file(found.content), f"below-{found.province_code}-{found.year}-v{found.number}.json")


@shared
@public_page
class BelowCsv(BelowFile):
    def answer(self, found):
        rows = [["标识码", "学校", "地市", "未达到", "指标", "单位", "数值", "要求", "标准", "差额", "算式", "依据的方案"]]
        scheme = found.content["scheme"]
        for school in found.content["schools"]:
            who = [school["code"], school["name"], school["city"]]
            for each in school["conditions"]:
                rest = [each["standard"], each["lacking"], each["working"], scheme]
                rows += [[*who, each["name"], *numbers, *rest] for numbers in _numbers(each)]
            rows += [] if school["regime"] else [[*who, "诊改制度", "", "", NO_REGIME, "", "建立并施行", "", "", scheme]]
        return as_csv(rows, f"below-{found.province_code}-{found.year}-v{found.number}.csv")


def _numbers(condition):
    """Of each figure that falls short or is unknown: what is compared, its unit, the value and what is required.

    A list compiled before figures were kept has the words alone: "1 190 人" and "不少于 1 200 人".
    """
    if "figures" in condition:
        short = [each for each in condition["figures"] if not each.get("met")]
        return [[each["name"], each["unit"], public.bare(each["value"]), public.bare(each["threshold"])] for each in short]
    value, required = (FIGURE.search(condition[name]) for name in ("shown", "standard"))
    unit = required[2].strip() if required else ""
    return [[condition["name"], unit, *(found[1].replace(THIN_SPACE, "").replace(MINUS, "-") if found else "" for found in (value, required))]]
