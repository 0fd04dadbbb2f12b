"""The phrases of a deadline, in both languages, side by side and with the same places."""

PHRASES = {
    "es": {
        "until": "hasta {the} {clock} del {day}, hora de {city}",
        "same": ", igual que su hora",
        "elsewhere": " ({moment} en {city})",
        "short_same": ", igual que su hora",
        "seat_clock": "{city}, hora de la Secretaría",
        "reader_clock": "{city}, su hora",
        "closes_day": "Vence al terminar el {day}",
        "closed_day": "Venció al terminar el {day}",
        "closes_hour": "Vence el {day} a {the} {clock}",
        "closed_hour": "Venció el {day} a {the} {clock}",
        "day_one": "Queda 1 día hábil",
        "day_many": "Quedan {count} días hábiles",
        "civil_one": "Queda 1 día",
        "civil_many": "Quedan {count} días",
        "none_left_one": "Queda 1 día, no hábil en su país",
        "none_left_many": "Quedan {count} días, ninguno hábil en su país",
        "minute_less": "Queda menos de 1 min",
        "minute_one": "Queda 1 min",
        "minute_many": "Quedan {minutes} min",
        "hour_one": "Queda 1 h",
        "hour_many": "Quedan {hours} h",
        "hour_minute": "Quedan {hours} h {minutes:02} min",
        "ago_now": "Acaba de vencer",
        "ago_minute": "Venció hace 1 minuto",
        "ago_minutes": "Venció hace {count} minutos",
        "ago_hour": "Venció hace 1 hora",
        "ago_hours": "Venció hace {count} horas",
        "ago_day": "Venció hace 1 día",
        "ago_days": "Venció hace {count} días",
        "distributed": "Se distribuyó el {day}. Ese día no cuenta",
        "planned": "Si se distribuye el {day}, ese día no cuenta",
        "first_day": "; el primero es el {day}",
        "own_one": "Cada país dispone de un día hábil propio",
        "own_many": "Cada país dispone de {count} días hábiles propios",
        "extended_one": ", uno de ellos por prórroga",
        "extended_many": ", {count} de ellos por prórroga",
        "own_end_one": "El de {country} es el {day}.",
        "own_end_many": "Los de {country} terminan el {day}.",
        "common_one": (
            "El plazo es común y lo fija el país que termina último: {countries}."
        ),
        "common_many": (
            "El plazo es común y lo fijan los países que terminan últimos: {countries}."
        ),
        "common_all": "El plazo es común y termina el mismo día para todos los países.",
        "common_all_moved": (
            "El plazo es común y termina el mismo día para todos los países ({reason})."
        ),
        "sole": "El plazo se cuenta solo con el calendario de un país: {countries}.",
        "term_one": "El plazo es de un día hábil",
        "term_many": "El plazo es de {count} días hábiles",
        "because": "{country} ({reason})",
        "on_day": "el {day}",
        "from_to": "del {first} al {last}",
        "paused_one": "La consulta estuvo suspendida el {first}; ese día no cuenta.",
        "paused_many": (
            "La consulta estuvo suspendida del {first} al {last}; esos días no cuentan."
        ),
        "outage": (
            "El portal no estuvo disponible el {day}; por eso el plazo pasa al {last}."
        ),
        "held": "Un plazo ya anunciado no se acorta: termina el {last}.",
        "why_not": "¿Por qué no es el {day}?",
        "moved_line": "{day}, {name}: {countries}",
        "unconfirmed": "El calendario {year} de {country} aún no está confirmado.",
        "changed": "El plazo cambia del {old} al {new} porque {reason}.",
        "preview": (
            "Si envía ahora, vence al terminar el {now}; "
            "si espera a las 00:00 del {day}, vence al terminar el {waiting}."
        ),
        "preview_same": (
            "Si envía ahora, o si espera a las 00:00 del {day}, vence al terminar el {now}."
        ),
    },
    "en": {
        "until": "until {clock} on {day}, {city} time",
        "same": ", the same as yours",
        "elsewhere": " ({moment} in {city})",
        "short_same": ", the same as your time",
        "seat_clock": "{city}, the Secretariat’s time",
        "reader_clock": "{city}, your time",
        "closes_day": "Closes at the end of {day}",
        "closed_day": "Closed at the end of {day}",
        "closes_hour": "Closes on {day} at {clock}",
        "closed_hour": "Closed on {day} at {clock}",
        "day_one": "1 business day left",
        "day_many": "{count} business days left",
        "civil_one": "1 day left",
        "civil_many": "{count} days left",
        "none_left_one": "1 day left, not a business day in your country",
        "none_left_many": "{count} days left, none a business day in your country",
        "minute_less": "Less than 1 min left",
        "minute_one": "1 min left",
        "minute_many": "{minutes} min left",
        "hour_one": "1 h left",
        "hour_many": "{hours} h left",
        "hour_minute": "{hours} h {minutes:02} min left",
        "ago_now": "Closed just now",
        "ago_minute": "Closed 1 minute ago",
        "ago_minutes": "Closed {count} minutes ago",
        "ago_hour": "Closed 1 hour ago",
        "ago_hours": "Closed {count} hours ago",
        "ago_day": "Closed 1 day ago",
        "ago_days": "Closed {count} days ago",
        "distributed": "It was distributed on {day}. That day does not count",
        "planned": "If it is distributed on {day}, that day does not count",
        "first_day": "; the first is {day}",
        "own_one": "Each country has one business day of its own",
        "own_many": "Each country has {count} business days of its own",
        "extended_one": ", one of them by extension",
        "extended_many": ", {count} of them by extension",
        "own_end_one": "That of {country} is {day}.",
        "own_end_many": "Those of {country} end on {day}.",
        "common_one": (
            "The deadline is common and is fixed by the country that finishes last: "
            "{countries}."
        ),
        "common_many": (
            "The deadline is common and is fixed by the countries that finish last: "
            "{countries}."
        ),
        "common_all": "The deadline is common and is the same day for every country.",
        "common_all_moved": (
            "The deadline is common and is the same day for every country ({reason})."
        ),
        "sole": "The deadline is counted on the calendar of one country alone: {countries}.",
        "term_one": "The term is one business day",
        "term_many": "The term is {count} business days",
        "because": "{country} ({reason})",
        "on_day": "on {day}",
        "from_to": "from {first} to {last}",
        "paused_one": (
            "The consultation was suspended on {first}; that day does not count."
        ),
        "paused_many": (
            "The consultation was suspended from {first} to {last}; "
            "those days do not count."
        ),
        "outage": (
            "The portal was unavailable on {day}; the deadline therefore moves to {last}."
        ),
        "held": "A deadline once announced is not shortened: it ends on {last}.",
        "why_not": "Why is it not {day}?",
        "moved_line": "{day}, {name}: {countries}",
        "unconfirmed": "The {year} calendar of {country} is not yet confirmed.",
        "changed": "The deadline moves from {old} to {new} because {reason}.",
        "preview": (
            "If you send now, it closes at the end of {now}; "
            "if you wait until 00:00 on {day}, it closes at the end of {waiting}."
        ),
        "preview_same": (
            "If you send now, or wait until 00:00 on {day}, it closes at the end of {now}."
        ),
    },
}

# What keeps a country from working, by kind of closure: one day, several days.
REASONS = {
    "es": {
        "public_holiday": ("feriado", "feriados"),
        "government_rest_day": ("asueto", "asuetos"),
        "local_holiday": ("feriado local", "feriados locales"),
        "adhoc": ("cierre", "cierres"),
        "mixed": ("día no hábil", "días no hábiles"),
    },
    "en": {
        "public_holiday": ("holiday", "holidays"),
        "government_rest_day": ("rest day", "rest days"),
        "local_holiday": ("local holiday", "local holidays"),
        "adhoc": ("closure", "closures"),
        "mixed": ("non-working day", "non-working days"),
    },
}
