/// The package in a student's folder.
enum StudentPackage {
  /// Its manifest: every exercise is a program of its own, so that one that does not compile holds up no other.
  static func manifest(of sheets: [ExerciseSheet], course: String) -> String {
    let targets = sheets.map { sheet in
      """
          .executableTarget(
            name: "\(sheet.program)", dependencies: [.product(name: "UnrollCourse", package: "course")],
            path: "\(StudentFolder.exercises)/\(sheet.folder)"),
      """
    }
    return """
      // swift-tools-version: 6.2
      // Made by 'unroll start', which writes it anew when the course has new exercises.
      import PackageDescription

      let package = Package(
        name: "coursework",
        platforms: [.macOS(.v14)],
        dependencies: [.package(name: "course", path: "\(course)")],
        targets: [
      \(targets.joined(separator: "\n"))
        ]
      )

      """
  }
}
