"""Make the cue lists of the package from counts and verb classes: ``python training/cue_lexicon.py DATA``.

DATA is the corpora folder. Writes ``attribution/data/cue_{verbs,nouns,adjectives}.tsv``: which words were marked as a
cue in PolNeAR's training articles, how often of how often seen (by CoreNLP's lemmas and tags), joined with the VerbNet
classes of communication and the Gender Gap Tracker's list of reporting verbs. Only counts leave the corpus.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from pathlib import Path

from polnear import articles

OUT = Path(__file__).parent.parent / "attribution" / "data"

# A word is listed when it was a cue at least this often and in at least this share of its uses: below, the share of
# true cues among the candidates falls under one in ten and the scorer has too few examples to tell them apart.
LEAST_CUES, LEAST_SHARE = 3, 0.10

# VerbNet classes whose members report what somebody said, wrote or asked for.
SPEECH_CLASSES = (
    "say-37.7", "tell-37.2", "manner_speaking-37.3", "transfer_mesg-37.1.1", "complain-37.8", "advise-37.9",
    "confess-37.10", "promise-37.13", "lecture-37.11", "overstate-37.12", "inquire-37.1.2", "interrogate-37.1.3",
    "judgment-33.1", "urge-58.1", "order-58.3", "beg-58.2", "declare-29.4", "instr_communication-37.4.1",
    "respond-113", "indicate-78",
)  # fmt: skip
# Verbs that report speech by naming what it is about or against; VerbNet files "accuse" and its like elsewhere.
TARGET = set(
    "accuse criticize criticise praise blast slam blame attack condemn denounce dismiss reject defend deny question mock "
    "rebuke deride decry assail hail applaud welcome endorse describe call label characterize characterise cite credit".split()
)
TARGET_CLASSES = ("judgment-33.1", "characterize-29.2", "prosecute-33.2", "dub-29.3")
DIRECTIVE_CLASSES = ("urge-58.1", "order-58.3", "beg-58.2", "advise-37.9")
# Members of those classes that news seldom uses to report anybody's words (from reading the classes).
NOT_CUES = set(
    "have be do make take get give go come let include permit receive hail beam purr low bay bleat bark coo cackle chirp croak "
    "carol chant crow drawl gabble gibber holler hoot mew moan rasp roar rumble screech squawk squall squeak squeal "
    "stutter thunder tremble trill trumpet twitter wail wheeze whine whinny whistle yammer yap yelp yodel burble babble "
    "nasal modem netmail crab cluck satellite wireless stemmer sibilate purpose snub slang telex telecast forebode overrate "
    "overdraw twang toast "
    "hiss howl hum grunt growl groan gasp sing smatter lisp lilt jabber jaw rap pant read sign call cable "
    "wire radio phone telephone signal semaphore fax telegraph relay show smell sound tip tend".split()
) - {"call", "show", "read", "signal"}
# Names and tagging errors among the counts.
NO_LEMMAS = set("bible facebook reuters friday sunday wednesday said announced reveal read finger length dig eye tear mock".split())
# Words that the corpus alone lists as cues and that do report what somebody said or wrote; the corpus marks acts and attitudes
# as well ("hire", "nominate", "impose"), which the annotation guide does not count. Read one by one.
SPOKEN = set(
    "accord accuse advocate agree allude answer apologize attribute bash bemoan blast characterize charge clarify compare concede contend contradict "
    "counter credit defend deny detail disagree disavow dismiss document downplay dub echo email emphasize endorse estimate express forecast "
    "highlight issue joke label laugh shrug lambast lament lash liken muse opine plead point portray posit post project pronounce quip rail reassure "
    "rebuff rebut recall refer reference reject renounce retweet rip rule savage slam speculate stress threaten title trash tweet underscore vouch "
    "vow challenge publish list identify mention paint frame pitch cite introduce "
    "accusation admission advice allegation announcement apology argument assertion assurance call claim complaint contention criticism "
    "critique demand denunciation description disclosure estimate forecast insistence mention message plea pledge praise prediction promise proposal "
    "question reference rejection statement suggestion tribute tweet vow warning word response letter petition note quote column interview "
    "critical adamant vocal".split()
)
# Nouns of speech the corpus is too small to list: what a verb of speech names.
SPEECH_NOUNS = (
    "acknowledgement appeal comment concession confession confirmation declaration denial explanation invitation observation order "
    "recommendation refusal remark report request revelation reminder testimony threat"
).split()
# What nobody need have uttered: attitudes, hopes, plans, perception (annotation guide, "What counts").
THOUGHT = set(
    "know think believe hope want fear feel expect plan wish worry doubt wonder remember forget understand realize realise "
    "recognize recognise assume suspect imagine figure guess reckon consider view see regard deem prefer like dislike love hate favor "
    "favour enjoy intend aim mean decide determine choose opt seek try attempt hesitate need desire envision contemplate learn discover notice "
    "seem appear look sound tend support oppose back vote embrace champion focus value respect trust admire resent regret "
    "struggle care concern interest surprise shock scare upset anger worry rattle convince persuade judge interpret perceive "
    "anticipate await lean welcome accept tolerate ignore resist refuse ponder mull weigh balk align side relish covet strive push "
    "eager willing aware happy glad proud nervous angry wary reluctant hopeful confident skeptical sceptical worried interested enthusiastic".split()
)


def main(data: Path) -> None:
    """Write the three lists."""
    seen, cues = count_cues(data)
    verbs = verb_classes(data)
    listed = (data / "lexicons/ggt/quote_verb_list.txt").read_text(encoding="utf-8").split()
    rows: dict[str, dict[str, tuple[str, ...]]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for (lemma, tag), n in seen.items():
        kind = {"VB": "verbs", "NN": "nouns", "JJ": "adjectives"}[tag]
        k = cues[lemma, tag]
        frequent = (
            k >= LEAST_CUES and k / n >= LEAST_SHARE and lemma.isascii() and lemma.isalpha() and lemma == lemma.lower() and lemma not in NO_LEMMAS
        )
        classes = verbs.get(lemma, set()) if kind == "verbs" else set()
        spoken = any(c.startswith(SPEECH_CLASSES) for c in classes) or (kind == "verbs" and lemma in listed)
        if lemma not in NOT_CUES and (frequent or (spoken and (k / n >= LEAST_SHARE or n < 10))):
            rows[kind][lemma] = describe(lemma, n, k, classes, spoken)
    for lemma, classes in verbs.items():
        if (
            lemma not in rows["verbs"]
            and (lemma, "VB") not in seen
            and lemma not in NOT_CUES
            and any(c.startswith(SPEECH_CLASSES) for c in classes)
        ):
            rows["verbs"][lemma] = describe(lemma, 0, 0, classes, spoken=True)
    for lemma in SPEECH_NOUNS:
        rows["nouns"][lemma] = ("speech", "clause", str(seen[lemma, "NN"]), str(cues[lemma, "NN"]), "own")
    for kind, table in rows.items():
        write(kind, table)


def describe(lemma: str, n: int, k: int, classes: set[str], spoken: bool) -> tuple[str, ...]:
    """Return a row's cells after the word: act, frame, times seen, times a cue, where it comes from."""
    frame = "clause"
    if lemma in TARGET or any(c.startswith(TARGET_CLASSES) for c in classes):
        frame = "target"
    elif any(c.startswith(DIRECTIVE_CLASSES) for c in classes):
        frame = "directive"
    origin = "+".join(
        name for name, true in (("polnear", k >= LEAST_CUES), ("verbnet", bool(classes) and spoken)) if true
    )
    uttered = lemma in SPOKEN or (spoken and lemma not in THOUGHT)
    return ("speech" if uttered else "thought", frame, str(n), str(k), origin or "ggt")


