/// The numbers that tutorials and exercises share: one unit, three steps, small enough for paper.
public enum CourseNetwork {
  /// The input's weight Wx, the state's weight Wh, and the bias b.
  public static let (wx, wh, b) = (0.3, 0.6, 0.5)
  /// x₁, x₂, x₃.
  public static let x: [Double] = [2, -1, 1]
  /// What the last state is compared with: `L = (h₃ − target)²`.
  public static let target = -0.2
}
