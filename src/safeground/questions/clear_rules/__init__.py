"""The rules of *clear*, a small module a family: each a named function for one kind of fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.questions.clear_rules import (
    between,
    burden,
    destinations,
    list_and_text,
    missing,
    naming,
    places,
    readable,
    sizes,
    text_and_map,
)

if TYPE_CHECKING:
    from safeground.questions.clear_rules.rule import Rule

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "Text and map": (
        text_and_map.named_not_drawn,
        text_and_map.drawn_not_named,
        text_and_map.block_cut,
        text_and_map.drawn_outside_blocks,
    ),
    "List, texts and times": (
        list_and_text.listed_not_in_text,
        list_and_text.in_text_not_listed,
        list_and_text.texts_differ,
        list_and_text.deadline_differs,
    ),
    "Where people are sent": (
        destinations.destination_under_order,
        destinations.destination_closed,
        destinations.destination_off_map,
        destinations.destination_in_sea,
        destinations.arrow_in_no_area,
        destinations.destination_not_found,
    ),
    "Blocks and places": (
        places.wrong_district,
        places.place_without_block,
        places.block_far_away,
    ),
    "Names": (
        naming.unknown_block,
        naming.ambiguous_block,
        naming.range_end_unknown,
        naming.repeated_block,
        naming.unknown_place,
        naming.ambiguous_place,
        naming.unread_words,
    ),
    "What is missing": (
        missing.no_area,
        missing.no_issue_time,
        missing.no_start,
        missing.no_deadline,
        missing.deadline_before_issue,
        missing.no_zone,
        missing.no_destination,
        missing.no_route,
        missing.no_end,
        missing.no_word_on_those_who_stay,
        missing.no_contact,
        missing.language_missing,
    ),
    "Sizes and shares": (
        sizes.size_larger_than_all,
        sizes.share_larger_than_all,
        sizes.size_and_share_disagree,
        sizes.size_differs,
        sizes.share_differs,
    ),
    "Between notices": (
        between.contradicts_notice,
        between.destination_ordered_out,
        between.boundary_moved,
        between.area_changed,
        between.taken_back_soon,
    ),
    "Time and burden": (
        burden.too_little_time,
        burden.ordered_again,
    ),
    "Reading": (
        readable.outline_too_intricate,
        readable.list_without_ranges,
        readable.hard_to_read,
        readable.long_sentences,
        readable.map_too_coarse,
    ),
}
"""Family → its rules."""

RULES: tuple[Rule, ...] = tuple(one for family in FAMILIES.values() for one in family)
"""Every rule, in the order in which their flaws are told."""
