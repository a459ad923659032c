"""Whose words fill a desk's stories, in cells of a notebook.

Editors such as VS Code, and Jupyter with Jupytext, run the cells one by one; ``python notebook.py [ARTICLE...]`` runs
all of them, over the articles beside it by default.
"""

# %%
from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

import attribution

HERE = Path(__file__).parent
ARTICLES = [Path(name) for name in sys.argv[1:]] or [*sorted(HERE.glob("*.txt")), HERE / "business.md"]

# %% Analyse: the models are loaded once, and an article that fails is told and left out.
outcomes = list(attribution.Analyzer().analyze_many(ARTICLES))
analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
for outcome in outcomes:
    if outcome.error is not None:
        print(f"left out: {outcome.error}", file=sys.stderr)
if not analyses:
    sys.exit("no article could be analysed")
quotes = pd.concat([analysis.quotes_frame() for analysis in analyses], ignore_index=True)
sources = pd.concat([analysis.sources_frame() for analysis in analyses], ignore_index=True)
spoken = quotes[quotes["act"].eq("speech") & quotes["words"].notna()].assign(
    speaker_group=lambda frame: frame["role_group"].fillna("unresolved")
)

# %% Words by role group and by form: who speaks in their own words, and who is paraphrased.
forms = spoken.pivot_table(index="speaker_group", columns="type", values="words", aggfunc="sum", fill_value=0)
forms["share"] = (100 * forms.sum(axis="columns") / spoken["words"].sum()).astype(float).round(1)
print("Words by role group", forms.sort_values("share", ascending=False).to_string(), sep="\n")

# %% Who is heard first: the group of each article's first quote in the body.
first = spoken[spoken["zone"].eq("body")].sort_values(["paragraph", "start"], kind="stable").groupby("article").first()
print("\nFirst in the body", first["speaker_group"].value_counts().to_string(), sep="\n")

# %% Reporting verbs by role group: who "said", and who "claimed".
verbs = spoken.dropna(subset=["cue_lemma"]).groupby(["speaker_group", "cue_lemma"]).size()
usual = verbs.groupby(level=0, group_keys=False).nlargest(3)
print("\nCommonest verbs", usual.to_string(), sep="\n")

# %% What is not known: quotes without a certain speaker are counted, and never given to somebody.
unsure = spoken["status"].ne("resolved").groupby(spoken["article"]).agg(["sum", "size"])
print("\nWithout a certain speaker", unsure.set_axis(["quotes", "of"], axis="columns").to_string(), sep="\n")

# %% Sources without a name, and why.
unnamed = sources[sources["anonymous"]][["article", "name", "reason", "words"]]
print("\nNames withheld", unnamed.to_string(index=False) if len(unnamed) else "none", sep="\n")
