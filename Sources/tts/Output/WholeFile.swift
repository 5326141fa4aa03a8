import Foundation
import SpeechData

/// Writes a file at once, under its name only when it is whole; a device or pipe is written directly.
enum WholeFile {
    static func write(_ data: Data, to path: String) throws(SpeechError) {
        let target = URL(filePath: path).resolvingSymlinksInPath()
        let type = (try? FileManager.default.attributesOfItem(atPath: target.path))?[.type] as? FileAttributeType
        do { try data.write(to: target, options: type == nil || type == .typeRegular ? .atomic : []) } catch {
            throw SpeechError(.unwritable, "'\(path)' cannot be written", remedy: "check the folder, its permissions and the space left")
        }
    }
}
