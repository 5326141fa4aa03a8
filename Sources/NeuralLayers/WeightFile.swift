private import CNeuralKernels
private import Foundation
public import SpeechData

/// Trained weights in a safetensors file, F32 or F16, mapped into memory.
///
/// Layers `take` their tensors by name as floats; the file's own pages are never copied whole and go when it does. After
/// loading, `requireAllTaken` tells whether the file holds anything that no layer asked for.
public final class WeightFile {
    /// For messages: the file's path, or what the caller called the bytes.
    public let name: String
    private let mapping: Mapping
    private let header: SafetensorsHeader
    private let dataOffset: Int
    private var taken: Set<String> = []

    /// Maps and checks the file at `path`.
    ///
    /// Throws `.unreadable` if it cannot be opened and `.brokenVoice` if it is truncated, its header is not valid, or a
    /// tensor is of another type, outside the file, overlapping or named twice.
    public convenience init(path: String) throws(SpeechError) {
        try self.init(mapping: Mapping(path: path), name: path)
    }

    /// Checks weights that are in memory; `name` is for messages.
    public convenience init(bytes: [UInt8], name: String) throws(SpeechError) {
        try self.init(mapping: Mapping(bytes: bytes), name: name)
    }

    private init(mapping: Mapping, name: String) throws(SpeechError) {
        self.mapping = mapping
        self.name = name
        let bytes = mapping.bytes
        guard bytes.count >= 8 else { throw Self.broken(name, "it is too short for a safetensors file") }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(bytes.count - 8) else {
            throw Self.broken(name, "its header ends outside the file: it is truncated or no safetensors file")
        }
        dataOffset = 8 + Int(length)
        do {
            header = try SafetensorsHeader(
                json: UnsafeRawBufferPointer(rebasing: bytes[8..<dataOffset]), dataCount: bytes.count - dataOffset)
        } catch {
            throw Self.broken(name, error.reason)
        }
    }

    /// Free text that the exporter left in the file, by key.
    public var metadata: [String: String] { header.metadata }

    /// Names of all tensors, sorted.
    public var tensorNames: [String] { header.entries.keys.sorted() }

    /// The shape of a tensor, or nil if the file has none of this name.
    public func shape(of tensor: String) -> [Int]? { header.entries[tensor]?.shape }

    /// All weights, from which layers take theirs.
    public var weights: Weights { Weights(file: self, prefix: "") }

    /// The tensor's numbers as floats, row-major.
    ///
    /// Throws `.brokenVoice` if the file has no such tensor or it has another shape.
    public func take(_ tensor: String, shape: [Int]) throws(SpeechError) -> [Float] {
        guard let entry = header.entries[tensor] else { throw Self.broken(name, "tensor '\(tensor)' is missing") }
        guard entry.shape == shape else {
            throw Self.broken(name, "tensor '\(tensor)' is of shape \(entry.shape), not \(shape)")
        }
        taken.insert(tensor)
        let count = entry.bytes.count / entry.type.size
        let source = mapping.bytes.baseAddress.map { $0 + dataOffset + entry.bytes.lowerBound }
        return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            if let source, let target = buffer.baseAddress {
                switch entry.type {
                case .float16: nk_half_to_float(source, target, count)
                case .float32: UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: 4 * count)
                }
            }
            filled = count
        }
    }

    /// Throws `.brokenVoice` naming the tensors that nothing took, so that no weight is dropped in silence.
    public func requireAllTaken() throws(SpeechError) {
        let left = header.entries.keys.filter { !taken.contains($0) }.sorted()
        guard !left.isEmpty else { return }
        let listed = left.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        throw Self.broken(name, "\(left.count) tensors belong to no layer of the model: \(listed)\(left.count > 3 ? ", …" : "")")
    }

    private static func broken(_ name: String, _ reason: String) -> SpeechError {
        SpeechError(
            .brokenVoice, "weight file '\(name)' cannot be used: \(reason)",
            remedy: "install the voice again, or export it with this version")
    }
}

/// Memory that holds a file: mapped and unmapped, or an array's.
private final class Mapping {
    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    init(bytes array: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: array.count, alignment: 16)
        copy.copyBytes(from: array)
        bytes = UnsafeRawBufferPointer(copy)
        isMapped = false
    }

    init(path: String) throws(SpeechError) {
        func unreadable(_ reason: String) -> SpeechError {
            SpeechError(.unreadable, "weight file '\(path)' cannot be read: \(reason)", remedy: "install the voice again")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw unreadable("it is not a file") }
        let size = Int(status.st_size)
        // An empty file cannot be mapped; it is reported as too short.
        guard size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            isMapped = false
            return
        }
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw unreadable(String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: base, count: size)
        isMapped = true
    }

    deinit {
        guard let base = bytes.baseAddress else { return }
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
        } else {
            base.deallocate()
        }
    }
}
