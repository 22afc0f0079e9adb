from datetime import date

import pytest
from django.core.management import call_command

from apps.accounts import demonstration
from apps.accounts.models import Post, User
from apps.organizations import demonstration as schools
from apps.organizations import reference
from apps.organizations.models import Level, Organization
from config.roles import Role

TODAY = date(2026, 11, 20)


@pytest.fixture
def people(db):
    reference.load()
    schools.load(TODAY)
    demonstration.load(TODAY)


def test_there_is_somebody_for_every_role_at_its_own_level(people):
    assert set(Post.objects.values_list("role", flat=True)) == set(Role.values)
    for post in Post.objects.all():
        post.clean()
    assert {post.user.username for post in Post.objects.filter(organization__name="渭南市华州区职业技术教育中心")} == {
        "huazhou", "huazhou1", "huazhou2", "huazhou3",
    }  # fmt: skip


def test_loading_again_changes_nothing(people):
    assert demonstration.load(TODAY) == "人员新增 0 名"
    assert (User.objects.count(), Post.objects.count()) == (93, 94)


def test_every_made_up_school_has_a_principal_every_city_an_officer_and_no_real_school_more_than_the_story_needs(people):
    schools = Organization.objects.filter(level=Level.SCHOOL)
    assert not schools.filter(name__startswith="示例").exclude(posts__role=Role.PRINCIPAL).exists()
    assert [school.name for school in schools.exclude(name__startswith="示例").filter(posts__isnull=False).distinct()] == [
        "渭南市华州区职业技术教育中心"
    ]
    assert Post.objects.filter(role=Role.CITY_OFFICER, acting_for=None).count() == 10


def test_one_leads_two_schools_and_one_stands_in_for_another(people):
    """D8."""
    assert [post.organization.name[:4] for post in User.objects.get(username="shili").posts.order_by("organization__code")] == [
        "示例凌霄",
        "示例迎春",
    ]
    deputy = Post.objects.get(user__username="weinan2")
    assert (deputy.acting_for.username, deputy.since, deputy.until) == ("weinan", date(2026, 11, 10), date(2026, 12, 10))


def test_the_accounts_are_told_only_in_a_demonstration(people, client, settings, capsys):
    settings.DEMONSTRATION = False
    call_command("demo_accounts")
    assert capsys.readouterr().out == ""
    assert "zhengai-yanshi" not in client.get("/sign-in/").text

    settings.DEMONSTRATION = True
    call_command("demo_accounts")
    assert "huazhou\tzhengai-yanshi\t渭南市华州区职业技术教育中心 校长（演示校长甲）" in capsys.readouterr().out.splitlines()
    assert "zhengai-yanshi" in client.get("/sign-in/").text
    assert client.post("/sign-in/", {"username": "weinan", "password": "zhengai-yanshi"}).url == "/desk/"
