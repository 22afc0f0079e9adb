"""The open interface, version 1: read-only, limited, published copies alone (M6)."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.reverse import reverse

from apps.disclosure.models import Listing
from apps.disclosure.selectors import public


class ListingSerializer(serializers.ModelSerializer):
    """A school: ``newest`` is the first year of its newest school year in public, ``data`` where that year's figures are."""

    newest = serializers.IntegerField()
    years = serializers.IntegerField()
    data = serializers.SerializerMethodField()

    class Meta:
        model = Listing
        fields = ["code", "name", "sample_code", "province_code", "province", "city_code", "city", "newest", "years", "data"]

    def get_data(self, listing) -> str:
        return reverse("disclosure:json", args=[listing.code, listing.newest], request=self.context["request"])


class Open:
    authentication_classes = ()
    permission_classes = (AllowAny,)
    serializer_class = ListingSerializer

    def get_queryset(self):
        words = self.request.query_params.get("q", "").strip()
        return public.found(words) if words else public.listed()


@method_decorator(login_not_required, name="dispatch")
class SchoolsApi(Open, ListAPIView):
    """The schools in public; ``q`` narrows by name, pinyin, initials or code, ``page`` turns the page."""


@method_decorator(login_not_required, name="dispatch")
class SchoolApi(Open, RetrieveAPIView):
    lookup_field = "code"
