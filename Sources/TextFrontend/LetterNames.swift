/// Words said by the names of their letters.
enum LetterNames {
    /// The phonemes of one ASCII letter's name, stressed; nil for anything else.
    static func name(of letter: UInt8) -> [UInt8]? {
        let lower = letter | 0x20
        guard lower >= UInt8(ascii: "a"), lower <= UInt8(ascii: "z") else { return nil }
        return names[Int(lower - UInt8(ascii: "a"))]
    }

    /// The letters' names as one word: the last has the primary stress, the others secondary.
    ///
    /// A long row of letters is said in groups of three with a space between. Bytes that are no letters are left to the
    /// caller; no letters give no phonemes.
    static func spelled(_ letters: some Collection<UInt8>) -> [UInt8] {
        let all = letters.compactMap(name(of:))
        let size = all.count <= 6 ? all.count : 3
        var result: [UInt8] = []
        for (index, name) in all.enumerated() {
            let endsGroup = (index + 1) % max(size, 1) == 0 || index + 1 == all.count
            result += endsGroup ? name : PhoneAlphabet.demoted(name)
            if endsGroup, index + 1 < all.count { result.append(PhoneAlphabet.space) }
        }
        return result
    }

    private static let names: [[UInt8]] = [
        "ˈA", "bˈi", "sˈi", "dˈi", "ˈi", "ˈɛf", "ʤˈi", "ˈAʧ", "ˈI", "ʤˈA", "kˈA", "ˈɛl", "ˈɛm", "ˈɛn", "ˈO", "pˈi", "kjˈu", "ˈɑɹ", "ˈɛs",
        "tˈi", "jˈu", "vˈi", "dˈʌbəljˌu", "ˈɛks", "wˈI", "zˈi",
    ].map { PhoneAlphabet.encode($0) ?? [] }
}
