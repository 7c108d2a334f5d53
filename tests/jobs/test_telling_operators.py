"""Never silent: the operator hears of what needs a person, once, even when the mail server is the trouble."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.delivery.render import Renderer
from monitor.errors import RuleError
from monitor.jobs import operator
from monitor.jobs.reloading import Reloading
from monitor.storage import Store
from tests.assembled import TEMPLATES, FakeClock, TestServices
from tests.storage.builders import NOW


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    settings = Settings(
        mailbox_dir=tmp_path / "mailbox",
        templates_dir=tmp_path / "templates",
        mail_from="Monitor <monitor@alerts.example.org>",
        operator_email="desk@example.org",
    )
    renderer = Renderer(tmp_path / "templates")
    return TestServices(store=store, settings=settings, clock=FakeClock(NOW), renderer=renderer)


def test_operator_is_mailed(services: TestServices):
    operator.tell(services, "Trouble", "Something is wrong.", NOW)

    [(recipient, message)] = services.operator_channel.sent
    assert (recipient, message["Subject"]) == ("desk@example.org", "Attack monitor: Trouble")
    assert "Something is wrong." in message.get_content()


def test_mail_that_the_server_refuses_goes_into_the_folder(services: TestServices):
    services.operator_channel.refuse(channel_down=True)

    operator.tell(services, "Trouble", "Something is wrong.", NOW)

    assert len(list(services.settings.mailbox_dir.glob("*.eml"))) == 1


def test_without_an_address_the_log_alone_tells(services: TestServices, caplog: pytest.LogCaptureFixture):
    services.settings = services.settings.model_copy(update={"operator_email": None})

    operator.tell(services, "Trouble", "Something is wrong.", NOW)

    assert caplog.messages == ["operator.told"]
    assert services.operator_channel.sent == []


def test_broken_operator_file_is_told_once(services: TestServices):
    reloading = Reloading(services)
    services.rules.reload = lambda: _break(services)  # type: ignore[method-assign]

    for _ in range(3):
        reloading.look(NOW)

    [(_, message)] = services.operator_channel.sent
    assert "rules/alerts/x.yml:3: no such key" in message.get_content()


def _break(services: TestServices) -> bool:
    services.rules.errors = (RuleError("no such key", path="rules/alerts/x.yml", line=3),)
    return False


def test_broken_template_is_told_and_the_good_one_stays(services: TestServices):
    reloading = Reloading(services)
    template = services.settings.effective_templates_dir / "email" / "alert.body.txt.j2"
    template.write_text("{{ mail.no_such_thing }}")
    for _ in range(2):
        reloading.look(NOW)

    [(_, message)] = services.operator_channel.sent
    assert "alert.body.txt.j2" in message.get_content()
