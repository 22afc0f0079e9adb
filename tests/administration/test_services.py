import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from apps.accounts.access import roles_to_give
from apps.accounts.models import Post, User
from apps.administration.services import people as services
from apps.audit.models import Entry
from config.roles import Role

LINZHI = {"username": "lin", "name": "林示例"}


@pytest.fixture
def city(holder):
    return holder(Role.CITY_OFFICER, "weinan")


@pytest.fixture
def principal(holder):
    return holder(Role.PRINCIPAL, "school")


@pytest.mark.parametrize(
    "role, at, given",
    [
        (Role.SCHOOL_EDITOR, "school", {}),
        (Role.PRINCIPAL, "school", {"school": [Role.SCHOOL_EDITOR]}),
        (Role.CITY_OFFICER, "weinan", {"school": [Role.SCHOOL_EDITOR, Role.PRINCIPAL]}),
        (
            Role.PROVINCE_OFFICER,
            "shaanxi",
            {
                "school": [Role.SCHOOL_EDITOR, Role.PRINCIPAL],
                "weinan": [Role.CITY_OFFICER],
                "shaanxi": [Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY],
            },
        ),
        (Role.PROVINCE_PUBLISHER, "shaanxi", {}),
        (Role.AUDITOR, "shaanxi", {}),
        (
            Role.NATION_OFFICER,
            "nation",
            {
                "shaanxi": [Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER, Role.AUDITOR, Role.PROVINCE_DECIDER],
                "henan": [Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER, Role.AUDITOR, Role.PROVINCE_DECIDER],
                "nation": [Role.AUDITOR],
            },
        ),
    ],
)
def test_one_gives_only_what_ones_role_may_give_at_or_below_ones_own_unit(tree, holder, role, at, given):
    """A7: never above oneself, never beside."""
    person = holder(role, at)
    assert {name: roles for name, unit in tree.items() if (roles := roles_to_give(person, unit))} == given


def test_a_new_person_gets_an_account_a_post_and_a_password_for_once(tree, city, day):
    """A7, A9: the one-time password has to be changed at the first signing in."""
    post, password = services.appoint(tree["school"], **LINZHI, department="校长室", role=Role.PRINCIPAL, since=day(), by=city)
    person = User.objects.get(username="lin")
    assert (post.user, post.role, post.organization) == (person, Role.PRINCIPAL, tree["school"])
    assert person.check_password(password)
    assert person.must_change_password
    assert {(entry.verb, entry.by) for entry in Entry.objects.about(person) | Entry.objects.about(post)} == {
        ("open_account", city),
        ("appoint", city),
    }
    assert password not in str(list(Entry.objects.values_list("after", flat=True)))


def test_who_has_an_account_keeps_it_and_his_password(tree, city, principal, day):
    post, password = services.appoint(tree["school"], username=principal.username, name=principal.name, role=Role.SCHOOL_EDITOR, since=day(), by=city)
    assert (post.user, password) == (principal, "")
    assert not User.objects.get(pk=principal.pk).must_change_password


@pytest.mark.parametrize("role, at", [(Role.CITY_OFFICER, "weinan"), (Role.PRINCIPAL, "stranger"), (Role.PROVINCE_OFFICER, "shaanxi")])
def test_what_is_not_ours_to_give_is_refused_and_opens_no_account(tree, city, day, role, at):
    with pytest.raises(PermissionDenied):
        services.appoint(tree[at], **LINZHI, role=role, since=day(), by=city)
    assert not User.objects.filter(username="lin").exists()


def test_somebody_elses_account_is_not_taken(tree, city, principal, day):
    with pytest.raises(ValidationError) as refused:
        services.appoint(tree["school"], username=principal.username, name="别人", role=Role.SCHOOL_EDITOR, since=day(), by=city)
    assert "已经有人在用" in refused.value.message_dict["username"][0]


def test_an_account_without_a_post_is_not_reached_through_one(tree, city, day):
    """A superuser, or somebody who holds grants alone: with a post here his password could be reset from here."""
    User.objects.create(username="system", name="系统管理员", is_superuser=True)
    with pytest.raises(ValidationError):
        services.appoint(tree["school"], username="system", name="系统管理员", role=Role.SCHOOL_EDITOR, since=day(), by=city)


