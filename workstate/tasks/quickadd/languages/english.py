"""English."""

from __future__ import annotations

from datetime import time

from workstate.tasks.quickadd.languages.language import Language

ENGLISH = Language(
    code="en",
    days={"today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "day after tomorrow": 2,
          "the day after tomorrow": 2, "overmorrow": 2, "end of day": 0, "end of the day": 0, "eod": 0, "later today": 0,
          "a week from today": 7, "a week from tomorrow": 8, "this time tomorrow": 1},
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    short_weekdays=("mon", "tue|tues", "wed|weds", "thu|thur|thurs", "fri", "sat", "sun"),
    months=("january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
            "september|sep|sept", "october|oct", "november|nov", "december|dec"),
    weak="wed|sat|sun|may|march|mar|weekend|midnight",
    this="this",
    next="next",
    coming="this coming|coming|the coming",
    periods={"week": ("week", 0), "the week": ("week", 0), "this week": ("week", 0), "next week": ("week", 1),
             "weekend": ("weekend", 0), "the weekend": ("weekend", 0), "this weekend": ("weekend", 0), "next weekend": ("weekend", 1),
             "month": ("month", 0), "the month": ("month", 0), "this month": ("month", 0), "next month": ("month", 1),
             "quarter": ("quarter", 0), "the quarter": ("quarter", 0), "this quarter": ("quarter", 0), "next quarter": ("quarter", 1),
             "year": ("year", 0), "the year": ("year", 0), "this year": ("year", 0), "next year": ("year", 1)},
    start_of="start of|the start of|beginning of|the beginning of|early",
    middle_of="mid|middle of|the middle of",
    end_of="end of|the end of|late|by the end of|by end of|before the end of|at the end of",
    edges={"eow": ("end", "week", 0), "eom": ("end", "month", 0), "eoq": ("end", "quarter", 0), "eoy": ("end", "year", 0),
           "month end": ("end", "month", 0), "year end": ("end", "year", 0), "midweek": ("middle", "week", 0)},
    past_behind="ago|last week|past",
    inside="in|within",
    from_now="from now|from today",
    units={"minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute", "m": "minute",
           "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour",
           "day": "day", "days": "day", "d": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week", "w": "week",
           "month": "month", "months": "month", "year": "year", "years": "year", "yr": "year", "yrs": "year"},
    numbers={"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
             "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple of": 2},
    half_hour="half an hour|a half hour",
    before_day="on|by|due|due on|due by|for|until|till|til|before|no later than|from|starting|at the|on the|by the|over the",
    before_date="the",
    before_month="in|by|before|until|due in",
    before_nth="on the|on|by the|by|due the|due on the|until the|before the|from the",
    nth="st|nd|rd|th",
    of="of",
    before_time="by|for|until|till|before|after|from|around|about|starting at|due at|due by|no later than",
    before_hour="at|@",
    oclock="o'clock|oclock",
    am="am|a.m",
    pm="pm|p.m",
    times={"noon": time(12), "midday": time(12), "at noon": time(12), "at midday": time(12), "by noon": time(12),
           "midnight": time(23, 59), "at midnight": time(23, 59), "by midnight": time(23, 59)},
    parts={"morning": "morning", "in the morning": "morning", "early": "morning", "afternoon": "afternoon", "in the afternoon": "afternoon",
           "evening": "evening", "in the evening": "evening", "night": "night", "at night": "night", "noon": "noon", "lunchtime": "noon"},
    todays_parts={"this morning": "morning", "this afternoon": "afternoon", "this evening": "evening", "tonight": "evening",
                  "later tonight": "evening", "tonite": "evening"},
    coming_parts={"in the morning": "morning", "in the afternoon": "afternoon", "in the evening": "evening"},
    blockers="every|each|other|second|third|last|since|previous|past|yesterday|per|any|happy|all|of|a|an|ev|not|like|called|named",
    never="black friday|good friday|cyber monday|easter monday|easter sunday|palm sunday|ash wednesday|giving tuesday|boxing day"
          "|blue monday|casual friday|sunday school|sunday roast|sunday times|friday night lights|saturday night live|today show"
          "|no tomorrow|man friday|ruby tuesday|24/7",
    counters="chapter|chapters|ch|part|page|pages|p|pp|version|versions|ver|v|step|steps|phase|room|flight|gate|item|issue|ticket|build|release"
             "|no|nr|number|level|unit|score|scores|scored|rating|rated|grade|ratio|scale|section|article|python|node|ios|android|django|pr|mr"
             "|rfc|psalm|john|mark|luke|matthew|genesis|exodus|romans|acts|lot|size|apartment|apt|suite|extension|ext|ip|port|aspect",
    measures="cup|cups|tsp|tbsp|teaspoon|teaspoons|tablespoon|tablespoons|inch|inches|in|ft|feet|foot|mile|miles|km|m|cm|mm|kg|g|lb|lbs|oz|litre"
             "|litres|liter|liters|l|ml|pint|pints|people|persons|guests|items|pages|page|points|point|percent|%|times|minutes|minute|min|mins|hours"
             "|hour|hrs|seconds|second|days|day|weeks|week|months|month|years|year|dollars|euros|pounds|euro|eur|usd|gbp|chf|€|$|£|stars|star|off"
             "|eggs|apples|bottles|boxes|copies|files|tasks|tickets|bugs|users|options|questions|reps|sets|rounds|laps|degrees|of",
    small_words="with|for|in|and|to|about|by|near|re|on|via|from|then|at|sharp|-|–|—|&|or|tomorrow|today",
    ranges="to|until|till|through|thru|-|–|—|and",
    deadline="deadline|hard deadline|deadline is|final deadline",
    before_it="before|earlier|ahead|in advance",
    myself="me|myself",
    month_first=True,
    afternoon=True,
)  # fmt: skip
