internal import Foundation

struct Point: Equatable {
    var x: Double
    var y: Double
}

struct Rectangle: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var maxX: Double { x + width }
    var maxY: Double { y + height }
    var midY: Double { y + height / 2 }
}

/// Red, green, blue and opacity, 0 to 1.
struct Color: Equatable {
    var red: Double
    var green: Double
    var blue: Double
    var opacity = 1.0

    /// `0xRRGGBB`
    init(_ hex: UInt32, opacity: Double = 1) {
        red = Double(hex >> 16 & 255) / 255
        green = Double(hex >> 8 & 255) / 255
        blue = Double(hex & 255) / 255
        self.opacity = opacity
    }
}

struct TextStyle {
    enum Anchor { case start, middle, end }

    var size: Double
    var color: Color
    var anchor = Anchor.start
    var isBold = false

    /// About how wide `text` is in a sans serif face: what fits is decided alike for every kind of picture.
    func width(of text: String) -> Double { Double(text.count) * size * (isBold ? 0.64 : 0.58) }
}

/// Pixels, row after row from the top, blue, green, red and 255 each.
struct Raster {
    var width: Int
    var height: Int
    var pixels: [UInt8]
}

/// What a picture is drawn on. Points are 1/72 inch or a pixel of an unscaled screen; y grows downwards.
protocol Canvas {
    mutating func fill(_ rectangle: Rectangle, _ color: Color, cornerRadius: Double)
    /// A line through `points`, with round joints and ends.
    mutating func stroke(_ points: [Point], _ color: Color, width: Double)
    /// - Parameter place: on the base line, at the side that the style's anchor names.
    mutating func text(_ text: String, at place: Point, _ style: TextStyle)
    /// The raster stretched over `rectangle`, smoothly.
    mutating func image(_ raster: Raster, in rectangle: Rectangle)
    /// The file's bytes.
    func encoded() -> Data
}

extension Canvas {
    mutating func fill(_ rectangle: Rectangle, _ color: Color) { fill(rectangle, color, cornerRadius: 0) }
}
