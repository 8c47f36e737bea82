"""Clients: companies and their contacts, English and Russian ones, and the fixed Acme Corp and ООО «Ромашка»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.sandbox.company import names
from assistant.sandbox.company.people import SALES_EAST, SELLING
from assistant.sandbox.company.records import Company as Client
from assistant.sandbox.company.records import Contact

if TYPE_CHECKING:
    from random import Random

    from assistant.sandbox.company.company import Company

COMPANIES = 300
CONTACTS = 600
DAY = 86400
HISTORY_DAYS = 540

ACME, ROMASHKA = 1, 2
# Near-twins of the fixed clients, so that a name can be ambiguous.
FIXED = (
    ("Acme Corp", "anna", "acme.example", "+49 30 1234567"),
    ("ООО «Ромашка»", "ivan", "romashka.example", "+7 495 123-45-67"),
    ("Ромашка-Юг", "ivan", "romashka-yug.example", "+7 863 200-10-20"),
    ("Acme Logistics Ltd", "olga", "acme-logistics.example", "+44 20 7946 0018"),
)
FIXED_CONTACTS = (
    ("John", "Smith", "Head of purchasing", ACME, "anna", "+49 30 1234568", "john.smith@acme.example"),
    ("Mary", "Jones", "CFO", ACME, "anna", "+49 151 23456789", "mary.jones@acme.example"),
    ("Игорь", "Сомов", "Директор", ROMASHKA, "ivan", "+7 916 123-45-67", "somov@romashka.example"),
    ("Елена", "Белова", "Главный бухгалтер", ROMASHKA, "ivan", "8 (495) 123-45-68", "belova@romashka.example"),
    ("Ivan", "Petrov", "Engineer", ACME, "anna", "+49 30 1234569", "ivan.petrov@acme.example"),
)


def add_clients(company: Company, random: Random, midnight: int) -> None:
    """Fill the tables of companies and contacts; `midnight` begins the portal's today."""
    logins = {user.login: user.id for user in company.users.values()}
    sellers = [user for user in company.users.values() if SELLING.intersection(user.departments) and user.active]
    since = midnight - HISTORY_DAYS * DAY
    for number, (title, login, domain, phone) in enumerate(FIXED, start=1):
        company.companies.add(
            Client(number, title, "TRADE", logins[login], since, since, 0, [phone], [f"info@{domain}"])
        )
    for number in range(len(FIXED) + 1, COMPANIES + 1):
        seller = random.choice(sellers)
        title = _title(random, russian=SALES_EAST in seller.departments)
        created = since + random.randrange((HISTORY_DAYS - 1) * DAY)
        russian = SALES_EAST in seller.departments
        company.companies.add(
            Client(
                number,
                title,
                random.choice(names.INDUSTRIES),
                seller.id,
                created,
                created,
                0,
                [_phone(random, russian=russian)],
                [f"office@{names.latin(title)[:20] or 'client'}{number}.example"],
            )
        )
    for number, (name, last, post, client, login, phone, email) in enumerate(FIXED_CONTACTS, start=1):
        company.contacts.add(
            Contact(number, name, last, post, client, logins[login], since, since, 0, [phone], [email])
        )
    for number in range(len(FIXED_CONTACTS) + 1, CONTACTS + 1):
        company.contacts.add(_contact(number, company, random))


def _title(random: Random, *, russian: bool) -> str:
    if russian:
        core = random.choice(names.COMPANY_RU) + random.choice(("", "-", " ")) + random.choice(names.BUSINESS_RU)
        return f"{random.choice(names.LEGAL_RU)} «{core}»" if random.random() < 0.8 else core
    core = f"{random.choice(names.COMPANY_EN)} {random.choice(names.BUSINESS_EN)}"
    return f"{core} {random.choice(names.LEGAL_EN)}" if random.random() < 0.8 else core


def _phone(random: Random, *, russian: bool) -> str:
    if russian:
        start = random.choice(("+7", "8"))
        return f"{start} ({random.choice((495, 812, 863, 916))}) {random.randint(200, 999)}-{random.randint(10, 99)}-17"
    return f"+49 {random.choice((30, 40, 89))} {random.randint(1000000, 9999999)}"


def _contact(number: int, company: Company, random: Random) -> Contact:
    # Some people belong to no company, and some have no phone.
    client = company.companies.rows[random.randint(1, COMPANIES)] if random.random() < 0.9 else None
    seller = client.assigned_by if client else random.choice(list(company.companies)).assigned_by
    russian = SALES_EAST in company.users[seller].departments
    gender = random.choice("MF")
    if russian:
        name, last = random.choice(names.FIRST_RU[gender]), random.choice(names.LAST_RU)
        last = names.feminine(last) if gender == "F" else last
    else:
        name, last = random.choice(names.FIRST_EN[gender]), random.choice(names.LAST_EN)
    created = client.created if client else next(iter(company.companies)).created
    return Contact(
        number,
        name,
        last,
        random.choice(names.POST_RU if russian else names.POST_EN),
        client.id if client else 0,
        seller,
        created,
        created,
        0,
        [_phone(random, russian=russian)] if random.random() < 0.95 else [],
        [f"{names.latin(name)}.{names.latin(last)}{number}@mail.example"],
    )
