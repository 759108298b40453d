"""The calendar of time: a day or a week of entries by the clock, drawn and changed there."""
