"""What is an expert's own, found by the person and not by a post; and the words he signs."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView, View

from apps.experts.forms.ties import EndTieForm
from apps.experts.models import Expert, Interest
from apps.experts.selectors.pool import closed_about, expert_of
from apps.experts.selectors.ties import ties_of
from apps.experts.selectors.undertaking import undertaking
from apps.experts.services import pool, ties
from apps.experts.views.pool import about
from apps.workflow.views import Asking


class OwnPage(TemplateView):
    template_name = "experts/me.html"

    def get_context_data(self, **kwargs):
        expert = expert_of(self.request.user)
        if expert is None:
            raise Http404
        return super().get_context_data(ties=ties_of(expert), cases=closed_about(expert), undertaking=undertaking(), **about(expert), **kwargs)


class Confirm(View):
    http_method_names = ["post"]

    def post(self, request):
        expert = get_object_or_404(Expert, user=request.user)
        pool.confirm(expert, by=request.user)
        messages.success(request, "已记下您核对的日期。情况有变化的，请当日申报。")
        return HttpResponseRedirect(reverse("experts:me"))


class EndTie(Asking):
    """The expert says on which day a tie of his ended."""

    form_class = EndTieForm
    title = button = "写明结束日期"
    explanation = "结束以后，在省级方案规定的年限内仍须回避，到期自动解除。"

    def dispatch(self, request, *args, **kwargs):
        own = Interest.objects.standing().filter(expert__user=request.user.pk, until=None).select_related("expert__user", "school")
        self.subject = get_object_or_404(own, pk=kwargs["pk"])
        self.back = reverse("experts:me")
        return super().dispatch(request, *args, **kwargs)

    def do(self, until):
        ties.end(self.subject, until=until, by=self.request.user)
        messages.success(self.request, "已写明结束日期。")
        return HttpResponseRedirect(self.back)


class UndertakingPage(TemplateView):
    template_name = "experts/undertaking.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(undertaking=undertaking(), own=expert_of(self.request.user), **kwargs)
