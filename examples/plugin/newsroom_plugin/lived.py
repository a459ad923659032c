"""A sourcing rule: a story that many speak in and nobody who lives with what it tells."""

from __future__ import annotations

from collections.abc import Iterator

from attribution import Finding, HouseRule, Setting, Story
from attribution.auditing.story import anchor, finding

PRIVATE = "citizen"


def without_citizens(story: Story, setting: Setting) -> Iterator[Finding]:
    """Point at the first quote of a story of ``min_sources`` sources or more of whom none is a private person."""
    groups = [source.role_group for source in story.tally.sources]
    if len(groups) >= setting.number("min_sources") and PRIVATE not in groups and story.quotes:
        message = f"{len(groups)} sources speak, and nobody who lives with it: ask one."
        yield finding(setting, message, anchor(story.quotes[0]), story.quotes[0])


RULE = HouseRule(
    id="LIVED",
    title="Nobody who lives with it",
    check=without_citizens,
    severity="info",
    thresholds=(("min_sources", 3),),
    follows="the desk's own promise to its readers",
)
