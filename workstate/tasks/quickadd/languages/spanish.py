"""Spanish. Accents do not matter, so "manana" is understood; "la mañana" is the morning and no date by itself."""

from __future__ import annotations

from datetime import time

from workstate.tasks.quickadd.languages.language import Language

SPANISH = Language(
    code="es",
    days={"hoy": 0, "mañana": 1, "pasado mañana": 2, "hoy mismo": 0, "mañana mismo": 1, "al final del día": 0, "fin del día": 0},
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    short_weekdays=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    months=("enero|ene", "febrero|feb", "marzo", "abril|abr", "mayo|may", "junio|jun", "julio|jul", "agosto|ago", "septiembre|setiembre|sep|sept",
            "octubre|oct", "noviembre|nov", "diciembre|dic"),
    weak="lun|jue|vie|sab|finde|fin de semana|mediodía|medianoche",
    faint="mar|mie|dom",
    this="este|esta",
    next="próximo|próxima|el próximo",
    next_behind="que viene|próximo|siguiente",
    periods={"semana": ("week", 0), "de semana": ("week", 0), "de la semana": ("week", 0), "la semana": ("week", 0), "esta semana": ("week", 0),
             "de esta semana": ("week", 0), "próxima semana": ("week", 1), "la próxima semana": ("week", 1), "de la próxima semana": ("week", 1),
             "la semana que viene": ("week", 1), "de la semana que viene": ("week", 1), "semana que viene": ("week", 1),
             "la semana próxima": ("week", 1), "semana próxima": ("week", 1),
             "fin de semana": ("weekend", 0), "el fin de semana": ("weekend", 0), "este fin de semana": ("weekend", 0), "finde": ("weekend", 0),
             "el finde": ("weekend", 0), "este finde": ("weekend", 0), "próximo fin de semana": ("weekend", 1),
             "el próximo fin de semana": ("weekend", 1), "el fin de semana que viene": ("weekend", 1),
             "mes": ("month", 0), "de mes": ("month", 0), "del mes": ("month", 0), "este mes": ("month", 0), "de este mes": ("month", 0),
             "próximo mes": ("month", 1), "el próximo mes": ("month", 1), "del próximo mes": ("month", 1), "el mes que viene": ("month", 1),
             "del mes que viene": ("month", 1), "mes que viene": ("month", 1), "el mes próximo": ("month", 1),
             "trimestre": ("quarter", 0), "de trimestre": ("quarter", 0), "del trimestre": ("quarter", 0), "el próximo trimestre": ("quarter", 1),
             "del próximo trimestre": ("quarter", 1), "próximo trimestre": ("quarter", 1),
             "año": ("year", 0), "de año": ("year", 0), "del año": ("year", 0), "este año": ("year", 0), "de este año": ("year", 0),
             "próximo año": ("year", 1), "el próximo año": ("year", 1), "el año que viene": ("year", 1), "año que viene": ("year", 1),
             "del próximo año": ("year", 1)},
    start_of="principios de|a principios de|inicio de|al inicio de|comienzos de|a comienzos de|principios|a principios|inicio",
    middle_of="mediados de|a mediados de|mitad de|mediados|a mediados",
    end_of="finales de|a finales de|final de|al final de|fin de|a fin de|antes de fin de|para fin de|final|al final|finales|a finales|fin|a fin"
           "|antes de final|para final|para finales|antes de finales",
    past_behind="pasado|pasada|último",
    inside="en|dentro de|de aquí a|de aqui a",
    units={"minuto": "minute", "minutos": "minute", "min": "minute", "hora": "hour", "horas": "hour", "h": "hour", "día": "day", "días": "day",
           "semana": "week", "semanas": "week", "mes": "month", "meses": "month", "año": "year", "años": "year"},
    numbers={"un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
             "diez": 10, "doce": 12, "quince": 15, "un par de": 2},
    half_hour="media hora|1/2 hora",
    before_day="el|para|para el|hasta|hasta el|antes de|antes del|a partir de|a partir del|vence|vence el|a más tardar el",
    before_date="el|día",
    before_month="en|para|antes de|hasta|desde",
    before_nth="el|el día|para el|hasta el|antes del|para el día|antes del día",
    nth="º|o|ª",
    of="de|del",
    before_time="sobre las|hacia las|antes de las|hasta las|desde las|para las|después de las|sobre la|antes de la",
    before_hour="a las|a la|sobre las|hacia las|antes de las|para las|hasta las|a eso de las|@",
    oclock="en punto",
    hours="h|hs|hrs|horas|hora",
    lengths="de|durante|en|por|unas|unos|máximo|mínimo|duración|dentro|cada|otras|quedan",
    am="am|a.m",
    pm="pm|p.m",
    times={"mediodía": time(12), "al mediodía": time(12), "a mediodía": time(12), "medianoche": time(23, 59), "a medianoche": time(23, 59)},
    parts={"por la mañana": "morning", "de la mañana": "morning", "en la mañana": "morning", "temprano": "morning", "al mediodía": "noon",
           "a mediodía": "noon", "por la tarde": "afternoon", "de la tarde": "afternoon", "en la tarde": "afternoon", "por la noche": "evening",
           "de la noche": "evening", "en la noche": "evening", "de la madrugada": "morning"},
    todays_parts={"esta mañana": "morning", "esta tarde": "afternoon", "esta noche": "evening"},
    coming_parts={"por la mañana": "morning", "por la tarde": "afternoon", "por la noche": "evening"},
    blockers="cada|todos los|todas las|todos|todas|último|última|pasado|desde|la|los|las|buena|toda|de|del|un|una|por",
    never="black friday|viernes negro|viernes santo|domingo de ramos|domingo de pascua|lunes de pascua|martes y trece|miércoles de ceniza|24/7"
          "|buenas tardes|buenas noches|el mañana",
    counters="capítulo|cap|parte|página|pág|p|versión|v|paso|fase|sala|habitación|vuelo|puerta|n°|nº|no|núm|número|punto|nivel|nota|resultado"
             "|escala|proporción|sección|artículo|art|python|django|node|ios|android|talla|lote|piso|ip|puerto",
    measures="taza|tazas|cucharada|cucharadas|cucharadita|litro|litros|l|ml|pulgadas|km|m|cm|mm|kg|kilo|kilos|g|gramos|libras|piezas|personas|persona"
             "|páginas|página|puntos|punto|%|veces|minutos|minuto|min|horas|hora|días|día|semanas|meses|años|euros|euro|eur|€|dólares|pesos"
             "|estrellas|huevos|botellas|cajas|copias|archivos|tareas|preguntas|grados|de",
    small_words="con|para|en|y|a|al|por|de|sobre|luego|-|–|—|o|ante|hoy|mañana",
    ranges="a|al|hasta|-|–|—|y",
    month_first=True,
    afternoon=True,
)  # fmt: skip
