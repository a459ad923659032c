"""Names: the best path under the field's moves, tags mended and read as Stanza does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from attribution.annotating.entities import best_paths, decode, single_tags  # noqa: E402

TAGS = st.lists(st.sampled_from(["O", "B-PER", "I-PER", "E-PER", "S-PER", "B-ORG", "I-ORG", "E-ORG"]), max_size=9)


@settings(deadline=None)
@given(TAGS)
def test_tags_are_mended_and_read_as_by_stanza(tags):
    from stanza.models.ner.trainer import fix_singleton_tags  # noqa: PLC0415 - two seconds
    from stanza.models.ner.utils import decode_from_bioes  # noqa: PLC0415

    assert single_tags(tags) == fix_singleton_tags(tags)
    assert list(decode(tags)) == [(e["start"], e["end"], e["type"]) for e in decode_from_bioes(tags)]


def test_paths_are_stanzas():
    from stanza.models.common.crf import viterbi_decode  # noqa: PLC0415 - two seconds

    torch.manual_seed(5)
    lengths = [8, 5, 5, 1]
    scores, moves = torch.randn(8, 4, 6), torch.randn(6, 6)
    theirs = [viterbi_decode(scores[:length, row].numpy(), moves.numpy())[0] for row, length in enumerate(lengths)]
    assert best_paths(scores, moves, lengths) == [[int(tag) for tag in path] for path in theirs]
