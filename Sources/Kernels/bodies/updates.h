// The optimisers' rules, one pass over weight, gradient and what is remembered of each.
//
// The order of operations is that of the formulas in Training/Optimizers, each rounded by itself.

#define EACH_VECTOR(count) \
  for (size_t i = 0, left = (count); i < (count); i += LANES, left -= left < LANES ? left : LANES)

static void adam(size_t count, Scalar rate, Scalar beta1, Scalar beta2, Scalar left1, Scalar left2,
                 Scalar epsilon, const Scalar *gradient, Scalar *mean, Scalar *square,
                 Scalar *weight) {
  EACH_VECTOR(count) {
    const Vector g = load_next(gradient + i, left);
    const Vector m = load_next(mean + i, left) * beta1 + g * left1;
    const Vector v = load_next(square + i, left) * beta2 + g * g * left2;
    const Vector step = m * rate / (square_root(v) + epsilon);
    store_next(mean + i, m, left);
    store_next(square + i, v, left);
    store_next(weight + i, load_next(weight + i, left) - step, left);
  }
}

static void rmsprop(size_t count, Scalar rate, Scalar rho, Scalar left_of_rho, Scalar momentum,
                    Scalar epsilon, const Scalar *gradient, Scalar *square, Scalar *velocity,
                    Scalar *weight) {
  EACH_VECTOR(count) {
    const Vector g = load_next(gradient + i, left);
    const Vector v = load_next(square + i, left) * rho + g * g * left_of_rho;
    Vector step = g * rate / square_root(v + epsilon);
    store_next(square + i, v, left);
    if (velocity != NULL) {
      step = load_next(velocity + i, left) * momentum + step;
      store_next(velocity + i, step, left);
    }
    store_next(weight + i, load_next(weight + i, left) - step, left);
  }
}

static void gradient_descent(size_t count, Scalar rate, Scalar momentum, bool nesterov,
                             const Scalar *gradient, Scalar *velocity, Scalar *weight) {
  EACH_VECTOR(count) {
    const Vector descent = load_next(gradient + i, left) * rate;
    Vector w = load_next(weight + i, left);
    if (velocity == NULL) {
      w -= descent;
    } else {
      const Vector v = load_next(velocity + i, left) * momentum - descent;
      store_next(velocity + i, v, left);
      w += nesterov ? v * momentum - descent : v;
    }
    store_next(weight + i, w, left);
  }
}
