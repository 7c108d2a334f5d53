"""Sentences that go on counting what the one before told of."""

from __future__ import annotations

import pytest

from monitor.reading.ellipsis import carry
from tests.vocabulary import signals

CARRIED = {
    "figures and dashes": "Air defences shot down 31 drones. 14 - over the Bryansk region, six - over Kaluga.",
    "number words": "Air defences shot down 31 drones. Fourteen were over Bryansk, two each over Oryol and Tula.",
}

NOT_CARRIED = {
    "nothing told before": "The mayor spoke. Two people in Bryansk listened.",
    "no weapon told before": "The plant was attacked. Two firms in Bryansk closed.",
    "an act of its own": "Air defences shot down 31 drones. Two people were hurt in Bryansk.",
    "no place counted": "Air defences shot down 31 drones. Work goes on as usual.",
}


@pytest.mark.parametrize("text", CARRIED.values(), ids=CARRIED)
def test_a_list_of_counts_tells_what_the_sentence_before_told(text: str) -> None:
    told, listed = carry(signals(text))
    assert told.asserts
    assert listed.asserts
    assert listed.types == told.types


@pytest.mark.parametrize("text", NOT_CARRIED.values(), ids=NOT_CARRIED)
def test_other_sentences_speak_for_themselves(text: str) -> None:
    assert carry(signals(text))[1].carried == ()
