/// URLs, e-mail addresses, handles, hashtags, paths and file names, read symbol by symbol.
enum Electronic {
    static let rules: [Reader] = [address, path, fileName]
    static let symbolRules: [Reader] = [handle, hashtag, rootedPath]

    private static let longestAddress = 300

    private static let topLevelDomains: Set<String> = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "ai", "co", "app", "dev", "tv", "uk", "de", "fr", "es", "nl",
        "ru", "ch", "jp", "cn", "ca", "au", "eu", "us", "br", "se", "pl", "kr", "nz", "dk", "fi", "xyz", "online", "site", "shop", "blog",
        "cloud", "tech", "gg", "ly", "fm", "me", "news", "wiki", "museum", "name", "pro",
    ]
    private static let extensions: Set<String> = [
        "txt", "pdf", "html", "htm", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "json", "xml", "yaml", "yml", "toml", "md", "py",
        "js", "ts", "swift", "java", "cpp", "hpp", "sh", "exe", "dll", "zip", "tar", "gz", "rar", "png", "jpg", "jpeg", "gif", "svg", "mp3",
        "mp4", "wav", "avi", "mov", "log", "sql", "php", "css", "rs", "rb", "ini", "cfg", "conf", "iso", "dmg", "apk", "bat", "tex", "bib", "epub",
    ]
    /// Parts that are said as words although they are short, and the other way round.
    private static let spokenParts: Set<String> = ["com", "net", "org", "edu", "gov", "mil", "info", "biz", "bin", "app", "dev", "get", "zip", "tar", "log", "gif", "iso", "ini", "bat", "tex", "in", "at", "is", "my", "me", "on", "to", "go", "no", "we", "us", "be", "so", "tech", "sim"]
    private static let spelledParts: Set<String> = ["www", "http", "https", "html", "htm", "ftp", "sftp", "ssh", "pdf", "php", "xml", "css", "svg", "url", "api", "faq", "usa", "uk", "csv", "sql", "mp", "jpg", "png", "docx", "xlsx"]

    static let names: [String: [String]] = [
        ".": ["dot"], "/": ["slash"], "-": ["dash"], "_": ["underscore"], ":": ["colon"], "@": ["at"], "&": ["ampersand"], "#": ["hash"],
        "?": ["question", "mark"], "=": ["equals"], "%": ["percent"], "+": ["plus"], "~": ["tilde"], "\\": ["backslash"], ",": ["comma"],
        "*": ["star"], "!": ["exclamation", "mark"], "$": ["dollar"], ";": ["semicolon"], "–": ["dash"],
    ]

    /// The end of the run of tokens without spaces that addresses are made of, trailing punctuation left out.
    private static func runEnd(_ stream: TokenStream, _ index: Int, stoppingAt stops: Set<String> = []) -> Int {
        var end = index
        while let token = stream[end], end == index || !token.spaceBefore, end - index < longestAddress {
            if token.kind == .symbol, names[token.text] == nil || stops.contains(token.text) { break }
            end += 1
        }
        while end > index + 1, let last = stream[end - 1], last.kind == .symbol, ![ "/", "_", "#", "+", "=", "~"].contains(last.text) { end -= 1 }
        return end
    }

    private static func words(_ stream: TokenStream, _ range: Range<Int>) -> [String] {
        range.flatMap { index -> [String] in
            let token = stream.tokens[index]
            switch token.kind {
            case .symbol: return names[token.text] ?? [token.text]
            case .number:
                let digits = token.text
                if digits.utf8.count > 2, digits.hasSuffix("00"), digits.utf8.first != 0x30, digits.utf8.count < 7 { return NumberWords.cardinal(digits) }
                return NumberWords.spelled(digits)
            case .word: return [part(token.text, token.key)]
            }
        }
    }

    private static func part(_ text: String, _ key: String) -> String {
        if spokenParts.contains(key) { return text }
        if key != "www", Words.hasRun(text) { return Words.squeezeRuns(text) }
        let hasVowel = key.utf8.contains { [0x61, 0x65, 0x69, 0x6F, 0x75, 0x79].contains($0) }
        return spelledParts.contains(key) || key.utf8.count <= 2 || !hasVowel && key.utf8.count <= 5 ? "\\" + text : text
    }

    /// Whether an address may start here: after a space, a bracket or quote, or a stray full stop.
    private static func mayStart(_ stream: TokenStream, _ index: Int) -> Bool {
        stream.startsFresh(index) || (stream.isSymbol(".", at: index - 1) && stream.spaceBefore(index - 1))
    }

    private static let address: Reader = { stream, index, _ in
        guard mayStart(stream, index), let next = stream[index + 1], !next.spaceBefore, next.kind == .symbol || stream.isNumber(index) || stream.isNumber(index + 1)
        else { return nil }
        if stream.isGlued(":", at: index + 1), stream.isGlued("/", at: index + 2), stream.isGlued("/", at: index + 3) {
            let end = runEnd(stream, index)
            return Match(end - index, .electronic, "electronic.url", words: words(stream, index..<end))
        }
        if stream.key(index) == "mailto", stream.isGlued(":", at: index + 1) {
            return Match(2, .electronic, "electronic.mailto", words: ["mail", "to"])
        }
        // The host or the local part of an e-mail address: up to the first slash, colon, question mark.
        var end = index
        var at: Int?
        var lastDot: Int?
        var isPlain = true
        scan: while let token = stream[end], end == index || !token.spaceBefore, end - index < longestAddress {
            if token.kind == .symbol {
                switch token.text {
                case "@":
                    guard at == nil, end > index else { return nil }
                    at = end
                    lastDot = nil
                case ".": lastDot = end
                case "-", "_": break
                case "&", "+": isPlain = false
                default: break scan
                }
            }
            end += 1
        }
        while end > index, let last = stream[end - 1], last.kind == .symbol {
            if lastDot == end - 1 {
                lastDot = stride(from: end - 2, through: index, by: -1).first { stream.isSymbol(".", at: $0) }
            }
            end -= 1
        }
        guard let dot = lastDot, dot > (at ?? index), dot + 1 < end, let domain = stream[dot + 1], domain.kind == .word, end == dot + 2 else { return nil }
        let isWeb = stream.key(index) == "www"
        let hasPath = stream.isGlued("/", at: end) && !stream.spaceBefore(end + 1) && stream[end + 1] != nil
        guard at != nil || isPlain && (isWeb || topLevelDomains.contains(domain.key) && !(domain.isCapitalised && !domain.isAllCapitals) || hasPath && domain.key.utf8.count <= 3) else { return nil }
        if stream.isSymbol(in: ["/", "?", ":", "#"], at: end), !stream.spaceBefore(end), !stream.spaceBefore(end + 1) { end = max(end, runEnd(stream, index)) }
        return Match(end - index, .electronic, at != nil ? "electronic.email" : "electronic.domain", words: words(stream, index..<end))
    }

    /// `report.pdf`, `my_file-2.tar.gz`.
    private static let fileName: Reader = { stream, index, _ in
        guard mayStart(stream, index), let next = stream[index + 1], !next.spaceBefore else { return nil }
        let end = runEnd(stream, index, stoppingAt: ["/", "\\", ":", "?", "=", "#", "%", ",", "!", ";", "*", "$", "–", "@", "&"])
        guard end - index >= 3, let last = stream[end - 1], last.kind == .word || last.kind == .number && stream.isWord(end - 2) else { return nil }
        let name = last.kind == .word ? last.key : stream.key(end - 2) + last.text
        let dot = last.kind == .word ? end - 2 : end - 3
        guard stream.isSymbol(".", at: dot), extensions.contains(name), !last.isCapitalised || last.isAllCapitals else { return nil }
        return Match(end - index, .electronic, "electronic.file-name", words: words(stream, index..<end))
    }

    /// `C:\Users\me`, `src/main/index`: three parts or more, or a drive.
    private static let path: Reader = { stream, index, _ in
        guard stream.startsFresh(index), stream.isWord(index) else { return nil }
        let isDrive = stream.tokens[index].text.utf8.count == 1 && stream.isGlued(":", at: index + 1) && (stream.isGlued("\\", at: index + 2) || stream.isGlued("/", at: index + 2))
        guard isDrive || stream.isGlued("/", at: index + 1) || stream.isGlued("\\", at: index + 1) else { return nil }
        let end = runEnd(stream, index, stoppingAt: isDrive ? ["?"] : [":", "?", "=", ",", ";", "!"])
        let slashes = (index..<end).count { stream.isSymbol(in: ["/", "\\"], at: $0) }
        let hasTechnical = (index..<end).contains { stream.isSymbol(in: ["_", ".", "~"], at: $0) || stream.isNumber($0) }
        guard isDrive || slashes >= 2 && hasTechnical else { return nil }
        return Match(end - index, .electronic, "electronic.path", words: words(stream, index..<end))
    }

    /// `/usr/local/bin`, `~/notes.txt`, `./run`.
    private static let rootedPath: Reader = { stream, index, _ in
        var start = index
        guard stream.startsFresh(index) else { return nil }
        while stream.isSymbol(in: ["~", "."], at: start), start - index < 2 { start += 1 }
        guard stream.isSymbol("/", at: start), start == index || !stream.spaceBefore(start), !stream.spaceBefore(start + 1), stream.isWord(start + 1) else { return nil }
        let end = runEnd(stream, index, stoppingAt: [":", "?", "=", ",", ";", "!"])
        guard end > start + 1 else { return nil }
        return Match(end - index, .electronic, "electronic.path", words: words(stream, index..<end))
    }

    private static let handle: Reader = { stream, index, _ in
        guard stream.isSymbol("@", at: index), stream.startsFresh(index), !stream.spaceBefore(index + 1), stream.isWord(index + 1) || stream.isSymbol("_", at: index + 1) else { return nil }
        let end = runEnd(stream, index, stoppingAt: ["/", ":", "?", "=", ",", ";", "!", "#", "&", "%", "+", "\\", "*", "$", "~", "–"])
        let readings = (index..<end).flatMap { position -> [String] in
            let token = stream.tokens[position]
            return token.kind == .word ? split(token.text) : words(stream, position..<(position + 1))
        }
        return Match(end - index, .electronic, "electronic.handle", words: readings)
    }

    private static let hashtag: Reader = { stream, index, _ in
        guard stream.isSymbol("#", at: index), !stream.spaceBefore(index + 1) else { return nil }
        if stream.isNumber(index + 1), let numeral = stream.numeral(at: index + 1), stream.endsCleanly(numeral.end), stream.startsFresh(index) {
            return Match(numeral.end - index, .ordinal, "symbol.number-sign", words: ["number"] + numeral.words())
        }
        guard stream.isWord(index + 1), stream.startsFresh(index) || stream.isSymbol("#", at: index - 1) else { return nil }
        var readings = ["hash"]
        var end = index + 1
        while let token = stream[end], !token.spaceBefore, token.kind != .symbol || token.text == "_", end - index < longestAddress {
            readings += token.kind == .word ? split(token.text) : token.kind == .number ? NumberWords.house(token.text) : []
            end += 1
        }
        return Match(end - index, .electronic, "electronic.hashtag", words: readings)
    }

    /// `MakeItSo` in its words; a run of capitals stays together.
    private static func split(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var wasLower = false
        for character in text {
            if character.isUppercase, wasLower {
                parts.append(current)
                current = ""
            }
            current.append(character)
            wasLower = character.isLowercase
        }
        return parts + [current]
    }
}
