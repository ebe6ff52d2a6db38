"""The tickets as files: all older ones in a bulk CSV, then a hotline export a week.

An export holds the week's new tickets and the older ones that were answered, resolved or rated since the last.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import xlsxwriter

from etl.demo.city import Bools, City, Ints
from etl.demo.texts import Texts, week_words
from etl.demo.tickets import CATEGORIES, CHANNELS, COMMUNITY, DISTRICT, ESTATE, STREET, Tickets, export_time
from warehouse import periods

MADE = datetime(2020, 1, 1)


def bulk_frame(city: City, tickets: Tickets, words: Texts, weeks: int) -> pl.DataFrame:
    """Return the tickets received in the first weeks as they stood when the last of those was exported."""
    chosen = np.flatnonzero(tickets.week < weeks)
    data = _frame(city, tickets, words, chosen, export_time(weeks - 1))
    headers = {**words["bulk"]["headers"], "reported": words["bulk"]["reported"]}
    arrived = [arrival(city, week).strftime("%Y-%m-%d %H:%M") for week in range(weeks)]
    data = data.with_columns(reported=pl.Series(arrived).gather(tickets.week[chosen]))
    order = [
        "ticket_number", "received_at", "district", "street", "community", "community_code", "estate", "estate_code",
        "category", "channel", "responded_at", "resolved_at", "resolved", "settled_where", "satisfied", "reported",
    ]  # fmt: skip
    times = [pl.col(name).dt.strftime("%Y-%m-%d %H:%M") for name in ("received_at", "responded_at", "resolved_at")]
    return data.with_columns(times).select([pl.col(name).alias(headers[name]) for name in order])


def in_export(tickets: Tickets, week: int) -> Bools:
    """Return which tickets the export of a week lists."""
    since, until = export_time(week - 1), export_time(week)
    changed = np.zeros(len(tickets), dtype=bool)
    for moment in (tickets.responded, tickets.resolved, tickets.rated):
        changed |= (since < moment) & (moment <= until)
    return (tickets.week == week) | ((tickets.week < week) & changed)


def write_export(folder: Path, city: City, tickets: Tickets, words: Texts, week: int) -> Path:
    """Write the hotline's export of a week; every second week all cells are text, else real dates and numbers."""
    own = words["tickets"]
    said = week_words(words["dates"], city.weeks[week], week + 1)
    chosen = np.flatnonzero(in_export(tickets, week))
    data = _frame(city, tickets, words, chosen, export_time(week))
    data = data.with_columns(_status(words))
    path = folder / own["file"].format(**said)
    as_text = week % 2 == 1
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(own["sheet"])
        when = book.add_format({"num_format": own["date_formats"][0]})
        whole = book.add_format({"num_format": "0"})
        fields = [field for field, _ in own["columns"]]
        sheet.merge_range(0, 0, 0, len(fields) - 1, own["title"].format(**said))
        sheet.write_row(1, 0, [header for _, header in own["columns"]])
        for at, row in enumerate(data.iter_rows(named=True)):
            for column, field in enumerate(fields):
                value = row[field] if field in row else _personal(words, field, row, at)
                _write(sheet, at + 2, column, value, own["date_formats"][1] if as_text else None, when, whole)
    return path


