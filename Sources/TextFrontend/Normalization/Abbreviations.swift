/// Abbreviations with and without full stops, and the names of letters run together by stops (`U.S.A.`).
enum Abbreviations {
    static let rules: [Reader] = [title, dotted, listed, initial]

    enum Need: Sendable {
        case stop, stopOrCapital, nothing
        /// A number must follow; the stop is optional.
        case number
        /// A capitalised word must follow, and the abbreviation must be capitalised; the stop is optional.
        case name
    }

    static let table: [String: (reading: String, need: Need)] = [
        "mr": ("mister", .stopOrCapital), "mrs": ("misses", .stopOrCapital), "messrs": ("messieurs", .stopOrCapital), "mx": ("mix", .name),
        "prof": ("professor", .stop), "rev": ("reverend", .stop), "gen": ("general", .stop), "sen": ("senator", .stop), "rep": ("representative", .stop),
        "gov": ("governor", .stop), "capt": ("captain", .stop), "lt": ("lieutenant", .stop), "col": ("colonel", .stop), "sgt": ("sergeant", .stop),
        "hon": ("honorable", .stop), "pres": ("president", .stop), "maj": ("major", .stop), "cmdr": ("commander", .stop), "adm": ("admiral", .stop),
        "cpl": ("corporal", .stop), "pvt": ("private", .stop), "supt": ("superintendent", .stop), "msgr": ("monsignor", .stop), "mme": ("madame", .stop),
        "mlle": ("mademoiselle", .stop), "atty": ("attorney", .stop), "amb": ("ambassador", .stop), "jr": ("junior", .stopOrCapital), "sr": ("senior", .stop),
        "esq": ("esquire", .stop), "mt": ("mount", .name), "ft": ("fort", .name), "inc": ("incorporated", .stop), "ltd": ("limited", .stopOrCapital),
        "corp": ("corporation", .stop), "co": ("company", .stop), "bros": ("brothers", .stop), "dept": ("department", .stop), "univ": ("university", .stop),
        "assn": ("association", .stop), "govt": ("government", .nothing), "natl": ("national", .stop), "intl": ("international", .stop), "mfg": ("manufacturing", .stop),
        "etc": ("et cetera", .nothing), "vs": ("versus", .nothing), "approx": ("approximately", .stop), "est": ("established", .number), "misc": ("miscellaneous", .stop),
        "incl": ("including", .stop), "excl": ("excluding", .stop), "esp": ("especially", .stop), "resp": ("respectively", .stop), "cf": ("compare", .stop), "viz": ("namely", .stop),
        "ca": ("circa", .number), "no": ("number", .number), "nos": ("numbers", .number), "fig": ("figure", .number), "figs": ("figures", .number), "vol": ("volume", .number),
        "vols": ("volumes", .number), "ch": ("chapter", .number), "chap": ("chapter", .number), "pp": ("pages", .number), "p": ("page", .number), "sec": ("section", .number),
        "sect": ("section", .number), "eq": ("equation", .number), "art": ("article", .number), "op": ("opus", .number), "ext": ("extension", .number), "tel": ("telephone", .stop),
        "apt": ("apartment", .number), "ste": ("suite", .number), "rm": ("room", .number), "bldg": ("building", .stop), "fl": ("floor", .number), "min": ("minimum", .stop),
        "max": ("maximum", .stop), "avg": ("average", .nothing), "qty": ("quantity", .stop), "temp": ("temperature", .stop), "pkg": ("package", .stop), "ed": ("edition", .stop),
        "eds": ("editors", .stop), "para": ("paragraph", .number), "pt": ("part", .number), "ver": ("version", .number), "nr": ("number", .number), "rte": ("route", .number), "hwy": ("highway", .nothing),
        "mon": ("Monday", .stop), "tue": ("Tuesday", .stop), "tues": ("Tuesday", .stop), "wed": ("Wednesday", .stop), "thu": ("Thursday", .stop), "thur": ("Thursday", .stop),
        "thurs": ("Thursday", .stop), "fri": ("Friday", .stop), "sat": ("Saturday", .stop), "calif": ("California", .stop), "conn": ("Connecticut", .stop),
        "fla": ("Florida", .stop), "mich": ("Michigan", .stop), "minn": ("Minnesota", .stop), "tenn": ("Tennessee", .stop), "tex": ("Texas", .stop), "wis": ("Wisconsin", .stop), "wyo": ("Wyoming", .stop),
        "okla": ("Oklahoma", .stop), "ariz": ("Arizona", .stop), "ave": ("Avenue", .stop), "blvd": ("Boulevard", .stop), "rd": ("Road", .stop), "pkwy": ("Parkway", .stop), "ln": ("Lane", .stop),
        "blvds": ("Boulevards", .stop), "lb": ("pound", .stop), "lbs": ("pounds", .stop), "oz": ("ounces", .stop), "hrs": ("hours", .stop), "mins": ("minutes", .stop), "secs": ("seconds", .stop), "yrs": ("years", .stop),
    ]

    /// Abbreviations whose stops stand inside, by their letters.
    private static let dottedReadings: [String: String] = [
        "eg": "for example", "ie": "that is", "wrt": "with respect to", "qv": "which see", "nb": "note well", "aka": "also known as",
    ]
    private static let slashed: [String: String] = ["w/o": "without", "b/c": "because", "w/": "with", "c/o": "care of", "n/a": "not applicable", "a/c": "\\AC", "i/o": "\\IO",
        "and/or": "and or", "he/she": "he or she", "she/he": "she or he", "s/he": "she or he", "him/her": "him or her", "his/her": "his or her",
        "his/hers": "his or hers",
    ]

