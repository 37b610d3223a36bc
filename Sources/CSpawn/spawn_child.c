#define _GNU_SOURCE
#include "spawn_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

// Only what is safe between fork and exec in a program with threads.
static void become(
    const char *path, char *const arguments[], char *const environment[], int output, int errors, pid_t parent) {
    setpgid(0, 0);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    // The parent may have gone before prctl.
    if (getppid() != parent) _exit(127);
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) _exit(127);
    if (nothing > 2) close(nothing);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environment);
    _exit(127);
}

pid_t csp_spawn_child(
    const char *path, char *const arguments[], char *const environment[], int output, int errors) {
    sigset_t all, before;
    sigfillset(&all);
    // No handler of ours runs in the child.
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) become(path, arguments, environment != NULL ? environment : environ, output, errors, parent);
    int problem = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = problem;
    return child;
}
