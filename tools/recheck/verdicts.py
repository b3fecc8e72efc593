"""verdicts - the verdict of a rule for a row, and verdicts that expressions ask for."""
from deadlines import Deadline
from expressions import Values
from values import F, N, T, U, Refused, day_of, lost

class Judge(Values):
    def __init__(self, rules, waivers, calendar, grace, *rest):
        super().__init__(*rest)
        self.rules, self.waivers, self.calendar, self.grace = rules, waivers, calendar, grace
        self.judged, self.deadlines = {}, {}

    def check_names(self, one):
        """Every rule, measure, table and parameter that an expression names is there."""
        known = {'rule': self.rules, 'table': self.tables}
        if isinstance(one, dict):
            named = {**known, 'name': {'measure': self.measures, 'parameter': self.parameters}.get(one.get('op'))}
            for part, there in named.items():
                if part in one and there is not None and 'op' in one and one[part] not in there:
                    raise Refused(f'there is no {one[part]}')
        for part in one.values() if isinstance(one, dict) else one if isinstance(one, list) else ():
            self.check_names(part)

    def valid(self, rule, day):
        return all(not (v['from'] and day < day_of(v['from'])) and not (v['until'] and day > day_of(v['until']))
                   for v in rule['valid'])
    def test(self, part, row, year): return self.value(part['is'], row, year) if part else T

    def in_order(self, rule, row, year):
        """Verdict, what decided, its number, and what a grade or decision gives."""
        scope = self.test(rule['scope'], row, year)
        excepted = [self.test(x['where'], row, year) for x in rule['exceptions']]
        if scope in (F, N):
            return 'exempt', 'scope', None, None
        if T in excepted:
            return 'exempt', 'exceptions', excepted.index(T), None
        if scope == U:
            return 'unknown', 'scope', None, None
        if U in excepted:
            return 'unknown', 'exceptions', excepted.index(U), None
        for number, need in enumerate(rule['needs']):
            if self.test(need['need'], row, year) != T:
                return 'unknown', 'needs', number, None
        if rule['outcome']:
            value = self.test(rule['outcome'], row, year)
            member = self.types.write(value, rule['outcome']['is']['type'])
            verdict = {None: 'unknown', False: 'no_norm'}[value] if lost(value) else 'decided' if rule['kind'] == 'decision' \
                else 'not_met' if member in rule['flags'] else 'met'
            return verdict, 'clauses', None, None if lost(member) else member
        found = []
        for clause in rule['clauses']:
            applies, holds = self.test(clause['when'], row, year), self.test(clause['require'], row, year)
            found.append({T: {T: 'met', F: 'not_met', U: 'unknown', N: 'no_norm'}[holds], F: None, N: 'no_norm',
                          U: 'perhaps' if holds == T else 'unknown'}[applies])
        verdict = next((v for v in ('not_met', 'unknown', 'no_norm', 'met', 'perhaps') if v in found), 'no_norm')
        number = found.index(verdict) if verdict in ('not_met', 'unknown', 'perhaps') else None
        return {'perhaps': 'unknown'}.get(verdict, verdict), 'clauses', number, None

    def judge(self, rule, row, year):
        """Before waivers."""
        place = rule['rule'], id(row), year
        if place not in self.judged:
            self.judged[place] = self.in_order(rule, row, year)
        return self.judged[place]

    def waived(self, rule, row, verdict):
        until = self.waivers.get((rule['rule'], self.data.subject(row)))
        return 'not_met_waived' if until and verdict in ('not_met', 'overdue') and self.date <= until else verdict

    def final(self, rule, row):
        """The verdict of a line: tasks of a deadline and waivers taken along."""
        verdict, by, number, value = self.judge(rule, row, row.year or self.year)
        tasks = []
        if 'deadline' in rule and (verdict, by) == ('no_norm', 'clauses'):
            verdict, tasks, _ = self.settled(rule)[id(row)]
        return self.waived(rule, row, verdict), by, number, value, tasks

    def has_values(self, one, year):
        """Has each parameter that the expressions rest on a value in that year?"""
        if isinstance(one, list):
            return all(self.has_values(part, year) for part in one)
        if not isinstance(one, dict):
            return True
        if one.get('op') == 'parameter' and not self.in_force(self.parameters[one['name']]['values'], year):
            return False
        more = self.measures[one['name']].get('definition') if one.get('op') == 'measure' else None
        more = self.rules[one['rule']] if one.get('op') in ('verdict', 'outcome') else more
        return all(self.has_values(part, year) for part in (*one.values(), more))

    def is_subject(self, rule, row):
        """A row of this school year, or of a deadline one of the year before that left something open."""
        return row.year in (None, self.year) or 'deadline' in rule and row.year == self.year - 1 and bool(
            self.settled(rule)[id(row)][1])

    def settled(self, rule):
        if rule['rule'] not in self.deadlines:
            self.deadlines[rule['rule']] = Deadline(self, rule).settle()
        return self.deadlines[rule['rule']]

    def asked(self, e, row, year):
        if row.year is not None and row.year != year:
            return None
        return self.judge(self.rules[e['rule']], row, year)
    def op_verdict(self, e, kids, row, year):
        answer = self.asked(e, row, year)
        if not answer:
            return U
        verdict, by, asked = answer[0], answer[1], e['asked'].replace(' ', '_')
        if verdict == 'unknown' and asked != 'unknown' and (asked != 'exempt' or by in ('scope', 'exceptions')):
            return U
        return T if verdict == asked else F
    def op_outcome(self, e, kids, row, year):
        answer = self.asked(e, row, year)
        if not answer or answer[3] is None:
            return False if answer and answer[0] in ('no_norm', 'exempt') else None
        return self.types.read(answer[3], e['type'])
