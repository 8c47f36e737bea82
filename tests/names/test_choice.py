"""Which record is meant by a name as people write it in a message."""

import pytest

from assistant.names import Certain, Doubtful, Nothing, Ranked, candidates, choice


def chosen(asked: str, *records: str) -> Certain[str] | Doubtful[str] | Nothing:
    return choice(candidates(asked, records, str))


@pytest.mark.parametrize(
    ("asked", "meant", "others"),
    [
        # cases
        ("по Ромашке", "ООО «Ромашка»", ("ООО «Василёк»", "Рома и сыновья")),
        ("ромашкой", "ООО «Ромашка»", ("ООО «Василёк»",)),
        ("у Иванова Сергея", "Иванов Сергей Петрович", ("Иванова Светлана", "Ивановский Сергей")),
        ("с Петровой Анной", "Петрова Анна Сергеевна", ("Петров Антон", "Анна Сидорова")),
        ("Северных зорь", "ГК «Северные зори»", ("Северный ветер",)),
        ("про Стройинвест", "СтройИнвест", ("Стройсервис", "Инвест Банк")),
        ("газпромом", "ПАО «Газпром»", ("Газпромбанк",)),
        ("с Павлом", "Павел Ким", ("Павлов Иван", "Полина Ким")),
        ("льва толстого", "Лев Толстой", ("Леонид Толстых",)),
        ("Высоцкой", "Высоцкая Марина", ("Выготский Лев",)),
        ("Новикова Игоря", "Игорь Новиков", ("Игорь Новик", "Новикова Инна")),
        # misspelt
        ("ромошка", "Ромашка", ("Рубашка",)),
        ("Стройинвэст", "СтройИнвест", ("Стройсервис",)),
        ("Кузнцов Андрей", "Кузнецов Андрей", ("Кузьмин Андрей",)),
        ("Micorsoft", "Microsoft Corp", ("Micron",)),
        # in other letters
        ("romashka", "ООО «Ромашка»", ("ООО «Роман»",)),
        ("romashke", "ООО «Ромашка»", ("ООО «Роман»",)),
        ("Iwanow Pjotr", "Иванов Пётр", ("Иванов Павел",)),
        ("Shchukin", "Щукин Олег", ("Шукшин Олег",)),
        ("Yuliya Zhukova", "Жукова Юлия", ("Жуков Юрий", "Юлия Чукова")),
        ("Kuznetsov", "Кузнецов А. В.", ("Кузьмин А. В.",)),
        ("Семёнов", "Semenov Alexey", ("Simonov Alexey",)),
        ("газпром", "Gazprom", ("Gazelle",)),
        ("Мюллер", "Müller GmbH", ("Miller Ltd",)),
        ("Mueller", "Müller GmbH", ("Miller Ltd",)),
        ("Майкрософт", "Microsoft", ("Mikron",)),
        # short first names, patronymics, initials, word order
        ("Саша Иванов", "Иванов Александр", ("Иванов Сергей", "Иванов Антон")),
        ("с Аней Петровой", "Анна Петрова", ("Алина Петрова",)),
        ("Bob Smith", "Robert Smith", ("Barbara Smith", "Smith & Sons Ltd")),
        ("Иваныч Иван", "Иван Иванович Сидоров", ("Иван Петрович Сидоров",)),
        ("Сидоров И.И.", "Сидоров Иван Ильич", ("Сидоров Пётр Ильич",)),
        ("Сидоров Иван Ильич", "Сидоров И. И.", ("Сидоров П. И.",)),
        ("И. Сидоров", "Сидоров Иван", ("Сидоров Олег",)),
        ("Kate Brown", "Brown, Catherine", ("Karl Brown",)),
        # legal forms, quotes, apart and together
        ("ромашка", 'Общество с ограниченной ответственностью "Ромашка"', ("ООО Роман",)),
        ("ООО Ромашка", "ООО «Ромашка»", ("АО «Ромашка»",)),
        ("Siemens", "SIEMENS AG", ("Simens Partner",)),
        ("Pirelli", "Pirelli & C. S.p.A.", ("Pirate Ltd",)),
        ("acme's", "Acme, Inc.", ("Apex, Inc.",)),
        ("строй инвест", "СтройИнвест", ("Инвест Банк", "Строй Маркет")),
        ("стройинвест", "Строй-Инвест", ("Стройсервис",)),
        ("клиент Вектор", "Вектор", ("Виктор",)),
        ("кока кола", "Coca-Cola HBC", ("Кола-Инвест",)),
        # numbers
        ("Сервис 24", "Сервис 24", ("Сервис 42", "Сервис")),
        ("школа 7", "Школа № 7", ("Школа № 17",)),
    ],
)
def test_the_record_that_is_meant_is_certain(asked: str, meant: str, others: tuple[str, ...]) -> None:
    assert chosen(asked, *others, meant) == Certain(meant)


