"""The people of the company: the departments, their heads, and the fixed logins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.sandbox.company import names
from assistant.sandbox.company.records import Department, User

if TYPE_CHECKING:
    from random import Random

    from assistant.sandbox.company.company import Company

MANAGEMENT, SALES, SALES_EAST, IT, BACK_OFFICE, LOGISTICS = 1, 2, 3, 4, 5, 6
SELLING = frozenset({SALES, SALES_EAST})
DOMAIN = "nordlicht.example"

FIXED = (
    User(1, "admin", "Petra", "Lang", "F", "Administrator", (MANAGEMENT,), "", "", "en", admin=True),
    User(2, "anna", "Anna", "Becker", "F", "Sales manager", (SALES,), "", "Europe/Berlin", "en"),
    User(3, "ivan", "Иван", "Орлов", "M", "Менеджер по продажам", (SALES_EAST,), "", "Europe/Moscow", "ru"),
    User(4, "olga", "Olga", "Sergeeva", "F", "Head of sales", (SALES,), "", "", "en"),
    User(5, "max", "Max", "Lindner", "M", "IT support engineer", (IT,), "", "", "en"),
)
LOGINS = ("anna", "ivan", "olga", "max", "admin")
"""The people whose logins never change."""
OTHERS = [SALES] * 8 + [SALES_EAST] * 8 + [IT] * 6 + [BACK_OFFICE] * 6 + [LOGISTICS] * 7
PEOPLE = len(FIXED) + len(OTHERS)
"""Usually; more are all sellers."""
POSITIONS = {
    SALES: "Sales manager",
    SALES_EAST: "Менеджер по продажам",
    IT: "IT support engineer",
    BACK_OFFICE: "Accountant",
    LOGISTICS: "Warehouse clerk",
}


def add_people(company: Company, random: Random, today: date, count: int = PEOPLE) -> None:
    """Fill the tables of departments and users; today is Max's birthday and somebody's first day."""
    people = [replace(user) for user in FIXED]
    others = OTHERS + [(SALES, SALES_EAST)[number % 2] for number in range(count - PEOPLE)]
    people += [_person(number, department, random) for number, department in enumerate(others, start=len(FIXED) + 1)]
    for user in people:
        user.email = f"{user.login}@{DOMAIN}"
        user.work_phone = f"+49 30 5550 {user.id:03d}"
        user.mobile = (
            f"+49 151 5550{user.id:04d}"
            if user.language == "en"
            else f"+7 916 555-{user.id // 100:02d}-{user.id % 100:02d}"
        )
        user.inner_phone = str(100 + user.id)
        user.birthday = date(random.randint(1965, 2000), random.randint(1, 12), random.randint(1, 28))
        user.registered = today - timedelta(days=97 * (count - user.id))
        company.users[user.id] = user
    max_, newest = people[4], people[-2]
    # In a leap year, for every day has to be one.
    max_.birthday, newest.registered = date(1988, today.month, today.day), today
    # One who left: accounts stay, rows may still be theirs.
    people[-1].active = False
    heads = {
        number: next(u for u in people[len(FIXED) :] if number in u.departments)
        for number in (SALES_EAST, IT, BACK_OFFICE)
    }
    heads[SALES_EAST].position = "Руководитель отдела"
    heads[IT].position = "Head of IT"
    heads[BACK_OFFICE].position = "Office manager"
    for department in (
        Department(MANAGEMENT, "Nordlicht Handel GmbH", 0, people[0].id),
        Department(SALES, "Sales", MANAGEMENT, people[3].id),
        Department(SALES_EAST, "Отдел продаж Восток", SALES, heads[SALES_EAST].id),
        Department(IT, "IT", MANAGEMENT, heads[IT].id),
        Department(BACK_OFFICE, "Back office", MANAGEMENT, heads[BACK_OFFICE].id),
        # Nobody heads logistics: whoever looks for a manager there has to go to the parent.
        Department(LOGISTICS, "Logistics", MANAGEMENT, 0),
    ):
        company.departments[department.id] = department


def _person(number: int, department: int, random: Random) -> User:
    gender = random.choice("MF")
    if department == SALES_EAST:
        name = random.choice(names.FIRST_RU[gender])
        last = random.choice(names.LAST_RU)
        last = names.feminine(last) if gender == "F" else last
        language, zone = "ru", "Europe/Moscow"
    else:
        name, last = random.choice(names.FIRST_EN[gender]), random.choice(names.LAST_EN)
        language, zone = "en", ""
    login = f"{names.latin(name)}.{names.latin(last)}{number}"
    return User(number, login, name, last, gender, POSITIONS[department], (department,), "", zone, language)
