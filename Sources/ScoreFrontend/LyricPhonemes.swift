internal import SpeechData

/// Phonemes as score formats spell them.
enum LyricPhonemes {
    private static let arpabet: [String: String] = [
        "aa": "ɑ", "ae": "æ", "ah": "ʌ", "ao": "ɔ", "aw": "W", "ax": "ə", "ay": "I", "b": "b", "ch": "ʧ", "d": "d", "dh": "ð",
        "dx": "T", "eh": "ɛ", "er": "ɜɹ", "axr": "əɹ", "ey": "A", "f": "f", "g": "ɡ", "hh": "h", "ih": "ɪ", "ix": "ɪ", "iy": "i",
        "jh": "ʤ", "k": "k", "l": "l", "m": "m", "n": "n", "ng": "ŋ", "ow": "O", "oy": "Y", "p": "p", "r": "ɹ", "s": "s",
        "sh": "ʃ", "t": "t", "th": "θ", "uh": "ʊ", "uw": "u", "v": "v", "w": "w", "y": "j", "z": "z", "zh": "ʒ", "dr": "dɹ",
        "tr": "tɹ", "q": "",
    ]

    /// The voice's phonemes for a list parted by spaces, or nil if one is not known: each item is ARPAbet, perhaps with a
    /// stress digit or a language prefix (`en/hh`), or phonemes of the voice's set.
    static func phonemes(from list: String) -> String? {
        var result = ""
        for item in list.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard let spelled = phoneme(String(item)) else { return nil }
            result += spelled
        }
        return result.isEmpty ? nil : result
    }

    /// As above, for one item.
    static func phoneme(_ item: String) -> String? {
        let bare = item.split(separator: "/").last.map(String.init) ?? item
        let known = bare.filter { $0 != "ˈ" && $0 != "ˌ" }
        if bare.count > 0, !known.isEmpty, known.contains(where: { !$0.isASCII }) || known.count == 1,
            known.allSatisfy({ Phoneme($0).map { !$0.isPause } ?? false })
        {
            return bare
        }
        return arpabet[bare.lowercased().filter { !$0.isNumber }]
    }
}
