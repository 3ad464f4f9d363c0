"""Invented news: what several outlets make of a few events."""

import random
from dataclasses import dataclass

from monitor.core.grouping import Features, Grouping, features
from monitor.core.grouping.scoring import bcubed

EVENTS = {
    "bridge": (
        "Bridge collapses in Kelmar, twelve dead",
        "Twelve killed as Kelmar bridge gives way",
        "Kelmar bridge collapse: rescuers search the river Osse",
        "Rescue teams search river Osse after bridge collapse in Kelmar",
        "Mayor of Kelmar mourns victims of bridge collapse",
    ),
    "strike": (
        "Dock workers in Port Vance walk out over pay",
        "Port Vance dockers begin strike over pay",
        "Strike by dock workers halts Port Vance container traffic",
        "Container ships wait off Port Vance as dockers strike",
    ),
    "ministers": (
        "Finance minister Oda Brandel resigns after leak",
        "Brandel quits as finance minister over leaked budget letters",
        "Leak of budget letters forces out minister Oda Brandel",
    ),
    "volcano": (
        "Volcano Mount Irrin erupts, villages evacuated",
        "Villages evacuated as Mount Irrin volcano spews ash",
        "Ash from volcano Mount Irrin closes Sarden airport",
        "Sarden airport shut by ash of Mount Irrin",
    ),
    "vaccine": (
        "Trial of malaria vaccine in Tolu halted",
        "Researchers halt malaria vaccine trial in Tolu",
        "Tolu malaria vaccine trial stopped over side effects",
    ),
    "bank": (
        "Harrow Bank fined for money laundering",
        "Regulator fines Harrow Bank over money laundering",
        "Money laundering: record fine for Harrow Bank",
    ),
}
MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article, when it came, and the event it is about."""

    article: Features
    ts: float
    event: str


def day(seed: int) -> list[Told]:
    """All headlines in random order, some of them twice, ten seconds apart."""
    chance = random.Random(seed)
    rows = [(event, title) for event, titles in EVENTS.items() for title in titles]
    rows += chance.sample(rows, 8)
    chance.shuffle(rows)
    return [
        Told(article=features(f"a{number}", title), ts=10.0 * number, event=event)
        for number, (event, title) in enumerate(rows)
    ]


def shuffled(told: list[Told], seed: int) -> list[Told]:
    """The same within each minute in another order."""
    chance = random.Random(seed)
    return sorted(told, key=lambda each: (each.ts // MINUTE, chance.random()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """alerts: the story of each article as it came; stories: the one after all merges."""

    alerts: dict[str, str]
    stories: dict[str, str]

    def agreement(self, other: "Outcome") -> float:
        return bcubed([self.stories[each] for each in other.stories], list(other.stories.values())).f1


def grouped(told: list[Told], grouping: Grouping | None = None) -> Outcome:
    grouping = grouping or Grouping()
    alerts: dict[str, str] = {}
    stories: dict[str, str] = {}
    for each in told:
        placement = grouping.place(each.article, each.ts)
        alerts[each.article.id] = stories[each.article.id] = placement.story
        for merge in placement.merged:
            stories = {
                article: merge.stays if story == merge.goes else story for article, story in stories.items()
            }
    return Outcome(alerts=alerts, stories=stories)
