"""Code lists of cases. Reasons are codes here, never free text: what people write is sealed."""

KINDS_OF_CASES = {
    "idea": {"kk": "Ұсыныс", "ru": "Предложение", "mn": "Санал", "en": "Idea"},
    "complaint": {"kk": "Шағым", "ru": "Жалоба", "mn": "Гомдол", "en": "Complaint"},
    "appreciation": {"kk": "Алғыс", "ru": "Благодарность", "mn": "Талархал", "en": "Appreciation"},
    "question": {"kk": "Сұрақ", "ru": "Вопрос", "mn": "Асуулт", "en": "Question"},
}

INTAKE_KINDS = {
    **KINDS_OF_CASES,
    "abuse": {
        "kk": "Қысым, зорлық немесе қанау",
        "ru": "Жестокое обращение, насилие или эксплуатация",
        "mn": "Хүчирхийлэл, дарамт, мөлжлөг",
        "en": "Abuse, violence or exploitation",
    },
}

CHANNELS = {
    "web": {"kk": "Веб-сайт", "ru": "Сайт", "mn": "Вэб", "en": "Web"},
    "sms": {"kk": "SMS", "ru": "SMS", "mn": "Мессеж", "en": "SMS"},
    "voice_note": {"kk": "Дауыстық хабарлама", "ru": "Голосовое сообщение", "mn": "Дуут мессеж", "en": "Voice note"},
    "paper": {"kk": "Қағаз", "ru": "На бумаге", "mn": "Цаасаар", "en": "Paper"},
    "phone": {"kk": "Телефон", "ru": "Телефон", "mn": "Утас", "en": "Phone"},
    "meeting": {"kk": "Жиналыс", "ru": "Собрание", "mn": "Хурал", "en": "Meeting"},
}

IDENTITIES = {
    "named": {"kk": "Атымен", "ru": "С именем", "mn": "Нэрээ илэрхийлсэн", "en": "Named"},
    "confidential": {"kk": "Құпия", "ru": "Конфиденциально", "mn": "Нууцалсан", "en": "Confidential"},
    "anonymous": {"kk": "Анонимді", "ru": "Анонимно", "mn": "Нэргүй", "en": "Anonymous"},
}

ABOUT = {
    "learner": {"kk": "Білім алушы", "ru": "Учащийся", "mn": "Суралцагч", "en": "A learner"},
    "partner": {"kk": "Серіктес", "ru": "Партнер", "mn": "Түнш", "en": "A partner"},
    "facilitator": {"kk": "Жүргізуші", "ru": "Ведущий занятий", "mn": "Сургагч багш", "en": "A facilitator"},
    "volunteer": {"kk": "Ерікті", "ru": "Волонтер", "mn": "Сайн дурын ажилтан", "en": "A volunteer"},
    "center_manager": {
        "kk": "Орталық жетекшісі",
        "ru": "Руководитель центра",
        "mn": "Төвийн эрхлэгч",
        "en": "The center's manager",
    },
    "committee_member": {"kk": "Комитет мүшесі", "ru": "Член комитета", "mn": "Хорооны гишүүн", "en": "A committee member"},
    "district_officer": {
        "kk": "Аудан қызметкері",
        "ru": "Сотрудник района",
        "mn": "Сум, дүүргийн ажилтан",
        "en": "An officer of the district",
    },
    "regional_officer": {
        "kk": "Облыс қызметкері",
        "ru": "Сотрудник области",
        "mn": "Аймаг, нийслэлийн ажилтан",
        "en": "An officer of the region",
    },
    "ministry_officer": {
        "kk": "Министрлік қызметкері",
        "ru": "Сотрудник министерства",
        "mn": "Яамны ажилтан",
        "en": "An officer of the ministry",
    },
}

