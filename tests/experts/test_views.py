import pytest
from django.urls import reverse

from apps.accounts.models import Bar, User
from apps.experts.models import Committee, Conduct, Expert, Interest, Membership
from apps.experts.selectors.undertaking import undertaking
from apps.experts.services import conduct, pool, ties
from config.roles import Role


@pytest.fixture
def as_(client):
    def sign(user):
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return sign


def names(response):
    return {str(expert) for expert, _steps in response.context["rows"]}


def test_an_expert_finds_what_is_his_from_the_desk_without_any_post(admitted, as_, person):
    expert = admitted()
    User.objects.update(must_change_password=False)
    page = as_(person(expert)).get("/desk/")
    assert [item.url for item in page.context["items"]] == ["/experts/me/"]
    assert [other.url for other in page.context["own"]] == ["/experts/me/"]
    assert {"label": "专家库中的我", "url": "/experts/me/", "current": False, "count": None} in page.context["navigation"][1]["entries"]
    assert as_(person(expert)).get("/experts/me/").status_code == 200
    pool.confirm(expert, by=person(expert))
    assert as_(person(expert)).get("/desk/").context["items"] == []


def test_who_is_no_expert_has_no_such_page_and_nothing_of_it_on_the_desk(officer, as_):
    assert as_(officer).get("/experts/me/").status_code == 404
    assert as_(officer).get("/desk/").context["own"] == []


def test_a_list_shows_a_unit_its_own_and_nobody_elses(nominated, tree, holder, officer, as_):
    """R2.3: a city sees whom it named, the province all, another city none of them."""
    city = holder(Role.CITY_OFFICER, "weinan")
    nominated("ours", unit=tree["weinan"], by=city)
    nominated("theirs")
    assert names(as_(city).get(reverse("experts:list", args=["610500"]))) == {"专家ours"}
    assert names(as_(officer).get(reverse("experts:list", args=["610000"]))) == {"专家ours", "专家theirs"}
    stranger = holder(Role.PROVINCE_OFFICER, "henan")
    assert names(as_(stranger).get(reverse("experts:list", args=["410000"]))) == set()


def test_the_list_is_narrowed_by_kind_speciality_training_and_load(admitted, officer, as_, day, monkeypatch):
    """H1"""
    admitted("a", kind="industry", specialities=["09"])
    b = admitted("b", specialities=["2.3"])
    pool.train([b], title="第一期", organiser="省厅", on=day(-9), by=officer)
    monkeypatch.setattr("apps.experts.forms.pool.specialities", lambda: [type("S", (), {"code": code, "name": code}) for code in ("09", "2.3")])
    address = reverse("experts:list", args=["610000"])
    found = {
        query: names(as_(officer).get(f"{address}?{query}"))
        for query in ["kind=industry", "speciality=2.3", "trained=no", "busy=0", "busy=2", "q=专家b"]
    }
    both = {"专家a", "专家b"}
    assert found == {
        "kind=industry": {"专家a"}, "speciality=2.3": {"专家b"}, "trained=no": {"专家a"}, "busy=0": both, "busy=2": set(), "q=专家b": {"专家b"},
    }  # fmt: skip
    assert names(as_(officer).get(f"{address}?kind=nonsense&busy=x")) == both


def test_a_list_costs_the_same_with_one_and_with_many(admitted, officer, as_, django_assert_max_num_queries, django_assert_num_queries):
    address = reverse("experts:list", args=["610000"])
    admitted("a")
    page = as_(officer)
    page.get(address)
    with django_assert_max_num_queries(40) as one:
        page.get(address)
    for name in ("b", "c", "d"):
        admitted(name)
    with django_assert_num_queries(len(one)):
        page.get(address)


def test_naming_by_the_page_says_what_is_wrong_and_keeps_what_was_written(officer, as_, tree):
    address = reverse("experts:nominate", args=["610000"])
    given = {"name": "专家甲", "username": "jia", "kind": "industry", "employer": "示例公司", "since": "2020-01-01"}
    assert as_(officer).post(address, {**given, "employer": ""}).context["form"].errors == {"employer": ["该字段是必填项。"]}
    response = as_(officer).post(address, given)
    assert response.url == Expert.objects.get().get_absolute_url()
    again = as_(officer).post(address, given)
    assert "已在专家名册中" in again.content.decode()


