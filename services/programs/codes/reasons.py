"""Why something about a person ended or was changed. Of persons, events carry these codes and never free text."""

OTHER = {"kk": "Басқа себеп", "ru": "Другая причина", "mn": "Бусад шалтгаан", "en": "Another reason"}
MISTAKE = {"kk": "Қате енгізілген", "ru": "Внесено по ошибке", "mn": "Андуурч бүртгэсэн", "en": "Entered by mistake"}
MOVED_AWAY = {"kk": "Көшіп кетті", "ru": "Переезд", "mn": "Нүүсэн", "en": "Moved away"}

REFUSALS = {
    "no_place": {"kk": "Орын жоқ", "ru": "Нет мест", "mn": "Орон тоо дүүрсэн", "en": "No place"},
    "conditions_not_met": {
        "kk": "Қабылдау талаптарына сай емес",
        "ru": "Не соответствует условиям приема",
        "mn": "Элсэлтийн шаардлага хангаагүй",
        "en": "Conditions not met",
    },
    "other_program_fits": {
        "kk": "Басқа бағдарлама лайығырақ",
        "ru": "Лучше подходит другая программа",
        "mn": "Өөр хөтөлбөр илүү тохирно",
        "en": "Another program fits better",
    },
    "entered_by_mistake": MISTAKE,
    "other": OTHER,
}

WITHDRAWALS = {
    "moved_away": MOVED_AWAY,
    "work": {"kk": "Жұмысқа байланысты", "ru": "Из-за работы", "mn": "Ажлын шалтгаанаар", "en": "Work"},
    "family": {
        "kk": "Отбасы жағдайына байланысты",
        "ru": "По семейным обстоятельствам",
        "mn": "Гэр бүлийн шалтгаанаар",
        "en": "Family",
    },
    "health": {"kk": "Денсаулығына байланысты", "ru": "По здоровью", "mn": "Эрүүл мэндийн шалтгаанаар", "en": "Health"},
    "distance": {
        "kk": "Жол алыс немесе көлік жоқ",
        "ru": "Далеко или нет транспорта",
        "mn": "Хол, эсвэл унаа байхгүй",
        "en": "Distance or transport",
    },
    "season": {
        "kk": "Мал шаруашылығы немесе егін маусымы",
        "ru": "Сезон скотоводства или полевых работ",
        "mn": "Мал аж ахуй, тариалангийн улирал",
        "en": "Season of herding or farming",
    },
    "cost": {"kk": "Шығынға байланысты", "ru": "Из-за расходов", "mn": "Зардлын шалтгаанаар", "en": "Cost"},
    "lost_interest": {
        "kk": "Қызығушылығы жоғалды",
        "ru": "Потеря интереса",
        "mn": "Сонирхолгүй болсон",
        "en": "Lost interest",
    },
    "went_to_school": {
        "kk": "Мектепке немесе колледжге түсті",
        "ru": "Поступление в школу или колледж",
        "mn": "Сургууль, коллежид орсон",
        "en": "Went to school or college",
    },
    "found_work": {"kk": "Жұмыс тапты", "ru": "Нашел(а) работу", "mn": "Ажилд орсон", "en": "Found work"},
    "died": {"kk": "Қайтыс болды", "ru": "Смерть", "mn": "Нас барсан", "en": "Died"},
    "not_a_learner": {
        "kk": "Бір рет келген қонақ",
        "ru": "Разовый посетитель",
        "mn": "Нэг удаагийн зочин",
        "en": "Came only as a visitor",
    },
    "entered_by_mistake": MISTAKE,
    "other": OTHER,
}

TRANSFERS = {
    "another_time": {
        "kk": "Басқа уақыт қолайлы",
        "ru": "Удобнее другое время",
        "mn": "Өөр цаг тохиромжтой",
        "en": "Another time suits better",
    },
    "another_level": {
        "kk": "Басқа деңгей лайық",
        "ru": "Подходит другой уровень",
        "mn": "Өөр түвшин тохирно",
        "en": "Another level fits better",
    },
    "moved_away": MOVED_AWAY,
    "groups_rearranged": {
        "kk": "Топтар қайта құрылды",
        "ru": "Группы переформированы",
        "mn": "Бүлгүүдийг өөрчилсөн",
        "en": "Groups were rearranged",
    },
    "other": OTHER,
}

BY_RULE = {
    "offering_cancelled": {
        "kk": "Курс өткізілмейтін болды",
        "ru": "Курс отменен",
        "mn": "Сургалт цуцлагдсан",
        "en": "The offering was cancelled",
    },
    "offering_completed": {
        "kk": "Орын босамай, курс аяқталды",
        "ru": "Курс завершен до получения места",
        "mn": "Орон тоо гарахаас өмнө сургалт дууссан",
        "en": "The offering was completed before a place became free",
    },
    "learner_erased": {
        "kk": "Адамның деректері жойылды",
        "ru": "Данные человека удалены",
        "mn": "Хүний мэдээллийг устгасан",
        "en": "The learner was erased",
    },
    "consent_withdrawn": {
        "kk": "Келісім қайтарып алынды",
        "ru": "Согласие отозвано",
        "mn": "Зөвшөөрлөө буцаасан",
        "en": "Consent was withdrawn",
    },
}

ENDINGS = {**REFUSALS, **WITHDRAWALS, **TRANSFERS, **BY_RULE}

CORRECTIONS = {
    "wrong_entry": {"kk": "Қате жазылған", "ru": "Ошибка при записи", "mn": "Буруу бичсэн", "en": "Wrong entry"},
    "new_evidence": {
        "kk": "Жаңа құжат ұсынылды",
        "ru": "Представлен новый документ",
        "mn": "Шинэ баримт гарсан",
        "en": "New evidence",
    },
    "changed_since": {
        "kk": "Содан бері өзгерді",
        "ru": "Изменилось с тех пор",
        "mn": "Түүнээс хойш өөрчлөгдсөн",
        "en": "Changed since",
    },
    "learner_request": {
        "kk": "Адамның сұрауы бойынша",
        "ru": "По просьбе человека",
        "mn": "Хүний хүсэлтээр",
        "en": "The person asked for it",
    },
    "other": OTHER,
}

ERASURES = {
    "learner_request": {
        "kk": "Адамның сұрауы бойынша",
        "ru": "По просьбе человека",
        "mn": "Хүний хүсэлтээр",
        "en": "The person asked for it",
    },
    "retention_over": {
        "kk": "Сақтау мерзімі өтті",
        "ru": "Истек срок хранения",
        "mn": "Хадгалах хугацаа дууссан",
        "en": "The time of keeping is over",
    },
    "legal_order": {
        "kk": "Заң талабы бойынша",
        "ru": "По требованию закона",
        "mn": "Хуулийн шаардлагаар",
        "en": "A legal order",
    },
    "entered_by_mistake": MISTAKE,
}
