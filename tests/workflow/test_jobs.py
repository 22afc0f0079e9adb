"""The page of a job and its cancelling."""

import pytest

from apps.jobs import services
from apps.jobs.models import Job
from config.roles import Role


@pytest.fixture
def asker(holder):
    return holder(Role.PRINCIPAL, "school")


@pytest.fixture
def row(asker, tree, monkeypatch):
    monkeypatch.setitem(services.TASKS, "jobs.note", lambda row: None)
    return services.later("jobs.note", key="x", title="导入工作簿", by=asker, path=tree["school"].path)


@pytest.mark.parametrize("state", Job.State.values)
def test_the_page_of_a_job_says_how_far_it_is(client, asker, row, state):
    Job.objects.update(state=state, progress=40)
    client.force_login(asker)
    answer = client.get(row.get_absolute_url())
    assert answer.status_code == 200
    assert "导入工作簿" in answer.content.decode()


def test_who_asked_cancels_it_and_comes_back_to_its_page(client, asker, row):
    client.force_login(asker)
    assert client.post(f"/jobs/{row.pk}/cancel/").url == row.get_absolute_url()
    assert Job.objects.get().state == "cancelled"


@pytest.mark.parametrize("role,at", [(Role.PRINCIPAL, "school"), (Role.PROVINCE_OFFICER, "shaanxi"), (Role.AUDITOR, "nation")])
def test_a_job_is_seen_by_who_asked_for_it_alone(client, row, holder, role, at):
    client.force_login(holder(role, at))
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(f"/jobs/{row.pk}/cancel/").status_code == 404
    assert Job.objects.get().state == "queued"


def test_who_has_left_the_unit_no_longer_sees_its_jobs(client, asker, row, day):
    asker.posts.update(since=day(-9), until=day(-1))
    client.force_login(asker)
    assert client.get(row.get_absolute_url()).status_code == 404
