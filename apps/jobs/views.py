from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from apps.jobs.selectors import health


@method_decorator([login_not_required, never_cache], name="dispatch")
class HealthPage(View):
    """For those who look after the machines: 200 when all answers, else 503; it names the parts and nothing else."""

    http_method_names = ["get", "head"]

    def get(self, request):
        found = health()
        return JsonResponse(asdict(found) | {"well": found.well}, status=200 if found.well else 503)
