import Foundation
import Testing

@Suite struct SingTests {
    private struct Timings: Decodable {
        struct Sound: Decodable { var phoneme: String, start: Double, end: Double }
        struct Word: Decodable { var text: String, start: Double, end: Double, phonemes: [Sound] }
        struct Sentence: Decodable { var text: String, start: Double, end: Double, words: [Word] }
        struct Note: Decodable { var start: Double, end: Double, pitch: Double, syllable: String? }
        var sampleRate: Int, sentences: [Sentence], notes: [Note], framesPerSecond: Double, f0: [Double], voicing: [Double], end: Double
        var part: String, voice: String
    }

    private static func score(_ name: String) -> String { CommandRunner.repository.appending(path: "Samples/scores/\(name)").path }

    @Test(arguments: ["twinkle.musicxml", "twinkle.mid", "twinkle.ust", "twinkle.ustx", "twinkle.ds"])
    func vowelsAreOnTheBeatInEveryFormat(_ name: String) throws {
        try inFolder { runner in
            let outcome = try runner.run("sing", Self.score(name), "-o", "a.wav", "--timings", "a.json", "--transpose", "none", "-q")
            #expect(outcome.code == 0 && outcome.errors.isEmpty)
            let timings = try JSONDecoder().decode(Timings.self, from: runner.data("a.json"))
            let sound = try WAVSound(runner.data("a.wav"))
            #expect(abs(timings.end - sound.duration) < 1e-3 && timings.f0.count == timings.voicing.count)
            #expect(timings.notes.prefix(7).map(\.pitch) == [60, 60, 67, 67, 69, 69, 67])
            let vowels = timings.sentences.flatMap(\.words).flatMap(\.phonemes).filter { "AIWYOiuɑæɔɛɜɪʊʌə".contains($0.phoneme) }.map(\.start)
            for note in timings.notes where note.syllable != nil {
                #expect(vowels.contains { abs($0 - note.start) < 0.0126 }, "\(name) \(note.start)")
                // The curve asked for is the note's pitch, but for glides and vibrato.
                let f0 = timings.f0[Int((note.start + 0.2) * timings.framesPerSecond)]
                #expect(abs(69 + 12 * log2(f0 / 440) - note.pitch) < 0.5)
            }
        }
    }

    @Test func sameSeedSameBytes() throws {
        try inFolder { runner in
            let files = [("a.wav", "1"), ("b.wav", "1"), ("c.wav", "2")]
            for (file, seed) in files {
                let outcome = try runner.run("sing", Self.score("row.musicxml"), "--bars", "1-3", "-o", file, "--seed", seed)
                #expect(outcome.code == 0)
            }
            let sounds = try ["a.wav", "b.wav", "c.wav"].map(runner.data)
            #expect(sounds[0] == sounds[1] && sounds[0] != sounds[2])
        }
    }

    @Test func timingsHaveTheFormatsOfSpeech() throws {
        try inFolder { runner in
            for name in ["a.srt", "a.vtt", "a.TextGrid"] {
                let outcome = try runner.run("sing", Self.score("mary.musicxml"), "-o", "a.wav", "--timings", name)
                #expect(outcome.code == 0)
            }
            let (subtitles, grid) = (try runner.text("a.srt"), try runner.text("a.TextGrid"))
            #expect(subtitles.contains("Mary had a little lamb") && grid.contains("text = \"fleece\""))
        }
    }

    @Test func partsAreMixedToStereoEachWithItsVoice() throws {
        try inFolder { runner in
            let outcome = try runner.run(
                "sing", Self.score("row-round.musicxml"), "--parts", "all", "--voice", "hush", "--voice", "lull", "--bars", "1-6", "-o", "a.wav",
                "--timings", "a.json", "--plot", "a.svg")
            #expect(outcome.code == 0)
            let bytes = [UInt8](try runner.data("a.wav"))
            #expect(bytes[22] == 2)
            let songs = try JSONDecoder().decode([Timings].self, from: runner.data("a.json"))
            #expect(songs.map(\.voice) == ["silent/hush", "silent/lull", "silent/hush"])
            #expect(songs.map(\.part) == ["First voice", "Second voice", "Third voice"])
            // The second voice comes in two bars of two seconds after the first, to the beat.
            #expect(abs((songs[1].notes[0].start - songs[0].notes[0].start) - 6 * 60 / 96) < 1e-6)
            // Harmony stays: the voices move alike, but for octaves.
            let written = [60.0, 60, 48]
            let shifts = zip(songs, written).map { Int(($0.notes[0].pitch - $1).rounded()) }
            #expect(Set(shifts.map { (($0 % 12) + 12) % 12 }).count == 1)
            let list = try runner.run("sing", Self.score("row-round.musicxml"), "--parts", "3,First voice", "--bars", "5-6", "-o", "b.wav")
            #expect(list.code == 0)
        }
    }

