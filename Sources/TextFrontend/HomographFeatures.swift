/// What the homograph model sees of a word: strings about its neighbours, the same as in
/// `Training/tts_training/pronunciation/homographs.py`.
enum HomographFeatures {
    /// Size of the table of weights.
    static let slots = 1 << 20
    /// Parts of speech whose weights all words share.
    static let sharedSpeech: Set<String> = ["nou", "adj", "vrb"]
    private static let window = 6

    /// The features of word `index`; their number is bounded whatever the sentence's length.
    static func features(of index: Int, in sentence: [SpokenWord]) -> [String] {
        func lower(_ at: Int) -> String {
            guard at >= 0 else { return "<s>" }
            guard at < sentence.count else { return "</s>" }
            let word = sentence[at].text.lowercased()
            return classes[word] == "num" || word.first?.isNumber == true ? "#" : word
        }
        func pause(_ at: Int) -> String {
            guard at >= 0 else { return "^" }
            return sentence[at].pauseAfter.map(String.init) ?? ""
        }
        func isTitle(_ at: Int) -> Bool { sentence.indices.contains(at) && sentence[at].text.unicodeScalars.first?.properties.isUppercase == true }

        let (l3, l2, l1) = (lower(index - 3), lower(index - 2), lower(index - 1))
        let (r1, r2, r3) = (lower(index + 1), lower(index + 2), lower(index + 3))
        let (k3, k2, k1) = (wordClass(l3), wordClass(l2), wordClass(l1))
        let (c1, c2) = (wordClass(r1), wordClass(r2))
        let text = sentence[index].text
        let isCapitals = text.unicodeScalars.count > 1 && text == text.uppercased() && text != text.lowercased()
        let letterCase = isCapitals ? "U" : isTitle(index) ? "T" : "l"
        let after = pause(index), before = pause(index - 1)
        var found = ["b"]
        for (name, word) in [("L1", l1), ("L2", l2), ("L3", l3), ("R1", r1), ("R2", r2), ("R3", r3)] { found.append("\(name)|\(word)") }
        found += ["L12|\(l2) \(l1)", "R12|\(r1) \(r2)", "LR|\(l1) \(r1)"]
        for (name, word) in [("l1", l1), ("r1", r1), ("l2", l2), ("r2", r2)] { found.append("\(name)|\(word.suffix(3))") }
        found += ["k1|\(k1)", "k2|\(k2)", "c1|\(c1)", "c2|\(c2)", "k12|\(k2) \(k1)", "k123|\(k3) \(k2) \(k1)", "c12|\(c1) \(c2)"]
        found += ["kc|\(k1) \(c1)", "kkc|\(k2) \(k1) \(c1)", "kcc|\(k1) \(c1) \(c2)", "Lc|\(l1) \(c1)", "kR|\(k1) \(r1)", "KL|\(k2) \(l1)", "RC|\(r1) \(c2)"]
        found += ["C|\(letterCase)\(index == 0 ? "^" : "")", "P|\(after)", "p|\(before)", "pk|\(before) \(k1)", "Pc|\(after) \(c1)"]
        found += ["N|\(isTitle(index + 1) ? "T" : "l")", "M|\(isTitle(index - 1) ? "T" : "l")\(letterCase)"]
        for at in max(0, index - window)..<min(sentence.count, index + window + 1) where at != index {
            let word = lower(at)
            if word.unicodeScalars.count > 2 { found.append("B|" + word) }
        }
        return found
    }

    /// The slot of a feature's weight: FNV-1a (Fowler, Noll & Vo) of the prefix and the feature, folded to the table.
    static func slot(_ prefix: String, _ feature: String) -> Int {
        var value: UInt32 = 2_166_136_261
        for byte in prefix.utf8 { value = (value ^ UInt32(byte)) &* 16_777_619 }
        for byte in feature.utf8 { value = (value ^ UInt32(byte)) &* 16_777_619 }
        return Int((value ^ value >> 20) & UInt32(slots - 1))
    }

    private static let suffixes = ["ly", "ing", "ed", "tion", "ment", "ous", "ive", "al", "ity", "ness", "er", "s"]

    /// A rough part of speech: of closed-class words by list, of others by their ending.
    private static func wordClass(_ word: String) -> String {
        if let name = classes[word] { return name }
        for suffix in suffixes where word.utf8.count > suffix.utf8.count + 2 && word.hasSuffix(suffix) { return "-" + suffix }
        return word.first == "<" ? "<" : "x"
    }

    private static let classes: [String: String] = {
        var result: [String: String] = [:]
        for (name, words) in [
            ("det", "a an the this that these those every each no some any another all both either"),
            ("poss", "my your his its our their whose"), ("subj", "i you he she it we they who"), ("obj", "me him them us her"),
            ("modal", "will would can could shall should may might must cannot can't won't couldn't wouldn't shouldn't 'll 'd let's"),
            ("do", "do does did don't doesn't didn't"), ("to", "to"),
            ("be", "is are was were be been being am isn't aren't wasn't weren't"), ("have", "have has had having haven't hasn't hadn't"),
            (
                "prep",
                "of in on at by for with from into about through over under between among during against within without upon per via as than"
            ),
            ("conj", "and or but nor that which who if when while because although though where whether since"), ("neg", "not never n't"),
            (
                "num",
                "# one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"
            ),
        ] {
            for word in words.split(separator: " ") { result[String(word)] = name }  // a later list wins, as in training
        }
        return result
    }()
}
