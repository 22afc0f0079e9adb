from tests.statusdata.conftest import edition, media, people, returns, round, schools, settle, shipped  # noqa: F401
