// swift-tools-version: 6.2
import PackageDescription

// The house, from the ground up: a floor imports only what lies below it.
// Folders bear the short name; module names carry the prefix "Unroll", because module names are
// global to the whole graph of a student's packages.

let package = Package(
  name: "unroll",
  platforms: [.macOS(.v14)],
  products: [
    // Not "Unroll": that would differ from the command only by case.
    .library(name: "UnrollLibrary", targets: ["Unroll"]),
    .library(name: "UnrollTesting", targets: ["UnrollTesting"]),
    // All that a student's exercise is linked with.
    .library(name: "UnrollCourse", targets: ["UnrollCourse"]),
    // The data of the bug hunt, whose programs use the whole library.
    .library(name: "UnrollHunt", targets: ["UnrollHunt"]),
    .executable(name: "unroll", targets: ["CommandLineTool"]),
  ],
  dependencies: [],
  targets: [
    // Floors
    .target(name: "UnrollKernels", path: "Sources/Kernels"),
    .target(name: "UnrollNumerics", dependencies: ["UnrollKernels"], path: "Sources/Numerics"),
    .target(
      name: "UnrollAutodiff", dependencies: ["UnrollKernels", "UnrollNumerics"],
      path: "Sources/Autodiff"),
    .target(name: "UnrollRecurrent", dependencies: ["UnrollAutodiff"], path: "Sources/Recurrent"),
    .target(
      name: "UnrollTraining", dependencies: ["UnrollRecurrent", "UnrollConsole"],
      path: "Sources/Training"),

    // Beside them
    .target(
      name: "UnrollExporting", dependencies: ["UnrollTraining"], path: "Sources/Exporting"),
    .target(
      name: "UnrollSequences", dependencies: ["UnrollAutodiff", "UnrollConsole"],
      path: "Sources/Sequences"),
    .target(name: "UnrollConsole", path: "Sources/Console"),
    .target(
      name: "UnrollFigures", dependencies: ["UnrollConsole"], path: "Sources/Figures"),

    // The course, the umbrella, the command
    .target(
      name: "UnrollLectures",
      dependencies: ["UnrollTraining", "UnrollSequences", "UnrollFigures"],
      path: "Sources/Lectures",
      // Compiled in, so that the command works wherever it is moved to.
      resources: [
        "explorer.html", "explorer.css", "numbers.js", "entry.js", "network.js", "ledger.js",
        "comparison.js", "walk.js", "controls.js",
      ].map { .embedInCode("Explorer/Page/" + $0) }),
    .target(
      name: "Unroll", dependencies: ["UnrollLectures", "UnrollExporting"], path: "Sources/Unroll"),
    // For Swift Testing, outside the umbrella: a program that trains should not link a test library
    .target(name: "UnrollTesting", dependencies: ["UnrollAutodiff"], path: "Sources/Testing"),
    // Programs that are run within a time
    .target(name: "UnrollProcesses", path: "Sources/Processes"),
    // Pages that are programs
    .target(
      name: "UnrollNotebooks", dependencies: ["UnrollProcesses"], path: "Sources/Notebooks"),
    // Coursework: what students write against stands alone, what judges them on the whole house
    .target(name: "UnrollConfinement", path: "Sources/Confinement"),
    .target(
      name: "UnrollCourse", dependencies: ["UnrollConfinement"], path: "Sources/Course"),
    .target(
      name: "UnrollHunt", dependencies: ["Unroll"], path: "Sources/Hunt", exclude: ["Programs"]),
    .target(
      name: "UnrollGrading",
      dependencies: ["UnrollCourse", "UnrollHunt", "Unroll", "UnrollConsole", "UnrollProcesses"],
      path: "Sources/Grading"),
    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "Unroll", "UnrollCourse", "UnrollGrading", "UnrollNotebooks", "UnrollConsole",
      ],
      path: "Sources/CommandLineTool"),

    // Tests mirror the floors
    .target(name: "TestSupport", dependencies: ["UnrollConsole"], path: "Tests/TestSupport"),
    .testTarget(
      name: "KernelTests", dependencies: ["UnrollKernels", "UnrollNumerics"],
      path: "Tests/KernelTests"),
    .testTarget(
      name: "NumericsTests", dependencies: ["UnrollNumerics", "TestSupport"],
      path: "Tests/NumericsTests",
      exclude: ["Reference/make_reference.py"], resources: [.copy("Reference")]),
    .testTarget(
      name: "AutodiffTests", dependencies: ["UnrollAutodiff", "UnrollNumerics", "TestSupport"],
      path: "Tests/AutodiffTests", exclude: ["Reference/make_reference.py"],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "RecurrentTests", dependencies: ["UnrollRecurrent", "TestSupport"],
      path: "Tests/RecurrentTests",
      exclude: [
        "Reference/make_reference.py", "Reference/make_numpy_reference.py",
        "Reference/make_convention_reference.py",
      ],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "TrainingTests", dependencies: ["UnrollTraining", "TestSupport"],
      path: "Tests/TrainingTests",
      exclude: ["Reference/make_reference.py"], resources: [.copy("Reference")]),
    .testTarget(
      name: "ExportingTests", dependencies: ["UnrollExporting"], path: "Tests/ExportingTests"),
    .testTarget(
      name: "SequencesTests", dependencies: ["UnrollSequences", "TestSupport"],
      path: "Tests/SequencesTests",
      exclude: ["Reference/make_reference.py", "Reference/make_text_reference.py"],
      resources: [.copy("Reference")]),
    .testTarget(
      name: "LecturesTests", dependencies: ["UnrollLectures", "TestSupport"],
      path: "Tests/LecturesTests",
      exclude: ["Reference/make_reference.py"], resources: [.copy("Reference")]),
    .testTarget(
      name: "TestingTests", dependencies: ["Unroll", "UnrollTesting"],
      path: "Tests/TestingTests"),
    .testTarget(
      name: "FiguresTests", dependencies: ["UnrollFigures"], path: "Tests/FiguresTests"),
    .testTarget(
      name: "GradingTests",
      dependencies: ["UnrollGrading", "UnrollProcesses", "Unroll", "TestSupport"],
      path: "Tests/GradingTests"),
    .testTarget(
      name: "ProcessesTests", dependencies: ["UnrollProcesses"], path: "Tests/ProcessesTests"),
    .testTarget(
      name: "NotebooksTests", dependencies: ["UnrollNotebooks"], path: "Tests/NotebooksTests"),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["CommandLineTool", "UnrollGrading", "UnrollConsole", "TestSupport"],
      path: "Tests/CommandLineTests"),
  ]
)
