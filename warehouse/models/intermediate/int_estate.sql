-- grain: one estate and week with any row of the estates form; an element not given is NULL, never no or nought
SELECT
    s.unit_no, s.week_index, s.epoch,
    MAX(s.source_week) AS newest_week,
    MAX(s.value) FILTER (WHERE s.element_no = e.should_have_branch) AS should_have_branch,
    MAX(s.source_week) FILTER (WHERE s.element_no = e.should_have_branch) AS should_week,
    MAX(s.value_text) FILTER (WHERE s.element_no = e.branch_kind) AS branch_kind,
    MAX(s.source_week) FILTER (WHERE s.element_no = e.branch_kind) AS branch_week,
    MAX(s.value_text) FILTER (WHERE s.element_no = e.branch_name) AS branch_name,
    MAX(s.value_text) FILTER (WHERE s.element_no = e.branch_seat) AS branch_seat,
    MAX(s.value_text) FILTER (WHERE s.element_no = e.owners_committee) AS owners_committee,
    MAX(s.source_week) FILTER (WHERE s.element_no = e.owners_committee) AS committee_week,
    MAX(s.value) FILTER (WHERE s.element_no = e.property_service) AS property_service,
    MAX(s.source_week) FILTER (WHERE s.element_no = e.property_service) AS property_week,
    MAX(s.value) FILTER (WHERE s.element_no = e.service_station) AS service_station,
    MAX(s.value) FILTER (WHERE s.element_no = e.six_haves) AS six_haves,
    MAX(s.value) FILTER (WHERE s.element_no = e.station_area_m2) AS station_area_m2,
    MAX(s.source_week) FILTER (WHERE s.element_no = e.service_station) AS station_week,
    MIN(s.source_week) FILTER (WHERE s.element_no IN (e.service_station, e.six_haves, e.station_area_m2)) AS haves_week,
    MAX(s.value) FILTER (WHERE s.element_no = e.stars) AS stars,
    MAX(s.source_week) FILTER (WHERE s.element_no = e.stars) AS stars_week
FROM int_stated AS s
JOIN ref_element AS r ON r.element_no = s.element_no
CROSS JOIN estate_element AS e
WHERE s.level = 'estate' AND r.data_set_id = 'estates' AND (r.form = 'row' OR r.data_element = 'households')
GROUP BY s.unit_no, s.week_index, s.epoch
