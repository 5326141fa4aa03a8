public import SpeechData

/// Parts a word's phonemes into syllables and deals them to the syllables of a score.
public enum Syllabification {
    private static let onsets: Set<String> = [
        "pɹ", "pl", "pj", "bɹ", "bl", "bj", "tɹ", "tw", "dɹ", "dw", "kɹ", "kl", "kw", "kj", "ɡɹ", "ɡl", "ɡw", "fɹ", "fl", "fj",
        "θɹ", "θw", "ʃɹ", "sp", "st", "sk", "sm", "sn", "sl", "sw", "sf", "hj", "mj", "nj", "vj", "spɹ", "spl", "spj", "stɹ", "skɹ",
        "skw", "skl", "hw",
    ]

    /// How many consonants at the end of a cluster between vowels begin the later syllable: as many as English words may
    /// begin with (maximal onset principle, Kahn 1976).
    public static func onsetLength(of cluster: [Character]) -> Int {
        guard let last = cluster.last else { return 0 }
        var length = last == "ŋ" || last == "ʒ" && cluster.count > 1 ? 0 : 1
        if length == 0 { return 0 }
        while length < min(3, cluster.count), onsets.contains(String(cluster.suffix(length + 1))) { length += 1 }
        return length
    }

    /// Deals the segments of one word to `syllables` sung syllables, spelled as given: one range of `segments` each, in
    /// order, together all of them, each with at least one vowel.
    ///
    /// If the word has more vowels than syllables are sung (`ev'ry` written as two), syllables take those that their
    /// spelling suggests. If it has fewer (`prayer` on two notes), the last ranges are empty: those notes go on with the
    /// vowel before. An empty word gives empty ranges.
    public static func deal(_ segments: [Utterance.Segment], to syllables: [String]) -> [Range<Int>] {
        let nuclei = segments.indices.filter { segments[$0].phoneme.isVowel }
        guard !syllables.isEmpty else { return [] }
        guard !nuclei.isEmpty else {
            return syllables.indices.map { $0 == 0 ? 0..<segments.count : segments.count..<segments.count }
        }
        let groups = vowelCounts(nuclei.count, syllables.prefix(nuclei.count).map(vowelGroups))
        var bounds = [0]
        var first = 0
        for count in groups {
            let next = first + count
            if next >= nuclei.count { break }
            let from = nuclei[next - 1] + 1
            let cluster = segments[from..<nuclei[next]].map(\.phoneme.symbol)
            bounds.append(nuclei[next] - onsetLength(of: cluster))
            first = next
        }
        return syllables.indices.map { index in
            let lower = index < bounds.count ? bounds[index] : segments.count
            return lower..<(index + 1 < bounds.count ? bounds[index + 1] : segments.count)
        }
    }

    /// Vowels for each syllable: at least one, `total` in all, as near to `wanted` as can be (least squares, by dynamic
    /// programming).
    private static func vowelCounts(_ total: Int, _ wanted: [Int]) -> [Int] {
        let unreachable = Int.max / 2
        var best = [[Int]](repeating: [Int](repeating: unreachable, count: total + 1), count: wanted.count + 1)
        var choice = best
        best[0][0] = 0
        for index in wanted.indices {
            for used in 0...total where best[index][used] < unreachable {
                for take in 1...max(1, total - used) where used + take <= total {
                    let off = take - wanted[index]
                    let cost = best[index][used] + off * off
                    if cost < best[index + 1][used + take] {
                        best[index + 1][used + take] = cost
                        choice[index + 1][used + take] = take
                    }
                }
            }
        }
        var counts: [Int] = []
        var left = total
        for index in wanted.indices.reversed() {
            counts.insert(choice[index + 1][left], at: 0)
            left -= choice[index + 1][left]
        }
        return counts
    }

    private static func vowelGroups(_ spelling: String) -> Int {
        var count = 0
        var inside = false
        for letter in spelling.lowercased() {
            let isVowel = "aeiouy".contains(letter)
            if isVowel, !inside { count += 1 }
            inside = isVowel
        }
        return max(1, count)
    }
}
