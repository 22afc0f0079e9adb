"""The open interface, version 1: read-only, limited, published copies alone (M6)."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.reverse import reverse
from rest_framework.views import APIView, exception_handler

from apps.disclosure.forms import number_of
from apps.disclosure.mixins import MOST_SOUGHT, shared, sought
from apps.disclosure.models import ConclusionCopy, Listing
from apps.disclosure.selectors import conclusions, public


def refused(error, context):
    """What was not given, in ``detail``, as pages say it: Django's own words name our classes, and in English."""
    if isinstance(error, Http404):
        error = NotFound("没有这一项，或者没有公开。")
    if isinstance(error, BadRequest):
        error = ParseError(f"查询的字太多，至多 {MOST_SOUGHT} 个。")
    return exception_handler(error, context)


def year_asked(asked):
    """The year a list is narrowed by, None where none is asked for; what is no year is refused, or the answer would be taken for that year's."""
    given = asked.get("year", "").strip()
    if not given:
        return None
    year = number_of(given)
    if year is None or year < 1000:
        raise ParseError("参数 year 须是四位数的年份，如 2026。")
    return year


class Pages(PageNumberPagination):
    """A hundred a page; a page that is no number is refused, one beyond the last is not there."""

    def paginate_queryset(self, queryset, request, view=None):
        given = request.query_params.get(self.page_query_param, "").strip()
        if given and not (given.isascii() and given.isdigit() and int(given)):
            raise ParseError("参数 page 须是从 1 起的整数。")
        if "page_size" in request.query_params:
            raise ParseError(f"没有参数 page_size：每页 {self.page_size} 条，用 page 翻页。")
        return super().paginate_queryset(queryset, request, view)


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
        words = sought(self.request.query_params)
        return public.found(words) if words else public.listed()


@shared
@method_decorator(login_not_required, name="dispatch")
class SchoolsApi(Open, ListAPIView):
    """The schools in public; ``q`` narrows by name, place, pinyin, initials or code, ``page`` turns the page."""

    pagination_class = Pages


@shared
@method_decorator(login_not_required, name="dispatch")
class SchoolApi(Open, RetrieveAPIView):
    lookup_field = "code"


class ConclusionSerializer(serializers.ModelSerializer):
    """A conclusion: ``stage`` is shown (公示) or final (公布); a ``withdrawn`` one stays to be seen as such. ``content`` stands in the one of a school."""

    class Meta:
        model = ConclusionCopy
        fields = []

    def to_representation(self, copy):
        found = conclusions.machine(copy)
        return found if "content" in copy.get_deferred_fields() or copy.withdrawn_at else found | {"content": copy.content}


@shared
@method_decorator(login_not_required, name="dispatch")
class ConclusionsApi(ListAPIView):
    """The newest version of each conclusion in public; ``year`` and ``q`` narrow, ``page`` turns the page (M6)."""

    pagination_class = Pages
    authentication_classes = ()
    permission_classes = (AllowAny,)
    serializer_class = ConclusionSerializer

    def get_queryset(self):
        asked = self.request.query_params
        return conclusions.listed(year=year_asked(asked), words=sought(asked))


@shared
@method_decorator(login_not_required, name="dispatch")
class ConclusionApi(RetrieveAPIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    serializer_class = ConclusionSerializer

    def get_object(self):
        listing = get_object_or_404(Listing, code=self.kwargs["code"])
        copy = conclusions.copy_of(listing, self.kwargs["year"])
        if copy is None:
            raise Http404
        return copy

    @classmethod
    def as_file(cls, copy):
        """The bytes that are answered of ``copy``."""
        return JSONRenderer().render(cls.serializer_class(copy).data)


@shared
@method_decorator(login_not_required, name="dispatch")
class NothingApi(APIView):
    """What no program finds at an address of the interface that there is not."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request, **kwargs):
        raise NotFound("没有这个接口地址，现有的列在 /data/。")
