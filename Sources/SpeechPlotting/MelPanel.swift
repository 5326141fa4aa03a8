internal import Foundation
internal import SignalProcessing
internal import SpeechData

/// The mel spectrogram of one row, over 70 dB from its loudest place.
struct MelPanel {
    let mel: MelSpectrogram
    let time: TimeAxis
    let frame: Rectangle

    private static let decibels: Float = 70

    func draw(on canvas: inout some Canvas) {
        let bands = mel.configuration.bands
        let rate = mel.configuration.framesPerSecond
        let first = max(0, Int((time.start * rate).rounded()))
        let last = min(mel.frameCount, Int((time.end * rate).rounded()))
        guard first < last else { return }
        let loudest = mel.values.max() ?? 0
        let span = Self.decibels * Float(log(10.0) / 20)
        var raster = Raster(width: last - first, height: bands, pixels: [])
        raster.pixels.reserveCapacity(4 * raster.width * bands)
        for band in (0..<bands).reversed() {
            for column in first..<last {
                raster.pixels += ColorMap.pixel(1 + (mel.values[column * bands + band] - loudest) / span)
            }
        }
        canvas.image(raster, in: frame)
        for tick in time.ticks where tick > time.start {
            canvas.stroke(
                [Point(x: time.x(tick), y: frame.maxY - 4), Point(x: time.x(tick), y: frame.maxY)], PlotLayout.Palette.paper, width: 1)
        }
        let top = MelScale.mel(fromHertz: mel.configuration.maximumFrequency)
        let style = TextStyle(size: 10, color: PlotLayout.Palette.quiet, anchor: .end)
        for (hertz, name) in [(250.0, "250 Hz"), (500, "500"), (1000, "1 kHz"), (2000, "2"), (4000, "4"), (8000, "8")] {
            let y = frame.maxY - MelScale.mel(fromHertz: hertz) / top * frame.height
            guard y > frame.y + 4, hertz < mel.configuration.maximumFrequency else { continue }
            canvas.stroke([Point(x: frame.x - 4, y: y), Point(x: frame.x, y: y)], PlotLayout.Palette.quiet, width: 1)
            canvas.text(name, at: Point(x: frame.x - 6, y: y + 3.5), style)
        }
    }
}

/// Loudness as colour: from paper over sea green to night blue, even in lightness.
enum ColorMap {
    private static let stops: [(red: Float, green: Float, blue: Float)] = [
        (253, 252, 250), (222, 232, 226), (163, 202, 196), (93, 163, 169), (40, 116, 142), (24, 69, 110), (16, 24, 56),
    ]

    /// Blue, green, red and 255 for 0 (quiet) to 1 (loud).
    static func pixel(_ value: Float) -> [UInt8] {
        let place = (value.isFinite ? min(max(value, 0), 1) : 0) * Float(stops.count - 1)
        let lower = min(Int(place), stops.count - 2)
        let share = place - Float(lower)
        let (from, to) = (stops[lower], stops[lower + 1])
        func mix(_ a: Float, _ b: Float) -> UInt8 { UInt8((a + (b - a) * share).rounded()) }
        return [mix(from.blue, to.blue), mix(from.green, to.green), mix(from.red, to.red), 255]
    }
}
