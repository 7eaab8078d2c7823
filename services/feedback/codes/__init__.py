"""The code lists of feedback, with their labels in Kazakh, Russian, Mongolian and English."""
