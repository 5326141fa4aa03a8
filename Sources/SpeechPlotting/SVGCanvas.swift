internal import Foundation

/// Draws an SVG whose words stay text, to be searched and copied.
struct SVGCanvas: Canvas {
    private let width: Double
    private let height: Double
    private var body = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    mutating func fill(_ rectangle: Rectangle, _ color: Color, cornerRadius: Double) {
        let radius = cornerRadius > 0 ? " rx=\"\(number(cornerRadius))\"" : ""
        body += "<rect \(place(rectangle))\(radius) \(paint("fill", color))/>\n"
    }

    mutating func stroke(_ points: [Point], _ color: Color, width: Double) {
        let list = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
        body += "<polyline points=\"\(list)\" fill=\"none\" \(paint("stroke", color)) stroke-width=\"\(number(width))\" "
        body += "stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n"
    }

    mutating func text(_ text: String, at place: Point, _ style: TextStyle) {
        let anchor = switch style.anchor {
        case .start: ""
        case .middle: " text-anchor=\"middle\""
        case .end: " text-anchor=\"end\""
        }
        body += "<text x=\"\(number(place.x))\" y=\"\(number(place.y))\" font-size=\"\(number(style.size))\"\(anchor)"
        body += "\(style.isBold ? " font-weight=\"bold\"" : "") \(paint("fill", style.color))>\(escaped(text))</text>\n"
    }

    mutating func image(_ raster: Raster, in rectangle: Rectangle) {
        let data = CairoCanvas.png(of: raster).base64EncodedString()
        body += "<image \(place(rectangle)) preserveAspectRatio=\"none\" href=\"data:image/png;base64,\(data)\"/>\n"
    }

    func encoded() -> Data {
        let size = "width=\"\(number(width))\" height=\"\(number(height))\" viewBox=\"0 0 \(number(width)) \(number(height))\""
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) "
        return Data((head + "font-family=\"DejaVu Sans, Verdana, sans-serif\">\n" + body + "</svg>\n").utf8)
    }

    private func place(_ r: Rectangle) -> String {
        "x=\"\(number(r.x))\" y=\"\(number(r.y))\" width=\"\(number(r.width))\" height=\"\(number(r.height))\""
    }

    private func paint(_ attribute: String, _ color: Color) -> String {
        let channels = [color.red, color.green, color.blue].map { String(Int(($0 * 255).rounded())) }.joined(separator: ",")
        return "\(attribute)=\"rgb(\(channels))\"" + (color.opacity < 1 ? " \(attribute)-opacity=\"\(number(color.opacity))\"" : "")
    }

    /// With at most two digits after the point.
    private func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }

    /// Text as XML may hold it: what XML forbids even escaped is left out.
    private func escaped(_ text: String) -> String {
        let allowed = text.unicodeScalars.filter { $0.value >= 32 && $0.value != 0xFFFE && $0.value != 0xFFFF }
        return String(String.UnicodeScalarView(allowed))
            .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
