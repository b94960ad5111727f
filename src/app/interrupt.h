/*
 * interrupt.h — SIGINT's manners: once asks the work to stop cleanly, twice ends the process at
 * once (exit 130). SIGPIPE and SIGXFSZ are ignored, so that a closed pipe and a file that may not
 * grow are errors of the write.
 */
#ifndef ARGOSY_APP_INTERRUPT_H
#define ARGOSY_APP_INTERRUPT_H

#include <stdbool.h>

void interrupt_watch(void);
bool interrupt_is_asked(void);

#endif
