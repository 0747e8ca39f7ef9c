// Which path: the widest that the processor has, or what UNROLL_KERNELS says.
//
// The choice is made at the first call, and is one atomic pointer. Two threads that choose at the
// same time find the same answer, so neither has to wait for the other.

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/unroll_kernels_testing.h"
#include "kernel_table.h"

// From the widest to the one that every processor has.
static const unroll_path paths[] = {
#if defined(__x86_64__)
    {"avx512", &unroll_avx512_f32, &unroll_avx512_f64},
    {"avx2", &unroll_avx2_f32, &unroll_avx2_f64},
#endif
    {"portable", &unroll_portable_f32, &unroll_portable_f64},
};
enum { path_count = sizeof(paths) / sizeof(paths[0]) };

static _Atomic(const unroll_path *) chosen;

// A test may choose another path for its own thread; nothing else does.
static _Thread_local const unroll_path *of_this_thread;

static bool processor_has(const unroll_path *path) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (strcmp(path->name, "avx512") == 0) return __builtin_cpu_supports("avx512f");
  if (strcmp(path->name, "avx2") == 0)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return strcmp(path->name, "portable") == 0;
}

static const unroll_path *path_named(const char *name) {
  for (int i = 0; i < path_count; ++i)
    if (strcmp(paths[i].name, name) == 0 && processor_has(&paths[i])) return &paths[i];
  return NULL;
}

static const unroll_path *widest_path(void) {
  const unroll_path *path = paths;
  while (!processor_has(path)) ++path;
  return path;
}

static const unroll_path *choose_path(void) {
  const char *wanted = getenv("UNROLL_KERNELS");
  if (wanted == NULL || *wanted == 0) return widest_path();
  const unroll_path *path = path_named(wanted);
  if (path != NULL) return path;

  path = widest_path();
  static atomic_flag said = ATOMIC_FLAG_INIT;
  if (!atomic_flag_test_and_set(&said))
    fprintf(stderr,
            "unroll: UNROLL_KERNELS=%s is not one of portable, avx2, avx512, or this processor "
            "does not have it; using %s\n",
            wanted, path->name);
  return path;
}

const unroll_path *unroll_current_path(void) {
  const unroll_path *path = of_this_thread;
  if (path != NULL) return path;
  path = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (path == NULL) {
    path = choose_path();
    atomic_store_explicit(&chosen, path, memory_order_relaxed);
  }
  return path;
}

bool unroll_use_kernels(const char *name) {
  const unroll_path *path = name == NULL ? NULL : path_named(name);
  if (name != NULL && path == NULL) return false;
  of_this_thread = path;
  return true;
}

const char *unroll_kernels_in_use(void) { return unroll_current_path()->name; }
