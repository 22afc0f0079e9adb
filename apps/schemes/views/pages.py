"""Who has a scheme on file, the versions of a province, one version, an element under it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import DetailView, ListView, View

from apps.accounts.access import answer, mark, may, objects_for, unit_for
from apps.accounts.mixins import OwnMixin, WorkMixin
from apps.organizations.models import Level, Organization
from apps.schemes import selectors
from apps.schemes.lifecycle import ANNOTATE, DRAFT, SCHEME, VIEW
from apps.schemes.models import CityNote, Element, Scheme
from apps.schemes.services import versions
from apps.workflow.lifecycle import Conflict
from apps.workflow.selectors import history
from apps.workflow.views import LifecyclePage

SCHEMES = Scheme.objects.select_related("province", "guidance")


class SchemeList(WorkMixin, ListView):
    """For the nation every province and how it stands; below it the versions of the province."""

    queryset = SCHEMES
    permission = VIEW
    paginate_by = 50

    def get_queryset(self):
        return SCHEME.marked(self.request.user, super().get_queryset())

    def get_template_names(self):
        return ["schemes/nation.html" if self.organization.level == Level.NATION else "schemes/list.html"]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {"organization": self.organization}
        if self.organization.level == Level.NATION:
            provinces = selectors.on_file(self.request.user, localdate())
            held = sum(row.held is not None for row in provinces)
            return {**context, "provinces": provinces, "held": held, "lacking": len(provinces) - held}
        rows = [(row, SCHEME.offered_in_list(row)) for row in context["object_list"]]
        drafts = self.organization.level == Level.PROVINCE and may(self.request.user, DRAFT, self.organization)
        under_way = any(row.state != Scheme.State.LODGED for row, _steps in rows)
        holds = selectors.in_force(self.organization, localdate())
        return {**context, "rows": rows, "drafts": drafts and not under_way, "holds": holds}


class DraftScheme(View):
    http_method_names = ["post"]

    def post(self, request, code):
        province = get_object_or_404(objects_for(request.user, DRAFT, Organization.objects.filter(level=Level.PROVINCE)), code=code)
        try:
            row = versions.draft(province, by=request.user)
        except Conflict:
            messages.warning(request, "本省已经有一版在办，同时只能有一版。请接着写那一版，或等它备案。")
            return HttpResponseRedirect(reverse("schemes:list", args=[code]))
        except LookupError:
            messages.error(request, "还没有载入指导方案，不能起草。请联系平台管理员载入基础数据。")
            return HttpResponseRedirect(reverse("schemes:list", args=[code]))
        messages.success(request, f"第 {row.number} 版已经建好，内容{'沿用上一版' if row.number > 1 else '取自指导方案'}。请从这里改起。")
        return HttpResponseRedirect(reverse("schemes:edit", args=[row.pk]))


class SchemePage(LifecyclePage):
    queryset = SCHEMES
    permission = VIEW
    lifecycle = SCHEME
    template_name = "schemes/scheme.html"

    def get_queryset(self):
        return mark(self.request.user, [DRAFT], super().get_queryset())

    def get_context_data(self, **kwargs):
        scheme, user = self.object, self.request.user
        lodged = scheme.state == Scheme.State.LODGED
        cities = Organization.objects.filter(level=Level.CITY, path__startswith=scheme.province.path)
        return super().get_context_data(
            groups=selectors.lines(scheme), items=selectors.outline_under(scheme), adjustments=scheme.adjustments.all(),
            differences=selectors.differences(scheme), instruments=selectors.instruments(scheme), history=history(scheme, SCHEME, draft_scheme="起草"),
            writable=scheme.state == Scheme.State.DRAFT and getattr(scheme, answer(DRAFT)),
            notes=objects_for(user, VIEW, CityNote.objects.filter(scheme=scheme)).select_related("city", "by") if lodged else [],
            own_cities=list(objects_for(user, ANNOTATE, cities)) if lodged else [],
            trail=trail(user, scheme), holds=selectors.in_force(scheme.province, localdate()), **kwargs,
        )  # fmt: skip


class ElementPage(OwnMixin, DetailView):
    """An element of 附 1 under a version: the guidance's hints and points, and beside them the province's own."""

    queryset = SCHEMES
    permission = VIEW
    template_name = "schemes/element.html"

    def get_queryset(self):
        return mark(self.request.user, [DRAFT], super().get_queryset())

    def get_context_data(self, **kwargs):
        scheme = self.object
        element = element_of(scheme, self.kwargs["code"])
        hints = list(selectors.hints_under(scheme, element))
        every = list(selectors.elements(scheme.guidance))
        place = every.index(element)
        return super().get_context_data(
            element=element, points=selectors.points_of(scheme, element),
            groups=[(kind.label, [hint for hint in hints if hint.kind == kind]) for kind in hints[0].Kind] if hints else [],
            before=every[place - 1] if place else None, after=every[place + 1] if place + 1 < len(every) else None,
            writable=scheme.state == Scheme.State.DRAFT and getattr(scheme, answer(DRAFT)), trail=trail(self.request.user, scheme, str(element)), **kwargs,
        )  # fmt: skip


def element_of(scheme, code):
    return get_object_or_404(Element.objects.select_related("item"), item__guidance=scheme.guidance_id, code=code)


def trail(user, scheme, *words):
    """The way down to a page of a version, from the list that the person has."""
    own = unit_for(user, VIEW)
    code = scheme.province.code if scheme.province.path.startswith(own.path) else own.code
    version = f"第 {scheme.number} 版"
    here = [(version, scheme.get_absolute_url()), *((each, "") for each in words)] if words else [(version, "")]
    return [("省级方案", reverse("schemes:list", args=[code])), *here]
