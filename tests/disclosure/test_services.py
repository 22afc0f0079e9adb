import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.audit.services import seal
from apps.disclosure.desk import to_propose
from apps.disclosure.models import Copy, Publication
from apps.disclosure.services.copies import content_of, release
from apps.disclosure.services.publications import propose, propose_again, propose_many, publish, refuse, waiting, withdraw
from apps.documents.services import find
from apps.organizations.models import Organization
from apps.statusdata.models import Return, Round
from apps.workflow.lifecycle import NotReady, WrongState
from config.roles import Role

State = Publication.State


def test_what_one_proposes_another_publishes(received, people, tree):
    """R12.2, M2: the copy is of the very snapshot that was signed, under a code that anyone finds (M8)."""
    upload = received(tree["school"])
    publication = publish(propose(upload, by=people["proposer"]), by=people["publisher"])
    copy, certificate = publication.copy, find(publication.copy.code)
    assert (publication.state, publication.published_by) == (State.PUBLISHED, people["publisher"])
    assert (copy.number, copy.content["source"]) == (1, upload.snapshot.digest)
    assert (certificate.digest, certificate.public) == (copy.digest, True)
    assert list(Entry.objects.about(publication).order_by("pk").values_list("verb", flat=True)) == ["put_forward", "publish"]


def test_the_proposer_does_not_publish_what_he_proposed_whatever_posts_he_holds(proposed, people, tree, holder, fresh):
    """M2."""
    publication = proposed(tree["school"])
    Publication.objects.filter(pk=publication.pk).update(proposed_by=people["publisher"])
    with pytest.raises(PermissionDenied):
        publish(publication, by=people["publisher"])
    assert not Copy.objects.exists()


def test_the_database_refuses_one_person_twice_and_publishing_by_nobody(proposed, people, tree):
    """M2."""
    row = Publication.objects.filter(pk=proposed(tree["school"]).pk)
    for wrong in [{"published_by": people["proposer"]}, {"state": State.PUBLISHED}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**wrong)


@pytest.mark.parametrize("role,at", [(Role.PROVINCE_OFFICER, "henan"), (Role.PROVINCE_PUBLISHER, "shaanxi"), (Role.PRINCIPAL, "school")])
def test_others_propose_nothing(received, holder, tree, role, at):
    """M2."""
    with pytest.raises(PermissionDenied):
        propose(received(tree["school"]), by=holder(role, at))


def test_a_return_is_proposed_once(received, people, tree, second):
    """M2: of many, those proposed already are left out."""
    one, other = received(tree["school"]), received(second)
    propose(one, by=people["proposer"])
    with pytest.raises(WrongState):
        propose(one, by=people["proposer"])
    assert list(waiting(people["proposer"])) == [other]
    done, left_out = propose_many([one, other], by=people["proposer"])
    assert ([each.school for each in done], left_out) == ([second], [one])


def test_nothing_is_ticked_on_the_list_until_all_is_asked_for(received, people, tree, client):
    """M2: whoever presses in haste proposes nothing."""
    received(tree["school"])
    client.force_login(people["proposer"])
    listed = "/work/610000/publications/"
    assert [" checked " in client.get(f"{listed}{query}").content.decode() for query in ("", "?all=1")] == [False, True]
    client.post(f"{listed}propose/")
    assert not Publication.objects.exists()


def test_practice_and_what_is_not_accepted_or_not_computed_is_never_proposed(received, accept, people, tree, second):
    """R12.2, M2."""
    practice, computing, sent_back = received(tree["school"]), accept(second).snapshot.upload, received(tree["school"], year=2024)
    Round.objects.filter(pk=practice.round_id).update(practice=True)
    Return.objects.filter(pk=sent_back.pk).update(state="submitted")
    for upload in [practice, computing, sent_back]:
        with pytest.raises(WrongState):
            propose(upload, by=people["proposer"])
    assert list(waiting(people["proposer"])) == []


def test_what_was_refused_may_be_proposed_again(proposed, people, tree):
    """M2: a refusal says why."""
    publication = proposed(tree["school"])
    with pytest.raises(NotReady):
        refuse(publication, by=people["publisher"], note=" ")
    publication = refuse(publication, by=people["publisher"], note="名称有误")
    with pytest.raises(WrongState):
        publish(publication, by=people["publisher"])
    publication = propose_again(publication, by=people["proposer"])
    assert publish(publication, by=people["publisher"]).state == State.PUBLISHED


