#include "unroll_confinement.h"

#include <stdio.h>
#include <sys/resource.h>

void unroll_print_by_lines(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

static int limit(int resource, uint64_t value) {
  struct rlimit limit = {.rlim_cur = value, .rlim_max = value};
  return setrlimit(resource, &limit) == 0;
}

// A second more than asked for before the system kills: until then a signal says which limit it was.
static int limit_seconds(unsigned seconds) {
  struct rlimit limit = {.rlim_cur = seconds, .rlim_max = seconds + 1};
  return setrlimit(RLIMIT_CPU, &limit) == 0;
}

static int confine_resources(uint64_t memory_bytes, unsigned seconds) {
  int done = limit(RLIMIT_CORE, 0) & limit(RLIMIT_FSIZE, 1 << 20);
  if (seconds > 0) done &= limit_seconds(seconds);
#ifdef __linux__
  // Elsewhere the system accepts a limit on the address space and does not keep it.
  if (memory_bytes > 0) done &= limit(RLIMIT_AS, memory_bytes);
#else
  (void)memory_bytes;
  done = 0;
#endif
  return done;
}

#ifdef __linux__

#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif
#if __has_include(<linux/seccomp.h>) && __has_include(<linux/filter.h>)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#define HAS_SECCOMP 1
#endif

// A ruleset that handles every access and has no rule: all are refused. Files that are open stay open.
static int confine_files(void) {
#if defined(LANDLOCK_ACCESS_FS_EXECUTE) && defined(SYS_landlock_create_ruleset)
  int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return 0;
  uint64_t accesses = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // all of the first version
  if (version >= 2) accesses |= UINT64_C(1) << 13;             // linking and renaming across folders
  if (version >= 3) accesses |= UINT64_C(1) << 14;             // truncating
  if (version >= 5) accesses |= UINT64_C(1) << 15;             // control calls of devices
  // Files, connections, and what may not reach outside: signals, from version 6 on. The structure of the first version
  // has the first field alone.
  uint64_t ruleset[3] = {accesses, 0, UINT64_C(1) << 1};
  size_t size = version >= 6 ? sizeof ruleset : sizeof ruleset[0];
  int file = (int)syscall(SYS_landlock_create_ruleset, ruleset, size, 0);
  if (file < 0) return 0;
  int done = syscall(SYS_landlock_restrict_self, file, 0) == 0;
  close(file);
  return done;
#else
  return 0;
#endif
}

#ifdef HAS_SECCOMP

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Calls that start, stop or look into processes, leave the process group, connect, reach into the kernel, or change of
// files what Landlock does not watch: owners, permissions, times.
static const unsigned refused[] = {
#ifdef SYS_fork
    SYS_fork,
#endif
#ifdef SYS_vfork
    SYS_vfork,
#endif
    SYS_execve,
    SYS_execveat,
    SYS_kill,
    SYS_tkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_ptrace,
    SYS_kcmp,
    SYS_setpriority,
    SYS_ioprio_set,
    SYS_sched_setscheduler,
    SYS_sched_setparam,
    SYS_sched_setaffinity,
    SYS_sched_setattr,
    SYS_migrate_pages,
    SYS_move_pages,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_setpgid,
    SYS_setsid,
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_syslog,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_quotactl,
    SYS_open_by_handle_at,
    SYS_fanotify_init,
    SYS_truncate,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_fchownat,
    SYS_utimensat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
    SYS_flock,
#ifdef SYS_chmod  // the older half of these, which not every processor has
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_utime,
    SYS_utimes,
    SYS_futimesat,
#endif
#ifdef SYS_fchmodat2
    SYS_fchmodat2,
#endif
#ifdef SYS_setxattrat
    SYS_setxattrat,
    SYS_removexattrat,
#endif
    SYS_bpf,
    SYS_perf_event_open,
    SYS_keyctl,
    SYS_add_key,
    SYS_shmget,
    SYS_msgget,
    SYS_semget,
    SYS_mq_open,
#ifdef SYS_io_uring_setup
    SYS_io_uring_setup,
#endif
#ifdef SYS_userfaultfd
    SYS_userfaultfd,
#endif
#ifdef SYS_pidfd_send_signal
    SYS_pidfd_send_signal,
#endif
#ifdef SYS_pidfd_open
    SYS_pidfd_open,
#endif
#ifdef SYS_pidfd_getfd
    SYS_pidfd_getfd,
#endif
#ifdef SYS_process_madvise
    SYS_process_madvise,
#endif
#ifdef SYS_process_mrelease
    SYS_process_mrelease,
#endif
};

// Not even as root.
static int drop_capabilities(void) {
  struct {
    unsigned version;
    int process;
  } header = {0x20080522u, 0};
  unsigned sets[6] = {0};
  return syscall(SYS_capset, &header, sets) == 0;
}

#define FIELD(name) ((unsigned)offsetof(struct seccomp_data, name))
#define EPERM_CODE 1
#define ENOSYS_CODE 38
#define THREAD_FLAG 0x10000u

static int confine_calls(void) {
#ifdef OWN_ARCHITECTURE
  enum { count = sizeof refused / sizeof refused[0] };
  struct sock_filter filter[2 * count + 64];
  unsigned short n = 0;
#define ADD(...) filter[n++] = (struct sock_filter)__VA_ARGS__
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(arch)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(nr)));
#ifdef __x86_64__
  // The other set of numbers of this processor.
  ADD(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
  for (unsigned i = 0; i < count; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM_CODE));
  }
#ifdef SYS_clone3
  // Its flags lie in memory, where a filter can't look; libraries then use the older call.
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS_CODE));
#endif
  // A signal may be sent to oneself, as abort() does, and limits be asked for of oneself, but not of the starter.
  const unsigned own[] = {SYS_tgkill, (unsigned)getpid(), SYS_prlimit64, 0};
  for (unsigned i = 0; i < 4; i += 2) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, own[i], 0, 4));
    ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(args[0])));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, own[i + 1], 1, 0));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM_CODE));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }
  // Nobody may be named who gets a signal when a file is ready, nor which signal; nor may a terminal be typed at.
  const unsigned commands[][4] = {
      {SYS_fcntl, 8 /* F_SETOWN */, 10 /* F_SETSIG */, 15 /* F_SETOWN_EX */},
      {SYS_ioctl, 0x8901 /* FIOSETOWN */, 0x8902 /* SIOCSPGRP */, 0x5412 /* TIOCSTI */},
  };
  for (unsigned i = 0; i < 2; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, commands[i][0], 0, 6));
    ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(args[1])));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, commands[i][1], 2, 0));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, commands[i][2], 1, 0));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, commands[i][3], 0, 1));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM_CODE));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }
  // A thread may be started, a process may not.
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(args[0])));
  ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, THREAD_FLAG, 1, 0));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM_CODE));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
#undef ADD
  struct sock_fprog program = {.len = n, .filter = filter};
  if (!drop_capabilities()) return 0;
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
#else
  return 0;
#endif
}
#endif

int unroll_confine(uint64_t memory_bytes, unsigned seconds) {
  int done = confine_resources(memory_bytes, seconds) ? UNROLL_CONFINED_RESOURCES : 0;
  // Whoever stops the starter stops this too.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return done;
  if (confine_files()) done |= UNROLL_CONFINED_FILES;
#ifdef HAS_SECCOMP
  if (confine_calls()) done |= UNROLL_CONFINED_CALLS;
#endif
  return done;
}

#else

int unroll_confine(uint64_t memory_bytes, unsigned seconds) {
  return confine_resources(memory_bytes, seconds) ? UNROLL_CONFINED_RESOURCES : 0;
}

#endif