    /// `Dr.` and `St.`: a title before a name, a street after one (which the address rules take first).
    private static let title: Reader = { stream, index, _ in
        guard let token = stream[index], token.key == "dr" || token.key == "st" || token.key == "drs" else { return nil }
        let hasStop = stream.isGlued(".", at: index + 1)
        guard hasStop || token.isCapitalised && token.key != "drs" else { return nil }
        guard stream[index + (hasStop ? 2 : 1)]?.isCapitalised == true || token.key == "dr" && hasStop, !token.isAllCapitals || hasStop, token.isCapitalised || hasStop else { return nil }
        let reading = token.key == "st" ? "Saint" : token.key == "dr" ? "doctor" : "doctors"
        return Match(length(stream, index, hasStop), .abbreviation, "abbreviation.title", words: [reading])
    }

    private static func length(_ stream: TokenStream, _ index: Int, _ hasStop: Bool) -> Int {
        hasStop && !isFinal(stream, index + 1) ? 2 : 1
    }

    /// Whether the full stop at `index` is also the sentence's: nothing but quotes and brackets follows.
    private static func isFinal(_ stream: TokenStream, _ index: Int) -> Bool {
        var next = index + 1
        while next < stream.count, stream.isSymbol(in: ["\"", "'", ")", "]"], at: next) { next += 1 }
        return next >= stream.count
    }

    private static let listed: Reader = { stream, index, _ in
        guard let token = stream[index] else { return nil }
        if stream.isGlued("/", at: index + 1), token.text.utf8.count <= 3 {
            let next = stream[index + 2]
            let word = next?.kind == .word && next?.spaceBefore == false ? next?.key ?? "" : ""
            if let reading = slashed[token.key + "/" + word] {
                return Match(word.isEmpty ? 2 : 3, .abbreviation, "abbreviation.slash", words: reading.split(separator: " ").map(String.init))
            }
        }
        guard let entry = table[token.key] else { return nil }
        let hasStop = stream.isGlued(".", at: index + 1)
        let next = stream[index + (hasStop ? 2 : 1)]
        switch entry.need {
        case .nothing: guard !token.isAllCapitals || stream.isShouted else { return nil }
        case .stop:
            guard hasStop, !(isFinal(stream, index + 1) && (["co", "sat", "temp", "ed", "rep", "gen", "col", "art", "min", "max", "tex", "mon", "wed", "fri", "gov", "pres"].contains(token.key) && !token.isCapitalised)) else { return nil }
            if isFinal(stream, index + 1), ["sat", "wed", "mon"].contains(token.key), !token.isCapitalised { return nil }
        case .stopOrCapital: guard hasStop || token.isCapitalised && !token.isAllCapitals && (next?.isCapitalised == true || token.key == "jr" || token.key == "ltd") else { return nil }
        case .name: guard token.isCapitalised, !token.isAllCapitals, next?.isCapitalised == true else { return nil }
        case .number:
            guard let next, next.kind == .number || hasStop && next.isAllCapitals && Romans.value(next.text) != nil, next.spaceBefore || hasStop else { return nil }
            guard hasStop || token.isCapitalised && token.key != "no" && !token.isAllCapitals && token.text.utf8.count > 1 || token.key == "pp" else {
                guard token.text == "No", next.kind == .number else { return nil }
                return Match(1, .abbreviation, "abbreviation.before-number", words: [entry.reading])
            }
        }
        if token.key == "mrs" {
            return Match(length(stream, index, hasStop), .abbreviation, "abbreviation", [.word(SpokenWord(entry.reading, hint: .like("missus")))])
        }
        let rule = entry.need == .number ? "abbreviation.before-number" : "abbreviation"
        return Match(length(stream, index, hasStop), .abbreviation, rule, words: entry.reading.split(separator: " ").map(String.init))
    }

    /// `U.S.A.`, `e.g.`, `Ph.D.`, `J.R.R.`: letters joined by stops.
    private static let dotted: Reader = { stream, index, _ in
        guard let first = stream[index], first.text.utf8.count <= 2, stream.isGlued(".", at: index + 1), let second = stream[index + 2], second.kind == .word,
            !second.spaceBefore, stream.startsFresh(index) || stream.isGlued("-", at: index - 1)
        else { return nil }
        var letters = first.text
        var end = index + 1
        var suffix = ""
        while stream.isGlued(".", at: end), let next = stream[end + 1], next.kind == .word, !next.spaceBefore, letters.utf8.count < 12 {
            let part = next.text.split(separator: "'", maxSplits: 1).first.map(String.init) ?? next.text
            guard part.utf8.count == 1 else { return nil }
            letters += part
            if part != next.text { suffix = String(next.text.dropFirst(part.count)) }
            end += 2
        }
        if stream.isGlued(".", at: end), !isFinal(stream, end) {
            end += 1
            if stream.isGlued("'", at: end), stream.key(end + 1) == "s", !stream.spaceBefore(end + 1) {
                suffix = "'s"
                end += 2
            }
        }
        if letters.lowercased() == letters, let reading = dottedReadings[letters] {
            return Match(end - index, .abbreviation, "abbreviation.latin", words: reading.split(separator: " ").map(String.init))
        }
        guard letters.utf8.count >= 2 else { return nil }
        let isTime = letters == "am" || letters == "pm"
        return Match(end - index, .acronym, "acronym.dotted", words: ["\\" + (isTime ? letters.uppercased() : letters) + suffix])
    }

    /// `J.` before a name: the letter, without a pause.
    private static let initial: Reader = { stream, index, _ in
        guard let token = stream[index], token.text.utf8.count == 1, token.isCapitalised, stream.isGlued(".", at: index + 1), !isFinal(stream, index + 1),
            let next = stream[index + 2], next.isCapitalised
        else { return nil }
        return Match(2, .acronym, "acronym.initial", words: ["\\" + token.text])
    }
}
