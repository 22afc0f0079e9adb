from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.administration.services.people import first_officer


class Command(BaseCommand):
    help = "建立第一位国家级经办，此后的人员都由他逐级任命；已有国家级经办时不再建立"

    def add_arguments(self, parser):
        parser.add_argument("username", help="账号")
        parser.add_argument("name", help="姓名")

    def handle(self, username, name, **options):
        try:
            password = first_officer(username=username, name=name)
        except ValidationError as refusal:
            raise CommandError("；".join(refusal.messages)) from None
        self.stdout.write(f"已建立账号 {username}（{name}，国家级经办）。一次性密码：{password}\n只显示这一次，首次登录须改。")