    @Test func picturesAreDrawn() throws {
        try inFolder { runner in
            #expect(try runner.run("sing", Self.score("twinkle.musicxml"), "--bars", "1-2", "-o", "a.wav", "--plot", "a.svg").code == 0)
            let svg = try runner.text("a.svg")
            for text in [">Twin<", ">kle,<", ">lit<", ">star,<", ">Twinkle, twinkle, little star<"] { #expect(svg.contains(text)) }
            #expect(try runner.run("say", "Hello, world.", "-o", "b.wav", "--plot", "b.png").code == 0)
            #expect(try runner.data("b.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let wrong = try runner.run("sing", Self.score("twinkle.musicxml"), "-o", "c.wav", "--plot", "c.gif")
            #expect(wrong.code == 64 && wrong.errorLines.count == 1 && !runner.files.contains("c.wav"))
        }
    }

    @Test func otherWordsTakeAsManyNotesAsTheyHaveSyllables() throws {
        try inFolder { runner in
            try runner.write("words.txt", "Wonderful elephants dancing")
            let outcome = try runner.run("score", Self.score("twinkle.musicxml"), "--lyrics", "words.txt")
            let sung = outcome.text.split(separator: "\n").filter { $0.contains("bar 1 ") || $0.contains("bar 2 ") }
            #expect(outcome.code == 0 && sung.count == 7)
            #expect(sung[3].contains("ˈɛ") && outcome.text.contains("notes early"))
        }
    }

    @Test func scoreShowsPhonemes() throws {
        try inFolder { runner in
            let outcome = try runner.run("score", Self.score("twinkle.musicxml"), "--bars", "1-1")
            #expect(outcome.code == 0 && outcome.text.contains("C4    bar 1  Twin  twˈɪŋ"))
        }
    }

    /// 10,000 bars are read; that they are hours of song is said in a line.
    @Test func tenThousandBars() throws {
        try inFolder { runner in
            let bar = "<note><pitch><step>C</step><octave>4</octave></pitch><duration>4</duration><lyric><text>la</text></lyric></note>"
            let bars = (1...10_000).map { "<measure number=\"\($0)\">\($0 == 1 ? "<attributes><divisions>1</divisions></attributes>" : "")\(bar)</measure>" }
            try runner.write(
                "long.musicxml",
                "<score-partwise><part-list><score-part id=\"P1\"><part-name>V</part-name></score-part></part-list><part id=\"P1\">\(bars.joined())</part></score-partwise>")
            let printed = try runner.run("score", "long.musicxml")
            #expect(printed.code == 0 && printed.text.contains("10000 bars"))
            let sung = try runner.run("sing", "long.musicxml", "-o", "a.wav")
            #expect(sung.code == 64 && sung.errors.contains("half an hour") && sung.errorLines.count == 1)
            #expect(try runner.run("sing", "long.musicxml", "--bars", "9999-10000", "-o", "a.wav").code == 0)
        }
    }

    private static let wrongOptions: [(options: [String], code: Int32)] = [
        (["--transpose", "up"], 64), (["--vibrato", "a"], 64), (["--vibrato", "1,2,3,4"], 64), (["--part", "9"], 64), (["--bars", "5-1"], 64),
        (["--tempo", "0"], 64), (["--parts", "1,1"], 64), (["--part", "1", "--parts", "all"], 64), (["--voice", "hush", "--voice", "lull"], 64),
        (["--key", "2", "--transpose", "none"], 64), (["--lyrics", "missing.txt"], 66), (["--timings", "a.txt"], 64),
    ]

    @Test(arguments: wrongOptions)
    func wrongOptionsAreOneLine(_ wrong: (options: [String], code: Int32)) throws {
        try inFolder { runner in
            let process = try runner.run(list: ["sing", Self.score("row.musicxml"), "-o", "a.wav"] + wrong.options)
            #expect(process.code == wrong.code && process.errorLines.count == 1 && process.errors.hasPrefix("tts: "), "\(process.errors)")
            #expect(!runner.files.contains("a.wav"))
        }
    }

    @Test func wordlessScoresSayThatTheySingLa() throws {
        try inFolder { runner in
            let note = "<note><pitch><step>C</step><octave>4</octave></pitch><duration>1</duration></note>"
            try runner.write("a.xml", "<score-partwise><part id=\"P1\"><measure number=\"1\">\(note)</measure></part></score-partwise>")
            let outcome = try runner.run("sing", "a.xml", "-o", "a.wav")
            #expect(outcome.code == 0 && outcome.errors.contains("sung 'la'"))
            try runner.write("b.xml", "<score-partwise><part id=\"P1\"><measure number=\"1\"></measure></part></score-partwise>")
            let empty = try runner.run("sing", "b.xml", "-o", "b.wav")
            #expect(empty.code == 65 && empty.errors.contains("no notes"))
        }
    }
}
