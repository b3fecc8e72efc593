"""pages.py - is a page of HTML well formed, whole and on its own? Standard library only.

    pages.py FILE...      says what is wrong, a line for each; status 1 when something is

Every tag is closed in order, every id stands once, every reference to one finds it, headings skip no level, every table has
a caption and headers with a scope, nothing is fetched from elsewhere (a link may lead there), and there is one h1, one main and a language.
A maintainer's tools/check-pages asks more, of programs that need not be there.
"""
import html.parser
import sys

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr", "col"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.ids, self.wanted, self.level, self.counts = [], [], set(), [], 0, {}

    def fault(self, words):
        self.faults.append(f"line {self.getpos()[0]}: {words}")

    def handle_startendtag(self, tag, attributes):
        self.look_at(tag, dict(attributes))

    def handle_starttag(self, tag, attributes):
        self.look_at(tag, dict(attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID or not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def look_at(self, tag, attributes):
        if "svg" not in self.open:
            self.counts[tag] = self.counts.get(tag, 0) + 1
        if "id" in attributes:
            if attributes["id"] in self.ids:
                self.fault(f"id {attributes['id']} stands twice")
            self.ids.add(attributes["id"])
        for name in ("src", "href", "xlink:href", "action", "data"):
            value = attributes.get(name)
            leads = tag == "a" and name == "href" and (value or "").startswith(("https://", "http://", "mailto:"))
            if value is not None and not value.startswith("#") and not leads:
                self.fault(f"{tag} fetches {value}")
        for name in ("href", "aria-labelledby", "aria-describedby", "for"):
            for value in (attributes.get(name) or "").split():
                if name != "href" or value.startswith("#"):
                    self.wanted.append((self.getpos()[0], value.lstrip("#")))
        if any(name.startswith("on") for name in attributes):
            self.fault(f"{tag} has a handler in its markup")
        if tag[0] == "h" and tag[1:].isdigit():
            if int(tag[1:]) > self.level + 1:
                self.fault(f"{tag} after a heading of level {self.level}")
            self.level = int(tag[1:])
        if tag == "html" and not attributes.get("lang"):
            self.fault("no language")
        if tag == "th" and "scope" not in attributes:
            self.fault("th without a scope")
        if tag == "svg" and not (attributes.get("role") == "img" and attributes.get("aria-label")):
            self.fault("svg without a role and a label")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style" and ("url(" in data or "@import" in data):
            self.fault("the style fetches something")

    def end(self):
        self.close()
        for tag in self.open:
            self.fault(f"<{tag}> is not closed")
        for line, name in self.wanted:
            if name not in self.ids:
                self.faults.append(f"line {line}: nothing has the id {name}")
        for tag in ("html", "title", "h1", "main"):
            if self.counts.get(tag) != 1:
                self.fault(f"{self.counts.get(tag, 0)} of {tag}")
        if self.counts.get("table", 0) != self.counts.get("caption", 0):
            self.fault("a table without a caption")
        return self.faults


def main(paths):
    bad = False
    for path in paths:
        page = Page()
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if not text.startswith("<!DOCTYPE html>\n"):
            page.fault("no doctype")
        page.feed(text)
        for fault in page.end():
            print(f"{path}: {fault}")
            bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
