import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.audit.models import Entry
from apps.documents import access, services
from apps.organizations.models import Organization
from config.roles import Role

PERMISSION = "organizations.view_organization"
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def file(tree, monkeypatch, settings, tmp_path):
    monkeypatch.setitem(access.HOLDERS, ("organizations.Organization", PERMISSION), False)
    settings.MEDIA_ROOT = tmp_path
    return services.store(SimpleUploadedFile("年度 报告“终”.pdf", PDF), holder=tree["school"], permission=PERMISSION, by=None)


def test_who_may_read_the_holder_saves_the_file_under_its_chinese_name(client, file, holder):
    client.force_login(holder(Role.CITY_OFFICER, "weinan"))
    response = client.get(file.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%B9%B4%E5%BA%A6%20")
    assert response["Cache-Control"] == "private, no-store"


def test_a_stranger_gets_what_there_is_for_a_file_that_never_was(client, file, holder):
    """A4: the same 404."""
    client.force_login(holder(Role.PRINCIPAL, "stranger"))
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get("/files/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_nobody_reads_a_file_without_signing_in(client, file):
    assert client.get(file.get_absolute_url()).status_code == 302


def test_a_file_is_shut_once_its_holder_is_gone_or_no_holder_any_more(client, file, holder, monkeypatch, tree):
    client.force_login(holder(Role.PRINCIPAL, "school"))
    monkeypatch.delitem(access.HOLDERS, ("organizations.Organization", PERMISSION))
    assert client.get(file.get_absolute_url()).status_code == 404
    monkeypatch.setitem(access.HOLDERS, ("organizations.Organization", PERMISSION), False)
    Organization.objects.filter(pk=tree["stranger"].pk).delete()
    file.holder_id = tree["stranger"].pk
    file.save()
    assert client.get(file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("sensitive", [True, False])
def test_reading_something_sensitive_is_on_record(client, file, holder, monkeypatch, sensitive):
    """N2: who read which file, and when."""
    monkeypatch.setitem(access.HOLDERS, ("organizations.Organization", PERMISSION), sensitive)
    reader = holder(Role.PRINCIPAL, "school")
    client.force_login(reader)
    response = client.get(file.get_absolute_url())
    b"".join(response.streaming_content)
    assert list(Entry.objects.about(file).filter(verb="read").values_list("by", flat=True)) == ([reader.pk] if sensitive else [])
