"""The guide "Add an intent in five minutes" of CONTRIBUTING.md, followed to the letter: its files, its question."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import understanding
from assistant.catalogue import examine
from assistant.processes.embedded_redis import EmbeddedRedis
from tests.assistant_at_work import ROOT, AtWork, assistant, settings_of
from tests.portal_in_a_box import RunningSandbox

GUIDE = (
    (ROOT / "CONTRIBUTING.md")
    .read_text(encoding="utf-8")
    .split("## Add an intent in five minutes")[1]
    .split("\n## ")[0]
)
FILE = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
QUESTION = re.compile(r"^> (.+)$", re.MULTILINE)
NEIGHBOURS = ("deals/list", "tasks/list", "none", "help", "language", "names", "synonyms", "talk")
"""Training data that is enough to tell the new intent from; all of them would take minutes."""
LINES = 150
"""Of what is nothing of that: it has many more."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the intents and of some training data, with the files of the guide, trained."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "intents", folder / "intents")
    for lang in ("en", "ru"):
        for name in NEIGHBOURS:
            to = folder / "training_data" / lang / f"{name}.yaml"
            to.parent.mkdir(parents=True, exist_ok=True)
            lines = (
                (ROOT / "training_data" / lang / f"{name}.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
            )
            to.write_text("".join(lines[:LINES] if name == "none" else lines), encoding="utf-8")
    for path, text in FILE.findall(GUIDE):
        assert not (ROOT / path).exists(), f"{path} is no new file any more"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    understanding.train(folder / "training_data", folder / "model", vectors=False)
    return folder


@pytest.fixture
def office(project: Path, sandbox: RunningSandbox, redis_server: EmbeddedRedis) -> Iterator[AtWork]:
    settings = settings_of(sandbox, redis_server, project / "model")
    settings = settings.model_copy(update={"intents_dir": project / "intents"})
    with assistant(settings, sandbox) as member_id:
        yield AtWork(sandbox, settings, member_id)


def test_the_guide_has_a_file_for_the_intent_and_one_for_each_language() -> None:
    folders = [path.split("/")[0:2] for path, _ in FILE.findall(GUIDE)]
    assert folders == [["intents", "deals"], ["training_data", "en"], ["training_data", "ru"]]


def test_the_intent_of_the_guide_has_nothing_to_mend(project: Path) -> None:
    assert examine(project / "intents") == ()


@pytest.mark.timeout(300)
def test_the_question_of_the_guide_gets_its_answer_from_the_portal(office: AtWork) -> None:
    (question,) = QUESTION.findall(GUIDE)
    for login, asked, told in (
        ("anna", question, ["quiet deal", " · quiet for ", "/crm/deal/details/"]),
        ("anna", "/quiet", ["quiet deal", " · quiet for "]),
        ("ivan", "по каким сделкам тишина", ["Без движения: ", " · дней без движения: "]),
    ):
        answer = office.answer(login, "bot", office.write(login, asked, "bot"))
        for text in told:
            assert text in answer["text"], answer["text"]
        assert {"All open deals", "Все открытые сделки"} & {key.get("TEXT") for key in answer["keyboard"]}
