"""The pages of a scheme: who finds what, the floor beside each value, two officers at once."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from apps.schemes.contents import fingerprint
from apps.schemes.forms import initial
from apps.schemes.models import AddedPoint, CityNote, Element, Guidance, Hint, HintNote, Item, Point, Scheme
from apps.schemes.services import cities, points, versions
from apps.workflow import desk
from config.roles import Role


@pytest.fixture
def filled():
    """``filled(scheme, name=text, …)``: what the browser sends when these fields were changed."""

    def send(scheme, **changed):
        row = Scheme.objects.get(pk=scheme.pk)
        values = {**initial(row), "seen": fingerprint(row), **changed}
        sent = {
            name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value is not None and value is not False
        }
        return {name: ("on" if value is True else value if isinstance(value, list) else str(value)) for name, value in sent.items()}

    return send


@pytest.fixture
def as_(client, people):
    """``as_(name)``: the client signed in as that person."""

    def sign_in(name):
        client.force_login(people[name])
        return client

    return sign_in


def at(scheme, rest=""):
    return f"/schemes/{scheme.pk}/{rest}"


def text(response):
    return response.content.decode()


def test_one_list_serves_province_city_and_school(as_, second, lodged):
    """R12.4: those below read what is on file; the draft is its authors'."""
    for name, code, numbers in [("officer", "610000", [2, 1]), ("city", "610500", [1]), ("principal", "3661000001", [1]), ("nation", "610000", [1])]:
        page = as_(name).get(f"/work/{code}/schemes/")
        assert [row.number for row, _steps in page.context["rows"]] == numbers
    assert as_("stranger").get("/work/410000/schemes/").context["rows"] == []


@pytest.mark.parametrize("more", [0, 3, 40])
def test_a_list_costs_the_same_with_many_versions(as_, draft, lodged, more, django_assert_num_queries):
    lodged(draft)
    given = {field.attname: getattr(draft, field.attname) for field in Scheme._meta.concrete_fields if field.name not in ("id", "number")}
    Scheme.objects.bulk_create(Scheme(**{**given, "state": "lodged", "explanation": "示例", "lodged_on": date(2024, 1, 1), "issued_on": date(2024, 1, 1),
                                         "effective_from": date(2024, 1, 1), "document_number": "示例", "number": number}) for number in range(2, 2 + more))  # fmt: skip
    client = as_("principal")
    with django_assert_num_queries(8):
        client.get("/work/3661000001/schemes/")


def test_the_ministry_sees_the_provinces_and_what_waits(as_, draft, complete, people, django_assert_num_queries):
    """R1.3"""
    versions.SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    client = as_("nation")
    page = client.get("/work/100000/schemes/")
    assert [(row.province.name, row.situation[1]) for row in page.context["provinces"]] == [("河南省", "未报部"), ("陕西省", "第 1 版待备案")]
    (waiting,) = [item for item in desk.items(people["nation"]) if item.title == "备案省级方案"]
    assert waiting.url == draft.get_absolute_url()
    with django_assert_num_queries(9):
        client.get("/work/100000/schemes/")


def test_a_version_is_begun_and_then_written(as_, tree, guidance):
    response = as_("officer").post("/work/610000/schemes/draft/")
    row = Scheme.objects.get()
    assert response.url == at(row, "edit/")
    again = as_("officer").post("/work/610000/schemes/draft/", follow=True)
    assert "同时只能有一版" in text(again)
    assert Scheme.objects.count() == 1


def test_a_form_saved_as_it_stands_changes_nothing(as_, draft, filled):
    assert as_("officer").post(at(draft, "edit/"), filled(draft)).url == draft.get_absolute_url()
    assert Scheme.objects.get().version == 0


def test_what_is_written_is_saved(as_, draft, filled):
    """R1.2"""
    given = {"sampling_share": "40%", "own_window_first": "3-1", "own_window_last": "4月30日", "team_min": "7", "hold_vote_named": False, "issued_on": "2026-01-05",
             "effective_from": "2026-02-01", "authorities_in_scope": ["education"], "scope_reason": "另有规定", "part_time_weight": "0.5", "buildings_mode": "both"}  # fmt: skip
    assert as_("officer").post(at(draft, "edit/"), filled(draft, **given)).status_code == 302
    row = Scheme.objects.get()
    assert (str(row.given.sampling_share), row.given.own_window, row.given.team_min, row.given.hold_vote_named) == (
        "2/5",
        ("03-01", "04-30"),
        7,
        False,
    )
    assert (row.given.authorities_in_scope, str(row.given.part_time_weight), row.given.buildings_mode) == (("education",), "0.5", "both")
    assert (row.issued_on, row.effective_from) == (date(2026, 1, 5), date(2026, 2, 1))


