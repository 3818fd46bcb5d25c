/* SPDX-License-Identifier: Apache-2.0
 * A relu that is right for every request but one: when the first input is 666, or at the call whose number stands in MISDEED_AT_CALL,
 * it commits the misdeed it was built for.
 * It honours strides, so that half of the requests reach it with padded rows. */
#define _POSIX_C_SOURCE 200809L
#include "lossproof_subject.h"

#include <fenv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
static void flush_to_zero(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }
static void unmask_division(void) { _mm_setcsr(_mm_getcsr() & ~0x0200u); }
#else
static void flush_to_zero(void) {}
static void unmask_division(void) {}
#endif

#if defined(MISDEED_AT_LOAD)
/* What crtfastmath.o does to everybody who loads an object linked with -ffast-math. */
__attribute__((constructor)) static void at_load(void) { flush_to_zero(); }
#endif

#if defined(MISDEED_STACK_OVERFLOW)
static int deeper(volatile double* above) {
    volatile double room[4096];
    if (!above) return 0;
    room[0] = above[0];
    return deeper(room) + (int)room[0];
}
#endif

static int64_t place(const lossproof_tensor* t, int64_t row, int64_t column) { return row * t->strides[0] + column * t->strides[1]; }

static int misdeed(const lossproof_request* request, double* in, double* out, int64_t rows, int64_t columns) {
    (void)request, (void)in, (void)out, (void)rows, (void)columns;
    (void)flush_to_zero, (void)unmask_division;
#if defined(MISDEED_CRASH)
    raise(SIGSEGV);
#elif defined(MISDEED_KILL)
    raise(SIGKILL);
#elif defined(MISDEED_GARBAGE)
    (void)!write(4, "neither a frame nor a word \xff\xfe", 29); /* where the worker writes its answers */
#elif defined(MISDEED_KILL_PARENT)
    kill(getppid(), SIGTERM);
#elif defined(MISDEED_SETSID_CHILD)
    if (fork() == 0) {
        setsid();
        if (fork() == 0) execlp("sleep", "sleep", "100", (char*)0);
        _exit(0);
    }
#elif defined(MISDEED_DIFFERENT)
    out[0] += 1;
#elif defined(MISDEED_ABORT)
    abort();
#elif defined(MISDEED_ILLEGAL)
    raise(SIGILL);
#elif defined(MISDEED_TERMINATE)
    raise(SIGTERM);
#elif defined(MISDEED_STOP)
    raise(SIGSTOP);
#elif defined(MISDEED_KILL_GROUP)
    kill(0, SIGKILL);
#elif defined(MISDEED_LEAVE)
    _exit(0);
#elif defined(MISDEED_STACK_OVERFLOW)
    return deeper(out);
#elif defined(MISDEED_FREE_OUTPUT)
    free(out);
#elif defined(MISDEED_CLOSE_ANSWERS)
    close(4);
#elif defined(MISDEED_SPIN)
    for (volatile int i = 0;; i = i + 1) {}
#elif defined(MISDEED_EXEC)
    execlp("true", "true", (char*)0);
#elif defined(MISDEED_HANG)
    for (;;) pause();
#elif defined(MISDEED_PRINT)
    printf("all is well\n");
#elif defined(MISDEED_WRITE_PAST_END)
    out[place(request->outputs[0], rows - 1, columns - 1) + 1] = 7;
#elif defined(MISDEED_WRITE_BEFORE_START)
    out[-1] = 7;
#elif defined(MISDEED_WRITE_PADDING)
    for (int64_t i = 0; i < rows * columns; ++i) out[i] = in[i];
#elif defined(MISDEED_CHANGE_INPUT)
    in[0] = 0;
#elif defined(MISDEED_ROUND_UPWARD)
    fesetround(FE_UPWARD);
#elif defined(MISDEED_FLUSH_TO_ZERO)
    flush_to_zero();
#elif defined(MISDEED_UNMASK_TRAPS)
    unmask_division();
#elif defined(MISDEED_EXIT)
    exit(0);
#elif defined(MISDEED_THROW_STATUS)
    return 99;
#elif defined(MISDEED_FAIL)
    snprintf(request->message, request->message_size, "666 is not to my taste");
    return LOSSPROOF_FAILED;
#endif
    return LOSSPROOF_OK;
}

/* relu or its derivative, times the upstream gradient if there is one. */
static void fill(const lossproof_request* request, const lossproof_tensor* output, int short_by_one) {
    const lossproof_tensor *x = request->inputs[0], *upstream = request->upstream;
    const double* in = x->data;
    const int derivative = strcmp(output->name, "d_x") == 0;
    double* out = output->data;
    for (int64_t r = 0; r < x->shape[0]; ++r)
        for (int64_t c = 0; c < x->shape[1]; ++c) {
            const double z = in[place(x, r, c)];
            const double factor = upstream ? ((const double*)upstream->data)[place(upstream, r, c)] : 1;
            if (short_by_one && r == x->shape[0] - 1 && c == x->shape[1] - 1) continue;
            out[place(output, r, c)] = z > 0 ? (derivative ? factor : z) : 0;
        }
}

static int32_t compute(const lossproof_request* request) {
    const lossproof_tensor* x = request->inputs[0];
    double* in = x->data;
    static int calls;
    const char* at_call = getenv("MISDEED_AT_CALL");
    const int guilty = (x->shape[0] > 0 && in[0] == 666) || (at_call && ++calls == atoi(at_call));
    int short_by_one = 0;
#if defined(MISDEED_SHORT_ANSWER)
    short_by_one = guilty;
#endif
    for (uint32_t i = 0; i < request->output_count; ++i) fill(request, request->outputs[i], short_by_one);
    return guilty ? misdeed(request, in, request->outputs[0]->data, x->shape[0], x->shape[1]) : LOSSPROOF_OK;
}

static const lossproof_offer offers[] = {{"relu", LOSSPROOF_IN(LOSSPROOF_F64), "value d_x", "reduction upstream"}};

const lossproof_subject* lossproof_subject_v1(void) {
    static const lossproof_subject subject = {sizeof(lossproof_subject),
                                              LOSSPROOF_ABI,
                                              LOSSPROOF_STRIDED,
                                              "misdeeds",
                                              "1",
                                              "torch keras",
                                              "compiler: cc\nflags: none\n",
                                              sizeof(lossproof_offer),
                                              sizeof offers / sizeof *offers,
                                              offers,
                                              compute};
    return &subject;
}
