import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// Reviews made up of random words, to see whether a network trains where the real ones are not at hand.
///
/// Every tenth word, on average, is one of 20 that tell: ten occur in good reviews, ten in bad ones.
enum MadeUpReviews {
  /// So many reviews `[count, length]` with their ratings `[count, 1]`, 1 for good.
  static func data(_ count: Int, length: Int = 500, using generator: inout SeededGenerator)
    -> Dataset
  {
    let ratings = (0..<count).map { $0 % 2 }
    let reviews = ratings.map { rating in
      (0..<length).map { _ in
        let tells = generator.uniform() < 0.1
        return tells
          ? 1 + 10 * rating + generator.integer(below: 10)
          : 21 + generator.integer(below: ReviewNetwork.words - 21)
      }
    }
    return Dataset(IntTensor(reviews), Tensor(ratings.map(Double.init), shape: [count, 1]))
  }
}
