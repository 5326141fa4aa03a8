internal import Foundation

/// Where everything of a plot stands, and in which colours; draws row after row.
struct PlotLayout {
    enum Palette {
        static let paper = Color(0xFDFCFA)
        static let ink = Color(0x22303C)
        static let quiet = Color(0x7B8794)
        static let line = Color(0xE4E2DD)
        static let blackKeyStripe = Color(0xF3F1EC)
        /// The colours of a voice.
        typealias Tint = (note: Color, edge: Color, curve: Color)
        /// For the first voice, the second and so on.
        static let melodies: [Tint] = [
            (Color(0xA9CBD7), Color(0x6FA3B5), Color(0xC8442B)), (Color(0xD5CBE6), Color(0x9C8CBE), Color(0x5B3E96)),
            (Color(0xCFE0BC), Color(0x97B578), Color(0x3F7D20)), (Color(0xF0D9B0), Color(0xCDA65C), Color(0xA86A00)),
        ]
        static let vowel = Color(0xF6E7D2)
        static let consonant = Color(0xEDF1F3)
    }

    let plot: SpeechPlot
    let width = 1280.0
    let rowCount: Int
    /// Seconds of a row.
    let rowSeconds: Double
    let pitchRange: ClosedRange<Double>

    static let left = 58.0
    static let right = 22.0
    static let head = 46.0
    static let pitchHeight = 190.0
    static let wordHeight = 24.0
    static let phonemeHeight = 20.0
    static let melHeight = 150.0
    static let axisHeight = 24.0
    static let rowGap = 20.0
    static let foot = 4.0
    /// A row is no longer than this, unless there would be more rows than `mostRows`.
    static let longestRow = 10.0
    static let mostRows = 16

    static var rowHeight: Double { pitchHeight + wordHeight + phonemeHeight + melHeight + axisHeight }

    init(_ plot: SpeechPlot) {
        self.plot = plot
        rowCount = min(Self.mostRows, max(1, Int((plot.duration / Self.longestRow).rounded(.up))))
        rowSeconds = plot.duration / Double(rowCount)
        pitchRange = PitchPanel.range(of: plot)
    }

    var height: Double { Self.head + Double(rowCount) * (Self.rowHeight + Self.rowGap) - Self.rowGap + Self.foot }

    func draw(on canvas: inout some Canvas) {
        canvas.fill(Rectangle(x: 0, y: 0, width: width, height: height), Palette.paper)
        let title = TextStyle(size: 17, color: Palette.ink, isBold: true)
        canvas.text(plot.title, at: Point(x: Self.left, y: 29), title)
        canvas.text(plot.subtitle, at: Point(x: width - Self.right, y: 29), TextStyle(size: 12, color: Palette.quiet, anchor: .end))
        for row in 0..<rowCount { draw(row: row, on: &canvas) }
    }

    private func draw(row: Int, on canvas: inout some Canvas) {
        let time = TimeAxis(
            start: Double(row) * rowSeconds, end: Double(row + 1) * rowSeconds, left: Self.left, right: width - Self.right)
        var y = Self.head + Double(row) * (Self.rowHeight + Self.rowGap)
        func panel(_ height: Double) -> Rectangle {
            defer { y += height }
            return Rectangle(x: Self.left, y: y, width: width - Self.left - Self.right, height: height)
        }
        PitchPanel(plot: plot, range: pitchRange, time: time, frame: panel(Self.pitchHeight)).draw(on: &canvas)
        LabelLane(labels: plot.words, time: time, frame: panel(Self.wordHeight)).drawWords(on: &canvas)
        LabelLane(labels: plot.phonemes, time: time, frame: panel(Self.phonemeHeight)).drawPhonemes(on: &canvas)
        MelPanel(mel: plot.mel, time: time, frame: panel(Self.melHeight)).draw(on: &canvas)
        time.draw(on: &canvas, frame: panel(Self.axisHeight))
    }
}

/// Seconds to points of one row.
struct TimeAxis {
    let start: Double
    let end: Double
    let left: Double
    let right: Double

    func x(_ seconds: Double) -> Double { left + (seconds - start) / max(end - start, 1e-9) * (right - left) }

    /// The part of a span that lies in this row, in points, or nil.
    func span(_ from: Double, _ to: Double) -> ClosedRange<Double>? {
        guard to > start, from < end, to > from else { return nil }
        return x(max(from, start))...x(min(to, end))
    }

    /// Whether a span's middle lies in this row, so that its name is written once.
    func holdsMiddle(_ from: Double, _ to: Double) -> Bool { ((from + to) / 2) >= start && ((from + to) / 2) < end }

    /// Round times in this row, some 60 points or more apart.
    var ticks: [Double] {
        let least = 60 / max((right - left) / max(end - start, 1e-9), 1e-9)
        let step = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300].first { $0 >= least } ?? 600
        let first = Int((start / step).rounded(.up))
        let last = Int((end / step + 1e-9).rounded(.down))
        return first <= last ? (first...last).map { Double($0) * step } : []
    }

    func draw(on canvas: inout some Canvas, frame: Rectangle) {
        let style = TextStyle(size: 10.5, color: PlotLayout.Palette.quiet, anchor: .middle)
        for (index, tick) in ticks.enumerated() {
            canvas.stroke([Point(x: x(tick), y: frame.y), Point(x: x(tick), y: frame.y + 4)], PlotLayout.Palette.quiet, width: 1)
            let number = tick == tick.rounded() ? String(Int(tick)) : String(format: tick * 10 == (tick * 10).rounded() ? "%.1f" : "%.2f", tick)
            // The last one stays inside the picture.
            if x(tick) < right - 8 || index == 0 { canvas.text(index == 0 ? number + " s" : number, at: Point(x: x(tick), y: frame.y + 16), style) }
        }
    }
}
