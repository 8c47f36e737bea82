"""Word lists of the generator, English and Russian."""

FIRST_EN = {
    "M": ("Adam", "Ben", "Carl", "David", "Eric", "Frank", "George", "Henry", "Jonas", "Lukas", "Martin", "Noah",
          "Oliver", "Paul", "Robert", "Simon", "Thomas", "Victor", "William"),
    "F": ("Alice", "Bella", "Clara", "Diana", "Emma", "Fiona", "Grace", "Hannah", "Julia", "Laura", "Maria", "Nina",
          "Rachel", "Sarah", "Sophie", "Tina", "Vera", "Wendy"),
}  # fmt: skip
LAST_EN = (
    "Adams", "Bauer", "Carter", "Dietrich", "Evans", "Fischer", "Graham", "Hoffmann", "Ivers", "Jensen", "Keller",
    "Lambert", "Meyer", "Novak", "Olsen", "Parker", "Quinn", "Richter", "Schmidt", "Turner", "Vogel", "Weber", "Young",
)  # fmt: skip
FIRST_RU = {
    "M": ("Алексей", "Борис", "Виктор", "Григорий", "Дмитрий", "Егор", "Игорь", "Кирилл", "Михаил", "Николай", "Олег",
          "Павел", "Роман", "Сергей", "Тимур", "Фёдор"),
    "F": ("Алина", "Вера", "Галина", "Дарья", "Елена", "Ирина", "Ксения", "Любовь", "Мария", "Наталья", "Ольга",
          "Полина", "Светлана", "Татьяна", "Юлия"),
}  # fmt: skip
LAST_RU = (
    "Абрамов", "Белов", "Волков", "Громов", "Данилов", "Егоров", "Жуков", "Зайцев", "Ильин", "Козлов", "Лебедев",
    "Морозов", "Никитин", "Осипов", "Павлов", "Романов", "Сомов", "Тихонов", "Уваров", "Фомин", "Щукин",
)  # fmt: skip

COMPANY_EN = (
    "Alpine", "Baltic", "Blue River", "Bright", "Cedar", "Delta", "Eastgate", "Falcon", "Granite", "Harbour", "Iris",
    "Juniper", "Kestrel", "Lakeside", "Maple", "Nordwind", "Oakfield", "Pioneer", "Quartz", "Redwood", "Silverline",
    "Summit", "Tidewater", "Union", "Vertex", "Westport", "Yellowstone", "Zenith",
)  # fmt: skip
BUSINESS_EN = ("Logistics", "Foods", "Systems", "Trading", "Works", "Textiles", "Energy", "Print", "Motors", "Health")
LEGAL_EN = ("GmbH", "Ltd", "Inc", "AG", "SE", "LLC")
COMPANY_RU = (
    "Арбат", "Берёзка", "Вектор", "Горизонт", "Дубрава", "Заря", "Импульс", "Каскад", "Лотос", "Маяк", "Нева",
    "Орион", "Парус", "Родник", "Север", "Терем", "Урал", "Факел", "Чайка", "Эверест", "Юпитер", "Янтарь",
)  # fmt: skip
BUSINESS_RU = ("Сервис", "Трейд", "Строй", "Мебель", "Пром", "Снаб", "Авто", "Пласт", "Продукт", "Юг")
LEGAL_RU = ("ООО", "АО", "ИП", "ЗАО")
INDUSTRIES = ("IT", "TRADE", "MANUFACTURING", "LOGISTICS", "FINANCE", "OTHER")

POST_EN = ("Buyer", "CEO", "CFO", "Office manager", "Head of purchasing", "Engineer")
POST_RU = ("Закупщик", "Директор", "Главный бухгалтер", "Инженер", "Начальник отдела закупок")

GOODS_EN = ("licences", "service contract", "spare parts", "pilot project", "training", "office furniture", "rollout")
GOODS_RU = ("поставка", "лицензии", "сервисный договор", "запчасти", "пилотный проект", "обучение", "мебель")

TASKS_EN = (
    "Prepare the offer for {}", "Call {} about the invoice", "Send samples to {}", "Check the contract with {}",
    "Update the price list for {}", "Write the minutes of the meeting with {}",
)  # fmt: skip
TASKS_RU = (
    "Подготовить предложение для {}", "Позвонить в {} по счёту", "Отправить образцы в {}", "Проверить договор с {}",
    "Обновить прайс для {}", "Написать протокол встречи с {}",
)  # fmt: skip
CHORES_EN = (
    "Expense report", "Clean up the shared drive", "Order a new headset", "Plan the team lunch", "Review the handbook",
    "Inventory of the meeting room",
)  # fmt: skip
CHORES_RU = (
    "Авансовый отчёт", "Навести порядок на общем диске", "Заказать гарнитуру", "Обновить инструкцию",
    "Сверка остатков на складе",
)  # fmt: skip
MEETINGS_EN = ("Weekly sync", "One on one", "Pipeline review", "Demo", "Interview", "Planning", "Retrospective")
MEETINGS_RU = ("Планёрка", "Встреча один на один", "Обзор воронки", "Демонстрация", "Собеседование", "Ретроспектива")
ABSENCES = {
    "en": (("Vacation", "absent"), ("Sick leave", "absent"), ("Business trip", "absent")),
    "ru": (("Отпуск", "absent"), ("Больничный", "absent"), ("Командировка", "absent")),
}

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        ("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
         "h", "ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya"),
        strict=True,
    )
)  # fmt: skip


def latin(text: str) -> str:
    """Lower-case Latin letters and digits, for logins and addresses."""
    spelled = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    return "".join(letter for letter in spelled if letter.isascii() and letter.isalnum())


def feminine(last_name: str) -> str:
    """The form of a Russian surname that a woman bears."""
    return f"{last_name}а"
