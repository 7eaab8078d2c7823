"""What the command line says, in English, Kazakh, Russian and Mongolian."""

WORDS = {
    "reading": ("Reading", "Оқылуда", "Чтение", "Уншиж байна"),
    "importing": ("Importing", "Енгізілуде", "Загрузка", "Оруулж байна"),
    "refused": ("The file was refused.", "Файл қабылданбады.", "Файл не принят.", "Файлыг хүлээж авсангүй."),
    "rows": ("rows", "жолдар", "строк", "мөр"),
    "accepted": ("accepted", "қабылданды", "принято", "хүлээн авсан"),
    "unchanged": ("unchanged", "өзгеріссіз", "без изменений", "өөрчлөгдөөгүй"),
    "merged": ("merged", "біріктірілді", "объединено", "нэгтгэсэн"),
    "rejected": ("rejected", "қабылданбады", "отклонено", "татгалзсан"),
    "flagged": ("flagged", "белгіленді", "отмечено", "тэмдэглэсэн"),
    "row": ("Row", "Жол", "Строка", "Мөр"),
    "more": (
        "… and {count} more rejected rows; --mend FILE writes them all to a file.",
        "… және тағы {count} жол қабылданбады; --mend FILE олардың бәрін файлға жазады.",
        "… и ещё {count} отклонённых строк; --mend FILE запишет их все в файл.",
        "… мөн {count} мөр татгалзсан; --mend FILE бүгдийг файлд бичнэ.",
    ),
}
ORDER = ("en", "kk", "ru", "mn")


def word(name: str, language: str) -> str:
    """A word or sentence in a language."""
    return WORDS[name][ORDER.index(language)]
