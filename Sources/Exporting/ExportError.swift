import Foundation

/// Why a program can't be written in another language.
public enum ExportError: Error, Equatable, Sendable {
  /// An operation that the other language is not told how to do: one of your own, for example.
  case unknownOperation(String, scope: String)
  /// An optimiser of your own, of which no formula is known.
  case unknownOptimizer(String)
  /// A schedule of the learning rate that is your own, or measured in minutes.
  case schedule(String)
  /// A model with a layer of your own that does not promise to compute the same for every batch of a shape.
  case dependsOnNumbers
  /// A loss that decides by its targets, or makes constants of them.
  case loss(String)
  /// A model that calls a layer twice that carries a state or drops numbers, or gives such a layer its first state.
  case repeatedLayer
  /// A model that computes with tables of numbers that are none of its weights.
  case constants
}

extension ExportError: CustomStringConvertible {
  /// What can't be exported, and what to do.
  public var description: String {
    switch self {
    case .unknownOperation(let name, let scope):
      """
      can't export the operation '\(name)'\(scope.isEmpty ? "" : " in \(scope)"): other languages are not told what it is. \
      Compose it of the library's operations, and they are.
      """
    case .unknownOptimizer(let name):
      """
      can't export a training with the optimiser '\(name)': no formula of it is known. Take SGD, RMSprop or Adam, or export \
      the gradients and write its update there.
      """
    case .schedule(let schedule):
      """
      can't export the learning rate's schedule '\(schedule)': of one of your own no formula is known, and minutes depend on \
      the machine. Take one of the library's in steps or epochs, or leave it out, and change the rate there.
      """
    case .dependsOnNumbers:
      """
      can't export this model: a layer or a cell of your own, or the model itself, does not promise that its operations are the \
      same for every batch of a shape, and a recording would hold for one batch only. Where they are, say so: \
      isRepeatable, or isRecordable, is true. A mask of your own can't be exported; Embedding and Masking make theirs so that \
      it can.
      """
    case .loss(let name):
      """
      can't export the loss '\(name)': what it computes depends on the targets' numbers, and a recording holds for one batch \
      only. Classes are exported with sparseCategoricalCrossentropy(fromLogits: true), where the last layer has no softmax; what \
      it is `ignoring:` has to be one of the classes.
      """
    case .repeatedLayer:
      """
      can't export this model: for one batch it calls a layer twice that carries a state or drops numbers at random, or gives a \
      layer that carries one its first state. Take a layer for each call, or stateful: false.
      """
    case .constants:
      """
      can't export this model as a file of its own: it computes with constants of many numbers. RecordedProgram writes the \
      function, and gives the constants beside it.
      """
    }
  }
}

extension ExportError: LocalizedError {
  /// The sentence of ``description``.
  public var errorDescription: String? { description }
}
