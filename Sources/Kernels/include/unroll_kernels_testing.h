// For tests only: changes the kernels that a thread uses while the program runs.

#ifndef UNROLL_KERNELS_TESTING_H
#define UNROLL_KERNELS_TESTING_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// From now on this thread uses the path of this name ("portable", "avx2", "avx512"); NULL returns
// to the one that all threads use. False, and no change, if there is no such path or the processor
// can't run it.
bool unroll_use_kernels(const char *name);

#ifdef __cplusplus
}
#endif

#endif
