// swift-tools-version: 6.1
import PackageDescription

// Its own package, so that what only measuring needs (OpenBLAS) stays off users.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "tts", path: "..")],
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
        .executableTarget(name: "stages", dependencies: ["COpenBLAS", .product(name: "SpeechSynthesis", package: "tts")]),
    ],
    swiftLanguageModes: [.v6]
)
