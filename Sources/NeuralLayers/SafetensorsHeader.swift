/// The header of a safetensors file: which tensors it holds, and where.
///
/// Parsed strictly, since the file may come from anywhere: only the objects, strings and whole numbers that the format
/// knows, no name twice, every tensor's bytes inside the file, none overlapping and none unaccounted for.
struct SafetensorsHeader {
    enum ElementType: String {
        case float32 = "F32"
        case float16 = "F16"

        var size: Int { self == .float32 ? 4 : 2 }
    }

    struct Entry {
        var type: ElementType
        var shape: [Int]
        /// Bytes of the data section.
        var bytes: Range<Int>
    }

    /// What is wrong with the file, for a message that already names it.
    struct Malformed: Error {
        var reason: String
    }

    private(set) var entries: [String: Entry] = [:]
    private(set) var metadata: [String: String] = [:]

    /// Parses the header's JSON; `dataCount` is the number of bytes that follow it.
    init(json: UnsafeRawBufferPointer, dataCount: Int) throws(Malformed) {
        var scanner = HeaderScanner(bytes: json)
        try scanner.object { scanner, name throws(Malformed) in
            if name == "__metadata__" {
                try scanner.object { scanner, key throws(Malformed) in
                    guard metadata.updateValue(try scanner.string(), forKey: key) == nil else {
                        throw Malformed(reason: "metadata '\(key)' is there twice")
                    }
                }
            } else {
                let entry = try Self.entry(&scanner, name: name, dataCount: dataCount)
                guard entries.updateValue(entry, forKey: name) == nil else {
                    throw Malformed(reason: "tensor '\(name)' is there twice")
                }
            }
        }
        try scanner.end()
        try checkCoverage(dataCount)
    }

    private static func entry(
        _ scanner: inout HeaderScanner, name: String, dataCount: Int
    ) throws(Malformed) -> Entry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { scanner, key throws(Malformed) in
            switch key {
            case "dtype" where type == nil: type = try scanner.string()
            case "shape" where shape == nil: shape = try scanner.integers()
            case "data_offsets" where offsets == nil: offsets = try scanner.integers()
            default: throw Malformed(reason: "tensor '\(name)' has an unexpected or repeated field '\(key)'")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw Malformed(reason: "tensor '\(name)' lacks its dtype, shape or data_offsets")
        }
        guard let type = ElementType(rawValue: type) else {
            throw Malformed(reason: "tensor '\(name)' is of type \(type), not F16 or F32")
        }
        var size = type.size
        for dimension in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw Malformed(reason: "tensor '\(name)' is too large: \(shape)") }
            size = product
        }
        guard offsets[0] <= offsets[1], offsets[1] <= dataCount else {
            throw Malformed(reason: "tensor '\(name)' lies outside the file: it is truncated or damaged")
        }
        guard offsets[1] - offsets[0] == size else {
            throw Malformed(
                reason: "tensor '\(name)' of shape \(shape) takes \(size) bytes, not \(offsets[1] - offsets[0])")
        }
        return Entry(type: type, shape: shape, bytes: offsets[0]..<offsets[1])
    }

    private func checkCoverage(_ dataCount: Int) throws(Malformed) {
        var end = 0
        let inOrder = entries.sorted {
            ($0.value.bytes.lowerBound, $0.value.bytes.upperBound) < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound)
        }
        for (name, entry) in inOrder {
            guard entry.bytes.lowerBound == end else {
                let what = entry.bytes.lowerBound < end ? "overlaps the one before it" : "leaves a gap before it"
                throw Malformed(reason: "tensor '\(name)' \(what)")
            }
            end = entry.bytes.upperBound
        }
        guard end == dataCount else {
            throw Malformed(reason: "\(dataCount - end) bytes at its end belong to no tensor")
        }
    }
}