def test_a_copy_is_shown_only_when_its_entries_are_sealed(published, tree):
    """R12.2, N3."""
    copy = published(tree["school"]).copy
    assert (release(), Copy.objects.shown().count()) == (0, 0)
    seal()
    assert (release(), list(Copy.objects.shown())) == (1, [copy])
    assert release() == 0


def test_nothing_of_a_publication_is_seen_before_its_seal(client, public, published, tree):
    """R12.2, N3: neither its code nor how the school is called by now."""
    public(tree["school"])
    Organization.objects.filter(pk=tree["school"].pk).update(name="示例改名职业中学")
    copy = published(tree["school"], {"F13": {"enrolled": "700"}}).copy
    seen = [client.get("/schools/").content.decode(), client.get(f"/verify/{copy.code}/").content.decode()]
    assert [("改名" in page, "没有这个验证码" in page) for page in seen] == [(False, False), (False, True)]
    seal()
    release()
    assert "示例改名职业中学" in client.get("/schools/").content.decode()
    assert client.get(f"/verify/{copy.code}/").status_code == 200


def test_what_is_withdrawn_before_its_seal_is_never_shown(published, people, tree):
    """M4."""
    publication = published(tree["school"])
    withdraw(publication, by=people["publisher"], note="名称有误", seen=publication.version)
    seal()
    assert (release(), Copy.objects.shown().exists()) == (0, False)


def test_a_version_that_a_later_one_replaced_is_not_published(client, proposed, received, people, tree):
    """R6.3: its figures are not those that were computed since; its page says what to do."""
    publication = proposed(tree["school"])
    received(tree["school"], {"F13": {"enrolled": "700"}})
    assert content_of(publication)["conditions"] == []
    with pytest.raises(NotReady) as missing:
        publish(publication, by=people["publisher"])
    assert "另提新的一版" in missing.value.args[0][0]
    client.force_login(people["publisher"])
    assert "另提新的一版" in client.get(publication.get_absolute_url()).content.decode()
    assert not Copy.objects.exists()


def test_a_withdrawn_copy_is_kept_with_its_reason(public, people, tree):
    """M4."""
    publication = public(tree["school"])
    withdraw(publication, by=people["publisher"], note="学校更正", seen=publication.version)
    copy = Copy.objects.get()
    assert (copy.withdrawn_at is not None, copy.note, list(Copy.objects.current())) == (True, "学校更正", [])


def test_a_new_snapshot_becomes_the_second_version(public, tree):
    """M4: the first stays."""
    first = public(tree["school"]).copy
    second = public(tree["school"], {"F13": {"enrolled": "700"}}).copy
    assert [(copy.number, copy.listing_id) for copy in [first, second]] == [(1, first.listing_id), (2, first.listing_id)]
    assert list(Copy.objects.current()) == [second]


def test_the_copy_says_figures_in_words_and_withholds_small_counts_and_papers(public, tree):
    """R12.1, E6."""
    content = public(tree["school"], {"F01": {"grade": "2"}, "F13": {"begin_n": "669", "dropout": "3"}}).copy.content
    forms = {
        form["code"]: dict(zip([field["code"] for field in form["fields"]], form["records"][0], strict=True))
        for form in content["forms"]
        if not form["rows"]
    }
    assert (forms["F13"]["dropout"], forms["F13"]["begin_n"]) == ("少于 5", "669")
    assert forms["F01"]["grade"] == "国家级重点"
    withheld = {each["code"]: (each["value"], each["number"]) for each in content["indicators"] if each["withheld"]}
    assert withheld == {"K019": ("", None), "K020": ("", None)}
    assert "signer" not in str(content)


def test_what_waits_to_be_proposed_stands_on_the_desk_of_who_proposes(received, people, tree):
    """M2"""
    assert to_propose(people["proposer"]) == []
    received(tree["school"])
    (item,) = to_propose(people["proposer"])
    assert (item.count, item.url) == (1, "/work/610000/publications/")
    assert to_propose(people["publisher"]) == []
