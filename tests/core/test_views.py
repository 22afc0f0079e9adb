import pytest

from config.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sent",
    [{"username": "x" * (5 * 1024 * 1024 + 1)}, {f"field{number}": "1" for number in range(1001)}],
    ids=["too long", "too many fields"],
)
def test_what_is_larger_than_is_taken_in_is_refused_as_too_large(client, sent):
    answer = client.post("/sign-in/", "&".join(f"{name}={value}" for name, value in sent.items()), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "没有写入任何数据" in answer.text


def test_what_makes_no_sense_is_refused_as_such(client):
    """A host that is none of ours is no matter of size."""
    answer = client.get("/", HTTP_HOST="elsewhere.example")
    assert answer.status_code == 400
    assert "这次请求看不懂" in answer.text


def test_a_page_not_found_keeps_the_frame_of_who_is_signed_in(client, holder):
    assert "layouts/public.html" in [template.name for template in client.get("/nowhere/").templates]
    client.force_login(holder(Role.PROVINCE_OFFICER, "shaanxi"))
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "layouts/work.html" in [template.name for template in answer.templates]
