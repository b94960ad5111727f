#include "app/interrupt.h"

#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t count;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (count) _exit(130);
    count = 1;
}

void interrupt_watch(void)
{
    struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    /* A reader that went away and a file that may not grow are answers of write(), not deaths: who
     * is killed in the middle of a file cannot take it away again. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

bool interrupt_is_asked(void) { return count > 0; }
