"""The parts of the Kazakh grammar."""

from __future__ import annotations

from ingest.extraction.grammar import Grammar
from ingest.extraction.kazakh.acts import KazakhActs
from ingest.extraction.kazakh.context_parties import KazakhContext
from ingest.extraction.kazakh.people import people
from ingest.extraction.kazakh.plurals import Plurals
from ingest.extraction.kazakh.prose import Prose
from ingest.extraction.kazakh.titles import titles

GRAMMAR = Grammar(titles=titles, acts=KazakhActs, prose=Prose, plurals=Plurals, context=KazakhContext, people=people)
