/// Dates in the common orders. Numeric dates are read as in America, month first, unless only the other order is possible.
enum Dates {
    static let rules: [Reader] = [
        isoDateAndTime, isoDate, numericDate, dayMonth, era, decade, abbreviatedDecade, yearRange, monthDay, cuedMonthDay, eraFirst,
    ]

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let monthNumbers: [String: Int] = {
        var table: [String: Int] = ["sept": 9]
        for (index, month) in months.enumerated() {
            table[month.lowercased()] = index + 1
            table[String(month.lowercased().prefix(3))] = index + 1
        }
        return table
    }()
    /// Also words or names: a month only with a capital, or beside a day and a year.
    private static let ambiguousMonths: Set<String> = ["may", "march", "mar", "jan", "dec", "jun", "apr", "sep", "august"]

    static func isMonth(_ key: String) -> Bool { monthNumbers[key] != nil }

    /// The month at `index` and the index after it, its full stop included; nil if there is none.
    private static func month(_ stream: TokenStream, _ index: Int) -> (name: String, end: Int)? {
        guard let token = stream[index], token.kind == .word, let number = monthNumbers[token.key] else { return nil }
        let isAbbreviation = token.text.utf8.count < months[number - 1].utf8.count
        let hasStop = isAbbreviation && stream.isGlued(".", at: index + 1)
        return (months[number - 1], index + (hasStop ? 2 : 1))
    }

    private static func isLowercaseAmbiguity(_ stream: TokenStream, _ index: Int) -> Bool {
        stream[index]?.isLowercase == true && ambiguousMonths.contains(stream.key(index))
    }

    static func isYear(_ digits: String) -> Bool { digits.utf8.count == 4 && (digits.utf8.first == 0x31 || digits.utf8.first == 0x32) }

    /// `, 2020`, ` 2020`, `-2020`, ` '05` from `index` on: pieces and the index after; nil if there is no year.
    private static func year(_ stream: TokenStream, _ index: Int, allowsHyphen: Bool = false) -> (words: [String], end: Int)? {
        var at = index
        var words: [String] = []
        if stream.isGlued(",", at: at) {
            at += 1
            words = [","]
        } else if allowsHyphen, stream.isGlued("-", at: at) {
            at += 1
        }
        if stream.isSymbol("'", at: at), let digits = stream.digits(at + 1, 2...2), !stream.spaceBefore(at + 1) {
            return (words + NumberWords.code(digits), at + 2)
        }
        guard let digits = stream.digits(at, 4...4), isYear(digits), stream.endsCleanly(at + 1) else { return nil }
        return (words + NumberWords.year(digits), at + 1)
    }

    private static func day(_ digits: String) -> [String]? {
        guard let value = Int(digits), (1...31).contains(value) else { return nil }
        return NumberWords.ordinal(digits)
    }

    /// Three numbers parted by the same one of `/`, `-`, `.`, nothing glued around.
    private static func triple(_ stream: TokenStream, _ index: Int) -> (String, String, String)? {
        guard stream.startsFresh(index), stream.isNumber(index), stream.isNumber(index + 2), stream.isNumber(index + 4),
            let separator = stream[index + 1], ["/", "-", "."].contains(separator.text), stream.isGlued(separator.text, at: index + 1),
            stream.isGlued(separator.text, at: index + 3), !stream.spaceBefore(index + 2), !stream.spaceBefore(index + 4),
            stream.endsCleanly(index + 5)
        else { return nil }
        return (stream.tokens[index].text, stream.tokens[index + 2].text, stream.tokens[index + 4].text)
    }

