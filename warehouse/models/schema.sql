-- The published file. Others may query it: these names and columns are kept, more may be added.

-- grain: one org unit (its newest name and parent; lng, lat in WGS-84)
CREATE TABLE dim_org_unit (
    org_unit_id VARCHAR PRIMARY KEY, code VARCHAR, name VARCHAR NOT NULL, name_en VARCHAR, level VARCHAR NOT NULL,
    parent_id VARCHAR, city_id VARCHAR, district_id VARCHAR, street_id VARCHAR, community_id VARCHAR, estate_id VARCHAR,
    valid_from DATE, valid_to DATE, households BIGINT, lng DOUBLE, lat DOUBLE
);

-- grain: one name of one org unit over one span of days
CREATE TABLE dim_org_unit_name (org_unit_id VARCHAR NOT NULL, name VARCHAR NOT NULL, valid_from DATE, valid_to DATE);

-- grain: one open unit and span of weeks (dim_period.week_index, both ends included) in which its name, level and all that
-- stand above it stayed the same: the units as they were
CREATE TABLE org_unit_span (
    org_unit_id VARCHAR NOT NULL, first_week INTEGER NOT NULL, last_week INTEGER NOT NULL, parent_id VARCHAR,
    name VARCHAR NOT NULL, level VARCHAR NOT NULL, city_id VARCHAR, district_id VARCHAR, street_id VARCHAR,
    community_id VARCHAR, estate_id VARCHAR
);

-- grain: one unit that ever was and one unit that it lies in, or what it became lies in, in the last week; itself included:
-- the units as they are. A unit that was split lies in what all its parts lie in
CREATE TABLE org_unit_now (org_unit_id VARCHAR NOT NULL, above_id VARCHAR NOT NULL);

-- grain: one unit that came out of another by a split, merge or move
CREATE TABLE org_unit_change (from_id VARCHAR NOT NULL, to_id VARCHAR NOT NULL, date DATE NOT NULL, kind VARCHAR NOT NULL);

-- grain: one week, from the city's first week with data to its last
CREATE TABLE dim_period (
    period_id VARCHAR PRIMARY KEY, start_date DATE NOT NULL, end_date DATE NOT NULL,
    month VARCHAR NOT NULL, quarter VARCHAR NOT NULL, year INTEGER NOT NULL, week_index INTEGER NOT NULL
);

-- grain: one indicator. numerator, denominator: element names joined by " + " (or " - ")
CREATE TABLE dim_indicator (
    indicator_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, unit VARCHAR NOT NULL,
    measure VARCHAR NOT NULL, direction VARCHAR NOT NULL, target_low DOUBLE, target_high DOUBLE,
    numerator VARCHAR NOT NULL, denominator VARCHAR, data_set_id VARCHAR NOT NULL, note VARCHAR,
    note_en VARCHAR, breaks DOUBLE[], position INTEGER NOT NULL,
    -- section: of what is counted, 1 to 10; level: whose units owe it; finest: the finest level with rows (NULL = all);
    -- optional: rows only for weeks in which anybody reported it; sources: the published reports, joined by "," (names: a line each)
    section INTEGER, section_zh VARCHAR, section_en VARCHAR, level VARCHAR, finest VARCHAR, optional BOOLEAN,
    sources VARCHAR, sources_zh VARCHAR, sources_en VARCHAR, caveat VARCHAR, caveat_en VARCHAR
);

-- grain: one data element: a column of a form, or what is counted from one. type: count, number, m2, hours, yesno, choice, ...
CREATE TABLE dim_element (
    data_set_id VARCHAR NOT NULL, data_element VARCHAR NOT NULL, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    type VARCHAR NOT NULL, kind VARCHAR NOT NULL
);

-- grain: one data set
CREATE TABLE dim_data_set (
    data_set_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    level VARCHAR NOT NULL
);

-- The two largest tables are kept in numbers and shown in words by the views below: half the file, twice as fast to fill.

-- grain: one org unit's number within this file (units are numbered in the order of their codes)
CREATE TABLE key_unit (unit_no INTEGER PRIMARY KEY, org_unit_id VARCHAR NOT NULL, level VARCHAR NOT NULL);

