/// Code that a solution runs when it is made, before each answer: none of it should do anything but to itself.
struct Hostility {
  let kind: String
  /// What stands in the type: mostly an `init()`.
  let members: String
  /// What stands behind the type.
  var behind = ""
  let verdicts: Set<String>

  private init(_ kind: String, _ code: String, _ verdicts: Set<String>) {
    (self.kind, self.verdicts) = (kind, verdicts)
    members = "  init() {\n    \(code)\n  }\n"
  }

  private init(_ kind: String, behind: String, _ verdicts: Set<String>) {
    (self.kind, self.verdicts, self.behind) = (kind, verdicts, behind)
    members = ""
  }

  /// All, with a folder that must stay as it is: it holds a file `victim`, and nothing may be added.
  static func all(_ place: String) -> [Hostility] {
    ends + attempts(place) + floods
      + [
        Hostility(
          "takes the place of the checker's beginning",
          behind:
            "func runExercise<T>(_ type: T.Type) { try! \"x\".write(toFile: \"\(place)/begun\", atomically: false, encoding: .utf8) }",
          ["forbidden"]),
        Hostility(
          "takes the place of a function of the system",
          behind:
            "@_cdecl(\"getenv\") public func mine(_ name: UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar>? { nil }",
          ["forbidden"]),
        Hostility(
          "takes the place of a function of the system, by its new name",
          behind: "@c(isatty) public func mine(_ file: Int32) -> Int32 { 0 }", ["forbidden"]),
        Hostility(
          "runs before the checker's beginning, by a name in backticks",
          behind:
            "@`section`(\".init_array\") @`used` let early: @convention(c) () -> Void = { mkdir(\"\(place)/early\", 0o755) }",
          ["forbidden"]),
        Hostility("imports what it should not", behind: "import UnrollConfinement", ["forbidden"]),
        Hostility(
          "answers for its parts itself, with what the answers look like",
          behind: "let forged = \"{\\\"outputs\\\":{\\\"_0\\\":{\\\"quantities\\\":[]}}}\"",
          ["right"]),
      ]
  }

  private static let ends = [
    Hostility("crashes", "fatalError(\"no idea\")", ["crashed"]),
    Hostility(
      "reads behind the end of an array", "let none: [Int] = []; print(none[3])", ["crashed"]),
    Hostility("unwraps nil", "let none = Int(\"x\"); print(none!)", ["crashed"]),
    Hostility("aborts", "abort()", ["crashed"]),
    Hostility("kills itself", "raise(SIGKILL)", ["crashed", "right"]),
    Hostility("ends with exit(0)", "exit(0)", ["crashed"]),
    Hostility("ends with the code of what is not written", "exit(75)", ["not written"]),
    Hostility(
      "recurses without end",
      "func deeper(_ n: Int) -> Int { n &+ deeper(n &+ 1) &* 3 }; print(deeper(0))", ["crashed"]),
    Hostility("loops without end", "var n = 0; while true { n &+= 1 }", ["no end"]),
    Hostility("sleeps", "sleep(60)", ["no end"]),
    Hostility("waits for more input", "while readLine() == nil { usleep(1000) }", ["no end"]),
  ]

