import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Post, User
from apps.audit.services import record
from apps.organizations.models import Level, Organization
from apps.organizations.services import enter_register, open_unit
from config.roles import Role


@pytest.fixture
def signed_in(client, holder):
    def make(role, at):
        person = holder(role, at)
        client.force_login(person)
        return person

    return make


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_the_list_of_units_is_found_by_name_pinyin_first_letters_and_code(client, signed_in, tree):
    signed_in(Role.PROVINCE_OFFICER, "shaanxi")

    def listed(query):
        return [unit.code for unit in client.get(f"/work/610000/units/?{query}").context["object_list"]]

    assert listed("") == ["610500", "3661000001"]
    for words in ["第一职业", "第一 职业", "diyizhiye", "Di Yi Zhi", "dyzy", "36610000"]:
        assert listed(f"q={words}") == ["3661000001"]
    Organization.objects.filter(code="3661000001").update(name="ABC 学校")
    assert listed("q=ABC 学校") == ["3661000001"]
    assert listed("level=3") == ["610500"]
    assert listed("level=x&q=") == ["610500", "3661000001"]
    assert listed("q=没有") == []


def test_a_list_costs_the_same_with_many_rows(client, signed_in, tree, holder):
    signed_in(Role.PROVINCE_OFFICER, "shaanxi")
    pages = ["/work/610000/units/", "/work/610000/people/"]
    few = [queries(client, page) for page in pages]
    for number in range(5):
        tree[number] = open_unit(level=Level.SCHOOL, code=f"36619000{number:02}", name=f"示例{number}学校", parent=tree["weinan"])
        holder(Role.PRINCIPAL, number)
    assert [queries(client, page) for page in pages] == few


def test_the_page_of_a_school_shows_its_register_with_the_days_and_whom_to_ask(client, signed_in, tree, holder, day):
    """A3, O5: what held before stays with its days; the officer above is named."""
    enter_register(tree["school"], since=day(-900), region_code="610503", org_type="365")
    enter_register(tree["school"], since=day(-100), region_code="610503", org_type="361", remote_poor=True)
    officer = holder(Role.CITY_OFFICER, "weinan")
    editor = signed_in(Role.SCHOOL_EDITOR, "school")
    page = client.get(tree["school"].get_absolute_url())
    assert [(row.org_type, row.until) for row in page.context["registers"]] == [("361", None), ("365", day(-101))]
    assert [post.user for post in page.context["contacts"]] == [editor, officer]
    assert "任命人员" not in page.text


@pytest.mark.parametrize("address", ["/work/610000/units/", "/work/410000/units/", "/work/610500/people/", "/work/100000/log/", "/work/x/units/"])
def test_a_principal_opens_no_list_of_a_unit_above_or_beside(client, signed_in, address):
    """A4: 404, as for a unit that never was."""
    signed_in(Role.PRINCIPAL, "school")
    assert client.get(address).status_code == 404


def test_strangers_and_their_posts_are_not_there(client, signed_in, tree, holder):
    stranger = holder(Role.PRINCIPAL, "stranger")
    post = stranger.posts.get()
    signed_in(Role.PROVINCE_OFFICER, "shaanxi")
    for address in [
        tree["stranger"].get_absolute_url(), f"/units/{tree['stranger'].pk}/appoint/", f"/people/{stranger.pk}/",
        f"/people/{stranger.pk}/password/", f"/posts/{post.pk}/end/", f"/posts/{post.pk}/deputise/",
    ]:  # fmt: skip
        assert client.get(address).status_code == 404
        assert client.post(address, {"until": "2026-01-01"}).status_code in (404, 405)
    assert stranger.name not in client.get("/work/610000/people/").text


def test_a_principal_appoints_an_editor_who_signs_in_with_the_password_shown_once(client, signed_in, tree, day):
    """A7, A9: the page with the password is the only place where it stands."""
    signed_in(Role.PRINCIPAL, "school")
    address = f"/units/{tree['school'].pk}/appoint/"
    assert "任命人员" in client.get(address).text
    page = client.post(address, {"role": "school_editor", "username": "lin", "name": "林示例", "since": day().isoformat()})
    assert page["Cache-Control"] == "no-store"
    password = page.context["password"]
    client.logout()
    assert client.post("/sign-in/", {"username": "lin", "password": password}).url == "/password/"
    assert client.get("/desk/").url == "/password/"


