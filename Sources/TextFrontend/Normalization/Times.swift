/// Times of day with their zones, and lengths of time written with colons.
enum Times {
    static let rules: [Reader] = [range, clock, duration, hour]

    private static let zones: Set<String> = [
        "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "GMT", "UTC", "CET", "CEST", "BST", "IST", "JST", "ET", "CT",
        "MT", "PT", "AKST", "HST", "AEST", "AEDT", "EET", "WET", "MSK", "SGT", "HKT",
    ]

    struct Clock {
        var words: [String]
        var end: Int
        /// Whether `a.m.` or `p.m.` was written.
        var hasHalf: Bool
    }

    /// `11:30`, `1.59 p.m.`, `5 pm`, `01:00a.m.`, with zone. nil for a bare number.
    static func clock(_ stream: TokenStream, _ index: Int) -> Clock? {
        guard let hours = stream.digits(index, 1...2), let hour = Int(hours), hour <= 24 else { return nil }
        var end = index + 1
        var minutes: String?
        if stream.isGlued(":", at: end), !stream.spaceBefore(end + 1), let digits = stream.digits(end + 1, 2...2), digits < "60" {
            minutes = digits
            end += 2
            if stream.isGlued(":", at: end), stream.isNumber(end + 1) { return nil }
        } else if stream.isGlued(".", at: end), !stream.spaceBefore(end + 1), let digits = stream.digits(end + 1, 2...2), digits < "60",
            half(stream, end + 2) != nil
        {
            minutes = digits
            end += 2
        }
        var words: [String]
        let half = half(stream, end)
        guard half != nil || minutes != nil else { return nil }
        if half != nil, hour == 0 || hour > 12, minutes == nil { return nil }
        let hourWords = NumberWords.cardinal(hour)
        switch minutes {
        case nil: words = hourWords
        case "00": words = half != nil ? hourWords : hourWords + ["o'clock"]
        case .some(let minutes):
            words = hourWords + (minutes.utf8.first == 0x30 ? ["oh", NumberWords.ones[Int(minutes.suffix(1)) ?? 0]] : NumberWords.cardinal(minutes))
        }
        if let half {
            words.append("\\" + half.name)
            end = half.end
        }
        if let token = stream[end], token.kind == .word, zones.contains(token.text) || (!token.spaceBefore && zones.contains(token.text.uppercased())) {
            // "ET" and the like after a space count only in capitals.
            words.append("\\" + token.text.uppercased())
            end += 1
        }
        return Clock(words: words, end: end, hasHalf: half != nil)
    }

    /// `am`, `a.m.`, `a.m`, `PM`: the stop that also ends the sentence stays with the sentence.
    private static func half(_ stream: TokenStream, _ index: Int) -> (name: String, end: Int)? {
        let key = stream.key(index)
        if key == "am" || key == "pm" { return (key.uppercased(), index + 1) }
        guard key == "a" || key == "p", stream.isGlued(".", at: index + 1), stream.key(index + 2) == "m", !stream.spaceBefore(index + 2)
        else { return nil }
        let hasStop = stream.isGlued(".", at: index + 3) && index + 4 < stream.count
        return (key.uppercased() + "M", index + (hasStop ? 4 : 3))
    }

    private static let clock: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let clock = clock(stream, index), stream.endsCleanly(clock.end) else { return nil }
        return Match(clock.end - index, .time, "time.clock", words: clock.words)
    }

    /// `5pm-7 pm`, `9:00–17:30`, `5-7pm`.
    private static let range: Reader = { stream, index, _ in
        guard stream.startsFresh(index) else { return nil }
        let first = clock(stream, index)
        let dash = first?.end ?? index + 1
        guard stream.isNumber(index), stream.isSymbol(in: ["-", "–", "—"], at: dash), let last = clock(stream, dash + 1),
            first != nil || last.hasHalf, stream.endsCleanly(last.end)
        else { return nil }
        guard let start = first?.words ?? stream.digits(index, 1...2).map({ NumberWords.cardinal($0) }) else { return nil }
        return Match(last.end - index, .time, "time.range", words: start + ["to"] + last.words)
    }

    /// `14:10:30`.
    private static let duration: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let hours = stream.digits(index, 1...2), stream.isGlued(":", at: index + 1),
            let minutes = stream.digits(index + 2, 2...2), !stream.spaceBefore(index + 2), stream.isGlued(":", at: index + 3),
            let seconds = stream.digits(index + 4, 2...2), !stream.spaceBefore(index + 4), minutes < "60", seconds < "60"
        else { return nil }
        var end = index + 5
        func count(_ digits: String, _ unit: String) -> [String] {
            NumberWords.cardinal(digits) + [Int(digits) == 1 ? unit : unit + "s"]
        }
        var words = count(hours, "hour") + count(minutes, "minute") + ["and"] + count(seconds, "second")
        if let half = half(stream, end) {
            words.append("\\" + half.name)
            end = half.end
        }
        if let token = stream[end], zones.contains(token.text) {
            words.append("\\" + token.text)
            end += 1
        }
        guard stream.endsCleanly(end) else { return nil }
        return Match(end - index, .time, "time.hours-minutes-seconds", words: words)
    }

    /// `7 o'clock` reads itself; here stands `at 0730 hours`.
    private static let hour: Reader = { stream, index, _ in
        guard let digits = stream.digits(index, 4...4), stream.key(index + 1) == "hours" || stream.key(index + 1) == "hrs",
            digits.prefix(2) < "24", digits.suffix(2) < "60", digits.utf8.first == 0x30
        else { return nil }
        let hours = NumberWords.spelled(digits.prefix(2))
        let minutes = digits.hasSuffix("00") ? ["hundred"] : NumberWords.cardinal(digits.suffix(2))
        return Match(2, .time, "time.military", words: hours + minutes + ["hours"])
    }
}
