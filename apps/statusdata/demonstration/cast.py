"""Who plays in the demonstration, and how a return is filled in without typing."""

from datetime import date

from django.core.files.base import ContentFile

from apps.accounts.models import Post
from apps.core.templatetags.look import school_year
from apps.dictionary.selectors import book
from apps.documents.services import render_pdf, store
from apps.organizations.models import Level, Organization, Register
from apps.statusdata.lifecycle import READ
from apps.statusdata.models import Record, Return, Sheet
from config.roles import Role

from .forms import made_up


class Cast:
    """The province with its officer, the made-up schools in the order of their codes, and who signs and checks for each."""

    def __init__(self, province, officer):
        self.province, self.officer = province, officer
        schools = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例", path__startswith=province.path)
        self.schools = list(schools.select_related("parent", "area").order_by("code"))
        posts = Post.objects.filter(role__in=[Role.PRINCIPAL, Role.CITY_OFFICER], acting_for=None).select_related("user")
        self.holders = {post.organization_id: post.user for post in posts}
        kinds = Register.objects.filter(school__in=self.schools).values_list("school", "special_category", "sponsor_code")
        self.kinds = {school: kind for school, *kind in kinds}
        facts = [["说明", "演示数据所附的示例材料，不是任何学校的文件"]]
        self.paper = render_pdf("pdf/receipt.html", {"title": "示例佐证材料", "subject": "示例学校", "facts": facts, "demonstration": True})

    def principal(self, upload):
        return self.holders[upload.school_id]

    def officer_over(self, upload):
        """Who checks: the city's officer, the province's for a school of its own."""
        return self.officer if upload.school.parent.level == Level.PROVINCE else self.holders[upload.school.parent_id]

    def made_up(self, upload):
        """The forms of an upload, with one stored paper for all that wants evidence."""
        title = f"{school_year(upload.round.year)}示例佐证材料.pdf"
        paper = store(ContentFile(self.paper, name=title), holder=upload, permission=READ, by=self.principal(upload))
        category, sponsor = self.kinds[upload.school_id]
        own = book(upload.round.edition_id)
        return made_up(upload.school.code, category, upload.round.year, book=own, file=str(paper.pk), sponsor=sponsor)


def start(round, schools):
    """Returns of a past round for ``schools``, open and empty, with their sheets."""
    uploads = Return.objects.bulk_create(Return(round=round, school=school) for school in schools)
    codes = [form.code for form in book(round.edition_id).forms]
    Sheet.objects.bulk_create(Sheet(upload=upload, form=code) for upload in uploads for code in codes)
    return uploads


def records(upload, forms):
    """The Records that hold ``forms``, of a return that has none yet."""
    return [
        Record(upload=upload, form=form, position=place, values=values)
        for form, held in forms.items()
        for place, values in enumerate(held if isinstance(held, list) else [held])
    ]


def fill(upload, forms):
    """Put ``forms`` into a return that is open and holds empty records of its single forms."""
    singles = {record.form: record for record in Record.objects.filter(upload=upload)}
    for form, values in forms.items():
        if form in singles:
            singles[form].values = values
    Record.objects.bulk_update(singles.values(), ["values"])
    Record.objects.bulk_create(records(upload, {form: held for form, held in forms.items() if form not in singles}))


def deadlines(year):
    """When the levels of a past round were due, in the autumn after the school year."""
    return {"school_due": date(year + 1, 10, 20), "city_due": date(year + 1, 11, 5), "province_due": date(year + 1, 11, 20)}
