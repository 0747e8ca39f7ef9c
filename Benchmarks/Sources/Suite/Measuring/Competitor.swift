import Foundation

/// Who is measured: this library, or a peer's script and the Python that runs it.
struct Competitor: Sendable {
  /// The name in tables and options.
  let name: String

  /// The script in `Peers` with its options; nil for this library.
  var script: [String]?

  /// The environment variable that names the Python to use.
  var variable: String?

  static let ours = Competitor(name: "unroll")

  static let peers = [
    Competitor(
      name: "pytorch", script: ["pytorch_peer.py"], variable: "UNROLL_PYTHON_PYTORCH"),
    Competitor(
      name: "pytorch-loop", script: ["pytorch_peer.py", "--cells"],
      variable: "UNROLL_PYTHON_PYTORCH"),
    Competitor(name: "jax", script: ["jax_peer.py"], variable: "UNROLL_PYTHON_JAX"),
    Competitor(name: "keras", script: ["keras_peer.py"], variable: "UNROLL_PYTHON_KERAS"),
    Competitor(
      name: "autograd", script: ["autograd_peer.py"], variable: "UNROLL_PYTHON_AUTOGRAD"),
  ]

  /// The program that measures a workload; of our own program also another command.
  func command(
    _ workload: String, ours: String = "measure", threads: Int, seconds: Double
  ) -> [String] {
    let options = ["--workload", workload, "--threads", "\(threads)", "--seconds", "\(seconds)"]
    guard let script, let variable else { return [ownProgram, ours] + options }
    let python = ProcessInfo.processInfo.environment[variable] ?? "python3"
    return [python, peersFolder + script[0]] + script.dropFirst() + options
  }
}

/// Where this program lies.
private let ownProgram = Bundle.main.executablePath ?? CommandLine.arguments[0]

/// Where the peers' scripts lie: `Peers`, beside `Sources`.
private let peersFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../../Peers/").standardizedFileURL.path(percentEncoded: false)
