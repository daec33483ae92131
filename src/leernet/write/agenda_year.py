"""A year and its plan in; all its meetings month by month, as one page, out."""

from leernet.model.plan import Plan
from leernet.model.year import Year
from leernet.words import Words
from leernet.write.dates import long_date, month_name, time_span
from leernet.write.page import html_page
from leernet.write.schedule import months_of, schedule_rows


def year_html(year: Year, plan: Plan, spoken: Words) -> str:
    """The agenda of the year; it never says who cannot come."""
    rows = schedule_rows(year, plan)
    months = [
        (
            month_name(month, spoken.language).capitalize(),
            [
                (
                    row.day,
                    long_date(row.day, spoken.language),
                    time_span(row.span, spoken.language),
                    row.circle,
                    row.title,
                    ", ".join(part for part in (row.where, row.address) if part),
                )
                for row in rows
                if row.day.replace(day=1) == month
            ],
        )
        for month in months_of(rows, ())
    ]
    return html_page(
        "agenda-year.html",
        spoken.language,
        title=year.settings.title,
        school_year=str(year.school_year),
        months=months,
    )
