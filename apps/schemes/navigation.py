from apps.accounts.navigation import register

register("省级方案", group="基础", order=79, permission="schemes.view_scheme", view="schemes:list", objects=("/schemes/",))
