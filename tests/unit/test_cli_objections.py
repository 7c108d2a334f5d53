"""``monitor objections``: what readers say is wrong."""

from __future__ import annotations

import json
from pathlib import Path

from monitor.model import Fault, Objection, ObjectionId, SubscriberId
from monitor.storage import Store
from tests.storage.builders import NOW, with_subscriber_and_incident
from tests.unit.conftest import Command


def test_objections_are_listed_and_settled(command: Command, tmp_path: Path):
    assert command("db", "upgrade")[0] == 0
    assert command("objections", "list")[1].strip() == "Nobody says that anything is wrong."
    [file] = tmp_path.rglob("*.db")
    with Store.open(f"sqlite:///{file}") as store:
        reader, incident = with_subscriber_and_incident(store)
        with store.begin() as tx:
            tx.objections.add(
                Objection(
                    id=ObjectionId(0),
                    subscriber=SubscriberId(reader),
                    incident=incident,
                    version=1,
                    fault=Fault.PLACE,
                    words="It was in Tver.",
                    at=NOW,
                )
            )
            email = tx.subscribers.get(SubscriberId(reader)).email

    assert "It was in Tver." in command("objections", "list")[1]
    [listed] = json.loads(command("objections", "list", "--json")[1])
    assert listed == {
        "email": email,
        "id": 1,
        "incident": incident,
        "version": 1,
        "fault": "place",
        "words": "It was in Tver.",
        "at": NOW.isoformat().replace("+00:00", "Z"),
        "settled_at": None,
    }
    assert command("objections", "settle", "1")[1] == "Objection 1 is settled.\n"
    assert json.loads(command("objections", "list", "--json")[1]) == []
    assert json.loads(command("objections", "list", "--settled", "--json")[1])[0]["settled_at"] is not None
    assert command("objections", "settle", "7")[0] != 0
