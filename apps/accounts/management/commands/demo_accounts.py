from django.core.management.base import BaseCommand

from apps.accounts.demonstration import accounts


class Command(BaseCommand):
    help = "列出演示账户：账号、密码、身份，一行一个；不是演示环境时没有可列的"

    def handle(self, **options):
        for account in accounts():
            self.stdout.write("\t".join(account))