def count_cues(data: Path) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return how often each (lemma, tag class) was seen and how often it stood inside a marked cue."""
    seen: Counter[tuple[str, str]] = Counter()
    cues: Counter[tuple[str, str]] = Counter()
    gold = {article.name: article for article in articles(data / "polnear/train")}
    with lzma.open(data / "polnear/polnear-corenlp-train.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            silver = json.loads(line)
            article = gold.get(silver["name"])
            if article is None:
                continue
            inside = {i for a in article.attributions for s, e in a.cue for i in range(s, e)}
            for start, _, lemma, tag, *_ in (token for sentence in silver["sentences"] for token in sentence):
                if tag[:2] in ("VB", "NN", "JJ"):
                    seen[lemma.lower(), tag[:2]] += 1
                    cues[lemma.lower(), tag[:2]] += start in inside
    return seen, cues


def verb_classes(data: Path) -> dict[str, set[str]]:
    """Return the VerbNet classes of each verb."""
    classes: dict[str, set[str]] = {}
    for line in (data / "lexicons/verbnet_communication_verbs.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, verb = line.split("\t")
        if verb.isalpha():
            classes.setdefault(verb, set()).add(name)
    return classes


def write(kind: str, table: dict[str, tuple[str, ...]]) -> None:
    """Write one list with its provenance."""
    lines = [
        "# source: counts over PolNeAR's training articles (annotations only); VerbNet 3.4 communication classes; Gender Gap Tracker verb list",
        "# licence: counts are facts; VerbNet licence (see NOTICE); MIT (Gender Gap Tracker)",
        "# made by: training/cue_lexicon.py",
        "word\tact\tframe\tseen\tcues\torigin",
    ]
    lines += ["\t".join((word, *cells)) for word, cells in sorted(table.items())]
    (OUT / f"cue_{kind}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