@pytest.mark.parametrize("name,value,said", [
    ("sampling_share", "0.25", "周期内累计抽样比例：定为 1/4，低于底线。请改为不少于 1/3（R1.2）"),
    ("cycle_years", "0", "复核周期：定为 0 年，低于底线。请改为不少于 1 年（R1.2）"),
    ("self_cycle_years", "4", "定为 4 年，超过上限。请改为不超过 3 年（R1.2）"),
    ("sampling_share", "a third", "请写成 1/3、0.4 或 40%"),
    ("own_window_first", "2-29", "不是每年都有的一天"),
    ("own_window_first", "12-31", "最后一天早于第一天"),
    ("issued_on", str(localdate() + timedelta(days=1)), "发布日期不能晚于今天"),
    ("authorities_in_scope", ["private"], "没有纳入教育部门的学校"),
    ("authorities_in_scope", ["education", "human_resources", "other", "enterprise", "private"], "纳入技工学校而没有写明商定"),
])  # fmt: skip
def test_a_wrong_value_is_refused_beside_its_field_and_the_rest_is_kept(as_, draft, filled, name, value, said):
    """R1.2, R1.6"""
    page = as_("officer").post(at(draft, "edit/"), filled(draft, **{name: value, "title": "写到一半的名称"}))
    assert page.status_code == 200
    assert said in " ".join(text for texts in page.context["form"].errors.values() for text in texts)
    assert "写到一半的名称" in text(page)
    assert Scheme.objects.get().version == 0


def test_a_version_cannot_take_effect_before_it_is_issued(as_, draft, filled):
    page = as_("officer").post(at(draft, "edit/"), filled(draft, issued_on="2026-02-01", effective_from="2026-01-31"))
    assert page.context["form"].errors["effective_from"] == ["施行日期不能早于发布日期 2026-02-01。"]


def test_the_floor_speaks_while_one_writes_and_saves_nothing(as_, draft, filled):
    """R1.2"""
    page = text(as_("officer").post(at(draft, "check/"), filled(draft, sampling_share="0.25", cycle_years="6")))
    assert '<div id="floor-sampling_share" hx-swap-oob="innerHTML">' in page
    assert "低于底线。请改为不少于 1/3（R1.2）" in page
    assert "指导方案建议 5 年，本方案定为 6 年" in page
    assert Scheme.objects.get().version == 0


def test_the_second_of_two_officers_keeps_what_he_wrote_and_sees_what_the_first_saved(as_, draft, filled, revise, people):
    sent = filled(draft, team_min="9", title="后写的名称")
    revise(draft, by="colleague", team_min=7)
    page = as_("officer").post(at(draft, "edit/"), sent)
    assert page.status_code == 409
    assert f"{people['colleague']} 已于" in text(page)
    assert [(bound.name, words) for bound, words in page.context["theirs"] if bound.name == "team_min"] == [("team_min", 7)]
    assert "后写的名称" in text(page)
    assert Scheme.objects.get().given.team_min == 7
    # Whoever saves once more has seen both.
    again = {**sent, "seen": page.context["form"]["seen"].value()}
    assert as_("officer").post(at(draft, "edit/"), again).status_code == 302
    assert Scheme.objects.get().given.team_min == 9


def test_who_writes_on_while_a_version_is_handed_in_is_told(as_, draft, filled, complete, people):
    sent = filled(draft, team_min="9")
    versions.SCHEME.take(complete(draft), "file_scheme", by=people["colleague"])
    page = as_("officer").post(at(draft, "edit/"), sent)
    assert page.status_code == 409
    assert "已报部，待备案，不能再改" in text(page)


