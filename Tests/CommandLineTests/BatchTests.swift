import Foundation
import Testing

@Suite struct BatchTests {
    @Test func speaksEachLineWithItsVoice() throws {
        try inFolder { runner in
            try runner.write("list.tsv", "# id\ttext\none\tHello there.\ntwo\tHello there.\tlull\r\n\nthree\tHello there.\thush\n")
            let outcome = try runner.run("batch", "list.tsv", "--output-dir", "out/deep")
            #expect(outcome.code == 0 && outcome.errors.contains("3 spoken, 0 passed over, 0 failed"))
            let one = try runner.data("out/deep/one.wav")
            #expect(try runner.data("out/deep/three.wav") == one)
            #expect(try runner.data("out/deep/two.wav") != one)
            #expect(try runner.run("say", "Hello there.", "-o", "say.wav").code == 0)
            #expect(try runner.data("say.wav") == one)
        }
    }

    @Test func takesTheOptionsOfSay() throws {
        try inFolder { runner in
            let list = Data("one\thəlˈO.\n".utf8)
            let outcome = try runner.run(
                "batch", "-", "--output-dir", ".", "--format", "flac", "--timings", "TextGrid", "--phonemes", "--voice", "lull",
                "--speed", "2", "--quiet", input: list)
            #expect(outcome.code == 0 && outcome.errors.isEmpty)
            #expect(runner.files == ["one.TextGrid", "one.flac"])
            #expect(try runner.data("one.flac").starts(with: Data("fLaC".utf8)))
            #expect(try runner.run("say", "--phonemes", "həlˈO.", "-v", "lull", "--speed", "2", "-o", "say.flac").code == 0)
            #expect(try runner.data("say.flac") == runner.data("one.flac"))
        }
    }

    @Test func goesOnAfterBadLines() throws {
        try inFolder { runner in
            var list = Data("good\tHello.\nno tabs\n../up\tHello.\ngood\tTwice.\nvoice\tHello.\thsuh\nempty\t...\nbytes\t".utf8)
            list.append(contentsOf: [0xFF, 0x0A])
            list.append(contentsOf: Data("last\tHello.".utf8))
            let outcome = try runner.run("batch", "-", "--output-dir", "out", input: list)
            #expect(outcome.code == 65)
            for (line, message) in [(2, "columns"), (3, "cannot name a file"), (4, "comes twice"), (5, "did you mean 'hush'?"), (6, "nothing to say"), (7, "UTF-8")] {
                #expect(outcome.errorLines.contains { $0.contains("line \(line):") && $0.contains(message) }, "\(outcome.errors)")
            }
            #expect(outcome.errors.contains("2 spoken, 0 passed over, 6 failed"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: runner.path("out")).sorted() == ["good.wav", "last.wav"])
        }
    }

    @Test func resumePassesOverWhatIsThere() throws {
        try inFolder { runner in
            try runner.write("list.tsv", "one\tHello.\ntwo\tHello.\n")
            try runner.write("one.wav", "kept")
            let outcome = try runner.run("batch", "list.tsv", "--output-dir", ".", "--resume")
            #expect(outcome.code == 0 && outcome.errors.contains("1 spoken, 1 passed over"))
            #expect(try runner.text("one.wav") == "kept")
            #expect(try runner.run("batch", "list.tsv", "--output-dir", ".").code == 0)
            #expect(try runner.text("one.wav") != "kept")
        }
    }

    @Test func aWrongRequestIsUsage() throws {
        try inFolder { runner in
            try runner.write("list.tsv", "one\tHello.\n")
            #expect(try runner.run("batch", "list.tsv", "--output-dir", ".", "--format", "xyz").code == 64)
            #expect(try runner.run("batch", "list.tsv", "--output-dir", ".", "--timings", "xyz").code == 64)
            #expect(try runner.run("batch", "list.tsv", "--output-dir", ".", "--voice", "nobody").code == 64)
            #expect(try runner.run("batch", "none.tsv", "--output-dir", ".").code == 66)
            #expect(runner.files == ["list.tsv"])
        }
    }
}
