// Every body, in the order in which each needs the ones before it, and the table of the results.

#include "lanes.h"
#include "partial.h"
#include "exponential.h"
#include "logarithm.h"
#include "hyperbolic_tangent.h"
#include "elementwise.h"
#include "matmul_tile.h"
#include "matmul_pack.h"
#include "matmul.h"
#include "reduce.h"
#include "softmax.h"
#include "updates.h"
#include "rows.h"
#include "program.h"

#define TABLE {apply, apply_to_one, combine, scale, matmul, reduce, softmax_rows, adam, rmsprop, \
               gradient_descent, gather, scatter, run}
