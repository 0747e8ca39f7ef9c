import Testing

@testable import UnrollGrading

/// The standard course's worked examples are computed like those of any term, and yet are to the letter what the tutorials
/// and the printed worksheet say.
@Suite struct StandardTextTests {
  @Test(arguments: StandardTextTests.byHand.keys.sorted())
  func `a worked example of the standard course stays as it is`(id: String) throws {
    let sheet = try #require(Course.standard.sheet(named: id))
    let found = sheet.byHand.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = (Self.byHand[id] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    for (found, expected) in zip(found, expected) { #expect(found == expected) }
    #expect(found.count == expected.count)
  }

  @Test func `what the standard course asks of the vanishing rate stays as it is`() throws {
    let sheet = try #require(Course.standard.sheet(named: "08"))
    #expect(sheet.question.text.hasPrefix("Wh = 0.6 for a single unit."))
    #expect(
      sheet.question.answer.hasPrefix(
        "The factor is 0.6 (1 − h²), so it is largest where h = 0: 0.6. With one unit"))
  }

  private static let byHand: [String: String] = [
    "01": """
    The last step of the course's network: x = 1, h = 0.5917, w = 0.3, u = 0.6, b = 0.5, target = −0.2

      a = 0.3 · 1 + 0.6 · 0.5917 + 0.5 = 1.1550
      y = tanh 1.1550 = 0.8194
      L = (0.8194 + 0.2)² = 1.0392

    Backwards, from the end:
      dL/dy = 2 (y − target) = 2.0388
      dL/da = dL/dy · (1 − y²) = 2.0388 · 0.3286 = 0.6699
      dL/dw = dL/da · x = 0.6699,  dL/du = dL/da · h = 0.3964
      dL/db = dL/da     = 0.6699,  dL/dh = dL/da · u = 0.4019
    """,
    "02": """
    The last step of exercise 01 on a tape: w = 0.3, x = 1, u = 0.6, h = 0.5917, b = 0.5, target = −0.2.
    First down the values; then up the gradients of slot 12, the loss, which begins with 1.

      slot   entry              value     gradient
       0     w                  0.3       0.6699    = slot 6's · 1
       1     x                  1         0.2010    = slot 6's · 0.3
       2     u                  0.6       0.3964    = slot 7's · 0.5917
       3     h                  0.5917    0.4019    = slot 7's · 0.6
       4     b                  0.5       0.6699
       5     −target            0.2       2.0388
       6     multiply 0, 1      0.3000    0.6699
       7     multiply 2, 3      0.3550    0.6699
       8     add 6, 7           0.6550    0.6699
       9     add 8, 4           1.1550    0.6699    = slot 10's · (1 − 0.8194²)
      10     tanh 9             0.8194    2.0388
      11     add 10, 5          1.0194    2.0388    = 1 · 1.0194 + 1 · 1.0194
      12     multiply 11, 11    1.0392    1
    """,
    "04": """
    One sample, four classes h, e, l, o, of which e is the right one. Exercise 12 finds these logits in
    its first step.

      class   z         e^z      p = e^z / 8.6337   y   ∂L/∂z = p − y
      h       −0.8005   0.4491   0.0520             0    0.0520
      e        1.6010   4.9580   0.5743             1   −0.4257
      l        0.8005   2.2267   0.2579             0    0.2579
      o        0.0000   1.0000   0.1158             0    0.1158
      sum               8.6337   1.0000                  0.0000

    L = −ln 0.5743 = 0.5547. In a batch of two, L is the mean of two such numbers, and each gradient
    is halved.
    """,
    "06": """
    The course's network, with Wx = 0.3, Wh = 0.6, b = 0.5 in each of three steps; x = 2, −1, 1, h₀ = 0, and
    ∂L/∂h₃ = 2.0388. δ_t is the gradient of the sum inside the tanh; to h_t−1 goes δ_t times step t's own Wh.

      copy   h_t      ∂L/∂h_t   db = δ_t   dWx = δ_t x_t   dWh = δ_t h_t−1   to h_t−1
      3      0.8194   2.0388    0.6699      0.6699         0.3964            0.4019
      2      0.5917   0.4019    0.2612     −0.2612         0.2091            0.1567
      1      0.8005   0.1567    0.0563      0.1126         0.0000
      sum                       0.9874      0.5213         0.6055

    The sums are the gradients of the network whose weights are tied: exercise 07 finds the same numbers.
    """,
    "07": """
    The course's network: Wx = 0.3, Wh = 0.6, b = 0.5, x = 2, −1, 1, h₀ = 0, and ∂L/∂h₃ = 2.0388 directly.

      t   h_t      ∂L/∂h_t   1 − h_t²   δ_t = ∂L/∂h_t · (1 − h_t²)   to h_t−1: Wh δ_t
      3   0.8194   2.0388    0.3286     0.6699                       0.4019
      2   0.5917   0.4019    0.6499     0.2612                       0.1567
      1   0.8005   0.1567    0.3592     0.0563                       0.0338

    dWx = Σ δ_t x_t = 0.6699 − 0.2612 + 0.1126 = 0.5213
    dWh = Σ δ_t h_t−1 = 0.3964 + 0.2091 + 0 = 0.6055,  db = Σ δ_t = 0.9874,  dh₀ = 0.0338
    """,
    "08": """
    The course's network: Wh = 0.6, h₁ = 0.8005, h₂ = 0.5917, h₃ = 0.8194. Each Jacobian is one number, Wh (1 − h_t²):

      t   1 − h_t²   ∂h_t/∂h_t−1   ∂h₃/∂h_t−1
      3   0.3286     0.1971         0.1971
      2   0.6499     0.3899         0.0769 = 0.1971 · 0.3899
      1   0.3592     0.2155         0.0166 = 0.0769 · 0.2155

    The norms are the same three numbers, and the rate is 0.0166^(1/3) = 0.255: each step back leaves about a quarter.
    (Rounded only when written; in exercise 07: 2.0388 · 0.0166 = 0.0338 = ∂L/∂h₀.)
    """,
    "09": """
    The course's network in windows of two steps: x = 2, −1 | 1, h₀ = 0, and ∂L/∂h₃ = 2.0388 directly.
    The states are those of the whole sequence, 0.8005, 0.5917 | 0.8194: the second window begins with h₂ = 0.5917.

      second window   δ₃ = 2.0388 · 0.3286 = 0.6699
                      dWx = 0.6699 · 1, dWh = 0.6699 · 0.5917 = 0.3964, db = 0.6699
                      and Wh δ₃ = 0.4019 is not handed on to h₂
      first window    ∂L/∂h₂ = ∂L/∂h₁ = 0, so it adds nothing

                      dWx      dWh      db
      truncated       0.6699   0.3964   0.6699
      whole (07)      0.5213   0.6055   0.9874
    """,
    "10": """
    The second step of an LSTM with one unit and the course's inputs. Wx = 0.3 and Wh = 0.6 for all four gates; the
    biases are 0 for i, 1 for f (as Keras begins it), 0.5 for g, −0.5 for o. x = −1, and from the first step
    h = 0.2495, c = 0.5168.

      every sum has x Wx + h Wh = −0.3 + 0.1497 = −0.1503
      i = σ(−0.1503 + 0)   = 0.4625      f = σ(−0.1503 + 1)   = 0.7005
      g = tanh(−0.1503 + 0.5) = 0.3361   o = σ(−0.1503 − 0.5) = 0.3429

      c′ = f c + i g = 0.3620 + 0.1554 = 0.5175
      h′ = o tanh c′ = 0.3429 · 0.4758 = 0.1632
    """,
    "11": """
    The LSTM of exercise 10 over all three steps, h₀ = c₀ = 0, target −0.2, L = (h₃ − target)². (Computed with more
    digits than are shown, so that a last digit may differ from yours.) Forward:

      t   i        f        g        o        c        tanh c   h
      1   0.6457   0.8320   0.8005   0.5250   0.5168   0.4753   0.2495
      2   0.4625   0.7005   0.3361   0.3429   0.5175   0.4758   0.1632
      3   0.5982   0.8018   0.7153   0.4745   0.8428   0.6873   0.3261

    Backward, from ∂L/∂h₃ = 2 (0.3261 + 0.2) = 1.0522. Each carry gets o (1 − tanh² c) ∂L/∂h and what comes from later:

      t   ∂L/∂h    by the state                + from later = ∂L/∂c    to c_t−1: f ∂L/∂c
      3   1.0522   0.2504 · 1.0522 = 0.2634   + 0          = 0.2634   0.2112
      2   0.1945   0.2653 · 0.1945 = 0.0516   + 0.2112     = 0.2628   0.1841
      1   0.1075   0.4064 · 0.1075 = 0.0437   + 0.1841     = 0.2278   0.1895

    and the four sums; h_t−1 gets Wh times all of them:

      t   of i      of f      of g      of o      to h_t−1: 0.6 · (their sum)
      3   0.0453    0.0217    0.0770    0.1803    0.1945
      2   0.0220    0.0285    0.1078    0.0209    0.1075
      1   0.0417    0         0.0528    0.0127    0.0644

    The one of i at t = 3, for example, is 0.2634 · g · i (1 − i) = 0.2634 · 0.7153 · 0.5982 · 0.4018 = 0.0453.

    dWx = [0.1068, −0.0068, 0.0748, 0.1850], dWh = [0.0129, 0.0106, 0.0395, 0.0346]
    db  = [0.1090, 0.0502, 0.2376, 0.2139],  dh₀ = 0.0644, dc₀ = 0.1895

    In exercise 07 the gradient of the state fell from 2.0388 to 0.1567; that of the carry falls from 0.2634 to 0.2278.
    """,
    "12": """
    The vocabulary h, e, l, o; one unit. Wx has a row for each character, 0.6, −0.3, 0.3, 0; Wh = 0.6,
    b = 0.5; Wy is −1, 2, 1, 0 and by is zero. So the first states are the course's: 0.8005, 0.5917, 0.8194.

      t   read   h_t      z: h      e        l        o   to say   p        −ln p
      1   h      0.8005   −0.8005   1.6010   0.8005   0   e        0.5743   0.5547
      2   e      0.5917   −0.5917   1.1834   0.5917   0   l        0.2727   1.2993
      3   l      0.8194   −0.8194   1.6388   0.8194   0   l        0.2561   1.3620
      4   l      0.8596   −0.8596   1.7191   0.8596   0   o        0.1068   2.2370
      L = (0.5547 + 1.2993 + 1.3620 + 2.2370) / 4 = 1.3632

    Back, with dz = (p − y) / 4, from the last step to the first:

      t   dz: h    e         l         o         dz · Wy   from t + 1   dh        δ
      4   0.0113    0.1489    0.0631   −0.2233    0.3496    0            0.3496    0.0913
      3   0.0124    0.1453   −0.1860    0.0282    0.0922    0.0548       0.1470    0.0483
      2   0.0209    0.1232   −0.1818    0.0377    0.0437    0.0290       0.0727    0.0472
      1   0.0130   −0.1064    0.0645    0.0290   −0.1614    0.0283      −0.1331   −0.0478

    dWx: h −0.0478, e 0.0472, l 0.0483 + 0.0913 = 0.1396, o 0;  dWh = 0.1412,  db = 0.1391
    One step with rate 0.5 lowers the loss to 1.2260. After 50 the largest logits say e, l, l, o.
    """,
    "05": """
    The second step of the course's network, one sample, one input, one unit:
    x = −1, h = 0.8005, Wx = 0.3, Wh = 0.6, b = 0.5

      x Wx + h Wh + b = −0.3 + 0.4803 + 0.5 = 0.6803
      h′ = tanh 0.6803 = 0.5917
    """,
  ]
}
