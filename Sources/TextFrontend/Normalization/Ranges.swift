/// Ranges of plain numbers and simple arithmetic.
enum Ranges {
    static let rules: [Reader] = [arithmetic, range]

    private static let cues: Set<String> = [
        "from", "pages", "page", "pp", "p", "ages", "aged", "age", "chapters", "verses", "lines", "between", "of", "about", "over", "in",
        "for", "take", "takes", "grades", "steps", "items", "figures", "sections", "within", "every", "nos", "numbers", "rows", "days", "weeks",
        "years", "levels", "questions", "is", "are", "was", "were", "around", "roughly", "approximately",
    ]
    private static let scoreCues: Set<String> = ["won", "lost", "beat", "score", "lead", "led", "vote", "tied", "win", "victory", "loss", "a", "record", "ahead", "up", "finished"]

    /// `2-10` after a word such as `from` or before a noun is a range; alone, or after `won`, it may be a score and is read
    /// as its two numbers with a hyphen.
    private static let range: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let first = stream.numeral(at: index), stream.isSymbol(in: ["-", "–", "—"], at: first.end),
            stream.spaceBefore(first.end) == stream.spaceBefore(first.end + 1), let last = stream.numeral(at: first.end + 1),
            stream.endsCleanly(last.end), last.integer.utf8.count <= 4 || last.isGrouped, first.integer.utf8.count <= 4 || first.isGrouped
        else { return nil }
        let isEnDash = stream.isSymbol("–", at: first.end)
        let previous = stream.isGlued(".", at: index - 1) ? stream.key(index - 2) : stream.key(index - 1)
        let follows = stream[last.end]
        let hasNoun = follows?.isLowercase == true && follows?.spaceBefore == true && !NumberContext.functionWords.contains(follows?.key ?? "")
        let isScore = scoreCues.contains(previous)
        let isRising = (Double(first.integer) ?? 0) < (Double(last.integer) ?? 0)
        guard !stream.spaceBefore(first.end) || isEnDash, isRising, !isScore, isEnDash || hasNoun || cues.contains(previous) || first.fraction != nil else {
            if isScore, !isRising || previous != "a" {
                return Match(last.end - index, .range, "range.score", words: first.words() + ["to"] + last.words())
            }
            return nil
        }
        return Match(last.end - index, .range, "range", words: first.words() + ["to"] + last.words())
    }

    private static let operators: [String: [String]] = [
        "+": ["plus"], "-": ["minus"], "−": ["minus"], "*": ["times"], "×": ["times"], "·": ["times"], "/": ["divided", "by"], "÷": ["divided", "by"],
        "=": ["equals"], "<": ["is", "less", "than"], ">": ["is", "greater", "than"], "≤": ["is", "less", "than", "or", "equal", "to"],
        "≥": ["is", "greater", "than", "or", "equal", "to"], "≠": ["does", "not", "equal"], "≈": ["is", "approximately"], "^": ["to", "the", "power", "of"],
        "±": ["plus", "or", "minus"], "%": ["percent"],
    ]
    private static let longestFormula = 40

    /// A run of numbers, single letters and operators that holds an operator which only formulas have: `1-2=5`, `y=x +1`,
    /// `2 + 2`.
    private static let arithmetic: Reader = { stream, index, _ in
        guard stream.startsFresh(index) else { return nil }
        var at = index
        var words: [String] = []
        var isFormula = false
        var end = index
        var endWords = 0
        var operands = 0
        var depth = 0
        while at - index < longestFormula {
            while stream.isSymbol("(", at: at), depth < 8 {
                depth += 1
                at += 1
            }
            if stream.isSymbol(in: ["-", "+"], at: at), stream.isNumber(at + 1) {
                words.append(stream.isSymbol("-", at: at) ? "minus" : "plus")
                at += 1
            }
            if let numeral = stream.numeral(at: at) {
                words += numeral.words()
                at = numeral.end
                if let variable = stream[at], variable.kind == .word, !variable.spaceBefore {
                    guard variable.text.utf8.count == 1 else { return nil }
                    words.append("\\" + variable.text)
                    at += 1
                }
            } else if let token = stream[at], token.kind == .word, token.text.utf8.count == 1 || Symbols.greek[token.text] != nil {
                words.append(Symbols.greek[token.text] ?? "\\" + token.text)
                at += 1
            } else {
                break
            }
            if let power = stream[at], power.text == "²" || power.text == "³", !power.spaceBefore {
                words.append(power.text == "²" ? "squared" : "cubed")
                at += 1
            }
            operands += 1
            while depth > 0, stream.isSymbol(")", at: at) {
                depth -= 1
                at += 1
            }
            if depth == 0 {
                end = at
                endWords = words.count
            }
            guard let sign = stream[at], sign.kind == .symbol, let reading = operators[sign.text], sign.text != "%" else { break }
            if ["=", "+", "×", "÷", "≤", "≥", "≠", "≈", "±", "^"].contains(sign.text) || (["<", ">", "*"].contains(sign.text) && (stream.isNumber(at + 1) || sign.text == "*" && stream.spaceBefore(at) && stream.spaceBefore(at + 1) && stream[at + 1]?.text.utf8.count == 1)) {
                isFormula = true
            }
            words += reading
            at += 1
        }
        guard isFormula, operands > 1, end > index, stream.endsCleanly(end) else { return nil }
        return Match(end - index, .math, "math.formula", words: Array(words[..<endWords]))
    }
}
