internal import CZip
internal import Foundation
internal import SpeechData

/// A `.mxl` file: a zip archive whose `META-INF/container.xml` names the score inside.
enum CompressedMusicXML {
    /// Most bytes that a file of the archive may unpack to.
    static let sizeLimit = 128 << 20

    /// The score document of the archive.
    ///
    /// Throws `.malformedInput` for a broken archive, one without a score, or one that unpacks to more than `sizeLimit`.
    static func document(in archive: Data, source: String) throws(SpeechError) -> Data {
        func broken(_ what: String) -> SpeechError {
            SpeechError(.malformedInput, "'\(source)' is not a readable .mxl archive: \(what)", remedy: "export the score again")
        }
        let result: Result<Data, SpeechError> = archive.withUnsafeBytes { bytes in
            guard let zipSource = zip_source_buffer_create(bytes.baseAddress, zip_uint64_t(bytes.count), 0, nil) else {
                return .failure(broken("out of memory"))
            }
            guard let zip = zip_open_from_source(zipSource, ZIP_RDONLY, nil) else {
                zip_source_free(zipSource)
                return .failure(broken("the zip is damaged"))
            }
            defer { zip_discard(zip) }
            do throws(SpeechError) {
                var names: [String] = []
                if let container = try read("META-INF/container.xml", in: zip, broken) {
                    let tree = try XMLTree.parse(container, source: "\(source)/META-INF/container.xml")
                    names = (tree["rootfiles"]?.all("rootfile") ?? []).compactMap { $0.attributes["full-path"] }
                }
                for index in 0..<max(0, min(zip_get_num_entries(zip, 0), 1000)) {
                    guard let name = zip_get_name(zip, zip_uint64_t(index), 0).map({ String(cString: $0) }) else { continue }
                    if !name.hasPrefix("META-INF"), name.hasSuffix(".xml") || name.hasSuffix(".musicxml") { names.append(name) }
                }
                for name in names { if let data = try read(name, in: zip, broken) { return .success(data) } }
                return .failure(broken("there is no score in it"))
            } catch { return .failure(error) }
        }
        return try result.get()
    }

    private static func read(_ name: String, in zip: OpaquePointer, _ broken: (String) -> SpeechError) throws(SpeechError) -> Data? {
        guard let file = zip_fopen(zip, name, 0) else { return nil }
        defer { zip_fclose(file) }
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = zip_fread(file, &buffer, zip_uint64_t(buffer.count))
            if count < 0 { throw broken("'\(name)' in it is damaged") }
            if count == 0 { return data }
            data.append(contentsOf: buffer[..<Int(count)])
            if data.count > sizeLimit { throw broken("'\(name)' unpacks to more than \(sizeLimit >> 20) MiB") }
        }
    }
}
