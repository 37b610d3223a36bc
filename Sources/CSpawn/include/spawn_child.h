#ifndef CALLAHEAD_SPAWN_CHILD_H
#define CALLAHEAD_SPAWN_CHILD_H

#include <sys/types.h>

/// Starts a program that ends with this process, however this process ends (on Linux).
///
/// The child leads a process group of its own, so that Ctrl-C at the terminal reaches only its parent; its signals are
/// reset, its input is empty. Linux kills it when the thread that called this ends: call it from one that lasts.
///
/// @param path Absolute path of the program.
/// @param arguments Ends with a null pointer; the first is the program's name.
/// @param environment Ends with a null pointer; null for that of this process.
/// @param output Descriptor for its standard output.
/// @param errors Descriptor for its standard error.
/// @return Its process id, or -1 with errno set. 127 is the child's exit status if the program can't be executed.
pid_t csp_spawn_child(const char *path, char *const arguments[], char *const environment[], int output, int errors);

#endif
