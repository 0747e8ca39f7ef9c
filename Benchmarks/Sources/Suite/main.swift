import Foundation

// The benchmarks' one command: `swift run -c release --package-path Benchmarks Suite --help`.

// A peer that ends too early is reported; writing to it must not end this program.
signal(SIGPIPE, SIG_IGN)

do {
  let arguments = Array(CommandLine.arguments.dropFirst())
  if arguments.contains("--help") || arguments.contains("-h") {
    print(usage)
  } else {
    try run(try Options(arguments))
  }
} catch {
  FileHandle.standardError.write(Data("suite: \(error)\n".utf8))
  exit(1)
}

func run(_ options: Options) throws {
  switch options.command {
  case .compare: try compare(options)
  case .measure:
    try runMeasuredProcess(
      try options.onlyWorkload(), threads: options.threads[0], seconds: options.seconds)
  case .work: try work(try options.onlyWorkload(), seconds: options.seconds)
  case .profile: try showProfile(try options.onlyWorkload(), seconds: options.seconds)
  case .subnormals: showSubnormals(seconds: options.seconds)
  case .memory: showMemory()
  case .lengths: showLengths()
  case .stream: try showStream()
  case .peak: showPeak(threads: options.threads)
  }
}
