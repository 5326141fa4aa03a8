/// Splits a paragraph into sentences.
///
/// Every `.`, `!`, `?` before a space is weighed by what stands before it (abbreviation, initial, list number, ellipsis)
/// and after it (lower case, a word that often opens sentences, a digit). A sentence never grows past `longest` bytes;
/// past it, it is cut after a clause or a word, so hostile input stays linear.
enum SentenceSplitter {
    static let longest = 1500

    static func split(_ text: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = skipSpaces(text, 0)
        var index = start
        while index < text.count {
            if index - start >= longest {
                let cut = forcedCut(text, start, index)
                append(&ranges, text, start..<cut)
                start = skipSpaces(text, cut)
                index = max(index, start)
                continue
            }
            guard isTerminator(text[index]) else {
                index += 1
                continue
            }
            let mark = index
            while index < text.count, isTerminator(text[index]) { index += 1 }
            let markEnd = index
            while index < text.count, isCloser(text[index]) { index += 1 }
            guard index < text.count, text[index] == 0x20 else { continue }
            let next = skipSpaces(text, index)
            guard next < text.count else { break }
            let boundary = Boundary(text: text, start: start, mark: mark, markEnd: markEnd, closersEnd: index, next: next)
            if boundary.isSentenceEnd {
                append(&ranges, text, start..<index)
                start = next
            }
            index = next
        }
        append(&ranges, text, start..<text.count)
        return ranges
    }

    private static func append(_ ranges: inout [Range<Int>], _ text: [UInt8], _ range: Range<Int>) {
        var end = range.upperBound
        while end > range.lowerBound, text[end - 1] == 0x20 { end -= 1 }
        if end > range.lowerBound { ranges.append(range.lowerBound..<end) }
    }

    private static func skipSpaces(_ text: [UInt8], _ start: Int) -> Int {
        var index = start
        while index < text.count, text[index] == 0x20 { index += 1 }
        return index
    }

    private static func isTerminator(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x21 || byte == 0x3F }

    /// `"`, `'`, `)`, `]`, `}`.
    private static func isCloser(_ byte: UInt8) -> Bool { [0x22, 0x27, 0x29, 0x5D, 0x7D].contains(byte) }

    private static func forcedCut(_ text: [UInt8], _ start: Int, _ limit: Int) -> Int {
        var space: Int?
        for index in stride(from: limit - 1, to: start + longest / 3, by: -1) where text[index] == 0x20 {
            if [0x2C, 0x3B, 0x3A].contains(text[index - 1]) { return index }
            if space == nil { space = index }
        }
        if let space { return space }
        var index = limit
        while index > start + 1, text[index] & 0xC0 == 0x80 { index -= 1 }
        return index
    }
}

/// A place where a sentence may end, and the evidence around it.
private struct Boundary {
    let text: [UInt8]
    let start: Int
    let mark: Int
    let markEnd: Int
    let closersEnd: Int
    let next: Int

    var isSentenceEnd: Bool {
        var opening = next
        while opening < text.count, [0x22, 0x27, 0x28, 0x5B, 0x7B, 0x60].contains(text[opening]) { opening += 1 }
        guard opening < text.count else { return false }
        let first = text[opening]
        if [0x2C, 0x3B, 0x3A].contains(first) { return false }
        let following = word(from: opening)
        let isLower = first.isASCIILowercase && !following.dropFirst().contains { $0.isUppercase }
        let isQuoteClosed = text[markEnd..<closersEnd].contains { $0 == 0x22 || $0 == 0x27 }
        let marks = text[mark..<markEnd]
        if isLower { return false }
        if marks.contains(where: { $0 != 0x2E }) { return !(isQuoteClosed && isSpeechTag(from: opening)) }
        let preceding = precedingWord
        if marks.count > 1 { return preceding.isEmpty || preceding.lowercased() != following.lowercased() }
        if isQuoteClosed { return !isSpeechTag(from: opening) && !(preceding.count == 1 && mark - preceding.utf8.count == start) }
        return endsSentence(preceding, before: following, digit: first.isASCIIDigit)
    }

    private func endsSentence(_ preceding: String, before following: String, digit: Bool) -> Bool {
        let key = preceding.lowercased()
        let isOpening = mark - preceding.utf8.count <= start + 1
        let startsSentence = SentenceWords.starters.contains(following)
        if preceding.isEmpty { return true }
        // "1. First", "a. One", "IV. The battle".
        if isOpening, preceding.count <= 3, key.allSatisfy({ $0.isNumber }) || preceding.count == 1 || isRoman(preceding) {
            return false
        }
        if key.utf8.contains(0x2E) {
            if SentenceWords.neverFinal.contains(key) { return false }
            if key == "a.m" || key == "p.m" { return !SentenceWords.afterTimes.contains(following) && !digit }
            if isDotted(key) { return startsSentence }
            return true
        }
        if preceding.utf8.count == 1, let letter = preceding.utf8.first, letter.isASCIILetter {
            if letter == 0x49 { return startsSentence || !previousIsInitialOrName }
            if letter.isASCIILowercase { return !digit }
            return startsSentence
        }
        if SentenceWords.titles.contains(key) { return SentenceWords.streets.contains(key) && startsSentence && previousIsInitialOrName }
        if SentenceWords.beforeNumbers.contains(key) { return !digit && (key == "no" || startsSentence) }
        if SentenceWords.neverFinal.contains(key) { return false }
        if SentenceWords.maybeFinal.contains(key) { return startsSentence || (digit && SentenceWords.streets.contains(key)) }
        return true
    }

    /// The letters, digits and inner full stops directly before the mark.
    private var precedingWord: String {
        var begin = mark
        while begin > start, mark - begin < 24 {
            let byte = text[begin - 1]
            guard byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2E || byte >= 0x80 else { break }
            begin -= 1
        }
        return String(decoding: text[begin..<mark], as: UTF8.self)
    }

    /// Whether the word before the preceding one is capitalised ("Elm St.", "J. R.").
    private var previousIsInitialOrName: Bool {
        var index = mark - precedingWord.utf8.count
        while index > start, text[index - 1] == 0x20 { index -= 1 }
        while index > start, text[index - 1] != 0x20 { index -= 1 }
        return index < mark - precedingWord.utf8.count && text[index].isASCIIUppercase
    }

    private func word(from start: Int) -> String {
        var end = start
        while end < text.count, end - start < 24, text[end].isASCIILetter || text[end] >= 0x80 { end += 1 }
        return String(decoding: text[start..<end], as: UTF8.self)
    }

    /// `Tom asked`, `I said`, `Mrs. Hale cried`: who spoke the quotation before.
    ///
    /// Only a quotation that opens the sentence can have its tag after it.
    private func isSpeechTag(from tag: Int) -> Bool {
        guard text[start] == 0x22 || text[start] == 0x27 else { return false }
        var index = tag
        for position in 0..<4 {
            let word = word(from: index)
            if position > 0, SentenceWords.speechVerbs.contains(word) { return true }
            index += word.utf8.count
            if index < text.count, text[index] == 0x2E, SentenceWords.titles.contains(word.lowercased()) { index += 1 }
            guard !word.isEmpty, index + 1 < text.count, text[index] == 0x20 else { return false }
            index += 1
        }
        return false
    }

    private func isDotted(_ key: String) -> Bool { key.split(separator: ".").allSatisfy { $0.utf8.count <= 2 } }

    private func isRoman(_ word: String) -> Bool { word.utf8.allSatisfy { [0x49, 0x56, 0x58].contains($0) } }
}
