from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.organizations.models import Organization


def run(name, *arguments):
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_reference_data_are_loaded_in_the_order_of_the_floors_with_a_line_each():
    lines = run("load_reference").splitlines()
    assert lines[0] == "机构：行政区划 494 个单位，新增 494 个"
    assert [line for line in lines if line.startswith("方案")] == ["方案：指导方案 1 个（诊断点 99 个），政策文件 20 件"]


@pytest.mark.django_db
def test_the_reference_data_can_be_loaded_again():
    run("load_reference")
    assert run("load_reference").splitlines()[0].endswith("新增 0 个")


@pytest.mark.django_db
def test_a_database_with_people_takes_no_demonstration():
    User.objects.create_user("someone")
    assert "不再载入" in run("load_demo", "--today", "2026-11-20")
    assert not Organization.objects.exists()


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError):
        run("load_demo", "--today", "2026-13-01")
