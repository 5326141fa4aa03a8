import AudioFiles
import Foundation
import SpeechData

/// Sound files by their names on the command line.
enum SoundFiles {
    /// What libsndfile reads, by suffix; a folder's other files are passed over.
    static let suffixes = ["wav", "wave", "flac", "ogg", "oga", "opus", "mp3", "aiff", "aif", "aifc", "au", "snd", "caf", "w64", "rf64"]

    /// A file and where its conversion goes.
    struct Job: Equatable {
        var input: String
        var output: String
    }

    /// The one file that `-o` takes.
    ///
    /// Throws `.usage` for several and for a folder.
    static func only(of inputs: [String]) throws(SpeechError) -> String {
        guard let input = inputs.first, inputs.count == 1, !isFolder(input) else {
            throw SpeechError(.usage, "several recordings do not go into one file", remedy: "name a folder with --output-dir")
        }
        return input
    }

    /// Opens a file, or standard input for `-`.
    static func reader(_ input: String) throws(SpeechError) -> AudioFileReader {
        guard input == "-" else { return try AudioFileReader(path: input) }
        return try AudioFileReader(fileDescriptor: STDIN_FILENO, name: "standard input")
    }

    /// A job for each file, and for each sound file of a folder in the order of their names.
    ///
    /// Throws `.usage` where two would go into one file or one onto itself, `.unreadable` for a folder that cannot be read,
    /// `.malformedInput` where there is no sound file at all.
    static func jobs(_ inputs: [String], outputDir: String, suffix: String) throws(SpeechError) -> [Job] {
        var files: [String] = []
        for input in inputs { files += isFolder(input) ? try soundFiles(in: input) : [input] }
        guard !files.isEmpty else {
            throw SpeechError(.malformedInput, "there is no sound file in '\(inputs.joined(separator: "', '"))'", remedy: "name files or folders that hold some")
        }
        var taken: [String: String] = [:]
        var jobs: [Job] = []
        for file in files {
            let stem = file == "-" ? "stdin" : URL(filePath: file).deletingPathExtension().lastPathComponent
            let output = "\(outputDir)/\(stem).\(suffix)"
            if let other = taken.updateValue(file, forKey: output) {
                throw SpeechError(.usage, "'\(other)' and '\(file)' would both become '\(output)'", remedy: "convert them into different folders")
            }
            if URL(filePath: file).resolvingSymlinksInPath().path == URL(filePath: output).resolvingSymlinksInPath().path {
                throw SpeechError(.usage, "'\(file)' would be overwritten", remedy: "choose another folder or --format")
            }
            jobs.append(Job(input: file, output: output))
        }
        return jobs
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return path != "-" && FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    private static func soundFiles(in folder: String) throws(SpeechError) -> [String] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw SpeechError(.unreadable, "the folder '\(folder)' cannot be read", remedy: "check its permissions")
        }
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return names.sorted().filter { !$0.hasPrefix(".") && suffixes.contains(URL(filePath: $0).pathExtension.lowercased()) }.map { "\(base)/\($0)" }
    }
}