-- grain: one indicator's number within this file
CREATE TABLE key_indicator (indicator_no INTEGER PRIMARY KEY, indicator_id VARCHAR NOT NULL);

-- grain: one data element's number within this file
CREATE TABLE key_element (element_no INTEGER PRIMARY KEY, data_set_id VARCHAR NOT NULL, data_element VARCHAR NOT NULL);

-- grain: one accepted submission's number: the order of acceptance
CREATE TABLE key_submission (submission_no INTEGER PRIMARY KEY, submission_id VARCHAR NOT NULL);

-- grain: as fct_indicator
CREATE TABLE coded_indicator (
    unit_no INTEGER NOT NULL, week_index INTEGER NOT NULL, indicator_no INTEGER NOT NULL,
    numerator DECIMAL(18, 3), denominator DECIMAL(18, 3), expected_units INTEGER NOT NULL, reported_units INTEGER NOT NULL,
    carried_week INTEGER
);

-- grain: one org unit, week and indicator. numerator NULL = not submitted; denominator NULL = a count;
-- denominator 0 = nothing to count; carried_from = the (oldest) week that a carried stock comes from
CREATE VIEW fct_indicator AS
SELECT
    u.org_unit_id, p.period_id, i.indicator_id, u.level, f.numerator, f.denominator, f.expected_units, f.reported_units,
    c.period_id AS carried_from
FROM coded_indicator AS f
JOIN key_unit AS u ON u.unit_no = f.unit_no
JOIN dim_period AS p ON p.week_index = f.week_index
JOIN key_indicator AS i ON i.indicator_no = f.indicator_no
LEFT JOIN dim_period AS c ON c.week_index = f.carried_week;

-- grain: one org unit (any level), week of receipt, category and channel with at least one complaint received
CREATE TABLE fct_complaint (
    org_unit_id VARCHAR NOT NULL, period_id VARCHAR NOT NULL, level VARCHAR NOT NULL, category VARCHAR, channel VARCHAR,
    received BIGINT, responded BIGINT, resolved BIGINT, resolved_in_estate BIGINT, rated BIGINT, satisfied BIGINT,
    median_response_minutes DOUBLE, median_resolution_minutes DOUBLE
);

-- grain: one sender-level unit, data set and week. received_at = the earliest arrival, which decides on_time;
-- submission_id = the one in force
CREATE TABLE fct_report (
    org_unit_id VARCHAR NOT NULL, data_set_id VARCHAR NOT NULL, period_id VARCHAR NOT NULL, expected BOOLEAN NOT NULL,
    received BOOLEAN NOT NULL, on_time BOOLEAN NOT NULL, submission_id VARCHAR, received_at TIMESTAMP
);

-- grain: as fct_value. The cell is its column's letters and the row, else (merged cells) it is written out
CREATE TABLE coded_value (
    unit_no INTEGER, week_index INTEGER NOT NULL, element_no INTEGER NOT NULL, category VARCHAR, channel VARCHAR,
    value DECIMAL(18, 3), value_text VARCHAR, qualifier VARCHAR, submission_no INTEGER NOT NULL, sheet VARCHAR,
    "row" INTEGER, cell_column VARCHAR, cell_elsewhere VARCHAR
);

-- grain: one submitted value (of a ticket: one of its figures) that a line of corrections.csv changed; what it was at
-- first and is now, as that file has it; new NULL = taken out. The last three are this file's numbers of the key
CREATE TABLE correction (
    submission_id VARCHAR NOT NULL, org_unit_id VARCHAR NOT NULL, period_id VARCHAR NOT NULL, data_set_id VARCHAR NOT NULL,
    data_element VARCHAR NOT NULL, category VARCHAR, sheet VARCHAR, "row" INTEGER, cell VARCHAR, old VARCHAR, new VARCHAR,
    reason VARCHAR NOT NULL, who VARCHAR NOT NULL, date VARCHAR, submission_no INTEGER NOT NULL,
    week_index INTEGER NOT NULL, element_no INTEGER NOT NULL
);

