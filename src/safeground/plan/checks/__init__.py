"""The rules of a plan: one named function each, which names the offenders and the fix.

What is merely not stated (a deadline, a destination …) is no fault: the questions say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.plan.checks import (
    claims,
    conditions,
    files,
    notices,
    numbers,
    pauses,
    places,
    references,
    returns,
    statements,
    supply,
    supply_agrees,
    supply_hours,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from safeground.errors import Fault
    from safeground.ledger.state import Standing
    from safeground.plan.checks.rule import Drawn, Stated
    from safeground.remarks import Remark

RULES: tuple[Callable[[Stated], Iterator[Fault | Remark]], ...] = (
    statements.something_is_planned,
    statements.areas_have_geometry_or_blocks,
    statements.notices_order_an_area,
    statements.ordered_areas_have_a_notice,
    statements.talk_is_no_order,
    statements.corridors_serve_somebody,
    conditions.only_corridors_have_routes,
    conditions.numbers_a_window_have_windows,
    conditions.rubble_leaves_a_share,
    conditions.checkpoints_hold_somebody_up,
    conditions.limited_corridors_have_routes,
    statements.people_layers_count_once,
    references.ids_are_there_and_unique,
    references.notices_name_areas_of_the_plan,
    references.destinations_are_destinations,
    references.notices_name_corridors_of_the_plan,
    references.commitments_name_an_area_of_the_plan,
    references.movements_go_between_areas_of_the_plan,
    references.transport_is_for_a_notice_of_the_plan,
    references.sources_are_listed,
    times.areas_end_after_they_start,
    times.deadlines_come_after_the_issue,
    times.nothing_is_later_than_the_plan,
    times.opening_hours_are_hours,
    times.windows_follow_one_another,
    times.windows_are_still_to_come,
    times.closures_and_curfews_end_after_they_begin,
    pauses.pauses_have_a_zone,
    pauses.pauses_expire_after_they_start,
    pauses.extensions_prolong_something,
    pauses.extensions_end_after_they_begin,
    pauses.extensions_do_not_overlap,
    pauses.announced_times_are_times,
    pauses.late_extensions_leave_a_gap,
    pauses.terms_state_one_due,
    pauses.terms_have_a_unit,
    pauses.hours_are_counted_by_a_state,
    pauses.terms_have_names_of_their_own,
    pauses.ratios_name_another_term,
    pauses.pauses_name_areas_of_the_plan,
    pauses.ledger_is_a_ledger,
    returns.returns_name_areas_of_the_plan,
    returns.conditions_can_be_measured,
    returns.displaced_places_are_named_once,
    returns.displacement_has_days,
    returns.parts_hold_no_more_than_the_whole,
    returns.about_reaches_a_share,
    supply.supplies_have_names_of_their_own,
    supply.supplies_name_what_the_plan_has,
    supply.supplies_are_in_their_unit,
    supply.burn_has_its_unit,
    supply.words_on_stocks_have_a_time,
    supply.deliveries_stand_once,
    supply.amounts_stand_once,
    supply.places_of_supplies_are_places,
    supply.supply_times_are_in_order,
    supply_agrees.stocks_have_room,
    supply_agrees.levels_are_of_the_days_examined,
    supply_agrees.hours_left_are_used,
    supply_agrees.open_routes_are_open,
    supply_hours.opening_times_can_be_read,
    supply_hours.opening_times_lie_in_the_days_examined,
    supply.supplies_by_day_have_a_zone,
    supply.empty_supplies_say_so,
    notices.names_hide_no_signs,
    notices.names_are_of_one_script,
    notices.map_sizes_are_whole,
    notices.changed_notices_are_there,
    numbers.ranges_are_in_order,
    numbers.counts_are_not_negative,
    numbers.divisors_are_positive,
    numbers.shares_are_shares,
    numbers.speeds_are_people_s,
    files.files_are_there,
    files.land_cover_is_osm,
)
"""Rules on the plan's words."""

PLACE_RULES: tuple[Callable[[Drawn], Iterator[Fault | Remark]], ...] = (
    places.areas_have_a_surface,
    places.areas_lie_near_each_other,
    places.destinations_lie_outside_their_order,
    places.destinations_lie_outside_other_orders,
    places.crossings_lie_at_the_territory,
)
"""Rules on the plan's words and places together."""

CLAIM_RULES: tuple[Callable[[Stated, Mapping[str, Standing]], Iterator[Fault]], ...] = (
    claims.counted_claims_are_not_negative,
    claims.claims_of_supplies_are_in_the_ledger,
)
"""Rules on the plan's words and the claims of its ledger together."""
