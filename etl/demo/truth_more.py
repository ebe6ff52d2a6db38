"""The truth of what is collected since the new forms: sums, and rates that pair where a row has both sides."""

from __future__ import annotations

import numpy as np

from etl.demo.known import Known, Pairs, Sum

OF_COMMUNITIES = (
    "members_direct", "members_retired", "members_mobile", "couriers_reported", "needs_done", "resources_listed",
    "resources_matched", "projects_listed", "cluster_branches", "building_groups", "star_branches",
    "demonstration_branches", "accounts_published", "property_firms", "property_firms_rated",
    "resources_done", "projects_matched",
)  # fmt: skip
RATES_OF_COMMUNITIES = {
    "needs_done_rate": ("needs_done", "needs_listed"),
    "resources_matched_rate": ("resources_matched", "resources_listed"),
    "resources_done_rate": ("resources_done", "resources_listed"),
    "projects_matched_rate": ("projects_matched", "projects_listed"),
    "committee_steps": ("committee_steps_done", "committees_in_steps"),
    "projects_done_rate": ("projects_done", "projects_listed"),
    "committee_party_share": ("committee_members_party", "committee_members"),
    "committee_public_share": ("committee_members_public", "committee_members"),
    "accounts_published_rate": ("accounts_published", "estates_with_accounts"),
    "property_rating_residents": ("property_rating_residents", "property_firms_rated"),
    "property_rating_community": ("property_rating_community", "property_firms_rated"),
    "property_rating_departments": ("property_rating_departments", "property_firms_rated"),
}
OF_STREETS = (
    "problems_collected", "problems_assigned", "problems_responded", "problems_resolved", "whistles",
    "whistles_answered", "communities",
)  # fmt: skip
RATES_OF_STREETS = {
    "problem_response_rate": ("problems_responded", "problems_collected"),
    "problem_resolution_rate": ("problems_resolved", "problems_collected"),
    "hours_to_assign": ("assign_hours", "problems_assigned"),
    "hours_to_respond": ("respond_hours", "problems_responded"),
    "hours_to_resolve": ("resolve_hours", "problems_resolved"),
    "whistle_answer_rate": ("whistles_answered", "whistles"),
    "communities_budgeted_rate": ("communities_budgeted", "communities"),
    "service_fund_rate": ("communities_with_service_fund", "communities"),
    "duty_days_per_official": ("duty_days", "duty_officials"),
}
YES_OF_STREETS = {
    "streets_freed_rate": "street_freed_of_investment_tasks", "streets_empowered_rate": "street_empowered",
    "streets_funded_rate": "street_funded", "joint_meeting_rate": "joint_meeting_held",
}  # fmt: skip
STAGES = tuple(f"committees_stage_{k}" for k in (1, 2, 3))
SINCE_THE_NEW_FORMS = frozenset(
    (*OF_COMMUNITIES, *RATES_OF_COMMUNITIES, *OF_STREETS, *RATES_OF_STREETS, *YES_OF_STREETS, *STAGES)
)


def _all(numbers: dict[str, Known], total: Sum, plain: tuple[str, ...], rates: dict[str, tuple[str, str]]) -> Pairs:
    found: Pairs = {name: (total(numbers[name]), None) for name in plain}
    for name, (part, whole) in rates.items():
        a, b = numbers[part], numbers[whole]
        found[name] = (total(a.where(b)), total(b.where(a)))
    return found


def of_communities(numbers: dict[str, Known], total: Sum) -> Pairs:
    """Return what the communities say since the new forms."""
    return _all(numbers, total, OF_COMMUNITIES, RATES_OF_COMMUNITIES)


def of_streets(numbers: dict[str, Known], total: Sum) -> Pairs:
    """Return what the streets say; a street's yes is of the streets that said yes or no."""
    found = _all(numbers, total, OF_STREETS, RATES_OF_STREETS)
    for name, element in YES_OF_STREETS.items():
        said = numbers[element]
        found[name] = (total(said), total(Known(np.full_like(said.value, 1000), said.known)))
    return found


def stages(rows: dict[str, Known], total: Sum) -> Pairs:
    """Return the committees being formed by stage; an estate that gives no stage is in none."""
    return {name: (total(rows[f"stage_{k}"]), None) for k, name in enumerate(STAGES, start=1)}
