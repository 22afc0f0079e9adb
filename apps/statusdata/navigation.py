from apps.accounts.navigation import register

register("状态数据", group="数据", order=10, permission="statusdata.view_return", view="statusdata:list", objects=("/returns/", "/imports/"))
register("上报轮次", group="数据", order=11, permission="statusdata.view_round", view="statusdata:rounds", objects=("/rounds/",))
