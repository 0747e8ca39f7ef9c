import UnrollSequences
import UnrollTraining

extension Word2Vec {
  /// Trains under the eyes of those who watch any other training: a step is five thousand words.
  ///
  /// Where one of them asks for the end, what was learnt is kept.
  /// - Throws: ``Word2VecError``.
  public func train(
    _ sentences: [[String]], watch: TrainingWatch
  ) throws(Word2VecError) -> Word2VecResult {
    var step = 0
    return try train(sentences) { progress in
      step += 1
      let isEnd = progress.words == progress.wordsInEpoch
      let steps = max(step, (progress.wordsInEpoch + 4999) / 5000)
      let told = TrainingProgress(
        epoch: progress.epoch, epochs: progress.epochs, step: step, steps: isEnd ? step : steps,
        figures: [History.Figure("loss", progress.loss)], elapsed: progress.elapsed)
      // Everybody is told, also where the first already asks for the end.
      var goesOn = true
      for observer in watch.observers { if !observer.stepEnded(told) { goesOn = false } }
      if isEnd {
        step = 0
        for observer in watch.observers { if !observer.epochEnded(told) { goesOn = false } }
      }
      return goesOn
    }
  }
}
