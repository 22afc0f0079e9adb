from apps.accounts.navigation import register

register("指标与条件", group="数据", order=20, permission="indicators.view_value", view="indicators:overview")
