import Foundation
import SpeechData

/// Writes a text file beside its name, and gives it the name when it is whole.
final class TextFileWriter {
    let path: String
    private let target: String
    private let temporary: String?
    private let interruption: Interruption
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Throws `.unwritable` where the folder does not let files be made. Devices and pipes are written directly.
    init(path: String, interruption: Interruption) throws(SpeechError) {
        self.path = path
        self.interruption = interruption
        target = URL(filePath: path).resolvingSymlinksInPath().path
        var status = stat()
        let exists = stat(target, &status) == 0
        let isDirect = exists && status.st_mode & S_IFMT != S_IFREG
        let name = isDirect ? target : "\(target).\(getpid()).partial"
        temporary = isDirect ? nil : name
        if let temporary { interruption.remove(temporary) }
        descriptor = open(name, isDirect ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure() }
    }

    deinit { cancel() }

    func append(_ text: String) throws(SpeechError) {
        buffer += text.utf8
        if buffer.count > 1 << 16 { try flush() }
    }

    func finish() throws(SpeechError) {
        try flush()
        guard close(descriptor) == 0 else {
            descriptor = -1
            throw failure()
        }
        descriptor = -1
        guard let temporary else { return }
        try interruption.keep(temporary) { () throws(SpeechError) in
            guard rename(temporary, target) == 0 else { throw failure() }
        }
    }

    /// Drops what was written. Does nothing after `finish`.
    func cancel() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        if let temporary { interruption.keep(temporary) { _ = unlink(temporary) } }
    }

    /// Writes what is still in memory.
    func flush() throws(SpeechError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure() -> SpeechError {
        SpeechError(.unwritable, "'\(path)' cannot be written: \(String(cString: strerror(errno)))", remedy: "check the folder, its permissions and the space left")
    }
}
