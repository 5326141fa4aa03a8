internal import Foundation
internal import SpeechData

/// The piano roll and the F0 curve of one row.
struct PitchPanel {
    let plot: SpeechPlot
    /// MIDI pitches from the panel's lower edge to its upper.
    let range: ClosedRange<Double>
    let time: TimeAxis
    let frame: Rectangle

    private typealias Palette = PlotLayout.Palette
    private static let keyboardWidth = 34.0

    /// What pitches the plot's notes and curves need: an octave at least.
    static func range(of plot: SpeechPlot) -> ClosedRange<Double> {
        let voiced = plot.melodies.flatMap { melody in melody.f0.indices.compactMap(melody.pitch) }.sorted()
        // Single frames that an estimate got wrong do not stretch the axis.
        let cut = voiced.count / 100
        let usual = voiced.dropFirst(cut).dropLast(cut)
        let all = plot.melodies.flatMap(\.notes).map(\.pitch) + [usual.first, usual.last].compactMap { $0 }
        let (low, high) = (all.min() ?? 48, all.max() ?? 60)
        let missing = max(0, 10 - (high - low)) / 2
        return (low - missing - 1.6).rounded(.down)...(high + missing + 1.6).rounded(.up)
    }

    static func semitones(_ hertz: Double) -> Double { 69 + 12 * log2(hertz / 440) }

    private func y(_ pitch: Double) -> Double { frame.maxY - (pitch - range.lowerBound) / (range.upperBound - range.lowerBound) * frame.height }

    func draw(on canvas: inout some Canvas) {
        if plot.melodies.allSatisfy(\.notes.isEmpty) { drawHertz(on: &canvas) } else { drawKeys(on: &canvas) }
        for tick in time.ticks {
            canvas.stroke([Point(x: time.x(tick), y: frame.y), Point(x: time.x(tick), y: frame.maxY)], Palette.line, width: 0.8)
        }
        // The first voice lies on top.
        for (index, melody) in plot.melodies.enumerated().reversed() {
            let tint = Palette.melodies[index % Palette.melodies.count]
            for note in melody.notes { draw(note, tint, on: &canvas) }
        }
        for (index, melody) in plot.melodies.enumerated().reversed() {
            drawCurve(melody, Palette.melodies[index % Palette.melodies.count].curve, on: &canvas)
        }
    }

    private func draw(_ note: SpeechPlot.Note, _ tint: PlotLayout.Palette.Tint, on canvas: inout some Canvas) {
        guard let span = time.span(note.start, note.end) else { return }
        let half = min(0.5 * frame.height / (range.upperBound - range.lowerBound), 7)
        let box = Rectangle(
            x: span.lowerBound + 0.5, y: y(note.pitch) - half, width: max(span.upperBound - span.lowerBound - 1, 1), height: 2 * half)
        canvas.fill(box, tint.edge, cornerRadius: 3)
        let inside = Rectangle(x: box.x + 0.8, y: box.y + 0.8, width: max(box.width - 1.6, 0.2), height: box.height - 1.6)
        canvas.fill(inside, tint.note, cornerRadius: 2.4)
    }

    /// Stripes behind black keys, and the keyboard at the side.
    private func drawKeys(on canvas: inout some Canvas) {
        let keys = Int(range.lowerBound)...Int(range.upperBound)
        let keyboard = frame.x - Self.keyboardWidth - 2
        canvas.fill(Rectangle(x: keyboard, y: frame.y, width: Self.keyboardWidth, height: frame.height), Color(0xFFFFFF))
        for key in keys {
            let top = max(y(Double(key) + 0.5), frame.y)
            let bottom = min(y(Double(key) - 0.5), frame.maxY)
            guard bottom > top else { continue }
            let isBlack = [1, 3, 6, 8, 10].contains((key % 12 + 12) % 12)
            if isBlack {
                canvas.fill(Rectangle(x: frame.x, y: top, width: frame.width, height: bottom - top), Palette.blackKeyStripe)
                canvas.fill(Rectangle(x: keyboard, y: top, width: 0.62 * Self.keyboardWidth, height: bottom - top), Palette.ink, cornerRadius: 1)
            }
            // White keys meet between E and F and between B and C.
            if [4, 11].contains((key % 12 + 12) % 12), y(Double(key) + 0.5) > frame.y {
                canvas.stroke([Point(x: keyboard, y: top), Point(x: keyboard + Self.keyboardWidth, y: top)], Palette.quiet, width: 0.6)
                canvas.stroke([Point(x: frame.x, y: top), Point(x: frame.maxX, y: top)], Palette.line, width: 0.8)
            }
            if key % 12 == 0 {
                let style = TextStyle(size: 8, color: Palette.ink, anchor: .end)
                canvas.text("C\(key / 12 - 1)", at: Point(x: keyboard + Self.keyboardWidth - 2, y: min(y(Double(key)) + 3, frame.maxY - 1)), style)
            }
        }
        let edge = [
            Point(x: keyboard, y: frame.y), Point(x: keyboard + Self.keyboardWidth, y: frame.y),
            Point(x: keyboard + Self.keyboardWidth, y: frame.maxY), Point(x: keyboard, y: frame.maxY), Point(x: keyboard, y: frame.y),
        ]
        canvas.stroke(edge, Palette.quiet, width: 0.8)
        border(on: &canvas)
    }

    private func drawHertz(on canvas: inout some Canvas) {
        canvas.fill(frame, Color(0xFFFFFF))
        for hertz in [50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 600, 800, 1000] {
            let height = y(Self.semitones(Double(hertz)))
            guard height > frame.y + 4, height < frame.maxY - 4 else { continue }
            canvas.stroke([Point(x: frame.x, y: height), Point(x: frame.maxX, y: height)], Palette.line, width: 0.8)
            canvas.text("\(hertz) Hz", at: Point(x: frame.x - 6, y: height + 3.5), TextStyle(size: 10, color: Palette.quiet, anchor: .end))
        }
        border(on: &canvas)
    }

    private func border(on canvas: inout some Canvas) {
        canvas.stroke([Point(x: frame.x, y: frame.y), Point(x: frame.maxX, y: frame.y)], Palette.line, width: 0.8)
        canvas.stroke([Point(x: frame.x, y: frame.maxY), Point(x: frame.maxX, y: frame.maxY)], Palette.line, width: 0.8)
    }

    /// F0 where it is heard, broken where it is not.
    private func drawCurve(_ melody: SpeechPlot.Melody, _ color: Color, on canvas: inout some Canvas) {
        let rate = melody.framesPerSecond
        let first = max(0, Int((time.start * rate).rounded(.up)))
        let last = min(melody.f0.count - 1, Int((time.end * rate).rounded(.down)))
        guard first <= last else { return }
        var run: [Point] = []
        func finish(_ canvas: inout some Canvas) {
            if run.count > 1 {
                canvas.stroke(run, Palette.paper, width: 4)
                canvas.stroke(run, color, width: 2)
            }
            run = []
        }
        for frame in first...last {
            if let pitch = melody.pitch(at: frame), range.contains(pitch) {
                run.append(Point(x: time.x(Double(frame) / rate), y: y(pitch)))
            } else {
                finish(&canvas)
            }
        }
        finish(&canvas)
    }
}
