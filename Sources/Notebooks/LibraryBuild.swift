import Foundation
import UnrollProcesses

/// The release build of the library that pages are compiled against: the folder that the command itself lies in.
package struct LibraryBuild: Sendable {
  /// Why pages can't be compiled.
  package enum Failure: Error, CustomStringConvertible, Sendable {
    case noBuild(folder: String)
    case noCompiler(said: String)

    package var description: String {
      switch self {
      case .noBuild(let folder):
        """
        \(folder): no release build of the library; pages are compiled against the build that the command lies in. \
        Run it as 'swift run -c release unroll notebook' in the course's folder.
        """
      case .noCompiler(let said): "can't run the compiler, swiftc: \(said)"
      }
    }
  }

  private let folder: String
  private let moduleMap: String
  /// The object files, as the linker's list has them.
  private let objects: String

  /// Finds what a program is linked from beside a command.
  package init(of executable: String) throws(Failure) {
    let files = FileManager.default
    folder =
      URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
      .path
    let build = folder
    func isThere(_ name: String) -> Bool { files.fileExists(atPath: "\(build)/\(name)") }
    let map = "UnrollKernels.build/module.modulemap"
    guard folder.hasSuffix("/release"), isThere("Modules/Unroll.swiftmodule"), isThere(map) else {
      throw .noBuild(folder: folder)
    }
    moduleMap = "\(folder)/\(map)"
    let list = "\(folder)/unroll.product/Objects.LinkFileList"
    if let all = try? String(contentsOfFile: list, encoding: .utf8) {
      objects = all.split(separator: "\n").filter { !$0.contains("/CommandLineTool.build/") }
        .joined(separator: "\n")
    } else {
      let all = files.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      objects = all.filter {
        $0.hasPrefix("Unroll") && $0.hasSuffix(".o") && !$0.hasPrefix("UnrollTesting.build/")
      }.map { "\"\(build)/\($0)\"" }.joined(separator: "\n")
    }
  }

  /// Whether the library's sources were changed after it was built.
  package var isOld: Bool {
    let files = FileManager.default
    func time(_ path: String) -> Date {
      (try? files.attributesOfItem(atPath: path))?[.modificationDate] as? Date ?? .distantPast
    }
    guard let root = Package.root(of: folder) else { return false }
    let built = time("\(folder)/unroll")
    let sources = files.enumerator(atPath: "\(root)/Sources")?.compactMap { $0 as? String } ?? []
    return sources.contains { $0.contains(".") && time("\(root)/Sources/\($0)") > built }
  }

  /// Compiles a program in a folder, where it is then called `page`.
  /// - Returns: What the compiler complains about; nil where there is nothing.
  func compile(_ program: PageProgram, in work: String, isUnwanted: @escaping () -> Bool)
    throws -> String?
  {
    try program.main.write(toFile: "\(work)/main.swift")
    try PageProgram.support.write(toFile: "\(work)/support.swift")
    try objects.write(toFile: "\(work)/objects")
    let run = ProgramRun(
      "/usr/bin/env",
      [
        "swiftc", "-O", "-wmo", "-swift-version", "6", "-warnings-as-errors",
        "-diagnostic-style", "llvm", "-module-name", "page", "-I", "\(folder)/Modules", "-Xcc",
        "-fmodule-map-file=\(moduleMap)",
        "\(work)/main.swift", "\(work)/support.swift", "@\(work)/objects", "-o", "\(work)/page",
      ],
      environment: ProcessInfo.processInfo.environment,
      limits: .init(seconds: Self.seconds, isUnwanted: isUnwanted))
    let said = run.errorText + String(decoding: run.output, as: UTF8.self)
    switch run.ending {
    case .exited(0): return nil
    case .exited(127), .notStarted: throw Failure.noCompiler(said: said.trimmed)
    case .timedOut: return "the compiler came to no end in \(Int(Self.seconds)) seconds"
    default: return said.replacing(work + "/", with: "")
    }
  }

  /// Seconds for the compiler; a page takes five.
  private static let seconds = 600.0
}

/// The package around a file.
package enum Package {
  /// The nearest folder at or above a path that has a manifest.
  package static func root(of path: String) -> String? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    while folder.path != "/" {
      let manifest = folder.appendingPathComponent("Package.swift").path
      if FileManager.default.fileExists(atPath: manifest) { return folder.path }
      folder.deleteLastPathComponent()
    }
    return nil
  }
}

extension String {
  fileprivate func write(toFile path: String) throws {
    try write(toFile: path, atomically: false, encoding: .utf8)
  }
}
