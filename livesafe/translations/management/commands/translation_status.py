import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from livesafe import languages
from livesafe.translations import account, budget, engine, objects
from livesafe.translations.models import Job, KeptOut, Standing

UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


class Command(BaseCommand):
    help = "Say how much of everything each language has, and how the engine's work goes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        status = {"objects": standing(), "engine": work()}
        if options["format"] == "json":
            self.stdout.write(json.dumps(status, ensure_ascii=False, indent=2))
        else:
            self.tell(status)

    def tell(self, status: dict[str, Any]) -> None:
        codes = [language.code for language in languages.TARGETS]
        self.stdout.write(" " * 34 + "  ".join(f"{code:>8}" for code in codes))
        for obj in status["objects"]:
            states = "  ".join(f"{obj['languages'][code]['state']:>8}" for code in codes)
            self.stdout.write(f"{obj['name'][:32]:<34}{states}")
        now = status["engine"]
        self.stdout.write(
            f"DeepL: {'has a key' if now['has_key'] else 'no key, people translate'}; "
            f"{now['spent']:,} of {now['limit']:,} characters this month; {now['kept_out']} texts wait for a person"
        )
        for job in now["jobs"]:
            self.stdout.write(
                f"  {job['language']}  {job['state']:<8}{job['done']:>4} of {job['segments']:<4} {job['name']}"
                + (f": {job['words']}" if job["words"] else "")
            )


def standing() -> list[dict[str, Any]]:
    """What readers of each language get of each object; a fixed number of queries for all of them."""
    rows: dict[tuple[str, str], Standing] = {
        (row.object_key, row.language): row for row in Standing.objects.all()
    }
    return [
        {
            "key": obj.object_key,
            "name": str(obj),
            "languages": {
                language.code: told(rows.get((obj.object_key, language.code)))
                for language in languages.TARGETS
            },
        }
        for obj in objects.everything()
    ]


def told(row: Standing | None) -> dict[str, Any]:
    if row is None:
        return {"state": "english", "segments": 0, "drafts": 0, "approved": 0, "words_left": 0, "outdated": 0}
    return {
        "state": row.state,
        "segments": row.segments,
        "drafts": row.drafts,
        "approved": row.approved,
        "words_left": row.words_english,
        "outdated": row.outdated,
    }


def work() -> dict[str, Any]:
    """How the engine's work goes: what is under way, and what stopped since the last success of its kind."""
    month, said = budget.this_month(), account.usage()
    found = Job.objects.filter(state__in=[*UNDER_WAY, Job.State.FAILED]).order_by("-asked_at")[:100]
    return {
        "has_key": engine.has_key(),
        "limit": month.limit,
        "spent": month.spent,
        "account": {"count": said[0].count, "limit": said[0].limit, "at": said[1].isoformat()}
        if said
        else None,
        "kept_out": KeptOut.objects.count(),
        "jobs": [
            {
                "name": job.name,
                "key": job.object_key,
                "language": job.language,
                "state": job.state,
                "done": job.done,
                "segments": job.segments,
                "words": job.words,
            }
            for job in found
        ],
    }
