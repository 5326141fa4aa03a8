import Testing

@testable import TextFrontend

@Suite struct NormalizationTests {
    private static let known: Set<String> = ["so", "cool", "no", "stop", "right", "there", "call", "now", "please", "yes"]
    private let normalizer = TextNormalizer { Self.known.contains($0) }

    @Test(arguments: [
        // Cardinals, decimals, ordinals, fractions.
        ("123", "one hundred and twenty three"), ("13,000", "thirteen thousand"), ("1,000,012", "one million twelve"), ("-2", "minus two"),
        ("3.14", "three point one four"), ("0.5", "zero point five"), ("21st", "twenty first"), ("112th", "one hundred twelfth"),
        ("1/2", "one half"), ("3/4", "three quarters"), ("2½ cups", "two and one half cups"), ("5 million", "five million"),
        ("24/7", "twenty four seven"), ("10/10", "ten out of ten"), ("16:9 screen", "sixteen to nine screen"), ("007", "zero zero seven"),
        // Years, decades, dates, times.
        ("In 1999", "In nineteen ninety nine"), ("In 1905", "In nineteen oh five"), ("In 2000", "In two thousand"), ("the 1980s", "the nineteen eighties"),
        ("the '90s", "the nineties"), ("1200 people", "one thousand two hundred people"), ("1914–18", "nineteen fourteen to eighteen"), ("300 BC", "three hundred BC"),
        ("July 4, 1776", "July fourth, seventeen seventy six"), ("4 July 1776", "the fourth of July seventeen seventy six"),
        ("2024-02-29", "February twenty ninth twenty twenty four"), ("25/12/2020", "the twenty fifth of December twenty twenty"), ("Sept. 15", "September fifteenth"),
        ("5:30 p.m. EST", "five thirty PM EST"), ("9:05", "nine oh five"), ("7-9pm", "seven to nine PM"), ("1:02:03", "one hour two minutes and three seconds"),
        // Money and measures.
        ("$1.01", "one dollar one cent"), ("$2.5 million", "two point five million dollars"), ("£1.50", "one pound fifty pence"), ("a $20 bill", "a twenty dollar bill"),
        ("$5-10", "five to ten dollars"), ("€1.2bn", "one point two billion euros"), ("20 CHF", "twenty Swiss francs"), ("99¢", "ninety nine cents"),
        ("5 km/h", "five kilometers per hour"), ("1 kg", "one kilogram"), ("9.8 m/s²", "nine point eight meters per second squared"), ("-5°C", "minus five degrees Celsius"),
        ("6'2\" tall", "six feet two inches tall"), ("5–10 km", "five to ten kilometers"), ("20%", "twenty percent"), ("5 μm", "five micrometers"),
        ("2x8 m2", "two by eight square meters"), ("1920x1080", "one thousand nine hundred and twenty by one thousand and eighty"),
        // Telephone, address, electronic, serial, roman.
        ("(555) 123-4567", "five five five, one two three, four five six seven"), ("10.0.0.1", "one zero dot zero dot zero dot one"),
        ("221B Baker St.", "two twenty one B Baker Street."), ("Austin, TX 78701", "Austin, Texas seven eight seven zero one"),
        ("a.b@x.org", "a dot b at x dot org"), ("nasa.gov/x", "nasa dot gov slash x"), ("report.pdf", "report dot pdf"), ("@Jane #MakeItSo", "at Jane hash Make It So"),
        ("v1.2.3", "version one point two point three"), ("B2A23C", "B two A twenty three C"), ("H2O", "H two O"), ("F-16", "F-sixteen"),
        ("Henry VIII", "Henry the eighth"), ("Chapter IV", "Chapter four"), ("World War II", "World War two"), ("I, V and X", "I, V and X"),
        // Abbreviations, acronyms, symbols, scripts.
        ("Dr. Who lives on Elm Dr.", "doctor Who lives on Elm Drive."), ("St. Paul on Main St.", "Saint Paul on Main Street."), ("No. 5", "number five"), ("No, thanks", "No, thanks"),
        ("e.g. this", "for example this"), ("the U.S. Army", "the US Army"), ("AT&T", "AT and T"), ("2 + 2 = 4", "two plus two equals four"), ("±5", "plus or minus five"),
        ("α and Δx", "alpha and delta x"), ("мир", "mir"), ("👍🏽", "thumbs up"), ("🇺🇸", "flag of the United States"), ("Sooooo cooool", "So cool"), ("C#", "C sharp"),
        ("Mr. and Mrs. Hale met Ms. Jones", "mister and misses Hale met Ms. Jones"), ("Dr. King Dr. is long", "doctor King Drive is long"),
        ("a 4K screen", "a four K screen"), ("300 K", "three hundred kelvins"), ("x != 0", "x not equal to zero"), ("a >= b", "a greater than or equal to b"),
        ("a == b -> c", "a equals b to c"), ("a ==== b", "a , b"), ("and/or", "and or"), ("he/she", "he or she"), ("call 911 now", "call nine one one now"),
        ("2024-01-15T10:30:00Z", "January fifteenth twenty twenty four at ten thirty UTC"),
        ("2024-12-01T07:05+02:00", "December first twenty twenty four at seven oh five UTC plus two"),
        ("~20", "about twenty"), ("3.2e-5", "three point two times ten to the minus five"),
    ])
    func reads(_ written: String, _ spoken: String) {
        #expect(normalizer.normalize(written) == spoken)
    }