def test_admission_shows_the_first_password_once(nominated, officer, as_):
    expert = nominated()
    response = as_(officer).post(f"{expert.get_absolute_url()}admit/", {"seen": 0})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert User.objects.get(username="zhang").check_password(response.context["password"])
    again = as_(officer).post(f"{expert.get_absolute_url()}admit/", {"seen": 0}, follow=True)
    assert "没有再办一次" in again.content.decode()
    assert response.context["password"] not in again.content.decode()


def test_one_declares_a_tie_of_ones_own(admitted, tree, as_, person):
    """R2.5"""
    expert = admitted()
    User.objects.update(must_change_password=False)
    given = {"school": tree["school"].pk, "kind": "kin", "since": "2020-01-01"}
    response = as_(person(expert)).post(reverse("experts:declare_mine"), given, follow=True)
    assert "已回避该校" in response.content.decode()
    assert Bar.objects.get(user=expert.user).organization == tree["school"]
    stranger = as_(person(expert)).post(reverse("experts:declare_mine"), {**given, "school": tree["stranger"].pk})
    assert "school" in stranger.context["form"].errors


def test_what_an_expert_declared_is_shown_to_himself_and_to_the_province_not_to_the_school(
    admitted, tree, principal, officer, holder, as_, person, day
):
    expert = admitted()
    User.objects.update(must_change_password=False)
    ties.declare(expert, school=tree["school"], kind="other", since=day(-9), note="一件私事", by=person(expert))
    page = expert.get_absolute_url()
    assert "一件私事" in as_(person(expert)).get("/experts/me/").content.decode()
    assert "一件私事" in as_(officer).get(page).content.decode()
    assert "一件私事" not in as_(holder(Role.NATION_OFFICER, "nation")).get(page).content.decode()
    assert "一件私事" not in as_(principal).get(reverse("experts:ties", args=[tree["school"].code])).content.decode()


def test_a_principal_declares_and_reports_for_his_school(admitted, tree, principal, as_):
    expert = admitted()
    code = tree["school"].code
    as_(principal).post(reverse("experts:declare_by_school", args=[code]), {"expert": expert.pk, "kind": "advisory", "since": "2026-01-01"})
    as_(principal).post(
        reverse("experts:report_by_school", args=[code]), {"expert": expert.pk, "kind": "invitation", "text": "<script>讲学</script>"}
    )
    assert (Interest.objects.get().side, Conduct.objects.get().source) == ("school", "school")
    page = as_(principal).get(reverse("experts:ties", args=[code])).content.decode()
    assert "担任顾问或咨询" in page
    assert "接受有关学校的咨询、讲学等邀请" in page


def test_what_was_said_is_shown_as_text(admitted, officer, as_):
    case = conduct.report(admitted(), kind="leak", text="<script>alert(1)</script>", by=officer)
    page = as_(officer).get(case.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_an_open_case_is_not_shown_to_whom_it_speaks_of(admitted, officer, as_, person):
    expert = admitted()
    User.objects.update(must_change_password=False)
    case = conduct.report(expert, kind="leak", text="泄露意见", by=officer)
    assert as_(person(expert)).get(case.get_absolute_url()).status_code == 404
    assert "泄露" not in as_(person(expert)).get("/experts/me/").content.decode()
    conduct.dismiss(case, finding="没有此事", by=officer)
    assert "没有此事" in as_(person(expert)).get("/experts/me/").content.decode()


def test_a_refused_press_on_the_committee_says_why(tree, officer, as_, day):
    row = Committee.objects.create(organization=tree["shaanxi"], title="专委会", set_up_on=day(-9))
    member = Membership.objects.create(committee=row, user=User.objects.create_user("m"), kind="industry", employer="示例", since=day(-9))
    response = as_(officer).post(reverse("experts:put_forward", args=[member.pk]), follow=True)
    assert "须是主任委员、秘书长" in response.content.decode()


def test_the_undertaking_names_the_eight_rules_and_the_six_prohibitions(officer, as_):
    """R9.6, R2.5: both stand in what experts sign; the digest is of these very words."""
    page = as_(officer).get(reverse("experts:undertaking")).content.decode()
    assert "中央八项规定" in page
    assert "六项禁令" in page
    assert undertaking().digest in page
    assert {clause.rule for clause in undertaking().clauses} >= {"R2.5", "R9.6"}
