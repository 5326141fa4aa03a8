/// Whether a row of letters can be said as an English word: decides between `NASA` and `HTML` for acronyms that the
/// lexicon lacks.
enum Pronounceability {
    /// Whether the lower-case letters alternate like a word: a consonant group that a word may begin with, no inner group
    /// of more than three, and an ending that a word may have. No letters are not pronounceable.
    static func isPronounceable(_ word: [UInt8]) -> Bool {
        let groups = word.split(omittingEmptySubsequences: false, whereSeparator: Spelling.isVowelLetter).map { String(decoding: $0, as: UTF8.self) }
        guard groups.count >= 2, let first = groups.first, let last = groups.last else { return false }
        guard first.count <= 1 || onsets.contains(first), last.count <= 1 || codas.contains(last) else { return false }
        let empty = groups.dropFirst().dropLast().count { $0.isEmpty }  // neighbouring vowels
        return empty <= 1 && groups.dropFirst().dropLast().allSatisfy { $0.count <= 2 || onsets.contains(String($0.dropFirst())) }
    }

    private static let onsets: Set<String> = [
        "bl", "br", "ch", "chr", "cl", "cr", "dr", "dw", "fl", "fr", "gl", "gr", "kl", "kn", "kr", "ph", "pl", "pr", "qu", "rh", "sc", "sch", "scr",
        "sh", "sk", "sl", "sm", "sn", "sp", "spl", "spr", "squ", "st", "str", "sw", "th", "thr", "tr", "tw", "wh", "wr",
    ]
    private static let codas: Set<String> = [
        "ch", "ck", "ct", "ff", "ft", "ld", "lf", "lk", "ll", "lm", "lp", "ls", "lt", "mp", "nch", "nd", "ng", "nk", "ns", "nt", "ph", "pt", "rb",
        "rc", "rd", "rf", "rk", "rl", "rm", "rn", "rp", "rs", "rt", "sh", "sk", "sp", "ss", "st", "th", "ts", "x", "ps", "ks", "rch", "rth", "nth",
    ]
}
