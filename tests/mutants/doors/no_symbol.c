/* SPDX-License-Identifier: Apache-2.0 */
int lossproof_subject_v2(void) { return 0; } /* a library that is no subject of this ABI */
