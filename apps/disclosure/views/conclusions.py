"""Conclusions and groups in public, and objections to what is shown (R12.1, R12.2, M3). Nobody signs in here."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView, ListView, View

from apps.disclosure.forms import ObjectForm, number_of
from apps.disclosure.mixins import shared, sought
from apps.disclosure.models import AnswerCopy, ConclusionCopy, Listing, Objection
from apps.disclosure.selectors import conclusions
from apps.disclosure.services import objections
from apps.disclosure.services.papers import as_file
from apps.disclosure.views.data import as_csv, attached
from apps.disclosure.views.public import PublicView, public_page
from apps.documents.rules import read_code
from apps.workflow.lifecycle import Conflict


def asked(request):
    """How the list is narrowed by the address; what is no code is the code of no province, for the database keeps no NUL."""
    given = request.GET
    province, kind = given.get("province", ""), given.get("conclusion", "")
    return {
        "year": number_of(given.get("year", "")),
        "province": province if province.isalnum() else "",
        "conclusion": kind if kind in dict(conclusions.KINDS) else "",
        "words": sought(given),
    }


@public_page
class Conclusions(ListView):
    template_name = "disclosure/conclusions.html"
    paginate_by = 50

    def get_queryset(self):
        self.asked = asked(self.request)
        return conclusions.listed(**self.asked)

    def get_context_data(self, **kwargs):
        around = {"years": conclusions.years(), "provinces": conclusions.provinces(), "kinds": conclusions.KINDS}
        counts = conclusions.counted(**self.asked)
        # ``q`` alone is the search box of every page, which looks for schools.
        return super().get_context_data(section="conclusions", asked=self.asked, counts=counts, **around, **kwargs)


class ConclusionPage(PublicView):
    """The newest version of a school's conclusion of a year, or the version of the address; a withdrawn one says so (M4)."""

    template_name = "disclosure/conclusion.html"
    section = "conclusions"

    def get_context_data(self, code, year, **kwargs):
        listing = get_object_or_404(Listing, code=code)
        copy = conclusions.copy_of(listing, year, number_of(self.request.GET.get("version", "")))
        if copy is None:
            raise Http404
        versions = conclusions.versions_of(listing, year)
        around = {"listing": listing, "copy": copy, "versions": versions, "latest": versions[0], "answers": conclusions.answers_of(listing, year)}
        proof = conclusions.proofs_of([copy.content]).get(copy.content["draw"]["id"])
        return super().get_context_data(lead=conclusions.lead(copy), proof=proof, **around, **kwargs)


@shared
@public_page
class ConclusionContent(View):
    """The very bytes whose SHA-256 stands on the page (M8)."""

    def get(self, request, code, year):
        copy = conclusions.copy_of(get_object_or_404(Listing, code=code), year, number_of(request.GET.get("version", "")))
        if copy is None or copy.withdrawn_at is not None:
            raise Http404
        return attached(as_file(copy.content), f"conclusion-{code}-{year}-v{copy.number}.json")


@public_page
class Teams(ListView):
    """The members of the groups, before the visit and after (R2.4, R12.2)."""

    template_name = "disclosure/teams.html"
    paginate_by = 30

    def get_queryset(self):
        self.year, self.words = number_of(self.request.GET.get("year", "")), self.request.GET.get("q", "").strip()
        return conclusions.teams(self.year, self.words)

    def get_context_data(self, **kwargs):
        return super().get_context_data(section="conclusions", years=conclusions.team_years(), year=self.year, words=self.words, **kwargs)


@shared
@public_page
class ConclusionsCsv(ListView):
    """The conclusions of a year, of one province or all (M6)."""

    def get(self, request, year):
        labels = dict(ConclusionCopy.Stage.choices)
        rows = [["标识码", "学校", "省", "地市", "年份", "结论", "阶段", "已撤回", "公示末日", "公开日期", "版次", "验证码"]]
        if year not in conclusions.years():
            raise Http404
        for copy in conclusions.listed(**asked(request) | {"year": year}):
            school, told = copy.listing, "" if copy.withdrawn_at else copy.get_conclusion_display()
            rows.append([school.code, school.name, school.province, school.city, copy.year, told, labels[copy.stage],
                         "是" if copy.withdrawn_at else "", copy.last_day, copy.published_on, copy.number, copy.code])  # fmt: skip
        return as_csv(rows, f"conclusions-{year}.csv")


@method_decorator([login_not_required, never_cache], name="dispatch")
class Object(FormView):
    """Anyone may object while a conclusion is shown; afterwards the page says what else can be done (M3)."""

    template_name = "disclosure/object.html"
    form_class = ObjectForm

    def dispatch(self, request, code, year):
        self.copy = conclusions.copy_of(get_object_or_404(Listing, code=code), year)
        if self.copy is None:
            raise Http404
        if not self.copy.open:
            return self.closed()
        return super().dispatch(request)

    def form_valid(self, form):
        try:
            # Who really asks, see apps.core.middleware.
            objection = objections.lodge(self.copy.announcement, address=self.request.META["REMOTE_ADDR"], **form.cleaned_data)
        except objections.TooOften:
            return render(self.request, "disclosure/too_often.html", {"section": "conclusions", "copy": self.copy}, status=429)
        except Conflict:  # It was withdrawn, or midnight passed, while it was being written.
            return self.closed()
        return HttpResponseRedirect(reverse("disclosure:receipt", args=[objection.receipt]))

    def closed(self):
        return render(self.request, "disclosure/object_closed.html", {"section": "conclusions", "copy": self.copy}, status=410)

    def get_context_data(self, **kwargs):
        return super().get_context_data(section="conclusions", copy=self.copy, **kwargs)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Receipt(DetailView):
    """What became of an objection, for who has its receipt: neither the name nor the text."""

    template_name = "disclosure/receipt.html"

    def get_object(self):
        rows = Objection.objects.select_related("school", "announcement")
        return get_object_or_404(rows, receipt=read_code(self.kwargs["receipt"]) or "-")

    def get_context_data(self, **kwargs):
        answer = AnswerCopy.objects.filter(objection=self.object, released_at__isnull=False).first()
        return super().get_context_data(section="conclusions", answer=answer, **kwargs)
