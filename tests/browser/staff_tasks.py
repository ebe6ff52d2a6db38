"""The twenty tasks of the staff desk, as docs/desk.md lists them."""

from __future__ import annotations

import re

from tests.browser.staff_steps import (
    Task,
    chart_cells,
    column,
    follow,
    keep_and_open_again,
    look_for,
    number_in,
    of_csv,
    of_interface,
    of_workbook,
    pick,
    press,
    text_in,
)

NAMED = "FROM fct_indicator AS f JOIN dim_org_unit AS u USING (org_unit_id) WHERE f.period_id = '{last}'"
INSIDE = " AND u.district_id = '{district}'"
PARTS = "FROM fct_complaint JOIN dim_org_unit AS u USING (org_unit_id) WHERE u.level = "
DISTRICT = pick("place0", "{district_name}")
RECEIVED = pick("indicator_box", "Complaints received")
CELLS = ".lj-h:has-text('The submitted cells') small"


TASKS = (
    Task(
        "The three streets of the district with the most parking complaints in the last 12 weeks, as .xlsx",
        "explore",
        (RECEIVED, DISTRICT, pick("weeks_box", "Last 12 weeks"), press("Pivot"), press("Parking")),
        "explore?unit={district}&weeks=12&indicator=complaints_received&view=pivot&sort=pivot.parking.down",
        "SELECT '{version}' UNION ALL SELECT * FROM (SELECT CAST(sum(received) AS VARCHAR) " + PARTS + "'street' "
        "AND category = 'parking' AND period_id >= '{since12}'" + INSIDE
        + " GROUP BY org_unit_id ORDER BY sum(received) DESC LIMIT 3)",
        of_workbook("Parking", "Version", rows=3),
    ),
    Task(
        "The estate still without a branch with the most households",
        "list",
        (pick("place0", "{gap_name}"),),
        "list?unit={gap}",
        "SELECT coalesce(u.name_en, u.name) " + NAMED + " AND u.district_id = '{gap}' "
        "AND f.indicator_id = 'branch_coverage' AND f.level = 'estate' AND f.numerator = 0 AND f.denominator > 0 "
        "ORDER BY u.households DESC NULLS LAST, u.code LIMIT 1",
        column("Estates still without a branch", 4, 1),
    ),
    Task(
        "How many complaints older than 15 days are not answered in each street, most waiting first",
        "list",
        (DISTRICT, press("Complaints older than 15 days"), press("Not answered")),
        "list?unit={district}&list=waiting&sort=waiting.2.down",
        "SELECT sum(received - responded) " + PARTS + "'street' AND period_id BETWEEN '{since52}' AND '{old}'"
        + INSIDE
        + " GROUP BY org_unit_id "
        "HAVING sum(received - responded) > 0 OR sum(responded - resolved) > 0 ORDER BY 1 DESC",
        column("Complaints older than 15 days, by stage", 2),
    ),
    Task(
        "How many members live in each street of the district and have not reported",
        "list",
        (press("Members resident"), DISTRICT),
        "list?unit={district}&list=unreported",
        "SELECT denominator - numerator " + NAMED + INSIDE + " AND f.level = 'street' "
        "AND f.indicator_id = 'report_back_rate' ORDER BY 1 DESC",
        column("Members resident, not reported", 4),
    ),
    Task(
        "Which units did not report, how many rows",
        "list",
        (press("Units that did not report"),),
        "list?list=silent",
        "SELECT count(*) FROM (SELECT 1 FROM fct_indicator AS f JOIN dim_indicator AS i USING (indicator_id) "
        "JOIN dim_data_set AS d ON d.data_set_id = i.data_set_id AND d.level = f.level WHERE f.period_id = '{last}' "
        "AND NOT i.optional AND (i.level IS NULL OR i.level = f.level) GROUP BY i.data_set_id, f.org_unit_id "
        "HAVING count(*) FILTER (WHERE f.numerator IS NOT NULL AND f.carried_from IS NULL) = 0)",
        lambda page: number_in(".lj-h small")(page) if page.locator(".lj-rich").count() else ["0"],
    ),
    Task(
        "Which street has the best owners' committee rate",
        "explore",
        (pick("indicator_box", "Owners' committee rate"), pick("level_box", "Street"), press("Ranking")),
        "explore?indicator=owners_committee_rate&level=street&view=ranking",
        "SELECT printf('%.1f %%', max(numerator / denominator) * 100) " + NAMED + " AND f.level = 'street' "
        "AND f.indicator_id = 'owners_committee_rate' AND denominator >= 5 AND reported_units * 2 >= expected_units",
        lambda page: [re.sub(r" \(.*", "", text) for text in column("Ranking", 4, 1)(page)],
    ),
    Task(
        "How many complaints the city received this year up to now",
        "explore",
        (RECEIVED, press("Pivot"), pick("rows_box", "By category"), pick("weeks_box", "Year to date")),
        "explore?weeks=ytd&indicator=complaints_received&view=pivot&rows=category",
        "SELECT sum(received) FROM fct_complaint WHERE level = 'city' AND period_id >= '{year}'",
        lambda page: column("Pivot", 2)(page)[-1:],
    ),
    Task(
        "Of how many streets one of two indicators is missing",
        "explore",
        (
            pick("indicator_box", "Resolution rate"), press("Two indicators"), pick("level_box", "Street"),
            pick("second_box", "Reporting-back rate"),
        ),
        "explore?indicator=resolution_rate&view=scatter&level=street&second=report_back_rate",
        "SELECT count(*) FILTER (WHERE n < 2) FROM (SELECT org_unit_id, count(*) FILTER (WHERE denominator > 0) AS n "
        + NAMED
        + " AND f.level = 'street' AND f.indicator_id IN ('resolution_rate', 'report_back_rate') GROUP BY 1)",
        number_in("p.lj-said", "0"),
    ),
    Task(
        "A street by the first letters of its pinyin: how many estates it has",
        "unit",
        (look_for("tyjd"),),
        "unit?unit={peach}",
        "SELECT CAST(numerator AS INTEGER) " + NAMED + " AND f.indicator_id = 'estates' AND f.level = 'street' "
        "AND u.name = '桃源街道' ORDER BY u.code LIMIT 1",
        text_in('tr:has(td:first-child a:text-is("Estates")) td:nth-child(2)'),
    ),
    Task(
        "From the district's volunteers to the cells that were sent: how many cells",
        "unit",
        (DISTRICT, follow('tr:has(td:first-child a:text-is("Volunteers")) td:nth-child(2) a')),
        "figure?unit={district}&week={last}&indicator=volunteers&version={version}",
        "SELECT count(*) " + NAMED + INSIDE + " AND f.level = 'community' AND f.indicator_id = 'volunteers' "
        "AND f.numerator IS NOT NULL",
        number_in(CELLS),
    ),
    Task(
        "How many complaints the city received in the same four weeks last year",
        "explore",
        (
            RECEIVED, press("Pivot"), pick("rows_box", "By channel"), pick("weeks_box", "Last 4 weeks"),
            pick("weeks_box", "Same weeks last year"),
        ),
        "explore?week={last_year}&weeks=4&indicator=complaints_received&view=pivot&rows=channel",
        "SELECT sum(received) FROM fct_complaint WHERE level = 'city' "
        "AND period_id BETWEEN '{last_year_since4}' AND '{last_year}'",
        lambda page: column("Pivot", 2)(page)[-1:],
        long=True,
    ),
    Task(
        "How many complaints about noise came by the hotline this week",
        "complaints",
        (DISTRICT, pick("category_box", "Noise"), pick("channel_box", "12345 hotline")),
        "complaints?unit={district}&category=noise&channel=hotline",
        "SELECT coalesce(sum(received), 0) FROM fct_complaint WHERE org_unit_id = '{district}' "
        "AND period_id = '{last}' AND category = 'noise' AND channel = 'hotline'",
        number_in(".lj-card .lj-figure"),
    ),
    Task(
        "Complaints about parking by street, for another program",
        "explore",
        (RECEIVED, DISTRICT, pick("category_box", "Parking")),
        "explore?unit={district}&indicator=complaints_received&category=parking",
        "SELECT coalesce(sum(c.received), 0) FROM fct_indicator AS f JOIN dim_org_unit AS u USING (org_unit_id) "
        "LEFT JOIN fct_complaint AS c ON c.org_unit_id = f.org_unit_id AND c.period_id = f.period_id "
        "AND c.category = 'parking' WHERE f.period_id = '{last}'" + INSIDE + " AND f.level = 'street' "
        "AND f.indicator_id = 'complaints_received' AND f.numerator IS NOT NULL GROUP BY f.org_unit_id ORDER BY 1",
        of_interface,
    ),
    Task(
        "The districts' complaints week by week, over four weeks, in the register's order",
        "explore",
        (
            RECEIVED, pick("weeks_box", "Last 4 weeks"), press("Heat map"),
            pick("order_box", "Order of the register"),
        ),
        "explore?weeks=4&indicator=complaints_received&view=heat&order=register",
        "SELECT coalesce(CAST(CAST(numerator AS INTEGER) AS VARCHAR), 'not submitted') FROM fct_indicator AS f "
        "JOIN dim_org_unit AS u USING (org_unit_id) WHERE f.period_id >= '{since4}' AND f.level = 'district' "
        "AND f.indicator_id = 'complaints_received' ORDER BY u.code, f.period_id",
        chart_cells,
    ),
    Task(
        "An estate by its code: how many complaints of each category came in the last 12 weeks",
        "unit",
        (look_for("{estate_code}"),),
        "unit?unit={estate}",
        "SELECT sum(received) FROM fct_complaint WHERE org_unit_id = '{estate}' AND period_id >= '{since12}' "
        "GROUP BY category ORDER BY 1 DESC",
        lambda page: sorted(text_in(".lj-bars td.lj-n")(page), key=int, reverse=True),
    ),
    Task(
        "From the oldest complaint that waits to the cell that was sent: its ticket",
        "list",
        (
            DISTRICT, press("Complaints older than 15 days"),
            follow('table[aria-label="The tickets themselves"] tbody td:last-child a'),
        ),
        "figure?unit={ticket_unit}&week={ticket_week}&indicator=complaints_received&version={version}",
        "SELECT '{ticket}'",
        text_in('table:has(th:text-is("Ticket or category")) tbody td:nth-child(3)'),
    ),
    Task(
        "From the members who have not reported to the cells that were sent: how many cells",
        "list",
        (
            DISTRICT, press("Members resident"),
            follow('table[aria-label="Members resident, not reported"] tbody td:last-child a'),
        ),
        "figure?unit={worst_street}&week={last}&indicator=report_back_rate&version={version}",
        "SELECT count(*) FROM fct_value JOIN dim_org_unit AS u USING (org_unit_id) WHERE period_id = '{last}' "
        "AND u.street_id = '{worst_street}' AND data_element IN ('members_resident', 'members_reported') "
        "AND value IS NOT NULL",
        number_in(CELLS),
    ),
    Task(
        "A view saved for everybody, opened by its name: the district's complaints over four weeks",
        "explore",
        (
            RECEIVED, DISTRICT, pick("weeks_box", "Last 4 weeks"), press("Pivot"),
            keep_and_open_again("Monday's figure"),
        ),
        "explore?unit={district}&weeks=4&indicator=complaints_received&view=pivot",
        "SELECT sum(received) FROM fct_complaint WHERE org_unit_id = '{district}' AND period_id >= '{since4}'",
        lambda page: column("Pivot", 2)(page)[-1:],
        long=True,
    ),
    Task(
        "All estates of one street without a branch, as CSV for Excel",
        "list",
        (pick("place0", "{gap_name}"), pick("place1", "{street_name}")),
        "list?unit={street}",
        "SELECT u.code " + NAMED + " AND u.street_id = '{street}' AND f.indicator_id = 'branch_coverage' "
        "AND f.level = 'estate' AND f.numerator = 0 AND f.denominator > 0 ORDER BY u.households DESC NULLS LAST, 1",
        of_csv("Code"),
    ),
    Task(
        "The reporting-back rate of the district's communities as .xlsx, highest first, with filters and version",
        "explore",
        (pick("indicator_box", "Reporting-back rate"), DISTRICT, pick("level_box", "Community"), press("Reporting")),
        "explore?unit={district}&indicator=report_back_rate&level=community&sort=units.3.down",
        "SELECT unnest(['{version}', '{district_name} ({district})']) UNION ALL SELECT * FROM (SELECT "
        "CAST(round(CAST(numerator AS DOUBLE) / denominator, 4) AS VARCHAR) " + NAMED + INSIDE
        + " AND f.level = 'community' AND f.indicator_id = 'report_back_rate' AND denominator > 0 "
        "AND NOT (numerator BETWEEN 1 AND 2 OR denominator BETWEEN 1 AND 2) "
        "ORDER BY numerator / denominator DESC)",
        of_workbook("Reporting-back rate", "Version", "Place"),
    ),
)  # fmt: skip