    /// `2024-01-15T10:30:00Z`, `2024-01-15T10:30+01:00` (ISO 8601).
    private static let isoDateAndTime: Reader = { stream, index, _ in
        func glued(_ offset: Int, _ text: String) -> Bool { stream.isGlued(text, at: index + offset) && !stream.spaceBefore(index + offset + 1) }
        guard stream.startsFresh(index), let year = stream.digits(index, 4...4), isYear(year), glued(1, "-"), glued(3, "-"),
            let month = stream.digits(index + 2, 2...2).flatMap({ Int($0) }), (1...12).contains(month),
            let day = stream.digits(index + 4, 2...2).flatMap({ Dates.day($0) }),
            stream[index + 5]?.text == "T", !stream.spaceBefore(index + 5), !stream.spaceBefore(index + 6), glued(7, ":"),
            let hour = stream.digits(index + 6, 2...2).flatMap({ Int($0) }), hour <= 24,
            let minute = stream.digits(index + 8, 2...2).flatMap({ Int($0) }), minute < 60
        else { return nil }
        var words = [months[month - 1]] + day + NumberWords.year(year) + ["at"] + NumberWords.cardinal(hour)
        words += minute == 0 ? ["hundred"] : (minute < 10 ? ["oh"] : []) + NumberWords.cardinal(minute)
        var end = index + 9
        if stream.isGlued(":", at: end), !stream.spaceBefore(end + 1), let seconds = stream.digits(end + 1, 2...2).flatMap({ Int($0) }) {
            if seconds > 0 { words += ["and"] + NumberWords.cardinal(seconds) + [seconds == 1 ? "second" : "seconds"] }
            end += 2
            if stream.isGlued(".", at: end), !stream.spaceBefore(end + 1), stream.isNumber(end + 1) { end += 2 }
        }
        if stream[end]?.text == "Z", !stream.spaceBefore(end) {
            words.append("\\UTC")
            end += 1
        } else if stream.isSymbol(in: ["+", "-"], at: end), !stream.spaceBefore(end), let zone = stream.digits(end + 1, 2...2).flatMap({ Int($0) }) {
            words += ["\\UTC", stream.tokens[end].text == "+" ? "plus" : "minus"] + NumberWords.cardinal(zone)
            end += 2
            if stream.isGlued(":", at: end), let rest = stream.digits(end + 1, 2...2).flatMap({ Int($0) }) {
                if rest > 0 { words += NumberWords.cardinal(rest) }
                end += 2
            }
        }
        guard stream.endsCleanly(end) else { return nil }
        return Match(end - index, .date, "date.date-and-time", words: words)
    }

    private static let isoDate: Reader = { stream, index, _ in
        guard let (year, month, dayDigits) = triple(stream, index), isYear(year), month.utf8.count <= 2, dayDigits.utf8.count <= 2,
            let number = Int(month), (1...12).contains(number), let day = day(dayDigits)
        else { return nil }
        let isTimed = stream.key(index + 5) == "t"
        guard !isTimed else { return nil }
        return Match(5, .date, "date.year-month-day", words: [months[number - 1]] + day + NumberWords.year(year))
    }

    private static let numericDate: Reader = { stream, index, _ in
        guard let (first, second, year) = triple(stream, index), first.utf8.count <= 2, second.utf8.count <= 2,
            isYear(year) || (year.utf8.count == 2 && (!stream.isSymbol(".", at: index + 1) || first.utf8.count == 2 && second.utf8.count == 2)),
            let (one, two) = Int(first).flatMap({ one in Int(second).map { (one, $0) } })
        else { return nil }
        let yearWords =
            year.utf8.count == 4 ? NumberWords.year(year) : year.utf8.first == 0x30 ? NumberWords.spelled(year) : NumberWords.cardinal(year)
        if (1...12).contains(one), let day = day(second) {
            return Match(5, .date, "date.month-day-year", words: [months[one - 1]] + day + yearWords)
        }
        if (1...12).contains(two), let day = day(first) {
            return Match(5, .date, "date.day-month-year", words: ["the"] + day + ["of", months[two - 1]] + yearWords)
        }
        return nil
    }

    /// `22 July 2012`, `25th of July`, `16 July, 1943`, `15-Jan-2020`, `5-7 June`.
    private static let dayMonth: Reader = { stream, index, _ in
        guard let digits = stream.digits(index, 1...2), var words = day(digits), stream.startsFresh(index) else { return nil }
        var at = index + 1
        var isOrdinal = false
        if ["st", "nd", "rd", "th"].contains(stream.key(at)), !stream.spaceBefore(at) {
            at += 1
            isOrdinal = true
        }
        if stream.isSymbol(in: ["-", "–"], at: at), let end = stream.digits(at + 1, 1...2), let endDay = day(end) {
            words += ["to"] + endDay
            at += 2
            if ["st", "nd", "rd", "th"].contains(stream.key(at)), !stream.spaceBefore(at) { at += 1 }
        }
        if stream.key(at) == "of" { at += 1 }
        let isHyphenated = stream.isGlued("-", at: at) && !stream.spaceBefore(at + 1)
        if isHyphenated { at += 1 }
        guard let (month, end) = month(stream, at) else { return nil }
        let year = year(stream, end, allowsHyphen: isHyphenated)
        if isLowercaseAmbiguity(stream, at), year == nil, !isOrdinal { return nil }
        if isHyphenated, year == nil { return nil }
        words = (stream.key(index - 1) == "the" ? [] : ["the"]) + words + ["of", month]
        // A month's full stop that ends the sentence stays with the sentence.
        let length = (year?.end ?? (end < stream.count ? end : at + 1)) - index
        return Match(length, .date, "date.day-month", words: words + (year?.words ?? []))
    }

