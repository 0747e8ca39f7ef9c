// Memory: aligned to a cache line (64 bytes), which is also the widest vector.

#include <stdio.h>
#include <stdlib.h>

#include "kernel_table.h"

#if defined(_WIN32)
#include <malloc.h>
#else
#include <pthread.h>
#endif

static void *aligned(size_t bytes) {
  if (bytes == 0) bytes = 1;  // still an address of its own
  void *memory = NULL;
#if defined(_WIN32)
  memory = _aligned_malloc(bytes, 64);
#else
  if (posix_memalign(&memory, 64, bytes) != 0) memory = NULL;
#endif
  if (memory == NULL) {
    fprintf(stderr, "unroll: out of memory: can't allocate %zu bytes\n", bytes);
    abort();
  }
  return memory;
}

void unroll_free(void *memory) {
#if defined(_WIN32)
  _aligned_free(memory);
#else
  free(memory);
#endif
}

static _Thread_local unroll_memory_count counted;

void *unroll_allocate(size_t bytes) {
  void *memory = aligned(bytes);
  counted.allocations += 1;
  counted.bytes += bytes;
  return memory;
}

unroll_memory_count unroll_allocated_by_this_thread(void) { return counted; }

// Scratch: one buffer a thread, which only grows. The thread's end frees it, through the
// destructor of a pthread key (on Windows it is kept until the program ends).

static _Thread_local struct { void *memory; size_t bytes; } scratch;

#if !defined(_WIN32)
static pthread_key_t scratch_key;
static pthread_once_t scratch_key_once = PTHREAD_ONCE_INIT;
static void free_scratch(void *memory) {
  unroll_free(memory);
  scratch.memory = NULL;  // another destructor may still multiply matrices
  scratch.bytes = 0;
}
static void make_scratch_key(void) { pthread_key_create(&scratch_key, free_scratch); }
#endif

void *unroll_scratch(size_t bytes) {
  if (bytes > scratch.bytes) {
    unroll_free(scratch.memory);
    scratch.memory = aligned(bytes);
    scratch.bytes = bytes;
#if !defined(_WIN32)
    pthread_once(&scratch_key_once, make_scratch_key);
    pthread_setspecific(scratch_key, scratch.memory);
#endif
  }
  return scratch.memory;
}
