"""The registry's code lists, with their labels in Kazakh, Russian, Mongolian and English."""

HOST_TYPES = {
    "school": {"kk": "Мектеп", "ru": "Школа", "mn": "Сургууль", "en": "School"},
    "library": {"kk": "Кітапхана", "ru": "Библиотека", "mn": "Номын сан", "en": "Library"},
    "cultural_center": {"kk": "Мәдениет үйі", "ru": "Дом культуры", "mn": "Соёлын төв", "en": "Cultural center"},
    "museum": {"kk": "Мұражай", "ru": "Музей", "mn": "Музей", "en": "Museum"},
    "community_hall": {"kk": "Қоғамдық үй", "ru": "Общественный дом", "mn": "Иргэний танхим", "en": "Community hall"},
    "municipal_building": {
        "kk": "Әкімдік ғимараты",
        "ru": "Здание акимата",
        "mn": "Засаг даргын тамгын газрын байр",
        "en": "Municipal building",
    },
    "religious_building": {"kk": "Діни ғимарат", "ru": "Религиозное здание", "mn": "Шашны барилга", "en": "Religious building"},
    "ger": {"kk": "Киіз үй", "ru": "Юрта", "mn": "Гэр", "en": "Ger"},
    "own_building": {"kk": "Өз ғимараты", "ru": "Собственное здание", "mn": "Өөрийн байр", "en": "Own building"},
    "other": {"kk": "Басқа", "ru": "Другое", "mn": "Бусад", "en": "Other"},
}

CONNECTIVITY = {
    "none": {"kk": "Байланыс жоқ", "ru": "Нет связи", "mn": "Холболтгүй", "en": "None"},
    "mobile": {"kk": "Мобильді", "ru": "Мобильная", "mn": "Үүрэн холбоо", "en": "Mobile"},
    "dsl": {"kk": "DSL", "ru": "DSL", "mn": "DSL", "en": "DSL"},
    "fiber": {"kk": "Талшықты", "ru": "Оптоволокно", "mn": "Шилэн кабель", "en": "Fiber"},
    "satellite": {"kk": "Спутниктік", "ru": "Спутниковая", "mn": "Хиймэл дагуул", "en": "Satellite"},
    "other": {"kk": "Басқа", "ru": "Другая", "mn": "Бусад", "en": "Other"},
}
