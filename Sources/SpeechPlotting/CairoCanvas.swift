internal import CCairo
internal import Foundation
internal import SpeechData

/// Draws a PNG with Cairo.
final class CairoCanvas: Canvas {
    private let surface: OpaquePointer?
    private let context: OpaquePointer?

    /// - Parameter scale: pixels a point.
    ///
    /// Throws `.unavailable` where there is no memory for the picture.
    init(width: Double, height: Double, scale: Double) throws(SpeechError) {
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32((width * scale).rounded()), Int32((height * scale).rounded()))
        context = cairo_create(surface)
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, cairo_status(context) == CAIRO_STATUS_SUCCESS else {
            throw SpeechError(.unavailable, "there is no memory for a picture of \(Int(width * scale)) × \(Int(height * scale)) pixels", remedy: "draw a shorter stretch, or an SVG")
        }
        cairo_scale(context, scale, scale)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    func fill(_ rectangle: Rectangle, _ color: Color, cornerRadius: Double) {
        use(color)
        let radius = min(cornerRadius, rectangle.width / 2, rectangle.height / 2)
        if radius > 0 {
            cairo_new_sub_path(context)
            cairo_arc(context, rectangle.maxX - radius, rectangle.y + radius, radius, -.pi / 2, 0)
            cairo_arc(context, rectangle.maxX - radius, rectangle.maxY - radius, radius, 0, .pi / 2)
            cairo_arc(context, rectangle.x + radius, rectangle.maxY - radius, radius, .pi / 2, .pi)
            cairo_arc(context, rectangle.x + radius, rectangle.y + radius, radius, .pi, 1.5 * .pi)
            cairo_close_path(context)
        } else {
            cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        }
        cairo_fill(context)
    }

    func stroke(_ points: [Point], _ color: Color, width: Double) {
        guard let first = points.first else { return }
        use(color)
        cairo_set_line_width(context, width)
        cairo_move_to(context, first.x, first.y)
        for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
        cairo_stroke(context)
    }

    func text(_ text: String, at place: Point, _ style: TextStyle) {
        cairo_select_font_face(
            context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, style.size)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, text, &extents)
        let shift = switch style.anchor {
        case .start: 0.0
        case .middle: extents.x_advance / 2
        case .end: extents.x_advance
        }
        use(style.color)
        cairo_move_to(context, place.x - shift, place.y)
        cairo_show_text(context, text)
    }

    func image(_ raster: Raster, in rectangle: Rectangle) {
        Self.withSurface(raster) { image in
            cairo_save(context)
            cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
            cairo_clip(context)
            cairo_translate(context, rectangle.x, rectangle.y)
            cairo_scale(context, rectangle.width / Double(raster.width), rectangle.height / Double(raster.height))
            cairo_set_source_surface(context, image, 0, 0)
            // Beyond its edges the image goes on, so that the last pixels do not fade.
            cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
            cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_BILINEAR)
            cairo_paint(context)
            cairo_restore(context)
        }
    }

    func encoded() -> Data { Self.png(of: surface) }

    /// The raster as a PNG file.
    static func png(of raster: Raster) -> Data {
        var data = Data()
        withSurface(raster) { data = png(of: $0) }
        return data
    }

    private static func png(of surface: OpaquePointer?) -> Data {
        var data = Data()
        withUnsafeMutablePointer(to: &data) { pointer in
            _ = cairo_surface_write_to_png_stream(
                surface,
                { closure, bytes, count in
                    if let bytes { closure?.assumingMemoryBound(to: Data.self).pointee.append(bytes, count: Int(count)) }
                    return CAIRO_STATUS_SUCCESS
                }, pointer)
        }
        return data
    }

    private static func withSurface(_ raster: Raster, _ body: (OpaquePointer?) -> Void) {
        var pixels = raster.pixels
        pixels.withUnsafeMutableBufferPointer { buffer in
            let image = cairo_image_surface_create_for_data(
                buffer.baseAddress, CAIRO_FORMAT_RGB24, Int32(raster.width), Int32(raster.height), Int32(raster.width * 4))
            body(image)
            cairo_surface_destroy(image)
        }
    }

    private func use(_ color: Color) { cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity) }
}