def test_the_password_of_a_superuser_is_nobodys_to_reset(principal, city):
    User.objects.filter(pk=principal.pk).update(is_superuser=True)
    with pytest.raises(PermissionDenied):
        services.reset_password(User.objects.get(pk=principal.pk), by=city)


def test_ending_never_lengthens_a_post(principal, city, day):
    post = principal.posts.get()
    post.until = day(5)
    post.save()
    with pytest.raises(ValidationError):
        services.end_post(post, until=day(6), by=city)


def test_nobody_is_appointed_twice_to_the_same_post(tree, city, principal, day):
    with pytest.raises(ValidationError):
        services.appoint(tree["school"], username=principal.username, name=principal.name, role=Role.PRINCIPAL, since=day(30), by=city)
    assert Post.objects.filter(user=principal).count() == 1


def test_a_post_ends_and_with_it_whoever_stands_in_there(tree, city, principal, holder, day, fresh):
    """D8: the deputy's right goes no further than that of the person."""
    editor = holder(Role.SCHOOL_EDITOR, "school")
    post = principal.posts.get()
    deputy = services.deputise(post, deputy=editor, since=day(), until=day(20), by=principal)
    Post.objects.filter(pk=post.pk).update(since=day(-10))
    services.end_post(Post.objects.get(pk=post.pk), until=day(), by=city)
    assert set(Post.objects.filter(pk__in=[post.pk, deputy.pk]).values_list("until", flat=True)) == {day()}
    assert Entry.objects.filter(verb="end_post", by=city).count() == 2
    assert fresh(principal).posts_today != []


def test_a_deputyship_that_would_begin_after_the_post_has_ended_is_dropped(principal, city, holder, day):
    """D8: the deputy's right goes no further than that of the person, and the log says what became of it."""
    editor = holder(Role.SCHOOL_EDITOR, "school")
    post = principal.posts.get()
    later = services.deputise(post, deputy=editor, since=day(10), until=day(40), by=principal)
    services.end_post(post, until=day(), by=city)
    assert not Post.objects.filter(acting_for=principal).exists()
    dropped = Entry.objects.get(object_id=later.pk, verb="drop_deputy")
    assert (dropped.by, dropped.before["since"], dropped.before["user"]) == (city, day(10).isoformat(), str(editor.pk))


def test_the_deputyship_of_another_term_stays(tree, principal, city, holder, day):
    """D8"""
    editor, post = holder(Role.SCHOOL_EDITOR, "school"), principal.posts.get()
    services.end_post(post, until=day(5), by=city)
    again, _password = services.appoint(tree["school"], username=principal.username, name=principal.name, role=Role.PRINCIPAL, since=day(20), by=city)
    later = services.deputise(again, deputy=editor, since=day(25), until=day(30), by=principal)
    services.end_post(post, until=day(), by=city)
    assert Post.objects.get(acting_for=principal) == later


def test_a_deputy_does_not_begin_before_the_holder(tree, city, holder, day):
    """D8"""
    editor, principal = holder(Role.SCHOOL_EDITOR, "school"), holder(Role.PRINCIPAL, "school", since=day(10))
    with pytest.raises(ValidationError, match="代理不能更早"):
        services.deputise(principal.posts.get(), deputy=editor, since=day(), until=day(20), by=principal)


def test_a_post_cannot_end_before_it_began(principal, city, day):
    with pytest.raises(ValidationError):
        services.end_post(principal.posts.get(), until=day(-1), by=city)


def test_nobody_ends_what_he_could_not_give_nor_his_own_post(tree, principal, holder, day):
    for person in [principal, holder(Role.PRINCIPAL, "stranger"), holder(Role.SCHOOL_EDITOR, "school"), holder(Role.NATION_OFFICER, "nation")]:
        with pytest.raises(PermissionDenied):
            services.end_post(principal.posts.get(), until=day(), by=person)


def test_the_holder_himself_names_a_deputy_for_a_time(principal, holder, day):
    """D8: what the deputy does is on record as done for the other."""
    editor = holder(Role.SCHOOL_EDITOR, "school")
    post = services.deputise(principal.posts.get(), deputy=editor, since=day(), until=day(7), by=principal)
    assert (post.role, post.acting_for, post.until) == (Role.PRINCIPAL, principal, day(7))
    another = services.appoint(post.organization, **LINZHI, role=Role.SCHOOL_EDITOR, since=day(), by=User.objects.get(pk=editor.pk))[0]
    assert Entry.objects.about(another).get().acting_for == principal


