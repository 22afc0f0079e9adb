import pytest
from django.db import connection

from apps.core.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def sum_of():
    yield Prepared("sum_of", "SELECT %(one)s + %(other)s, %(one)s", one="int", other="int")
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE sum_of")


def asked(statement, **given):
    with connection.cursor() as cursor:
        statement.execute(cursor, given)
        return cursor.fetchone()


def test_values_go_where_they_are_named_each_time_anew(sum_of):
    assert [asked(sum_of, one=1, other=2), asked(sum_of, other=5, one=40)] == [(3, 1), (45, 40)]


def test_a_connection_plans_it_once_and_without_the_values(sum_of, django_assert_num_queries):
    asked(sum_of, one=1, other=2)
    with django_assert_num_queries(1):
        asked(sum_of, one=3, other=4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = 'sum_of'")
        assert cursor.fetchone() == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_it_is_there_again_on_a_new_connection(sum_of):
    asked(sum_of, one=1, other=2)
    connection.close()
    assert asked(sum_of, one=1, other=2) == (3, 1)
