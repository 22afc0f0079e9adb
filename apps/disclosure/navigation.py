from apps.accounts.navigation import register

register("信息公开", group="业务", order=90, permission="disclosure.view_publication", view="disclosure:list", objects=("/publications/",))
