/* SPDX-License-Identifier: Apache-2.0
 *
 * The shared-library door of lossproof, ABI 1. Plain C99; nothing to link against.
 *
 * A library that wants to be judged exports one function, lossproof_subject_v1, which says what the library offers and
 * how to ask for it. lossproof loads the library in a worker process, so a crash or a hang is a finding, not an accident.
 *
 *   - All memory belongs to the host. Inputs must not be written. Outputs are allocated by the host, exactly as large as
 *     their shape and strides say, and surrounded by guard zones: every element must be written, and nothing else.
 *   - Strides are counted in elements. Unless the library sets LOSSPROOF_STRIDED, every tensor is dense and row-major
 *     and the strides may be ignored; with it, rows may be padded.
 *   - Nothing may be printed on stdout, and the floating-point environment must be left as it was found.
 *   - Structures may grow at their end in later versions; struct_size is what the host (or the library) knows of them.
 */
#ifndef LOSSPROOF_SUBJECT_H
#define LOSSPROOF_SUBJECT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LOSSPROOF_ABI 1

/* Element types. binary16 and bfloat16 travel as their 16-bit patterns (uint16_t). */
#define LOSSPROOF_F64 0
#define LOSSPROOF_F32 1
#define LOSSPROOF_F16 2
#define LOSSPROOF_BF16 3
#define LOSSPROOF_I64 4 /* labels */

#define LOSSPROOF_IN(dtype) (1u << (dtype)) /* for lossproof_offer.formats: LOSSPROOF_IN(LOSSPROOF_F64) | … */

/* What compute returns. */
#define LOSSPROOF_OK 0
#define LOSSPROOF_UNSUPPORTED 1 /* this operation, format or parameter is not offered: counted, never a failure */
#define LOSSPROOF_FAILED 2      /* offered, but it went wrong; say why in request->message */

/* Flags of a subject. */
#define LOSSPROOF_STRIDED 1u           /* honours lossproof_tensor.strides */
#define LOSSPROOF_NOT_DETERMINISTIC 2u /* the same request need not be answered with the same bits: told, not failed */
#define LOSSPROOF_BATCH_DEPENDENT 4u   /* a row's bits may depend on its batch, its place in it, and addresses: told, not failed */

typedef struct lossproof_tensor {
    size_t struct_size;
    const char *name; /* "logits", "label", "value", "d_logits" … */
    int32_t dtype;
    int32_t rank; /* 0 for a scalar */
    const int64_t *shape;
    const int64_t *strides; /* in elements, never negative */
    void *data;             /* of an input: to be read only */
} lossproof_tensor;

#define LOSSPROOF_REAL 0
#define LOSSPROOF_INTEGER 1
#define LOSSPROOF_WORD 2

typedef struct lossproof_parameter {
    size_t struct_size;
    const char *name; /* "delta", "reduction", "t" … */
    int32_t kind;
    double real; /* exactly this binary64 number, whatever the format; set for integers too */
    int64_t integer;
    const char *word; /* "mean", "none" …; NULL unless kind is LOSSPROOF_WORD */
} lossproof_parameter;

typedef struct lossproof_request {
    size_t struct_size;
    const char *operation;
    int32_t format; /* the type of every floating-point input and output */
    uint32_t parameter_count;
    const lossproof_parameter *const *parameters;
    uint32_t input_count;
    const lossproof_tensor *const *inputs;
    const lossproof_tensor *upstream; /* gradient of what follows, to be multiplied in; NULL means 1 */
    uint32_t output_count;
    const lossproof_tensor *const *outputs; /* those wanted, to be filled */
    char *message;                          /* room for an error message, NUL-terminated */
    size_t message_size;
} lossproof_request;

typedef struct lossproof_offer {
    const char *operation;
    uint32_t formats;    /* LOSSPROOF_IN(…) of each, or-ed */
    const char *outputs; /* names separated by spaces: "value d_logits" */
    const char *options; /* optional parameters and inputs it takes, separated by spaces: "reduction ignore_index weights
                            upstream"; NULL: those of the operation itself and the reductions none, sum and mean. Whatever
                            is not declared here is never sent. */
} lossproof_offer;

typedef struct lossproof_subject {
    size_t struct_size;
    uint32_t abi;            /* LOSSPROOF_ABI */
    uint32_t flags;          /* LOSSPROOF_STRIDED | …, or 0 */
    const char *name;        /* of the library under test */
    const char *version;
    const char *conventions; /* named profiles it follows, separated by spaces ("torch"), or NULL */
    const char *details;     /* lines "key: value" for the report (compiler, flags …), or NULL */
    size_t offer_size;       /* sizeof(lossproof_offer) */
    size_t offer_count;
    const lossproof_offer *offers;
    int32_t (*compute)(const lossproof_request *request);
} lossproof_subject;

/* By name; NULL if it was not given. Optional inputs and parameters may be absent. */
static inline const lossproof_tensor *lossproof_input(const lossproof_request *request, const char *name) {
    for (uint32_t i = 0; i < request->input_count; ++i)
        if (strcmp(request->inputs[i]->name, name) == 0) return request->inputs[i];
    return NULL;
}
static inline const lossproof_tensor *lossproof_output(const lossproof_request *request, const char *name) {
    for (uint32_t i = 0; i < request->output_count; ++i)
        if (strcmp(request->outputs[i]->name, name) == 0) return request->outputs[i];
    return NULL;
}
static inline const lossproof_parameter *lossproof_named(const lossproof_request *request, const char *name) {
    for (uint32_t i = 0; i < request->parameter_count; ++i)
        if (strcmp(request->parameters[i]->name, name) == 0) return request->parameters[i];
    return NULL;
}
static inline double lossproof_real(const lossproof_request *request, const char *name, double otherwise) {
    const lossproof_parameter *found = lossproof_named(request, name);
    return found ? found->real : otherwise;
}
static inline const char *lossproof_word(const lossproof_request *request, const char *name, const char *otherwise) {
    const lossproof_parameter *found = lossproof_named(request, name);
    return found && found->word ? found->word : otherwise;
}

#if defined(_WIN32)
#define LOSSPROOF_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define LOSSPROOF_EXPORT __attribute__((visibility("default")))
#else
#define LOSSPROOF_EXPORT
#endif

/* To be defined by the library; the answer must stay valid until the library is unloaded. */
LOSSPROOF_EXPORT const lossproof_subject *lossproof_subject_v1(void);

#ifdef __cplusplus
}
#endif

#endif
