from django.core.management.base import BaseCommand, CommandError

from apps.jobs.selectors import health


class Command(BaseCommand):
    help = "查看数据库、队列与节拍；有一样不对，以 1 结束"
    requires_system_checks = []

    def handle(self, **options):
        found = health()
        beat = "从未走过" if found.beat is None else f"{found.beat:.0f} 秒前"
        lines = {
            f"数据库{'正常' if found.database else '连不上'}": found.database,
            f"队列{'正常' if found.queue else '连不上'}": found.queue,
            f"节拍（周期性工作）{beat if found.database else '无从得知'}": not found.late,
        }
        for line in lines:
            self.stdout.write(line)
        if not found.well:
            raise CommandError("不正常：" + "；".join(line for line, well in lines.items() if not well))