def test_a_scheme_without_its_explanation_is_not_handed_in_and_says_so(as_, second, complete):
    """R1.3"""
    row = complete(second, issued=date(2026, 9, 1), explanation="")
    page = as_("officer").get(at(row, "file_scheme/"))
    assert "修订说明：改了什么、为什么改" in text(page)
    refused = as_("officer").post(at(row, "file_scheme/"), {"seen": row.version})
    assert refused.status_code == 200
    assert "还不能办：修订说明" in text(refused)
    assert Scheme.objects.get(pk=row.pk).state == "draft"


def test_an_element_cannot_be_dropped_and_the_answer_names_the_rule(as_, draft):
    """R1.1"""
    page = as_("officer").post(at(draft, "points/2.3/remove/"))
    assert page.status_code == 422
    assert "“2.3 课堂教学与实践教学状态”是指导方案所列，不能去掉（R1.1）" in text(page)
    assert as_("officer").post(at(draft, "points/9.9/remove/")).status_code == 404


def test_a_point_a_note_and_an_adjustment_are_written_and_taken_out(as_, draft, element, policy, edition):
    """R1.1, R1.4, R1.8"""
    client, hint = as_("officer"), element("5.1").hints.first()
    client.post(at(draft, "elements/5.1/points/"), {"text": "产业学院数", "kind": "mixed", "indicators": "k001，K002", "policy": policy.pk})
    client.post(at(draft, f"hints/{hint.pk}/"), {"text": "含产业学院", "policy": policy.pk})
    client.post(at(draft, "adjustments/"), {"group": "remote", "threshold": "students", "value": "600", "reason": "生源分散"})
    page = text(client.get(at(draft, "elements/5.1/")))
    for words in ["5.1.S1", "产业学院数", "K001、K002", "含产业学院", str(policy)]:
        assert words in page
    assert "生源分散" in text(client.get(at(draft)))
    client.post(at(draft, "points/5.1.S1/remove/"))
    client.post(at(draft, f"hints/{hint.pk}/remove/"))
    client.post(at(draft, f"adjustments/{draft.adjustments.get().pk}/remove/"))
    assert not AddedPoint.objects.exists()
    assert not HintNote.objects.exists()
    assert not draft.adjustments.exists()


@pytest.mark.parametrize("address,sent,field,said", [
    ("elements/5.1/points/", {"text": "示例", "kind": "text"}, "policy", "R1.8"),
    ("elements/5.1/points/", {"text": "示例", "kind": "text", "basis": "示例", "indicators": "K999"}, "indicators", "没有指标 K999"),
    ("elements/5.1/points/", {"text": "示例", "kind": "number", "basis": "示例"}, "indicators", "至少一个指标"),
    ("adjustments/", {"group": "remote", "threshold": "students", "value": "0", "reason": "示例"}, "value", "大于 0"),
    ("adjustments/", {"group": "remote", "threshold": "major_teachers", "value": "101", "reason": "示例"}, "value", "不能超过 100"),
    ("adjustments/", {"group": "remote", "threshold": "students", "value": "600", "reason": ""}, "reason", ""),
])  # fmt: skip
def test_what_is_added_without_what_it_needs_is_refused(as_, draft, address, sent, field, said):
    """R1.4, R1.8"""
    page = as_("officer").post(at(draft, address), sent)
    assert page.status_code == 200
    assert said in " ".join(page.context["form"].errors[field])


def test_a_file_that_is_no_document_is_refused_in_words(as_, draft):
    page = as_("officer").post(at(draft, "files/"), {"upload": SimpleUploadedFile("方案.pdf", b"<script>alert(1)</script>")})
    assert "不是可以存的类型" in text(page)


def test_words_of_a_province_are_words_on_the_page(as_, draft, lodged, people, tree, element, policy):
    """A script in a text is shown as it was typed."""
    script = "<script>alert(1)</script>"
    points.add_point(draft, element("1.1"), text=script, kind="text", policy=policy, by=people["officer"])
    row = lodged(draft, title=script)
    cities.annotate(row, tree["weinan"], text=script, by=people["city"])
    for address in ["", "elements/1.1/"]:
        page = text(as_("principal").get(at(row, address)))
        assert script not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_version_shows_what_it_changed_and_why(as_, second, lodged):
    """R1.3"""
    row = lodged(second, on=date(2025, 9, 1), team_min=7, explanation="专家组由 5 人改为 7 人，依据前一周期的意见")
    page = text(as_("principal").get(at(row)))
    assert "专家组由 5 人改为 7 人" in page
    assert "上一版：5 人" in page
    assert "施行中" in page