SCOPE_REASONS = {
    "not_about_learning": {
        "kk": "Оқу орталықтарына қатысы жоқ",
        "ru": "Не касается учебных центров",
        "mn": "Сургалтын төвд хамаарахгүй",
        "en": "Not about learning centers",
    },
    "another_authority": {
        "kk": "Басқа органның құзыретінде",
        "ru": "В ведении другого органа",
        "mn": "Өөр байгууллагын эрх хэмжээ",
        "en": "For another authority to decide",
    },
    "before_a_court": {
        "kk": "Сот қарауында",
        "ru": "Рассматривается судом",
        "mn": "Шүүхээр хянагдаж байна",
        "en": "Before a court",
    },
    "nothing_to_act_on": {
        "kk": "Мазмұны түсініксіз",
        "ru": "Содержание неясно",
        "mn": "Агуулга тодорхойгүй",
        "en": "Nothing in it that can be acted on",
    },
}

WITHDRAWAL_REASONS = {
    "settled": {"kk": "Мәселе шешілді", "ru": "Вопрос решен", "mn": "Асуудал шийдэгдсэн", "en": "It has been settled"},
    "changed_mind": {"kk": "Ойын өзгертті", "ru": "Передумал", "mn": "Бодлоо өөрчилсөн", "en": "Changed their mind"},
    "afraid": {
        "kk": "Салдарынан қорқады",
        "ru": "Боится последствий",
        "mn": "Үр дагавраас эмээсэн",
        "en": "Afraid of what may follow",
    },
    "not_said": {"kk": "Айтылмаған", "ru": "Не указано", "mn": "Хэлээгүй", "en": "Not said"},
}

REFERRALS = {
    "police": {"kk": "Полиция", "ru": "Полиция", "mn": "Цагдаа", "en": "Police"},
    "child_protection": {"kk": "Бала құқығын қорғау", "ru": "Защита детей", "mn": "Хүүхэд хамгаалал", "en": "Child protection"},
    "health": {"kk": "Денсаулық сақтау", "ru": "Здравоохранение", "mn": "Эрүүл мэндийн байгууллага", "en": "Health service"},
    "shelter": {"kk": "Дағдарыс орталығы", "ru": "Кризисный центр", "mn": "Хамгаалах байр", "en": "Shelter or crisis center"},
    "social_protection": {
        "kk": "Әлеуметтік қорғау",
        "ru": "Социальная защита",
        "mn": "Нийгмийн хамгаалал",
        "en": "Social protection",
    },
    "labor_inspection": {
        "kk": "Еңбек инспекциясы",
        "ru": "Трудовая инспекция",
        "mn": "Хөдөлмөрийн хяналт",
        "en": "Labor inspection",
    },
    "ombudsperson": {"kk": "Омбудсмен", "ru": "Омбудсмен", "mn": "Омбудсмен", "en": "Ombudsperson"},
    "local_government": {"kk": "Әкімдік", "ru": "Акимат", "mn": "Нутгийн захиргаа", "en": "Local government"},
    "other": {"kk": "Басқа", "ru": "Другое", "mn": "Бусад", "en": "Other"},
}

REFERRAL_GROUNDS = {
    "consent": {"kk": "Адамның келісімі", "ru": "Согласие человека", "mn": "Хүний зөвшөөрөл", "en": "The person's consent"},
    "legal_duty_explained": {
        "kk": "Алдымен түсіндірілген заңды міндет",
        "ru": "Заранее разъясненная обязанность по закону",
        "mn": "Урьдчилан тайлбарласан хуулийн үүрэг",
        "en": "A legal duty, explained first",
    },
}