@pytest.mark.parametrize(
    ("asked", "records"),
    [
        ("Иванов", ("Иванов Иван", "Иванов Пётр")),
        ("с Анной", ("Анна Петрова", "Анна Сидорова")),
        ("Анна Петрова", ("Анна Петрова", "Анна Петрова")),
        ("Петров", ("Петров", "Петров Иван Сергеевич")),
        ("у Иванова", ("Иванова Анна", "Иванов Сергей")),
        ("acme", ("Acme Corp", "Acme GmbH")),
        ("Слава Попов", ("Попов Вячеслав", "Попов Владислав")),
        ("Александр Попов", ("Попов Александр Юрьевич", "Попов Александр Ильич")),
        ("вектор", ("Вектор-Юг", "Вектор-Север")),
    ],
)
def test_a_near_tie_is_a_question(asked: str, records: tuple[str, ...]) -> None:
    answer = chosen(asked, *records)

    assert isinstance(answer, Doubtful)
    assert sorted(answer.records) == sorted(records)


def test_the_whole_name_of_a_company_wins_over_a_longer_name() -> None:
    assert chosen("ромашке", "Ромашка-Юг", "Ромашка") == Certain("Ромашка")


def test_a_part_of_the_only_name_is_enough() -> None:
    assert chosen("ромашке", "Ромашка-Юг", "Василёк") == Certain("Ромашка-Юг")


def test_the_legal_form_that_was_asked_decides() -> None:
    assert chosen("АО Ромашка", "ООО Ромашка", "АО Ромашка") == Certain("АО Ромашка")


def test_without_a_legal_form_two_firms_of_one_name_are_a_question() -> None:
    assert chosen("Ромашка", "ООО Ромашка", "АО Ромашка") == Doubtful(("ООО Ромашка", "АО Ромашка"))


def test_the_gender_of_the_form_decides_between_husband_and_wife() -> None:
    assert chosen("с Ивановой", "Иванов Сергей", "Иванова Анна") == Certain("Иванова Анна")


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ("Козлов", "Котлов Иван"),
        ("Иваков", "Иванов"),
        ("Мария Петрова", "Марина Петрова"),
        ("строй", "Стройинвест"),
        ("Петров Иван из Ромашки", "Петров Иван"),
    ],
)
def test_a_weak_likeness_is_offered_and_not_taken(asked: str, record: str) -> None:
    assert chosen(asked, record) == Doubtful((record,))


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ("Ромашка", "Василёк"),
        ("Иванов Пётр", "Сидоров Пётр"),
        ("Альфа 1", "Бета 1"),
        ("", "Ромашка"),
        ("!!!", "Ромашка"),
        ("Ромашка", ""),
    ],
)
def test_what_resembles_nothing_finds_nothing(asked: str, record: str) -> None:
    assert chosen(asked, record) == Nothing()


def test_no_more_than_five_records_are_offered() -> None:
    answer = chosen("Иванов", *(f"Иванов {first}" for first in ("Иван", "Пётр", "Олег", "Глеб", "Юрий", "Антон")))

    assert isinstance(answer, Doubtful)
    assert len(answer.records) == 5


def test_far_likenesses_are_not_offered_beside_near_ones() -> None:
    ranked = (Ranked("a", 97.0), Ranked("b", 95.0), Ranked("c", 64.0))

    assert choice(ranked) == Doubtful(("a", "b"))


def test_equal_candidates_keep_the_order_of_the_portal() -> None:
    ranked = candidates("Анна", ("Анна Я", "Анна А"), str)

    assert [one.record for one in ranked] == ["Анна Я", "Анна А"]


def test_records_of_any_type_are_ranked_by_their_key() -> None:
    records = ({"id": 1, "name": "Василёк"}, {"id": 2, "name": "Ромашка"})

    ranked = candidates("ромашки", records, lambda one: str(one["name"]))

    assert [one.record["id"] for one in ranked] == [2]
    assert 90 < ranked[0].score <= 100


def test_the_name_itself_scores_a_hundred() -> None:
    assert candidates("Ромашка", ("ООО «РОМАШКА»",), str)[0].score == 100.0
