"""Others take part with the school's data before them; their word stands beside the school's own (R7.6)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from apps.audit.models import Entry
from apps.diagnosis.models import Diagnosis, Invitation, Passage
from apps.diagnosis.selectors.opinions import opinions_on
from apps.diagnosis.services import reports
from apps.diagnosis.services.invitations import LONGEST, give_opinion, invite, withdraw
from apps.schemes.models import Element
from apps.statusdata.services.cells import Closed
from apps.workflow.lifecycle import Conflict

CODES = ["2.3", "6.2"]


@pytest.fixture
def invitation(diagnosis, people):
    return invite(diagnosis, party="employer", organisation=" 示例汽车公司 ", person="示例人", codes=CODES, by=people["editor"])


@pytest.fixture
def own(invitation):
    """The key of the opinion on 2.3."""
    return invitation.opinions.get(element__code="2.3").pk


def test_an_employer_reads_the_figures_and_answers_without_an_account(client, invitation, own, diagnosis):
    """R7.6: the accepted data are before him, what the school still writes is not."""
    Passage.objects.filter(diagnosis=diagnosis, kind="self", element__code="2.3").update(text="学校正在写的话")
    address = invitation.get_answer_url()
    page = client.get(address)
    assert "89.4" in page.text
    assert "学校正在写的话" not in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    assert client.post(address, {"seen": 0, f"opinion-{own}": "<b>多请企业师傅</b>", "opinion-x": "不认识的"}).status_code == 302
    assert "&lt;b&gt;多请企业师傅&lt;/b&gt;" in client.get(address).text
    [said] = opinions_on(diagnosis, Element.objects.get(pk=invitation.opinions.get(pk=own).element_id))
    assert (said.text, str(said.invitation)) == ("<b>多请企业师傅</b>", "示例汽车公司（用人单位）")
    assert Entry.objects.about(invitation).filter(verb="write_opinion", by=None).exists()


def test_what_he_said_stands_beside_the_text_of_the_school(client, invitation, own, diagnosis, people):
    """R7.6: on the page of that element and of no other."""
    give_opinion(invitation, {own: "多请企业师傅"}, seen=0)
    client.force_login(people["editor"])
    pages = {code: client.get(f"/diagnoses/{diagnosis.pk}/elements/{code}/").text for code in ["2.3", "6.2"]}
    assert "多请企业师傅" in pages["2.3"]
    assert "多请企业师傅" not in pages["6.2"]
    assert invitation.token in client.get(f"/diagnoses/{diagnosis.pk}/invitations/").text


@pytest.mark.parametrize("length, taken", [(LONGEST, True), (LONGEST + 1, False)])
def test_an_opinion_has_a_length(client, invitation, own, length, taken):
    answer = client.post(invitation.get_answer_url(), {"seen": 0, f"opinion-{own}": "字" * length})
    assert answer.status_code == (302 if taken else 422)
    if not taken:
        assert f"共 {length} 字，至多 {LONGEST} 字" in answer.text
        assert "字" * length in answer.text


def test_nothing_written_is_no_opinion(invitation):
    with pytest.raises(ValidationError, match="至少就一个要素"):
        give_opinion(invitation, {}, seen=0)


def test_two_who_answer_at_once_lose_nothing(client, invitation, own):
    give_opinion(invitation, {own: "先写的"}, seen=0)
    late = client.post(invitation.get_answer_url(), {"seen": 0, f"opinion-{own}": "后写的"})
    assert late.status_code == 409
    assert "后写的" in late.text
    with pytest.raises(Conflict):
        give_opinion(invitation, {own: "后写的"}, seen=0)
    give_opinion(Invitation.objects.get(), {own: "后写的"}, seen=1)


def test_a_signed_report_takes_no_more(client, written, invitation, own, people):
    """R7.3: what was said before stays to be read."""
    give_opinion(invitation, {own: "签字以前"}, seen=0)
    reports.sign(Diagnosis.objects.get(), by=people["principal"])
    assert "签字以前" in client.get(invitation.get_answer_url()).text
    assert client.post(invitation.get_answer_url(), {"seen": 1, f"opinion-{own}": "签字以后"}).status_code == 409
    with pytest.raises(Closed):
        invite(Diagnosis.objects.get(), party="sponsor", organisation="示例集团", person="示例人", codes=CODES, by=people["editor"])


def test_an_invitation_taken_back_leads_nowhere(client, invitation, people):
    withdraw(invitation, note="换人", by=people["editor"])
    assert client.get(invitation.get_answer_url()).status_code == 404
    assert client.get("/opinions/none/").status_code == 404


@pytest.mark.parametrize("codes", [[], ["9.9"], ["2.3", "9.9"]])
def test_an_invitation_names_elements_of_the_guidance(diagnosis, people, codes):
    with pytest.raises(ValidationError, match="至少一个"):
        invite(diagnosis, party="sponsor", organisation="示例集团", person="示例人", codes=codes, by=people["editor"])


@pytest.mark.parametrize("name", ["city", "province", "other_school", "stranger"])
def test_only_the_school_invites(diagnosis, people, name):
    with pytest.raises(PermissionDenied):
        invite(diagnosis, party="sponsor", organisation="示例集团", person="示例人", codes=CODES, by=people[name])
