"""Code lists of needs: what a need is about, who raised it, and how it was heard."""

TOPICS = {
    "literacy": {"kk": "Сауаттылық", "ru": "Грамотность", "mn": "Бичиг үсэг", "en": "Literacy and numeracy"},
    "languages": {"kk": "Тілдер", "ru": "Языки", "mn": "Хэл", "en": "Languages"},
    "equivalency": {
        "kk": "Мектеп бағдарламасын аяқтау",
        "ru": "Завершение школьного образования",
        "mn": "Дүйцсэн боловсрол",
        "en": "Finishing school as an adult",
    },
    "work_skills": {"kk": "Еңбек дағдылары", "ru": "Трудовые навыки", "mn": "Хөдөлмөрийн ур чадвар", "en": "Work skills"},
    "income": {"kk": "Табыс табу", "ru": "Заработок", "mn": "Орлого нэмэгдүүлэх", "en": "Earning an income"},
    "digital": {"kk": "Цифрлық дағдылар", "ru": "Цифровые навыки", "mn": "Цахим ур чадвар", "en": "Digital skills"},
    "herding_and_farming": {
        "kk": "Мал және егін шаруашылығы",
        "ru": "Животноводство и земледелие",
        "mn": "Мал аж ахуй, газар тариалан",
        "en": "Herding and farming",
    },
    "health": {"kk": "Денсаулық", "ru": "Здоровье", "mn": "Эрүүл мэнд", "en": "Health"},
    "family": {
        "kk": "Отбасы және тәрбие",
        "ru": "Семья и воспитание",
        "mn": "Гэр бүл, хүүхэд хүмүүжил",
        "en": "Family and parenting",
    },
    "safety": {"kk": "Қауіпсіздік", "ru": "Безопасность", "mn": "Аюулгүй байдал", "en": "Safety"},
    "environment": {"kk": "Қоршаған орта", "ru": "Окружающая среда", "mn": "Байгаль орчин", "en": "Environment"},
    "citizenship": {
        "kk": "Азаматтық және құқық",
        "ru": "Гражданственность и права",
        "mn": "Иргэний боловсрол, эрх",
        "en": "Citizenship and rights",
    },
    "heritage": {"kk": "Мәдениет және мұра", "ru": "Культура и наследие", "mn": "Соёл, өв", "en": "Culture and heritage"},
    "access": {
        "kk": "Орталықтың қолжетімділігі",
        "ru": "Доступность центра",
        "mn": "Төвийн хүртээмж",
        "en": "Reaching and using the center",
    },
    "other": {"kk": "Басқа", "ru": "Другое", "mn": "Бусад", "en": "Other"},
}

GROUPS = {
    "women": {"kk": "Әйелдер", "ru": "Женщины", "mn": "Эмэгтэйчүүд", "en": "Women"},
    "men": {"kk": "Ерлер", "ru": "Мужчины", "mn": "Эрэгтэйчүүд", "en": "Men"},
    "youth": {"kk": "Жастар", "ru": "Молодежь", "mn": "Залуучууд", "en": "Young people"},
    "older": {"kk": "Егде адамдар", "ru": "Пожилые люди", "mn": "Ахмадууд", "en": "Older people"},
    "parents": {"kk": "Ата-аналар", "ru": "Родители", "mn": "Эцэг эхчүүд", "en": "Parents"},
    "herders": {"kk": "Малшылар", "ru": "Скотоводы", "mn": "Малчид", "en": "Herders"},
    "farmers": {"kk": "Диқандар", "ru": "Земледельцы", "mn": "Тариаланчид", "en": "Farmers"},
    "unemployed": {"kk": "Жұмыссыздар", "ru": "Безработные", "mn": "Ажилгүй иргэд", "en": "People without work"},
    "out_of_school": {
        "kk": "Мектептен тыс қалғандар",
        "ru": "Не посещающие школу",
        "mn": "Сургууль завсардсан хүмүүс",
        "en": "People out of school",
    },
    "language_minority": {
        "kk": "Тілдік азшылық",
        "ru": "Языковое меньшинство",
        "mn": "Хэлний цөөнх",
        "en": "Speakers of a minority language",
    },
    "functional_difficulty": {
        "kk": "Қызметтік қиындығы бар адамдар",
        "ru": "Люди с функциональными трудностями",
        "mn": "Үйл ажиллагааны бэрхшээлтэй хүмүүс",
        "en": "People with functional difficulties",
    },
    "migrants": {"kk": "Көшіп келгендер", "ru": "Переселенцы", "mn": "Шилжин ирэгчид", "en": "Newcomers"},
    "community": {"kk": "Бүкіл қауым", "ru": "Все сообщество", "mn": "Нийт иргэд", "en": "The whole community"},
    "unknown": {"kk": "Белгісіз", "ru": "Неизвестно", "mn": "Тодорхойгүй", "en": "Not known"},
}

NEED_CHANNELS = {
    "meeting": {"kk": "Жиналыс", "ru": "Собрание", "mn": "Хурал", "en": "Meeting"},
    "assessment": {
        "kk": "Бірлескен бағалау",
        "ru": "Совместная оценка",
        "mn": "Оролцооны үнэлгээ",
        "en": "Participatory assessment",
    },
    "survey": {"kk": "Сауалнама", "ru": "Опрос", "mn": "Санал асуулга", "en": "Survey"},
    "visit": {"kk": "Үйге бару", "ru": "Посещение", "mn": "Айлчлал", "en": "Visit"},
    "web": {"kk": "Веб-сайт", "ru": "Сайт", "mn": "Вэб", "en": "Web"},
    "sms": {"kk": "SMS", "ru": "SMS", "mn": "Мессеж", "en": "SMS"},
    "voice_note": {"kk": "Дауыстық хабарлама", "ru": "Голосовое сообщение", "mn": "Дуут мессеж", "en": "Voice note"},
    "paper": {"kk": "Қағаз", "ru": "На бумаге", "mn": "Цаасаар", "en": "Paper"},
    "phone": {"kk": "Телефон", "ru": "Телефон", "mn": "Утас", "en": "Phone"},
}
