"""How long reading takes: import and lexicons of each language once, then one article, warm.

    python tests/benchmarks/reading.py [FOLDER]

FOLDER holds labelled articles (default: the project's own). Prints processor time; no test asserts it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

LANGUAGES = ("en", "ru", "kk")
ROUNDS = 3
COLD = """
import time
began = time.process_time()
import ingest.extraction
from ingest.extraction import read_title
imported = time.process_time()
try:
    read_title({title!r}, {language!r})
except ValueError:
    pass
print(imported - began, time.process_time() - imported)
"""
TITLES = {
    "en": "Agreement between the Government of Kazakhstan and the Government of Oman on air services",
    "ru": "Соглашение между Правительством Республики Казахстан и Правительством Омана о воздушном сообщении",
    "kk": "Қазақстан Республикасының Үкіметі мен Оман Үкіметі арасындағы әуе қатынасы туралы келісім",
}


def cold(language: str) -> tuple[float, float]:
    """Seconds of a new process for the import, and for the first title with its lexicons."""
    code = COLD.format(title=TITLES[language], language=language)
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    first, second = out.split()
    return float(first), float(second)


def main() -> None:
    from ingest.evaluation import load, predicted  # noqa: PLC0415 - the import is what is measured

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "quality"
    articles = defaultdict(list)
    for one in load(folder):
        articles[one.article["language"]].append(one)
    print(f"{'language':9}{'articles':>9}{'import':>10}{'lexicons':>10}{'warm, per article':>20}")
    for language in LANGUAGES:
        imported, lexicons = cold(language)
        for one in articles[language]:
            predicted(one)
        began = time.process_time()
        for _ in range(ROUNDS):
            for one in articles[language]:
                predicted(one)
        spent = 1000 * (time.process_time() - began) / ROUNDS / max(1, len(articles[language]))
        print(f"{language:9}{len(articles[language]):9}{imported:9.2f}s{lexicons:9.2f}s{spent:17.1f} ms")


if __name__ == "__main__":
    main()
