"""Kinds of corruption: each takes a sound sample and a generator and returns a corrupted plan, or None where it does not apply.

Every mutation makes sure that what it returns breaks a promise for certain: it changes a stated number that the checker can work
out, or makes the plan break a rule.
"""

from __future__ import annotations

from verify import (
    mutate_fleet,
    mutate_packets,
    mutate_people,
    mutate_prices,
    mutate_proofs,
    mutate_routes,
    mutate_terms,
    mutate_vehicles,
    mutate_whole,
)
from verify.mutation_base import MUTATIONS, Sample

TOPICS = (
    mutate_whole,
    mutate_routes,
    mutate_packets,
    mutate_vehicles,
    mutate_people,
    mutate_proofs,
    mutate_fleet,
    mutate_prices,
    mutate_terms,
)
"""Importing them fills the table."""

__all__ = ["MUTATIONS", "TOPICS", "Sample"]
