"""Code lists of meetings and decisions."""

SEXES = {
    "female": {"kk": "Әйел", "ru": "Женщины", "mn": "Эмэгтэй", "en": "Female"},
    "male": {"kk": "Ер", "ru": "Мужчины", "mn": "Эрэгтэй", "en": "Male"},
    "not_stated": {"kk": "Көрсетілмеген", "ru": "Не указано", "mn": "Заагаагүй", "en": "Not stated"},
}

CONCERNS = {
    "program": {"kk": "Бағдарлама", "ru": "Программа", "mn": "Хөтөлбөр", "en": "Program"},
    "plan": {"kk": "Жоспар", "ru": "План", "mn": "Төлөвлөгөө", "en": "Plan"},
    "budget": {"kk": "Бюджет", "ru": "Бюджет", "mn": "Төсөв", "en": "Budget"},
    "agreement": {"kk": "Келісім", "ru": "Соглашение", "mn": "Гэрээ", "en": "Agreement"},
    "manager": {"kk": "Орталық жетекшісі", "ru": "Руководитель центра", "mn": "Төвийн эрхлэгч", "en": "Manager of the center"},
    "review": {"kk": "Шолу", "ru": "Обзор", "mn": "Тойм үнэлгээ", "en": "Review"},
    "merger": {"kk": "Біріктіру", "ru": "Объединение", "mn": "Нэгтгэл", "en": "Merger"},
    "closure": {"kk": "Жабу", "ru": "Закрытие", "mn": "Хаалт", "en": "Closure"},
    "need": {"kk": "Қажеттілік", "ru": "Потребность", "mn": "Хэрэгцээ", "en": "Need"},
}
