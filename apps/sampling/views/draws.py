"""A year's draw: its frame, what it is sealed with, the draw itself and its proof."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils.timezone import localdate
from django.views import View
from django.views.generic import FormView, ListView
from django.views.generic.detail import SingleObjectMixin

from apps.accounts.access import objects_for
from apps.accounts.mixins import OwnMixin
from apps.sampling.forms import CommitForm, FrameFilter, RevealForm, SettleForm
from apps.sampling.lifecycle import DRAW, MANAGE, VIEW
from apps.sampling.models import Draw, FrameRow
from apps.sampling.rules.draw import ALGORITHM
from apps.sampling.rules.frame import OUT, Place
from apps.sampling.selectors import cycle
from apps.sampling.selectors.outcome import outcome
from apps.sampling.services import draws
from apps.sampling.services.frames import draft
from apps.workflow.lifecycle import Conflict, NotReady
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView, at_its_field

DRAWS = Draw.objects.select_related("province", "plan__scheme__province")
#: A deadline of R8.5 within so many days is shown as near.
SOON = 180


class DrawList(LifecycleList):
    queryset = DRAWS
    permission = VIEW
    lifecycle = DRAW
    extra_context = {"title": "抽样", "hint": "抽样在实施规划里按年开始，开始以后列在这里。"}


class DrawPage(LifecyclePage):
    """The draw; once drawn in big type for the room, ``?n=7`` showing it as it stood at the seventh ticket."""

    queryset = DRAWS
    permission = VIEW
    lifecycle = DRAW
    template_name = "sampling/draw.html"

    def get_context_data(self, **kwargs):
        draw = self.object
        found, areas = outcome(draw), cycle.cities(draw)
        return super().get_context_data(
            asked=cycle.asked(draw), figures=figures(draw), out=why_out(draw), cities=areas, covered=sum(city.covered for city in areas),
            total=draw.rows.count(), algorithm=ALGORITHM, outcome=found, shown=self.shown(found.drawn), verifier=static("verifier/verify_draw.py"),
            history=history(draw, DRAW, begin_draw="开始抽样", settle_draw="设定抽样"), **kwargs,
        )  # fmt: skip

    def shown(self, drawn):
        """What is on the screen: the ticket just drawn, those before it, the newest first, and the numbers to go to."""
        if not drawn:
            return None
        asked = self.request.GET.get("n", "")
        number = min(max(int(asked), 1), len(drawn)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else len(drawn)
        now = drawn[number - 1]
        return {"now": now, "before": drawn[: number - 1][::-1], "back": number - 1, "next": number + 1 if number < len(drawn) else 0}


def figures(draw):
    """[(place, its label, schools)], all five places."""
    counted = cycle.places(draw)
    return [(place.value, place.label, counted[place]) for place in Place]


def why_out(draw):
    """[(words, rule, schools)] of those that stand out."""
    return [(OUT.get(rule, rule), rule, number) for rule, number in cycle.why_out(draw)]


class Frame(OwnMixin, SingleObjectMixin, ListView):
    """Every school of the province, in or out, and by which rule."""

    permission = VIEW
    template_name = "sampling/frame.html"
    paginate_by = 50

    def get(self, request, *args, **kwargs):
        self.object = get_object_or_404(objects_for(request.user, VIEW, DRAWS), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        self.cities = cycle.cities(self.object)
        areas, rules = [(city.code, city.name) for city in self.cities], [(rule, f"{rule} {words}") for rule, words in OUT.items()]
        self.filter = FrameFilter(self.request.GET, areas=areas, rules=rules)
        return self.filter.narrowed(FrameRow.objects.filter(draw=self.object))

    def get_context_data(self, **kwargs):
        names = {city.code: city.name for city in self.cities}
        context = super().get_context_data(**kwargs)
        rows = [(row, names.get(row.area_code, row.area_code)) for row in context["object_list"]]
        soon = timedelta(days=SOON)
        clocks = [
            (row, names.get(row.area_code, ""), row.stop_on < localdate(), row.stop_on <= localdate() + soon) for row in cycle.clocks(self.object)
        ]
        return {
            **context, "object": self.object, "rows": rows, "form": self.filter, "figures": figures(self.object), "total": self.object.rows.count(),
            "out": why_out(self.object), "clocks": clocks[:5], "running": len(clocks), "near": sum(near for *_, near in clocks), "soon": SOON,
        }  # fmt: skip


class Redraft(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        draw = get_object_or_404(objects_for(request.user, MANAGE, DRAWS), pk=pk)
        try:
            draft(draw, by=request.user)
        except Conflict:
            messages.warning(request, "抽样框已经封存，不能再编。")
        except NotReady as missing:
            messages.error(request, "；".join(missing.args[0]))
        else:
            messages.success(request, "抽样框已按今天的情况重新编好。")
        return redirect(draw)


class Settle(FormView):
    """What the draw will be made with."""

    form_class = SettleForm
    template_name = "sampling/settle.html"

    def dispatch(self, request, *args, **kwargs):
        self.object = get_object_or_404(objects_for(request.user, MANAGE, DRAWS), pk=kwargs["pk"])
        if self.object.state != Draw.State.DRAFT:
            messages.warning(request, "抽样已经封存，不能再改设定。")
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        draw, asked = self.object, cycle.asked(self.object)
        drawing = cycle.drawing(draw)
        quota = draw.quota if draw.quota is not None else min(asked.least, drawing)
        reserves = draw.reserves or min(draw.plan.scheme.parameters.get("reserves", 2), max(0, drawing - quota))
        return {"seen": draw.version, "quota": quota, "reserves": reserves, "source": draw.source, "reveal_on": draw.reveal_on}

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, asked=cycle.asked(self.object), drawing=cycle.drawing(self.object), **kwargs)

    def form_valid(self, form):
        try:
            draws.settle(self.object, **form.cleaned_data, by=self.request.user)
        except Conflict:
            form.add_error(None, "有人刚改过这次抽样，您写的没有存入。请看过现在的设定再改。")
            return self.form_invalid(form)
        except ValidationError as wrong:
            form.add_error(None, at_its_field(form, wrong))
            return self.form_invalid(form)
        messages.success(self.request, "已经设定。核对无误后请封存。")
        return redirect(self.object)


class DrawStep(StepView):
    queryset = DRAWS
    lifecycle = DRAW
    seen_by = VIEW
    template_name = "sampling/draw_step.html"


class Commit(DrawStep):
    step = "commit_draw"
    form_class = CommitForm
    service = staticmethod(draws.commit)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "undrawn": cycle.undrawn_before(self.object), "year": self.object.year}


class Reveal(DrawStep):
    step = "reveal_draw"
    form_class = RevealForm
    service = staticmethod(draws.reveal)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except draws.Broken as broken:
            form.add_error(None, f"抽样框与封存时不同，没有抽取。不同的学校：{'、'.join(broken.args[0])}。请查操作记录，按规定处理。")
            return self.form_invalid(form)


class Publish(DrawStep):
    step = "publish_draw"
    service = staticmethod(draws.publish)


class Annul(DrawStep):
    step = "annul_draw"


class Bundle(OwnMixin, SingleObjectMixin, View):
    """The proof to take away: canonical JSON."""

    queryset = DRAWS
    permission = VIEW

    def get(self, request, pk):
        draw = self.get_object()
        if not draw.bundle:
            raise Http404
        answer = HttpResponse(draw.proof(), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="draw-{draw.province.code}-{draw.year}.json"'
        return answer
