// swift-tools-version: 6.1
import PackageDescription

let upcoming: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "tts",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SpeechSynthesis", targets: ["SpeechSynthesis"]),
        .executable(name: "tts", targets: ["tts"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CFFTW3f", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
        .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"]), .brew(["libsndfile"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),

        .target(name: "SpeechData", swiftSettings: upcoming),
        .target(name: "CNeuralKernels"),
        .target(name: "NeuralLayers", dependencies: ["CNeuralKernels", "SpeechData"], swiftSettings: upcoming),
        .target(name: "SignalProcessing", dependencies: ["CFFTW3f", "SpeechData"], swiftSettings: upcoming),
        .target(name: "AudioFiles", dependencies: ["CSndfile", "SignalProcessing", "SpeechData"], swiftSettings: upcoming),
        .target(
            name: "TextFrontend", dependencies: ["SpeechData", "NeuralLayers"],
            resources: [.copy("Resources")], swiftSettings: upcoming),
        .target(
            name: "ScoreFrontend", dependencies: ["SpeechData", "CZip", .product(name: "Yams", package: "Yams")],
            swiftSettings: upcoming),
        .target(name: "AcousticModeling", dependencies: ["SpeechData", "NeuralLayers"], swiftSettings: upcoming),
        .target(name: "NeuralVocoding", dependencies: ["SpeechData", "NeuralLayers", "SignalProcessing"], swiftSettings: upcoming),
        .target(name: "VoiceConversion", dependencies: ["SpeechData", "NeuralLayers", "SignalProcessing"], swiftSettings: upcoming),
        .target(
            name: "SpeechSynthesis",
            dependencies: [
                "SpeechData", "NeuralLayers", "TextFrontend", "ScoreFrontend", "AcousticModeling", "NeuralVocoding",
                "VoiceConversion", "SignalProcessing", "AudioFiles",
            ], swiftSettings: upcoming),
        .target(
            name: "SpeechPlotting", dependencies: ["CCairo", "SignalProcessing", "SpeechData"], swiftSettings: upcoming),
        .executableTarget(
            name: "tts",
            dependencies: [
                "SpeechPlotting", "SpeechSynthesis", "SpeechData", "AcousticModeling", "TextFrontend", "NeuralLayers", "AudioFiles", "ScoreFrontend",
                "SignalProcessing", "VoiceConversion",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: upcoming),

        .testTarget(name: "SpeechDataTests", dependencies: ["SpeechData"]),
        .testTarget(
            name: "NeuralLayersTests", dependencies: ["NeuralLayers", "CNeuralKernels", "SpeechData"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SignalProcessingTests", dependencies: ["SignalProcessing", "SpeechData"],
            resources: [.copy("Fixtures")]),
        .testTarget(name: "AudioFilesTests", dependencies: ["AudioFiles", "SpeechData"]),
        .testTarget(name: "TextFrontendTests", dependencies: ["TextFrontend", "SpeechData"], resources: [.copy("Fixtures")]),
        .testTarget(name: "ScoreFrontendTests", dependencies: ["ScoreFrontend", "SpeechData"]),
        .testTarget(
            name: "AcousticModelingTests", dependencies: ["AcousticModeling", "NeuralLayers", "SpeechData"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "NeuralVocodingTests", dependencies: ["NeuralVocoding", "NeuralLayers", "SpeechData"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "VoiceConversionTests", dependencies: ["VoiceConversion", "NeuralLayers", "SignalProcessing", "SpeechData"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SpeechSynthesisTests",
            dependencies: [
                "SpeechSynthesis", "AcousticModeling", "VoiceConversion", "NeuralLayers", "AudioFiles", "ScoreFrontend", "SpeechData",
            ]),
        .testTarget(name: "SpeechPlottingTests", dependencies: ["SpeechPlotting", "SpeechData"]),
        .testTarget(name: "CommandLineTests", dependencies: ["tts"]),
    ],
    swiftLanguageModes: [.v6]
)
