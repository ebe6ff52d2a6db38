-- the small tables are made anew at every build
DELETE FROM key_unit;
DELETE FROM key_indicator;
DELETE FROM key_element;
DELETE FROM key_submission;
DELETE FROM dim_org_unit;
DELETE FROM dim_org_unit_name;
DELETE FROM org_unit_span;
DELETE FROM org_unit_change;
DELETE FROM dim_period;
DELETE FROM dim_indicator;
DELETE FROM dim_data_set;
DELETE FROM submission;
DELETE FROM issue;
DELETE FROM correction;
DELETE FROM reference_figure;
DELETE FROM quality_rule;
DELETE FROM version_info