    @Test func spellsLettersAndNamesRules() {
        let tokens = normalizer.tokens(in: "The FBI paid $5.")
        #expect(tokens.map(\.category) == [.plain, .acronym, .plain, .money, .punctuation])
        #expect(tokens[1].pieces == [.word(SpokenWord("FBI", hint: .spelled))])
        #expect(tokens[3].rule == "money.symbol-first")
        #expect(tokens[3].source == "$5")
    }

    @Test func capitalsOfAShoutAreWords() {
        #expect(normalizer.tokens(in: "STOP RIGHT THERE NOW").allSatisfy { $0.category == .plain })
        #expect(normalizer.tokens(in: "The USA and NASA").map(\.category) == [.plain, .acronym, .plain, .acronym])
    }

    @Test func inlinePhonemesReachThePronouncer() {
        let tokens = normalizer.tokens(in: "In [Reykjavik](/ɹˈAkjəvɪk/).")
        #expect(tokens[1].pieces == [.word(SpokenWord("Reykjavik", hint: .phonemes("ɹˈAkjəvɪk")))])
    }

    @Test(arguments: [
        "Prof. Smith, Ph.D., paid $1,234.56 on Jan. 3rd, 2024 at 5 p.m. (EST).", "Eugene V. Klein; σ2B; 2ˣ; ℃ ½ ™", "1. A - b -- c … d", "x@y.com/z?q=1#a, @me #you",
        "Привет 漢字 שלום नमस्ते 😀👨‍💻🇫🇷", "11st 21th 13rd W2s 4s 12's 3'ssss", "$ % & * # @ ~ ^ = + | \\ / < > _", "\"'(- –—...)'\"", "A.B.C. e.g. U.S.A. a.m.", "http://a.b/c 1.2.3.4 (1)-2/3:4",
    ])
    func normalisingTwiceChangesNothingMore(_ text: String) {
        let once = normalizer.normalize(text)
        #expect(normalizer.normalize(once) == once)
    }

    /// Random sequences of everything that rules look at: nothing crashes, all tokens are covered, the result is stable.
    @Test func randomTextsAreCoveredAndFreeOfDigits() {
        let pool = [
            "1", "12", "345", "2024", "00", ".", ",", "-", "/", ":", "$", "%", "(", ")", "'", "\"", "s", "am", "p", "m", "kg", "Jan", "St", "Dr", "XIV", "USA", "the", "é", "я", "中", "😀", "²", "½", "@", "#", " ", " ", " ", "[", "]", "+", "=", "x", "é́",
        ]
        var state: UInt64 = 42
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<30 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pool[Int(state >> 33) % pool.count]
            }
            let tokens = normalizer.tokens(in: text)
            #expect(tokens.map(\.range.lowerBound) == tokens.map(\.range.lowerBound).sorted())
            let spoken = TextNormalizer.text(of: tokens)
            #expect(!spoken.utf8.contains { $0 >= 0x30 && $0 <= 0x39 }, "\(text)")
        }
    }
}

@Suite struct NumberWordsTests {
    @Test func everyScaleAndEdge() {
        #expect(NumberWords.cardinal("0") == ["zero"])
        #expect(NumberWords.cardinal("") == [])
        #expect(NumberWords.cardinal("1001") == ["one", "thousand", "and", "one"])
        #expect(NumberWords.cardinal("1000000").joined(separator: " ") == "one million")
        #expect(NumberWords.cardinal(String(repeating: "9", count: 37)).count == 37)
        #expect(NumberWords.ordinal("20") == ["twentieth"])
        #expect(NumberWords.ordinal("112").joined(separator: " ") == "one hundred twelfth")
        #expect(NumberWords.year("1900") == ["nineteen", "hundred"])
        #expect(NumberWords.decade("2010") == ["twenty", "tens"])
    }

    @Test func romanNumeralsHaveOneSpelling() {
        #expect(Romans.value("MCMXCIV") == 1994)
        #expect(Romans.value("IIII") == nil)
        #expect(Romans.value("IC") == nil)
        #expect(Romans.value("") == nil)
    }
}
