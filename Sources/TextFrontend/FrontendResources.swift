internal import Foundation
internal import SpeechData

/// Finds the files of this module's resource bundle.
///
/// SwiftPM's own accessor ends the program when the bundle has been left behind; this one says so.
enum FrontendResources {
    private final class Anchor {}

    /// The file of this name in `Resources`. Throws `.unavailable` if the bundle does not lie beside the program.
    static func url(_ name: String) throws(SpeechError) -> URL {
        let beside = [Bundle.main.resourceURL, Bundle.main.bundleURL, Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent(),
            Bundle(for: Anchor.self).resourceURL, Bundle(for: Anchor.self).bundleURL.deletingLastPathComponent()]
        for folder in beside.compactMap({ $0 }) {
            for bundle in ["tts_TextFrontend.resources", "tts_TextFrontend.bundle", "tts_TextFrontend.bundle/Contents/Resources"] {
                let file = folder.appendingPathComponent(bundle).appendingPathComponent("Resources").appendingPathComponent(name)
                if FileManager.default.fileExists(atPath: file.path) { return file }
            }
        }
        throw SpeechError(
            .unavailable, "the text frontend's file '\(name)' is missing",
            remedy: "keep the folder 'tts_TextFrontend.resources' beside the program")
    }
}
