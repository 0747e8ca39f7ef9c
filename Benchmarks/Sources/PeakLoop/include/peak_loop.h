#ifndef PEAK_LOOP_H
#define PEAK_LOOP_H

#include <stddef.h>

// Computes `rounds` times a block of independent multiply-adds on registers only, with the widest
// vectors that the processor has. Returns how many floating-point operations that were, a multiply
// and an add counting as two.
double peak_loop_f32(size_t rounds);

#endif