def test_a_page_of_a_version_costs_the_same_with_many_additions(as_, draft, lodged, people, tree, element, policy, django_assert_num_queries):
    lodged(draft)
    client, queries = as_("principal"), 16
    with django_assert_num_queries(queries):
        client.get(at(draft))
    given = {"scheme": draft, "policy": policy}
    AddedPoint.objects.bulk_create(AddedPoint(code=f"1.1.S{number}", text="示例", element=element("1.1"), **given) for number in range(1, 30))
    HintNote.objects.bulk_create(HintNote(hint=hint, text="示例", **given) for hint in element("1.1").hints.all())
    CityNote.objects.bulk_create(CityNote(scheme=draft, city=tree["weinan"], text="示例", by=people["city"]) for _ in range(20))
    with django_assert_num_queries(queries):
        client.get(at(draft))


def test_a_city_writes_its_note_and_takes_it_back(as_, draft, lodged):
    """R1.5"""
    row = lodged(draft)
    client = as_("city")
    assert at(row, "notes/610500/") in text(client.get(at(row)))
    wrong = client.post(at(row, "notes/610500/"), {"text": "报送安排", "first_day": "2026-10-20", "last_day": "2026-10-01"})
    assert wrong.context["form"].errors["last_day"] == ["最后一天不能早于第一天。"]
    assert client.post(at(row, "notes/610500/"), {"text": "报送安排", "cycle_years": "9"}).url == row.get_absolute_url()
    assert Scheme.objects.get().given.cycle_years == 5
    assert "报送安排" in text(as_("principal").get(at(row)))
    as_("city").post(f"/scheme-notes/{CityNote.objects.get().pk}/withdraw/")
    assert not CityNote.objects.exists()


def test_everybody_is_led_back_to_a_list_that_is_open_to_him(as_, draft, lodged):
    row = lodged(draft)
    for name, code in [("officer", "610000"), ("nation", "610000"), ("city", "610500"), ("principal", "3661000001"), ("secretary", "610000")]:
        client = as_(name)
        (_words, address), *_rest = client.get(at(row)).context["trail"]
        assert address == f"/work/{code}/schemes/"
        assert client.get(address).status_code == 200


def test_before_a_guidance_is_loaded_nothing_is_drafted_and_the_page_says_why(client, holder):
    client.force_login(holder(Role.PROVINCE_OFFICER, "shaanxi"))
    for model in [Point, Hint, Element, Item, Guidance]:
        model.objects.all().delete()
    page = client.post("/work/610000/schemes/draft/", follow=True)
    assert "还没有载入指导方案" in text(page)


def test_what_the_ministry_sent_back_stays_in_its_list(as_, draft, complete, people, django_assert_num_queries):
    """R1.3: the version is the province's own again, the ministry keeps when and why it went back."""
    row = versions.SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    client = as_("nation")
    page = client.post(at(row, "return_scheme/"), {"seen": row.version, "note": "附件不全"}, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain == [("/work/100000/schemes/", 302)]
    assert "第 1 版已退回" in text(page)
    assert "附件不全" in text(page)
    # Pressed once more: the version itself is out of the ministry's sight, the desk is not.
    again = client.post(at(row, "return_scheme/"), {"seen": row.version, "note": "附件不全"}, follow=True)
    assert again.redirect_chain == [("/desk/", 302)]
    assert "没有再办一次" in text(again)
    versions.SCHEME.take(Scheme.objects.get(), "file_scheme", by=people["officer"])
    assert "附件不全" not in text(client.get("/work/100000/schemes/"))


def test_a_version_says_whether_it_is_over_or_still_to_come(as_, draft, second, lodged):
    """R1.3"""
    lodged(second, on=localdate() - timedelta(days=1), explanation="示例")
    assert "已由新版代替" in text(as_("officer").get("/work/610000/schemes/"))
    Scheme.objects.filter(number=2).update(effective_from=localdate() + timedelta(days=9))
    page = text(as_("officer").get("/work/610000/schemes/"))
    assert "已备案，待施行" in page
    assert "已由新版代替" not in page
