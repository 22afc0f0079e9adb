from apps.accounts.navigation import register

GROUP = {"group": "基础"}

register("机构", order=80, permission="organizations.view_organization", view="administration:units", objects=("/units/",), **GROUP)
register("人员", order=81, permission="accounts.view_post", view="administration:people", objects=("/people/", "/posts/"), **GROUP)
register("操作记录", order=82, permission="audit.view_entry", view="administration:log", **GROUP)
