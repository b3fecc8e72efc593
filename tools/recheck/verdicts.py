"""verdicts - the verdict of a rule for a row, and verdicts that expressions ask for."""
from deadlines import Calendar, Deadline
from expressions import Values
from values import F, T, U, Unknown, day_of, lasts, lost

HOLDS = {T: 'met', F: 'not_met', U: 'unknown', False: 'no_norm'}


class Judge(Values):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.judged, self.settled, self.calendar = {}, {}, Calendar(self.parts['table'].get('vakanties'))

    def valid(self, rule, day):
        return all(lasts(one, day) for one in rule['valid'])

    def test(self, part, row, year):
        return self.value(part, row, year) if part else T

    def in_order(self, rule, row, year):
        """Verdict, what decided, its number, and what a grade or decision gives."""
        scope = self.test(rule['scope'], row, year)
        excepted = [self.value(one, row, year) for one in rule['exceptions']]
        for verdict, out, excepts in (('exempt', (F, False), T), ('unknown', (U,), U)):
            if scope in out:
                return verdict, 'scope', None, None
            if excepts in excepted:
                return verdict, 'exceptions', excepted.index(excepts), None
        for number, need in enumerate(rule['needs']):
            if self.value(need, row, year) != T:
                return 'unknown', 'needs', number, None
        if rule['outcome']:
            value = self.value(rule['outcome'], row, year)
            member = self.types.write(value, rule['outcome']['type'])
            verdict = 'decided' if rule['kind'] == 'decision' else 'not_met' if member in rule['flags'] else 'met'
            return verdict if member else 'unknown' if value is None else 'no_norm', 'clauses', None, member
        found = []
        for clause in rule['clauses']:
            applies, holds = self.test(clause['when'], row, year), self.value(clause['require'], row, year)
            perhaps = 'perhaps' if holds == T else 'unknown'
            found.append({T: HOLDS[holds], F: None, False: 'no_norm', U: perhaps}[applies])
        verdict = next((v for v in ('not_met', 'unknown', 'no_norm', 'met', 'perhaps') if v in found), 'no_norm')
        number = found.index(verdict) if verdict in ('not_met', 'unknown', 'perhaps') else None
        return 'unknown' if verdict == 'perhaps' else verdict, 'clauses', number, None

    def judge(self, rule, row, year):
        """Before waivers."""
        place = rule['rule'], row, year
        if place not in self.judged:
            self.judged[place] = self.in_order(rule, row, year)
        return self.judged[place]

    def waived(self, rule, row, verdict):
        waiver = self.parts['waiver'].get((rule['rule'], self.data.subject(row)))
        holds = waiver and self.date <= day_of(waiver['until'])
        return 'not_met_waived' if holds and verdict in ('not_met', 'overdue') else verdict

    def final(self, rule, row):
        """The verdict of a line: tasks of a deadline and waivers taken along."""
        verdict, by, number, value = self.judge(rule, row, row.year or self.year)
        tasks = []
        if 'deadline' in rule and (verdict, by) == ('no_norm', 'clauses'):
            verdict, tasks, _ = self.standing(rule)[row]
        return self.waived(rule, row, verdict), by, number, value, tasks

    def is_subject(self, rule, row):
        """A row of this school year, or of a deadline one of the year before that left something open."""
        if row.year in (None, self.year) or 'deadline' not in rule or row.year != self.year - 1:
            return row.year in (None, self.year)
        try:
            return bool(self.standing(rule)[row][1])
        except Unknown:
            return False

    def standing(self, rule):
        if rule['rule'] not in self.settled:
            self.settled[rule['rule']] = Deadline(self, rule).settle()
        return self.settled[rule['rule']]

    def asked(self, e, row, year):
        return self.judge(self.parts['rule'][e['rule']], row, year) if row.year in (None, year) else None

    def op_verdict(self, e, kids, row, year):
        verdict, by, _, _ = self.asked(e, row, year) or (None,) * 4
        if not by or verdict == 'unknown' != e['asked'] and (e['asked'] != 'exempt' or by in ('scope', 'exceptions')):
            return U
        return T if verdict == e['asked'] else F

    def op_outcome(self, e, kids, row, year):
        verdict, _, _, member = self.asked(e, row, year) or (None,) * 4
        return self.types.read(member, e['type']) if member else False if verdict in ('no_norm', 'exempt') else None

    # -- steps

    def steps(self, part):
        """The parts of its expressions whose values a verdict shows, by their number."""
        found = {part['step']: part} if 'step' in part else {}
        for kid in part.values() if isinstance(part, dict) else part:
            found.update(self.steps(kid) if isinstance(kid, (dict, list)) else {})
        return found

    def step(self, e, row):
        """Its value; of a share or a count also how many count for it, and of how many."""
        year = row.year or self.year
        if e['op'] != 'aggregate' or e['of'] not in ('share', 'count', 'every'):
            return self.types.write(self.value(e, row, year), e['type'])
        value, *sides = self.aggregate(e, row, year)
        return [self.types.write(value, e['type'])] + [self.types.write(side, 'number') for side in sides]