def _write(sheet: Any, row: int, column: int, value: object, text_date: str | None, when: Any, whole: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        if text_date:
            sheet.write_string(row, column, value.strftime(text_date))
        else:
            sheet.write_datetime(row, column, value, when)
    elif column == 0 and not text_date:  # the number of the ticket as a number: 20261116000123
        sheet.write_number(row, column, int(str(value)), whole)
    else:
        sheet.write_string(row, column, str(value))


def _personal(words: Texts, field: str, row: dict[str, Any], at: int) -> str:
    """Return made-up content for a column that is dropped at the door; nobody has these names or numbers."""
    own = words["tickets"]["personal"]
    if field == "x_name":
        return str(own["surnames"][at % len(own["surnames"])] + own["given"][at % len(own["given"])])
    if field == "x_phone":
        return f"{own['phone_prefix']}{at % 10000:04d}"
    if field == "x_address":
        return str(own["address"].format(estate=row["estate"])) if row["estate"] else ""
    return str(own["texts"][at % len(own["texts"])])


def _status(words: Texts) -> pl.Expr:
    said = words["tickets"]["words"]["status"]
    return (
        pl.when(pl.col("resolved_at").is_not_null()).then(pl.lit(said["resolved"]))
        .when(pl.col("responded_at").is_not_null()).then(pl.lit(said["responded"]))
        .otherwise(pl.lit(said["received"])).alias("status")
    )  # fmt: skip


def _frame(city: City, tickets: Tickets, words: Texts, chosen: Ints, as_of: int) -> pl.DataFrame:
    """Return the chosen tickets as known at a moment; places keep the names that they had at the time of receipt."""
    said = words["tickets"]["words"]
    begin = datetime.combine(periods.start_of(city.weeks[0]), datetime.min.time())

    def moment(minutes: Ints) -> pl.Series:
        known = np.where(minutes[chosen] <= as_of, minutes[chosen], 0)
        times = pl.Series(known).cast(pl.Int64) * 60_000_000
        at = pl.Series([begin]).cast(pl.Datetime("us")).gather(np.zeros(len(chosen), dtype=np.int64))
        return (at + times.cast(pl.Duration("us"))).set(pl.Series(minutes[chosen] > as_of), None)

    resolved, rated = tickets.resolved[chosen] <= as_of, tickets.rated[chosen] <= as_of
    received, running = moment(tickets.received), pl.Series(chosen) % 1_000_000
    where = np.where(tickets.in_estate[chosen], 0, 1 + chosen % len(said["not_in_estate"]))
    judged = np.where(tickets.satisfied[chosen], np.where(tickets.very[chosen], 0, 1), 2)
    judged = np.where(rated, judged, np.where(chosen % 3 == 0, 4, 3))
    categories = [words["tickets"]["categories"][item] for item in CATEGORIES]
    names = [variants[i % len(variants)] for variants in categories for i in (0, 1)]
    return pl.DataFrame(
        {
            "ticket_number": received.dt.strftime("%Y%m%d") + running.cast(pl.String).str.zfill(6),
            "received_at": received,
            **_place(city, tickets, chosen),
            "category": pl.Series(names).gather(tickets.category[chosen] * 2 + chosen % 2),
            "channel": pl.Series([words["tickets"]["channels"][item][0] for item in CHANNELS]).gather(
                tickets.channel[chosen]
            ),
            "responded_at": moment(tickets.responded),
            "resolved_at": moment(tickets.resolved),
            "resolved": pl.Series([said["no"], said["yes"]]).gather(resolved.astype(np.int64)),
            "settled_where": pl.Series([*said["in_estate"], *said["not_in_estate"]])
            .gather(where).set(pl.Series(~resolved), None),
            "satisfied": pl.Series([*said["satisfied"], *said["dissatisfied"], *said["not_rated"]]).gather(judged),
        }
    )  # fmt: skip


def _place(city: City, tickets: Tickets, chosen: Ints) -> dict[str, pl.Series]:
    """Return the places; a ticket that names only its street has blanks below it."""
    estate, place = tickets.estate[chosen], tickets.place[chosen]
    community = city.estates.parent[estate]
    street = city.street_of_communities(community, tickets.week[chosen])
    names = [*city.street_names(0), *city.streets.names]
    newer = tickets.week[chosen] >= city.events.rename_week

    def level(values: list[str], index: Ints, finest: int) -> pl.Series:
        return pl.Series(values).gather(index).set(pl.Series(place > finest), None)

    return {
        "district": level(city.districts.names.tolist(), city.streets.parent[street], DISTRICT),
        "street": level(names, street + newer * len(city.streets), STREET),
        "community": level(city.communities.names.tolist(), community, COMMUNITY),
        "community_code": level(city.communities.ids.tolist(), community, COMMUNITY),
        "estate": level(city.estates.names.tolist(), estate, ESTATE),
        "estate_code": level(city.estates.ids.tolist(), estate, ESTATE),
    }


def arrival(city: City, week: int) -> datetime:
    """Return when the hotline's export of a week arrives."""
    monday = datetime.combine(periods.start_of(city.weeks[week]), datetime.min.time())
    return monday + timedelta(days=7, hours=8, minutes=20)
