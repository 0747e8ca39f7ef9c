// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that building the library does not build the measurements.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v14)],
  dependencies: [.package(name: "unroll", path: "..")],
  targets: [
    // The roof: the fastest loop of multiply-adds that the processor has.
    .target(name: "PeakLoop"),
    .executableTarget(
      name: "Suite",
      dependencies: [.product(name: "UnrollLibrary", package: "unroll"), "PeakLoop"]),
    // Models with the layers of those that were trained in other libraries.
    .executableTarget(
      name: "ImportedModels", dependencies: [.product(name: "UnrollLibrary", package: "unroll")]),
    // The models of the labs as programs for other libraries, with the numbers that should come out.
    .executableTarget(
      name: "ExportedLabs", dependencies: [.product(name: "UnrollLibrary", package: "unroll")]),
  ]
)
