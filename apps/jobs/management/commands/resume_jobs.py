from django.core.management.base import BaseCommand

from apps.jobs.services import resume


class Command(BaseCommand):
    help = "把没有做成的文书（回执、报告、认定文件等）重新排进队列，逐件列出"

    def handle(self, **options):
        rows = resume()
        for row in rows:
            self.stdout.write(f"{row}：{row.error}")
        self.stdout.write(f"重新排队 {len(rows)} 件")
