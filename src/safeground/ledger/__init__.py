"""Who said what, when: the append-only ledger of attributed claims, and what it held at any moment.

``claim`` and ``moments`` are the words, ``events`` what can happen, ``store`` the one file that keeps it,
``state`` what the events come to, ``queries`` what was known of what. Knows no geometry and no plan.
"""
