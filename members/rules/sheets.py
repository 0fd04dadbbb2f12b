"""What the words in a line of an imported directory mean."""

from crm_portal.core.access import Role

# Folded: small letters without accents.
ROLES = {
    "focal_point": Role.FOCAL_POINT,
    "focal point": Role.FOCAL_POINT,
    "punto focal": Role.FOCAL_POINT,
    "persona enlace": Role.FOCAL_POINT,
    "liaison_officer": Role.LIAISON_OFFICER,
    "liaison officer": Role.LIAISON_OFFICER,
    "funcionario de enlace": Role.LIAISON_OFFICER,
    "funcionaria de enlace": Role.LIAISON_OFFICER,
    "oficial de enlace": Role.LIAISON_OFFICER,
    "vice_minister": Role.VICE_MINISTER,
    "vice-minister": Role.VICE_MINISTER,
    "vice minister": Role.VICE_MINISTER,
    "viceministro": Role.VICE_MINISTER,
    "viceministra": Role.VICE_MINISTER,
    "director_migration": Role.DIRECTOR_MIGRATION,
    "director of migration": Role.DIRECTOR_MIGRATION,
    "director de migracion": Role.DIRECTOR_MIGRATION,
    "directora de migracion": Role.DIRECTOR_MIGRATION,
    "director_consular": Role.DIRECTOR_CONSULAR,
    "director of consular affairs": Role.DIRECTOR_CONSULAR,
    "director de asuntos consulares": Role.DIRECTOR_CONSULAR,
    "directora de asuntos consulares": Role.DIRECTOR_CONSULAR,
    "secretariat": Role.SECRETARIAT,
    "officer of the secretariat": Role.SECRETARIAT,
    "secretaria": Role.SECRETARIAT,
}
LANGUAGES = {
    "": "es",
    "es": "es",
    "espanol": "es",
    "spanish": "es",
    "en": "en",
    "ingles": "en",
    "english": "en",
}
ANSWERS = {
    **dict.fromkeys(("", "no", "0", "false", "titular"), False),
    **dict.fromkeys(("si", "yes", "x", "1", "true", "suplente", "alternate"), True),
}
