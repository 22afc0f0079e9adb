"""The desk, a job's page, the list, the page and the step page of anything with a lifecycle, and a form about one thing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, FormView, ListView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from apps.accounts.access import held, may, objects_for
from apps.accounts.mixins import OwnMixin, WorkMixin
from apps.audit.models import Entry
from apps.jobs.models import Job
from apps.jobs.services import cancel
from apps.workflow import desk
from apps.workflow.forms import StepForm
from apps.workflow.lifecycle import Conflict, NotReady


class Desk(TemplateView):
    """Leads each person to what is theirs, whatever posts or grants they hold."""

    template_name = "workflow/desk.html"

    def get_context_data(self, **kwargs):
        items = desk.items(self.request.user)
        left = [item.days_left for item in items if item.days_left is not None]
        figures = {"late": sum(1 for days in left if days < 0), "soon": sum(1 for days in left if 0 <= days <= 7), "waiting": len(items)}
        beside = vars(desk.around(self.request.user))
        return super().get_context_data(items=items, figures=figures, today=timezone.localdate(), **beside, **kwargs)


class JobPage(OwnMixin, DetailView):
    model = Job
    permission = "jobs.view_job"
    template_name = "workflow/job.html"


class CancelJob(View):
    def post(self, request, pk):
        row = get_object_or_404(objects_for(request.user, "jobs.cancel_job", Job.objects.all()), pk=pk)
        cancel(row, by=request.user)
        return HttpResponseRedirect(row.get_absolute_url())


class LifecycleList(WorkMixin, ListView):
    """A subclass names the model, the permission and the lifecycle; so do the two below."""

    lifecycle = None
    template_name = "workflow/list.html"
    paginate_by = 50

    def get_queryset(self):
        queryset = self.lifecycle.marked(self.request.user, super().get_queryset())
        self.chosen = [state for state in self.request.GET.getlist("state") if state in self.lifecycle.model.State.values]
        queryset = queryset.filter(state__in=self.chosen) if self.chosen else queryset
        # In the order of the tree, unless the model has one of its own.
        return queryset if queryset.ordered else queryset.order_by(queryset.model.scope, "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(row, self.lifecycle.offered_in_list(row)) for row in context["object_list"]]
        for row, _steps in rows:
            row.sign = self.lifecycle.sign(row)
        states = [(state.value, state.label) for state in self.lifecycle.model.State]
        return {**context, "organization": self.organization, "rows": rows, "states": states, "chosen": self.chosen}


class LifecyclePage(OwnMixin, DetailView):
    lifecycle = None
    template_name = "workflow/page.html"

    def get_queryset(self):
        return self.lifecycle.marked(self.request.user, super().get_queryset())

    def get_context_data(self, **kwargs):
        return super().get_context_data(offered=self.lifecycle.offered(self.object), sign=self.lifecycle.sign(self.object), **kwargs)


class StepView(OwnMixin, SingleObjectMixin, FormView):
    """Asks what a step needs and takes it; a ``service`` (given to ``as_view`` or as a staticmethod) stands in where more happens than the step.

    ``seen_by`` is the permission to see the object's own page: who has it, and a road to the step, is told when the step is open no more.
    """

    lifecycle = None
    step = ""
    service = None
    seen_by = ""
    form_class = StepForm
    template_name = "workflow/step.html"

    @property
    def permission(self):
        return self.lifecycle[self.step].permission

    def dispatch(self, *args, **kwargs):
        try:
            self.object = self.get_object()
        except Http404:
            self.object = self.no_longer_open()
            return self.conflict()
        return super().dispatch(*args, **kwargs)

    def no_longer_open(self):
        """The object whose ``opens`` has shut since the page was opened; for anybody whom it does not concern a 404."""
        if not self.seen_by:
            raise Http404
        mine = held(self.request.user, self.permission, SingleObjectMixin.get_queryset(self))
        return get_object_or_404(objects_for(self.request.user, self.seen_by, mine), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if self.object.state not in self.lifecycle[self.step].sources:
            return self.conflict()
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": self.object.version}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "step": self.lifecycle[self.step]}

    def get_context_data(self, **kwargs):
        step = self.lifecycle[self.step]
        return super().get_context_data(step=step, missing=step.missing(self.object), **kwargs)

    def form_valid(self, form):
        try:
            self.take(**form.cleaned_data, by=self.request.user)
        except Conflict:
            return self.conflict()
        except PermissionDenied:
            # It was open when the page was asked for, an instant ago.
            self.object = self.no_longer_open()
            return self.conflict()
        except NotReady as missing:
            form.add_error(None, [f"还不能办：{what}" for what in missing.args[0]])
            return self.form_invalid(form)
        except ValidationError as wrong:
            form.add_error(None, at_its_field(form, wrong))
            return self.form_invalid(form)
        return super().form_valid(form)

    def take(self, **given):
        if self.service:
            return self.service(self.object, **given)
        return self.lifecycle.take(self.object, self.step, **given)

    def conflict(self):
        """409, and who did what when: the person knows whom to ask. Who pressed twice is told that it is done."""
        taken = Entry.objects.about(self.object).filter(verb__in=self.lifecycle.steps).select_related("by")
        last, step = taken.last(), self.lifecycle[self.step]
        # A step that may be taken again and again is not the same twice: what was sent now is new and was not taken.
        if last and (last.by_id, last.verb) == (self.request.user.pk, self.step) and step.target not in step.sources:
            messages.info(self.request, f"您已于 {timezone.localtime(last.at):%Y-%m-%d %H:%M} {step.label}，没有再办一次。")
            return HttpResponseRedirect(self.object.get_absolute_url() if self.still_seen() else reverse("workflow:desk"))
        return render(self.request, "workflow/conflict.html", {"message": self.in_words(last), "object": self.object, "step": step}, status=409)

    def still_seen(self):
        """Whether the person finds the object's page: what he sent back may be another's own again."""
        return not self.seen_by or may(self.request.user, self.seen_by, self.object)

    def in_words(self, entry):
        if entry is None:
            return "现在不能办理这一步"
        return f"{entry.by or '系统'} 已于 {timezone.localtime(entry.at):%Y-%m-%d %H:%M} {self.lifecycle[entry.verb].label}"

    def get_success_url(self):
        return self.object.get_absolute_url()


class Asking(FormView):
    """A form about one thing, its ``subject``: what a service refuses stands beside the field it concerns; ``back`` is where one came from."""

    template_name = "workflow/form.html"
    title = button = explanation = ""

    def form_valid(self, form):
        try:
            return self.do(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, at_its_field(form, error))
            return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        words = {"title": self.title, "button": self.button, "explanation": self.explanation}
        return super().get_context_data(subject=self.subject, back=self.back, **words, **kwargs)


def at_its_field(form, error):
    """What concerns a field the form does not have is said of the whole."""
    known = hasattr(error, "error_dict") and error.error_dict.keys() <= form.fields.keys()
    return error if known else ValidationError(error.messages)