    /// `July 15, 2020`, `Sept. 15`, `April 29th`, `July 1506`, `June 5-7`, `Jan-15-2020`.
    private static let monthDay: Reader = { stream, index, _ in
        guard let (month, end) = month(stream, index) else { return nil }
        let isHyphenated = stream.isGlued("-", at: end) && !stream.spaceBefore(end + 1)
        var at = isHyphenated ? end + 1 : end
        if !isHyphenated, !isLowercaseAmbiguity(stream, index), let year = year(stream, at) {
            return Match(year.end - index, .date, "date.month-year", words: [month] + year.words)
        }
        guard let digits = stream.digits(at, 1...2), let day = day(digits), stream.spaceBefore(at) || isHyphenated else {
            return abbreviated(stream, index, month: month, end: end)
        }
        var words = [month] + day
        at += 1
        var isOrdinal = false
        for suffix in ["", "'s"] where ["st", "nd", "rd", "th"].contains(where: { $0 + suffix == stream.key(at) }) && !stream.spaceBefore(at) {
            at += 1
            isOrdinal = true
            words[words.count - 1] += suffix
            break
        }
        if stream.isSymbol(in: ["-", "–"], at: at), !isHyphenated, let last = stream.digits(at + 1, 1...2), let lastDay = Dates.day(last) {
            words += ["to"] + lastDay
            at += 2
            if ["st", "nd", "rd", "th"].contains(stream.key(at)), !stream.spaceBefore(at) { at += 1 }
        }
        let year = year(stream, at, allowsHyphen: isHyphenated)
        if year == nil, isHyphenated || !stream.endsCleanly(at) || stream.isSymbol("%", at: at) { return nil }
        if year == nil, !isOrdinal, isLowercaseAmbiguity(stream, index) { return nil }
        return Match((year?.end ?? at) - index, .date, "date.month-day", words: words + (year?.words ?? []))
    }

    /// `Jan.` alone: the month's full name; an abbreviation without its stop needs a capital.
    private static func abbreviated(_ stream: TokenStream, _ index: Int, month: String, end: Int) -> Match? {
        guard let token = stream[index], token.isCapitalised, token.text.utf8.count < month.utf8.count, end > index + 1 else { return nil }
        let isFinal = end >= stream.count
        return Match(isFinal ? 1 : end - index, .date, "date.month", words: [month])
    }

    /// `due 10/06`: month and day where a word says that this is a date.
    private static let cuedMonthDay: Reader = { stream, index, _ in
        guard ["on", "by", "due", "until", "till", "since", "before", "after", "dated"].contains(stream.key(index - 1)),
            let first = stream.digits(index, 1...2), stream.isGlued("/", at: index + 1), let second = stream.digits(index + 2, 1...2),
            stream.endsCleanly(index + 3), let month = Int(first), (1...12).contains(month), let day = day(second)
        else { return nil }
        return Match(3, .date, "date.cued-month-day", words: [months[month - 1]] + day)
    }

    /// `340 A.D`, `323 BC`, `1200 BCE`.
    private static let era: Reader = { stream, index, _ in
        guard let digits = stream.digits(index, 1...4), stream.startsFresh(index), let (name, end) = era(stream, index + 1) else { return nil }
        return Match(end - index, .date, "date.era", words: NumberWords.year(digits) + ["\\" + name])
    }

    private static let eraFirst: Reader = { stream, index, _ in
        guard let (name, end) = era(stream, index), name == "AD", let digits = stream.digits(end, 1...4), stream.endsCleanly(end + 1)
        else { return nil }
        return Match(end + 1 - index, .date, "date.era", words: ["\\" + name] + NumberWords.year(digits))
    }

    private static func era(_ stream: TokenStream, _ index: Int) -> (String, Int)? {
        guard let token = stream[index], token.isCapitalised else { return nil }
        if ["AD", "BC", "BCE", "CE"].contains(token.text) { return (token.text, index + 1) }
        guard token.text == "A" || token.text == "B" || token.text == "C" else { return nil }
        var name = token.text
        var at = index + 1
        while name.utf8.count < 3, stream.isGlued(".", at: at), let next = stream[at + 1], next.isCapitalised, !next.spaceBefore,
            next.text.utf8.count == 1
        {
            name += next.text
            at += 2
        }
        guard ["AD", "BC", "BCE", "CE"].contains(name) else { return nil }
        if stream.isGlued(".", at: at), at + 1 < stream.count { at += 1 }
        return (name, at)
    }
}
