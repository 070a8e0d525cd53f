"""Years of tallies, and the links of many campaigns."""

import datetime as dt

import django

DAYS, SOURCES, LANGUAGES = 900, 100, ("en", "gu", "pl", "pa", "ro", "ur", "bn", "pt", "ar", "hi", "so")

if __name__ == "__main__":
    django.setup()
    from django.db import connections, transaction

    from campaigns.models import Source, Tally

    first = dt.date(2020, 1, 1)
    with transaction.atomic(using="tallies"), connections["tallies"].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Tally._meta.db_table} (day, source_id, language, kind, verdict, n)"
            " VALUES (%s, %s, %s, 'visit', 'genuine', 1)",
            (
                ((first + dt.timedelta(days=day)).isoformat(), source, language)
                for day in range(DAYS)
                for source in range(1000, 1000 + SOURCES)
                for language in LANGUAGES
            ),
        )
    letters = "23456789bcdfghjkmnpqrstvwxz"
    codes = (
        "z" + "".join(letters[n // len(letters) ** place % len(letters)] for place in range(4))
        for n in range(5000)
    )
    Source.objects.bulk_create(
        [Source(code=code, campaign=f"campaign-{n % 100}", channel="poster") for n, code in enumerate(codes)],
        batch_size=500,
    )