def test_a_role_that_is_not_ours_to_give_is_no_choice(client, signed_in, tree, day):
    signed_in(Role.PRINCIPAL, "school")
    given = {"role": "principal", "username": "lin", "name": "林示例", "since": day().isoformat()}
    page = client.post(f"/units/{tree['school'].pk}/appoint/", given)
    assert page.status_code == 200
    assert "role" in page.context["form"].errors
    assert not User.objects.filter(username="lin").exists()


def test_nobody_is_appointed_to_days_that_are_past(client, signed_in, tree, holder, day):
    """A6: what a committee member did before he came to the school is not the school's to read in its log."""
    member = holder(Role.COMMITTEE_MEMBER, "shaanxi")
    record(by=member, verb="vote", target=tree["stranger"])
    signed_in(Role.PRINCIPAL, "school")
    given = {"role": "school_editor", "username": member.username, "name": member.name, "since": day(-300).isoformat()}
    page = client.post(f"/units/{tree['school'].pk}/appoint/", given)
    assert "最早从今天起" in page.context["form"].errors["since"][0]
    assert client.get("/work/3661000001/log/?verb=vote").context["lines"] == []


def test_what_a_service_refuses_stands_beside_its_field(client, signed_in, tree, holder, day):
    signed_in(Role.CITY_OFFICER, "weinan")
    other = holder(Role.PRINCIPAL, "school")
    given = {"role": "principal", "username": other.username, "name": "别人", "since": day().isoformat()}
    page = client.post(f"/units/{tree['school'].pk}/appoint/", given)
    assert "已经有人在用" in page.context["form"].errors["username"][0]


def test_a_post_is_ended_and_its_lists_close_the_next_day(client, signed_in, tree, holder, day, fresh):
    principal = holder(Role.PRINCIPAL, "school")
    Post.objects.filter(user=principal).update(since=day(-10))
    signed_in(Role.CITY_OFFICER, "weinan")
    post = principal.posts.get()
    assert client.post(f"/posts/{post.pk}/end/", {"until": day(-2).isoformat()}).status_code == 200
    assert client.post(f"/posts/{post.pk}/end/", {"until": day(-1).isoformat()}).url == f"/people/{principal.pk}/"
    assert fresh(principal).posts_today == []
    assert client.get(f"/posts/{post.pk}/end/").status_code == 404


def test_a_person_names_his_deputy_from_his_own_page(client, signed_in, holder, day):
    """D8."""
    other = holder(Role.SCHOOL_EDITOR, "school")
    editor = signed_in(Role.SCHOOL_EDITOR, "school")
    post = editor.posts.get()
    assert f"/posts/{post.pk}/deputise/" in client.get(f"/people/{editor.pk}/").text
    assert client.get(f"/people/{other.pk}/").status_code == 404
    given = {"deputy": other.pk, "since": day().isoformat(), "until": day(3).isoformat()}
    Post.objects.filter(user=other).delete()
    assert "deputy" in client.post(f"/posts/{post.pk}/deputise/", given).context["form"].errors
    again = holder(Role.SCHOOL_EDITOR, "school")
    assert client.post(f"/posts/{post.pk}/deputise/", {**given, "deputy": again.pk}).url == f"/people/{editor.pk}/"


def test_a_password_is_reset_only_after_asking(client, signed_in, holder):
    principal = holder(Role.PRINCIPAL, "school")
    signed_in(Role.CITY_OFFICER, "weinan")
    address = f"/people/{principal.pk}/password/"
    before = User.objects.get(pk=principal.pk).password
    assert client.get(address).status_code == 200
    assert User.objects.get(pk=principal.pk).password == before
    page = client.post(address)
    assert User.objects.get(pk=principal.pk).check_password(page.context["password"])


def test_the_menu_leads_each_to_his_lists(client, signed_in):
    def labels():
        groups = client.get("/desk/").context["navigation"]
        found = [entry["label"] for group in groups if group["label"] == "基础" for entry in group["entries"]]
        return [label for label in found if label in {"机构", "人员", "操作记录"}]

    signed_in(Role.SCHOOL_EDITOR, "school")
    assert labels() == ["机构"]
    signed_in(Role.PRINCIPAL, "school")
    assert labels() == ["机构", "人员", "操作记录"]
    signed_in(Role.AUDITOR, "shaanxi")
    assert labels() == ["机构", "操作记录"]
