import Foundation

/// An autograder for Gradescope: the checker's sources, a script that builds them, and one that marks a submission.
public struct Autograder: Sendable {
  /// The Swift that the scripts install: the one that the course is tested with.
  static let swiftVersion = "6.3.1"
  /// The key that Swift's releases are signed with.
  static let signingKey = "52BB7E3DE28A71BE22EC05FFEF80A866B47A981F"

  /// The options of `unroll gradescope-mark`, for the shell.
  private let options: String

  /// An autograder of a variant of the course; of all exercises, or those with these numbers.
  public init(variant: UInt64, only numbers: [Int], seed: UInt64) {
    options =
      "--variant \(variant) --seed \(seed)"
      + (numbers.isEmpty ? "" : " --only \(numbers.map(String.init).joined(separator: ","))")
  }

  /// The archive to upload.
  /// - Throws: ``StudentFolderError`` where the course's sources are gone; `CocoaError` where they can't be read.
  public func archive() throws -> ZIPArchive {
    let course = StudentFolder.courseRoot
    guard FileManager.default.fileExists(atPath: course + "/Package.swift") else {
      throw StudentFolderError.courseIsGone(path: course)
    }
    var archive = ZIPArchive()
    archive.add("setup.sh", Data(setup.utf8), isExecutable: true)
    archive.add("run_autograder", Data(run.utf8), isExecutable: true)
    let manifest = try String(contentsOfFile: course + "/Package.swift", encoding: .utf8)
    archive.add("Package.swift", Data(Self.withoutTests(manifest).utf8))
    let sources = URL(filePath: course + "/Sources").resolvingSymlinksInPath().path
    let found = FileManager.default.enumerator(atPath: sources)
    let files = (found?.compactMap { $0 as? String } ?? []).sorted().filter { file in
      !file.split(separator: "/").contains { $0.hasPrefix(".") }
    }
    for file in files {
      let path = sources + "/" + file
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      archive.add("Sources/" + file, try Data(contentsOf: URL(filePath: path)))
    }
    return archive
  }

  /// A manifest without its tests and what only they need.
  static func withoutTests(_ manifest: String) -> String {
    var text = manifest
    for beginning in [".testTarget(", ".target(name: \"TestSupport\""] {
      while let start = text.range(of: beginning)?.lowerBound {
        var depth = 0
        var end = start
        repeat {
          if text[end] == "(" { depth += 1 } else if text[end] == ")" { depth -= 1 }
          end = text.index(after: end)
        } while end < text.endIndex && (depth > 0 || text[text.index(before: end)] != ")")
        if end < text.endIndex, text[end] == "," { end = text.index(after: end) }
        text.removeSubrange(start..<end)
      }
    }
    return text
  }

  /// Run once, when the image is made.
  var setup: String {
    """
    #!/usr/bin/env bash
    # Installs Swift \(Self.swiftVersion) on Ubuntu 22.04 or 24.04, and builds the checker. Made by 'unroll gradescope-zip'.
    set -euo pipefail
    SOURCE="${SOURCE:-/autograder/source}"
    WORKSHOP="${WORKSHOP:-/autograder/workshop}"
    SWIFT_HOME="${SWIFT_HOME:-/opt/swift-\(Self.swiftVersion)}"
    export PATH="$SWIFT_HOME/usr/bin:$PATH"

    if ! swift --version 2> /dev/null | grep -qE 'Swift version (6\\.[2-9]|[7-9]|[1-9][0-9])'; then
      . /etc/os-release
      case "$VERSION_ID" in
        22.04) platform=ubuntu22.04; libraries="libgcc-11-dev libstdc++-11-dev" ;;
        24.04) platform=ubuntu24.04; libraries="libgcc-13-dev libstdc++-13-dev libncurses-dev" ;;
        *) echo "expected Ubuntu 22.04 or 24.04, got $PRETTY_NAME" >&2; exit 1 ;;
      esac
      case "$(dpkg --print-architecture)" in
        amd64) suffix= ;;
        arm64) suffix=-aarch64 ;;
        *) echo "there is no Swift for $(dpkg --print-architecture)" >&2; exit 1 ;;
      esac
      export DEBIAN_FRONTEND=noninteractive
      apt-get -q update
      apt-get -q install -y binutils ca-certificates curl git gnupg2 libc6-dev libcurl4-openssl-dev libedit2 \\
        libpython3-dev libsqlite3-0 libxml2-dev libz3-dev pkg-config tzdata unzip zlib1g-dev $libraries

      # The archive is taken only if it is signed by this very key, whoever hands it out.
      key=\(Self.signingKey)
      release=swift-\(Self.swiftVersion)-RELEASE
      file="$release-$platform$suffix.tar.gz"
      url="https://download.swift.org/swift-\(Self.swiftVersion)-release/${platform/./}$suffix/$release/$file"
      place=$(mktemp -d)
      export GNUPGHOME="$place/keys"
      mkdir -m 700 "$GNUPGHOME"
      curl -fsSL --retry 3 "$url" -o "$place/swift.tar.gz"
      curl -fsSL --retry 3 "$url.sig" -o "$place/swift.tar.gz.sig"
      curl -fsSL --retry 3 https://www.swift.org/keys/all-keys.asc | gpg --batch --quiet --import \\
        || gpg --batch --quiet --keyserver keyserver.ubuntu.com --recv-keys "$key"
      gpg --batch --status-fd 1 --verify "$place/swift.tar.gz.sig" "$place/swift.tar.gz" 2> /dev/null \\
        | grep -E "^\\[GNUPG:\\] VALIDSIG ([^ ]+ )*$key" > /dev/null \\
        || { echo "$file is not signed by $key" >&2; exit 1; }
      mkdir -p "$SWIFT_HOME"
      tar -xzf "$place/swift.tar.gz" -C "$SWIFT_HOME" --strip-components=1
      rm -rf "$place"
    fi

    cd "$SOURCE"
    swift build -c release --product unroll
    # What every submission needs is compiled once.
    nothing=$(mktemp -d)
    .build/release/unroll gradescope-mark "$nothing" "$nothing/results.json" --workshop "$WORKSHOP" \(options)
    rm -rf "$nothing"

    """
  }

  /// Run for each submission.
  var run: String {
    """
    #!/usr/bin/env bash
    # Marks a submission. Made by 'unroll gradescope-zip'.
    set -euo pipefail
    SOURCE="${SOURCE:-/autograder/source}"
    SUBMISSION="${SUBMISSION:-/autograder/submission}"
    RESULTS="${RESULTS:-/autograder/results/results.json}"
    WORKSHOP="${WORKSHOP:-/autograder/workshop}"
    SWIFT_HOME="${SWIFT_HOME:-/opt/swift-\(Self.swiftVersion)}"
    export PATH="$SWIFT_HOME/usr/bin:$PATH"
    # A crashing program would print pages.
    export SWIFT_BACKTRACE=enable=no

    "$SOURCE/.build/release/unroll" gradescope-mark "$SUBMISSION" "$RESULTS" --workshop "$WORKSHOP" \(options)

    """
  }
}
