from django.shortcuts import redirect
from django.urls import reverse


class ForcedChange:
    """Who was given a password chooses his own before anything else, on pages and over the wire alike (A9)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.must_change_password and request.path not in self.open_addresses():
            return redirect("accounts:password")
        return self.get_response(request)

    @staticmethod
    def open_addresses():
        return {reverse("accounts:password"), reverse("accounts:sign_out")}


class About:
    """Keep what a page is about beside its request: who has posts at several units stands there in the name of that thing's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        told = response.context_data or {}
        request.about = told.get("object") or told.get("subject")
        return response