def test_a_deputy_is_of_the_same_unit_and_names_no_deputy_of_his_own(principal, holder, day):
    editor, stranger = holder(Role.SCHOOL_EDITOR, "school"), holder(Role.PRINCIPAL, "stranger")
    with pytest.raises(ValidationError):
        services.deputise(principal.posts.get(), deputy=stranger, since=day(), until=day(7), by=principal)
    post = services.deputise(principal.posts.get(), deputy=editor, since=day(), until=day(7), by=principal)
    with pytest.raises(ValidationError):
        services.deputise(post, deputy=principal, since=day(), until=day(7), by=editor)


def test_a_deputy_stands_in_no_longer_than_the_post_lasts(principal, holder, day):
    editor = holder(Role.SCHOOL_EDITOR, "school")
    post = principal.posts.get()
    post.until = day(3)
    post.save()
    with pytest.raises(ValidationError):
        services.deputise(post, deputy=editor, since=day(), until=day(7), by=principal)


def test_the_officer_above_resets_a_forgotten_password(principal, city):
    """A7: the new one works once, and is kept nowhere."""
    principal.set_password("a password of his own")
    principal.save()
    password = services.reset_password(principal, by=city)
    person = User.objects.get(pk=principal.pk)
    assert person.check_password(password)
    assert person.must_change_password
    assert Entry.objects.about(principal).filter(verb="reset_password", by=city).exists()


def test_a_password_that_opens_more_than_ones_own_branch_is_not_ours_to_reset(tree, principal, city, holder, day):
    """Who also holds a post elsewhere is reset by somebody above both."""
    nation = holder(Role.PROVINCE_OFFICER, "henan")
    services.appoint(tree["stranger"], username=principal.username, name=principal.name, role=Role.SCHOOL_EDITOR, since=day(), by=nation)
    for person in [city, nation, principal, holder(Role.NATION_OFFICER, "nation")]:
        with pytest.raises(PermissionDenied):
            services.reset_password(principal, by=person)


def test_who_left_is_reset_by_who_could_have_appointed_him(principal, city, day):
    post = principal.posts.get()
    post.since, post.until = day(-30), day(-1)
    post.save()
    assert services.reset_password(principal, by=city)


def test_who_is_stood_in_for_ends_that_himself(tree, city, holder, day):
    """D8: a deputy ends nothing of his own, nor does a colleague."""
    colleague = holder(Role.CITY_OFFICER, "weinan")
    post = services.deputise(city.posts.get(), deputy=colleague, since=day(), until=day(9), by=city)
    for who in [colleague, holder(Role.CITY_OFFICER, "weinan")]:
        with pytest.raises(PermissionDenied):
            services.end_post(post, until=day(), by=who)
    services.end_post(post, until=day(), by=city)
    assert Post.objects.get(pk=post.pk).until == day()


def test_the_first_officer_of_the_nation_comes_from_the_command_line_and_appoints_the_rest(tree, capsys, day):
    call_command("first_officer", "guojia", "示例员")
    password = capsys.readouterr().out.partition("一次性密码：")[2].split()[0]
    officer = User.objects.get(username="guojia")
    assert (officer.check_password(password), officer.must_change_password, officer.is_superuser) == (True, True, False)
    assert [(post.role, post.organization) for post in officer.posts.all()] == [(Role.NATION_OFFICER, tree["nation"])]
    given = {"username": "sheng", "name": "省示例员", "role": Role.PROVINCE_OFFICER, "since": day(0)}
    assert services.appoint(tree["shaanxi"], **given, by=officer)[0].organization == tree["shaanxi"]
    with pytest.raises(CommandError, match="已经有国家级经办"):
        call_command("first_officer", "another", "另一员")
    Post.objects.filter(user=officer).update(since=day(-9), until=day(-1))
    call_command("first_officer", "another", "另一员")


def test_without_a_nation_there_is_nobody_to_appoint(db):
    with pytest.raises(CommandError, match="load_reference"):
        call_command("first_officer", "guojia", "示例员")
    assert not User.objects.exists()


def test_an_account_that_is_taken_is_not_made_the_nations(tree, holder):
    person = holder(Role.PRINCIPAL, "school")
    with pytest.raises(CommandError, match="已存在"):
        call_command("first_officer", person.username, "示例员")
    assert not Post.objects.filter(role=Role.NATION_OFFICER).exists()
