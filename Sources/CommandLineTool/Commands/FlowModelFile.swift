import Foundation
import Unroll
import UnrollConsole

/// The saved model that a reader brings to `unroll flow`, and what it reads.
struct FlowModelFile {
  let study: FlowOfModel
  /// What was read.
  let remark: String

  init(_ path: String, _ own: FlowSource?, _ arguments: ParsedArguments) throws {
    let saved = try SavedModel(reading: path)
    let source: FlowOfModel.Source =
      switch own?.source {
      case .text(let text)?: .text(text)
      case .series(let values)?: .series(values)
      case nil: .noise
      }
    let trained = saved.model.assembly.trained
    let name = (path as NSString).lastPathComponent
    do {
      study = try FlowOfModel(
        saved.model, vocabulary: Vocabulary(extras: saved.extras, file: path), source,
        steps: arguments[FlowCommand.steps], seed: arguments[Shared.seed])
    } catch let obstacle as FlowOfModel.Obstacle {
      throw CommandFailure(.badData, "\(path): \(obstacle).")
    }
    let reads =
      own.map { "the end of \(($0.path as NSString).lastPathComponent)" } ?? "a random sequence"
    remark = """
      \(name): trained for \(trained.steps.grouped) steps (epochs: \(trained.epochs)); it reads \(reads), and the gradient is \
      followed \(study.steps) steps back.
      """
  }
}
