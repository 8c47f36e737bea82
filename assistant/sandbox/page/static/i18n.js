// The page's words in the language of the person.

const WORDS = {
  en: {
    chats: "Chats", newGroup: "New group", youAre: "You are", back: "Back", close: "Close", cancel: "Cancel",
    create: "Create", panel: "Behind the answer", skip: "To the message field", choices: "Suggestions",
    message: "Message", hint: "Message, or / for commands", hintOff: "The assistant has switched the input off",
    send: "Send", fixed: "Main characters", others: "Everybody else", changes: "What changed",
    calls: "REST calls of the last answer", deliveries: "Events to the assistant", groupName: "Name",
    members: "Members", noChanges: "Nothing yet. Deals, tasks and meetings that the assistant changes appear here.",
    noCalls: "No calls for the last answer.", noDeliveries: "No event has been sent yet.",
    noDialog: "Pick a chat on the left.", noBot: "No assistant yet", noBotHint: "Start the assistant and install it; it appears here by itself.",
    emptyBot: "Ask about deals, tasks, clients, or type / to see the commands.", emptyChat: "No messages yet.",
    edited: "edited", edit: "Edit", delete: "Delete", reply: "Reply", like: "Like", copied: "Copied",
    calling: "Calling", editing: "Editing your message", replying: "Reply to", typing: "is typing", you: "You",
    today: "Today", yesterday: "Yesterday", lost: "Connection lost, trying again", system: "System",
    read: "Read", sent: "Sent", noAnswer: "no answer", people: "members", ms: "ms", more: "more", done: "done",
    planned: "planned", open: "Open", assistant: "assistant", wholeDay: "all day", unread: "unread", record: "Record", noRecord: "There is nothing here, or you may not read it.", file: "File", actions: "Message actions",
    status: {
      THINKING: "is thinking", SEARCHING: "is searching", GENERATING: "is preparing the answer",
      ANALYZING: "is analysing the request", PROCESSING: "is processing data", TRANSLATING: "is translating",
      CONNECTING: "is connecting", CHECKING: "is checking data", CALCULATING: "is calculating",
      READING_DOCS: "is reading documents", COMPOSING: "is composing the answer",
    },
    kind: {
      deal: "Deal", contact: "Contact", company: "Company", task: "Task", person: "Person", calendar: "Calendar",
      "calendar.event": "Calendar event", activity: "Activity", "timeline.comment": "Comment", absence: "Absence", notify: "Notification",
    },
    act: { add: "added", update: "changed", delete: "deleted" },
    field: {
      stage: "Stage", amount: "Amount", company: "Company", contact: "Contact", responsible: "Responsible",
      close: "Closes", created: "Created", moved: "At this stage since", comments: "Comments", position: "Position",
      phone: "Phone", email: "E-mail", industry: "Industry", status: "Status", author: "Created by",
      deadline: "Deadline", closed: "Closed", description: "Description", tags: "Tags", department: "Department",
      zone: "Time zone", deals: "Deals", activities: "Activities", events: "Next two weeks",
    },
    choice: {
      "task.2": "Pending", "task.3": "In progress", "task.4": "Awaiting control", "task.5": "Done",
      "task.6": "Deferred",
    },
  },
  ru: {
    chats: "Чаты", newGroup: "Новая группа", youAre: "Вы", back: "Назад", close: "Закрыть", cancel: "Отмена",
    create: "Создать", panel: "Что стоит за ответом", skip: "К полю сообщения", choices: "Подсказки",
    message: "Сообщение", hint: "Сообщение или / для команд", hintOff: "Ассистент отключил поле ввода",
    send: "Отправить", fixed: "Главные герои", others: "Все остальные", changes: "Что изменилось",
    calls: "Вызовы REST последнего ответа", deliveries: "События ассистенту", groupName: "Название",
    members: "Участники", noChanges: "Пока ничего. Здесь появятся сделки, задачи и встречи, которые изменит ассистент.",
    noCalls: "Для последнего ответа вызовов не было.", noDeliveries: "События ещё не отправлялись.",
    noDialog: "Выберите чат слева.", noBot: "Ассистента пока нет", noBotHint: "Запустите ассистента и установите его: он появится здесь сам.",
    emptyBot: "Спросите о сделках, задачах, клиентах или введите /, чтобы увидеть команды.", emptyChat: "Сообщений пока нет.",
    edited: "изменено", edit: "Изменить", delete: "Удалить", reply: "Ответить", like: "Нравится", copied: "Скопировано",
    calling: "Звоним", editing: "Изменение сообщения", replying: "Ответ:", typing: "печатает", you: "Вы",
    today: "Сегодня", yesterday: "Вчера", lost: "Связь потеряна, восстанавливаем", system: "Система",
    read: "Прочитано", sent: "Отправлено", noAnswer: "нет ответа", people: "участников", ms: "мс", more: "ещё", done: "сделано",
    planned: "план", open: "Открыть", assistant: "ассистент", wholeDay: "весь день", unread: "непрочитанных", record: "Запись", noRecord: "Здесь ничего нет, или вам нельзя это читать.", file: "Файл", actions: "Действия с сообщением",
    status: {
      THINKING: "размышляет", SEARCHING: "ищет информацию", GENERATING: "готовит ответ", ANALYZING: "разбирает запрос",
      PROCESSING: "обрабатывает данные", TRANSLATING: "переводит", CONNECTING: "подключается",
      CHECKING: "проверяет данные", CALCULATING: "считает", READING_DOCS: "читает документы", COMPOSING: "составляет ответ",
    },
    kind: {
      deal: "Сделка", contact: "Контакт", company: "Компания", task: "Задача", person: "Сотрудник",
      calendar: "Календарь", "calendar.event": "Событие", activity: "Дело", "timeline.comment": "Комментарий",
      absence: "Отсутствие", notify: "Уведомление",
    },
    act: { add: "создано", update: "изменено", delete: "удалено" },
    field: {
      stage: "Стадия", amount: "Сумма", company: "Компания", contact: "Контакт", responsible: "Ответственный",
      close: "Закрытие", created: "Создано", moved: "На этой стадии с", comments: "Комментарий", position: "Должность",
      phone: "Телефон", email: "Почта", industry: "Отрасль", status: "Статус", author: "Постановщик",
      deadline: "Срок", closed: "Закрыта", description: "Описание", tags: "Теги", department: "Отдел",
      zone: "Часовой пояс", deals: "Сделки", activities: "Дела", events: "Ближайшие две недели",
    },
    choice: {
      "task.2": "Ждёт выполнения", "task.3": "Выполняется", "task.4": "Ждёт контроля", "task.5": "Завершена",
      "task.6": "Отложена",
    },
  },
};

let language = "en";

export function speak(code) {
  language = WORDS[code] ? code : "en";
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
    node.title = t(node.dataset.tLabel);
  }
  for (const node of document.querySelectorAll("[data-t-hint]")) node.placeholder = t(node.dataset.tHint);
}

export function t(key, group) {
  const words = WORDS[language];
  return (group ? words[group][key] : words[key]) ?? key;
}

export const locale = () => (language === "ru" ? "ru-RU" : "en-GB");