  private static func attempts(_ place: String) -> [Hostility] {
    [
      Hostility(
        "writes a file",
        "try! \"x\".write(toFile: \"\(place)/written\", atomically: false, encoding: .utf8)",
        ["crashed"]),
      Hostility(
        "tries to write files",
        "try? \"x\".write(toFile: \"\(place)/written\", atomically: false, encoding: .utf8); mkdir(\"\(place)/made\", 0o755); symlink(\"/\", \"\(place)/linked\"); unlink(\"\(place)/victim\"); truncate(\"\(place)/victim\", 0); rename(\"\(place)/victim\", \"\(place)/moved\")",
        ["right"]),
      Hostility(
        "changes a file's owner and permissions",
        "chmod(\"\(place)/victim\", 0); chown(\"\(place)/victim\", 12345, 12345); fchmodat(AT_FDCWD, \"\(place)/victim\", 0, 0)",
        ["right"]),
      Hostility(
        "reads the solutions",
        "print(try! String(contentsOfFile: \"\(place)/victim\", encoding: .utf8))", ["crashed"]),
      Hostility(
        "reads the checker's memory",
        "guard let file = fopen(\"/proc/\\(getppid())/mem\", \"r\") else { fatalError(\"refused\") }; fclose(file)",
        ["crashed"]),
      Hostility(
        "lists folders",
        "precondition((try? FileManager.default.contentsOfDirectory(atPath: \"/\")) != nil, \"refused\")",
        ["crashed"]),
      Hostility(
        "starts a process",
        "let program = Process(); program.executableURL = URL(filePath: \"/bin/sh\"); program.arguments = [\"-c\", \"echo x > \(place)/started\"]; try? program.run()",
        ["right", "crashed"]),
      Hostility(
        "starts processes without end",
        "typealias Fork = @convention(c) () -> Int32\n    let fork = unsafeBitCast(dlsym(nil, \"fork\"), to: Fork.self)\n    for _ in 0..<1000 { _ = fork() }",
        ["right"]),
      Hostility(
        "starts a shell",
        "typealias System = @convention(c) (UnsafePointer<CChar>) -> Int32\n    let system = unsafeBitCast(dlsym(nil, \"system\"), to: System.self)\n    _ = system(\"echo x > \(place)/shell\")",
        ["right"]),
      Hostility(
        "opens a connection",
        "for family in [AF_INET, AF_INET6, AF_UNIX] { precondition(socket(family, Int32(SOCK_STREAM.rawValue), 0) < 0, \"a socket\") }",
        ["right"]),
      Hostility(
        "kills its starter",
        "kill(getppid(), SIGKILL); kill(-getppid(), SIGKILL); killpg(getpgid(getppid()), SIGKILL)",
        ["right"]),
      Hostility(
        "kills its starter by another call",
        "typealias Call = @convention(c) (Int, Int, Int, Int) -> Int\n    let call = unsafeBitCast(dlsym(nil, \"syscall\"), to: Call.self)\n    #if arch(x86_64)\n    _ = call(234, Int(getppid()), Int(getppid()), 9); _ = call(200, Int(getppid()), 9, 0)\n    #else\n    _ = call(131, Int(getppid()), Int(getppid()), 9); _ = call(130, Int(getppid()), 9, 0)\n    #endif",
        ["right"]),
      Hostility(
        "kills its starter by a pipe's signal",
        "for (command, value) in [(Int32(8), getppid()), (10, SIGKILL), (F_SETFL, O_ASYNC | O_NONBLOCK)] { _ = fcntl(2, command, value) }\n    let junk = [UInt8](repeating: 0x78, count: 4096)\n    while write(2, junk, junk.count) > 0 {}\n    usleep(50_000)\n    _ = fcntl(2, F_SETFL, 0)",
        ["right"]),
      Hostility(
        "reads again what it will be asked",
        "lseek(0, 0, SEEK_SET)\n    var byte: UInt8 = 0\n    precondition(read(0, &byte, 1) <= 0, \"the calls\")",
        ["right"]),
      Hostility("leaves its process group", "setsid(); setpgid(0, 0)", ["right"]),
      Hostility(
        "prints what answers look like",
        "print(\"{\\\"outputs\\\":{\\\"_0\\\":{\\\"quantities\\\":[]}}}\"); print(\"{\\\"passed\\\":true}\")",
        ["right"]),
      Hostility(
        "writes what answers look like to where answers go",
        "for file in Int32(1)..<64 { _ = \"{\\\"outputs\\\":{\\\"_0\\\":{\\\"quantities\\\":[]}}}\\n\".withCString { write(file, $0, strlen($0)) } }",
        ["wrong"]),
      Hostility(
        "closes what answers go to", "for file in Int32(0)..<64 { close(file) }", ["crashed"]),
      Hostility("prints a few words", "print(\"x is\", 3)", ["right"]),
      Hostility("colours a terminal", "fatalError(\"\\u{1B}[2J\\u{1B}[31mred\")", ["crashed"]),
    ]
  }

  private static let floods = [
    Hostility(
      "prints gigabytes",
      "let line = String(repeating: \"x\", count: 1 << 20); while true { print(line) }", ["stopped"]
    ),
    Hostility(
      "answers without end",
      "let line = [UInt8](repeating: 0x78, count: 1 << 20); while true { if write(3, line, line.count) < 0 { close(3); write(2, line, line.count) } }",
      ["stopped", "wrong", "crashed"]),
    Hostility(
      "answers in very many short lines",
      "let lines = [UInt8](repeating: 0x31, count: 1 << 16).enumerated().map { $0.offset % 3 == 2 ? 10 : $0.element }\n    for _ in 0..<120 { for file in Int32(3)..<64 { if write(file, lines, lines.count) > 0 { break } } }\n    exit(0)",
      ["stopped", "wrong", "crashed"]),
    Hostility(
      "takes memory without end",
      "while true { memset(malloc(1 << 24)!, 1, 1 << 24) }",
      ["crashed", "no end"]),
    Hostility(
      "starts threads without end",
      "for _ in 0..<100_000 { Thread.detachNewThread { sleep(60) } }; sleep(60)",
      ["crashed", "no end"]),
  ]
}
