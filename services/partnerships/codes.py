"""The code lists of partnerships, with their labels in Kazakh, Russian, Mongolian and English.

Organisation types and roles are those of IATI (https://codelists.codeforiati.org, OrganisationType and OrganisationRole),
sectors the purpose codes of the DAC (OECD), currencies those of ISO 4217 that people pay with.
"""

ORGANISATION_TYPES = {
    "10": {"kk": "Мемлекеттік орган", "ru": "Государственный орган", "mn": "Төрийн байгууллага", "en": "Government"},
    "11": {
        "kk": "Жергілікті мемлекеттік орган",
        "ru": "Местный орган власти",
        "mn": "Орон нутгийн төрийн байгууллага",
        "en": "Local government",
    },
    "15": {
        "kk": "Мемлекеттік сектордың басқа ұйымы",
        "ru": "Другая организация государственного сектора",
        "mn": "Төрийн салбарын бусад байгууллага",
        "en": "Other public sector",
    },
    "21": {
        "kk": "Халықаралық үкіметтік емес ұйым",
        "ru": "Международная неправительственная организация",
        "mn": "Олон улсын төрийн бус байгууллага",
        "en": "International NGO",
    },
    "22": {
        "kk": "Ұлттық үкіметтік емес ұйым",
        "ru": "Национальная неправительственная организация",
        "mn": "Үндэсний төрийн бус байгууллага",
        "en": "National NGO",
    },
    "23": {
        "kk": "Өңірлік үкіметтік емес ұйым",
        "ru": "Региональная неправительственная организация",
        "mn": "Бүс нутгийн төрийн бус байгууллага",
        "en": "Regional NGO",
    },
    "24": {
        "kk": "Серіктес елдің үкіметтік емес ұйымы",
        "ru": "Неправительственная организация страны-партнера",
        "mn": "Түнш орны төрийн бус байгууллага",
        "en": "Partner-country NGO",
    },
    "30": {
        "kk": "Мемлекеттік-жекешелік әріптестік",
        "ru": "Государственно-частное партнерство",
        "mn": "Төр, хувийн хэвшлийн түншлэл",
        "en": "Public-private partnership",
    },
    "40": {"kk": "Көпжақты ұйым", "ru": "Многосторонняя организация", "mn": "Олон талт байгууллага", "en": "Multilateral"},
    "60": {"kk": "Қор", "ru": "Фонд", "mn": "Сан", "en": "Foundation"},
    "70": {"kk": "Жеке сектор", "ru": "Частный сектор", "mn": "Хувийн хэвшил", "en": "Private sector"},
    "80": {
        "kk": "Білім беру, оқыту және зерттеу ұйымы",
        "ru": "Образовательная, учебная или научная организация",
        "mn": "Боловсрол, сургалт, судалгааны байгууллага",
        "en": "Academic, training and research",
    },
    "90": {"kk": "Басқа", "ru": "Другая", "mn": "Бусад", "en": "Other"},
}

ROLES = {
    "1": {"kk": "Қаржыландырушы", "ru": "Финансирующая", "mn": "Санхүүжүүлэгч", "en": "Funding"},
    "2": {"kk": "Есеп беруші", "ru": "Подотчетная", "mn": "Хариуцлага хүлээгч", "en": "Accountable"},
    "3": {"kk": "Қаражатты жеткізуші", "ru": "Передающая средства", "mn": "Дамжуулан хүргэгч", "en": "Extending"},
    "4": {"kk": "Іске асырушы", "ru": "Исполняющая", "mn": "Хэрэгжүүлэгч", "en": "Implementing"},
}

SECTORS = {
    "11230": {
        "kk": "Ересектерге арналған негізгі өмірлік дағдылар",
        "ru": "Базовые жизненные навыки взрослых",
        "mn": "Насанд хүрэгчдийн амьдрах ухааны суурь чадвар",
        "en": "Basic life skills for adults",
    },
    "11231": {
        "kk": "Жастарға арналған негізгі өмірлік дағдылар",
        "ru": "Базовые жизненные навыки молодежи",
        "mn": "Залуучуудын амьдрах ухааны суурь чадвар",
        "en": "Basic life skills for youth",
    },
    "11232": {
        "kk": "Ересектерге арналған бастауыш білімге теңестірілген оқыту",
        "ru": "Обучение взрослых в объеме начального образования",
        "mn": "Насанд хүрэгчдэд зориулсан бага боловсролтой дүйцэх сургалт",
        "en": "Primary education equivalent for adults",
    },
    "11330": {"kk": "Кәсіптік оқыту", "ru": "Профессиональное обучение", "mn": "Мэргэжлийн сургалт", "en": "Vocational training"},
    "16066": {"kk": "Мәдениет", "ru": "Культура", "mn": "Соёл", "en": "Culture"},
}

PARTIES = {
    "center": {"kk": "Орталық", "ru": "Центр", "mn": "Төв", "en": "Center"},
    "area": {"kk": "Аумақ", "ru": "Территория", "mn": "Нутаг дэвсгэр", "en": "Area"},
    "ministry": {"kk": "Министрлік", "ru": "Министерство", "mn": "Яам", "en": "Ministry"},
}

RESOURCES = {
    "cash": {"kk": "Ақша", "ru": "Деньги", "mn": "Мөнгө", "en": "Cash"},
    "goods": {"kk": "Тауарлар мен жабдықтар", "ru": "Товары и оборудование", "mn": "Бараа, тоног төхөөрөмж", "en": "Goods"},
    "labor_hours": {"kk": "Еңбек сағаттары", "ru": "Часы труда", "mn": "Хөдөлмөрийн цаг", "en": "Labor hours"},
    "venue": {"kk": "Орынжай", "ru": "Помещение", "mn": "Байр", "en": "Venue"},
    "training": {"kk": "Оқыту", "ru": "Обучение", "mn": "Сургалт", "en": "Training"},
}

UNITS = {
    "piece": {"kk": "дана", "ru": "штука", "mn": "ширхэг", "en": "piece"},
    "set": {"kk": "жиынтық", "ru": "комплект", "mn": "иж бүрдэл", "en": "set"},
    "kilogram": {"kk": "килограмм", "ru": "килограмм", "mn": "килограмм", "en": "kilogram"},
    "liter": {"kk": "литр", "ru": "литр", "mn": "литр", "en": "liter"},
    "meter": {"kk": "метр", "ru": "метр", "mn": "метр", "en": "meter"},
    "square_meter": {"kk": "шаршы метр", "ru": "квадратный метр", "mn": "квадрат метр", "en": "square meter"},
    "cubic_meter": {"kk": "текше метр", "ru": "кубический метр", "mn": "куб метр", "en": "cubic meter"},
    "hour": {"kk": "сағат", "ru": "час", "mn": "цаг", "en": "hour"},
    "day": {"kk": "күн", "ru": "день", "mn": "өдөр", "en": "day"},
    "month": {"kk": "ай", "ru": "месяц", "mn": "сар", "en": "month"},
}

CURRENCIES = (
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD", "BND", "BOB",
    "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF",
    "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD",
    "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF",
    "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT",
    "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN",
    "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP",
    "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS",
    "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR",
    "ZMW", "ZWG",
)  # fmt: skip
