import Dispatch
import PeakLoop
import Unroll

/// How fast this machine computes in float32 at best: the roof over all workloads.
struct Peak: Codable {
  let threads: Int

  /// Multiply-adds on registers alone, on all threads together, in operations a second.
  let registers: Double

  /// The best of our matrix products, each a square of the given size, on one thread.
  let products: [Int: Double]

  static func measure(threads: Int) -> Peak {
    let sizes = [64, 128, 256, 512, 1024]
    return Peak(
      threads: threads, registers: registerPeak(threads: threads),
      products: Dictionary(uniqueKeysWithValues: sizes.map { ($0, productSpeed($0)) }))
  }

  private static func registerPeak(threads: Int) -> Double {
    let rounds = 10_000_000
    let runs = (0..<5).map { _ in
      let seconds = time {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in _ = peak_loop_f32(rounds) }
      }
      return Double(threads) * peak_loop_f32(1) * Double(rounds) / seconds
    }
    return runs.max() ?? 0
  }

  private static func productSpeed(_ size: Int) -> Double {
    let a = Variable(filled([size, size], bound: 1, stream: 0))
    let b = Variable(filled([size, size], bound: 1, stream: 1))
    let time = milliseconds(seconds: 0.3) { _ = matmul(a, b) }
    let operations = 2 * Double(size * size * size)
    return operations / (time * 1e-3)
  }
}