-- grain: one submitted cell that is in force (tickets: one figure of one ticket, its number in category);
-- corrected_from = what the sender wrote, where a correction stands in its place
CREATE VIEW fct_value AS
SELECT
    u.org_unit_id, p.period_id, e.data_set_id, e.data_element, v.category, v.channel, v.value, v.value_text, v.qualifier,
    s.submission_id, v.sheet, v."row", COALESCE(v.cell_elsewhere, v.cell_column || v."row") AS cell,
    c.old AS corrected_from
FROM coded_value AS v
JOIN key_unit AS u ON u.unit_no = v.unit_no
JOIN dim_period AS p ON p.week_index = v.week_index
JOIN key_element AS e ON e.element_no = v.element_no
JOIN key_submission AS s ON s.submission_no = v.submission_no
LEFT JOIN correction AS c
    ON c.submission_no = v.submission_no AND c.week_index = v.week_index AND c.element_no = v.element_no
    AND c."row" = v."row" AND c.sheet IS NOT DISTINCT FROM v.sheet
    AND c.cell IS NOT DISTINCT FROM COALESCE(v.cell_elsewhere, v.cell_column || v."row");

-- grain: one unit and week for which a form states the households; unit_no follows the order of codes in this version's
-- register, week_index as in dim_period. Kept so that a later build of one week finds the newest figure up to then
CREATE TABLE household_statement (unit_no INTEGER NOT NULL, week_index INTEGER NOT NULL, value DECIMAL(18, 3) NOT NULL);

-- grain: one received file
CREATE TABLE submission (
    submission_id VARCHAR PRIMARY KEY, sender_id VARCHAR, file_name VARCHAR, sha256 VARCHAR, period_id VARCHAR,
    received_at TIMESTAMP, loaded_at TIMESTAMP, loaded_by VARCHAR, status VARCHAR, "rows" BIGINT, data_sets VARCHAR
);

-- grain: one thing wrong, assumed or noted in a submission
CREATE TABLE issue (
    submission_id VARCHAR NOT NULL, code VARCHAR NOT NULL, severity VARCHAR NOT NULL, sheet VARCHAR, cell VARCHAR,
    field VARCHAR, value VARCHAR, details VARCHAR
);

-- grain: one branch and week, at its seat (unit_no as in key_unit, week_index as in dim_period)
CREATE TABLE branch_size (unit_no INTEGER NOT NULL, week_index INTEGER NOT NULL, joint BOOLEAN NOT NULL, estates INTEGER NOT NULL);

-- grain: one rule that submitted figures are held against (warehouse/rules/); the sentences have places {found}, {compared}
CREATE TABLE quality_rule (rule_id VARCHAR PRIMARY KEY, severity VARCHAR NOT NULL, sentence_zh VARCHAR NOT NULL, sentence_en VARCHAR NOT NULL);

-- grain: one figure that a rule finds fault with; found, compared = what the rule's sentence names
CREATE TABLE quality_finding (
    rule_id VARCHAR NOT NULL, org_unit_id VARCHAR NOT NULL, period_id VARCHAR NOT NULL, indicator_id VARCHAR NOT NULL,
    found DECIMAL(18, 3), compared DECIMAL(18, 3)
);

-- grain: one published figure of a report (warehouse/reference/reference_figures.csv). indicator_id: the one it is of, if any;
-- indicator_value: in the indicator's unit (0.72, never 72); comparable: it may be drawn beside a week's figure of a place of
-- its level, and is not of another span or level
CREATE TABLE reference_figure (
    figure_id VARCHAR PRIMARY KEY, source VARCHAR, published VARCHAR, place VARCHAR, level VARCHAR, as_of VARCHAR,
    measure VARCHAR, value DOUBLE, qualifier VARCHAR, unit VARCHAR, note VARCHAR,
    indicator_id VARCHAR, indicator_value DOUBLE, comparable BOOLEAN NOT NULL
);

-- grain: one row, about this file
CREATE TABLE version_info (
    version VARCHAR NOT NULL, parent_version VARCHAR, published_at TIMESTAMP NOT NULL, software_version VARCHAR NOT NULL,
    manifest_sha256 VARCHAR NOT NULL, city_name VARCHAR NOT NULL, made_up BOOLEAN NOT NULL
);
