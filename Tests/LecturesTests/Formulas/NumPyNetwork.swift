import UnrollNumerics

@testable import UnrollLectures

/// A network of 3 inputs and 4 units over 5 steps, its states and its gradients, by NumPy.
///
/// The gradients were made forwards, by carrying `∂hₜ/∂W` along (real-time recurrent learning), and not
/// by backpropagation, so that one mistake can't be in both. Made with Python 3.11.7 and numpy 2.4.6 by
///
/// ```python
/// import numpy as np
///
/// r = np.random.default_rng(0)
/// grid = lambda *s: r.integers(-100, 101, s) / 100
/// wxh, whh, bh, x, g = grid(4, 3), grid(4, 4), grid(4), grid(5, 3), grid(5, 4)
/// h, h_before, eye = [], np.zeros(4), np.eye(4)
/// sx, sh, sb = np.zeros((4, 4, 3)), np.zeros((4, 4, 4)), np.zeros((4, 4))  # ∂hₜ[i]/∂W[k, l]
/// dwxh, dwhh, dbh = np.zeros((4, 3)), np.zeros((4, 4)), np.zeros(4)
/// for t in range(5):
///     h.append(np.tanh(wxh @ x[t] + whh @ h_before + bh))
///     slope = 1 - h[t] ** 2
///     sx = slope[:, None, None] * (np.einsum("ij,jkl", whh, sx) + np.einsum("ik,l", eye, x[t]))
///     sh = slope[:, None, None] * (np.einsum("ij,jkl", whh, sh) + np.einsum("ik,l", eye, h_before))
///     sb = slope[:, None] * (whh @ sb + eye)
///     dwxh += np.einsum("i,ikl", g[t], sx)
///     dwhh += np.einsum("i,ikl", g[t], sh)
///     dbh += g[t] @ sb
///     h_before = h[t]
/// ```
enum NumPyNetwork {
  static let network = VanillaRNN(
    inputWeights: [
      [0.7, 0.28, 0.02],
      [-0.46, -0.39, -0.92],
      [-0.85, -0.97, -0.65],
      [0.63, 0.3, 0.83],
    ],
    recurrentWeights: [
      [0.01, 0.21, 0.95, 0.46],
      [0.27, 0.09, 0.12, 0.87],
      [-0.45, 0.63, 0.34, -1.0],
      [-0.21, 0.72, 0.11, -0.94],
    ],
    bias: [
      [0.53],
      [0.46],
      [0.7],
      [-0.65],
    ])

  /// The inputs, a column for each step.
  static let x = columns(
    [
      [-0.83, 0.73, -0.96],
      [0.08, -0.84, -0.4],
      [-0.04, -0.16, -0.19],
      [-0.95, -0.99, -0.76],
      [-0.99, 0.34, 0.05],
    ])

  /// The gradient of the loss by each state: the loss is `Σ g · h`.
  static let stateGradients = columns(
    [
      [0.3, -0.49, 0.23, 0.53],
      [-0.23, -0.08, 1.0, 0.61],
      [0.97, -0.24, 0.37, 0.9],
      [0.3, 0.68, 0.38, 0.41],
      [-0.22, 0.75, -0.73, 0.16],
    ])

  static let states = columns(
    [
      [0.13340013042215684, 0.8937581023266454, 0.8671316665128079, -0.941455154487165],
      [0.7270915813548782, 0.4778899150499741, 0.9979707781391473, 0.39037648744808817],
      [0.9339780103501857, 0.8884056451910866, 0.7331539047152233, -0.7382788726825967],
      [0.124739800915544, 0.9425148928218966, 0.9994383585964928, -0.7434524343724862],
      [0.6290568507174926, 0.3171139190717692, 0.9926331783981703, 0.31941802244689566],
    ])

  static let gradients = VanillaRNN.Gradients(
    inputWeights: [
      [-0.6472406586499515, -0.028078464897557553, -0.6614108891909375],
      [-0.6353284078677032, -0.2485057690534978, -0.08045370995240896],
      [-0.016314226741180084, -0.06114549089080867, -0.09041524575055956],
      [-0.5812003124597297, -0.2598014708024582, -0.40540948498753326],
    ],
    recurrentWeights: [
      [0.457736222754331, 0.12771054582463862, 0.11779923246888797, 0.026170148939854077],
      [0.23593358311169788, 1.052763997710793, 1.0810445139166323, -0.8995517604040019],
      [0.28449527375549555, 0.18209074841370348, 0.3849741704213703, 0.1556474323676092],
      [0.6284526565633782, 0.5916255271306542, 0.7444825543321495, -0.17275842226277488],
    ],
    bias: [
      [0.6054017754700107],
      [1.044871669817193],
      [0.4001827932570198],
      [0.9244618623948248],
    ])

  private static func columns(_ rows: [[Double]]) -> [Matrix] {
    rows.map { Matrix(rows: $0.count, columns: 1, elements: $0) }
  }
}
