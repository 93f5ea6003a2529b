"""How well extraction reads: labelled articles against what is read from them."""

from ingest.evaluation.labelled import Labelled, load, predicted
from ingest.evaluation.scores import Score, confidence_table, score

__all__ = ["Labelled", "Score", "confidence_table", "load", "predicted", "score"]
