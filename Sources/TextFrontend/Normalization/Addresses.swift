/// Street addresses, states and postcodes.
enum Addresses {
    static let numberRules: [Reader] = [house]
    static let wordRules: [Reader] = [street, state]

    private static let suffixes: [String: String] = [
        "st": "Street", "ave": "Avenue", "av": "Avenue", "rd": "Road", "blvd": "Boulevard", "dr": "Drive", "ln": "Lane", "hwy": "Highway",
        "ct": "Court", "pl": "Place", "sq": "Square", "pkwy": "Parkway", "cir": "Circle", "ter": "Terrace", "expy": "Expressway",
        "fwy": "Freeway", "tpke": "Turnpike", "pky": "Parkway", "trl": "Trail", "aly": "Alley",
    ]
    private static let fullSuffixes: Set<String> = [
        "street", "avenue", "road", "boulevard", "drive", "lane", "highway", "court", "place", "square", "parkway", "circle", "terrace",
        "way", "broadway", "trail",
    ]
    private static let compass: [String: String] = [
        "N": "North", "S": "South", "E": "East", "W": "West", "NE": "North East", "NW": "North West", "SE": "South East", "SW": "South West",
    ]
    private static let states: [String: String] = [
        "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut",
        "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
        "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
        "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
        "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
        "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
        "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
        "WI": "Wisconsin", "WY": "Wyoming", "DC": "\\DC", "PR": "Puerto Rico",
    ]
    /// State codes that are words or interjections: states only before a postcode.
    private static let wordStates: Set<String> = ["OK", "OR", "IN", "ME", "HI", "OH", "PA", "MA", "ID", "LA", "AL", "DE", "MS", "CO", "MD"]

    /// The index after `Elm St.`, `San Tomas hwy`, `5th Ave` that starts at `index`, and the street's words.
    private static func streetName(_ stream: TokenStream, _ index: Int) -> (words: [String], end: Int)? {
        var at = index
        var words: [String] = []
        if let token = stream[at], let direction = compass[token.text], token.kind == .word, token.isCapitalised {
            words += direction.split(separator: " ").map(String.init)
            at += stream.isGlued(".", at: at + 1) ? 2 : 1
        }
        for position in 0..<5 {
            guard let token = stream[at], token.spaceBefore || position == 0 else { return nil }
            if position > 0, token.kind == .word, let end = suffixEnd(stream, at) {
                words.append(suffixes[token.key] ?? token.text)
                return (words, end)
            }
            if token.kind == .number, position == 0, let ordinal = ordinal(stream, at) {
                words += ordinal
                at += 2
            } else if token.kind == .word, token.isCapitalised {
                words.append(token.text)
                at += 1
            } else {
                return nil
            }
        }
        return nil
    }

    private static func ordinal(_ stream: TokenStream, _ index: Int) -> [String]? {
        guard let digits = stream.digits(index, 1...3), ["st", "nd", "rd", "th"].contains(stream.key(index + 1)), !stream.spaceBefore(index + 1) else { return nil }
        return NumberWords.ordinal(digits)
    }

    /// The index after a street suffix at `index`; a stop that ends the sentence is left to it.
    private static func suffixEnd(_ stream: TokenStream, _ index: Int) -> Int? {
        guard let token = stream[index], token.kind == .word else { return nil }
        if fullSuffixes.contains(token.key) { return index + 1 }
        guard suffixes[token.key] != nil, token.text != "ST", token.text != "DR" else { return nil }
        return index + (stream.isGlued(".", at: index + 1) && index + 2 < stream.count ? 2 : 1)
    }

    /// A house number before a street.
    private static let house: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let digits = stream.digits(index, 1...5) else { return nil }
        var at = index + 1
        var words = NumberWords.house(digits)
        if let letter = stream[at], letter.kind == .word, !letter.spaceBefore {
            guard letter.text.utf8.count == 1, letter.isCapitalised else { return nil }
            words.append("\\" + letter.text)
            at += 1
        }
        guard stream.spaceBefore(at), let (street, end) = streetName(stream, at) else { return nil }
        return Match(end - index, .address, "address.house-number", words: words + street)
    }

    /// `Main St.`, `Sunset Blvd`, `Mulholland Dr` without a number: an abbreviation after a capitalised word that no name
    /// follows.
    private static let street: Reader = { stream, index, _ in
        guard let token = stream[index], let suffix = suffixes[token.key], token.isCapitalised, token.spaceBefore, token.text != "ST",
            let previous = stream[index - 1], previous.isCapitalised && previous.kind == .word || ["st", "nd", "rd", "th"].contains(previous.key) && stream.isNumber(index - 2)
        else { return nil }
        let hasStop = stream.isGlued(".", at: index + 1)
        let next = index + (hasStop ? 2 : 1)
        let isTitleLike = token.key == "st" || token.key == "dr"
        let isNameAfter = stream[next]?.isCapitalised == true && stream[next]?.text.utf8.count ?? 0 > 1
        if isTitleLike, isNameAfter || !hasStop && stream[next] != nil && stream[next]?.kind == .word { return nil }
        if isTitleLike, token.text == "DR" { return nil }
        if !hasStop, ["av", "ter", "ct", "pl"].contains(token.key), token.isAllCapitals { return nil }
        return Match(hasStop && next < stream.count ? 2 : 1, .address, "address.street-suffix", words: [suffix])
    }

    /// `, NY` after a capitalised word, and the postcode after it.
    private static let state: Reader = { stream, index, _ in
        guard let token = stream[index], let name = states[token.text], stream.isSymbol(",", at: index - 1), let city = stream[index - 2], city.isCapitalised, city.text.dropFirst().allSatisfy({ !$0.isUppercase }) else { return nil }
        var words = name.split(separator: " ").map(String.init)
        var at = index + 1
        let comma = stream.isGlued(",", at: at) ? 1 : 0
        if let zip = stream.digits(at + comma, 5...5), stream.spaceBefore(at + comma) {
            if comma == 1 { words.append(",") }
            words += NumberWords.spelled(zip)
            at += comma + 1
            if stream.isGlued("-", at: at), !stream.spaceBefore(at + 1), let extra = stream.digits(at + 1, 4...4) {
                words += [","] + NumberWords.spelled(extra)
                at += 2
            }
        } else if wordStates.contains(token.text) {
            return nil
        }
        return Match(at - index, .address, "address.state", words: words)
    }
}