EXTENSION_REASONS = {
    "complex": {"kk": "Іс күрделі", "ru": "Дело сложное", "mn": "Хэрэг төвөгтэй", "en": "The case is complex"},
    "waiting_for_others": {
        "kk": "Басқалардың жауабы күтілуде",
        "ru": "Ожидается ответ других",
        "mn": "Бусдын хариуг хүлээж байна",
        "en": "Others have to answer first",
    },
    "people_away": {
        "kk": "Адамдар жайлауда не сапарда",
        "ru": "Люди на кочевке или в отъезде",
        "mn": "Хүмүүс отор, аянд яваа",
        "en": "People are with the herds or traveling",
    },
    "place_cut_off": {"kk": "Жол жабық", "ru": "Место отрезано непогодой", "mn": "Зам хаагдсан", "en": "The place is cut off"},
}

REOPENING_REASONS = {
    "not_satisfied": {
        "kk": "Адам қанағаттанбады",
        "ru": "Человек не удовлетворен",
        "mn": "Сэтгэл ханамжгүй",
        "en": "The person is not satisfied",
    },
    "new_facts": {"kk": "Жаңа мәліметтер", "ru": "Новые обстоятельства", "mn": "Шинэ нөхцөл байдал", "en": "New facts"},
    "not_carried_out": {
        "kk": "Уәде орындалмады",
        "ru": "Обещанное не выполнено",
        "mn": "Амласнаа биелүүлээгүй",
        "en": "What was promised was not done",
    },
}

CORRECTION_REASONS = {
    "misread": {"kk": "Қате оқылды", "ru": "Неверно понято", "mn": "Буруу ойлгосон", "en": "Misread"},
    "mistyped": {"kk": "Қате терілді", "ru": "Опечатка", "mn": "Буруу бичсэн", "en": "Mistyped"},
    "new_facts": REOPENING_REASONS["new_facts"],
}

CLOSING_REASONS = {
    "satisfied": {"kk": "Қанағаттанды", "ru": "Удовлетворен", "mn": "Сэтгэл ханамжтай", "en": "Satisfied"},
    "not_satisfied": {"kk": "Қанағаттанбады", "ru": "Не удовлетворен", "mn": "Сэтгэл ханамжгүй", "en": "Not satisfied"},
    "no_reply": {"kk": "Жауап болмады", "ru": "Нет ответа", "mn": "Хариу ирээгүй", "en": "No reply"},
    "thanked": {"kk": "Алғысқа жауап берілді", "ru": "Поблагодарили", "mn": "Талархал хүлээн авсан", "en": "Thanked"},
    "seen_through": {
        "kk": "Соңына дейін жеткізілді",
        "ru": "Доведено до конца",
        "mn": "Эцэслэн шийдвэрлэсэн",
        "en": "Seen through to the end",
    },
}

PURPOSES = {
    "handling": {"kk": "Істі қарау", "ru": "Рассмотрение дела", "mn": "Хэргийг хянах", "en": "Dealing with the case"},
    "answering": {"kk": "Адамға жауап беру", "ru": "Ответ человеку", "mn": "Хүнд хариу өгөх", "en": "Answering the person"},
    "appeal": {
        "kk": "Шағымды қайта қарау",
        "ru": "Рассмотрение апелляции",
        "mn": "Давж заалдахыг хянах",
        "en": "Deciding an appeal",
    },
    "audit": {"kk": "Тексеру", "ru": "Проверка", "mn": "Хяналт шалгалт", "en": "Audit"},
    "legal_duty": {"kk": "Заңды міндет", "ru": "Обязанность по закону", "mn": "Хуулийн үүрэг", "en": "A legal duty"},
}

FACES = {
    "1": {"kk": "Өте нашар", "ru": "Очень плохо", "mn": "Маш муу", "en": "Very bad"},
    "2": {"kk": "Нашар", "ru": "Плохо", "mn": "Муу", "en": "Bad"},
    "3": {"kk": "Орташа", "ru": "Средне", "mn": "Дунд", "en": "So-so"},
    "4": {"kk": "Жақсы", "ru": "Хорошо", "mn": "Сайн", "en": "Good"},
    "5": {"kk": "Өте жақсы", "ru": "Очень хорошо", "mn": "Маш сайн", "en": "Very good"},
}
